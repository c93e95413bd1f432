"""Recording events; adjustments have operations of their own (``adjusting``)."""

from collections.abc import Sequence
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.establishments.queries import refuse_merged
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.enums import EventKind
from khuyencong.flow.supervision.models import Attendance, Event


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
