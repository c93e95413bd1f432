"""The days on which the work of a đề án happens; slowly, as the article complains of advances and payments."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.portfolio import CASE_YEAR
from khuyencong.faces.cli.demo.provinces import LAM_DONG
from khuyencong.faces.cli.demo.shares import MILLION, day_in, portions
from khuyencong.faces.cli.demo.targets import CASE_Q, RESULTS
from khuyencong.faces.cli.demo.wishes import Fate, Gathering, Share, Wish
from khuyencong.flow.planning.enums import Source

_ORGANISED_GUESTS: Final = 26
_MOST_ADVANCED: Final = {"CLUSTER_INFRASTRUCTURE": 30, "CLUSTER_POLLUTION": 30}
"""Per cent of a contract; 70 for all else (TT 36/2013 Đ.13)."""


def halves(wishes: Sequence[Wish], year: int, rng: Random) -> None:
    """Say which machines are accepted in the first half: as many as the region's figure, by province in proportion."""
    machines = [(wish, share) for wish in wishes for share in _machines(wish)]
    chances: dict[str, list[Share]] = {}
    for wish, share in machines:
        if share.half == 2 and _may_be_early(wish):
            chances.setdefault(wish.home.code, []).append(share)
    wanted = RESULTS[year, 1].machinery - sum(share.half == 1 for _, share in machines)
    counts = portions(wanted, [len(shares) for shares in chances.values()])
    for shares, count in zip(chances.values(), counts, strict=True):
        for share in rng.sample(shares, count):
            share.half = 1
    for _, share in machines:
        if share.half == 2 and year == CASE_YEAR and rng.random() < 0.07:
            share.half = 0


def guests(wishes: Sequence[Wish], year: int) -> None:
    """Say how many establishments take part in each fair, so that the region's participations come out."""
    for half in (1, 2):
        fairs = [
            event
            for wish in wishes
            if wish.content.startswith("FAIR")
            for event in wish.gatherings
            if event.half == half
        ]
        own = [event for event in fairs if event.organised]
        others = [event for event in fairs if not event.organised]
        for number, event in enumerate(own):
            event.guests = _ORGANISED_GUESTS + 3 * (number % 2)
        rest = RESULTS[year, half].participations - sum(event.guests for event in own)
        for event, count in zip(others, portions(rest, [8 + number % 5 for number in range(len(others))]), strict=True):
            event.guests = count


def schedule(wish: Wish, rng: Random) -> None:
    """Give ``wish`` its days."""
    if wish.fate is Fate.STOP:
        return
    wish.signed_on = _signing(wish, rng)
    for event in wish.gatherings:
        _gather(wish, event, rng)
    for share in wish.shares:
        share.accepted_on = _acceptance(wish, share, rng)
    _advance(wish, rng)
    _settle(wish, rng)


