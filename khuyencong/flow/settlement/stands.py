"""Where a đề án stands, who holds it and since when: one row of answers a đề án, asked in its own query."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.models import Conclusion
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.settlement.models import Acceptance, Settlement

CENTRE = "Trung tâm khuyến công"
DEPARTMENT = "Sở Công Thương"
AGENCY = "Bộ Công Thương (Cục)"


@dataclass(frozen=True)
class Stand:
    """What is next for a đề án (or how it ended: then nobody holds it), and since which day."""

    step: str
    holder: str
    since: date | None


@dataclass(frozen=True)
class _Rung:
    """A step that a đề án is at when it is in ``state`` and all of ``taken`` are there."""

    state: ProjectState
    taken: tuple[str, ...]
    step: str
    holder: str
    since: str


_DRAFT, _SENT, _APPROVED = ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.APPROVED
_LADDER: Final = (
    _Rung(_DRAFT, ("returned_on",), "Được trả lại, đang bổ sung hồ sơ", CENTRE, "returned_on"),
    _Rung(_DRAFT, (), "Đang lập hồ sơ", CENTRE, "drafted_on"),
    _Rung(_SENT, ("base_on",), "Chờ thẩm định cấp Bộ", AGENCY, "base_on"),
    _Rung(_SENT, (), "Chờ thẩm định cấp cơ sở", DEPARTMENT, "submitted_on"),
    _Rung(ProjectState.REJECTED, (), "Không được duyệt", "", "decided_on"),
    _Rung(ProjectState.WITHDRAWN, (), "Đã rút", "", ""),
    _Rung(_APPROVED, ("signed_on", "settled_on"), "Đã quyết toán, chờ thanh lý", CENTRE, "settled_on"),
    _Rung(_APPROVED, ("signed_on", "accepted_on"), "Đã nghiệm thu, chờ quyết toán", CENTRE, "accepted_on"),
    _Rung(_APPROVED, ("signed_on",), "Đang thực hiện theo hợp đồng", CENTRE, "signed_on"),
    _Rung(_APPROVED, ("closed_on",), "Đã thanh lý hợp đồng", "", "closed_on"),
    _Rung(_APPROVED, ("stopped_on",), "Đã ngừng triển khai", "", "stopped_on"),
    _Rung(_APPROVED, ("planned_on",), "Đã giao kế hoạch, chờ ký hợp đồng", CENTRE, "planned_on"),
    _Rung(_APPROVED, ("line_id",), "Trong kế hoạch dự thảo, chờ phê duyệt kế hoạch", DEPARTMENT, "decided_on"),
    _Rung(_APPROVED, (), "Đã duyệt, chờ đưa vào kế hoạch", DEPARTMENT, "decided_on"),
)
"""From the furthest step down: the first rung that fits is where the đề án stands."""


def with_stands(rows: "QuerySet[Project]") -> "QuerySet[Project]":
    """Add the days that :func:`stand_of` reads, as subqueries: the number of queries does not grow."""
    own = OuterRef("pk")
    return rows.annotate(
        returned_on=_latest(Conclusion.objects.filter(project=own, result=Result.RETURN), "concluded_on"),
        base_on=_latest(
            Conclusion.objects.filter(project=own, level=AppraisalLevel.BASE, result=Result.PASS), "concluded_on"
        ),
        line_id=_latest(PlanLine.objects.filter(project=own), "id"),
        planned_on=_latest(PlanLine.objects.filter(project=own, effective_on__isnull=False), "effective_on"),
        stopped_on=_latest(PlanLine.objects.filter(project=own, stopped_on__isnull=False), "stopped_on"),
        signed_on=_latest(Contract.objects.filter(line__project=own, state=ContractState.SIGNED), "signed_on"),
        closed_on=_latest(Contract.objects.filter(line__project=own, liquidated_on__isnull=False), "liquidated_on"),
        accepted_on=_latest(Acceptance.objects.filter(item__project=own), "accepted_on"),
        settled_on=_latest(Settlement.objects.filter(contract__line__project=own), "settled_on"),
    )


def stand_of(project: Any) -> Stand:
    """Read a project of :func:`with_stands`; the furthest step that was taken decides."""
    rung = next(r for r in _LADDER if r.state == project.state and all(getattr(project, day) for day in r.taken))
    return Stand(rung.step, rung.holder, getattr(project, rung.since) if rung.since else None)


def _latest(rows: "QuerySet[Any]", column: str) -> Subquery:
    return Subquery(rows.order_by(f"-{column}").values(column)[:1])
