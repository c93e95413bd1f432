"""``khuyencong work``: the worker that sends letters and does the daily jobs."""

import os
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, Final

from procrastinate.contrib.django import DjangoApp, app

GRACE: Final = 10
"""Seconds that a job which runs when the worker is told to stop has to end."""


def run(args: Namespace) -> int:
    """Work until told to stop, or until nothing waits."""
    if args.with_parent:
        Thread(target=_stop_with_parent, daemon=True).start()
    work(wait=not args.once)
    return 0


def work(*, wait: bool) -> None:
    """Do the jobs that wait, and with ``wait`` those that come.

    The worker has connections of its own beside Django's: what a job defers in its turn still goes by Django's, with
    the rows that it is about.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's has it
    worker = DjangoApp(connector=connector, periodic_defaults=app.periodic_defaults)
    worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry
    options: dict[str, Any] = {"delete_jobs": "successful", "shutdown_graceful_timeout": GRACE}
    worker.run_worker(wait=wait, install_signal_handlers=wait, listen_notify=wait, **options)


@contextmanager
def worker_beside(env: dict[str, str]) -> Iterator[None]:
    """Run a worker as a child while the block runs.

    A new program, not a fork: this process may hold threads.  It stops when its standard input closes, which it does
    however this process ends.
    """
    words = [sys.executable, "-m", "khuyencong.faces.cli", "work", "--with-parent"]
    child = subprocess.Popen(words, stdin=subprocess.PIPE, env={**os.environ, **env}, start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        if child.stdin is not None:
            child.stdin.close()
        child.terminate()
        try:
            child.wait(GRACE + 5)
        except subprocess.TimeoutExpired:
            child.kill()


def _stop_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
