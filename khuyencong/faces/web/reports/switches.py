"""The same report in other ways: map, cut-off, with or without comparisons; and as a file."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from khuyencong.core.formats import show_date
from khuyencong.core.periods import Cutoff
from khuyencong.faces.web.reports.opening import can_open
from khuyencong.faces.web.reports.options import Options
from khuyencong.ground.access.actor import Actor


@dataclass(frozen=True)
class Choice:
    """One way, with the address that shows it."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class Switch:
    """A question with its choices."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Download:
    """A file of the report."""

    label: str
    url: str
    icon: str


def switches(options: Options, actor: Actor, today: date) -> tuple[Switch, ...]:
    """Return the switches of a report's page; a map on which the area cannot be shown is not offered."""
    return (
        Switch(_("Bản đồ"), tuple(_maps(options, actor, today))),
        Switch(
            _("Cách tính kỳ"),
            (
                _choice(_("tháng dương lịch"), options, replace(options, cutoff=Cutoff.CALENDAR)),
                _choice(_("NĐ 09/2019 (15 tháng trước – 14)"), options, replace(options, cutoff=Cutoff.ND09)),
            ),
        ),
        Switch(
            _("So sánh"),
            (
                _choice(_("có"), options, replace(options, compare=True)),
                _choice(_("không"), options, replace(options, compare=False)),
            ),
        ),
    )


def downloads(options: Options) -> tuple[Download, ...]:
    """Return the files that this server can make."""
    offered = [("Word", "docx", "file-type-docx"), ("Excel", "xlsx", "file-spreadsheet")]
    if makes_pdf():
        offered.append(("PDF", "pdf", "printer"))
    offered.append(("JSON", "json", "download"))
    return tuple(Download(label, options.file_url(fmt), icon) for label, fmt, icon in offered)


@cache
def makes_pdf() -> bool:
    """Say whether LibreOffice is installed here."""
    return shutil.which("soffice") is not None


def _maps(options: Options, actor: Actor, today: date) -> list[Choice]:
    last = options.period.last_day(options.cutoff)
    # A province's address names the day that its code means, so the same place is found on both maps.
    ways = [
        (_("ngày cuối kỳ (%s)") % show_date(last), replace(options, map_day=None)),
        (_("hôm nay (%s)") % show_date(today), replace(options, map_day=today)),
    ]
    if options.map_day not in {None, today}:
        ways.insert(1, (_("ngày %s") % show_date(options.map_date), options))
    return [
        _choice(label, options, way)
        for label, way in ways
        if way == options or can_open(actor, options.area, way.map_date)
    ]


def _choice(label: str, now: Options, then: Options) -> Choice:
    return Choice(label, then.url, active=then == now)
