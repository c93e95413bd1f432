"""What a đề án said, what changed in it, and how the changes of two people come together.  Pure.

A :class:`Content` describes itself: its words and tables carry the labels and the texts of the day on which it was
taken, so that an old submission still reads when the models have moved on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One value: ``raw`` is what is compared (đồng for money), ``text`` what is read."""

    key: str
    label: str
    text: str
    raw: str | int | bool | None = None
    money: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; ``key`` stays the same while the row is revised."""

    key: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one kind: support items, say."""

    key: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Content:
    """All that a đề án says on a day."""

    words: tuple[Cell, ...] = ()
    tables: tuple[Table, ...] = ()

    def places(self) -> dict[str, str]:
        """Return key → label of everything that may be remarked on: each word, each row."""
        found = {cell.key: cell.label for cell in self.words}
        for table in self.tables:
            found |= {
                f"{table.key}.{row.key}": f"{table.label} {number}: {row.title}"
                for number, row in enumerate(table.rows, start=1)
            }
        return found

    def as_json(self) -> dict[str, Any]:
        """Return what :func:`content_from` reads."""
        return {
            "words": [vars(cell) for cell in self.words],
            "tables": [
                {
                    "key": table.key,
                    "label": table.label,
                    "rows": [
                        {"key": row.key, "title": row.title, "cells": [vars(cell) for cell in row.cells]}
                        for row in table.rows
                    ],
                }
                for table in self.tables
            ],
        }


def content_from(stored: Mapping[str, Any]) -> Content:
    """Read what :meth:`Content.as_json` wrote."""
    return Content(
        tuple(Cell(**cell) for cell in stored["words"]),
        tuple(
            Table(
                table["key"],
                table["label"],
                tuple(
                    Row(row["key"], row["title"], tuple(Cell(**cell) for cell in row["cells"])) for row in table["rows"]
                ),
            )
            for table in stored["tables"]
        ),
    )


# ---- What changed between two rounds ----


class Kind(StrEnum):
    """What happened to a row."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"ADDED": "thêm", "REMOVED": "bỏ", "CHANGED": "sửa"}[self]


@dataclass(frozen=True)
class Change:
    """A value before and after; ``delta`` in đồng where it is money."""

    key: str
    label: str
    before: str
    after: str
    delta: int | None = None


@dataclass(frozen=True)
class RowChange:
    """A row that came, went, or changed in the cells named."""

    kind: Kind
    key: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Sum:
    """A column of money summed over a table, in đồng, before and after."""

    label: str
    before: int
    after: int

    @property
    def delta(self) -> int:
        """What was added (below zero: taken away)."""
        return self.after - self.before


@dataclass(frozen=True)
class TableChange:
    """What changed in a table, and its sums of money."""

    key: str
    label: str
    rows: tuple[RowChange, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two contents."""

    words: tuple[Change, ...]
    tables: tuple[TableChange, ...]

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return bool(self.words) or any(table.rows for table in self.tables)


def difference(before: Content, after: Content) -> Difference:
    """Say field by field what changed from one round to the next; what stayed is left out."""
    old, new = ({table.key: table for table in side.tables} for side in (before, after))
    tables = []
    for key in dict.fromkeys([*new, *old]):
        label = (new.get(key) or old[key]).label
        rows, was = new[key].rows if key in new else (), old[key].rows if key in old else ()
        tables.append(TableChange(key, label, tuple(_rows(was, rows)), tuple(_sums(was, rows))))
    return Difference(tuple(_cells(before.words, after.words)), tuple(tables))


def _rows(before: Sequence[Row], after: Sequence[Row]) -> Iterable[RowChange]:
    old, new = ({row.key: row for row in side} for side in (before, after))
    for row in after:
        was = old.get(row.key)
        changes = tuple(_cells(was.cells if was else (), row.cells))
        if was is None:
            yield RowChange(Kind.ADDED, row.key, row.title, changes)
        elif changes:
            yield RowChange(Kind.CHANGED, row.key, row.title, changes)
    for row in before:
        if row.key not in new:
            yield RowChange(Kind.REMOVED, row.key, row.title, tuple(_cells(row.cells, ())))


def _cells(before: Sequence[Cell], after: Sequence[Cell]) -> Iterable[Change]:
    old, new = ({cell.key: cell for cell in side} for side in (before, after))
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if (was.raw if was else None) == (now.raw if now else None):
            continue
        cell = now or was
        assert cell is not None
        known = (was.text if was else "", now.text if now else "")
        if known == ("", ""):
            continue
        delta = _dong(now) - _dong(was) if cell.money else None
        if not (was and now) and cell.money and not delta:
            continue  # a new row's empty columns are no news
        yield Change(key, cell.label, *known, delta)


def _sums(before: Sequence[Row], after: Sequence[Row]) -> Iterable[Sum]:
    labels = {cell.key: cell.label for row in (*before, *after) for cell in row.cells if cell.money}
    for key, label in labels.items():
        was, now = (
            sum(_dong(cell) for row in side for cell in row.cells if cell.key == key) for side in (before, after)
        )
        if was or now:
            yield Sum(label, was, now)


def _dong(cell: Cell | None) -> int:
    return cell.raw if cell is not None and isinstance(cell.raw, int) else 0
