"""Every operation goes through the door; the golden tables say who may open it."""

import importlib
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import DOORS, Door
from khuyencong.ground.access.roles import ROLES, Role
from tests.project.tree import PACKAGE, ROOT, assert_golden, sources

HERE = ROOT / "tests" / "project"


def _modules() -> list[ModuleType]:
    named = {path.parent if path.name == "__init__.py" else path.with_suffix("") for path in sources()}
    paths = [path for path in sorted(named) if path.name == "operations" and path.parent != PACKAGE / "core"]
    return [importlib.import_module(".".join(path.relative_to(ROOT).parts)) for path in paths]


def _public(module: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    found = inspect.getmembers(module, inspect.isfunction)
    return [(f"{module.__name__}.{name}", f) for name, f in found if f.__module__ == module.__name__ and name[0] != "_"]


OPERATIONS = [pytest.param(function, id=name) for module in _modules() for name, function in _public(module)]


@pytest.mark.parametrize("function", OPERATIONS)
def test_a_public_function_of_operations_has_a_door(function: Callable[..., Any]) -> None:
    assert isinstance(getattr(function, "door", None), Door)


@pytest.mark.parametrize("function", OPERATIONS)
def test_an_operation_takes_an_actor_and_a_target_and_words(function: Callable[..., Any]) -> None:
    actor, _target, *values = inspect.signature(function).parameters.values()
    assert actor.name == "actor"
    assert all(value.kind is inspect.Parameter.KEYWORD_ONLY for value in values)


@pytest.mark.parametrize("function", OPERATIONS)
def test_an_operation_that_owes_a_reason_asks_for_it(function: Callable[..., Any]) -> None:
    reason = inspect.signature(function).parameters.get("reason")
    assert not function.door.reason_owed or (reason is not None and reason.default is reason.empty)


POWERS = {Can.FUND_NATIONAL, Can.FUND_LOCAL, Can.MONEY_APPROVE_DEPARTMENT, Can.MONEY_APPROVE_AGENCY}
"""Asked for inside operations beside their own capability: whose money it is decides who may."""


def test_operations_are_as_the_golden_table_says() -> None:
    doors = [door for name, door in sorted(DOORS.items()) if not name.startswith("tests.")]
    rows = [(door.name, str(door.capability), door.verb, "owes a reason" if door.reason_owed else "") for door in doors]
    assert_golden(HERE / "operations.txt", _table([("operation", "capability", "verb", ""), *rows]))


def test_roles_are_as_the_golden_table_says() -> None:
    head = ("capability", *(str(role) for role in Role))
    rows = [(str(can), *("x" if can in ROLES[role].capabilities else "" for role in Role)) for can in Can]
    reach = ("reach", *(str(ROLES[role].reach) for role in Role))
    assert_golden(HERE / "access.txt", _table([head, reach, *rows]))


def test_every_capability_has_words_and_an_operation_or_a_page() -> None:
    assert all(can.label for can in Can)
    opened = {door.capability for door in DOORS.values()} | POWERS
    unopened = {can for can in Can if can not in opened and not can.value.endswith(".read")}
    assert unopened == set()


def test_some_role_holds_every_capability() -> None:
    held = frozenset().union(*(rule.capabilities for rule in ROLES.values()))
    assert set(Can) - held == set()


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"
