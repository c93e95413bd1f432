"""Recording events, asking for and deciding adjustments."""

from collections.abc import Sequence
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.operations import Acting, lock, operation, require
from khuyencong.flow.establishments.queries import refuse_merged
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.lifecycle import power_over
from khuyencong.flow.planning.models import Envelope, PlanLine
from khuyencong.flow.planning.queries import deciding_fund
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind, AdjustmentState, EventKind
from khuyencong.flow.supervision.lifecycle import ADJUSTMENT
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event


@operation(Can.EVENT_RECORD, verb="Ghi buổi trình diễn, hội chợ")
def record_event(
    actor: Acting,
    project: Project,
    *,
    kind: EventKind,
    name: str,
    place: str,
    opened_on: date,
    closed_on: date,
    establishments: Sequence[int] = (),
    organised: bool = True,
    today: date,
) -> Event:
    """Record what an approved đề án held, with the establishments (by id) that took part."""
    require(project.state == ProjectState.APPROVED, f"Đề án {project.number} chưa được duyệt.")
    require(name.strip(), "Hãy ghi tên hội chợ hoặc buổi trình diễn.", field="name")
    require(opened_on <= closed_on, "Ngày kết thúc phải từ ngày khai mạc.", field="closed_on")
    require(closed_on <= today, "Chỉ ghi việc đã tổ chức xong.", field="closed_on")
    known = project.events.filter(kind=kind, name=name.strip(), opened_on=opened_on).exists()
    require(not known, f"“{name.strip()}” khai mạc ngày {opened_on:%d/%m/%Y} đã ghi cho đề án này.", field="name")
    refuse_merged(establishments, field="establishments")
    event = Event.objects.create(
        project=project,
        kind=kind,
        name=name.strip(),
        place=place.strip(),
        opened_on=opened_on,
        closed_on=closed_on,
        organised=organised,
    )
    Attendance.objects.bulk_create(Attendance(event=event, establishment_id=pk) for pk in dict.fromkeys(establishments))
    return event


@operation(Can.EVENT_RECORD, verb="Bỏ cơ sở khỏi hội chợ", reason_owed=True)
def remove_attendance(actor: Acting, attendance: Attendance, *, reason: str) -> None:
    """Remove an attendance recorded by mistake; the log keeps it."""
    attendance.delete()


@operation(Can.EVENT_RECORD, verb="Hủy việc ghi nhầm", reason_owed=True)
def remove_event(actor: Acting, event: Event, *, reason: str) -> None:
    """Remove an event recorded by mistake, with its attendances; the log keeps all."""
    event.delete()


@operation(Can.ADJUSTMENT_REQUEST, verb="Đề nghị điều chỉnh")
def request_adjustment(
    actor: Acting,
    project: Project,
    *,
    kind: AdjustmentKind,
    explanation: str,
    today: date,
    before: str = "",
    after: str = "",
) -> Adjustment:
    """Ask to change or stop an approved đề án."""
    require(project.state == ProjectState.APPROVED, "Chỉ điều chỉnh đề án đã được duyệt.")
    require(explanation.strip(), "Hãy nêu lý do đề nghị.", field="explanation")
    waits = project.adjustments.filter(kind=kind, state=AdjustmentState.REQUESTED).exists()
    require(not waits, f"Đã có đề nghị “{kind.label}” đang chờ quyết định.", field="kind")
    return Adjustment.objects.create(
        project=project, kind=kind, requested_on=today, explanation=explanation.strip(), before=before, after=after
    )


@operation(Can.ADJUSTMENT_DECIDE, verb="Quyết định điều chỉnh")
def decide_adjustment(
    actor: Acting, adjustment: Adjustment, *, action: AdjustmentAction, decision: str, today: date, reason: str = ""
) -> Adjustment:
    """Grant or refuse.  A granted stop stops the plan lines: their uncontracted money returns to the envelope."""
    step = ADJUSTMENT.step(action, AdjustmentState(adjustment.state))
    # A line is put into a plan under this lock: a stop misses none.
    project = lock(adjustment.project)
    fund = deciding_fund(project)
    if not actor.may(power_over(fund), adjustment):
        raise NotAllowed(f"Đề án có kinh phí {fund.label}: {fund.decided_by} quyết định điều chỉnh.")
    require(decision.strip(), "Hãy ghi số văn bản quyết định.", field="decision")
    require(not step.reason_owed or reason.strip(), "Không chấp thuận thì phải nêu lý do.", field="reason")
    require(today >= adjustment.requested_on, "Ngày quyết định phải từ ngày đề nghị.")
    adjustment.state, adjustment.decided_on, adjustment.decision = step.target, today, decision.strip()
    adjustment.save(update_fields=["state", "decided_on", "decision"])
    if adjustment.kind == AdjustmentKind.STOP and step.target == AdjustmentState.GRANTED:
        for line in _running(project):
            planning.stop_line(actor, line, today=today, reason=adjustment.explanation)
    return adjustment


def _running(project: Project) -> list[PlanLine]:
    """Lock the lines that run, then their envelopes, each in the order of their keys; return the lines by envelope."""
    rows = PlanLine.objects.filter(project=project, state__in=[LineState.PLANNED, LineState.CONTRACTED])
    lines = list(rows.select_for_update(of=("self",)).order_by("pk"))
    envelopes = Envelope.objects.filter(pk__in=[line.envelope_id for line in lines])
    list(envelopes.select_for_update(of=("self",)).order_by("pk"))
    return sorted(lines, key=lambda line: (line.envelope_id, line.pk))
