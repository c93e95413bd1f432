"""Half-open ranges of days: the first day in, the upper bound out, no end when it is still in force."""

from dataclasses import dataclass
from datetime import date, timedelta

from khuyencong.core.formats import show_date


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from `lower` up to, and without, `upper`; `upper` None means no end.

    Raises ValueError when it would hold no day.
    """

    lower: date
    upper: date | None = None

    def __post_init__(self) -> None:
        """Refuse an empty or upside-down range."""
        if self.upper is not None and self.upper <= self.lower:
            message = f"a range must hold a day: [{self.lower}, {self.upper})"
            raise ValueError(message)

    def __contains__(self, day: date) -> bool:
        """Say whether the range holds `day`."""
        return self.lower <= day and (self.upper is None or day < self.upper)

    @property
    def last_day(self) -> date | None:
        """The last day held, or None when there is no end."""
        return None if self.upper is None else self.upper - timedelta(days=1)

    def overlaps(self, other: "DateRange") -> bool:
        """Say whether a day is in both; ranges that only touch do not overlap."""
        return (other.upper is None or self.lower < other.upper) and (self.upper is None or other.lower < self.upper)

    def label(self) -> str:
        """Write it with its last day in: "01/01/2004 – 30/06/2025", "từ 01/07/2025", "11/07/2017"."""
        last = self.last_day
        if last is None:
            return f"từ {show_date(self.lower)}"
        if last == self.lower:
            return show_date(last)
        return f"{show_date(self.lower)} – {show_date(last)}"
