"""The people who open pages: those of ``tests.people``, an owner of a workshop, an administrator."""

from django.test import Client

from khuyencong.core.scope import NATION, Scope
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import User
from khuyencong.ground.accounts.operations import open_account
from tests import people

ADMIN = people.Person("binh@bo.example", "Đỗ Thanh Bình", Role.SYSTEM_ADMIN, OrganisationKind.AGENCY)


def signed_in(person: people.Person) -> Client:
    """Return a browser in which ``person`` has signed in."""
    client = Client()
    client.force_login(people.user(person))
    return client


def owner(establishment_id: int) -> User:
    """Return the account of the owner of an establishment."""
    found = User.objects.filter(email="son@coso.example").first()
    if found is None:
        found = open_account(SYSTEM, NATION, email="son@coso.example", full_name="Ngô Sơn", password=people.PASSWORD)
        place = Scope(establishment_id=establishment_id)
        assign_post(SYSTEM, place, user=found, role=Role.ESTABLISHMENT_OWNER, since=people.SINCE)
    return found
