"""Reporting progress with photographs, closing a month; planning inspections and writing their minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.flow.fieldwork.enums import RoundAction, RoundState
from khuyencong.flow.fieldwork.lifecycle import ROUND
from khuyencong.flow.fieldwork.models import (
    Finding,
    Inspection,
    InspectionPlan,
    Photo,
    PlannedInspection,
    ProgressReport,
    ProgressRound,
)
from khuyencong.flow.fieldwork.rules import WHOLE, month_of
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.files.operations import store_photo

MOST_PHOTOS = 20
"""Photographs of one report or one visit."""


@dataclass(frozen=True)
class Progress:
    """What a month's report says.  Money in đồng, spent since the beginning."""

    percent: int
    done: str
    difficulties: str = ""
    coming: str = ""
    national: Dong = Dong(0)
    provincial: Dong = Dong(0)
    district: Dong = Dong(0)
    counterpart: Dong = Dong(0)
    other: Dong = Dong(0)


@dataclass(frozen=True)
class Shot:
    """A photograph as it arrives: when and where it was taken, where that is known."""

    name: str
    data: bytes
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True)
class Minutes:
    """What the minutes of a visit say; ``attendees`` holds one person a line."""

    number: str
    held_on: date
    place: str
    attendees: str
    observed: str
    conclusion: str


@dataclass(frozen=True)
class Found:
    """A finding, its remedy and the day by which it is owed."""

    description: str
    remedy: str
    due_on: date


@operation(Can.PROGRESS_REPORT, verb="Báo cáo tiến độ")
def report_progress(actor: Acting, project: Project, *, month: date, progress: Progress, today: date) -> ProgressReport:
    """Report how far an approved đề án was at the end of ``month`` (any day of it); one report a month."""
    require(project.state == ProjectState.APPROVED, f"Đề án {project.number} chưa được duyệt.")
    first = month_of(month)
    require(first <= today, "Chưa đến tháng báo cáo.", field="month")
    decided = project.decided_on
    require(decided is None or first >= month_of(decided), "Tháng báo cáo trước khi đề án được duyệt.", field="month")
    within = _open_round(project, first)
    known = ProgressReport.objects.filter(project=project, round=within).exists()
    require(not known, f"Đề án đã có báo cáo {within}: hãy sửa báo cáo đó.", field="month")
    _check(project, first, progress)
    return ProgressReport.objects.create(
        project=project, round=within, reported_on=today, reporter_id=actor.id, **_columns(progress)
    )


@operation(Can.PROGRESS_REPORT, verb="Sửa báo cáo tiến độ", reason_owed=True)
def correct_progress(
    actor: Acting, report: ProgressReport, *, progress: Progress, seen: int, reason: str
) -> ProgressReport:
    """Correct a report while its month is open; ``seen`` is the version that was looked at."""
    lock(report.project)
    _owes_open(lock(report.round))
    require(report.version == seen, "Báo cáo vừa được người khác sửa: hãy mở lại để xem trước khi sửa tiếp.")
    _check(report.project, report.round.month, progress)
    for column, value in _columns(progress).items():
        setattr(report, column, value)
    report.version += 1
    report.save()
    return report


@operation(Can.PROGRESS_REPORT, verb="Thêm ảnh tiến độ")
def add_photos(actor: Acting, report: ProgressReport, *, shots: Sequence[Shot], now: datetime) -> list[Photo]:
    """Add photographs to a report while its month is open."""
    _owes_open(lock(report.round))
    _owes_room(report.photos.count(), shots)
    return [Photo.objects.create(report=report, **_photo_columns(actor, report.project, shot, now)) for shot in shots]


@operation(Can.INSPECTION_RECORD, verb="Thêm ảnh kiểm tra")
def add_visit_photos(actor: Acting, inspection: Inspection, *, shots: Sequence[Shot], now: datetime) -> list[Photo]:
    """Add photographs to the minutes of a visit."""
    _owes_room(inspection.photos.count(), shots)
    return [
        Photo.objects.create(inspection=inspection, **_photo_columns(actor, inspection.project, shot, now))
        for shot in shots
    ]


@operation(Can.PHOTO_STORE, verb="Bỏ ảnh", reason_owed=True)
def remove_photo(actor: Acting, photo: Photo, *, reason: str) -> None:
    """Remove a photograph added by mistake; the log keeps it, and so does the store of files."""
    if photo.report is not None:
        _owes_open(lock(photo.report.round))
    photo.delete()


