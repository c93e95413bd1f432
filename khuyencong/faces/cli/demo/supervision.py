"""Progress, visits and obstacles of the đề án of Phú Yên that run: a part of the demonstration that moves no figure."""

from datetime import UTC, date, datetime
from itertools import cycle
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.provinces import PHU_YEN
from khuyencong.faces.cli.demo.wishes import Home
from khuyencong.flow.fieldwork import operations as fieldwork
from khuyencong.flow.fieldwork.operations import Found, Minutes, Progress, Shot
from khuyencong.flow.obstacles import operations as obstacles
from khuyencong.flow.obstacles.enums import ObstacleKind
from khuyencong.flow.obstacles.operations import Owner
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.warning.queries import running
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation, User

YEAR: Final = 2017
TODAY: Final = date(2017, 12, 11)
NOW: Final = datetime(2017, 12, 8, 8, 30, tzinfo=UTC)
MONTHS: Final = (date(2017, 9, 1), date(2017, 10, 1), date(2017, 11, 1))
SHARES: Final = ((30, 55, 80), (20, 40, 60), (50, 80, 95), (10, 25, 30), (40, 70, 90))
"""Percent done month by month; each đề án follows one of these."""

SAID: Final = (
    "Đã ký hợp đồng mua bán máy, chuẩn bị mặt bằng",
    "Đã lắp đặt bệ máy, kéo điện ba pha",
    "Máy đã về xưởng, đang lắp đặt và chạy thử",
)
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000100000000c0802000000d5e31b"
    "c30000001c49444154789c63f8cfc0f0ff3f03c57f06068651c3462d1c35000000"
    "e0bd17e9b1e5b8c20000000049454e44ae426082"
)
"""A small picture: the demonstration has no camera."""

REPORTED: Final = 12
"""How many đề án report; the others are those whose report is missing."""


def write_supervision(homes: list[Home]) -> None:
    """Write three months of reports, a plan of inspections with two visits, and four obstacles, one escalated."""
    home = next(home for home in homes if home.code == PHU_YEN)
    projects = list(running([home.unit.pk]).filter(year=YEAR).order_by("number"))
    if not projects:
        return
    for project, shares in zip(projects[:REPORTED], cycle(SHARES), strict=False):
        _reports(project, shares)
    _inspections(home, projects)
    _obstacles(home, projects)


def _reports(project: Project, shares: tuple[int, ...]) -> None:
    items = list(project.items.all())
    provincial, counterpart = (sum(getattr(item, name) for item in items) for name in ("provincial", "counterpart"))
    begun = project.decided_on or TODAY
    for month, percent, said in zip(MONTHS, shares, SAID, strict=True):
        if month < begun.replace(day=1):
            continue
        told = Progress(
            percent=percent,
            done=said,
            coming="Hoàn thiện hồ sơ nghiệm thu" if percent > 70 else "Tiếp tục lắp đặt",
            provincial=Dong(provincial * percent // 200),
            counterpart=Dong(counterpart * percent // 100),
        )
        report = fieldwork.report_progress(SYSTEM, project, month=month, progress=told, today=TODAY)
        if month != MONTHS[-1] or project.pk % 3:
            continue
        fieldwork.add_photos(SYSTEM, report, shots=[Shot("xuong-san-xuat.png", PIXEL, NOW)], now=NOW)


def _inspections(home: Home, projects: list[Project]) -> None:
    department = Organisation.objects.get(kind=OrganisationKind.DEPARTMENT, province=home.unit)
    place = Scope(province_id=home.unit.pk, organisation_id=department.pk)
    plan = fieldwork.plan_inspections(SYSTEM, place, year=YEAR, decision="21/KH-SCT")
    lines = [
        fieldwork.plan_visit(
            SYSTEM, plan, project=project, month=month, inspector="Lê Thị Hoa, Phòng Quản lý công nghiệp"
        )
        for project, month in zip(projects[:4], (10, 10, 11, 12), strict=False)
    ]
    for number, line in enumerate(lines[:2], start=1):
        minutes = Minutes(
            number=f"{number:02d}/BB-SCT",
            held_on=date(2017, 10, 16 + number),
            place="Tại cơ sở thụ hưởng",
            attendees="Lê Thị Hoa, Phòng Quản lý công nghiệp, Sở Công Thương\n"
            "Trần Thị Lan, Trung tâm Khuyến công\nĐại diện cơ sở thụ hưởng",
            observed="Cơ sở đã ký hợp đồng mua máy và chuẩn bị mặt bằng.\nHồ sơ đối ứng lưu tại cơ sở, đủ chứng từ.",
            conclusion="Đề nghị cơ sở hoàn thành lắp đặt đúng hợp đồng; Trung tâm báo cáo tiến độ hằng tháng.",
        )
        found = [Found("Chưa có điện ba pha cho máy mới", "Hoàn thành kéo điện ba pha", date(2017, 11, 15))]
        visit = fieldwork.record_inspection(
            SYSTEM, line.project, minutes=minutes, findings=found if number == 1 else (), planned=line, today=TODAY
        )
        if number == 1:
            owner = Owner(user_id=_lan())
            obstacles.raise_from_finding(
                SYSTEM, visit.findings.get(), kind=ObstacleKind.SITE, owner=owner, today=visit.held_on
            )


def _obstacles(home: Home, projects: list[Project]) -> None:
    centre = Owner(organisation_id=home.centre.pk)
    told = (
        (ObstacleKind.SUPPLIER, "Máy nhập khẩu chậm thông quan", "Làm việc với đại lý hải quan", date(2017, 11, 10)),
        (ObstacleKind.MONEY, "Cơ sở chưa bố trí đủ vốn đối ứng", "Làm việc với ngân hàng", date(2017, 12, 15)),
        (ObstacleKind.PROCEDURE, "Thiếu báo giá thứ ba", "Bổ sung báo giá", date(2017, 12, 1)),
    )
    made = [
        obstacles.raise_obstacle(
            SYSTEM,
            project,
            kind=kind,
            description=description,
            remedy=remedy,
            owner=centre,
            raised_on=date(2017, 10, 20),
            due_on=due_on,
            today=TODAY,
        )
        for project, (kind, description, remedy, due_on) in zip(projects, told, strict=False)
    ]
    reason = "Quá hạn 20 ngày, vượt thẩm quyền của trung tâm"
    obstacles.escalate(SYSTEM, made[0], due_on=date(2017, 12, 20), today=date(2017, 11, 30), reason=reason)
    obstacles.comment(SYSTEM, made[0], text="Sở đã có công văn đề nghị chi cục hải quan hỗ trợ.", now=NOW)
    obstacles.resolve(SYSTEM, made[-1], today=date(2017, 11, 28), reason="Đã có đủ ba báo giá")


def _lan() -> int:
    return User.objects.get(email="lan@demo.khuyencong.vn").pk
