"""Each rule of early warning at its threshold and one past it; the score is the sum, and says why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.flow.fieldwork.rules import Stretch, expected_percent, last_day_of, month_before
from khuyencong.flow.warning.enums import Band, WatchCode
from khuyencong.flow.warning.rules import MOST, Facts, Rule, report_owed, score

DAY = date(2017, 8, 10)
CALM = Facts(1, 2017, 100, 100)
WEIGHT = 10


def rules(*codes: WatchCode, threshold: int = 30, active: bool = True) -> dict[WatchCode, Rule]:
    return {code: Rule(code, "Thử", threshold, WEIGHT, active) for code in codes}


CASES: list[tuple[WatchCode, dict[str, Any], dict[str, Any]]] = [
    (
        WatchCode.ADVANCE_LATE,
        {"unadvanced_since": date(2017, 7, 11)},
        {"unadvanced_since": date(2017, 7, 10)},
    ),
    (
        WatchCode.BEHIND_SCHEDULE,
        {"expected_percent": 70, "reported_percent": 40, "unaccepted": 1},
        {"expected_percent": 71, "reported_percent": 40, "unaccepted": 1},
    ),
    (
        WatchCode.CONTENT_STOPS,
        {"content_decided": 100, "content_stopped": 29},
        {"content_decided": 100, "content_stopped": 30},
    ),
    (WatchCode.SPENDING_LOW, {"paid": 30}, {"paid": 29}),
    (
        WatchCode.OBSTACLE_OVERDUE,
        {"obstacles_waiting": 1, "obstacle_due_on": date(2017, 7, 11)},
        {"obstacles_waiting": 1, "obstacle_due_on": date(2017, 7, 10)},
    ),
    (
        WatchCode.NEED_UNCONFIRMED,
        {"need_told_on": date(2017, 7, 11)},
        {"need_told_on": date(2017, 7, 10)},
    ),
    (
        WatchCode.ACCEPTANCE_LATE,
        {"contract_due_on": date(2017, 7, 11), "unaccepted": 1},
        {"contract_due_on": date(2017, 7, 10), "unaccepted": 1},
    ),
]


@pytest.mark.parametrize(("code", "within", "past"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_at_its_threshold_and_past_it(code: WatchCode, within: dict[str, Any], past: dict[str, Any]) -> None:
    assert score(replace(CALM, **within), rules(code), DAY).points == 0
    found = score(replace(CALM, **past), rules(code), DAY)
    assert found.points == WEIGHT
    assert found.reasons[0].sentence.endswith(".")
    assert score(replace(CALM, **past), rules(code, active=False), DAY).points == 0


def test_half_a_year_is_waited_for() -> None:
    poor = replace(CALM, paid=0)
    assert score(poor, rules(WatchCode.SPENDING_LOW), date(2017, 6, 30)).points == 0
    assert score(poor, rules(WatchCode.SPENDING_LOW), date(2017, 7, 1)).points == WEIGHT


def test_a_report_is_owed_after_its_days_of_grace() -> None:
    assert report_owed(date(2017, 8, 5), 5) == date(2017, 6, 1)
    assert report_owed(date(2017, 8, 6), 5) == date(2017, 7, 1)
    begun = replace(CALM, contracted_on=date(2017, 3, 1), unaccepted=1)
    missing = rules(WatchCode.REPORT_MISSING, threshold=5)
    assert score(replace(begun, reported_month=date(2017, 7, 1)), missing, DAY).points == 0
    assert score(replace(begun, reported_month=date(2017, 6, 1)), missing, DAY).points == WEIGHT
    assert score(replace(begun, contracted_on=date(2017, 8, 1)), missing, DAY).points == 0
    assert score(replace(begun, unaccepted=0), missing, DAY).points == 0


def test_work_that_is_accepted_is_not_behind() -> None:
    done = replace(CALM, expected_percent=100, reported_percent=40)
    assert score(done, rules(WatchCode.BEHIND_SCHEDULE), DAY).points == 0


BANDS = {
    WatchCode.BAND_MEDIUM: Rule(WatchCode.BAND_MEDIUM, "", 10, 0),
    WatchCode.BAND_HIGH: Rule(WatchCode.BAND_HIGH, "", 20, 0),
}


def test_bands_are_rules_too() -> None:
    worse = replace(CALM, paid=0, need_told_on=date(2016, 1, 1))
    one = score(worse, {**rules(WatchCode.SPENDING_LOW), **BANDS}, DAY)
    two = score(worse, {**rules(WatchCode.SPENDING_LOW, WatchCode.NEED_UNCONFIRMED), **BANDS}, DAY)
    assert (one.band, two.band, score(CALM, BANDS, DAY).band) == (Band.MEDIUM, Band.HIGH, Band.LOW)


@given(weights=st.lists(st.integers(0, 100), min_size=2, max_size=2), paid=st.integers(0, 100))
def test_the_score_is_the_sum_of_its_reasons_up_to_a_hundred(weights: list[int], paid: int) -> None:
    codes = (WatchCode.SPENDING_LOW, WatchCode.NEED_UNCONFIRMED)
    held = {code: Rule(code, "", 30, weight) for code, weight in zip(codes, weights, strict=True)}
    found = score(replace(CALM, paid=paid, need_told_on=date(2016, 1, 1)), held, DAY)
    assert found.points == min(MOST, sum(reason.points for reason in found.reasons))
    assert list(found.reasons) == sorted(found.reasons, key=lambda reason: -reason.points)


DAYS = st.dates(date(2016, 1, 1), date(2018, 12, 31))


@given(first=DAYS, length=st.integers(0, 400), day=DAYS)
def test_what_should_be_done_grows_from_nothing_to_all(first: date, length: int, day: date) -> None:
    last = date.fromordinal(first.toordinal() + length)
    one = Stretch(first, last)
    earlier, later = one.percent_on(day), one.percent_on(date.fromordinal(day.toordinal() + 1))
    assert 0 <= earlier <= later <= 100
    assert one.percent_on(last) == 100
    assert one.percent_on(date.fromordinal(first.toordinal() - 1)) == 0
    assert expected_percent((one, one), day) == earlier


def test_months() -> None:
    assert last_day_of(date(2016, 2, 1)) == date(2016, 2, 29)
    assert month_before(date(2017, 1, 31)) == date(2016, 12, 1)
    assert expected_percent((), DAY) is None