@operation(Can.PROGRESS_CLOSE, verb="Chốt kỳ báo cáo tiến độ")
def close_round(actor: Acting, within: ProgressRound, *, today: date) -> ProgressRound:
    """Close a month of a province: its reports are what mẫu 3b says, and are corrected no more."""
    step = ROUND.step(RoundAction.CLOSE, RoundState(within.state))
    require(today >= within.month, "Chưa đến tháng báo cáo.")
    within.state, within.closed_on = step.target, today
    within.save(update_fields=["state", "closed_on"])
    return within


@operation(Can.PROGRESS_CLOSE, verb="Mở lại kỳ báo cáo tiến độ", reason_owed=True)
def reopen_round(actor: Acting, within: ProgressRound, *, reason: str) -> ProgressRound:
    """Open a closed month again, so that a report may be corrected."""
    within.state, within.closed_on = ROUND.step(RoundAction.REOPEN, RoundState(within.state)).target, None
    within.save(update_fields=["state", "closed_on"])
    return within


@operation(Can.INSPECTION_RECORD, verb="Lập kế hoạch kiểm tra")
def plan_inspections(actor: Acting, place: Scope, *, year: int, decision: str) -> InspectionPlan:
    """Open the plan of inspections of the organisation in ``place`` for a year; asked twice it is one plan."""
    province = owed(place.province_id, "Hãy chọn tỉnh của kế hoạch kiểm tra.", field="province")
    organisation = owed(place.organisation_id, "Tài khoản này không thuộc đơn vị nào: không lập kế hoạch được.")
    known = InspectionPlan.objects.filter(organisation=organisation, province=province, year=year).exists()
    require(not known, f"Đơn vị đã có kế hoạch kiểm tra năm {year} ở tỉnh này.", field="year")
    return InspectionPlan.objects.create(
        organisation_id=organisation, province_id=province, year=year, decision=decision.strip()
    )


@operation(Can.INSPECTION_RECORD, verb="Đưa đề án vào kế hoạch kiểm tra")
def plan_visit(
    actor: Acting, plan: InspectionPlan, *, project: Project, month: int, inspector: str
) -> PlannedInspection:
    """Put a đề án of the plan's province into a month of the plan."""
    require(project.province_id == plan.province_id, "Đề án thuộc tỉnh khác.", field="project")
    require(project.state == ProjectState.APPROVED, f"Đề án {project.number} chưa được duyệt.", field="project")
    require(1 <= month <= 12, "Tháng từ 1 đến 12.", field="month")  # noqa: PLR2004  the months of a year
    require(inspector.strip(), "Hãy ghi ai kiểm tra.", field="inspector")
    known = plan.lines.filter(project=project, month=month).exists()
    require(not known, f"Đề án {project.number} đã có trong tháng {month}.", field="project")
    return PlannedInspection.objects.create(plan=plan, project=project, month=month, inspector=inspector.strip())


@operation(Can.INSPECTION_RECORD, verb="Rút đề án khỏi kế hoạch kiểm tra", reason_owed=True)
def unplan_visit(actor: Acting, line: PlannedInspection, *, reason: str) -> None:
    """Take a đề án out of the plan; not when it was inspected."""
    require(not Inspection.objects.filter(planned=line).exists(), "Đề án đã được kiểm tra theo dòng này.")
    line.delete()


@operation(Can.INSPECTION_RECORD, verb="Ghi biên bản kiểm tra")
def record_inspection(
    actor: Acting,
    project: Project,
    *,
    minutes: Minutes,
    findings: Sequence[Found] = (),
    planned: PlannedInspection | None = None,
    today: date,
) -> Inspection:
    """Write the minutes of a visit with its findings; ``planned`` is the line of the plan that it carries out."""
    require(project.state == ProjectState.APPROVED, f"Đề án {project.number} chưa được duyệt.")
    _check_minutes(minutes, today)
    known = project.inspections.filter(number=minutes.number.strip()).exists()
    require(not known, f"Biên bản số {minutes.number} của đề án này đã ghi.", field="number")
    require(planned is None or planned.project_id == project.pk, "Dòng kế hoạch của đề án khác.", field="planned")
    taken = planned is not None and Inspection.objects.filter(planned=planned).exists()
    require(not taken, "Dòng kế hoạch này đã có biên bản.", field="planned")
    for found in findings:
        require(found.due_on >= minutes.held_on, "Hạn khắc phục phải từ ngày kiểm tra.", field="findings")
    made = Inspection.objects.create(
        project=project, planned=planned, recorded_by_id=actor.id, **_minutes_columns(minutes)
    )
    Finding.objects.bulk_create(
        Finding(
            inspection=made,
            description=found.description.strip(),
            remedy=found.remedy.strip(),
            due_on=found.due_on,
        )
        for found in findings
    )
    return made


