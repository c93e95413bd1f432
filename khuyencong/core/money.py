"""Money: a whole number of đồng.

"Triệu đồng" and its like exist only in parse and show, which are inverse. Every rounding is half up
(away from zero), once, on whole numbers: no float, and no Decimal context, takes part.
docs/money.md has the worked tables, and the tests read them.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final, NewType

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import parse_number, quote, show_number
from khuyencong.core.text import squeeze

Dong = NewType("Dong", int)

MAX_DONG: Final = Dong(2**63 - 1)
"""The largest amount that a database column (bigint) can hold."""


class MoneyUnit(StrEnum):
    """The unit that a number of a paper or a workbook is in."""

    DONG = "dong"
    THOUSAND = "thousand"
    MILLION = "million"
    BILLION = "billion"

    @property
    def zeros(self) -> int:
        """The power of ten that the unit stands for."""
        return _ZEROS[self]

    @property
    def factor(self) -> int:
        """How many đồng one of the unit is."""
        return int(10**self.zeros)

    @property
    def label(self) -> str:
        """The unit in Vietnamese: "triệu đồng"."""
        return _LABELS[self]


_ZEROS: Final = {MoneyUnit.DONG: 0, MoneyUnit.THOUSAND: 3, MoneyUnit.MILLION: 6, MoneyUnit.BILLION: 9}

_LABELS: Final = {
    MoneyUnit.DONG: "đồng",
    MoneyUnit.THOUSAND: "nghìn đồng",
    MoneyUnit.MILLION: "triệu đồng",
    MoneyUnit.BILLION: "tỷ đồng",
}

_WORDS: Final = {
    **dict.fromkeys(("đồng", "đ", "₫", "vnđ", "vnd"), MoneyUnit.DONG),
    **dict.fromkeys(("nghìn", "ngàn", "nghìn đồng", "ngàn đồng"), MoneyUnit.THOUSAND),
    **dict.fromkeys(("triệu", "triệu đồng", "tr", "trđ", "tr.đ", "tr.đồng"), MoneyUnit.MILLION),
    **dict.fromkeys(("tỷ", "tỉ", "tỷ đồng", "tỉ đồng"), MoneyUnit.BILLION),
}
"""Every way to name a unit that provinces' papers use, lower case."""

_NUMBER_THEN_WORD: Final = re.compile(r"(?P<number>.*[0-9]) ?(?P<word>[^\W0-9][^0-9]*|₫)")


def parse_dong(text: str, unit: MoneyUnit, *, allow_negative: bool = False, field: str | None = None) -> Dong:
    """Read an amount in the Vietnamese habit: "1.769,5" with unit MILLION is 1 769 500 000 đồng.

    A unit word after the number ("đồng", "triệu", "tỷ đồng" …) overrides `unit`.
    Raises NotValid, carrying `field`, for what is not a number or could be read in two ways ("1,769.5",
    "1.76"), for parts of a đồng, for a negative amount unless `allow_negative`, and beyond MAX_DONG.
    """
    entered = squeeze(text)
    number, unit = _split_unit(entered, unit, field)
    numerator, denominator = parse_number(number, field=field).as_integer_ratio()
    dong, rest = divmod(numerator * unit.factor, denominator)
    if rest:
        message = f"“{quote(entered)}” ({unit.label}) có phần lẻ của đồng; hãy làm tròn hoặc chọn lại đơn vị tính."
        raise NotValid(message, field=field)
    if dong < 0 and not allow_negative:
        message = f"Số tiền “{quote(entered)}” là số âm; hãy nhập số từ 0 trở lên."
        raise NotValid(message, field=field)
    if abs(dong) > MAX_DONG:
        message = f"Số tiền “{quote(entered)}” ({unit.label}) quá lớn; hãy kiểm tra lại đơn vị tính."
        raise NotValid(message, field=field)
    return Dong(dong)


def show_dong(amount: Dong) -> str:
    """Write an amount in đồng: "1.769.000.000"."""
    return show_number(amount)


