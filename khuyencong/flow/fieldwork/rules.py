"""How far a đề án should be on a day, and what a month's report may say.  Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the work from its first to its last day, both in: a milestone, or the term of a contract."""

    starts_on: date
    due_on: date

    @property
    def days(self) -> int:
        """How many days it takes, at least one."""
        return max(1, (self.due_on - self.starts_on).days + 1)

    def percent_on(self, day: date) -> int:
        """Return how much of it should be done at the end of ``day``, evenly over its days: 0 to 100."""
        gone = (day - self.starts_on).days + 1
        return min(WHOLE, max(0, gone * WHOLE // self.days))


def expected_percent(stretches: Sequence[Stretch], day: date) -> int | None:
    """Return the percent of the whole work that should be done on ``day``; longer parts weigh more.

    ``None`` where there is nothing to go by.
    """
    whole = sum(stretch.days for stretch in stretches)
    if not whole:
        return None
    return sum(stretch.percent_on(day) * stretch.days for stretch in stretches) // whole


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def last_day_of(month: date) -> date:
    """Return the last day of a month given by any of its days."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)
