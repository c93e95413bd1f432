"""Databases for tests: one prepared template, and a copy of it for each session and xdist worker.

The template is named after a digest of everything that decides its content, so it is prepared again exactly when
that changes (some five seconds), and copied otherwise (a fraction of one).
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from config.embedded.base import socket_dir
from khuyencong.core.scope import NATION
from khuyencong.flow.warning.operations import load_watch_rules
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.operations import load_regulations
from khuyencong.ground.territory.operations import load_units
from tests.environment import ROOT

PREFIX = "test_khuyencong"
TEMPLATE = "kc_template"
LOCK = 20170712
KEPT_APPS = frozenset({"territory", "regulations", "warning"})
KEPT_TABLES = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""What every test starts with; all else is emptied after a test that commits."""

LIMITS = {"lock_timeout": "60s", "statement_timeout": "180s", "idle_in_transaction_session_timeout": "300s"}
"""What no statement of a test may pass, on the slowest machine; a quick one takes a hundredth of it."""


class NoDatabaseError(Exception):
    """PostgreSQL cannot be had; the sentence says why and what to do."""


def connect(database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
    """Connect as the owner, past Django."""
    try:
        folder = socket_dir(settings.DATABASES["owner"]["EMBEDDED_DATA"])
        return psycopg.connect(host=folder, user="postgres", dbname=database, autocommit=True)
    except Exception as error:
        raise NoDatabaseError(
            f"These tests need PostgreSQL, and the embedded server in {settings.VAR}/postgres cannot be reached "
            f"({type(error).__name__}: {error}). Look at its `log` file, or remove the folder and run again."
        ) from error


@contextmanager
def session_database(worker: str) -> Iterator[str]:
    """Make a database for one worker of one session, point Django at it, and drop it afterwards."""
    name = f"{PREFIX}_{worker}_{os.getpid()}"
    with connect() as connection:
        template = _template(connection)
        _create(connection, name, template)
        _bound(connection, name)
        try:
            _use(name)
            yield name
        finally:
            connections.close_all()
            _drop(connection, name)


def empty() -> None:
    """Empty every table but those of the template, as the owner: the application's role may truncate nothing."""
    tables = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(_emptied()))
    with connect(connections["default"].settings_dict["NAME"]) as connection:
        # The log refuses to be truncated unless its triggers sleep; a thread left open must not block for ever.
        connection.execute("SET session_replication_role = replica; SET lock_timeout = '20s'")
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))


def _emptied() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table for m in models if m._meta.app_label not in KEPT_APPS} - KEPT_TABLES


def _template(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    """Return the name of a prepared template, made now if need be; one process makes it, the others wait."""
    name = f"{TEMPLATE}_{_digest()}"
    connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        if not _exists(connection, name):
            _hurry(connection)
            _sweep(connection)
            _prepare(connection, name)
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def _prepare(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    making = f"{name}_making"
    _drop(connection, making)
    _create(connection, making, "template1")
    _use(making)
    call_command("migrate", database="owner", verbosity=0)
    load_units(SYSTEM, NATION)
    load_regulations(SYSTEM, NATION)
    load_watch_rules(SYSTEM, NATION)
    empty()
    connections.close_all()
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))


def _hurry(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Spare the disk: what tests write is thrown away."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    connection.execute("SELECT pg_reload_conf()")


def _sweep(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Drop older templates, and what killed sessions left."""
    for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
        pid = str(name).rpartition("_")[2]
        left = str(name).startswith(PREFIX) and pid.isdigit() and not _alive(int(pid))
        if left or str(name).startswith(TEMPLATE):
            _drop(connection, str(name))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _use(name: str) -> None:
    connections.close_all()
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


def _create(connection: "psycopg.Connection[tuple[object, ...]]", name: str, template: str) -> None:
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))


def _bound(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    """Let nothing wait for ever: two connections of one process that wait for each other look like no deadlock."""
    for setting, patience in LIMITS.items():
        command = sql.SQL("ALTER DATABASE {} SET {} = {}")
        connection.execute(command.format(sql.Identifier(name), sql.Identifier(setting), sql.Literal(patience)))


def _drop(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _digest() -> str:
    """Digest what decides the template: models, migrations, SQL, loaded data, versions, this file."""
    package = ROOT / "khuyencong"
    inside = [
        path
        for folder in ("core", "ground", "flow", "branches", "figures/indicators")
        for pattern in ("*.py", "*.csv")
        for path in (package / folder).rglob(pattern)
    ]
    inside += [*package.rglob("migrations/*.py"), ROOT / "uv.lock", ROOT / "config" / "databases.py", Path(__file__)]
    found = hashlib.sha256()
    for path in sorted(set(inside)):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]
