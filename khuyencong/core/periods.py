"""Reporting periods as values, under the calendar or under the cut-off of NĐ 09/2019.

A period is a run of months of one year. Under ND09 every month lies half a month earlier (15th of the month
before to the 14th), so each kind of period has the same rule and a figure is counted from the same dated
events either way. Bounds are half-open: lower day in, upper day out.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering
from typing import Final, Literal, overload

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import quote
from khuyencong.core.text import squeeze

_MONTHS_IN_YEAR: Final = 12
_CUT_DAY: Final = 15
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2999


class Cutoff(StrEnum):
    """On which days the months of a period begin."""

    CALENDAR = "calendar"
    ND09 = "nd09"

    @property
    def label(self) -> str:
        """The cut-off in Vietnamese, as a report states it."""
        return _CUTOFF_LABELS[self]


_CUTOFF_LABELS: Final = {
    Cutoff.CALENDAR: "theo tháng dương lịch",
    Cutoff.ND09: "theo Nghị định 09/2019/NĐ-CP (từ ngày 15 tháng trước đến ngày 14)",
}


class PeriodKind(StrEnum):
    """The lengths of period that reports are owed for."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months such a period has."""
        return _MONTHS[self]

    @property
    def per_year(self) -> int:
        """How many such periods a year has: the highest index. Nine months exist once, from January."""
        return _MONTHS_IN_YEAR // _MONTHS[self]


_MONTHS: Final = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}

_TilingKind = Literal[PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR]
"""The kinds that cover a year without gaps: some period of the kind holds any day."""

_CODE: Final = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine_months>N9))?"
)

_ROMAN: Final = ("I", "II", "III", "IV")
_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period: its kind, its year, and which of that kind in the year (from 1).

    Ordered by first month, then by length: 2017-01 < 2017Q1 < 2017H1 < 2017N9 < 2017 < 2017-02.
    Raises ValueError for an index that the kind lacks and for a year outside 1900–2999.
    """

    kind: PeriodKind
    year: int
    index: int = 1

    def __post_init__(self) -> None:
        """Refuse what no calendar has."""
        if not (1 <= self.index <= self.kind.per_year and _FIRST_YEAR <= self.year <= _LAST_YEAR):
            message = f"no such period: {self.kind} {self.index} of {self.year}"
            raise ValueError(message)

    def __lt__(self, other: "Period") -> bool:
        """Compare by first month, then by length."""
        return self._place() < other._place()

    def _place(self) -> tuple[int, int, int]:
        return self.year, self.first_month, self.kind.months

    @classmethod
    def parse(cls, text: str, *, field: str | None = None) -> "Period":
        """Read a code: "2017-06", "2017Q2", "2017H1", "2017N9" or "2017"; raises NotValid for all else.

        The year is 1901 at the earliest, so that what is read has a same period last year.
        """
        entered = squeeze(text)
        read = _CODE.fullmatch(entered.upper())
        if read is None or not _FIRST_YEAR < int(read["year"]) <= _LAST_YEAR:  # a report looks a year back
            message = (
                f"“{quote(entered)}” không phải là kỳ báo cáo hợp lệ; hãy dùng một trong các dạng: "
                "2017-06 (tháng), 2017Q2 (quý), 2017H1 (6 tháng), 2017N9 (9 tháng), 2017 (năm)."
            )
            raise NotValid(message, field=field)
        kind = PeriodKind(read.lastgroup or PeriodKind.YEAR)  # groups are named as the kinds are
        return cls(kind, int(read["year"]), int(read[kind]) if kind.per_year > 1 else 1)

    @overload
    @classmethod
    def containing(cls, kind: _TilingKind, day: date, cutoff: Cutoff) -> "Period": ...

    @overload
    @classmethod
    def containing(cls, kind: PeriodKind, day: date, cutoff: Cutoff) -> "Period | None": ...

    @classmethod
    def containing(cls, kind: PeriodKind, day: date, cutoff: Cutoff) -> "Period | None":
        """Return the period of `kind` that holds `day`.

        None only for nine months, for a day after the ninth month. Raises ValueError outside 1900–2999.
        """
        late = cutoff is Cutoff.ND09 and day.day >= _CUT_DAY  # the next month has begun
        month = _month_start(day.year, day.month + late)
        index = (month.month - 1) // kind.months + 1
        return cls(kind, month.year, index) if index <= kind.per_year else None

    @property
    def code(self) -> str:
        """The code that `parse` reads back."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year}-{self.index:02d}"
            case PeriodKind.QUARTER:
                return f"{self.year}Q{self.index}"
            case PeriodKind.HALF:
                return f"{self.year}H{self.index}"
            case PeriodKind.NINE_MONTHS:
                return f"{self.year}N9"
            case PeriodKind.YEAR:
                return str(self.year)

    def bounds(self, cutoff: Cutoff) -> tuple[date, date]:
        """Return the first day in, and the first day after."""
        return (
            _month_start(self.year, self.first_month, cutoff),
            _month_start(self.year, self.first_month + self.kind.months, cutoff),
        )

    def last_day(self, cutoff: Cutoff) -> date:
        """Return the last day in: the day to which a report's figures are counted."""
        return self.bounds(cutoff)[1] - timedelta(days=1)

    def same_period_last_year(self) -> "Period":
        """Return what "so với cùng kỳ" compares with."""
        return Period(self.kind, self.year - 1, self.index)

    def whole_year(self) -> "Period":
        """Return the year that the period is of: the one whose plan it is measured against."""
        return Period(PeriodKind.YEAR, self.year)

    def label(self, lang: Literal["vi", "en"] = "vi") -> str:
        """Name the period: "6 tháng đầu năm 2017" or "First 6 months of 2017"."""
        return _label_vi(self) if lang == "vi" else _label_en(self)

    @property
    def first_month(self) -> int:
        """The period's first month, 1 to 12; under ND09 the one in which it mostly lies."""
        return (self.index - 1) * self.kind.months + 1


