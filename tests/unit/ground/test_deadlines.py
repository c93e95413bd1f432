"""Deadlines: the day of each rule around weekends and holidays, and what counts working days, as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.working_days import add_working_days, is_working_day, working_days_between
from khuyencong.ground.regulations.attributes import faults_of
from khuyencong.ground.regulations.deadlines import (
    DeadlineRule,
    Duty,
    OnDayOff,
    calendar,
    due,
    due_in,
    late_by,
    late_since,
    late_years,
    rule_for,
)
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind

DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 31))


def fixed(
    month: int, day: int, *, before: bool = False, offset: int = 0, where: OnDayOff | None = None
) -> DeadlineRule:
    """A rule on a day of the year."""
    return DeadlineRule(
        "R", "", "", Confidence.READ, Duty.REGISTER, month=month, day=day, before=before, year_offset=offset,
        on_day_off=where,
    )  # fmt: skip


def counted(days: int) -> DeadlineRule:
    """A rule of working days."""
    return DeadlineRule("R", "", "", Confidence.READ, Duty.ADJUSTMENT_DECIDE, working_days=days)


REGISTER = fixed(5, 20, before=True, offset=-1)
SEND = fixed(6, 20, before=True, offset=-1)
MINISTRY = fixed(9, 30, before=True, offset=-1)
ASSIGN = fixed(12, 31, offset=-1, where=OnDayOff.STAY)
SETTLE = fixed(12, 15)
BOOKS = fixed(1, 31, offset=1, where=OnDayOff.STAY)


@pytest.mark.parametrize(
    ("rule", "plan_year", "expected"),
    [
        (REGISTER, 2018, date(2017, 5, 19)),  # a Friday
        (REGISTER, 2019, date(2018, 5, 18)),  # 19/5/2018 is a Saturday: before it
        (REGISTER, 2025, date(2024, 5, 17)),  # 19/5/2024 is a Sunday
        (SEND, 2018, date(2017, 6, 19)),
        (SEND, 2023, date(2022, 6, 17)),  # 19/6/2022 is a Sunday
        (MINISTRY, 2018, date(2017, 9, 29)),
        (MINISTRY, 2025, date(2024, 9, 27)),  # 29/9/2024 is a Sunday
        (ASSIGN, 2018, date(2017, 12, 31)),  # a Sunday: the budget year ends on it all the same
        (SETTLE, 2017, date(2017, 12, 15)),
        (SETTLE, 2018, date(2018, 12, 17)),  # 15/12/2018 is a Saturday: the next working day
        (BOOKS, 2016, date(2017, 1, 31)),  # within Tết of 2017 (26/1 – 1/2)
        (fixed(1, 31, offset=1), 2016, date(2017, 2, 2)),  # the same, moved past Tết
        (fixed(1, 31, before=True, offset=1), 2016, date(2017, 1, 25)),  # the last day offices worked before Tết
        (fixed(2, 15), 2018, date(2018, 2, 21)),  # Tết of 2018: 14/2 – 20/2
        (fixed(2, 15, before=True), 2018, date(2018, 2, 13)),
        (fixed(2, 17), 2026, date(2026, 2, 23)),  # Tết of 2026: 14/2 – 22/2
        (fixed(4, 30), 2018, date(2018, 5, 2)),
        (fixed(9, 2), 2017, date(2017, 9, 5)),  # National Day on a Saturday, off in lieu on Monday
        (fixed(2, 29), 2018, date(2018, 2, 28)),
    ],
)
def test_the_last_day_in_time(rule: DeadlineRule, plan_year: int, expected: date) -> None:
    assert due_in(rule, plan_year) == expected


@pytest.mark.parametrize(
    ("event", "days", "expected"),
    [
        (date(2017, 1, 24), 5, date(2017, 2, 7)),  # Tết of 2017 stands between
        (date(2018, 2, 12), 3, date(2018, 2, 22)),
        (date(2026, 2, 12), 2, date(2026, 2, 23)),
        (date(2017, 7, 7), 1, date(2017, 7, 10)),
    ],
)
def test_working_days_after_an_event(event: date, days: int, expected: date) -> None:
    assert due(counted(days), plan_year=2017, event=event) == expected
    assert due(counted(days), plan_year=2017, event=None) is None


@given(start=DAYS, days=st.integers(1, 60))
def test_the_nth_working_day_is_n_working_days_away(start: date, days: int) -> None:
    last = add_working_days(start, days)
    assert is_working_day(last)
    assert working_days_between(start, last) == days
    assert add_working_days(start, days + 1) > last


@given(start=DAYS, middle=st.integers(0, 90), more=st.integers(0, 90))
def test_working_days_add_up(start: date, middle: int, more: int) -> None:
    via, end = start + timedelta(middle), start + timedelta(middle + more)
    assert working_days_between(start, end) == working_days_between(start, via) + working_days_between(via, end)
    assert working_days_between(end, start) == -working_days_between(start - timedelta(1), end - timedelta(1))


@given(today=DAYS, days=st.integers(1, 30), event=DAYS)
def test_what_is_late_by_the_database_is_late_by_the_clock(today: date, days: int, event: date) -> None:
    rule = counted(days)
    since = late_since(rule, today)
    assert since is not None
    assert (event <= since) is (late_by(due(rule, plan_year=2017, event=event), today) > 0)


@given(today=DAYS, year=st.integers(2005, 2028), rule=st.sampled_from([REGISTER, SEND, ASSIGN, SETTLE, BOOKS]))
def test_the_late_years_are_those_whose_day_has_passed(today: date, year: int, rule: DeadlineRule) -> None:
    last = due_in(rule, year)
    assert last is not None
    if year <= today.year + 2:
        assert (year in late_years(rule, today)) is (last < today)


def test_late_counts_working_days() -> None:
    assert late_by(date(2017, 7, 7), date(2017, 7, 7)) == 0
    assert late_by(date(2017, 7, 7), date(2017, 7, 10)) == 1
    assert late_by(date(2017, 7, 7), date(2017, 7, 8)) == 1  # a Saturday: no working day has passed, yet it is late
    assert late_by(None, date(2017, 7, 7)) == 0


def test_the_surest_rule_goes_first_then_the_earliest() -> None:
    low = [
        DeadlineRule(code, "", "", Confidence.LOW, Duty.SETTLE, month=month, day=1)
        for code, month in (("B", 10), ("A", 9))
    ]
    assert rule_for(low, Duty.SETTLE) is low[1]
    read = DeadlineRule("C", "", "", Confidence.READ, Duty.SETTLE, month=12, day=1)
    assert rule_for([*low, read], Duty.SETTLE) is read
    assert rule_for(low, Duty.ACCEPT) is None


def test_a_year_holds_the_days_that_fall_in_it() -> None:
    found = [(one.day, one.plan_year) for one in calendar((REGISTER, BOOKS, counted(3)), 2017)]
    assert found == [(date(2017, 1, 31), 2016), (date(2017, 5, 19), 2018)]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"month": 5, "day": 20}, []),
        ({"working_days": 5, "duty": "SETTLE"}, []),
        ({}, ["working_days"]),
        ({"month": 5}, ["day"]),
        ({"day": 5}, ["month"]),
        ({"month": 5, "day": 20, "working_days": 5}, ["working_days"]),
        ({"working_days": 5}, ["duty"]),
        ({"month": 13, "day": 20}, ["month"]),
    ],
)
def test_a_deadline_is_a_day_or_a_count(said: dict[str, object], fields: list[str]) -> None:
    assert [name for name, _sentence in faults_of(ProvisionKind.DEADLINE, said)] == fields
