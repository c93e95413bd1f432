"""Machines, outputs and schedule of a draft beside what somebody else stored meanwhile: they come together.

The manner is that of the draft's own form (:mod:`merging`): the page carries what it began with, what only one of the
two changed is taken, what both changed is asked.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.utils.formats import localize_input

from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.fields import MillionField
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.merging import BASE, TAKE, ClashRow, packed
from khuyencong.faces.web.projects.part_forms import (
    MachineForm,
    MilestoneForm,
    OutputForm,
    PartsForm,
    RowForm,
    machine_rows,
    milestone_rows,
    output_rows,
)
from khuyencong.flow.proposals.enums import OutputMeasure
from khuyencong.flow.proposals.merging_rules import WHOLE, Clash, Fields, Merged, Typed
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.parts.queries import machines_of

WORDS: Final = ("place", "starts_on", "ends_on")
FORMS: Final[Mapping[str, type[RowForm]]] = {
    "machines": MachineForm,
    "outputs": OutputForm,
    "milestones": MilestoneForm,
}
TITLES: Final = {"machines": "name", "outputs": "measure", "milestones": "name"}
"""Set of rows → the field that says which row is meant."""

HELPERS: Final = frozenset({"pk", "old_pk", "DELETE"})
"""Controls of a row that are not its words."""

Stored = Mapping[str, list[dict[str, Any]]]
"""Set of rows → the rows as its forms begin."""


def stored_rows(project: Project) -> Stored:
    """Return the stored rows of every set.  Three queries."""
    return {
        "machines": machine_rows(machines_of([project.pk])),
        "outputs": output_rows(project.outputs.all()),
        "milestones": milestone_rows(project.milestones.all()),
    }


def stored(project: Project, rows: Stored) -> Typed:
    """Return what the database holds, as the form would show it.  No query."""
    words = {name: _text(getattr(project, name)) for name in WORDS}
    return Typed(words, {prefix: {_key(prefix, row, 0): _row(prefix, row) for row in rows[prefix]} for prefix in FORMS})


def typed(form: PartsForm, sets: Mapping[str, Any]) -> Typed:
    """Return what was sent, once form and rows are valid."""
    tables = {}
    for prefix, rows in sets.items():
        kept = enumerate(rows.kept())
        tables[prefix] = {_key(prefix, said, at): _row(prefix, said) for at, said in kept}
    return Typed({name: _text(form.cleaned_data.get(name)) for name in WORDS}, tables)


def as_data(merged: Typed, data: QueryDict, version: int, base: Typed, rows: Stored) -> QueryDict:
    """Return the page's data as if ``merged`` had been typed on top of ``base``, the version now stored (``rows``)."""
    found = QueryDict(mutable=True)
    for name in data:
        if not name.startswith((TAKE, *(f"{prefix}-" for prefix in FORMS))):
            found.setlist(name, data.getlist(name))
    for name, value in merged.words.items():
        found[name] = value
    for prefix in FORMS:
        known = {_key(prefix, row, 0): row for row in rows[prefix]}
        # Every row counts as one that was there: a row that equals a stored one must not pass for an empty extra.
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            found[f"{prefix}-{name}"] = str(len(merged.tables[prefix]))
        for at, (key, row) in enumerate(merged.tables[prefix].items()):
            numbers = {name: known.get(key, {}).get(name) or "" for name in ("pk", "old_pk")}
            for name, value in {**numbers, **row}.items():
                found[f"{prefix}-{at}-{name}"] = str(value)
    found["version"], found[BASE] = str(version), packed(base)
    return found


def clash_rows(merged: Merged, now: Typed, items: Iterable[SupportItem]) -> list[ClashRow]:
    """Put clashes into words.  No query."""
    named = {str(item.pk): item.description for item in items}
    return [_clash_row(clash, merged.typed, now, named) for clash in merged.clashes]


def _clash_row(clash: Clash, merged: Typed, now: Typed, named: Mapping[str, str]) -> ClashRow:
    mine, theirs = (side.tables.get(clash.table, {}).get(clash.row) for side in (merged, now))
    if clash.table and clash.field == WHOLE:
        title, label = _title(clash.table, mine or theirs or {}), ""
        values = (title, _whole(clash.table, mine, named), _whole(clash.table, theirs, named))
    else:
        form = FORMS[clash.table] if clash.table else PartsForm
        label = str(form.base_fields[clash.field].label)
        title = _title(clash.table, mine or {}) if clash.table else ""
        base, own, other = (_read(clash.field, value, named) for value in (clash.base, clash.mine, clash.theirs))
        values = (base, own, other)
    where = ": ".join(part for part in (title, label) if part)
    return ClashRow(clash.key, where, *values, f"{TAKE}{clash.key}")


def _title(table: str, row: Fields) -> str:
    return f"“{_read(TITLES[table], row.get(TITLES[table], ''), {})}”"


def _whole(table: str, row: Fields | None, named: Mapping[str, str]) -> str:
    if row is None:
        return "(bỏ dòng)"
    return "; ".join(_read(name, value, named) for name, value in row.items() if value)


def _read(field: str, value: str | None, named: Mapping[str, str]) -> str:
    if not value:
        return "(trống)"
    if value == "\0":
        return "?"
    if field == "measure" and value in set(OutputMeasure):
        return first_upper(OutputMeasure(value).label)
    return named.get(value, value) if field == "item" else value


def _key(prefix: str, row: Mapping[str, Any], at: int) -> str:
    """Return what tells a row from the others: the measure of an output, otherwise the stored row or its place."""
    return str(row["measure"] if prefix == "outputs" else row.get("pk") or f"+{at}")


def _row(prefix: str, values: Mapping[str, Any]) -> dict[str, str]:
    fields = FORMS[prefix].base_fields
    return {
        name: _text(values.get(name), money=isinstance(field, MillionField))
        for name, field in fields.items()
        if name not in HELPERS
    }


def _text(value: Any, *, money: bool = False) -> str:
    """Return a value in the one spelling in which it is compared and shown."""
    if value in (None, "") or (money and not value):
        return ""
    if money:
        return show_million(Dong(value))
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return str(localize_input(whole if whole == value else value.normalize()))
    return show_date(value) if isinstance(value, date) else str(value).strip().replace("\r\n", "\n")