def bucket_of(day: date) -> date:
    """Return the first day of the half-month that holds `day`: the 1st or the 15th.

    Half-months are the coarsest pieces of which both cut-offs' periods are made, so figures summed by
    half-month answer for either.
    """
    return day.replace(day=_CUT_DAY if day.day >= _CUT_DAY else 1)


def is_aligned(lower: date, upper: date) -> bool:
    """Say whether the range [lower, upper) is made of whole half-months."""
    return bucket_of(lower) == lower and bucket_of(upper) == upper


def buckets(lower: date, upper: date) -> list[date] | None:
    """Return the first days of the half-months that make up [lower, upper), in order.

    None when the range is not aligned. Raises ValueError when `upper` is before `lower`.
    """
    if upper < lower:
        message = f"the range is upside down: [{lower}, {upper})"
        raise ValueError(message)
    if not is_aligned(lower, upper):
        return None
    found: list[date] = []
    while lower < upper:
        found.append(lower)
        lower = lower.replace(day=_CUT_DAY) if lower.day == 1 else _month_start(lower.year, lower.month + 1)
    return found


def _month_start(year: int, month: int, cutoff: Cutoff = Cutoff.CALENDAR) -> date:
    """Return the first day of a month; month 0 is December before, 13 is January after."""
    if cutoff is Cutoff.ND09:
        return _month_start(year, month - 1).replace(day=_CUT_DAY)
    years, months = divmod(month - 1, _MONTHS_IN_YEAR)
    return date(year + years, months + 1, 1)


def _label_vi(period: Period) -> str:
    match period.kind:
        case PeriodKind.MONTH:
            return f"Tháng {period.index} năm {period.year}"
        case PeriodKind.QUARTER:
            return f"Quý {_ROMAN[period.index - 1]} năm {period.year}"
        case PeriodKind.HALF:
            return f"6 tháng {'đầu' if period.index == 1 else 'cuối'} năm {period.year}"
        case PeriodKind.NINE_MONTHS:
            return f"9 tháng đầu năm {period.year}"
        case PeriodKind.YEAR:
            return f"Năm {period.year}"


def _label_en(period: Period) -> str:
    match period.kind:
        case PeriodKind.MONTH:
            return f"{_ENGLISH_MONTHS[period.index - 1]} {period.year}"
        case PeriodKind.QUARTER:
            return f"Quarter {_ROMAN[period.index - 1]} of {period.year}"
        case PeriodKind.HALF:
            return f"{'First' if period.index == 1 else 'Last'} 6 months of {period.year}"
        case PeriodKind.NINE_MONTHS:
            return f"First 9 months of {period.year}"
        case PeriodKind.YEAR:
            return f"Year {period.year}"
