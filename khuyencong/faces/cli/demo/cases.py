"""Two provinces whose 2017 is known from papers (FIELD.md): Bình Định (case P) and Lâm Đồng (case Q).

The counts and the sums are the papers'; the names, and the cut of a sum into its parts, are illustrative.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from khuyencong.core.money import Dong, show_million
from khuyencong.faces.cli.demo.portfolio import other
from khuyencong.faces.cli.demo.projects import MARK, Maker
from khuyencong.faces.cli.demo.shares import MILLION, million, uneven
from khuyencong.faces.cli.demo.targets import CASE_P, CASE_Q
from khuyencong.faces.cli.demo.wishes import Fate, Share, Wish
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.planning.enums import Source

_TENTH: Final = MILLION // 10
_NATIONAL, _LOCAL = Source.NATIONAL, Source.PROVINCIAL

_Q_WAITING: Final = (
    ("COMMUNICATION", 30), ("COMMUNICATION", 40), ("CAPACITY", 60), ("STAFF_TRAINING", 40), ("BRAND", 35),
    ("BRAND", 35), ("PACKAGING", 35), ("SHOWROOM", 80), ("TRAINING", 75),
)  # fmt: skip
_Q_FAIR, _Q_MODEL = 90, 250
_Q_ADDED_ON: Final = date(2017, 9, 25)

RECOVERABLE: Final = " (hỗ trợ có thu hồi)"
"""How a recoverable support is told apart: the records have no field for it."""


def binh_dinh(maker: Maker) -> list[Wish]:
    """Return the 24 đề án of case P: 20 with local money, approved in mid-June, and 4 with national money."""
    local = list(_p_local(maker))
    for share in (share for wish in local for share in wish.shares):
        share.half = 2  # nothing can be done before the plan of mid-June
    return [*local, *_p_national(maker)]


def _p_local(maker: Maker) -> Iterator[Wish]:
    count, tenths = CASE_P.machinery_and_models
    yield maker.demo(_LOCAL, million(235))
    for part in uneven(tenths // 10 - 235, count - 1, maker.rng):
        yield maker.machinery(_LOCAL, [million(part)])
    _, tenths = CASE_P.brands_showrooms_design
    yield maker.aided(_LOCAL, "BRAND", [million(35), million(35)])
    yield maker.aided(_LOCAL, "PACKAGING", [million(35), million(35)])
    yield maker.aided(_LOCAL, "SHOWROOM", [Dong(tenths * _TENTH - million(140))])
    for content, (count, tenths) in (("COMMUNICATION", CASE_P.communications), ("CAPACITY", CASE_P.capacity)):
        first = tenths // count // 10
        yield maker.plain(_LOCAL, content, million(first))
        yield maker.plain(_LOCAL, content, Dong(tenths * _TENTH - million(first)))


def _p_national(maker: Maker) -> Iterator[Wish]:
    yield _p_known(maker)
    yield maker.demo(_NATIONAL, million(350))
    attend = maker.attend(_NATIONAL, million(100), (1, 2))
    rest = CASE_P.national - CASE_P.one_support - 350 - 100
    yield maker.machinery(_NATIONAL, [million(part) for part in uneven(rest, 3, maker.rng)])
    yield attend


def _p_known(maker: Maker) -> Wish:
    """Return the project whose papers are known: 200 triệu on a machine of 907, and two totals in two papers."""
    wish = maker.machinery(_NATIONAL, [million(CASE_P.one_support)])
    share = wish.shares[0]
    share.counterpart = million(CASE_P.one_machine - CASE_P.one_support)
    rest = million(CASE_P.one_cost - CASE_P.one_machine)
    wish.shares.append(Share(share.workshop, "Nhà xưởng, thiết bị phụ trợ (cơ sở tự đầu tư)", Dong(0), rest))
    cost, elsewhere, machine, support = (
        show_million(million(amount))
        for amount in (CASE_P.one_cost, CASE_P.one_cost_elsewhere, CASE_P.one_machine, CASE_P.one_support)
    )
    wish.summary = (
        f"Mục tiêu: đầu tư máy móc tiên tiến. Tổng kinh phí {cost} triệu đồng (văn bản khác ghi {elsewhere} triệu"
        f" đồng), máy {machine} triệu đồng, khuyến công quốc gia {support} triệu đồng. {MARK}"
    )
    wish.started = True
    return wish


PHU_YEN_OWNER: Final = "Võ Văn Bình"
PHU_YEN_KNOWN: Final = 120
"""Triệu of the province for the establishment whose owner has an account of the demonstration."""


def phu_yen_known(maker: Maker) -> Wish:
    """Return the đề án of the owner who can sign in."""
    name = f"Cơ sở Nước mắm {PHU_YEN_OWNER}"
    workshop = maker.workshop("fish_sauce", LegalForm.HOUSEHOLD, name)
    wish = maker.machinery(_LOCAL, [million(PHU_YEN_KNOWN)], known=workshop)
    wish.started, wish.shares[0].half = True, 1
    return wish


def lam_dong(maker: Maker) -> list[Wish]:
    """Return case Q: 65 đề án at mid-year, of which 46 local ones are started, and two added in the autumn."""
    return [*_q_local(maker), *_q_national(maker), *_q_added(maker)]


def _q_local(maker: Maker) -> Iterator[Wish]:
    waiting = [other(maker, _LOCAL, content, amount) for content, amount in _Q_WAITING]
    waiting.append(maker.attend(_LOCAL, million(_Q_FAIR), (2,)))
    freed = CASE_Q.local - CASE_Q.year_end_local[1]
    stopped = [maker.machinery(_LOCAL, [million(part)]) for part in (freed // 2, freed - freed // 2)]
    for wish in stopped:
        wish.fate = Fate.STOP
    for wish in waiting:
        for share in wish.shares:
            share.half = 2
    started = [maker.demo(_LOCAL, million(_Q_MODEL))]
    spent = sum(wish.amount for wish in [*waiting, *stopped, *started]) // MILLION
    parts = uneven(CASE_Q.local - spent, CASE_Q.started - 1, maker.rng)
    for number, part in enumerate(parts):
        note = RECOVERABLE if number % 3 == 1 and number // 3 < CASE_Q.recoverable else ""
        started.append(maker.machinery(_LOCAL, [million(part)], note=note))
    for wish in started:
        wish.started = True
    for wish in [*waiting, *stopped]:
        wish.started = False
    yield from [*started, *waiting, *stopped]


def _q_national(maker: Maker) -> Iterator[Wish]:
    yield maker.demo(_NATIONAL, million(300))
    yield other(maker, _NATIONAL, "TRAINING", 100)
    rest = CASE_Q.national - 400
    for part in (rest // 5,) * 5:
        yield maker.machinery(_NATIONAL, [million(part)])


def _q_added(maker: Maker) -> Iterator[Wish]:
    for _ in range(CASE_Q.year_end_national[0] - 7):
        more = (CASE_Q.year_end_national[1] - CASE_Q.national) // 2
        wish = maker.machinery(_NATIONAL, [million(more)])
        wish.fate, wish.started, wish.added_on = Fate.ADDED, False, _Q_ADDED_ON
        yield wish
