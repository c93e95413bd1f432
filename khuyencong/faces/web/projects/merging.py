"""The form of a draft beside what somebody else stored meanwhile: both come together, or are asked about.

The page carries what it began with (signed), so that whoever is second is compared with what they saw.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core import signing
from django.db.models import Model
from django.http import QueryDict
from django.utils.formats import localize_input

from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.fields import MillionField
from khuyencong.faces.web.projects.forms import ItemForm, RevisionForm, rows_of
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals.merging_rules import WHOLE, Clash, Merged, Rows, Typed, giving_way, merge
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.ground.regulations.models import ActivityContent

BASE, TAKE, THEIRS = "base", "take-", "theirs"
UNKNOWN: Final = "\0"
"""What no control holds: a page that does not say what it began with agrees with nothing."""

SALT: Final = "khuyencong.draft.base"
TABLE: Final = "items"
KEY, HELPERS = "item", frozenset({"item", "find", "DELETE"})
"""The hidden number of a stored row, and the controls of a row that are not its words."""

NAMED: Final[Mapping[str, type[Establishment | ActivityContent]]] = {
    "establishment": Establishment,
    "content": ActivityContent,
}
"""Controls that hold an id, and whose name it is."""


@dataclass(frozen=True)
class ClashRow:
    """A clash as the page shows it: names instead of numbers."""

    key: str
    where: str
    base: str
    mine: str
    theirs: str
    name: str


def stored(project: Project, items: Iterable[SupportItem]) -> Typed:
    """Return what the database holds, as the form would show it."""
    words = {name: text_of(value) for name, value in (("name", project.name), ("summary", project.summary))}
    rows = {
        str(row[KEY]): row_text(row, ItemForm.base_fields, but=HELPERS) for row in rows_of(items, project.content_id)
    }
    return Typed(words, {TABLE: rows})


def typed(form: RevisionForm, rows: Any) -> Typed:
    """Return what was sent, once form and rows are valid."""
    words = {name: text_of(form.cleaned_data.get(name)) for name in ("name", "summary")}
    kept = [(at, row) for at, row in enumerate(rows.forms) if row not in rows.deleted_forms]
    found = {
        str(row.cleaned_data.get(KEY) or f"+{at}"): row_text(row.cleaned_data, row.fields, but=HELPERS)
        for at, row in kept
        if row.cleaned_data.get("description")
    }
    return Typed(words, {TABLE: found})


def packed(base: Typed) -> str:
    """Return ``base`` for the page's hidden field."""
    return signing.dumps({"words": base.words, "tables": base.tables}, salt=SALT, compress=True)


def begun_with(data: QueryDict) -> Typed | None:
    """Return what the page that was sent began with; ``None`` where nothing (or nothing of ours) says so."""
    try:
        found = signing.loads(data.get(BASE, ""), salt=SALT)
    except signing.BadSignature:
        return None
    return Typed(found["words"], found["tables"])


def together(form: RevisionForm, rows: Any, now: Typed, data: QueryDict, version: int) -> Merged:
    """Bring what was sent and what is stored (``now``, of ``version``) together; the page's answers are heard first."""
    return brought(typed(form, rows), now, data, same=form.cleaned_data["version"] == version)


def brought(mine: Typed, now: Typed, data: QueryDict, *, same: bool) -> Merged:
    """Merge ``mine`` and ``now``; ``same`` says that the page shows the version that is stored.

    A page of an older version that does not say what it began with is asked about everything that differs.
    """
    keys = [name.removeprefix(TAKE) for name in data if name.startswith(TAKE) and data[name] == THEIRS]
    base = begun_with(data)
    if base is None and same:
        base = now
    if base is None:
        tables: dict[str, Rows] = {table: {key: {} for key in rows} for table, rows in now.tables.items()}
        base = Typed(dict.fromkeys(now.words, UNKNOWN), tables)
    return merge(base, giving_way(mine, now, keys), now)


