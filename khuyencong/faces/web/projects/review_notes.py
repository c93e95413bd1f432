"""The remarks of the Sở at the fields of the draft's form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.urls import reverse

from khuyencong.flow.proposals.models import Project, ReviewNote
from khuyencong.flow.proposals.review_queries import open_notes


@dataclass(frozen=True)
class FieldRemark:
    """A remark as the field's component shows it, with the page where it is answered."""

    text: str
    href: str


def at_their_fields(project: Project, form: forms.Form, rows: Iterable[forms.Form]) -> list[ReviewNote]:
    """Hang each open remark on its field (a row's on its first field); return those whose place has none.  One query.

    A place is a word's key, or ``table.row`` where the row's form carries the row's number under ``item``.
    """
    fields: dict[str, Any] = dict(form.fields)
    for row in rows:
        if number := row["item"].value():
            fields[f"supportitem.{number}"] = next(field for name, field in row.fields.items() if name != "item")
    return hang(project, fields)


def at_their_rows(project: Project, form: forms.Form, sets: Mapping[str, Iterable[forms.Form]]) -> list[ReviewNote]:
    """Hang the open remarks on machines, outputs and schedule on their fields; return those whose row is gone.

    A remark on an old machine stands at the machine that replaces it.  One query.
    """
    fields: dict[str, Any] = dict(form.fields)
    for prefix, (table, first) in ROWS.items():
        for row in sets[prefix]:
            if number := row["pk"].value():
                fields[f"{table}.{number}"] = row.fields[first]
            if prefix == "machines" and (old := row["old_pk"].value()):
                fields[f"{table}.{old}"] = row.fields["old_name"]
    tables = tuple(f"{table}." for table, _first in ROWS.values())
    return [note for note in hang(project, fields) if note.place.startswith(tables)]


ROWS: Final = {
    "machines": ("machine", "name"),
    "outputs": ("expectedoutput", "measure"),
    "milestones": ("milestone", "name"),
}
"""Set of rows → the table of its remarks' places, and the field at which they are shown."""


def hang(project: Project, fields: Mapping[str, Any]) -> list[ReviewNote]:
    """Hang each open remark on the field of its place; return those whose place has none.  One query."""
    homeless = []
    for note in open_notes([project.pk]):
        field = fields.get(note.place)
        if field is None:
            homeless.append(note)
            continue
        told = FieldRemark(note.remark, reverse("note_answer", args=[note.pk]))
        field.remarks = [*getattr(field, "remarks", ()), told]
    return homeless
