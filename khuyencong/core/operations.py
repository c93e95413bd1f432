"""The one door through which every write goes.

An operation opens the transaction, locks its target, judges the **locked** row, checks that the actor may, and
names actor, verb and reason to the database, whose trigger refuses any write made under no name.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.db import connection, models, transaction

from khuyencong.core.errors import NotAllowed, NotValid
from khuyencong.core.text import squeeze

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
A = TypeVar("A", bound="Acting")


class Acting(Protocol):
    """Somebody who can be named: the database writes the name beside each change."""

    @property
    def id(self) -> int | None:
        """The id of the account; none for the machine."""
        ...

    @property
    def label(self) -> str:
        """The name as the log keeps it."""
        ...

    def may(self, capability: StrEnum, target: object) -> bool:
        """Say whether this actor may do ``capability`` to ``target``."""
        ...


@dataclass(frozen=True)
class Door:
    """What the access table and the page "who may do what" know of an operation."""

    name: str
    capability: StrEnum
    verb: str
    reason_owed: bool


DOORS: dict[str, Door] = {}
"""Every operation by its dotted name; filled as the modules load."""

_open: ContextVar[uuid.UUID | None] = ContextVar("khuyencong_operation", default=None)


def operation(
    capability: StrEnum, *, verb: str, reason_owed: bool = False
) -> Callable[[Callable[Concatenate[A, T, P], R]], Callable[Concatenate[A, T, P], R]]:
    """Make a function an operation: ``(actor, target, *, …)``.

    ``target`` is the row that is judged (it is locked and read again), or a frozen value that says where a new row
    will belong.  With ``reason_owed`` the keyword ``reason`` must hold words.  An operation may call another one
    downward: it stays one operation, under the name of the first.
    """

    def decorate(function: Callable[Concatenate[A, T, P], R]) -> Callable[Concatenate[A, T, P], R]:
        name = f"{function.__module__.removeprefix('khuyencong.')}.{function.__name__}"
        door = DOORS[name] = Door(name, capability, verb, reason_owed)

        @wraps(function)
        def enter(actor: A, target: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
            reason = squeeze(str(kwargs.get("reason") or ""))
            if reason_owed and not reason:
                raise NotValid("Việc này phải ghi lý do: hãy nêu căn cứ, ví dụ số văn bản.", field="reason")
            with transaction.atomic():
                locked = lock(target)
                if not actor.may(capability, locked):
                    raise NotAllowed(f"Tài khoản “{actor.label}” không có quyền {verb.lower()} ở đây.")
                with _named(actor, verb, reason):
                    return function(actor, locked, *args, **kwargs)

        enter.door = door  # type: ignore[attr-defined]  # read by the tables under test
        return enter

    return decorate


def lock(target: T) -> T:
    """Lock a stored row and return it as it is now; any other value is returned unchanged."""
    if not isinstance(target, models.Model) or target.pk is None:
        return target
    row = type(target)._base_manager.select_for_update(of=("self",)).filter(pk=target.pk).first()
    if row is None:
        raise NotValid("Bản ghi này vừa bị người khác xóa: hãy tải lại danh sách.")
    return row


@contextmanager
def framework_write(actor: Acting, verb: str) -> Iterator[None]:
    """Let a framework write a row that is its own affair (a new password hash) under the actor's name.

    For the sign-in pages alone: what belongs to the domain goes through an :func:`operation`.
    """
    with transaction.atomic(), _named(actor, verb, ""):
        yield


@contextmanager
def _named(actor: Acting, verb: str, reason: str) -> Iterator[None]:
    if _open.get() is not None:
        yield
        return
    token = _open.set(uuid.uuid4())
    try:
        _tell(str(_open.get()), verb, "" if actor.id is None else str(actor.id), actor.label, reason)
        yield
        # A transaction around this one (a test, a bulk job) must not inherit the name.
        _tell("", "", "", "", "")
    finally:
        _open.reset(token)


def _tell(operation_id: str, verb: str, actor: str, label: str, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('kc.operation', %s, true), set_config('kc.verb', %s, true),"
            " set_config('kc.actor', %s, true), set_config('kc.actor_label', %s, true),"
            " set_config('kc.reason', %s, true)",
            [operation_id, verb, actor, label, reason],
        )


def owed(value: R | None, message: str, *, field: str | None = None) -> R:
    """Return ``value``; refuse with ``message`` (a Vietnamese sentence) where there is none."""
    if value is None:
        raise NotValid(message, field=field)
    return value


def require(condition: Any, message: str, *, field: str | None = None) -> None:
    """Refuse with ``message`` (a Vietnamese sentence) unless ``condition`` holds."""
    if not condition:
        raise NotValid(message, field=field)
