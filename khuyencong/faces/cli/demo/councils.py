"""An appraisal council of the demonstration: one session under way, one called, on proposals that wait."""

from datetime import date
from typing import Final

from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.provinces import PHU_YEN
from khuyencong.faces.cli.demo.wishes import Home
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole
from khuyencong.flow.appraisal.operations import Seat
from khuyencong.flow.appraisal.queries import level_due
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.accounts.models import User

ESTABLISHED: Final = date(2017, 8, 1)
CALLED: Final = date(2017, 8, 14)
HELD: Final = date(2017, 8, 21)
NEXT: Final = date(2017, 9, 11)
MEMBER: Final = "tam@demo.khuyencong.vn"
HALL: Final = "Phòng họp Sở Công Thương"


def write_council(homes: list[Home], chair: str) -> None:
    """Establish a provincial council under ``chair`` (an e-mail), hold one session and call the next."""
    home = next(home for home in homes if home.code == PHU_YEN)
    waiting = [
        project
        for project in Project.objects.filter(province=home.unit, state=ProjectState.SUBMITTED).order_by("number")
        if level_due(project) is AppraisalLevel.BASE
    ]
    council = appraisal.establish_council(
        SYSTEM,
        Scope(province_id=home.unit.pk),
        level=AppraisalLevel.BASE,
        year=2018,
        decision="112/QĐ-SCT",
        established_on=ESTABLISHED,
        members=_seats(chair),
        today=ESTABLISHED,
    )
    first, *others = waiting
    session = appraisal.call_session(SYSTEM, council, held_on=HELD, place=HALL, projects=[first], today=CALLED)
    came = [row.member_id for row in session.invitations.order_by("pk")][:-1]
    appraisal.hold_session(SYSTEM, session, present=came, today=HELD)
    if others:
        appraisal.call_session(SYSTEM, council, held_on=NEXT, place=HALL, projects=others[:1], today=HELD)


def _seats(chair: str) -> tuple[Seat, ...]:
    return (
        Seat(
            CouncilRole.CHAIR, "Phó trưởng phòng Quản lý công nghiệp, Sở Công Thương", User.objects.get(email=chair).pk
        ),
        Seat(CouncilRole.SECRETARY, "Chuyên viên Sở Công Thương", name="Đặng Thị Mai"),
        Seat(CouncilRole.MEMBER, "Chuyên viên Sở Tài chính", User.objects.get(email=MEMBER).pk),
        Seat(CouncilRole.MEMBER, "Giảng viên Trường Đại học Phú Yên", name="Đinh Thị Út"),
    )
