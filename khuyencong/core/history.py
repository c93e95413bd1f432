"""The audit log in words: what was done, by whom, why, and what each value was and became.

The log holds columns as the database wrote them.  Here they become what an official reads: the field's Vietnamese
name, money in triệu đồng, days as 05/07/2017, members of an enumeration by their labels, keys by names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Cast

from khuyencong.core.fields import DongField
from khuyencong.core.formats import show_date, show_quantity
from khuyencong.core.lifecycle import label_of
from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong, show_million

SILENT = frozenset({"id", "folded", "search", "version", "key", "seller_key"})
"""Columns that say nothing to a reader."""

EMPTY = "(trống)"
UNIT = " triệu đồng"


@dataclass(frozen=True)
class Words:
    """How the rows of some tables are told: table → its noun, columns that are enumerations, rows by name.

    ``named`` are the models whose rows are told by name when a column points at one, each with the column that holds
    it (told by its label where that is an enumeration); a column that points at any other model is left out.
    """

    tables: Mapping[str, str]
    enums: Mapping[tuple[str, str], type[StrEnum]]
    named: Mapping[type[models.Model], str]
    rows: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Deed:
    """One operation as it is read: when, who, what, why, and the changes in sentences."""

    at: datetime
    who: str
    verb: str
    reason: str
    changes: tuple[str, ...]


def entries_of(
    rows: Mapping[str, Iterable[int]], parents: Mapping[tuple[str, str], Iterable[int]]
) -> QuerySet[AuditEntry]:
    """Return the log of ``rows`` (table → ids), and of rows deleted since that hung on ``parents``.

    ``parents`` are (table, column) → the ids in that column.  One query is made here, for the deleted rows; the
    result is another.
    """
    known = {table: set(ids) for table, ids in rows.items()}
    gone = Q(pk__in=())
    for (table, column), ids in parents.items():
        if wanted := list(ids):
            gone |= Q(table=table, **{f"before__{column}__in": wanted})
    for table, row in AuditEntry.objects.filter(gone, change="D").order_by().values_list("table", "row"):
        known.setdefault(table, set()).add(row)
    told = Q(pk__in=())
    for table, ids in known.items():
        if ids:
            told |= Q(table=table, row__in=sorted(ids))
    return AuditEntry.objects.filter(told).order_by("-id")


def tell(entries: Sequence[AuditEntry], words: Words) -> tuple[Deed, ...]:
    """Tell ``entries`` (latest first) operation by operation.  One query."""
    names = _names(entries, words)
    deeds: dict[Any, list[AuditEntry]] = {}
    for entry in entries:
        deeds.setdefault(entry.operation, []).append(entry)
    return tuple(_deed(group[::-1], words, names) for group in deeds.values())


Names = Mapping[tuple[type[models.Model], int], str]


def _deed(group: Sequence[AuditEntry], words: Words, names: Names) -> Deed:
    first = group[0]
    sentences = (_sentence(entry, words, names) for entry in group)
    return Deed(first.at, first.actor_label, first.verb, first.reason, tuple(filter(None, sentences)))


def _sentence(entry: AuditEntry, words: Words, names: Names) -> str:
    noun = words.tables.get(entry.table, entry.table)
    name = words.rows.get((entry.table, entry.row), "")
    subject = f"{noun} “{name}”" if name and entry.change == "U" else noun
    told = "; ".join(_parts(entry, words, names))
    match entry.change:
        case "U":
            return f"{subject}: {told}" if told else ""
        case "D":
            return f"xóa {noun} ({told})" if told else f"xóa {noun}"
        case _:
            return f"{subject}: {told}" if told else subject


def _parts(entry: AuditEntry, words: Words, names: Names) -> Iterator[str]:
    before, after = entry.before or {}, entry.after or {}
    for column in _fields(entry.table):
        key = column.column
        if key not in (before | after) or key in SILENT or not _speaks(column, words):
            continue
        if entry.change == "U":
            old, new = (_value(entry.table, column, side.get(key), words, names) for side in (before, after))
            if isinstance(column, DongField):  # "180 → 200 triệu đồng": the unit once
                old = old.removesuffix(UNIT)
            yield f"{column.verbose_name} {old} → {new}"
        elif (value := (after or before).get(key)) not in (None, "", 0, False, {}, []):
            yield f"{column.verbose_name} {_value(entry.table, column, value, words, names)}"


def _value(table: str, column: "models.Field[Any, Any]", value: Any, words: Words, names: Names) -> str:
    if value is None or value == "":
        return EMPTY
    kind = words.enums.get((table, str(column.column)))
    if kind is not None and value in set(kind):
        return label_of(kind(value))
    if isinstance(column, DongField):
        return f"{show_million(Dong(value))}{UNIT}"
    if isinstance(column, models.ForeignKey):
        return names.get((_target(column), value), f"mã {value}")
    if isinstance(column, models.JSONField):
        return f"{len(value)} mục" if value else EMPTY
    if isinstance(column, models.BooleanField):
        return "có" if value else "không"
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return show_date(date.fromisoformat(value))
    years = isinstance(column, models.PositiveSmallIntegerField)
    return str(value) if years or isinstance(value, str) else show_quantity(value)


def _names(entries: Sequence[AuditEntry], words: Words) -> Names:
    """Fetch the names of the rows that the entries point at.  One query, whatever they point at."""
    wanted: dict[type[models.Model], set[int]] = {}
    for entry in entries:
        for column in _fields(entry.table):
            if isinstance(column, models.ForeignKey) and _target(column) in words.named:
                sides = (side.get(column.column) for side in (entry.before or {}, entry.after or {}))
                wanted.setdefault(_target(column), set()).update(pk for pk in sides if pk is not None)
    first, *others = [_labelled(model, wanted.get(model, set()), column) for model, column in words.named.items()]
    by_table = {str(model._meta.db_table): (model, column) for model, column in words.named.items()}
    found: dict[tuple[type[models.Model], int], str] = {}
    for table, pk, name in first.union(*others, all=True):
        model, title = by_table[table]
        kind = words.enums.get((table, title))
        found[model, pk] = label_of(kind(name)) if kind is not None else name
    return found


def _labelled(model: type[models.Model], ids: Iterable[int], column: str) -> "QuerySet[Any, Any]":
    rows = model._base_manager.filter(pk__in=[0, *ids]).order_by()  # never empty: Django would leave it out
    table = Value(model._meta.db_table, output_field=models.CharField())
    return rows.values_list(table, "pk", Cast(column, models.TextField()))


@cache
def _fields(table: str) -> "tuple[models.Field[Any, Any], ...]":
    model = next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)
    return () if model is None else tuple(column for column in model._meta.concrete_fields if not column.generated)


def _speaks(column: "models.Field[Any, Any]", words: Words) -> bool:
    return not isinstance(column, models.ForeignKey) or _target(column) in words.named


def _target(column: "models.ForeignKey[Any, Any]") -> type[models.Model]:
    model: type[models.Model] = column.remote_field.model
    return model
