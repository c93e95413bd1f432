"""The log of one đề án in words: everything that hangs on it, operation by operation, a page at a time.

What hangs on a đề án is read from the models' keys: a stage that adds a table adds it to this history, too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, ForeignKey, Max, Model, Q, QuerySet, Value
from django.db.models.functions import Cast

from khuyencong.core.history import Deed, Words, entries_of, tell
from khuyencong.core.models import AuditEntry, Record
from khuyencong.faces.web.people.words import called, enumerations
from khuyencong.flow.appraisal.models import ConflictOfInterest, Opinion
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs.models import Need, NeedConfirmation
from khuyencong.flow.planning.models import Envelope
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.part_models import Machine, Milestone
from khuyencong.flow.supervision.models import Event
from khuyencong.ground.accounts.models import User
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.regulations.models import ActivityContent, Provision

CLOSED: Final = frozenset({Opinion, ConflictOfInterest})
"""What the members of a council say is the council's: its minutes tell it."""

NAMED: Final[Mapping[type[Model], str]] = {
    Establishment: "name",
    ActivityContent: "name",
    Envelope: "source",
    SupportItem: "description",
    StoredFile: "name",
    User: "full_name",
    Provision: "text",
}
"""Models whose rows are told by name where a column points at them, and the column that holds it."""

TITLES: Final[Mapping[type[Record], str]] = {
    SupportItem: "description",
    Contract: "number",
    Event: "name",
    Machine: "name",
    Milestone: "name",
}
"""The column that tells one row of a table from another, where rows of that table are changed."""

GROUPS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "ho-so": ("Nhu cầu, hồ sơ đề án", frozenset({"needs", "proposals"})),
    "tham-dinh": ("Thẩm định", frozenset({"appraisal"})),
    "ke-hoach": ("Kế hoạch", frozenset({"planning"})),
    "kinh-phi": ("Hợp đồng, kinh phí", frozenset({"contracts", "settlement", "payments", "ledger"})),
    "thuc-hien": ("Thực hiện, giám sát, điều chỉnh", frozenset({"supervision", "fieldwork", "obstacles"})),
}
"""What the history may be narrowed to: a word of the address, its label, the apps of its tables."""


@dataclass(frozen=True)
class Branch:
    """A table that hangs on a đề án: the lookups that lead up to it, and the keys by which its rows hang."""

    model: type[Record]
    paths: tuple[str, ...]
    keys: tuple[tuple[str, type[Record]], ...]

    @property
    def table(self) -> str:
        """The table as the log names it."""
        return str(self.model._meta.db_table)


@cache
def branches() -> tuple[Branch, ...]:
    """Return the đề án's own table and every table below it, the nearest first."""
    found: dict[type[Record], str] = {Project: "pk"}
    waiting: list[type[Record]] = [Project]
    while waiting:
        parent = waiting.pop(0)
        for child, key in _children(parent):
            if child not in found and child not in CLOSED:
                found[child] = key if parent is Project else f"{key}__{found[parent]}"
                waiting.append(child)
    return tuple(_branch(model, path, found) for model, path in found.items())


def _branch(model: type[Record], path: str, found: Mapping[type[Record], str]) -> Branch:
    """Lead up by every key of ``model`` to a table of the tree: one of them may be empty in a row."""
    if model is Project:
        return Branch(model, (path,), ())
    keys = tuple((field.name, above) for field, above in _keys(model) if above in found)
    ups = (name if above is Project else f"{name}__{found[above]}" for name, above in keys if above is not model)
    return Branch(model, tuple(dict.fromkeys([path, *ups])), keys)


def _children(parent: type[Record]) -> list[tuple[type[Record], str]]:
    related = parent._meta.related_objects
    return [
        (link.related_model, str(link.field.name))
        for link in related
        if isinstance(link.field, ForeignKey) and issubclass(link.related_model, Record)
    ]


def _keys(model: type[Record]) -> "list[tuple[ForeignKey[Record, Record], type[Record]]]":
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [(field, field.related_model) for field in fields if issubclass(field.related_model, Record)]


@cache
def words() -> Words:
    """Return how the rows of the tree are told."""
    models = _models()
    tables = {str(model._meta.db_table): _noun(model) for model in models}
    enums = {
        (str(model._meta.db_table), column): kind
        for model in (*models, *NAMED)
        for column, kind in enumerations(model).items()
    }
    return Words(tables=tables, enums=enums, named=NAMED)


def _noun(model: type[Record]) -> str:
    name = called(model)
    return name[:1].lower() + name[1:]


def deeds_of(
    project: Project, *, size: int, number: str | int | None = 1, group: str = ""
) -> tuple[tuple[Deed, ...], "Page[UUID]"]:
    """Tell a page of what was done to ``project``, latest first, ``size`` operations a page.

    ``group`` is a key of :data:`GROUPS`; any other narrows nothing.  Six queries.
    """
    rows = _rows(project)
    entries = _entries(rows)
    if group in GROUPS:
        entries = entries.filter(table__in=_tables(GROUPS[group][1]))
    operations = entries.order_by().values("operation").annotate(last=Max("id")).order_by("-last")
    page = Paginator(operations.values_list("operation", flat=True), size).get_page(number)
    told = list(entries.filter(operation__in=list(page.object_list)))
    return tell(told, replace(words(), rows=rows)), page


def _entries(rows: Mapping[tuple[str, int], str]) -> "QuerySet[AuditEntry]":
    ids: dict[str, list[int]] = {}
    for table, pk in rows:
        ids.setdefault(table, []).append(pk)
    parents = {
        (branch.table, f"{name}_id"): ids.get(str(above._meta.db_table), [])
        for branch in branches()
        for name, above in branch.keys
    }
    return entries_of(ids, parents)


def _rows(project: Project) -> dict[tuple[str, int], str]:
    """Return every row that hangs on ``project`` by table and id, with its name where it has one.  One query."""
    first, *others = [*(_ids(branch, project) for branch in branches()), *_need_ids(project)]
    return {(table, pk): name for table, pk, name in first.union(*others, all=True)}


def _ids(branch: Branch, project: Project) -> "QuerySet[Record, tuple[str, int, str]]":
    condition = Q(pk__in=())
    for path in branch.paths:
        condition |= Q(**{path: project.pk})
    return _labelled(branch.model._default_manager.filter(condition))


def _need_ids(project: Project) -> Sequence["QuerySet[Record, tuple[str, int, str]]"]:
    """Return the need that the đề án came from: it stands above, so no key of it leads here."""
    need = Need.objects.filter(pk=project.need_id or 0)
    asked = NeedConfirmation.objects.filter(need=project.need_id or 0)
    return [_labelled(need), _labelled(asked)]


def _labelled(rows: "QuerySet[Any]") -> "QuerySet[Record, tuple[str, int, str]]":
    column = TITLES.get(rows.model)
    name = Cast(column, CharField()) if column else Value("", output_field=CharField())
    return rows.order_by().values_list(Value(rows.model._meta.db_table, output_field=CharField()), "pk", name)


def _tables(apps: Collection[str]) -> list[str]:
    return [str(model._meta.db_table) for model in _models() if model._meta.app_label in apps]


def _models() -> list[type[Record]]:
    return [*(branch.model for branch in branches()), Need, NeedConfirmation]
