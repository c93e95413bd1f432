from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import parse_date, parse_number, show_date, show_date_official, show_number, show_quantity

days = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@given(days)
def test_parse_reads_back_what_show_wrote(day: date) -> None:
    assert parse_date(show_date(day)) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["5/7/2017", "05/07/2017", "05-07-2017", "5.7.2017", "2017-07-05", " 5/7/2017\u00a0"])
def test_one_day_in_every_accepted_form(text: str) -> None:
    assert parse_date(text) == date(2017, 7, 5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5/7/17", "ngày/tháng/năm"),
        ("5/7-2017", "ngày/tháng/năm"),
        ("2017/07/05", "ngày/tháng/năm"),
        ("05 07 2017", "ngày/tháng/năm"),
        ("", "ngày/tháng/năm"),
        ("x" * 500, "…”"),
        ("31/02/2017", "không có trong lịch"),
        ("07/15/2017", "không có trong lịch"),
        ("05/07/0217", "từ 1900"),
    ],
)
def test_other_dates_are_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(NotValid) as refusal:
        parse_date(text, field="signed_on")
    assert says in str(refusal.value)
    assert refusal.value.field == "signed_on"
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2017, 7, 5), "ngày 05 tháng 7 năm 2017"),
        (date(2017, 1, 15), "ngày 15 tháng 01 năm 2017"),
        (date(2020, 2, 9), "ngày 09 tháng 02 năm 2020"),
        (date(2020, 3, 10), "ngày 10 tháng 3 năm 2020"),
        (date(2020, 12, 31), "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_official_dates_follow_the_decree(day: date, written: str) -> None:
    assert show_date_official(day) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1.000"),
        (-1_234_567, "-1.234.567"),
        (Decimal("1769.50"), "1.769,50"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("-0.25"), "-0,25"),
        (Decimal("-0.00"), "0,00"),
        (Decimal("1234567890123456789012345678901234.5"), "1.234.567.890.123.456.789.012.345.678.901.234,5"),
    ],
)
def test_numbers_keep_their_digits(number: int | Decimal, written: str) -> None:
    assert show_number(number) == written


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_not_shown(number: Decimal) -> None:
    with pytest.raises(ValueError, match="cannot show"):
        show_number(number)


@given(st.decimals(-(10**20), 10**20, places=4) | st.integers())
def test_numbers_are_read_back_exactly(number: int | Decimal) -> None:
    if len(show_number(number)) <= 60:
        assert parse_number(show_number(number)) == number


@pytest.mark.parametrize("text", ["1,769.5", "1.76", "1.76,5", "0.500", "1.7690", "1 76", "--1", "1,", "một", "½", "٣"])
def test_ambiguous_numbers_are_refused(text: str) -> None:
    with pytest.raises(NotValid, match="không phải là số hợp lệ"):
        parse_number(text)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1"), (Decimal("1.00"), "1"), (Decimal("2.50"), "2,5"), (Decimal("1769.00"), "1.769"), (Decimal(0), "0")],
)
def test_a_quantity_has_no_decimals_that_say_nothing(number: int | Decimal, written: str) -> None:
    assert show_quantity(number) == written
