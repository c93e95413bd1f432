"""Two people's changes of one draft come together, and nothing of either is lost unseen."""

from collections.abc import Iterator
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from khuyencong.flow.proposals.merging_rules import WHOLE, Fields, Typed, merge

NAMES: Final = ("name", "summary")
CELLS: Final = ("description", "provincial")
values = st.sampled_from(["", "a", "b", "c"])
fields = st.fixed_dictionaries(dict.fromkeys(NAMES, values))
cells = st.fixed_dictionaries(dict.fromkeys(CELLS, values))
stored_rows = st.dictionaries(st.sampled_from("1234"), cells, max_size=4)


def drafts(new: str) -> st.SearchStrategy[Typed]:
    """A draft with stored rows, and rows of its own whose keys begin with ``new``."""
    own = st.dictionaries(st.sampled_from([f"{new}{n}" for n in range(2)]), cells, max_size=2)
    rows = st.builds(lambda a, b: a | b, stored_rows, own)
    return st.builds(lambda words, found: Typed(words, {"items": found}), fields, rows)


BASE, MINE, THEIRS = drafts("0"), drafts("m"), drafts("t")


def cells_of(draft: Typed) -> dict[tuple[str, str, str], str]:
    found = {("", "", name): value for name, value in draft.words.items()}
    for key, row in draft.tables["items"].items():
        found |= {("items", key, name): value for name, value in row.items()}
    return found


@given(BASE, MINE)
def test_what_nobody_else_changed_is_as_it_was_typed(base: Typed, mine: Typed) -> None:
    merged = merge(base, mine, base)
    assert (merged.typed, merged.clashes, merged.taken) == (mine, (), ())


@given(BASE, THEIRS)
def test_whoever_changed_nothing_takes_what_the_other_stored(base: Typed, theirs: Typed) -> None:
    merged = merge(base, base, theirs)
    assert merged.typed == theirs
    assert not merged.clashes


@given(BASE, MINE)
def test_the_same_change_twice_is_no_question(base: Typed, mine: Typed) -> None:
    merged = merge(base, mine, mine)
    assert merged.typed == mine
    assert not merged.clashes


def changes(base: Typed, side: Typed) -> Iterator[tuple[tuple[str, str, str], str | None]]:
    """Each cell that a side changed, added or (``None``) removed."""
    was, now = cells_of(base), cells_of(side)
    for where in was.keys() | now.keys():
        if was.get(where, "") != now.get(where, ""):
            yield where, now.get(where)


@given(BASE, MINE, THEIRS)
def test_nothing_is_lost(base: Typed, mine: Typed, theirs: Typed) -> None:
    """Each change of either stands in what came out, or is asked about."""
    merged = merge(base, mine, theirs)
    out = cells_of(merged.typed)
    asked = {(clash.table, clash.row, clash.field) for clash in merged.clashes}
    for side in (mine, theirs):
        for where, value in changes(base, side):
            whole = (where[0], where[1], WHOLE)
            assert out.get(where) == value or where in asked or whole in asked


@given(BASE, MINE, THEIRS)
def test_edits_that_do_not_meet_are_never_asked(base: Typed, mine: Typed, theirs: Typed) -> None:
    ours = {where[:2] if where[0] else where for where, _ in changes(base, mine)}
    others = {where[:2] if where[0] else where for where, _ in changes(base, theirs)}
    if not ours & others:
        merged = merge(base, mine, theirs)
        assert not merged.clashes
        assert dict(changes(base, merged.typed)) == dict(changes(base, mine)) | dict(changes(base, theirs))


@given(BASE, MINE, THEIRS)
def test_both_are_asked_the_same(base: Typed, mine: Typed, theirs: Typed) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {(c.key, c.mine, c.theirs) for c in one.clashes} == {(c.key, c.theirs, c.mine) for c in other.clashes}
    assert all(clash.mine != clash.theirs for clash in one.clashes)


@given(BASE, MINE, THEIRS)
def test_who_gives_way_everywhere_gets_what_the_other_would(base: Typed, mine: Typed, theirs: Typed) -> None:
    asked = merge(base, mine, theirs)
    answered = merge(base, mine, theirs, give_way=[clash.key for clash in asked.clashes])
    assert not answered.clashes
    assert cells_of(answered.typed) == cells_of(merge(base, theirs, mine).typed)


def test_a_row_that_one_removed_and_the_other_changed_is_asked_whole() -> None:
    kept: Fields = {"description": "Máy cưa", "provincial": "50"}
    base = Typed({}, {"items": {"1": kept}})
    changed = Typed({}, {"items": {"1": {**kept, "provincial": "60"}}})
    (clash,) = merge(base, Typed({}, {"items": {}}), changed).clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs) == (WHOLE, "Máy cưa; 50", None, "Máy cưa; 60")
