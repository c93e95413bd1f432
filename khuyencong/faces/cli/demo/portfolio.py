"""A year's đề án where no paper tells them: what the region's results need, and machines with the rest.

Most of the money goes to machines, as the article complains.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.projects import AIDED, Maker
from khuyencong.faces.cli.demo.provinces import CASES, LAM_DONG, PHU_YEN, PROVINCES, QUANG_NAM, ProvinceFacts
from khuyencong.faces.cli.demo.shares import MILLION, million, portions, spread, uneven
from khuyencong.faces.cli.demo.targets import CASE_P, CASE_Q, PLANS, RESULTS
from khuyencong.faces.cli.demo.wishes import Wish
from khuyencong.flow.planning.enums import Source

FIRST_YEAR: Final = 2016
CASE_YEAR: Final = 2017

CASE_DEMOS: Final = 4
"""Demonstrations of the two cases, all in the second half: two in Bình Định, two in Lâm Đồng."""
CASE_BRANDS: Final = 4
"""Brands of the two cases, all in the second half."""

_NATIONAL_OTHERS: Final = (
    ("TRAINING", 180), ("CLEANER_PRODUCTION", 250), ("CAPACITY", 120), ("PACKAGING", 105), ("TRAINING", 150),
    ("CLUSTER_INFRASTRUCTURE", 400), ("COMMUNICATION", 100), ("CONSULTING_SUPPORT", 70),
)  # fmt: skip
_PROVINCIAL_OTHERS: Final = (
    ("SHOWROOM", 80), ("STAFF_TRAINING", 40), ("AWARD", 90), ("PACKAGING", 70), ("CLUSTER_PLANNING", 120),
    ("ESTABLISHMENT_POLLUTION", 150), ("TRADE_PROMOTION", 60), ("CP_AWARENESS", 50), ("COLLABORATORS", 45),
    ("SUPERVISION", 35), ("TRADE_ASSOCIATION", 50),
)  # fmt: skip


_SIZES: Final = {(LAM_DONG, FIRST_YEAR): (1, 2), (PHU_YEN, CASE_YEAR): (1, 2), (QUANG_NAM, CASE_YEAR): (1, 2)}
"""Where local machines come in smaller đề án than elsewhere: how many establishments each has, in turn."""


@dataclass(frozen=True)
class Pots:
    """A province's money of a year by budget, in triệu."""

    national: int
    provincial: int
    district: int


@dataclass(frozen=True)
class Quota:
    """What a province contributes to the region's results of a year, by half."""

    index: int
    demos: tuple[int, int]
    brands: tuple[int, int]
    startups: tuple[int, int]
    fairs: tuple[int, ...]
    attends: tuple[int, ...]


def told(year: int) -> tuple[ProvinceFacts, ...]:
    """Return the provinces of ``year`` that this module makes up: all but the two cases of 2017."""
    return tuple(facts for facts in PROVINCES if year != CASE_YEAR or facts.code not in CASES)


def pots(year: int) -> dict[str, Pots]:
    """Divide the region's money of ``year``, less that of the cases, by the provinces' weights."""
    provinces = told(year)
    case = year == CASE_YEAR
    national = PLANS[year].national - (CASE_P.national + CASE_Q.national if case else 0)
    local = PLANS[year].local - (CASE_P.local + CASE_Q.local if case else 0)
    found = {}
    nationals = portions(national, [facts.national for facts in provinces], 10)
    locals_ = portions(local, [facts.local for facts in provinces], 10)
    for facts, one, other in zip(provinces, nationals, locals_, strict=True):
        district = other * facts.district // 1000 * 10
        found[facts.code] = Pots(one, other - district, district)
    return found


def quotas(year: int) -> dict[str, Quota]:
    """Deal the region's results of ``year`` out to the provinces."""
    codes = [facts.code for facts in told(year)]
    poor = [facts.code for facts in told(year) if facts.startups]
    first, second = RESULTS[year, 1], RESULTS[year, 2]
    case = year == CASE_YEAR
    demos = spread(first.demos, codes, 1), spread(second.demos - case * CASE_DEMOS, codes, 1 + first.demos)
    brands = spread(first.brands, codes, 4), spread(second.brands - case * CASE_BRANDS, codes, 4 + first.brands)
    startups = spread(first.enterprises, poor), spread(second.enterprises, poor, 2)
    return {
        facts.code: Quota(
            index,
            (demos[0][facts.code], demos[1][facts.code]),
            (brands[0][facts.code], brands[1][facts.code]),
            (startups[0].get(facts.code, 0), startups[1].get(facts.code, 0)),
            tuple(half for at, half in facts.fairs if at == year),
            (1, 2) if (index + year) % 3 else (2,),
        )
        for index, facts in enumerate(told(year))
    }