def as_data(merged: Typed, data: QueryDict, version: int, base: Typed) -> QueryDict:
    """Return the page's data as if ``merged`` had been typed on top of ``base``, the version now stored."""
    return laid_out(merged, data, version, base, lambda table, key: {KEY: key if key in base.tables[table] else ""})


def laid_out(
    merged: Typed, data: QueryDict, version: int, base: Typed, hidden: Callable[[str, str], Mapping[str, str]]
) -> QueryDict:
    """Return the page's data as if ``merged`` had been typed on top of ``base``, the version now stored.

    ``hidden`` gives, for a table and the key of a row, the row's hidden controls.
    """
    found = QueryDict(mutable=True)
    for name in data:
        if not name.startswith((TAKE, *(f"{table}-" for table in merged.tables))):
            found.setlist(name, data.getlist(name))
    for name, value in merged.words.items():
        found[name] = value
    for table, rows in merged.tables.items():
        # Every row counts as one that was there: a row that equals a stored one must not pass for an empty extra.
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            found[f"{table}-{name}"] = str(len(rows))
        for at, (key, row) in enumerate(rows.items()):
            for name, value in {**hidden(table, key), **row}.items():
                found[f"{table}-{at}-{name}"] = value
    found["version"], found[BASE] = str(version), packed(base)
    return found


def clash_rows(clashes: Iterable[Clash], merged: Typed, now: Typed) -> list[ClashRow]:
    """Put clashes into words.  Two queries, for the establishments and the contents that they name."""
    found = list(clashes)
    names = {field: _names(field, model, found) for field, model in NAMED.items()}
    labels = {**RevisionForm.base_fields, **ItemForm.base_fields}
    return [
        ClashRow(
            one.key,
            _where(one, merged, now, labels),
            _read(one, one.base, names),
            _read(one, one.mine, names),
            _read(one, one.theirs, names),
            f"{TAKE}{one.key}",
        )
        for one in found
    ]


def _where(clash: Clash, merged: Typed, now: Typed, labels: Mapping[str, Any]) -> str:
    label = str(labels[clash.field].label) if clash.field != WHOLE else ""
    if not clash.table:
        return label
    row = merged.tables[TABLE].get(clash.row) or now.tables[TABLE].get(clash.row) or {}
    name = f"“{row.get('description', '')}”"
    return f"{name}: {label}" if label else name


def _names(field: str, model: type[Establishment | ActivityContent], clashes: Iterable[Clash]) -> Mapping[str, str]:
    said = {value for one in clashes if one.field == field for value in (one.base, one.mine, one.theirs)}
    ids = [value for value in said if value and value != UNKNOWN]
    return {str(pk): name for pk, name in model.objects.filter(pk__in=ids).values_list("pk", "name")}


def _read(clash: Clash, value: str | None, names: Mapping[str, Mapping[str, str]]) -> str:
    if value is None:
        return "(bỏ hạng mục)"
    if value == UNKNOWN:
        return "?"
    if not value:
        return "(theo nội dung của đề án)" if clash.field == "content" else "(trống)"
    return names.get(clash.field, {}).get(value, value)


def row_text(values: Mapping[str, Any], fields: Mapping[str, forms.Field], *, but: frozenset[str]) -> dict[str, str]:
    """Return the words of a row, ``but`` its controls that are none."""
    return {
        name: text_of(values.get(name), money=isinstance(field, MillionField))
        for name, field in fields.items()
        if name not in but
    }


def text_of(value: Any, *, money: bool = False) -> str:
    """Return a value in the one spelling in which it is compared and shown."""
    if value in (None, "") or (money and not value):
        return ""
    if money and isinstance(value, int):
        return show_million(Dong(value))
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return str(localize_input(whole if whole == value else value.normalize()))
    return show_date(value) if isinstance(value, date) else str(value).strip().replace("\r\n", "\n")
