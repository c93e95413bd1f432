from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.errors import NotValid
from khuyencong.core.periods import Cutoff, Period, PeriodKind, bucket_of, buckets, is_aligned

CODES = ["2017-01", "2017-06", "2017-12", "2017Q1", "2017Q4", "2017H1", "2017H2", "2017N9", "2017"]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(PeriodKind))
    return Period(kind, draw(st.integers(1901, 2998)), draw(st.integers(1, kind.per_year)))


cutoffs = st.sampled_from(Cutoff)
days = st.dates(date(1901, 1, 1), date(2998, 12, 31))


@given(periods())
def test_parse_reads_back_the_code(period: Period) -> None:
    assert Period.parse(period.code) == period


def test_what_is_read_has_the_same_period_last_year() -> None:
    assert Period.parse("1901Q4").same_period_last_year() == Period(PeriodKind.QUARTER, 1900, 4)


@pytest.mark.parametrize("code", CODES)
def test_codes_are_canonical(code: str) -> None:
    assert Period.parse(f" {code.lower()} ").code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2017-13",
        "2017-00",
        "2017-6",
        "2017Q5",
        "2017Q0",
        "2017H3",
        "2017N6",
        "17",
        "2017 Q2",
        "0217",
        "1900",
        "1900-06",
        "3000",
    ],
)
def test_other_codes_are_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(NotValid) as refusal:
        Period.parse(text, field="period")
    assert refusal.value.field == "period"
    for form in ("2017-06", "2017Q2", "2017H1", "2017N9", "2017 (năm)"):
        assert form in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "year", "index"),
    [
        (PeriodKind.MONTH, 2017, 13),
        (PeriodKind.QUARTER, 2017, 0),
        (PeriodKind.HALF, 2017, 3),
        (PeriodKind.NINE_MONTHS, 2017, 2),
        (PeriodKind.YEAR, 1899, 1),
    ],
)
def test_no_period_outside_the_calendar(kind: PeriodKind, year: int, index: int) -> None:
    with pytest.raises(ValueError, match="no such period"):
        Period(kind, year, index)


@pytest.mark.parametrize(
    ("code", "calendar", "nd09"),
    [
        ("2020-01", ("2020-01-01", "2020-01-31"), ("2019-12-15", "2020-01-14")),
        ("2020-03", ("2020-03-01", "2020-03-31"), ("2020-02-15", "2020-03-14")),
        ("2020Q1", ("2020-01-01", "2020-03-31"), ("2019-12-15", "2020-03-14")),
        ("2020Q4", ("2020-10-01", "2020-12-31"), ("2020-09-15", "2020-12-14")),
        ("2020H1", ("2020-01-01", "2020-06-30"), ("2019-12-15", "2020-06-14")),
        ("2020H2", ("2020-07-01", "2020-12-31"), ("2020-06-15", "2020-12-14")),
        ("2020N9", ("2020-01-01", "2020-09-30"), ("2019-12-15", "2020-09-14")),
        ("2020", ("2020-01-01", "2020-12-31"), ("2019-12-15", "2020-12-14")),
    ],
)
def test_first_and_last_days(code: str, calendar: tuple[str, str], nd09: tuple[str, str]) -> None:
    period = Period.parse(code)
    for cutoff, (first, last) in ((Cutoff.CALENDAR, calendar), (Cutoff.ND09, nd09)):
        assert period.bounds(cutoff)[0].isoformat() == first
        assert period.last_day(cutoff).isoformat() == last


TILING = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF]


@given(st.integers(1901, 2998), cutoffs, st.sampled_from(TILING))
def test_the_periods_of_a_kind_tile_the_year(year: int, cutoff: Cutoff, kind: PeriodKind) -> None:
    bounds = [Period(kind, year, index).bounds(cutoff) for index in range(1, kind.per_year + 1)]
    assert (bounds[0][0], bounds[-1][1]) == Period(PeriodKind.YEAR, year).bounds(cutoff)
    assert all(before[1] == after[0] for before, after in pairwise(bounds))


