"""The arithmetic of settlements: never above a bound, sums that add up, parts by largest remainder."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuyencong.core.money import Dong
from khuyencong.flow.settlement.enums import Payer
from khuyencong.flow.settlement.rules import (
    EffectSum,
    ItemCase,
    divide,
    parts_of,
    seller_key,
    settle_item,
    survey_day,
)
from khuyencong.ground.regulations.enums import Confidence
from khuyencong.ground.regulations.rules import Norm

money = st.integers(min_value=0, max_value=10**12).map(Dong)
norms = st.builds(
    Norm,
    st.just("N5"),
    st.none() | st.integers(min_value=1, max_value=100).map(Decimal),
    st.none() | money,
    st.just("khoản 4 Điều 8, 28/2018/TT-BTC"),
    st.sampled_from(Confidence),
)
READ_HALF = Norm("N5", Decimal(50), Dong(300_000_000), "khoản 4 Điều 8", Confidence.READ)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(ItemCase, money, money, money, st.none() | norms, money))
def test_an_item_is_never_settled_above_a_bound(case: ItemCase) -> None:
    part = settle_item(case)
    bounds = [case.share, case.claimed, max(0, case.accepted_cost - case.elsewhere)]
    bounds += [] if part.ceiling is None else [part.ceiling]
    assert part.amount == min(bounds)
    assert part.amount >= 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(norms, money)
def test_a_norm_that_was_not_read_never_lowers(norm: Norm, cost: Dong) -> None:
    part = settle_item(ItemCase(Dong(10**13), Dong(10**13), cost, norm))
    if not norm.confidence.may_block:
        assert part.ceiling is None
        assert part.amount == cost


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(money, st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=30))
def test_a_contract_is_divided_to_the_last_dong(total: Dong, weights: list[int]) -> None:
    parts = divide(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


def test_a_cheaper_machine_lowers_the_grant_and_says_why() -> None:
    part = settle_item(ItemCase(Dong(200_000_000), Dong(200_000_000), Dong(300_000_000), READ_HALF))
    assert part.amount == 150_000_000
    assert "Quyết toán 150 triệu đồng" in part.sentence
    assert "50 % của 300 triệu = 150 triệu" in part.sentence


def test_what_another_contract_settled_is_taken_off_the_ceiling() -> None:
    case = ItemCase(Dong(200_000_000), Dong(200_000_000), Dong(300_000_000), READ_HALF, Dong(100_000_000))
    assert settle_item(case).amount == 50_000_000


def test_the_parts_of_a_cost_are_those_stored_or_as_planned() -> None:
    planned = {payer: Dong(0) for payer in Payer} | {Payer.PROVINCIAL: Dong(1), Payer.COUNTERPART: Dong(2)}
    none = {payer: Dong(0) for payer in Payer}
    assert parts_of(Dong(100), none, planned)[Payer.PROVINCIAL] == 33
    assert sum(parts_of(Dong(100), none, planned).values()) == 100
    stored = none | {Payer.OTHER: Dong(100)}
    assert parts_of(Dong(100), stored, planned) == stored


@pytest.mark.parametrize(
    ("name", "code", "key"),
    [("Công ty Cơ khí", "4400-123456", "4400123456"), ("Công ty Cơ Khí", "", seller_key("cong ty co khi", ""))],
)
def test_a_seller_is_known_by_code_or_name(name: str, code: str, key: str) -> None:
    assert seller_key(name, code) == key


def test_a_survey_of_29_february_is_on_the_28th() -> None:
    assert survey_day(date(2016, 2, 29), 1) == date(2017, 2, 28)


def test_no_job_has_no_money_per_job_and_nothing_compared_no_growth() -> None:
    assert EffectSum(surveyed=1, money=Dong(5)).money_per_job is None
    assert EffectSum().growth is None
    told = EffectSum(compared=1, revenue_before=Dong(100), revenue_after=Dong(150), new_jobs=2, money=Dong(9))
    assert (told.growth, told.money_per_job) == (Decimal("50.00"), 4)
