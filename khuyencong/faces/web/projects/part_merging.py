"""Machines, outputs and schedule of a draft beside what somebody else stored meanwhile: they come together.

The manner is that of the draft's own form (:mod:`merging`): the page carries what it began with, what only one of the
two changed is taken, what both changed is asked.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import QueryDict

from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.merging import TAKE, UNKNOWN, ClashRow, laid_out, row_text, text_of
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
    words = {name: text_of(getattr(project, name)) for name in WORDS}
    return Typed(words, {prefix: {_key(prefix, row, 0): _row(prefix, row) for row in rows[prefix]} for prefix in FORMS})


def typed(form: PartsForm, sets: Mapping[str, Any]) -> Typed:
    """Return what was sent, once form and rows are valid."""
    tables = {}
    for prefix, rows in sets.items():
        kept = enumerate(rows.kept())
        tables[prefix] = {_key(prefix, said, at): _row(prefix, said) for at, said in kept}
    return Typed({name: text_of(form.cleaned_data.get(name)) for name in WORDS}, tables)


def as_data(merged: Typed, data: QueryDict, version: int, base: Typed, rows: Stored) -> QueryDict:
    """Return the page's data as if ``merged`` had been typed on top of ``base``, the version now stored (``rows``)."""
    known = {prefix: {_key(prefix, row, 0): row for row in rows[prefix]} for prefix in FORMS}

    def hidden(prefix: str, key: str) -> dict[str, str]:
        row = known[prefix].get(key, {})
        return {name: str(row.get(name) or "") for name in ("pk", "old_pk")}

    return laid_out(merged, data, version, base, hidden)


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
    if value == UNKNOWN:
        return "?"
    if field == "measure" and value in set(OutputMeasure):
        return first_upper(OutputMeasure(value).label)
    return named.get(value, value) if field == "item" else value


def _key(prefix: str, row: Mapping[str, Any], at: int) -> str:
    """Return what tells a row from the others: the measure of an output, otherwise the stored row or its place."""
    return str(row["measure"] if prefix == "outputs" else row.get("pk") or f"+{at}")


def _row(prefix: str, values: Mapping[str, Any]) -> dict[str, str]:
    return row_text(values, FORMS[prefix].base_fields, but=HELPERS)
