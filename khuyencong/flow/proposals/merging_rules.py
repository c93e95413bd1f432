"""Two people wrote the same draft: what both began with, and what each made of it, come together.  Pure.

Values are the texts of the form's controls, in one spelling each.  What only one of the two changed is taken without
a question; what both changed, each differently, is asked; until it is answered the writer's own value stands.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from khuyencong.core.three_way import differences, three_way

Fields = Mapping[str, str]
Rows = Mapping[str, Fields]
"""Row key → its fields, in the order of the form."""

WHOLE = ""
"""The field of a clash that is about the row itself: one removed what the other changed."""


@dataclass(frozen=True)
class Typed:
    """A draft as its form holds it: single fields, and rows by table."""

    words: Fields = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """One place that both changed; ``None`` is a row that is not (or no longer) there.

    ``table`` and ``row`` are empty for a single field.
    """

    table: str
    row: str
    field: str
    base: str | None
    mine: str | None
    theirs: str | None

    @property
    def key(self) -> str:
        """The name of its control in the form."""
        return f"{self.table}.{self.row}.{self.field}"


@dataclass(frozen=True)
class Merged:
    """What came out, what must be asked, and the keys of what was taken from the other without asking."""

    typed: Typed
    clashes: tuple[Clash, ...]
    taken: tuple[str, ...]


def merge(base: Typed, mine: Typed, theirs: Typed, *, give_way: Collection[str] = ()) -> Merged:
    """Bring ``mine`` and ``theirs`` together over ``base``; a clash whose key is in ``give_way`` takes theirs."""
    clashes: list[Clash] = []
    taken: list[str] = []
    words = _fields(("", ""), (base.words, mine.words, theirs.words), clashes, taken)
    tables = {
        table: _rows(
            table,
            (base.tables.get(table, {}), mine.tables.get(table, {}), theirs.tables.get(table, {})),
            clashes,
            taken,
        )
        for table in dict.fromkeys([*theirs.tables, *mine.tables])
    }
    merged = Typed(words, tables)
    for clash in [one for one in clashes if one.key in give_way]:
        merged = _give_way(merged, clash, theirs)
    asked = tuple(clash for clash in clashes if clash.key not in give_way)
    return Merged(merged, asked, tuple(taken))


def giving_way(mine: Typed, theirs: Typed, keys: Collection[str]) -> Typed:
    """Return ``mine`` with the other's value at each clash (its key) that was answered so; a strange key is nothing."""
    for key in keys:
        table, row, name = (*key.split(".", 2), "", "")[:3]
        known = name in theirs.words if not table else table in theirs.tables
        if known and (name == WHOLE or not table or row in mine.tables.get(table, {})):
            mine = _give_way(mine, Clash(table, row, name, None, None, None), theirs)
    return mine


def _fields(
    where: tuple[str, str], sides: tuple[Fields, Fields, Fields], clashes: list[Clash], taken: list[str]
) -> dict[str, str]:
    _base, written, stored = sides
    names = dict.fromkeys([*stored, *written])
    base, mine, theirs = ({name: side.get(name, "") for name in names} for side in sides)
    merged = three_way(base, theirs, mine)
    taken += [".".join((*where, one.key)) for one in differences(base, theirs) if mine[one.key] == one.before]
    clashes += [Clash(*where, one.key, one.base, one.proposed, one.now) for one in merged.clashes]
    kept = {one.key: one.after for one in merged.changes} | {one.key: one.proposed for one in merged.clashes}
    return theirs | kept


def _rows(table: str, sides: tuple[Rows, Rows, Rows], clashes: list[Clash], taken: list[str]) -> dict[str, Fields]:
    base, mine, theirs = sides
    found: dict[str, Fields] = {}
    for key in dict.fromkeys([*theirs, *mine]):
        was, own, other = base.get(key), mine.get(key), theirs.get(key)
        whole = f"{table}.{key}.{WHOLE}"
        if own is not None and other is not None:
            found[key] = _fields((table, key), (was or {}, own, other), clashes, taken)
        elif own is not None and (was is None or own != was):
            found[key] = own  # new, or changed by the writer after the other removed it
            if was is not None:
                clashes.append(Clash(table, key, WHOLE, _told(was), _told(own), None))
        elif own is not None:
            taken.append(whole)  # the other removed what the writer left alone
        elif other is not None and was is None:
            found[key] = other
            taken.append(whole)
        elif other is not None and other != was:
            clashes.append(Clash(table, key, WHOLE, _told(was), None, _told(other)))
    return found


def _told(row: Fields | None) -> str | None:
    """Return a row in a line: its fields that say something."""
    return None if row is None else "; ".join(_said(row))


def _said(row: Fields) -> Iterator[str]:
    return (value for value in row.values() if value)


def _give_way(merged: Typed, clash: Clash, theirs: Typed) -> Typed:
    if not clash.table:
        return Typed({**merged.words, clash.field: theirs.words.get(clash.field, "")}, merged.tables)
    rows = dict(merged.tables[clash.table])
    stored = theirs.tables.get(clash.table, {}).get(clash.row)
    if stored is None:
        rows.pop(clash.row, None)
    elif clash.field == WHOLE:
        rows[clash.row] = stored
    else:
        rows[clash.row] = {**rows[clash.row], clash.field: stored.get(clash.field, "")}
    return Typed(merged.words, {**merged.tables, clash.table: rows})
