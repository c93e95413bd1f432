"""How many đề án were adjusted or stopped, by content, province and cause (FIELD.md, rows 80 and 83)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.money import show_percent
from khuyencong.faces.web.adjustments.crumbs import adjustments_crumb
from khuyencong.faces.web.adjustments.forms import YearForm
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.lists import filters_of
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.adjusting.queries import Tally, causes, tallies
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import visible

COLUMNS = (
    "Theo",
    "Tên",
    "Đề án trong kế hoạch",
    "Đề án điều chỉnh",
    "Tỷ lệ điều chỉnh, %",
    "Đề án ngừng",
    "Tỷ lệ ngừng, %",
)


@dataclass(frozen=True)
class Table:
    """Counts by one trait."""

    title: str
    head: str
    rows: tuple[Tally, ...]


@page(Can.PLAN_READ)
def adjustment_statistics(request: Request) -> HttpResponse:
    """Show a plan year's counts by content, province and cause.  Three queries, whatever they count."""
    form = YearForm(request)
    whole, tables = _tables(request, form.asked())
    title = _("Đề án điều chỉnh, ngừng năm %(year)s") % {"year": form.asked()}
    context = {"form": form, "whole": whole, "tables": tables, "title": title, "crumbs": (adjustments_crumb(),)}
    return show(request, "adjustments/statistics.html", {**context, "query": f"year={form.asked()}"})


@page(Can.PLAN_READ)
def adjustment_statistics_export(request: Request) -> HttpResponseBase:
    """Send the same as a workbook."""
    form = YearForm(request)
    title = _("Đề án điều chỉnh, ngừng năm %(year)s") % {"year": form.asked()}
    _whole, tables = _tables(request, form.asked())
    return workbook("dieu-chinh-thong-ke", title, filters_of(form, request), COLUMNS, _cells(tables))


def _tables(request: Request, year: int) -> tuple[Tally, tuple[Table, ...]]:
    projects = visible(request.actor, Can.PLAN_READ, Project.objects.all())
    by_content = tallies(projects, year, "content__name")
    whole = Tally(
        "",
        sum(row.planned for row in by_content),
        sum(row.adjusted for row in by_content),
        sum(row.stopped for row in by_content),
    )
    requests = visible(request.actor, Can.PLAN_READ, Adjustment.objects.all())
    return whole, (
        Table(_("Theo lý do"), _("Nhóm lý do"), causes(requests, year, whole.planned)),
        Table(_("Theo nội dung"), _("Nội dung"), by_content),
        Table(
            _("Theo tỉnh, thành phố"),
            _("Tỉnh, thành phố"),
            tallies(projects, year, "province__name"),
        ),
    )


def _cells(tables: tuple[Table, ...]) -> Iterator[tuple[Any, ...]]:
    for table in tables:
        for row in table.rows:
            shares = (show_percent(row.adjusted_share), show_percent(row.stopped_share))
            yield table.head, first_upper(row.label), row.planned, row.adjusted, shares[0], row.stopped, shares[1]
