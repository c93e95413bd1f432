"""Working days in Vietnam, for the deadlines that the law counts in "ngày làm việc".

Public holidays, lunar new year, days off in lieu and swapped Saturdays come from the `holidays` package;
swaps decreed after its release come in as `extra_off` and `extra_on` (which win over the package).
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

_NONE: Final[Collection[date]] = ()
_ONE_DAY: Final = timedelta(days=1)


def is_working_day(day: date, extra_off: Collection[date] = _NONE, extra_on: Collection[date] = _NONE) -> bool:
    """Say whether offices work on `day`: Monday to Friday, less holidays, plus swapped Saturdays.

    A day in both `extra_off` and `extra_on` is off.
    """
    if day in extra_off:
        return False
    return day in extra_on or _calendar(day.year).is_working_day(day)


def add_working_days(
    day: date, n: int, extra_off: Collection[date] = _NONE, extra_on: Collection[date] = _NONE
) -> date:
    """Return the `n`-th working day after `day`; `day` itself is not counted (Civil Code 2015, Đ.147).

    A negative `n` counts back. With 0, `day` when offices work, otherwise the next day that they do.
    """
    step = _ONE_DAY if n >= 0 else -_ONE_DAY
    left = abs(n)
    if left == 0:
        while not is_working_day(day, extra_off, extra_on):
            day += _ONE_DAY
    while left:
        day += step
        left -= is_working_day(day, extra_off, extra_on)
    return day


def working_days_between(
    start: date, end: date, extra_off: Collection[date] = _NONE, extra_on: Collection[date] = _NONE
) -> int:
    """Count the working days after `start` up to and with `end`.

    Thus `working_days_between(d, add_working_days(d, n)) == n` for every n but 0 on a day off. When `end`
    is before `start` the count is negative, and is of the days from `end` up to and without `start`.
    """
    if end < start:
        days = (end + _ONE_DAY * offset for offset in range((start - end).days))
        return -sum(is_working_day(day, extra_off, extra_on) for day in days)
    days = (start + _ONE_DAY * offset for offset in range(1, (end - start).days + 1))
    return sum(is_working_day(day, extra_off, extra_on) for day in days)


@lru_cache(maxsize=64)
def _calendar(year: int) -> holidays.HolidayBase:
    # The neighbours too: a Saturday of December may be worked for a day off in January.
    return holidays.country_holidays("VN", years=range(year - 1, year + 2), expand=False)
