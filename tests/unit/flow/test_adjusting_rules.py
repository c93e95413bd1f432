"""Merging copies, what a kind covers, and who decides: table and property tests of pure functions."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.money import Dong
from khuyencong.core.three_way import Change, Clash, Side, differences, three_way
from khuyencong.flow.supervision.adjusting.rules import fault, item_key, moved, value_fault, words
from khuyencong.flow.supervision.enums import AdjustmentKind as Kind
from khuyencong.ground.regulations.enums import Confidence
from khuyencong.ground.regulations.powers import Decider, PowerRule, deciding

MILLION = 1_000_000
KEYS = st.sampled_from(["name", "summary", "item.1.description", "item.1.national", "item.2.provincial"])
VALUES = st.dictionaries(KEYS, st.integers(0, 3), min_size=5, max_size=5)


# ---- Three ways ----


@given(base=VALUES, now=VALUES, proposed=VALUES)
def test_every_field_is_kept_merged_or_told(
    base: dict[str, Any], now: dict[str, Any], proposed: dict[str, Any]
) -> None:
    result = three_way(base, now, proposed)
    merged = {**now, **{change.key: change.after for change in result.changes}}
    clashing = {clash.key for clash in result.clashes}
    for key, copied in base.items():
        if proposed[key] == copied:
            assert merged[key] == now[key]
        elif now[key] in (copied, proposed[key]):
            assert merged[key] == proposed[key]
        else:
            assert key in clashing


@given(base=VALUES, now=VALUES, proposed=VALUES, side=st.sampled_from(Side))
def test_a_choice_for_every_clash_leaves_none(
    base: dict[str, Any], now: dict[str, Any], proposed: dict[str, Any], side: Side
) -> None:
    open_ones = three_way(base, now, proposed).clashes
    result = three_way(base, now, proposed, {clash.key: side for clash in open_ones})
    assert result.clashes == ()
    after = {change.key: change.after for change in result.changes}
    for clash in open_ones:
        assert after.get(clash.key, clash.now) == (clash.proposed if side is Side.PROPOSED else clash.now)


@given(base=VALUES, proposed=VALUES)
def test_merging_into_what_was_copied_gives_the_copy(base: dict[str, Any], proposed: dict[str, Any]) -> None:
    assert {**base, **{change.key: change.after for change in differences(base, proposed)}} == proposed


def test_a_field_removed_meanwhile_is_a_clash() -> None:
    assert three_way({"a": 1}, {}, {"a": 2}).clashes == (Clash("a", 1, None, 2),)
    assert three_way({"a": 1}, {}, {"a": 1}).clashes == ()


# ---- What a kind covers ----


def _money(source: str, before: int, after: int) -> Change:
    return Change(item_key(1, source), before * MILLION, after * MILLION)


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (Kind.MORE_MONEY, [_money("national", 180, 200)], ""),
        (Kind.MORE_MONEY, [_money("national", 200, 180)], "giảm tổng mức"),
        (Kind.MORE_MONEY, [_money("counterpart", 1, 2)], "không tăng tổng mức"),
        (Kind.LESS_MONEY, [_money("national", 180, 200)], "tăng tổng mức"),
        (Kind.LESS_MONEY, [_money("provincial", 200, 180)], ""),
        (Kind.TIME, [_money("provincial", 180, 200)], "tăng tổng mức"),
        (Kind.TIME, [_money("counterpart", 180, 200)], ""),
        (Kind.PLACE, [Change(item_key(1, "establishment"), 1, 2)], "đổi đơn vị thụ hưởng"),
        (Kind.BENEFICIARY, [Change(item_key(1, "establishment"), 1, 2)], ""),
        (Kind.BENEFICIARY, [Change(item_key(1, "description"), "a", "b")], "đổi máy móc"),
        (Kind.MACHINE, [Change(item_key(1, "description"), "a", "b")], ""),
        (Kind.LESS_MONEY, [_money("national", 9, 1), _money("provincial", 1, 2)], "tách thành hai đề nghị"),
        (Kind.TIME, [], ""),
        (Kind.MORE_MONEY, [], ""),
    ],
)
def test_a_kind_covers_what_its_name_says(kind: Kind, changes: list[Change], said: str) -> None:
    assert said in fault(kind, changes)
    assert bool(said) is bool(fault(kind, changes))


def test_values_that_may_not_stand() -> None:
    assert "không được âm" in value_fault({item_key(1, "national"): -1})
    assert "không được để trống" in value_fault({"name": " "})
    assert value_fault({"name": "a", "summary": "", item_key(1, "national"): 0}) == ""


def test_before_and_after_in_words() -> None:
    changes = (_money("national", 180, 200), Change(item_key(1, "establishment"), 7, 8), Change("name", "Cũ", "Mới"))
    said = [str(one) for one in words(changes, {1: "Máy cưa"}, {7: "Cơ sở A", 8: "Cơ sở B"})]
    assert said == [
        "kinh phí khuyến công quốc gia của “Máy cưa” 180 → 200 triệu đồng",
        "đơn vị thụ hưởng của “Máy cưa” Cơ sở A → Cơ sở B",
        "tên đề án Cũ → Mới",
    ]
    assert moved(changes) == {"national": 20 * MILLION, "provincial": 0, "district": 0}


# ---- Who decides ----


def _rule(kind: str, by: Decider, **other: Any) -> PowerRule:
    options = {"national": True, "confirmed_by": None, "confidence": Confidence.READ, **other}
    return PowerRule(kind=kind, decided_by=by, sentence=kind, citation="", **options)


RULES = (
    _rule("CHANGE_PLACE", Decider.AGENCY),
    _rule("OTHER", Decider.AGENCY),
    _rule("INCREASE_TOTAL", Decider.MINISTER),
    _rule("INCREASE_TOTAL", Decider.AGENCY, amount_over=Dong(0), share_over=None),
    _rule("INCREASE_TOTAL", Decider.DOIT, amount_over=Dong(50 * MILLION), share_over=Decimal(10)),
    _rule("ANY", Decider.PLAN_APPROVER, national=False),
)


@pytest.mark.parametrize(
    ("kind", "national", "delta", "before", "expected"),
    [
        ("CHANGE_PLACE", True, 0, 0, Decider.AGENCY),
        ("CHANGE_PLACE", False, 0, 0, Decider.PLAN_APPROVER),
        ("SOMETHING", True, 0, 0, Decider.AGENCY),
        ("OTHER", True, 0, 0, Decider.AGENCY),
        ("INCREASE_TOTAL", True, 0, 500, Decider.MINISTER),
        ("INCREASE_TOTAL", True, 50, 100, Decider.AGENCY),
        ("INCREASE_TOTAL", True, 51, 100, Decider.DOIT),
        ("INCREASE_TOTAL", True, 51, 510, Decider.AGENCY),
        ("INCREASE_TOTAL", True, 52, 519, Decider.DOIT),
    ],
)
def test_the_rule_that_says_most_decides(kind: str, national: bool, delta: int, before: int, expected: Decider) -> None:
    found = deciding(RULES, kind=kind, national=national, delta=Dong(delta * MILLION), before=Dong(before * MILLION))
    assert found is not None
    assert found.decided_by is expected


def test_no_rule_says_nothing_and_a_sure_one_goes_before_a_doubtful_one() -> None:
    assert deciding((), kind="STOP", national=True) is None
    doubtful = _rule("STOP", Decider.AGENCY, confidence=Confidence.LOW)
    sure = _rule("STOP", Decider.MINISTER)
    assert deciding((doubtful, sure), kind="STOP", national=True) is sure