def case_q(wishes: Sequence[Wish], rng: Random) -> None:
    """Let Lâm Đồng have paid at mid-year exactly what its paper says, on the local đề án that are started."""
    here = [wish for wish in wishes if wish.home.code == LAM_DONG]
    started = [wish for wish in here if wish.started and wish.source is Source.PROVINCIAL]
    tenths = portions(CASE_Q.advanced * 10, [wish.amount for wish in started])
    for wish, tenth in zip(started, tenths, strict=True):
        assert wish.signed_on is not None
        wish.advanced = Dong(tenth * MILLION // 10)
        wish.advanced_on = day_in(rng, wish.signed_on + timedelta(days=10), date(wish.year, 6, 29))
    middle = date(CASE_YEAR, 6, 30)
    for wish in here:
        if wish not in started and wish.advanced_on is not None and wish.advanced_on <= middle:
            wish.advanced_on = day_in(rng, date(CASE_YEAR, 7, 3), date(CASE_YEAR, 7, 7))
        if wish.settled_on is not None and wish.settled_on <= middle:
            wish.settled_on = day_in(rng, date(CASE_YEAR, 7, 10), date(CASE_YEAR, 8, 18))
            wish.liquidated_on = None


def _machines(wish: Wish) -> list[Share]:
    if wish.content != "MACHINERY" or wish.fate is not Fate.RUN:
        return []
    return [share for share in wish.shares if share.support]


def _may_be_early(wish: Wish) -> bool:
    return not wish.late and wish.started is not False and wish.effective < date(wish.year, 4, 1)


def _signing(wish: Wish, rng: Random) -> date:
    year = wish.year
    if wish.added_on is not None:
        return day_in(rng, wish.added_on + timedelta(days=10), wish.added_on + timedelta(days=30))
    since = max(wish.effective + timedelta(days=10), date(year, 2, 6))
    if wish.early:
        return day_in(rng, since, max(since + timedelta(days=21), date(year, 4, 14)))
    started = rng.random() < 0.3 if wish.started is None and not wish.late else bool(wish.started)
    if started and since < date(year, 6, 20):
        last = date(year, 5, 19) if wish.started else date(year, 6, 23)
        return day_in(rng, max(since, date(year, 3, 1)), last)
    return day_in(rng, date(year, 7, 5), date(year, 9, 15))


def _gather(wish: Wish, event: Gathering, rng: Random) -> None:
    assert wish.signed_on is not None
    length = 0 if wish.content == "DEMO_MODEL" else 5
    if event.half == 1:
        first, last = wish.signed_on + timedelta(days=20), date(wish.year, 6, 22)
    else:
        first, last = max(wish.signed_on + timedelta(days=20), date(wish.year, 7, 12)), date(wish.year, 11, 24)
    event.opened_on = day_in(rng, first, last)
    event.closed_on = event.opened_on + timedelta(days=length)


def _acceptance(wish: Wish, share: Share, rng: Random) -> date | None:
    signed, year = wish.signed_on, wish.year
    assert signed is not None
    if not share.half:
        return None
    if not share.support:
        return wish.shares[0].accepted_on
    if wish.gatherings:
        return max(event.closed_on for event in wish.gatherings if event.closed_on)
    if share.half == 1:
        return day_in(rng, max(signed + timedelta(days=25), date(year, 3, 6)), date(year, 6, 28))
    last = date(year, 12, 14) if year == CASE_YEAR else date(year, 11, 25)
    return day_in(rng, max(signed + timedelta(days=30), date(year, 7, 10)), last)


def _advance(wish: Wish, rng: Random) -> None:
    signed = wish.signed_on
    assert signed is not None
    if rng.random() > 0.5:
        return
    percent = min(rng.randrange(30, 61, 5), _MOST_ADVANCED.get(wish.content, 70))
    wish.advanced = Dong(wish.amount // MILLION * percent // 100 * MILLION) or None
    wish.advanced_on = day_in(rng, signed + timedelta(days=35), signed + timedelta(days=85))


def _settle(wish: Wish, rng: Random) -> None:
    days = [share.accepted_on for share in wish.shares]
    if any(day is None for day in days):
        return
    last = max(day for day in days if day is not None)
    year, middle = wish.year, date(wish.year, 6, 30)
    if last <= middle and rng.random() < 0.3:
        wish.settled_on = day_in(rng, last + timedelta(days=8), middle)
    elif year < CASE_YEAR or last < date(year, 12, 1) or rng.random() < 0.4:
        first = max(last + timedelta(days=10), date(year, 7, 10))
        wish.settled_on = day_in(rng, first, min(first + timedelta(days=60), date(year, 12, 22)))
    if wish.settled_on is None:
        return
    if wish.advanced_on is not None and wish.advanced_on > wish.settled_on:
        wish.advanced = wish.advanced_on = None
    if rng.random() < 0.85:
        wish.liquidated_on = day_in(rng, wish.settled_on + timedelta(days=4), wish.settled_on + timedelta(days=12))
