"""Every row that hangs on one đề án, each stage asked once: the number of queries does not grow with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from khuyencong.core.capabilities import Can
from khuyencong.flow.appraisal.models import Conclusion, SessionItem
from khuyencong.flow.contracts.enums import ContractState, PaymentState
from khuyencong.flow.contracts.models import Contract, Payment, Recovery
from khuyencong.flow.fieldwork.models import Inspection, ProgressReport
from khuyencong.flow.fieldwork.queries import inspections_of, reports_of
from khuyencong.flow.needs.models import NeedConfirmation
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.models import PlanChange, PlanLine
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey, Settlement
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.access.actor import Actor, visible

Row = TypeVar("Row")


@dataclass(frozen=True)
class Records:
    """What each stage holds about one đề án, in the order of its days."""

    project: Project
    items: tuple[SupportItem, ...]
    conclusions: tuple[Conclusion, ...]
    lines: tuple[PlanLine, ...]
    changes: tuple[PlanChange, ...]
    contracts: tuple[Contract, ...]
    payments: tuple[Payment, ...]
    recoveries: tuple[Recovery, ...]
    events: tuple[Event, ...]
    attendances: tuple[Attendance, ...]
    adjustments: tuple[Adjustment, ...]
    asked: tuple[NeedConfirmation, ...]
    agenda: tuple[SessionItem, ...]
    reports: tuple[ProgressReport, ...]
    visits: tuple[Inspection, ...]
    obstacles: tuple[Obstacle, ...]
    surveys: tuple[EffectSurvey, ...]

    @property
    def paid(self) -> tuple[Payment, ...]:
        """The payments that were made, by day."""
        found = [payment for payment in self.payments if payment.state == PaymentState.PAID and payment.paid_on]
        return tuple(sorted(found, key=lambda payment: (payment.paid_on, payment.pk)))

    @property
    def stopped(self) -> frozenset[int]:
        """The ids of the plan lines that were stopped."""
        return frozenset(line.pk for line in self.lines if line.state == LineState.STOPPED)

    @property
    def done(self) -> bool:
        """Say whether everything was accepted and every contract has ended."""
        running = any(contract.state == ContractState.SIGNED for contract in self.contracts)
        return bool(self.items) and not running and all(acceptance_of(item) is not None for item in self.items)

    @property
    def acceptances(self) -> tuple[Acceptance, ...]:
        """The acceptances of the items, by day."""
        found = [accepted for item in self.items if (accepted := acceptance_of(item)) is not None]
        return tuple(sorted(found, key=lambda accepted: (accepted.accepted_on, accepted.pk)))

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """The settlements of the contracts, by day."""
        found = [settled for contract in self.contracts if (settled := settlement_of(contract)) is not None]
        return tuple(sorted(found, key=lambda settled: (settled.settled_on, settled.pk)))


def records_of(actor: Actor, project: Project) -> Records:
    """Read everything about ``project``.  Fifteen queries, sixteen for one that came from a need.

    Items and attendances are those that ``actor`` may see: the owner of one workshop does not see the others of a
    group project.
    """
    items = project.items.select_related("establishment", "content", "acceptance__paper")
    came = Attendance.objects.filter(event__project=project).select_related("establishment")
    contracts = Contract.objects.filter(line__project=project).select_related("settlement", "line__envelope")
    return Records(
        project=project,
        items=tuple(visible(actor, Can.PROJECT_READ, items)),
        conclusions=tuple(project.conclusions.all()),
        lines=tuple(project.lines.select_related("envelope__plan", "envelope__unit")),
        changes=tuple(PlanChange.objects.filter(line__project=project)),
        contracts=tuple(contracts if actor.may_anywhere(Can.CONTRACT_READ) else ()),
        payments=tuple(Payment.objects.filter(contract__line__project=project)),
        recoveries=tuple(Recovery.objects.filter(contract__line__project=project)),
        events=tuple(project.events.all()),
        attendances=tuple(visible(actor, Can.PROJECT_READ, came)),
        adjustments=tuple(project.adjustments.all()),
        asked=tuple(NeedConfirmation.objects.filter(need=project.need_id) if project.need_id else ()),
        agenda=tuple(project.agenda.select_related("session__council")),
        reports=tuple(visible(actor, Can.MONITOR_READ, reports_of(project))),
        visits=tuple(visible(actor, Can.MONITOR_READ, inspections_of(project))),
        obstacles=tuple(visible(actor, Can.MONITOR_READ, Obstacle.objects.filter(project=project))),
        surveys=tuple(visible(actor, Can.EFFECT_READ, EffectSurvey.objects.filter(item__project=project))),
    )


def acceptance_of(item: SupportItem) -> Acceptance | None:
    """Return the acceptance of an item, if it was accepted."""
    return getattr(item, "acceptance", None)


def settlement_of(contract: Contract) -> Settlement | None:
    """Return the settlement of a contract, if it was settled."""
    return getattr(contract, "settlement", None)


def by(rows: Iterable[Row], key: str) -> Mapping[int, tuple[Row, ...]]:
    """Group rows by the id in their attribute ``key``."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return defaultdict(tuple, {found: tuple(group) for found, group in groups.items()})
