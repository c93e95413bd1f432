"""Dates and numbers as Vietnamese offices write and read them: 05/07/2017, 1.769,5."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from khuyencong.core.errors import NotValid
from khuyencong.core.text import group_digits, squeeze

_DAY_FIRST: Final = re.compile(r"(?P<day>[0-9]{1,2})(?P<sep>[/.-])(?P<month>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4})")
_ISO: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_FIRST_YEAR: Final = 1900
"""An earlier year is a slip of the keyboard: no paper of the system is older."""

_TWO_DIGITS: Final = 10
_MONTHS_WITH_ZERO: Final = 2

_NUMBER: Final = re.compile(
    r"(?P<sign>[-\u2212]?) ?"
    r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:,(?P<decimals>[0-9]+))?"
)
_LONGEST_NUMBER: Final = 60
_LONGEST_QUOTE: Final = 40


def show_date(day: date) -> str:
    """Write a date for pages and tables: "05/07/2017"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_date_official(day: date) -> str:
    """Write a date for papers under NĐ 30/2020: "ngày 05 tháng 7 năm 2017".

    The decree asks for a leading zero on days below 10 and on months 1 and 2 only.
    """
    month = f"{day.month:02d}" if day.month <= _MONTHS_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_date(text: str, *, field: str | None = None) -> date:
    """Read d/m/yyyy, d-m-yyyy, d.m.yyyy or ISO yyyy-mm-dd.

    Raises NotValid for any other form, for a day that no calendar has, and for a year before 1900.
    """
    entered = squeeze(text)
    match = _DAY_FIRST.fullmatch(entered) or _ISO.fullmatch(entered)
    if match is None:
        message = f"“{quote(entered)}” không phải là ngày hợp lệ; hãy nhập ngày/tháng/năm, ví dụ 05/07/2017."
        raise NotValid(message, field=field)
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    try:
        read = date(year, month, day)
    except ValueError:
        message = f"Ngày “{entered}” không có trong lịch; hãy kiểm tra lại ngày và tháng."
        raise NotValid(message, field=field) from None
    if year < _FIRST_YEAR:
        message = f"Năm trong ngày “{entered}” phải từ {_FIRST_YEAR} trở đi; hãy kiểm tra lại năm."
        raise NotValid(message, field=field)
    return read


def show_number(number: int | Decimal) -> str:
    """Write a number with "." between thousands and "," before decimals, its decimals kept: "1.769,50".

    Raises ValueError for NaN and infinity.
    """
    if isinstance(number, Decimal) and not number.is_finite():
        message = f"cannot show {number}"
        raise ValueError(message)
    return group_digits(number).removeprefix("-") if number == 0 else group_digits(number)  # never "-0"


def show_quantity(number: int | Decimal) -> str:
    """Write a number without decimals that say nothing, as people count: "1", "2,5", "1.769"."""
    return show_number(number.normalize() if isinstance(number, Decimal) else number)


def parse_number(text: str, *, field: str | None = None) -> Decimal:
    """Read a number in the Vietnamese habit, exactly: "1.769,5", "1 769,5", "-0,25".

    Raises NotValid for a number that another habit would read otherwise ("1,769.5", "1.76").
    """
    entered = squeeze(text)
    match = _NUMBER.fullmatch(entered) if len(entered) <= _LONGEST_NUMBER else None
    if match is None:
        message = (
            f"“{quote(entered)}” không phải là số hợp lệ; hãy dùng dấu chấm giữa các nhóm ba chữ số "
            "và dấu phẩy trước phần thập phân, ví dụ 1.769,5."
        )
        raise NotValid(message, field=field)
    whole = match["whole"].replace(".", "").replace(" ", "")
    return Decimal(f"{'-' if match['sign'] else ''}{whole}.{match['decimals'] or ''}")


def quote(text: str) -> str:
    """Cut what the user entered to a length that a sentence can carry."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
