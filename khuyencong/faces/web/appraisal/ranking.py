"""The order of candidates for a year's plan (TT 36/2013 Đ.7), with the parts of its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.appraisal.crumbs import appraisal_crumb
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import Request, page, show
from khuyencong.flow.appraisal.queries import candidates, selection_order, waiting_for_a_plan
from khuyencong.flow.appraisal.rules import Ranked, ranked
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.settlement.queries import settled_by_centre
from khuyencong.ground.access.actor import visible
from khuyencong.ground.regulations.models import Provision
from khuyencong.ground.regulations.queries import cite

YEARS_OF_EXPERIENCE = 3
MOST = 2_000
COLUMNS = (
    "Thứ tự", "Mã số", "Tên đề án", "Tỉnh", "Đề án điểm", "Ngành nghề ưu tiên", "Địa bàn ưu tiên",
    "Hợp đồng đã quyết toán trong 3 năm", "Ngày trình", "Bằng điểm với đề án trước",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A candidate at its place."""

    ranked: Ranked
    project: Project


@page(Can.APPRAISAL_READ)
def ranking(request: Request, year: int) -> HttpResponse:
    """Show the order."""
    rows, rules = _rows(request, year)
    first = rows[0].ranked.candidate if rows else None
    unknown = (*first.industry.unknown, *first.area.unknown) if first else ()
    context = {
        "title": _("Thứ tự lựa chọn đề án năm %(year)s") % {"year": year},
        "crumbs": (appraisal_crumb(),),
        "year": year,
        "earlier": year - 1,
        "later": year + 1,
        "rows": rows,
        "rules": [(row.text, cite(row.instrument.number if row.instrument else "", row.article)) for row in rules],
        "unknown": unknown,
        "most": MOST if len(rows) == MOST else 0,
    }
    return show(request, "appraisal/ranking.html", context)


@page(Can.APPRAISAL_READ)
def ranking_export(request: Request, year: int) -> HttpResponseBase:
    """Send the order as a workbook."""
    rows, _rules = _rows(request, year)
    title = _("Thứ tự lựa chọn đề án khuyến công năm %(year)s") % {"year": year}
    words = filter_words((_("Năm kế hoạch"), year), today=request.today)
    return workbook(f"thu-tu-lua-chon-{year}", title, words, COLUMNS, (_cells(row) for row in rows))


def _rows(request: Request, year: int) -> tuple[list[Row], Sequence[Provision]]:
    today: date = request.today
    keys, rules = selection_order(today)
    planned = PlanLine.objects.values("project")
    found = visible(request.actor, Can.APPRAISAL_READ, waiting_for_a_plan(year)).exclude(pk__in=planned)
    projects = {project.pk: project for project in found.order_by("submitted_on", "number")[:MOST]}
    centres = {project.centre_id for project in projects.values()}
    settled = settled_by_centre(centres, since=_years_before(today), until=today)
    order = ranked(candidates(projects.values(), settled=settled, on=today), keys)
    return [Row(row, projects[row.candidate.project_id]) for row in order], rules


def _years_before(today: date) -> date:
    year = today.year - YEARS_OF_EXPERIENCE
    return date(year, 2, 28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def _cells(row: Row) -> tuple[object, ...]:
    one = row.ranked.candidate
    return (
        row.ranked.place,
        one.number,
        row.project.name,
        row.project.province.name,
        "có" if one.flagship else "không",
        "; ".join(one.industry.matched),
        "; ".join(one.area.matched),
        one.settled,
        one.submitted_on,
        "có" if row.ranked.tied else "",
    )
