"""Opening a plan of inspections, its lines, writing and correcting minutes, adding photographs."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.crumbs import project_crumbs
from khuyencong.faces.web.supervision.inspection_forms import (
    CorrectMinutesForm,
    PlanForm,
    RecordForm,
    VisitPlanForm,
    stored,
)
from khuyencong.faces.web.supervision.inspections import inspection_crumbs
from khuyencong.faces.web.supervision.photo_fields import PhotosForm
from khuyencong.faces.web.supervision.place import place_of
from khuyencong.flow.fieldwork import operations
from khuyencong.flow.fieldwork.models import Inspection, InspectionPlan, PlannedInspection
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.warning.queries import running
from khuyencong.ground.access.actor import get
from khuyencong.ground.territory.queries import with_predecessors


@page(Can.INSPECTION_RECORD, methods=("GET", "POST"))
def inspection_plan_open(request: Request) -> HttpResponse:
    """Open the plan of inspections of the actor's organisation for a year, in the chosen province."""
    place = place_of(request)
    form = PlanForm(posted(request), initial={"year": request.today.year})
    then = f"{reverse('inspections')}?{place.query}"
    act = Act(
        _("Lập kế hoạch kiểm tra"),
        _("Lập kế hoạch"),
        _("Đã lập kế hoạch: hãy thêm các đề án cần kiểm tra."),
        then,
        inspection_crumbs(),
        facts=(Fact(_("Tỉnh"), place.name),),
    )
    where = Scope(province_id=place.province_id, organisation_id=request.actor.home.organisation_id)

    def do(data: Cleaned) -> object:
        return operations.plan_inspections(request.actor, where, year=data["year"], decision=data["decision"])

    return perform(request, form, act, do)


@page(Can.INSPECTION_RECORD, methods=("GET", "POST"))
def visit_plan(request: Request, pk: int) -> HttpResponse:
    """Put a running đề án into the plan."""
    plan = get(request.actor, Can.INSPECTION_RECORD, InspectionPlan.objects.all(), pk)
    rows = running(with_predecessors(frozenset({plan.province_id}))).order_by("number")
    named = {str(one): f"{number}: {name}" for one, number, name in rows.values_list("pk", "number", "name")}
    form = VisitPlanForm(posted(request), projects=[*named.items()])
    act = Act(
        _("Thêm đề án vào kế hoạch kiểm tra"),
        _("Thêm"),
        _("Đã thêm vào kế hoạch."),
        _year_url(plan),
        inspection_crumbs(),
    )

    def do(data: Cleaned) -> object:
        project = Project.objects.get(pk=data["project"])
        return operations.plan_visit(
            request.actor, plan, project=project, month=data["month"], inspector=data["inspector"]
        )

    return perform(request, form, act, do)


@page(Can.INSPECTION_RECORD, methods=("GET", "POST"))
def visit_unplan(request: Request, pk: int) -> HttpResponse:
    """Take a đề án out of the plan."""
    rows = PlannedInspection.objects.select_related("plan", "project")
    line = get(request.actor, Can.INSPECTION_RECORD, rows, pk)
    act = Act(
        _("Rút khỏi kế hoạch kiểm tra"),
        _("Rút"),
        _("Đã rút khỏi kế hoạch."),
        _year_url(line.plan),
        inspection_crumbs(),
        tone="danger",
        facts=(Fact(_("Đề án"), f"{line.project.number}: {line.project.name}"), Fact(_("Tháng"), str(line.month))),
    )
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: operations.unplan_visit(request.actor, line, reason=data["reason"]),
    )


@page(Can.INSPECTION_RECORD, methods=("GET", "POST"))
def inspection_record(request: Request, pk: int) -> HttpResponse:
    """Write the minutes of a visit to a đề án."""
    project = get(request.actor, Can.INSPECTION_RECORD, Project.objects.all(), pk)
    lines = PlannedInspection.objects.filter(project=project, inspection__isnull=True).select_related("plan")
    named = {str(line.pk): line for line in lines}
    choices = [(key, f"{line.plan}, tháng {line.month}") for key, line in named.items()]
    begin = {"held_on": request.today, "planned": request.GET.get("dong", "")}
    form = RecordForm(posted(request), lines=choices, initial=begin)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: operations.record_inspection(
                request.actor,
                project,
                minutes=form.minutes(),
                findings=form.findings(),
                planned=named.get(form.cleaned_data["planned"]),
                today=request.today,
            ),
        )
        if made is not None:
            messages.success(request, _("Đã ghi biên bản kiểm tra."))
            return redirect("inspection", made.pk)
    then = reverse("project", args=[project.pk])
    act = Act(_("Ghi biên bản kiểm tra"), _("Ghi biên bản"), "", then, project_crumbs(project), intro=project.name)
    return show(request, "projects/act.html", {"form": form, "act": act})


@page(Can.INSPECTION_RECORD, methods=("GET", "POST"))
def inspection_correct(request: Request, pk: int) -> HttpResponse:
    """Correct the words of the minutes, with the reason."""
    found = _get(request, pk)
    form = CorrectMinutesForm(posted(request), initial=stored(found))

    def do(data: Cleaned) -> object:
        return operations.correct_inspection(
            request.actor, found, minutes=form.minutes(), today=request.today, reason=data["reason"]
        )

    return perform(request, form, _act(found, _("Sửa biên bản"), _("Ghi"), _("Đã sửa biên bản.")), do)


@page(Can.INSPECTION_RECORD, methods=("GET", "POST"))
def inspection_photos(request: Request, pk: int) -> HttpResponse:
    """Add photographs to the minutes."""
    found = _get(request, pk)
    form = PhotosForm(posted(request), request.FILES or None)
    return perform(
        request,
        form,
        _act(found, _("Thêm ảnh hiện trường"), _("Gửi ảnh"), _("Đã thêm ảnh.")),
        lambda _data: operations.add_visit_photos(request.actor, found, shots=form.shots(), now=timezone.now()),
    )


def _get(request: Request, pk: int) -> Inspection:
    return get(request.actor, Can.INSPECTION_RECORD, Inspection.objects.select_related("project"), pk)


def _year_url(plan: InspectionPlan) -> str:
    return f"{reverse('inspections')}?year={date(plan.year, 1, 1).year}&province={plan.province_id}"


def _act(found: Inspection, title: str, button: str, done: str) -> Act:
    then = reverse("inspection", args=[found.pk])
    facts = (Fact(_("Đề án"), f"{found.project.number}: {found.project.name}"), Fact(_("Biên bản"), found.number))
    return Act(title, button, done, then, (*inspection_crumbs(), Crumb(found.number, then)), facts=facts)