@given(st.integers(1901, 2998), cutoffs)
def test_years_tile_time(year: int, cutoff: Cutoff) -> None:
    this, following = Period(PeriodKind.YEAR, year), Period(PeriodKind.YEAR, year + 1)
    assert this.bounds(cutoff)[1] == following.bounds(cutoff)[0]


@given(days, cutoffs, st.sampled_from(PeriodKind))
def test_the_period_that_holds_a_day_holds_it(day: date, cutoff: Cutoff, kind: PeriodKind) -> None:
    period = Period.containing(kind, day, cutoff)
    if period is None:
        assert kind is PeriodKind.NINE_MONTHS
        assert Period.containing(PeriodKind.QUARTER, day, cutoff).index == 4
    else:
        lower, upper = period.bounds(cutoff)
        assert lower <= day < upper


def test_the_day_of_a_cut_belongs_to_what_follows() -> None:
    assert Period.containing(PeriodKind.YEAR, date(2019, 12, 14), Cutoff.ND09).code == "2019"
    assert Period.containing(PeriodKind.YEAR, date(2019, 12, 15), Cutoff.ND09).code == "2020"
    assert Period.containing(PeriodKind.NINE_MONTHS, date(2020, 9, 15), Cutoff.ND09) is None


def test_neighbours() -> None:
    half = Period.parse("2017H1")
    assert half.same_period_last_year() == Period.parse("2016H1")
    assert half.whole_year() == Period.parse("2017")


def test_order_is_by_first_month_then_length() -> None:
    ordered = [
        "2016",
        "2017-01",
        "2017Q1",
        "2017H1",
        "2017N9",
        "2017",
        "2017-02",
        "2017Q2",
        "2017H2",
        "2018-01",
    ]
    assert [period.code for period in sorted(map(Period.parse, reversed(ordered)))] == ordered
    assert Period.parse("2017Q1") >= Period.parse("2017-01")


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("2017-06", "Tháng 6 năm 2017", "June 2017"),
        ("2017Q2", "Quý II năm 2017", "Quarter II of 2017"),
        ("2017H1", "6 tháng đầu năm 2017", "First 6 months of 2017"),
        ("2017H2", "6 tháng cuối năm 2017", "Last 6 months of 2017"),
        ("2017N9", "9 tháng đầu năm 2017", "First 9 months of 2017"),
        ("2017", "Năm 2017", "Year 2017"),
    ],
)
def test_labels(code: str, vi: str, en: str) -> None:
    period = Period.parse(code)
    assert (period.label(), period.label("en")) == (vi, en)


def test_cutoffs_have_labels() -> None:
    assert all(cutoff.label.startswith("theo ") for cutoff in Cutoff)


@given(periods(), cutoffs)
def test_every_period_is_made_of_half_months(period: Period, cutoff: Cutoff) -> None:
    lower, upper = period.bounds(cutoff)
    found = buckets(lower, upper)
    assert found is not None
    assert len(found) == 2 * period.kind.months
    assert found == sorted({bucket_of(lower + timedelta(days=offset)) for offset in range((upper - lower).days)})


def test_other_ranges_have_no_half_months() -> None:
    assert buckets(date(2017, 1, 1), date(2017, 7, 11)) is None
    assert not is_aligned(date(2017, 1, 2), date(2017, 7, 1))
    assert buckets(date(2017, 1, 15), date(2017, 1, 15)) == []
    with pytest.raises(ValueError, match="upside down"):
        buckets(date(2017, 7, 1), date(2017, 1, 1))


@given(days)
def test_a_day_is_in_its_bucket(day: date) -> None:
    start = bucket_of(day)
    assert start.day in {1, 15}
    assert start <= day < start + timedelta(days=17)
    assert bucket_of(start) == start
