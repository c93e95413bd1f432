"""Inspections: the year's plan and what came of it, the page of a visit, its minutes as Word."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.faces.documents.inspection_minutes import FindingLine, VisitMinutes, build_visit_minutes
from khuyencong.faces.web.acts import Crumb, Fact, Offer
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.choices import years
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.faces.web.reports.letterheads import letterhead_of
from khuyencong.faces.web.supervision.place import Place, PlaceForm, place_of, supervision_crumb
from khuyencong.faces.web.supervision.tabs import tabs
from khuyencong.flow.fieldwork.models import Finding, Inspection, InspectionPlan, Photo, PlannedInspection
from khuyencong.flow.fieldwork.queries import planned_of
from khuyencong.ground.access.actor import Actor, get, visible
from khuyencong.ground.accounts.queries import names_on

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_YEAR = 4


class YearForm(PlaceForm):
    """Which year, of which province."""

    year = forms.ChoiceField(label="Năm", required=False)
    field_order = ("year", "province")

    def __init__(self, year: int, place: Place, today: date) -> None:
        super().__init__(place, year=(str(year), years(today)))


@dataclass(frozen=True)
class PlanCard:
    """A plan with its lines."""

    plan: InspectionPlan
    body: str
    lines: tuple[PlannedInspection, ...]
    may_change: bool

    @property
    def done(self) -> int:
        """How many lines were carried out."""
        return sum(visit_of(line) is not None for line in self.lines)


@page(Can.MONITOR_READ)
def inspections(request: Request) -> HttpResponse:
    """Show the plans of inspections of a province and year, and the visits of the year."""
    place = place_of(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_YEAR else request.today.year
    visits = visible(request.actor, Can.MONITOR_READ, _visits(place, year))
    home = request.actor.home.organisation_id
    plans = _plans(request.actor, place, year, request.today)
    may = request.actor.may_anywhere(Can.INSPECTION_RECORD) and home is not None and place.province_id is not None
    context = {
        "form": YearForm(year, place, request.today),
        "plans": plans,
        "visits": visits,
        "year": year,
        "place": place,
        "tabs": tabs("inspections", place.query),
        "may_open": may and not any(card.plan.organisation_id == home for card in plans),
    }
    return show(request, "supervision/inspections.html", context)


@page(Can.MONITOR_READ)
def inspection(request: Request, pk: int) -> HttpResponse:
    """Show the minutes of a visit with its findings and photographs."""
    found = get(request.actor, Can.MONITOR_READ, _with_all(), pk)
    may = request.actor.may(Can.INSPECTION_RECORD, found)
    context = {
        "visit": found,
        "facts": _facts(found),
        "findings": found.findings.all(),
        "may_raise": request.actor.may(Can.OBSTACLE_RECORD, found),
        "photos": found.photos.all(),
        "changeable": may,
        "offers": _offers(found) if may else (),
        "crumbs": inspection_crumbs(),
    }
    return show(request, "supervision/inspection.html", context)


@page(Can.MONITOR_READ)
def inspection_minutes(request: Request, pk: int) -> HttpResponse:
    """Send the minutes as Word, in the layout of NĐ 30/2020."""
    found = get(request.actor, Can.MONITOR_READ, _with_all(), pk)
    names = names_on(found.held_on, [found.project.centre_id])
    paper = build_visit_minutes(
        VisitMinutes(
            number=found.number,
            project=f"{found.project.number} – {found.project.name}",
            unit=names[found.project.centre_id].name if names else found.project.centre.code,
            held_on=found.held_on,
            place=found.place,
            attendees=_lines(found.attendees),
            observed=_lines(found.observed),
            findings=tuple(FindingLine(row.description, row.remedy, row.due_on) for row in found.findings.all()),
            conclusion=_lines(found.conclusion),
            recorder=found.recorded_by.full_name if found.recorded_by else "",
        ),
        letterhead=letterhead_of(request.actor),
    )
    response = HttpResponse(paper, content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="bien-ban-kiem-tra-{found.pk}.docx"'
    return response


def inspection_crumbs() -> tuple[Crumb, ...]:
    """Return the way back to the list."""
    return (supervision_crumb(), Crumb(_("Kiểm tra"), reverse("inspections")))


def visit_of(line: PlannedInspection) -> Inspection | None:
    """Return the visit that carried a line out, if any."""
    return getattr(line, "inspection", None)


def _plans(actor: Actor, place: Place, year: int, today: date) -> list[PlanCard]:
    rows = list(InspectionPlan.objects.filter(province__in=place.ids, year=year).select_related("organisation"))
    lines: dict[int, list[PlannedInspection]] = defaultdict(list)
    for line in planned_of([plan.pk for plan in rows]):
        lines[line.plan_id].append(line)
    names = names_on(today, [plan.organisation_id for plan in rows])
    may = actor.may_anywhere(Can.INSPECTION_RECORD)
    return [
        PlanCard(
            plan,
            names[plan.organisation_id].name if plan.organisation_id in names else plan.organisation.code,
            tuple(lines[plan.pk]),
            may and plan.organisation_id == actor.home.organisation_id,
        )
        for plan in rows
    ]


def _visits(place: Place, year: int) -> "QuerySet[Inspection]":
    days = (date(max(year, 1), 1, 1), date(max(year, 1), 12, 31))
    rows = Inspection.objects.filter(project__province__in=place.ids, held_on__range=days)
    return rows.select_related("project", "recorded_by").prefetch_related("findings")


def _with_all() -> "QuerySet[Inspection]":
    related = ("project__province", "project__centre", "planned__plan", "recorded_by")
    return Inspection.objects.select_related(*related).prefetch_related(
        Prefetch("findings", queryset=Finding.objects.select_related("obstacle")),
        Prefetch("photos", queryset=Photo.objects.select_related("file")),
    )


def _facts(found: Inspection) -> Sequence[Fact]:
    planned = str(found.planned.plan) if found.planned else _("ngoài kế hoạch")
    return (
        project_fact(found.project),
        Fact(_("Ngày kiểm tra"), show_date(found.held_on)),
        Fact(_("Địa điểm"), found.place),
        Fact(_("Theo kế hoạch"), planned),
        Fact(_("Người ghi"), found.recorded_by.full_name if found.recorded_by else ""),
    )


def _offers(found: Inspection) -> tuple[Offer, ...]:
    return (
        Offer(_("Thêm ảnh"), reverse("inspection_photos", args=[found.pk]), "default", "plus"),
        Offer(_("Sửa biên bản"), reverse("inspection_correct", args=[found.pk]), "default", "edit"),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
