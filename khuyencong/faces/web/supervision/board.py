"""The board of a province: where its running đề án stand, their money, risks, obstacles and late reports."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.money import share, show_percent
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.lifeline import Money
from khuyencong.faces.web.supervision.place import Place, PlaceForm, place_of
from khuyencong.faces.web.supervision.tabs import tabs
from khuyencong.flow.obstacles.queries import LevelAges, ages
from khuyencong.flow.warning.enums import Band, WatchCode
from khuyencong.flow.warning.queries import Watched, money_path, rules_on, running, watch
from khuyencong.flow.warning.rules import Facts

BAND_TONES = {Band.HIGH: "danger", Band.MEDIUM: "warning", Band.LOW: "success"}
SHOWN = 10
"""Rows of each list on the board; the pages behind it have them all."""


@dataclass(frozen=True)
class Tile:
    """A number, its share of the whole, and where it leads."""

    label: str
    count: int
    note: str
    href: str = ""


@dataclass(frozen=True)
class Board:
    """Everything on the board."""

    place: Place
    total: int
    bands: tuple[Tile, ...]
    stands: tuple[Tile, ...]
    money: Money
    worst: tuple[Watched, ...]
    obstacles: tuple[LevelAges, ...]
    late: tuple[Watched, ...]
    late_total: int


@page(Can.MONITOR_READ)
def board(request: Request) -> HttpResponse:
    """Show the board of a province."""
    place = place_of(request)
    context = {
        "board": board_of(place, request.today),
        "form": PlaceForm(place),
        "tabs": tabs("watch", place.query),
        "may_money": request.actor.may_anywhere(Can.CONTRACT_READ),
    }
    return show(request, "supervision/board.html", context)


def board_of(place: Place, day: date) -> Board:
    """Gather the board.  The number of queries does not depend on how many đề án are running."""
    projects = running(place.ids)
    watched = watch(projects, rules_on(day, place.province_id), day)
    path = money_path(projects)
    late = tuple(one for one in watched if _lacks_report(one))
    return Board(
        place,
        len(watched),
        _bands(watched, place),
        _stands(watched),
        Money(path.planned, path.contracted, path.advanced, path.settled),
        tuple(one for one in watched[:SHOWN] if one.score.points),
        ages(place.ids, day),
        late[:SHOWN],
        len(late),
    )


def stand_of(facts: Facts) -> str:
    """Say in a few words where a running đề án stands."""
    if facts.contracted_on is None:
        return _("Chưa ký hợp đồng")
    if not facts.unaccepted:
        return _("Đã nghiệm thu, chờ quyết toán hoặc thanh lý")
    return _("Đang thực hiện, đã tạm ứng") if facts.paid else _("Đang thực hiện, chưa tạm ứng")


def _bands(watched: Sequence[Watched], place: Place) -> tuple[Tile, ...]:
    counted = Counter(one.score.band for one in watched)
    url = reverse("watch_list")
    return tuple(
        Tile(
            first_upper(band.label),
            counted[band],
            _of(counted[band], len(watched)),
            f"{url}?band={band}&{place.query}",
        )
        for band in Band
    )


def _stands(watched: Sequence[Watched]) -> tuple[Tile, ...]:
    counted = Counter(stand_of(one.score.facts) for one in watched)
    return tuple(Tile(label, count, _of(count, len(watched))) for label, count in counted.most_common())


def _of(part: int, whole: int) -> str:
    percent = share(part, whole)
    return "" if percent is None else f"{show_percent(percent)}%"


def _lacks_report(one: Watched) -> bool:
    return any(reason.rule.code is WatchCode.REPORT_MISSING for reason in one.score.reasons)
