"""From an address to a report that this actor may read; anything else is a 404 that says why."""

from datetime import date
from typing import Final

from khuyencong.core.errors import NotValid
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.reports.options import Options
from khuyencong.faces.web.reports.scope import may_read, reads_everything
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.territory.queries import area_provinces, map_of

OUTSIDE: Final = (
    "Địa bàn này gồm tỉnh ngoài phạm vi được giao của ông/bà. Báo cáo của vùng và cả nước do Bộ Công Thương xem;"
    " ông/bà xem được báo cáo của tỉnh mình ở mục Báo cáo."
)


def opened(request: Request, area: str, period: str) -> Options:
    """Read an address.  Raises NoSuchPage with a sentence for what there is not, and for what is not theirs."""
    try:
        options = Options.read(area, period, request.GET, today=request.today)
        on = map_of(options.map_date)
        area_provinces(area, on)
        if not (reads_everything(request.actor) or may_read(request.actor, area, on)):
            raise NoSuchPage(OUTSIDE)
    except NotValid as fault:
        raise NoSuchPage(fault.message) from None
    return options


def can_open(actor: Actor, area: str, day: date) -> bool:
    """Say whether ``area`` is there on the map of ``day``, and theirs: what a switch of maps asks."""
    if "@" not in area:
        return True  # whoever has a region has all of them, on every map
    try:
        return may_read(actor, area, map_of(day))
    except NotValid:
        return False
