"""The order of candidates (TT 36/2013 Đ.7): the same whatever order they come in, and each part of the key counts."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.flow.appraisal.rules import (
    CAPACITY,
    FLAGSHIP,
    Candidate,
    Facts,
    Priority,
    PriorityRule,
    priority_of,
    quorum,
    ranked,
)

PLAIN = Candidate(1, "2017-54-0001", False, Priority(), Priority(), 0, date(2016, 6, 1))
FOUND = Priority(("Công nghiệp hỗ trợ",))


def order(*candidates, by=None):
    rows = ranked(candidates, by) if by else ranked(candidates)
    return [row.candidate.project_id for row in rows]


def other(pk, **changes):
    return replace(PLAIN, project_id=pk, number=f"2017-54-{pk:04d}", **changes)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"flagship": True}, {"industry": FOUND, "area": FOUND, "settled": 99}),
        ({"industry": FOUND, "area": FOUND}, {"industry": FOUND, "settled": 99}),
        ({"industry": FOUND}, {"settled": 99}),
        ({"area": FOUND}, {"settled": 99}),
        ({"settled": 2}, {"settled": 1, "submitted_on": date(2016, 1, 1)}),
        ({"submitted_on": date(2016, 5, 31)}, {}),
        ({}, {"submitted_on": None}),
    ],
)
def test_each_part_of_the_key_stands_above_the_next(first, second):
    better, worse = other(9, **first), other(2, **second)
    assert order(better, worse) == order(worse, better) == [9, 2]


def test_equals_go_by_number_and_are_told():
    rows = ranked([other(3), other(2), other(1, flagship=True)])
    assert [(row.place, row.candidate.project_id, row.tied) for row in rows] == [
        (1, 1, False),
        (2, 2, False),
        (3, 3, True),
    ]


def test_the_rules_of_the_day_give_the_order():
    able, flagship = other(1, settled=5), other(2, flagship=True)
    assert order(able, flagship) == [2, 1]
    assert order(able, flagship, by=(CAPACITY, FLAGSHIP)) == [1, 2]
    assert order(able, flagship, by=("OWNER", FLAGSHIP)) == [2, 1]


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.booleans(),
            st.booleans(),
            st.integers(0, 2),
            st.sampled_from([None, date(2016, 1, 1), date(2016, 1, 2)]),
        ),
        max_size=5,
    )
)
def test_the_order_does_not_depend_on_how_they_come(drawn):
    some = [
        other(
            pk,
            flagship=f,
            industry=FOUND if i else Priority(),
            area=FOUND if a else Priority(),
            settled=n,
            submitted_on=d,
        )
        for pk, (f, i, a, n, d) in enumerate(drawn)
    ]
    expected = order(*some)
    assert all(order(*shuffled) == expected for shuffled in permutations(some))


def test_what_the_data_does_not_say_counts_nothing_and_is_told():
    rules = [
        PriorityRule("Công nghiệp hỗ trợ", {"industry": "SUPPORTING"}),
        PriorityRule("Cơ khí", {"industry": "MECHANICS", "vsic": ["25"], "keywords": ["cơ khí"]}),
        PriorityRule("Sản phẩm tiêu biểu", {"industry": "TYPICAL_PRODUCT"}),
        PriorityRule("Sản xuất sạch hơn", {"industry": "CLEANER_PRODUCTION"}),
    ]
    wood = Facts((("1610", "chế biến gỗ"),), frozenset({"MACHINERY"}))
    assert priority_of(rules, wood) == Priority((), ("Công nghiệp hỗ trợ",))
    assert priority_of(rules, wood).points == 0
    by_code = Facts((("2511", ""),), frozenset())
    by_word = Facts((("", "gia công CƠ KHÍ nhỏ"),), frozenset())
    assert priority_of(rules, by_code).matched == priority_of(rules, by_word).matched == ("Cơ khí",)
    clean = Facts((), frozenset({"CLEANER_PRODUCTION"}), certified=True)
    assert priority_of(rules, clean).matched == ("Sản phẩm tiêu biểu", "Sản xuất sạch hơn")


@pytest.mark.parametrize(("members", "percent", "least"), [(4, 50, 2), (5, 50, 3), (9, 66, 6), (0, 50, 0), (3, 100, 3)])
def test_a_quorum_is_rounded_up(members, percent, least):
    assert quorum(members, percent) == least
