"""Fixtures for every test: the database, and the people who act in it."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from khuyencong.ground.access.actor import SYSTEM, Actor
from tests import database, people
from tests.environment import ROOT

BROWSER = ROOT / "tests" / "e2e"


def pytest_configure() -> None:
    """Hash passwords fast: no test is about how slow a thief would be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser's tests on one xdist worker: they share one running site."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give the session its database; every test then works as the role that owns no table."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        try:
            making = database.session_database(worker)
            making.__enter__()
        except database.NoDatabaseError as error:
            pytest.fail(str(error), pytrace=False)
    yield
    with django_db_blocker.unblock():
        making.__exit__(None, None, None)


def _empty(self: TransactionTestCase) -> None:
    database.empty()


# Django would flush as the application's role, which may not; a test that rolls back never comes here.
setattr(TransactionTestCase, "_fixture_teardown", _empty)  # noqa: B010  the stubs do not know it


@pytest.fixture
def committed(transactional_db: None) -> None:
    """Let the test commit (threads see each other's rows); the owner empties the tables afterwards."""


@pytest.fixture
def system() -> Actor:
    """The machine itself, which may do everything."""
    return SYSTEM


@pytest.fixture
def lan(db: None) -> Actor:
    """Lan, officer of Phú Yên's centre."""
    return people.actor(people.LAN)


@pytest.fixture
def hoa(db: None) -> Actor:
    """Hoa, officer of Phú Yên's Sở Công Thương."""
    return people.actor(people.HOA)


@pytest.fixture
def minh(db: None) -> Actor:
    """Minh, planner at the ministry."""
    return people.actor(people.MINH)


@pytest.fixture
def tuan(db: None) -> Actor:
    """Tuấn, accountant of Phú Yên's centre."""
    return people.actor(people.TUAN)


@pytest.fixture
def que(db: None) -> Actor:
    """Quế, officer of Quảng Nam's centre: a stranger in Phú Yên."""
    return people.actor(people.QUE)
