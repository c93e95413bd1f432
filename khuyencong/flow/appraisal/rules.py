"""Which levels must pass, who may sit in judgement, and the order of candidates: pure arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from khuyencong.core.text import fold
from khuyencong.flow.appraisal.enums import AppraisalLevel


def levels_owed(*, national_money: bool) -> tuple[AppraisalLevel, ...]:
    """Return the levels of appraisal, in order: TT 36/2013 Đ.8 asks the ministry's for national money only."""
    return (AppraisalLevel.BASE, AppraisalLevel.MINISTRY) if national_money else (AppraisalLevel.BASE,)


def next_level(*, national_money: bool, passed: Iterable[str]) -> AppraisalLevel | None:
    """Return the first level that has not passed; ``None`` when all have."""
    done = set(passed)
    return next((level for level in levels_owed(national_money=national_money) if level not in done), None)


def quorum(members: int, percent: int) -> int:
    """Return how many of ``members`` must be present for ``percent`` per cent of them: the share rounded up."""
    return -(-members * percent // 100)


FLAGSHIP: Final = "FLAGSHIP"
PRIORITY: Final = "PRIORITY_INDUSTRY_AREA"
CAPACITY: Final = "CAPACITY"
ORDER: Final = (FLAGSHIP, PRIORITY, CAPACITY)
"""The keys of TT 36/2013 Đ.7, in its order; the provisions of the day may name another."""


@dataclass(frozen=True)
class PriorityRule:
    """A priority industry or area: its words and what it is recognised by."""

    text: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What is recorded of a đề án and its beneficiaries, as far as priorities ask.

    ``industries`` are pairs of VSIC code and words; ``certified`` says whether one of them has a certified product.
    """

    industries: tuple[tuple[str, str], ...]
    contents: frozenset[str]
    certified: bool = False


@dataclass(frozen=True)
class Priority:
    """What was recognised, and what the data cannot say: that counts 0 and is told."""

    matched: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """1 where anything was recognised, else 0."""
        return int(bool(self.matched))


def priority_of(rules: Iterable[PriorityRule], facts: Facts) -> Priority:
    """Compare ``facts`` with the priority rules of the day."""
    answers = [(rule.text, _recognised(rule.attributes, facts)) for rule in rules]
    return Priority(
        tuple(text for text, answer in answers if answer), tuple(text for text, answer in answers if answer is None)
    )


def _recognised(said: Mapping[str, Any], facts: Facts) -> bool | None:
    """Say whether a rule holds; ``None`` where nothing that is recorded tells."""
    if said.get("industry") == "TYPICAL_PRODUCT":
        return facts.certified
    if said.get("industry") == "CLEANER_PRODUCTION":
        return "CLEANER_PRODUCTION" in facts.contents
    codes, words = said.get("vsic") or (), said.get("keywords") or ()
    if not codes and not words:
        return None
    for vsic, industry in facts.industries:
        known = f" {fold(industry)} "
        if any(vsic.startswith(code) for code in codes) or any(f" {fold(word)} " in known for word in words):
            return True
    return False


@dataclass(frozen=True)
class Candidate:
    """A đề án that waits for a place in a plan; ``settled`` counts its unit's contracts settled in three years."""

    project_id: int
    number: str
    flagship: bool
    industry: Priority
    area: Priority
    settled: int
    submitted_on: date | None


def key_of(candidate: Candidate, order: Sequence[str] = ORDER) -> tuple[Any, ...]:
    """Return what candidates are sorted by, the first first: the parts of ``order``, then the day, then the number."""
    parts = {
        FLAGSHIP: -int(candidate.flagship),
        PRIORITY: -(candidate.industry.points + candidate.area.points),
        CAPACITY: -candidate.settled,
    }
    known = (parts[part] for part in order if part in parts)
    return (*known, candidate.submitted_on or date.max, candidate.number)


@dataclass(frozen=True)
class Ranked:
    """A candidate at its place; ``tied`` where only the number tells it from the one before."""

    place: int
    candidate: Candidate
    tied: bool


def ranked(candidates: Iterable[Candidate], order: Sequence[str] = ORDER) -> tuple[Ranked, ...]:
    """Return the candidates in their order (TT 36/2013 Đ.7), whatever order they come in."""
    rows: list[Ranked] = []
    before: tuple[Any, ...] | None = None
    for place, candidate in enumerate(sorted(candidates, key=lambda one: key_of(one, order)), start=1):
        key = key_of(candidate, order)[:-1]
        rows.append(Ranked(place, candidate, key == before))
        before = key
    return tuple(rows)
