"""Two years of consulting by the centres: plans, jobs handed over, revenue recognised."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.names import Workshop
from khuyencong.faces.cli.demo.shares import MILLION, day_in, million, portions, uneven
from khuyencong.faces.cli.demo.targets import CONSULTING
from khuyencong.faces.cli.demo.wishes import Home
from khuyencong.ground.access.actor import SYSTEM

_SERVICES: Final = (
    (ServiceKind.DESIGN, "Ban Quản lý dự án {place}"),
    (ServiceKind.DESIGN, ""),
    (ServiceKind.INVESTMENT, ""),
    (ServiceKind.ENVIRONMENT, ""),
    (ServiceKind.ENERGY_AUDIT, ""),
    (ServiceKind.CLUSTER, "UBND {place}"),
    (ServiceKind.CLEANER_PRODUCTION, ""),
)
"""Services with their public client; without one the client is an establishment."""

_HALVES: Final = (((2, 1), (6, 30)), ((7, 3), (12, 15)))


def write_consulting(homes: Sequence[Home], clients: Sequence[Workshop], year: int, rng: Random) -> None:
    """Write plans and jobs of ``year`` so that the region's plan, jobs and revenue of each half come out."""
    told = CONSULTING[year]
    centres = [home for home in homes if home.facts.consults[year - 2016]]
    assert len(centres) == told.centres
    weights = [home.facts.national + home.facts.local % 20 for home in centres]
    jobs, revenue = portions(told.plan_jobs, weights), portions(told.plan_revenue, weights)
    for home, count, money in zip(centres, jobs, revenue, strict=True):
        today = day_in(rng, date(year - 1, 12, 20), date(year, 2, 20))
        consulting.set_plan(SYSTEM, home.centre, year=year, jobs=count, revenue=million(money), today=today)
    numbers = dict.fromkeys([home.code for home in centres], 0)
    for half, count, total in zip((0, 1), told.jobs, told.revenue, strict=True):
        counts = portions(count, weights)
        amounts = iter(uneven(total * 10, count, rng, step=1))
        for home, mine in zip(centres, counts, strict=True):
            here = [client for client in clients if client.province.pk == home.unit.pk]
            for _ in range(mine):
                numbers[home.code] += 1
                _job(home, rng.choice(here), year, half, numbers[home.code], Dong(next(amounts) * MILLION // 10), rng)


def _job(home: Home, client: Workshop, year: int, half: int, number: int, amount: Dong, rng: Random) -> None:
    first, last = (date(year, month, day) for month, day in _HALVES[half])
    advised = day_in(rng, first, last - timedelta(days=8))
    paid = day_in(rng, advised, last)
    service, public = rng.choice(_SERVICES)
    value = Dong(amount * rng.randrange(100, 181) // 100 // MILLION * MILLION + MILLION)
    contract = consulting.sign_job(
        SYSTEM,
        home.centre,
        number=f"{number:02d}/{year}/HĐTV",
        client=public.format(place=client.place.district[:1].lower() + client.place.district[1:])
        if public
        else client.name,
        service=service,
        value=value,
        signed_on=advised - timedelta(days=rng.randrange(12, 29)),
        establishment_id=None if public else client.id,
        today=last,
    )
    consulting.hand_over(SYSTEM, contract, advised_on=advised, today=last)
    invoice = f"{rng.randrange(100, 9999):07d}"
    consulting.recognise(SYSTEM, contract, amount=amount, recognised_on=paid, invoice=invoice, today=last)
