"""Amounts in words, as papers owe them after "Bằng chữ:".

Our own, because num2words is wrong in Vietnamese from 1.000 tỷ up.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from khuyencong.core.money import Dong

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS: Final = {1: "mốt", 4: "tư", 5: "lăm"}
"""Units that change their name after hai mươi … chín mươi."""

_GROUPS: Final = ((1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
_BILLION: Final = 1_000_000_000
_FIVE: Final = 5


def amount_in_words(amount: "Dong") -> str:
    """Read an amount of any size: "Bốn mươi tám tỷ ba trăm ba mươi mốt triệu đồng".

    A negative amount begins with "Âm", and zero is "Không đồng".
    """
    words = _read(abs(amount), continued=False) or [_DIGITS[0]]
    sentence = " ".join([*(["âm"] if amount < 0 else []), *words, "đồng"])
    return sentence[0].upper() + sentence[1:]


def _read(number: int, *, continued: bool) -> list[str]:
    """Read a whole number; `continued` when larger words stand before it, so zeros must be said.

    Vietnamese has no word above tỷ: a thousand of them is "một nghìn tỷ", and so on without end.
    """
    billions, rest = divmod(number, _BILLION)
    words = [*_read(billions, continued=continued), "tỷ"] if billions else []
    for size, name in _GROUPS:
        group, rest = divmod(rest, size)
        if group:
            words += _read_group(group, continued=continued or bool(words))
            words += [name] if name else []
    return words


def _read_group(group: int, *, continued: bool) -> list[str]:
    """Read 1 to 999; a continued group says its missing hundreds: "không trăm linh năm"."""
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or continued else []
    return words + _read_tens(*divmod(rest, 10), after_hundreds=bool(words))


def _read_tens(tens: int, units: int, *, after_hundreds: bool) -> list[str]:
    """Read 0 (nothing) to 99."""
    if tens == 0:
        words = [_DIGITS[units]] if units else []
        return ["linh", *words] if words and after_hundreds else words
    if tens == 1:
        last = "lăm" if units == _FIVE else _DIGITS[units]
        return ["mười", last] if units else ["mười"]
    last = _AFTER_TENS.get(units, _DIGITS[units])
    return [_DIGITS[tens], "mươi", last] if units else [_DIGITS[tens], "mươi"]
