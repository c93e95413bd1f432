"""The page of a đề án: everything about it, whatever stage it is in."""

from dataclasses import dataclass
from datetime import date

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.history import Deed
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.acts import Fact, Offer
from khuyencong.faces.web.establishments.conditions import Told, told
from khuyencong.faces.web.page import PAGE_SIZE, Request, page, query_without_page, show
from khuyencong.faces.web.projects import offers
from khuyencong.faces.web.projects.choices import TONES, first_upper, province_name
from khuyencong.faces.web.projects.crumbs import project_crumbs, projects_crumb
from khuyencong.faces.web.projects.history import GROUPS, deeds_of
from khuyencong.faces.web.projects.lifeline import Lifeline, lifeline_of
from khuyencong.faces.web.projects.part_sections import parts_of
from khuyencong.faces.web.projects.people import Involved, people_of
from khuyencong.faces.web.projects.records import Records, records_of
from khuyencong.faces.web.projects.review import panel_of
from khuyencong.faces.web.projects.sections import Sections, sections_of
from khuyencong.faces.web.supervision.section import section_of
from khuyencong.flow.proposals.eligibility import item_verdicts
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import ceilings_of
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.ground.access.actor import Actor, get
from khuyencong.ground.accounts.queries import names_on

SHOWN = 10
"""Deeds told on the page itself; the rest are on the page of the log."""


@dataclass(frozen=True)
class Waiting:
    """A next step as the page words it."""

    what: str
    who: str
    days: int | None
    due: date | None
    late: bool


@dataclass(frozen=True)
class ProjectPage:
    """All that the page shows."""

    project: Project
    label: str
    tone: str
    facts: tuple[Fact, ...]
    offers: tuple[Offer, ...]
    lifeline: Lifeline
    sections: Sections
    waiting: tuple[Waiting, ...]
    people: tuple[Involved, ...]
    deeds: tuple[Deed, ...] | None
    more_deeds: bool
    stopped: bool


@page(Can.PROJECT_READ)
def project(request: Request, pk: int) -> HttpResponse:
    """Show one đề án."""
    found = get(request.actor, Can.PROJECT_READ, _projects(), pk)
    at = page_of(request.actor, found, request.today)
    context = {
        "at": at,
        "crumbs": (projects_crumb(),),
        "review": panel_of(request.actor, found),
        "supervision": section_of(request.actor, at.lifeline.records, request.today),
        "parts": parts_of(request.actor, found, request.today),
        "today": request.today,
    }
    return show(request, "projects/project.html", context)


@page(Can.HISTORY_READ)
def project_history(request: Request, pk: int) -> HttpResponse:
    """Show the whole log of one đề án, in words."""
    found = get(request.actor, Can.HISTORY_READ, _projects(), pk)
    group = request.GET.get("kind", "")
    deeds, found_page = deeds_of(found, size=PAGE_SIZE, number=request.GET.get("page"), group=group)
    context = {
        "project": found,
        "deeds": deeds,
        "crumbs": project_crumbs(found),
        "page": found_page,
        "query": query_without_page(request),
        "groups": [("", _("Tất cả"), group not in GROUPS), *((k, v[0], k == group) for k, v in GROUPS.items())],
    }
    return show(request, "projects/history.html", context)


@page(Can.PROJECT_READ)
def paper(request: Request, pk: int) -> HttpResponseBase:
    """Send the scanned minutes of an acceptance, to whoever may see its item."""
    accepted = get(request.actor, Can.PROJECT_READ, Acceptance.objects.select_related("paper"), pk)
    stored = accepted.paper
    if stored is None or not default_storage.exists(stored.path):
        raise Http404
    file = default_storage.open(stored.path)
    return FileResponse(file, as_attachment=True, filename=stored.name, content_type=stored.content_type)


def page_of(actor: Actor, found: Project, today: date) -> ProjectPage:
    """Gather the page of a đề án.  The number of queries does not grow with its rows."""
    records = records_of(actor, found)
    lifeline = lifeline_of(records)
    ceilings = ceilings_of(records.items, found, on=found.decided_on or found.submitted_on or today)
    told = deeds_of(found, size=SHOWN) if actor.may(Can.HISTORY_READ, found) else None
    return ProjectPage(
        found,
        first_upper(label_of(ProjectState(found.state))),
        TONES[found.state],
        _facts(found, records, today),
        offers.for_project(actor, records),
        lifeline,
        sections_of(actor, records, ceilings, _told(found, records, today)),
        tuple(
            Waiting(step.what, step.who, step.days(today), step.due, late=step.due is not None and step.due < today)
            for step in lifeline.nexts
        ),
        people_of(actor, records),
        None if told is None else told[0],
        told is not None and told[1].has_next(),
        bool(records.lines) and len(records.stopped) == len(records.lines),
    )


def _told(found: Project, records: Records, today: date) -> dict[int, Told]:
    """Judge who may be supported while a đề án is open; what was decided was judged by its day."""
    if found.state not in {ProjectState.DRAFT, ProjectState.SUBMITTED}:
        return {}
    judged = item_verdicts(records.items, on=today)
    return {pk: told(verdict) for pk, verdict in judged.items()}


def _facts(found: Project, records: Records, today: date) -> tuple[Fact, ...]:
    centre = names_on(found.decided_on or today, [found.centre_id]).get(found.centre_id)
    served = {item.establishment_id for item in records.items if item.establishment_id}
    return (
        Fact(_("Mã số"), found.number),
        Fact(_("Loại"), first_upper(label_of(ProjectKind(found.kind)))),
        Fact(_("Nội dung"), found.content.name),
        Fact(_("Năm kế hoạch"), str(found.year)),
        Fact(_("Tỉnh"), province_name(found.province)),
        Fact(_("Đơn vị thực hiện"), centre.name if centre else found.centre.code),
        Fact(_("Địa điểm thực hiện"), found.place),
        Fact(_("Đơn vị thụ hưởng"), _("%(n)s cơ sở") % {"n": len(served)} if served else ""),
        *_from_need(found),
        Fact(_("Mục tiêu, quy mô"), found.summary),
    )


def _from_need(found: Project) -> tuple[Fact, ...]:
    return (Fact(_("Từ nhu cầu"), found.need.code, reverse("need", args=[found.need.pk])),) if found.need else ()


def _projects() -> "QuerySet[Project]":
    return Project.objects.select_related("province", "content", "centre", "need__recorded_by")
