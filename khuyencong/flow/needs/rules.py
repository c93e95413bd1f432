"""When a need must be asked again: pure arithmetic over days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AskAgain:
    """The rule of a day: after ``days`` days without a "yes" a need is to be asked again before a contract."""

    days: int
    citation: str
    may_block: bool
    sure: str


def days_unasked(recorded_on: date, last_yes: date | None, on: date) -> int:
    """Return the days since somebody last said that the need is there: when it was recorded, or confirmed."""
    return (on - max(recorded_on, last_yes or recorded_on)).days


def is_stale(rule: AskAgain | None, recorded_on: date, last_yes: date | None, on: date) -> bool:
    """Say whether the need is older than the rule lets it be; without a rule no need grows old."""
    return rule is not None and days_unasked(recorded_on, last_yes, on) > rule.days