@operation(Can.INSPECTION_RECORD, verb="Sửa biên bản kiểm tra", reason_owed=True)
def correct_inspection(
    actor: Acting, inspection: Inspection, *, minutes: Minutes, today: date, reason: str
) -> Inspection:
    """Correct the words of the minutes; the findings stay as they were told."""
    _check_minutes(minutes, today)
    rows = Inspection.objects.filter(project=inspection.project_id, number=minutes.number.strip())
    require(not rows.exclude(pk=inspection.pk).exists(), f"Biên bản số {minutes.number} đã có.", field="number")
    for column, value in _minutes_columns(minutes).items():
        setattr(inspection, column, value)
    inspection.save()
    return inspection


def _round(province_id: int, first: date) -> ProgressRound:
    """Return the locked round of a month; it is made when it is first spoken of."""
    made, _new = ProgressRound.objects.get_or_create(province_id=province_id, month=first)
    return lock(made)


def _open_round(project: Project, first: date) -> ProgressRound:
    within = _round(project.province_id, first)
    _owes_open(within)
    return within


def _owes_open(within: ProgressRound) -> None:
    require(
        within.state == RoundState.OPEN,
        f"{within} đã chốt: đề nghị người chốt mở lại kỳ báo cáo trước khi ghi hoặc sửa.",
        field="month",
    )


def _check(project: Project, first: date, progress: Progress) -> None:
    require(0 <= progress.percent <= WHOLE, "Khối lượng từ 0 đến 100 %.", field="percent")
    require(progress.done.strip(), "Hãy ghi công việc đã làm.", field="done")
    for source in ("national", "provincial", "district", "counterpart", "other"):
        require(getattr(progress, source) >= 0, "Số tiền không được âm.", field=source)
    reports = ProgressReport.objects.filter(project=project)
    before = reports.filter(round__month__lt=first).order_by("-round__month").first()
    require(
        before is None or progress.percent >= before.percent,
        f"Khối lượng lũy kế không thấp hơn kỳ trước ({before.percent if before else 0} %): nếu kỳ trước ghi sai thì"
        " sửa báo cáo đó.",
        field="percent",
    )
    after = reports.filter(round__month__gt=first).order_by("round__month").first()
    require(
        after is None or progress.percent <= after.percent,
        f"Khối lượng lũy kế không cao hơn kỳ sau ({after.percent if after else WHOLE} %).",
        field="percent",
    )


def _columns(progress: Progress) -> dict[str, object]:
    words = {name: getattr(progress, name).strip() for name in ("done", "difficulties", "coming")}
    money = {name: getattr(progress, name) for name in ("national", "provincial", "district", "counterpart", "other")}
    return {"percent": progress.percent, **words, **money}


def _owes_room(held: int, shots: Sequence[Shot]) -> None:
    require(
        held + len(shots) <= MOST_PHOTOS,
        f"Nhiều nhất {MOST_PHOTOS} ảnh; đã có {held} ảnh, không thêm được {len(shots)} ảnh.",
        field="photos",
    )


def _photo_columns(actor: Acting, project: Project, shot: Shot, now: datetime) -> dict[str, object]:
    place = Scope(province_id=project.province_id, organisation_id=project.centre_id)
    kept = store_photo(actor, place, name=shot.name, data=shot.data, now=now)
    known = shot.latitude is not None and shot.longitude is not None
    return {
        "project": project,
        "file": kept,
        "taken_at": shot.taken_at,
        "latitude": shot.latitude if known else None,
        "longitude": shot.longitude if known else None,
    }


def _check_minutes(minutes: Minutes, today: date) -> None:
    asked = {
        "number": "Hãy ghi số biên bản.",
        "place": "Hãy ghi địa điểm kiểm tra.",
        "attendees": "Hãy ghi thành phần tham gia.",
        "observed": "Hãy ghi kết quả kiểm tra.",
        "conclusion": "Hãy ghi kết luận, kiến nghị.",
    }
    for name, sentence in asked.items():
        require(getattr(minutes, name).strip(), sentence, field=name)
    require(minutes.held_on <= today, "Ngày kiểm tra không thể ở tương lai.", field="held_on")


def _minutes_columns(minutes: Minutes) -> dict[str, object]:
    words = ("number", "place", "attendees", "observed", "conclusion")
    return {**{name: getattr(minutes, name).strip() for name in words}, "held_on": minutes.held_on}
