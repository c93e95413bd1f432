"""``khuyencong docs``: the documents that are made from the code, so that they say what it does."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from config.env import ROOT
from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, label_of
from khuyencong.core.lifecycle_sql import governed

LIFECYCLES: Final = Path("docs") / "lifecycles.md"

_HEAD: Final = """# Lifecycles

Made by `khuyencong docs` from the tables in each stage's `lifecycle.py`: change those, never this file.

A step that is not here is refused three times: the page does not offer it, the operation raises `NotAllowed`, and the
database's own triggers (`core/lifecycle_sql.py`) refuse the row, for the ORM and for SQL alike.
"""


def run(args: Namespace) -> int:
    """Write every document under the folder ``--out``, and say where."""
    path = Path(args.out or ROOT) / LIFECYCLES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lifecycles(), encoding="utf-8")
    print(path)
    return 0


def lifecycles() -> str:
    """Return ``docs/lifecycles.md``: for each model with states a diagram, its steps, and the whole grid."""
    tables = sorted(((model.__name__, model._meta.db_table, table) for model, table in governed()), key=lambda t: t[1])
    return "\n".join([_HEAD, *(_section(name, table, lifecycle) for name, table, lifecycle in tables)])


def _section(model: str, table: str, lifecycle: Lifecycle[Any, Any]) -> str:
    title = lifecycle.name[0].upper() + lifecycle.name[1:]
    return "\n".join(
        [
            f"## {title}: `{model}` (`{table}`)\n",
            f"```mermaid\n{lifecycle.mermaid()}\n```\n",
            *_table(("action", "from", "to", "capability", "reason owed"), _steps(lifecycle)),
            "",
            "Each state (rows) under each action (columns); a dash is a step that is refused.\n",
            *_table(("", *(label_of(action) for action in _actions(lifecycle))), _grid(lifecycle)),
            "",
        ]
    )


def _steps(lifecycle: Lifecycle[Any, Any]) -> Iterator[tuple[str, ...]]:
    for step in lifecycle.steps:
        sources = ", ".join(label_of(state) for state in type(lifecycle.initial) if state in step.sources)
        capability = f"`{step.capability}`: {Can(step.capability).label}"
        owed = "yes" if step.reason_owed else ""
        yield f"{step.text} (`{step.action}`)", sources, label_of(step.target), capability, owed


def _grid(lifecycle: Lifecycle[Any, Any]) -> Iterator[tuple[str, ...]]:
    targets = {(state, action): target for state, action, target in lifecycle.grid()}
    for state in type(lifecycle.initial):
        reached = [targets[state, action] for action in _actions(lifecycle)]
        yield f"**{label_of(state)}**", *("–" if target is None else label_of(target) for target in reached)


def _actions(lifecycle: Lifecycle[Any, Any]) -> list[StrEnum]:
    actions: type[StrEnum] = type(lifecycle.steps[0].action)
    return list(actions)


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
