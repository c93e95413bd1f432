from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2017, 7, 11), True),
        (date(2017, 7, 15), False),  # Saturday
        (date(2017, 1, 27), False),  # the eve of Tết Đinh Dậu
        (date(2017, 1, 30), False),  # mùng ba
        (date(2017, 4, 6), False),  # Giỗ Tổ
        (date(2017, 9, 4), False),  # in lieu of Saturday 2/9
        (date(2025, 1, 29), False),  # Tết Ất Tỵ
        (date(2025, 5, 2), False),  # swapped with
        (date(2025, 4, 26), True),  # a Saturday
        (date(2015, 1, 2), False),  # swapped with
        (date(2014, 12, 27), True),  # a Saturday of the year before
    ],
)
def test_days_of_the_vietnamese_calendar(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_deadline_passes_over_the_lunar_new_year() -> None:
    assert add_working_days(date(2025, 1, 24), 1) == date(2025, 2, 3)
    assert add_working_days(date(2025, 2, 3), -1) == date(2025, 1, 24)


def test_no_days_rolls_to_a_working_day() -> None:
    assert add_working_days(date(2025, 2, 3), 0) == date(2025, 2, 3)
    assert add_working_days(date(2025, 1, 25), 0) == date(2025, 2, 3)


def test_later_decrees_come_in_as_data() -> None:
    off, on = {date(2017, 7, 14)}, {date(2017, 7, 15)}
    assert add_working_days(date(2017, 7, 13), 1, off, on) == date(2017, 7, 15)
    assert working_days_between(date(2017, 7, 13), date(2017, 7, 16), off, on) == 1
    assert not is_working_day(date(2017, 7, 14), off, off)


@given(st.dates(date(2004, 1, 1), date(2030, 12, 31)), st.integers(-40, 40).filter(bool))
def test_counting_undoes_adding(day: date, n: int) -> None:
    end = add_working_days(day, n)
    assert is_working_day(end)
    assert working_days_between(day, end) == n
