"""What is to be written, before it is written: đề án with their items, their days and their fate."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.names import Workshop
from khuyencong.faces.cli.demo.provinces import ProvinceFacts
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.territory.models import Unit

NATIONAL_PLANS: Final = {2016: (date(2015, 12, 21), "13958/QĐ-BCT"), 2017: (date(2016, 12, 15), "4901/QĐ-BCT")}
"""Approval day and (invented) number of the national plan of a year."""


class Fate(StrEnum):
    """How a đề án of the demonstration goes on."""

    RUN = "RUN"
    STOP = "STOP"
    """Approved and planned, then stopped before a contract."""
    RESERVE = "RESERVE"
    """Approved and not planned, until the money of a stopped one is free."""
    ADDED = "ADDED"
    """Added to the plan within the year, with new money."""


@dataclass(frozen=True)
class Home:
    """A province as the writer needs it."""

    facts: ProvinceFacts
    unit: Unit
    centre: Organisation
    centre_name: str

    @property
    def code(self) -> str:
        """The code of the province in 2017."""
        return self.facts.code

    def effective(self, source: Source, year: int) -> date:
        """Return the first day of the plan of ``source`` in ``year``: national plans are approved before New Year."""
        approved = self.facts.approved[year - 2016] if source is not Source.NATIONAL else NATIONAL_PLANS[year][0]
        return max(approved, date(year, 1, 1))


@dataclass(eq=False)
class Share:
    """One support item to be.  ``half`` is the half-year of its acceptance; 0: not accepted in the year."""

    workshop: Workshop | None
    description: str
    support: Dong
    counterpart: Dong
    half: int = 2
    accepted_on: date | None = None

    @property
    def cost(self) -> Dong:
        """The whole cost."""
        return Dong(self.support + self.counterpart)


@dataclass
class Days:
    """The days of a đề án from the draft to its decision."""

    drafted: date
    submitted: date
    base: date
    ministry: date | None = None


@dataclass(eq=False)
class Gathering:
    """An event to be: a fair (``organised`` or only attended) or a demonstration, with how many take part."""

    name: str
    place: str
    half: int
    organised: bool = True
    guests: int = 0
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(eq=False)
class Wish:
    """A đề án to be.  ``started`` says whether its contract is signed in the first half (None: to be drawn)."""

    home: Home
    year: int
    source: Source
    content: str
    kind: ProjectKind
    name: str
    summary: str
    shares: list[Share]
    fate: Fate = Fate.RUN
    started: bool | None = None
    late: bool = False
    """Its contract waits for the second half: its plan changes in the first."""
    days: Days | None = None
    signed_on: date | None = None
    advanced: Dong | None = None
    advanced_on: date | None = None
    settled_on: date | None = None
    liquidated_on: date | None = None
    added_on: date | None = None
    gatherings: list[Gathering] = field(default_factory=list)
    project: Project | None = None
    line: PlanLine | None = None

    @property
    def amount(self) -> Dong:
        """The support asked for."""
        return Dong(sum(share.support for share in self.shares))

    @property
    def early(self) -> bool:
        """Say whether something of it is done in the first half."""
        return any(share.half == 1 for share in self.shares) or any(event.half == 1 for event in self.gatherings)

    @property
    def effective(self) -> date:
        """The first day on which its plan is in force."""
        return self.home.effective(self.source, self.year)

    @property
    def row(self) -> Project:
        """The đề án as written."""
        assert self.project is not None, f"{self.name} is not written yet"
        return self.project

    def workshops(self) -> Iterator[Workshop]:
        """Yield the beneficiaries."""
        return (share.workshop for share in self.shares if share.workshop is not None)
