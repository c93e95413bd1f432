"""The first page: what waits for this person, and how their place is doing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from khuyencong.core.capabilities import Can
from khuyencong.core.periods import Cutoff, Period, PeriodKind
from khuyencong.faces.web.home import waits
from khuyencong.faces.web.home.waits import Day, Queue
from khuyencong.faces.web.reports.choices import QuickRow, quick_links
from khuyencong.faces.web.reports.options import Options
from khuyencong.figures.reporting.narrative import area_in_sentence, in_sentence, show_figure, show_unit
from khuyencong.figures.reporting.queries import consolidated
from khuyencong.figures.reporting.values import Figure
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.access.roles import Reach
from khuyencong.ground.regulations.queries import deadline_rules_on
from khuyencong.ground.territory.models import Unit

_QUEUES: Final[tuple[tuple[Reach, Can, Callable[[Actor, Day], Queue]], ...]] = (
    (Reach.NATION, Can.PLAN_APPROVE, waits.national_plans),
    (Reach.NATION, Can.PLAN_APPROVE, waits.supplements),
    (Reach.NATION, Can.APPRAISAL_CONCLUDE, waits.ministry_appraisals),
    (Reach.NATION, Can.APPRAISAL_OPINE, waits.my_sessions),
    (Reach.NATION, Can.ADJUSTMENT_DECIDE, waits.adjustments),
    (Reach.PROVINCE, Can.APPRAISAL_CONCLUDE, waits.base_appraisals),
    (Reach.PROVINCE, Can.APPRAISAL_OPINE, waits.my_sessions),
    (Reach.PROVINCE, Can.ADJUSTMENT_CONFIRM, waits.confirmations),
    (Reach.PROVINCE, Can.ADJUSTMENT_DECIDE, waits.adjustments),
    (Reach.PROVINCE, Can.PLAN_OPEN, waits.draft_plans),
    (Reach.PROVINCE, Can.PLAN_APPROVE, waits.supplements),
    (Reach.PROVINCE, Can.PROJECT_DRAFT, waits.drafts),
    (Reach.PROVINCE, Can.EVENT_RECORD, waits.returned_requests),
    (Reach.PROVINCE, Can.CONTRACT_SIGN, waits.due_soon),
    (Reach.PROVINCE, Can.ACCEPTANCE_RECORD, waits.not_accepted),
    (Reach.PROVINCE, Can.MONEY_SETTLE, waits.not_settled),
    (Reach.PROVINCE, Can.MONEY_ADVANCE, waits.without_advance),
    (Reach.PROVINCE, Can.MONEY_SETTLE, waits.advances_overdue),
    (Reach.ESTABLISHMENT, Can.PROJECT_READ, waits.own_projects),
)
"""Which queues somebody has: those of the capabilities that their posts give, within the posts' reach."""

_FIGURES: Final = ("plan.total", "money.contracted", "money.settled", "result.machinery")


@dataclass(frozen=True)
class Tile:
    """A figure as it is shown; ``href`` opens its evidence where there is some."""

    figure: Figure
    value: str
    unit: str
    href: str


@dataclass(frozen=True)
class Pulse:
    """A few figures of the actor's place in the latest year with data."""

    title: str
    url: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Board:
    """Everything on the first page."""

    queues: tuple[Queue, ...]
    pulse: Pulse | None
    latest: QuickRow | None

    @property
    def waiting(self) -> int:
        """How many tasks wait in all."""
        return sum(queue.total for queue in self.queues if queue.waits)

    @property
    def overdue(self) -> int:
        """How many of the tasks shown are past the last day in time."""
        return sum(task.overdue > 0 for queue in self.queues for task in queue.tasks)

    @property
    def busy(self) -> tuple[Queue, ...]:
        """The queues with something in them."""
        return tuple(queue for queue in self.queues if queue.total)

    @property
    def idle(self) -> tuple[Queue, ...]:
        """The empty queues."""
        return tuple(queue for queue in self.queues if not queue.total)


def board(actor: Actor, *, today: date, now: datetime) -> Board:
    """Gather the first page.  The number of queries depends on the actor's posts alone."""
    queues = queues_of(actor, today)
    if not actor.may_anywhere(Can.REPORT_READ):
        return Board(queues, None, None)
    quick = quick_links(actor, today)
    if not quick:
        return Board(queues, None, None)
    return Board(queues, _pulse(actor, quick[0].period.year, today, now), quick[0])


def queues_of(actor: Actor, today: date) -> tuple[Queue, ...]:
    """Return the queues of the actor's posts, dated by the rules of the day.  One query, and two each."""
    day = Day(today, deadline_rules_on(today))
    return tuple(queue(actor, day) for reach, capability, queue in _QUEUES if _has(actor, reach, capability))


def _has(actor: Actor, reach: Reach, capability: Can) -> bool:
    return any(grant.reach is reach and capability in grant.capabilities for grant in actor.grants)


def _pulse(actor: Actor, year: int, today: date, now: datetime) -> Pulse | None:
    options = _options(actor, Period(PeriodKind.YEAR, year), today)
    if options is None:
        return None
    report = consolidated(options.asked, now=now)
    figures = (report.figure(code) for code in _FIGURES)
    return Pulse(
        f"{area_in_sentence(report)}, {in_sentence(report.period)}",
        options.url,
        tuple(
            Tile(
                figure,
                show_figure(figure),
                show_unit(figure),
                options.evidence_url(figure.code) if figure.evidence_count else "",
            )
            for figure in figures
        ),
    )


def _options(actor: Actor, period: Period, today: date) -> Options | None:
    """Return the year's report of the place that the actor answers for, on a map on which that place is."""
    if actor.home.province_id is None:
        return Options("vietnam", period)
    unit = Unit.objects.filter(pk=actor.home.province_id).first()
    for map_day in (None, today):
        day = map_day or period.last_day(Cutoff.CALENDAR)
        if unit is not None and day in unit.valid:
            return Options(f"{unit.code}@{day.isoformat()}", period, map_day)
    return None
