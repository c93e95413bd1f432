from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.ranges import DateRange

MERGER = date(2025, 7, 1)
BEFORE = DateRange(date(2004, 1, 1), MERGER)
SINCE = DateRange(MERGER)


def test_the_lower_day_is_in_and_the_upper_out() -> None:
    assert date(2004, 1, 1) in BEFORE
    assert MERGER - timedelta(days=1) in BEFORE
    assert MERGER not in BEFORE
    assert MERGER in SINCE
    assert date(2999, 1, 1) in SINCE


def test_labels_show_the_last_day_in() -> None:
    assert BEFORE.label() == "01/01/2004 – 30/06/2025"
    assert SINCE.label() == "từ 01/07/2025"
    assert DateRange(date(2017, 7, 11), date(2017, 7, 12)).label() == "11/07/2017"


def test_ranges_that_touch_do_not_overlap() -> None:
    assert not BEFORE.overlaps(SINCE)
    assert not SINCE.overlaps(BEFORE)
    assert SINCE.overlaps(SINCE)


@pytest.mark.parametrize("upper", [MERGER, MERGER - timedelta(days=1)])
def test_a_range_holds_a_day(upper: date) -> None:
    with pytest.raises(ValueError, match="must hold a day"):
        DateRange(MERGER, upper)


days = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@st.composite
def some_range(draw: st.DrawFn) -> DateRange:
    lower = draw(days)
    length = draw(st.none() | st.integers(1, 40))
    return DateRange(lower, None if length is None else lower + timedelta(days=length))


@given(some_range(), some_range())
def test_overlap_means_a_day_in_both(one: DateRange, other: DateRange) -> None:
    every_day = (date(2020, 1, 1) + timedelta(days=offset) for offset in range(120))
    assert one.overlaps(other) == any(day in one and day in other for day in every_day)
    assert one.overlaps(other) == other.overlaps(one)
