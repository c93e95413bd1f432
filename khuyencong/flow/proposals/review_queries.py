"""Reading what was submitted and remarked, and what a đề án says now."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet

from khuyencong.core.fields import DongField
from khuyencong.core.formats import show_date, show_quantity
from khuyencong.core.lifecycle import label_of
from khuyencong.core.models import Record
from khuyencong.core.money import Dong, show_million
from khuyencong.flow.proposals.enums import MachineRole, OutputMeasure, ProjectKind
from khuyencong.flow.proposals.models import Project, ReviewNote, Submission
from khuyencong.flow.proposals.review_rules import Cell, Content, Row, Table, content_from
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.queries import names_on

SILENT: Final = frozenset(
    {"id", "number", "version", "state", "drafted_on", "submitted_on", "decided_on", "folded", "search", "need"}
)
"""Columns that are not the author's words."""

ENUMS: Final[Mapping[tuple[str, str], type[StrEnum]]] = {
    ("project", "kind"): ProjectKind,
    ("machine", "role"): MachineRole,
    ("expectedoutput", "measure"): OutputMeasure,
}
LABELS: Final = {
    "supportitem": "Hạng mục",
    "machine": "Máy móc, thiết bị",
    "expectedoutput": "Kết quả dự kiến",
    "milestone": "Mốc tiến độ",
    "projectpaper": "Giấy tờ",
}
"""What the rows of a part are called; a part that is not here is called by its model's verbose name."""


def content_of(project: Project) -> Content:
    """Return all that a đề án says now: its own words, and every table that is a part of it.

    The parts are found by their keys (a CASCADE to the đề án or to a part of it), so that a new part is in the next
    submission without anybody remembering it.  One query a part, and one to name each model that its rows point at.
    """
    day = project.submitted_on or project.drafted_on
    return Content(
        tuple(_cells([project], but=SILENT, day=day)[project.pk]),
        tuple(_table(part, path, project, day) for part, path in parts_of(Project, "")),
    )


def submissions_of(project: Project) -> QuerySet[Submission]:
    """Return the rounds of a đề án, the first one first, with their notes."""
    return project.submissions.prefetch_related("notes__reason")


def content_in(submission: Submission) -> Content:
    """Return what was submitted."""
    return content_from(submission.content)


def open_notes(projects: Iterable[int]) -> QuerySet[ReviewNote]:
    """Return the remarks on ``projects`` that wait for their author."""
    rows = ReviewNote.objects.filter(submission__project__in=list(projects), answered_on__isnull=True)
    return rows.select_related("submission", "reason")


def parts_of(model: type[models.Model], path: str) -> Iterator[tuple[type[Record], str]]:
    """Yield every model whose rows are parts of ``model``, with the lookup from it to the đề án."""
    for relation in model._meta.related_objects:
        part = relation.related_model
        if relation.on_delete is models.CASCADE and issubclass(part, Record):
            up = f"{relation.field.name}__{path}" if path else relation.field.name
            yield part, up
            yield from parts_of(part, up)


def _table(part: type[Record], path: str, project: Project, day: date) -> Table:
    key = str(part._meta.model_name)
    rows = list(part._base_manager.filter(**{path: project}).order_by("pk"))
    own = {path.partition("__")[0]} if "__" not in path else set()
    cells = _cells(rows, but=SILENT | own, day=day)
    label = LABELS.get(key) or str(part._meta.verbose_name).capitalize()
    return Table(key, label, tuple(Row(str(row.pk), str(row), tuple(cells[row.pk])) for row in rows))


def _cells(rows: "list[Any]", *, but: frozenset[str] | set[str], day: date) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {row.pk: [] for row in rows}
    if not rows:
        return found
    for field in rows[0]._meta.concrete_fields:
        if field.name in but or field.generated:
            continue
        names = _names(field, rows, day)
        for row in rows:
            found[row.pk].append(_cell(field, getattr(row, field.attname), names))
    return found


def _names(field: "models.Field[Any, Any]", rows: "list[Any]", day: date) -> Mapping[Any, str]:
    if not isinstance(field, models.ForeignKey):
        return {}
    target: type[models.Model] = field.remote_field.model
    ids = {value for row in rows if (value := getattr(row, field.attname)) is not None}
    if target is Organisation:
        return {pk: named.name for pk, named in names_on(day, ids).items()}
    return {pk: str(getattr(one, "name", one)) for pk, one in target._base_manager.in_bulk(ids).items()} if ids else {}


def _cell(field: "models.Field[Any, Any]", value: Any, names: Mapping[Any, str]) -> Cell:
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    kind = ENUMS.get((str(field.model._meta.model_name), field.name))
    money = isinstance(field, DongField)
    if value is None or value == "":
        return Cell(field.name, label, "", None, money)
    if money:
        return Cell(field.name, label, show_million(Dong(value)), value, money=True)
    if isinstance(field, models.ForeignKey):
        return Cell(field.name, label, names.get(value, ""), value)
    if kind is not None:
        return Cell(field.name, label, label_of(kind(value)), str(value))
    if isinstance(value, bool):
        return Cell(field.name, label, "có" if value else "không", value)
    if isinstance(value, date):
        return Cell(field.name, label, show_date(value), value.isoformat())
    raw = value if isinstance(value, int) else str(value)
    if isinstance(value, int | Decimal) and not isinstance(field, models.PositiveSmallIntegerField):
        # As people count: "1" and "2,5" for what the database holds as 1.00 and 2.50.
        return Cell(field.name, label, show_quantity(value), raw)
    return Cell(field.name, label, str(value), raw)