def portfolio(maker: Maker, money: Pots, quota: Quota) -> list[Wish]:
    """Return the wishes of one province and year; each budget is spent to the last đồng."""
    wishes = [*_national(maker, money.national, quota), *_provincial(maker, money.provincial, quota)]
    if money.district:
        wishes += _district(maker, money.district)
    return wishes


def _national(maker: Maker, money: int, quota: Quota) -> Iterator[Wish]:
    source = Source.NATIONAL
    fixed = [maker.fair(source, million(_at_most(550, money, 33)), half) for half in quota.fairs]
    model = _at_most(300 + 50 * (quota.index % 4), money, 27)
    fixed += [_demo(maker, source, model, half) for half in _halves(quota.demos)[:1]]
    if any(quota.startups):
        fixed.append(maker.startups(source, _halves(quota.startups)))
    content, amount = _NATIONAL_OTHERS[(quota.index + maker.year) % len(_NATIONAL_OTHERS)]
    fixed.append(other(maker, source, content, _at_most(amount, money, 18)))
    yield from fixed
    yield from machines(maker, source, money - _spent(fixed), 165, (5, 4))


def _provincial(maker: Maker, money: int, quota: Quota) -> Iterator[Wish]:
    source = Source.PROVINCIAL
    fixed = [
        maker.plain(source, "COMMUNICATION", million(30 + 5 * (quota.index % 3))),
        maker.attend(source, million(30 + 30 * len(quota.attends)), quota.attends),
    ]
    fixed += [_demo(maker, source, 150, half) for half in _halves(quota.demos)[1:]]
    if brands := _halves(quota.brands):
        fixed.append(maker.aided(source, "BRAND", [million(30)] * len(brands), brands))
    content, amount = _PROVINCIAL_OTHERS[(quota.index * 2 + maker.year) % len(_PROVINCIAL_OTHERS)]
    fixed.append(other(maker, source, content, amount))
    if maker.year == CASE_YEAR and (CASE_YEAR, 1) in maker.home.facts.fairs and maker.home.code == "46":
        fixed.append(other(maker, source, "CONFERENCE", 150))
    yield from fixed
    yield from machines(maker, source, money - _spent(fixed), 135, _SIZES.get((maker.home.code, maker.year), (3, 2, 4)))


def _district(maker: Maker, money: int) -> Iterator[Wish]:
    fixed = [other(maker, Source.DISTRICT, "REPLICATION_MODEL", 50)] if money > 200 else []
    yield from fixed
    yield from machines(maker, Source.DISTRICT, money - _spent(fixed), 60, (1, 2))


def other(maker: Maker, source: Source, content: str, amount: int) -> Wish:
    """Return a wish of any content of no special shape; help to establishments is cut to 35 triệu where law says so."""
    if content not in AIDED:
        return maker.plain(source, content, million(amount))
    cut = amount // 35 if content in {"BRAND", "PACKAGING", "CONSULTING_SUPPORT"} else 1
    return maker.aided(source, content, [million(part) for part in portions(amount, [1] * cut)])


def machines(maker: Maker, source: Source, money: int, most: int, sizes: Sequence[int]) -> Iterator[Wish]:
    """Spend ``money`` triệu on machines of about ``most`` each, in đề án of ``sizes`` establishments in turn."""
    count = -(-money // most)
    amounts = [million(part) for part in uneven(money, count, maker.rng)]
    turn = 0
    while amounts:
        size = sizes[turn % len(sizes)]
        yield maker.machinery(source, amounts[:size])
        amounts, turn = amounts[size:], turn + 1


def _demo(maker: Maker, source: Source, amount: int, half: int) -> Wish:
    wish = maker.demo(source, million(amount))
    wish.shares[0].half = wish.gatherings[0].half = half
    return wish


def _at_most(amount: int, money: int, percent: int) -> int:
    """Return ``amount``, or ``percent`` of ``money`` in tens where that is less."""
    return min(amount, money * percent // 1000 * 10)


def _halves(counts: tuple[int, int]) -> list[int]:
    return [1] * counts[0] + [2] * counts[1]


def _spent(wishes: Sequence[Wish]) -> int:
    return Dong(sum(wish.amount for wish in wishes)) // MILLION
