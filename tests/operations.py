"""Writing past an operation's rules but under its name, and threads that commit."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, connections, transaction

from khuyencong.core.operations import Acting, _named
from khuyencong.ground.access.actor import SYSTEM
from tests.database import connect

T = TypeVar("T")

PATIENCE = 30
"""Seconds after which two threads that should wait for each other are taken for a failure."""


@contextmanager
def under_operation(actor: Acting = SYSTEM, verb: str = "Thử", reason: str = "") -> Iterator[None]:
    """Name somebody to the database, so that what answers a bad row is its constraint and not the trigger."""
    with transaction.atomic(), _named(actor, verb, reason):
        yield


@contextmanager
def in_thread(deed: Callable[[], T]) -> Iterator["Future[T]"]:
    """Run ``deed`` in a thread with a connection of its own; its outcome is read after the block.

    Enter it in an ``ExitStack`` opened before the transaction that the thread will wait for: leaving the block waits
    for the thread, and a transaction still open then would never end.
    """

    def run() -> T:
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(run)


def wait_until_blocked() -> None:
    """Return once another connection of this database waits for a lock."""
    with connect(connection.settings_dict["NAME"]) as owner:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            waiting = owner.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchone()
            if waiting and waiting[0]:
                return
            time.sleep(0.01)
    message = f"no connection waited for a lock within {PATIENCE} s"
    raise AssertionError(message)
