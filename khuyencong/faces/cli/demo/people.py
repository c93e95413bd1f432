"""The bodies that act, and the people of the demonstration."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.cli.demo.provinces import PHU_YEN, PROVINCES, QUANG_NAM, ProvinceFacts
from khuyencong.faces.cli.demo.wishes import Home
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind as Kind
from khuyencong.ground.accounts.models import Organisation, User
from khuyencong.ground.accounts.operations import open_account, register_organisation, rename_organisation
from khuyencong.ground.regulations.loading import DATA
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit

AGENCY: Final = "CUC"
PASSWORD: Final = "khuyencong-demo"  # noqa: S105  printed on the sign-in page of the demonstration
SINCE: Final = date(2016, 1, 1)
DEPARTMENTS_OPENED: Final = date(2008, 3, 31)


@dataclass(frozen=True)
class Person:
    """An account: who, in which role, at which organisation (by its code; empty: the owner of an establishment)."""

    email: str
    full_name: str
    role: Role
    organisation: str = ""


PEOPLE: Final = (
    Person("minh@demo.khuyencong.vn", "Nguyễn Quang Minh", Role.MINISTRY_PLANNER, AGENCY),
    Person("lan@demo.khuyencong.vn", "Trần Thị Lan", Role.CENTRE_OFFICER, f"TTKC-{PHU_YEN}"),
    Person("hoa@demo.khuyencong.vn", "Lê Thị Hoa", Role.DEPARTMENT_OFFICER, f"SCT-{PHU_YEN}"),
    Person("tam@demo.khuyencong.vn", "Võ Văn Tám", Role.COUNCIL_MEMBER, f"SCT-{PHU_YEN}"),
    Person("tuan@demo.khuyencong.vn", "Phạm Anh Tuấn", Role.CENTRE_ACCOUNTANT, f"TTKC-{PHU_YEN}"),
    Person("binh@demo.khuyencong.vn", "Võ Văn Bình", Role.ESTABLISHMENT_OWNER),
    Person("ctv@demo.khuyencong.vn", "Y Blơng Niê", Role.COLLABORATOR, f"TTKC-{PHU_YEN}"),
    Person("nam@demo.khuyencong.vn", "Đặng Hoài Nam", Role.CENTRE_DIRECTOR, f"TTKC-{PHU_YEN}"),
    Person("que@demo.khuyencong.vn", "Hồ Thị Quế", Role.CENTRE_OFFICER, f"TTKC-{QUANG_NAM}"),
)


@dataclass(frozen=True)
class Staff:
    """The people of a centre who ask for money, check and pay, and approve."""

    officer: Actor
    accountant: Actor
    director: Actor


def register_agency() -> Organisation:
    """Register the ministry's agency under its dated names, as the package's table has them."""
    with (DATA / "agencies.csv").open(encoding="utf-8", newline="") as file:
        names = [row for row in csv.DictReader(file) if row["organisation_code"] == "NATIONAL_AGENCY"]
    first, *later = names
    opened = date.fromisoformat(first["valid_from"])
    agency = register_organisation(
        SYSTEM, NATION, code=AGENCY, kind=Kind.AGENCY, name=first["name_vi"], short=first["short_vi"], opened_on=opened
    )
    for row in later:
        since = date.fromisoformat(row["valid_from"])
        short = row["short_vi"] or row["name_vi"]
        rename_organisation(SYSTEM, agency, name=row["name_vi"], short=short, since=since)
    return agency


def register_homes() -> list[Home]:
    """Register a Sở Công Thương and a centre in each of the fifteen provinces of 2017."""
    day = date(2017, 6, 30)
    codes = [facts.code for facts in PROVINCES]
    units = Unit.objects.filter(level=Level.PROVINCE, code__in=codes, valid__contains=day)
    by_code = {unit.code: unit for unit in units}
    return [_home(facts, by_code[facts.code]) for facts in PROVINCES]


_OFFICERS = ("Nguyễn Văn Thành", "Lê Thị Thu", "Trần Minh Đức", "Phan Thị Hạnh", "Võ Quốc Việt")
_ACCOUNTANTS = ("Huỳnh Thị Mai", "Đỗ Văn Long", "Bùi Thị Ngọc", "Ngô Thanh Tùng", "Lý Thị Kim")
_DIRECTORS = ("Hoàng Văn Sơn", "Trương Công Danh", "Đinh Thị Lệ", "Cao Xuân Hải", "Mai Đình Phúc")


def _staff_of(place: int, code: str) -> tuple[Person, Person, Person]:
    """Name the officer, the accountant and the director of the ``place``-th centre."""
    known = {person.role: person for person in PEOPLE if person.organisation == f"TTKC-{code}"}
    usual = (
        (Role.CENTRE_OFFICER, "canbo", _OFFICERS),
        (Role.CENTRE_ACCOUNTANT, "ketoan", _ACCOUNTANTS),
        (Role.CENTRE_DIRECTOR, "giamdoc", _DIRECTORS),
    )
    officer, accountant, director = (
        known.get(role) or Person(f"{post}.{code}@demo.khuyencong.vn", names[place % len(names)], role, f"TTKC-{code}")
        for role, post, names in usual
    )
    return officer, accountant, director


def open_staff(homes: Sequence[Home]) -> dict[str, Staff]:
    """Give each centre an officer who asks for money, an accountant who checks and pays, a director who approves.

    Those who are not of :data:`PEOPLE` have no password: nobody signs in as them.
    """
    staff = {}
    for place, home in enumerate(homes):
        acting = [_acting(person, home.centre.pk) for person in _staff_of(place, home.code)]
        staff[home.code] = Staff(*acting)
    return staff


def _acting(person: Person, organisation: int) -> Actor:
    password = PASSWORD if person in PEOPLE else None
    user = open_account(SYSTEM, NATION, email=person.email, full_name=person.full_name, password=password)
    assign_post(SYSTEM, Scope(organisation_id=organisation), user=user, role=person.role, since=SINCE)
    return actor_of(user, today=SINCE)


def open_accounts(owned: int) -> None:
    """Open the accounts that are not there yet; the owner's is of the establishment ``owned``."""
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    there = set(User.objects.values_list("email", flat=True))
    for person in PEOPLE:
        if person.email in there:
            continue
        user = open_account(SYSTEM, NATION, email=person.email, full_name=person.full_name, password=PASSWORD)
        if person.organisation:
            place = Scope(organisation_id=organisations[person.organisation])
        else:
            place = Scope(establishment_id=owned)
        assign_post(SYSTEM, place, user=user, role=person.role, since=SINCE)


def _home(facts: ProvinceFacts, unit: Unit) -> Home:
    kind = "thành phố" if unit.kind == "city" else "tỉnh"
    register_organisation(
        SYSTEM,
        Scope(unit.pk),
        code=f"SCT-{unit.code}",
        kind=Kind.DEPARTMENT,
        name=f"Sở Công Thương {kind} {unit.name}",
        short=f"SCT {unit.name}",
        opened_on=DEPARTMENTS_OPENED,
    )
    centre = register_organisation(
        SYSTEM,
        Scope(unit.pk),
        code=f"TTKC-{unit.code}",
        kind=Kind.CENTRE,
        name=facts.centre,
        short=f"TTKC {unit.name}",
        opened_on=date(2005 + int(unit.code) % 5, 1 + int(unit.code) % 12, 15),
    )
    return Home(facts, unit, centre, facts.centre)
