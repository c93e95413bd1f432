"""The arithmetic of acceptances, settlements and effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from khuyencong.core.money import Dong, allocate, change, show_million
from khuyencong.core.text import fold
from khuyencong.flow.settlement.enums import Payer
from khuyencong.ground.regulations.rules import Norm, ceiling

RECOVERY_DAYS: Final = 30
"""Days to give back what was advanced above the settlement, where nobody says another day.  A custom, not law."""

ROUNDS: Final = (1, 2, 3)
"""Years after the acceptance at which the effect is looked at (DOMAIN 4.3, "1–3 years"; not read in a source)."""

Parts = Mapping[Payer, Dong]


@dataclass(frozen=True)
class ItemCase:
    """What is known of one item at its settlement, in đồng.

    ``share`` is its part of the contract, ``elsewhere`` what other contracts settled of it; ``claimed`` what is asked.
    """

    share: Dong
    claimed: Dong
    accepted_cost: Dong
    norm: Norm | None = None
    elsewhere: Dong = Dong(0)


@dataclass(frozen=True)
class SettledPart:
    """What is recognised of one item, the ceiling that bound it (``None``: none binds), and the explanation."""

    amount: Dong
    ceiling: Dong | None
    sentence: str


def settle_item(case: ItemCase) -> SettledPart:
    """Return ``min(share of the contract, claimed, accepted cost, norm's ceiling)``, less what others settled of it.

    The ceiling is computed again on what was accepted (TT 28/2018/TT-BTC Đ.8; TT 36/2013/TT-BCT): a cheaper machine
    lowers the grant.  A norm that was not read in its source is told and does not lower.
    """
    bounds = [
        (case.share, f"phần của hợp đồng {show_million(case.share)} triệu"),
        (case.claimed, f"đề nghị {show_million(case.claimed)} triệu"),
        (_left(case.accepted_cost, case), f"chi phí nghiệm thu {show_million(case.accepted_cost)} triệu"),
    ]
    limit = ceiling(case.norm, case.accepted_cost) if case.norm else None
    most = _left(limit.amount, case) if limit and limit.amount is not None and limit.binding else None
    if most is not None:
        bounds.append((most, f"mức trần {show_million(most)} triệu"))
    amount = min(bound for bound, _ in bounds)
    words = ", ".join(text for _, text in bounds)
    told = [f"Quyết toán {show_million(amount)} triệu đồng, là số nhỏ nhất của: {words}."]
    if case.elsewhere:
        told.append(f"Đã trừ {show_million(case.elsewhere)} triệu quyết toán ở hợp đồng khác.")
    told += [limit.sentence] if limit else []
    return SettledPart(amount, most, " ".join(told))


def _left(bound: Dong, case: ItemCase) -> Dong:
    return Dong(max(0, bound - case.elsewhere))


def divide(total: Dong, weights: Sequence[int]) -> list[Dong]:
    """Divide by largest remainder in proportion to ``weights``; evenly where no weight is above zero."""
    if not weights:
        return []
    return allocate(total, weights if any(weights) else [1] * len(weights))


def parts_of(cost: Dong, stored: Parts, planned: Parts) -> dict[Payer, Dong]:
    """Return whose money an accepted cost was: as ``stored``, or (rows of before) divided as the item planned it."""
    if any(stored.values()):
        return {payer: stored[payer] for payer in Payer}
    return dict(zip(Payer, divide(cost, [planned[payer] for payer in Payer]), strict=True))


def seller_key(name: str, tax_code: str) -> str:
    """Return what tells a seller from every other: the tax code's digits, or the name without accents and case."""
    digits = "".join(letter for letter in tax_code if letter.isdigit())
    return digits or fold(name)


def survey_day(accepted_on: date, years: int) -> date:
    """Return the day ``years`` after an acceptance; of 29 February the 28th."""
    try:
        return accepted_on.replace(year=accepted_on.year + years)
    except ValueError:
        return accepted_on.replace(year=accepted_on.year + years, day=28)


@dataclass(frozen=True)
class EffectSum:
    """What surveys of some items tell, with the numbers of items that each sum is of; money in đồng.

    ``supported``/``scheduled`` items had a survey due, ``surveyed`` have one; revenue is compared where both the
    survey and the year before the acceptance are known (``compared`` items).
    """

    scheduled: int = 0
    surveyed: int = 0
    in_use: int = 0
    new_jobs: int = 0
    replicated: int = 0
    money: Dong = Dong(0)
    compared: int = 0
    revenue_before: Dong = Dong(0)
    revenue_after: Dong = Dong(0)

    @property
    def money_per_job(self) -> Dong | None:
        """Support of the surveyed items per job that they made; ``None`` without a job."""
        return Dong(self.money // self.new_jobs) if self.new_jobs else None

    @property
    def growth(self) -> Decimal | None:
        """Growth of revenue against the year before the acceptance, in per cent."""
        return change(self.revenue_after, self.revenue_before) if self.compared else None

    def plus(self, other: "EffectSum") -> "EffectSum":
        """Return both together."""
        return EffectSum(
            self.scheduled + other.scheduled,
            self.surveyed + other.surveyed,
            self.in_use + other.in_use,
            self.new_jobs + other.new_jobs,
            self.replicated + other.replicated,
            Dong(self.money + other.money),
            self.compared + other.compared,
            Dong(self.revenue_before + other.revenue_before),
            Dong(self.revenue_after + other.revenue_after),
        )
