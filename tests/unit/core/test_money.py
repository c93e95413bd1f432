from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import parse_number
from khuyencong.core.money import (
    MAX_DONG,
    Dong,
    MoneyUnit,
    allocate,
    change,
    parse_dong,
    percent_of,
    share,
    show_dong,
    show_in,
    show_million,
    show_percent,
)

amounts = st.integers(-MAX_DONG, MAX_DONG).map(Dong)
units = st.sampled_from(MoneyUnit)


@given(amounts, units)
def test_parse_reads_back_what_show_wrote(amount: Dong, unit: MoneyUnit) -> None:
    assert parse_dong(show_in(amount, unit), unit, allow_negative=True) == amount


@given(amounts, units, units)
def test_a_written_unit_overrides_the_columns(amount: Dong, written: MoneyUnit, column: MoneyUnit) -> None:
    text = f"{show_in(amount, written)} {written.label}"
    assert parse_dong(text, column, allow_negative=True) == amount


@given(amounts, st.integers(0, 6))
def test_rounding_for_show_is_off_by_half_a_step_at_most(amount: Dong, places: int) -> None:
    shown = parse_number(show_million(amount, places=places))
    assert shown.as_tuple().exponent == -places
    assert abs(Fraction(shown) * 10**6 - amount) * 2 <= 10 ** (6 - places)


def test_a_context_of_few_digits_changes_nothing() -> None:
    with localcontext(prec=3):
        assert parse_dong("1.769,123456", MoneyUnit.MILLION) == 1_769_123_456
        assert show_million(Dong(1_769_123_456)) == "1.769,123456"
        assert share(123_456, 100_000) == Decimal("123.46")
        assert percent_of(Decimal("22.05"), Dong(907_000_001)) == 199_993_500
        assert show_percent(Decimal("123.456")) == "123,46"


def test_show_dong_groups_thousands() -> None:
    assert show_dong(Dong(1_769_000_000)) == "1.769.000.000"
    assert show_dong(Dong(-999)) == "-999"


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        (" 1.769\u00a0", MoneyUnit.MILLION, 1_769_000_000),
        ("1\u00a0769\u202f000", MoneyUnit.DONG, 1_769_000),
        ("1.769\u00a0triệu", MoneyUnit.DONG, 1_769_000_000),
        ("1.769triệu", MoneyUnit.DONG, 1_769_000_000),
        ("1.769 TRIỆU ĐỒNG", MoneyUnit.DONG, 1_769_000_000),
        ("1.769 trie\u0323\u0302u", MoneyUnit.DONG, 1_769_000_000),
        ("5 tỉ", MoneyUnit.DONG, 5_000_000_000),
        ("500.000 VNĐ", MoneyUnit.MILLION, 500_000),
        ("500.000₫", MoneyUnit.MILLION, 500_000),
        ("0", MoneyUnit.MILLION, 0),
        ("-0", MoneyUnit.MILLION, 0),
    ],
)
def test_amounts_as_people_write_them(text: str, unit: MoneyUnit, amount: int) -> None:
    assert parse_dong(text, unit) == amount


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", ",5", "1.", "1,", "1.769.", "1..769", "1.769 000", "1,7,6", "007", "1e3", "NaN", "١٢",
     "1/2", "1.769 triệu tỷ", "triệu", "1_000", "1" * 80, "1,000,000", "(500)"],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(NotValid):
        parse_dong(text, MoneyUnit.MILLION)


def test_the_refusal_says_what_to_do_and_names_the_field() -> None:
    with pytest.raises(NotValid) as refusal:
        parse_dong("1,769.5", MoneyUnit.MILLION, field="support")
    assert refusal.value.field == "support"
    assert "“1,769.5”" in str(refusal.value)
    assert "1.769,5" in str(refusal.value)


def test_negatives_only_where_they_are_meant() -> None:
    assert parse_dong("−1,5", MoneyUnit.MILLION, allow_negative=True) == -1_500_000
    with pytest.raises(NotValid, match="số âm"):
        parse_dong("-1,5", MoneyUnit.MILLION)


def test_what_a_column_cannot_hold_is_refused() -> None:
    assert parse_dong(show_dong(MAX_DONG), MoneyUnit.DONG) == MAX_DONG
    with pytest.raises(NotValid, match="quá lớn"):
        parse_dong(show_dong(MAX_DONG), MoneyUnit.THOUSAND)


def test_units_know_their_size_and_name() -> None:
    assert [(unit.factor, unit.label) for unit in MoneyUnit] == [
        (1, "đồng"),
        (1_000, "nghìn đồng"),
        (1_000_000, "triệu đồng"),
        (1_000_000_000, "tỷ đồng"),
    ]


@given(amounts, st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any))
def test_allocated_parts_sum_to_the_total_and_are_fair(total: Dong, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
    assert allocate(Dong(-total), weights) == [-part for part in parts]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_weights_that_divide_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(Dong(100), weights)


@given(amounts, st.integers(1, 10**15))
def test_share_is_the_nearest_hundredth(part: Dong, whole: int) -> None:
    found = share(part, whole)
    assert found is not None
    assert abs(Fraction(found) - Fraction(100 * part, whole)) <= Fraction(1, 200)
    assert found.as_tuple().exponent == -2


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_growth_and_share_differ_by_one_hundred(new: int, old: int) -> None:
    growth, ratio = change(new, old), share(new, old)
    assert growth is not None
    assert ratio is not None
    # "tăng x %" and "bằng 100 + x %" agree, save that halves of a fall round away from zero.
    assert abs(ratio - growth - 100) <= (0 if new >= old else Decimal("0.01"))


@given(st.decimals(0, 100, places=2), st.integers(0, 10**15).map(Dong))
def test_percent_of_is_the_nearest_dong(percent: Decimal, amount: Dong) -> None:
    assert abs(percent_of(percent, amount) - Fraction(percent) * amount / 100) <= Fraction(1, 2)


def test_no_percentage_is_a_dash() -> None:
    assert show_percent(None) == "–"
    assert show_percent(share(1, 0)) == "–"
