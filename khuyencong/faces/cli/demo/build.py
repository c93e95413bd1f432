"""Building the demonstration: one transaction, the same book every time.

The region's totals of 2017 are the article's; everything below them is illustrative, and the book says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from django.db import connection, transaction

from khuyencong.core.scope import NATION
from khuyencong.faces.cli.demo import cases, changes, people, pipeline, schedule
from khuyencong.faces.cli.demo.aftercare import write_effects
from khuyencong.faces.cli.demo.consulting import write_consulting
from khuyencong.faces.cli.demo.councils import write_council
from khuyencong.faces.cli.demo.names import Register
from khuyencong.faces.cli.demo.needs import write_needs, write_register
from khuyencong.faces.cli.demo.planning import write_planning
from khuyencong.faces.cli.demo.portfolio import CASE_YEAR, FIRST_YEAR, portfolio, pots, quotas
from khuyencong.faces.cli.demo.projects import Maker
from khuyencong.faces.cli.demo.provinces import BINH_DINH, LAM_DONG, PHU_YEN, QUANG_NAM
from khuyencong.faces.cli.demo.records import Contents, write_plans, write_proposals
from khuyencong.faces.cli.demo.supervision import write_supervision
from khuyencong.faces.cli.demo.wishes import Home, Wish
from khuyencong.faces.cli.demo.works import Writer
from khuyencong.figures.indicators.operations import compact
from khuyencong.flow.warning.operations import load_watch_rules
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.notices.telling import untold
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.regulations.operations import load_regulations
from khuyencong.ground.territory.operations import load_units

SEED: Final = 2017


@dataclass
class _Stage:
    """What the building of both years shares."""

    homes: list[Home]
    contents: Contents
    register: Register
    rng: Random
    today: date
    staff: dict[str, people.Staff]
    owned: list[Wish] = field(default_factory=list)


def build(*, today: date) -> bool:
    """Build the demonstration; return False, and change nothing, when it is there already.

    ``today`` is the day on which events and acceptances are recorded; it must not lie before 2018.
    """
    with transaction.atomic(), _no_savepoints():
        load_units(SYSTEM, NATION)
        load_regulations(SYSTEM, NATION)
        load_watch_rules(SYSTEM, NATION)
        if Organisation.objects.filter(code=people.AGENCY).exists():
            return False
        people.register_agency()
        stage = _stage(today)
        with untold():  # of years long past
            for year in (FIRST_YEAR, CASE_YEAR):
                _year(stage, year)
        workshop = next(stage.owned[0].workshops())
        people.open_accounts(workshop.id)
        _desks(stage)
        write_planning(stage.homes)
        write_council(stage.homes, "hoa@demo.khuyencong.vn")
        write_supervision(stage.homes)
        write_effects(today)
        compact(SYSTEM, NATION)
    return True


@contextmanager
def _no_savepoints() -> Iterator[None]:
    """Spare a quarter of the statements: here nothing is refused and tried again, so one failure undoes all anyway."""
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True


def _stage(today: date) -> _Stage:
    rng = Random(SEED)  # noqa: S311  the same book every time, not a secret
    homes = people.register_homes()
    contents = {content.code: content for content in ActivityContent.objects.all()}
    register = Register([home.unit for home in homes], rng)
    return _Stage(homes, contents, register, rng, today, people.open_staff(homes))


def _year(stage: _Stage, year: int) -> None:
    """Plan a year on paper, then write it."""
    rng = stage.rng
    makers = {home.code: Maker(home, year, stage.register, rng) for home in stage.homes}
    wishes = [wish for maker in makers.values() for wish in _wishes(stage, maker, year)]
    changed, reserves = changes.choose(wishes, makers, year, rng)
    wishes += reserves
    schedule.halves(wishes, year, rng)
    schedule.guests(wishes, year)
    for wish in wishes:
        schedule.schedule(wish, rng)
    if year == CASE_YEAR:
        schedule.case_q(wishes, rng)
    write_proposals(wishes, stage.contents, rng)
    for home in stage.homes:
        write_plans(home, [wish for wish in wishes if wish.home is home], year, rng)
    writer = Writer(stage.register, rng, stage.today, stage.staff)
    for change in changed:
        writer.change(change)
    for wish in sorted(wishes, key=lambda wish: wish.signed_on or date.min):
        writer.work(wish)
    if year == CASE_YEAR:
        near = [home for home in stage.homes if home.code == PHU_YEN]
        for change in pipeline.waiting(wishes, near, rng):
            writer.change(change)
    write_consulting(stage.homes, stage.register.all, year, rng)


def _wishes(stage: _Stage, maker: Maker, year: int) -> list[Wish]:
    code = maker.home.code
    if year == CASE_YEAR and code == BINH_DINH:
        return cases.binh_dinh(maker)
    if year == CASE_YEAR and code == LAM_DONG:
        return cases.lam_dong(maker)
    money = pots(year)[code]
    if year == CASE_YEAR and code == PHU_YEN:
        stage.owned.append(cases.phu_yen_known(maker))
        money = replace(money, provincial=money.provincial - cases.PHU_YEN_KNOWN)
        return [*stage.owned, *portfolio(maker, money, quotas(year)[code])]
    return portfolio(maker, money, quotas(year)[code])


def _desks(stage: _Stage) -> None:
    for home in stage.homes:
        if home.code in {PHU_YEN, QUANG_NAM}:
            pipeline.write_pipeline(Maker(home, pipeline.YEAR, stage.register, stage.rng), stage.contents)
        if home.code == PHU_YEN:
            write_needs(home, stage.contents, stage.today)
            write_register(home)
