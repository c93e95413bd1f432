"""Who may read which report: the one place where it is decided."""

from collections.abc import Iterable

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION, Scope
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.territory.queries import Map, Province, area_provinces


def reads_everything(actor: Actor) -> bool:
    """Say whether ``actor`` may read the report of any area."""
    return actor.may(Can.REPORT_READ, NATION)


def may_read(actor: Actor, area: str, on: Map) -> bool:
    """Say whether ``actor`` may read the report of ``area`` on a map: it takes every province of it.

    A region's total less one's own province would be the neighbours' figures.
    Raises NotValid for an area that there is not on that map.
    """
    provinces = area_provinces(area, on)
    return bool(provinces) and len(own(actor, provinces)) == len(provinces)


def own(actor: Actor, provinces: Iterable[Province]) -> tuple[Province, ...]:
    """Return those of ``provinces`` that ``actor`` may read."""
    return tuple(p for p in provinces if actor.may(Can.REPORT_READ, Scope(province_id=p.id)))
