"""What is seen at the site, what stands in the way, as they were in July 2017, each made through its operation."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from khuyencong.core.scope import Scope
from khuyencong.flow.fieldwork import operations as fieldwork
from khuyencong.flow.fieldwork.models import (
    Finding,
    Inspection,
    InspectionPlan,
    Photo,
    PlannedInspection,
    ProgressReport,
    ProgressRound,
)
from khuyencong.flow.obstacles import operations as obstacles
from khuyencong.flow.obstacles.enums import ObstacleKind
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.accounts.enums import OrganisationKind
from tests import people
from tests.factories import flow

NOW = datetime(2017, 7, 10, 8, 0, tzinfo=UTC)
JUNE = date(2017, 6, 1)
RAISED = date(2017, 6, 12)
OWED = date(2017, 6, 30)
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 64


def progress(percent: int = 40, **other: object) -> fieldwork.Progress:
    """Return what a report says of a đề án of which ``percent`` is done."""
    return fieldwork.Progress(percent=percent, done="Đã lắp đặt bệ máy", **other)  # type: ignore[arg-type]


def report(project: Project | None = None, *, month: date = JUNE, percent: int = 40) -> ProgressReport:
    """Report the progress of an approved đề án."""
    return fieldwork.report_progress(
        SYSTEM, project or flow.approved_project(), month=month, progress=progress(percent), today=people.TODAY
    )


def open_round() -> ProgressRound:
    """Return the open round of June 2017 in Phú Yên."""
    return report().round


def closed_round() -> ProgressRound:
    """Close the round of June 2017 in Phú Yên."""
    return fieldwork.close_round(SYSTEM, report().round, today=people.TODAY)


def photo(of: ProgressReport | None = None) -> Photo:
    """Add a photograph to a report."""
    shot = fieldwork.Shot("anh.jpg", JPEG, NOW)
    return fieldwork.add_photos(SYSTEM, of or report(), shots=[shot], now=NOW)[0]


def inspection_plan(place: Scope | None = None, *, year: int = 2017) -> InspectionPlan:
    """Open the plan of inspections of the Sở of Phú Yên."""
    department = people.organisation(OrganisationKind.DEPARTMENT, people.PHU_YEN)
    where = place or Scope(province_id=department.province_id, organisation_id=department.pk)
    found = InspectionPlan.objects.filter(
        organisation=where.organisation_id, province=where.province_id, year=year
    ).first()
    return found or fieldwork.plan_inspections(SYSTEM, where, year=year, decision="15/KH-SCT")


def planned_visit(project: Project | None = None, *, month: int = 7) -> PlannedInspection:
    """Put a đề án into the plan of inspections."""
    return fieldwork.plan_visit(
        SYSTEM, inspection_plan(), project=project or flow.approved_project(), month=month, inspector="Trần Thị Hoa"
    )


def minutes(number: str = "05/BB-KT") -> fieldwork.Minutes:
    """Return the words of a visit's minutes."""
    return fieldwork.Minutes(
        number=number,
        held_on=RAISED,
        place="Xưởng mộc Phú Ân",
        attendees="Trần Thị Hoa, Sở Công Thương\nNguyễn Thị Lan, Trung tâm khuyến công",
        observed="Máy đã về xưởng, chưa lắp đặt",
        conclusion="Đề nghị cơ sở hoàn thành bệ máy",
    )


FINDINGS = (fieldwork.Found("Chưa có điện ba pha", "Kéo điện ba pha", OWED),)


def inspection(
    project: Project | None = None,
    *,
    findings: Sequence[fieldwork.Found] = FINDINGS,
    planned: PlannedInspection | None = None,
) -> Inspection:
    """Write the minutes of a visit."""
    of = project or (planned.project if planned else flow.approved_project())
    return fieldwork.record_inspection(
        SYSTEM, of, minutes=minutes(), findings=findings, planned=planned, today=people.TODAY
    )


def finding() -> Finding:
    """Return the finding of a new visit."""
    return inspection().findings.get()


def owner() -> obstacles.Owner:
    """Return Lan as who has to clear an obstacle."""
    return obstacles.Owner(user_id=people.user(people.LAN).pk)


def obstacle(project: Project | None = None, *, due_on: date = OWED, raised_on: date = RAISED) -> Obstacle:
    """Record what stands in the way of an approved đề án."""
    return obstacles.raise_obstacle(
        SYSTEM,
        project or flow.approved_project(),
        kind=ObstacleKind.SUPPLIER,
        description="Máy nhập khẩu chậm thông quan",
        remedy="Làm việc với đại lý hải quan",
        owner=owner(),
        raised_on=raised_on,
        due_on=due_on,
        today=people.TODAY,
    )


def escalated(project: Project | None = None) -> Obstacle:
    """Send an obstacle up to the Sở."""
    return obstacles.escalate(
        SYSTEM, obstacle(project), due_on=date(2017, 7, 20), today=people.TODAY, reason="Quá hạn, vượt thẩm quyền"
    )


def resolved() -> Obstacle:
    """Clear an obstacle."""
    return obstacles.resolve(SYSTEM, obstacle(), today=people.TODAY, reason="Máy đã về xưởng")


def closed() -> Obstacle:
    """Clear an obstacle and close it."""
    return obstacles.close(SYSTEM, resolved(), today=people.TODAY, reason="Đã kiểm tra")
