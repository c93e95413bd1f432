"""The demonstration as a database: built once for a state of the code, copied for each worker, switched to by a test."""

import hashlib
import os
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from django.db import connections, transaction
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from khuyencong.faces.cli.demo.build import build
from tests import database
from tests.environment import ROOT

TODAY = date(2018, 7, 10)
LOCK = database.LOCK + 1


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Name a database that holds the demonstration; Django does not point at it (see ``demo``)."""
    name = f"{database.PREFIX}_demo{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock(), database.connect() as connection:
        before = connections["default"].settings_dict["NAME"]
        try:
            template = _template(connection)
        finally:
            database._use(before)
        database._create(connection, name, template)
        yield name
        connections.close_all()
        database._drop(connection, name)


@pytest.fixture
def demo(demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point Django at the demonstration; what the test writes is rolled back.  Not to be mixed with ``db``."""
    before = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        database._use(demo_database)
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            database._use(before)


def _template(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    name = f"{database.TEMPLATE}_demo_{_digest()}"
    connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        if not database._exists(connection, name):
            base, making = database._template(connection), f"{name}_making"
            database._drop(connection, making)
            database._create(connection, making, base)
            database._use(making)
            build(today=TODAY)
            connections.close_all()
            command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(command.format(sql.Identifier(making), sql.Identifier(name)))
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def _digest() -> str:
    """Digest what the template's own digest leaves out: the generator."""
    found = hashlib.sha256(database._digest().encode())
    for path in sorted((ROOT / "khuyencong" / "faces" / "cli" / "demo").glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
