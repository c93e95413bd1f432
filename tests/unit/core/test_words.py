import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khuyencong.core.money import Dong
from khuyencong.core.words import amount_in_words

TABLE = {
    0: "Không đồng",
    1: "Một đồng",
    4: "Bốn đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    11: "Mười một đồng",
    14: "Mười bốn đồng",
    15: "Mười lăm đồng",
    20: "Hai mươi đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    99: "Chín mươi chín đồng",
    100: "Một trăm đồng",
    101: "Một trăm linh một đồng",
    104: "Một trăm linh bốn đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    115: "Một trăm mười lăm đồng",
    555: "Năm trăm năm mươi lăm đồng",
    1_000: "Một nghìn đồng",
    1_005: "Một nghìn không trăm linh năm đồng",
    1_010: "Một nghìn không trăm mười đồng",
    21_021: "Hai mươi mốt nghìn không trăm hai mươi mốt đồng",
    1_000_005: "Một triệu không trăm linh năm đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    907_000_000: "Chín trăm linh bảy triệu đồng",
    1_769_000_000: "Một tỷ bảy trăm sáu mươi chín triệu đồng",
    48_331_000_000: "Bốn mươi tám tỷ ba trăm ba mươi mốt triệu đồng",
    1_000_000_000: "Một tỷ đồng",
    1_000_000_001: "Một tỷ không trăm linh một đồng",
    10**12: "Một nghìn tỷ đồng",
    1_234_567_000_000: "Một nghìn hai trăm ba mươi tư tỷ năm trăm sáu mươi bảy triệu đồng",
    2_005_000_000_000: "Hai nghìn không trăm linh năm tỷ đồng",
    10**15: "Một triệu tỷ đồng",
    1_000_001_000_000_000: "Một triệu không trăm linh một tỷ đồng",
    10**18: "Một tỷ tỷ đồng",
    -15_000: "Âm mười lăm nghìn đồng",
}

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def heard(words: list[str]) -> int:
    """Read the words back, by a grammar of its own: what precedes the last tỷ counts billions."""
    if "tỷ" in words:
        last = len(words) - 1 - words[::-1].index("tỷ")
        return heard(words[:last]) * 10**9 + heard(words[last + 1 :])
    total = group = digit = 0
    for word in words:
        match word:
            case "triệu" | "nghìn":
                total += (group + digit) * (1_000_000 if word == "triệu" else 1_000)
                group = digit = 0
            case "trăm":
                group, digit = digit * 100, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "mười":
                group += 10
            case "linh":
                assert digit == 0
            case _:
                digit = DIGITS[word]
    return total + group + digit


@pytest.mark.parametrize(("amount", "words"), TABLE.items())
def test_the_table(amount: int, words: str) -> None:
    assert amount_in_words(Dong(amount)) == words


@given(st.integers(-(10**22), 10**22))
@example(10**9 * 10**9 + 10**9)
def test_a_listener_hears_the_same_number(amount: int) -> None:
    words = amount_in_words(Dong(amount)).lower().split()
    assert words.pop() == "đồng"
    sign = -1 if words[0] == "âm" else 1
    assert sign * heard(words[sign < 0 :]) == amount


@given(st.integers(0, 10**15))
def test_the_words_have_one_space_between_and_one_capital(amount: int) -> None:
    words = amount_in_words(Dong(amount))
    assert words == " ".join(words.split()) == words.capitalize()
