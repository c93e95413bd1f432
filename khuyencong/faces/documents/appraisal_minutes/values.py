"""What the minutes say, as frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member, as the minutes name them."""

    name: str
    title: str
    role: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion: how many found it met or not, what they remarked, the mean of points (as written; may be empty)."""

    text: str
    passed: int
    failed: int
    remarks: tuple[str, ...]
    points: str = ""


@dataclass(frozen=True, slots=True)
class ItemMinutes:
    """A đề án of the session.  ``conflicts`` are the members with an interest; ``hidden``: not for this reader.

    ``conclusion`` is empty while there is none.
    """

    number: str
    name: str
    unit: str
    support: str
    criteria: tuple[CriterionLine, ...]
    conflicts: tuple[str, ...]
    conclusion: str
    reasons: tuple[str, ...]
    remarks: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    """A session: whose, when, where, who came, what was said and concluded."""

    council: str
    decision: str
    established_on: date
    held_on: date
    place: str
    present: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]
    chair: str
    secretary: str
    items: tuple[ItemMinutes, ...]
    draft: bool
    """Whether the session goes on: the paper then says so."""
