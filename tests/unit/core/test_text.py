import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.text import fold, group_digits, sort_key, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sở  Công-Thương", "so cong thuong"),
        ("Đắk Lắk", "dak lak"),
        ("ĐẮK LẮK", "dak lak"),
        ("Ðồng Tháp", "dong thap"),
        ("Bà Rịa – Vũng Tàu", "ba ria vung tau"),
        ("Ea H'Leo", "ea h leo"),
        (" Cơ sở “Hòa Bình”, số 15. ", "co so hoa binh so 15"),
        ("Hoà Bình", "hoa binh"),
        ("Qu\u200bảng\u00a0Ngãi", "quang ngai"),
        ("…", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_does_not_depend_on_the_normal_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


def test_squeeze_keeps_accents_and_case() -> None:
    assert squeeze("\ufeff  Quảng\u00a0\n Nga\u0303i\t") == "Quảng Ngãi"


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "An Giang", "ăn", "ân"],
        [
            "Bà Rịa - Vũng Tàu",
            "Bạc Liêu",
            "Bắc Giang",
            "Bắc Kạn",
            "Bến Tre",
            "Bình Dương",
            "Bình Định",
            "Bình Phước",
        ],
        ["Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai"],
        ["Quận 1", "Quận A", "Quận Đ"],
        ["Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh"],
    ],
)
def test_vietnamese_alphabetical_order(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=sort_key) == ordered


def test_the_two_places_of_a_tone_mark_and_the_case_do_not_count() -> None:
    assert sort_key("Hòa Bình") == sort_key("HOÀ BÌNH")


@given(st.text(alphabet="aàảãáạăằâậbcdđeêệghiklmnoôơợpqrstuưựvxyỹ '-.", max_size=12))
def test_keys_of_vietnamese_text_are_ascii(text: str) -> None:
    assert sort_key(text).isascii()


def test_group_digits() -> None:
    assert (group_digits(1_769_000), group_digits(Decimal("1769.50"))) == ("1.769.000", "1.769,50")