def show_in(amount: Dong, unit: MoneyUnit, *, places: int | None = None) -> str:
    """Write an amount in `unit`, without the unit's name.

    Without `places` every digit is kept and none is added, so `parse_dong` reads the same amount back.
    With `places` the number is rounded half up to exactly that many decimals.
    """
    if places is not None:
        return show_number(_with_places(_round_half_up(amount * 10**places, unit.factor), places))
    exact = show_number(_with_places(amount, unit.zeros))
    return exact.rstrip("0").rstrip(",") if "," in exact else exact


def show_million(amount: Dong, *, places: int | None = None) -> str:
    """Write an amount in triệu đồng: "1.769,5"; see `show_in`."""
    return show_in(amount, MoneyUnit.MILLION, places=places)


def percent_of(percent: Decimal, amount: Dong) -> Dong:
    """Return `percent` per cent of `amount`, rounded half up to a whole đồng."""
    numerator, denominator = percent.as_integer_ratio()
    return Dong(_round_half_up(numerator * amount, denominator * 100))


def share(part: int, whole: int) -> Decimal | None:
    """Return `part` as a percentage of `whole` ("bằng x % của"), two decimals, half up.

    None when `whole` is 0: there is no such percentage, and pages print "–".
    """
    return None if whole == 0 else _with_places(_round_half_up(part * 10_000, whole), 2)


def change(new: int, old: int) -> Decimal | None:
    """Return the growth from `old` to `new` in per cent ("tăng x % so với"), two decimals, half up.

    Negative for a fall. None when `old` is 0 or less: growth from nothing, or from a debt, says nothing.
    """
    return share(new - old, old) if old > 0 else None


def allocate(total: Dong, weights: Sequence[int]) -> list[Dong]:
    """Divide `total` in proportion to `weights`, so that the parts sum to it exactly.

    Largest remainder: each part is cut down to whole đồng, then the đồng left over go one by one to the
    largest cut-off fractions, earlier weights first among equals. A negative total is divided as its
    opposite. Raises ValueError when a weight is negative or none is positive.
    """
    whole = sum(weights)
    if any(weight < 0 for weight in weights) or whole == 0:
        message = f"weights must be 0 or more, and one of them positive: {list(weights)}"
        raise ValueError(message)
    cuts = [divmod(abs(total) * weight, whole) for weight in weights]
    left_over = abs(total) - sum(part for part, _ in cuts)
    by_fraction = sorted(range(len(cuts)), key=lambda place: -cuts[place][1])  # stable: ties keep their order
    lucky = frozenset(by_fraction[:left_over])
    parts = [part + (place in lucky) for place, (part, _) in enumerate(cuts)]
    return [Dong(-part if total < 0 else part) for part in parts]


def show_percent(percent: Decimal | None) -> str:
    """Write a percentage with two decimals, half up, without the sign: "12,34"; None as "–"."""
    if percent is None:
        return "–"
    numerator, denominator = percent.as_integer_ratio()
    return show_number(_with_places(_round_half_up(numerator * 100, denominator), 2))


def _split_unit(entered: str, unit: MoneyUnit, field: str | None) -> tuple[str, MoneyUnit]:
    """Part the number from the unit word that follows it; `unit` when none does."""
    match = _NUMBER_THEN_WORD.fullmatch(entered)
    if match is None:
        return entered, unit
    named = _WORDS.get(match["word"].casefold())
    if named is None:
        message = (
            f"“{quote(entered)}” có đơn vị tính không rõ; hãy dùng một trong các đơn vị: đồng, nghìn đồng, "
            "triệu đồng, tỷ đồng."
        )
        raise NotValid(message, field=field)
    return match["number"], named


def _round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, halves away from zero. The only rounding of money."""
    size = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return size if (numerator < 0) == (denominator < 0) else -size


def _with_places(scaled: int, places: int) -> Decimal:
    """Return scaled ÷ 10^places with exactly `places` decimals, free of the Decimal context's precision."""
    return Decimal(f"{scaled}E-{places}")
