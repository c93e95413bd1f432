"""Choosing a report, reading it, taking it along."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.periods import Cutoff, Period, PeriodKind
from khuyencong.faces.documents.consolidated_report.chart import money_rows
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.reports import choices, pictures
from khuyencong.faces.web.reports.content import content
from khuyencong.faces.web.reports.files import download
from khuyencong.faces.web.reports.letterheads import demo_notice
from khuyencong.faces.web.reports.opening import opened
from khuyencong.faces.web.reports.options import Options
from khuyencong.faces.web.reports.scope import reads_everything
from khuyencong.faces.web.reports.switches import downloads, switches
from khuyencong.figures.reporting.narrative import notes_of
from khuyencong.figures.reporting.queries import consolidated
from khuyencong.ground.territory.queries import map_of

GO = "xem"
"""The name of the button: without it the form only asks which provinces a map has."""


@page(Can.REPORT_READ)
def report_home(request: Request) -> HttpResponseBase:
    """Choose area, period, map and cut-off; go on to the report's address."""
    quick = choices.quick_links(request.actor, request.today)
    this_half = Period.containing(PeriodKind.HALF, request.today, Cutoff.CALENDAR)
    form = _choice_form(request, quick[0].period if quick else this_half)
    if GO in request.GET and form.is_valid():
        return redirect(form.options(form.cleaned_data["area"]).url)
    context = {"form": form, "quick": quick, "everything": reads_everything(request.actor), "go": GO}
    return show(request, "reports/home.html", context)


@page(Can.REPORT_READ)
def report(request: Request, area: str, period: str) -> HttpResponse:
    """Show a report."""
    options = opened(request, area, period)
    built = consolidated(options.asked, now=timezone.now())
    shown = content(built, options)
    context = {
        "content": shown,
        "report": built,
        "options": options,
        "switches": switches(options, request.actor, request.today),
        "notes": notes_of(built),
        "downloads": downloads(options),
        "change_url": f"{reverse('report_home')}?{choices.query(options, request.today)}",
        "data_date": built.period.last_day(built.cutoff),
        "notice": demo_notice(),
        "plan_total": built.figure("plan.total").value,
        "crumbs": [{"label": _("Báo cáo"), "url": reverse("report_home")}],
    }
    if shown.many and not shown.empty:
        context |= {
            "map": pictures.plan_map(built, options),
            "chart": pictures.plan_chart(built),
            "chart_rows": money_rows(built),
        }
    return show(request, "reports/report.html", context)


@page(Can.REPORT_READ)
def report_file(request: Request, area: str, period: str, fmt: str) -> HttpResponseBase:
    """Send a report as a file."""
    options: Options = opened(request, area, period)
    return download(request, options, fmt, now=timezone.now())


def _choice_form(request: Request, latest: Period) -> choices.ChoiceForm:
    """Return the form with the areas of the map that it asks for; unbound, so without faults, until it is sent."""
    asked = request.GET.dict() if "year" in request.GET else choices.initial(Options("", latest), request.today)
    form = choices.ChoiceForm(asked, today=request.today)
    form.full_clean()
    day = form.options("").map_date
    on = map_of(day)
    offered = choices.areas(request.actor, on)
    area = asked.get("area", "")
    if area not in set(choices.codes(offered)):
        asked["area"] = choices.same_area(area, on)
    sent = choices.ChoiceForm(asked, today=request.today) if GO in request.GET else None
    form = sent or choices.ChoiceForm(None, today=request.today, initial=asked)
    form.offer(offered)
    return form
