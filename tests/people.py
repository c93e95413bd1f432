"""The people of the tests: real accounts with real posts, as on a working day of July 2017."""

from dataclasses import dataclass
from datetime import date

from khuyencong.core.scope import NATION, Scope
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation, User
from khuyencong.ground.accounts.operations import open_account, register_organisation
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit

TODAY = date(2017, 7, 10)
SINCE = date(2014, 1, 1)
PASSWORD = "mật khẩu chỉ để thử"

PHU_YEN = "54"
QUANG_NAM = "49"


@dataclass(frozen=True)
class Person:
    """Who somebody is; ``province`` is the code of a province in 2017, empty for the ministry."""

    email: str
    full_name: str
    role: Role
    kind: OrganisationKind
    province: str = ""


LAN = Person("lan@phuyen.example", "Nguyễn Thị Lan", Role.CENTRE_OFFICER, OrganisationKind.CENTRE, PHU_YEN)
HOA = Person("hoa@phuyen.example", "Trần Thị Hoa", Role.DEPARTMENT_OFFICER, OrganisationKind.DEPARTMENT, PHU_YEN)
MINH = Person("minh@bo.example", "Lê Văn Minh", Role.MINISTRY_PLANNER, OrganisationKind.AGENCY)
TUAN = Person("tuan@phuyen.example", "Phạm Anh Tuấn", Role.CENTRE_ACCOUNTANT, OrganisationKind.CENTRE, PHU_YEN)
NAM = Person("nam@phuyen.example", "Đặng Hoài Nam", Role.CENTRE_DIRECTOR, OrganisationKind.CENTRE, PHU_YEN)
QUE = Person("que@quangnam.example", "Hồ Thị Quế", Role.CENTRE_OFFICER, OrganisationKind.CENTRE, QUANG_NAM)
EVERYBODY = (LAN, HOA, MINH, TUAN, NAM, QUE)


def user(person: Person) -> User:
    """Return the account of ``person``, opened now with their post if it is not there yet."""
    found = User.objects.filter(email=person.email).first()
    if found is not None:
        return found
    place = Scope(organisation_id=organisation(person.kind, person.province).pk)
    opened = open_account(SYSTEM, NATION, email=person.email, full_name=person.full_name, password=PASSWORD)
    assign_post(SYSTEM, place, user=opened, role=person.role, since=SINCE)
    return opened


def actor(person: Person, *, today: date = TODAY) -> Actor:
    """Return ``person`` as they may act on ``today``."""
    return actor_of(user(person), today=today)


def organisation(kind: OrganisationKind, province: str = "") -> Organisation:
    """Return the organisation of a kind in a province (by its code of 2017), registered now if need be."""
    code = f"{kind}-{province}" if province else str(kind)
    found = Organisation.objects.filter(code=code).first()
    if found is not None:
        return found
    unit = province_unit(province) if province else None
    where = unit.name if unit else "Việt Nam"
    return register_organisation(
        SYSTEM,
        Scope(province_id=unit.pk if unit else None),
        code=code,
        kind=kind,
        name=f"{kind.label.capitalize()} {where}",
        short=f"{kind.label} {where}",
        opened_on=SINCE,
    )


def centre_of(province: str = PHU_YEN) -> Organisation:
    """Return the promotion centre of a province."""
    return organisation(OrganisationKind.CENTRE, province)


def place_of(province: str = PHU_YEN) -> Scope:
    """Return where new rows of a province's centre belong."""
    return Scope(province_id=province_unit(province).pk, organisation_id=centre_of(province).pk)


def province_unit(code: str, day: date = TODAY) -> Unit:
    """Return the province that bore ``code`` on ``day``."""
    return Unit.objects.get(level=Level.PROVINCE, code=code, valid__contains=day)
