"""What a draft says beside its money: the page on which its machines, outputs and schedule are filled in."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects.crumbs import project_crumbs
from khuyencong.faces.web.projects.part_forms import (
    MachineForm,
    MachineSet,
    MilestoneForm,
    MilestoneSet,
    OutputForm,
    OutputSet,
    PartsForm,
    RowForm,
    machine_rows,
    machines_asked,
    milestone_rows,
    milestones_asked,
    output_rows,
    outputs_asked,
    typed_rows,
)
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.parts.operations import Parts, revise_parts
from khuyencong.flow.proposals.parts.queries import faults_of, machines_of
from khuyencong.ground.access.actor import get

SETS: Final[dict[str, tuple[Any, type[RowForm]]]] = {
    "machines": (MachineSet, MachineForm),
    "outputs": (OutputSet, OutputForm),
    "milestones": (MilestoneSet, MilestoneForm),
}


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def project_parts(request: Request, pk: int) -> HttpResponse:
    """Fill in the machines, outputs and schedule of a draft."""
    project = get(request.actor, Can.PROJECT_DRAFT, Project.objects.select_related("content"), pk)
    items = list(project.items.select_related("content"))
    form = _form(request, project)
    rows = _rows(request, project, items)
    if _sent(request) and form.is_valid() and _good(rows):
        cleaned = form.cleaned_data
        told = Parts(
            place=cleaned["place"],
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            machines=machines_asked(rows["machines"], items),
            outputs=outputs_asked(rows["outputs"]),
            milestones=milestones_asked(rows["milestones"]),
        )
        kept = attempt(form, lambda: revise_parts(request.actor, project, parts=told, version=cleaned["version"]))
        if kept is not None:
            messages.success(
                request, _("Đã ghi máy móc, kết quả, tiến độ của đề án %(number)s.") % {"number": project.number}
            )
            return redirect("project", pk)
    context = {"form": form, "rows": rows, "project": project, "crumbs": project_crumbs(project)}
    context["faults"] = faults_of(project, items, on=request.today)
    return show(request, "projects/parts.html", context)


def _good(rows: dict[str, Any]) -> bool:
    """Judge every set, so that all faults are shown at once."""
    judged = [one.is_valid() for one in rows.values()]
    return all(judged)


def _form(request: Request, project: Project) -> PartsForm:
    if _sent(request):
        return PartsForm(request.POST)
    typed = {name: request.POST[name] for name in PartsForm.base_fields if name in request.POST}
    stored = {name: getattr(project, name) for name in PartsForm.base_fields}
    return PartsForm(initial={**stored, **typed})


def _rows(request: Request, project: Project, items: list[SupportItem]) -> dict[str, Any]:
    stored = {
        "machines": machine_rows(machines_of([project.pk])),
        "outputs": output_rows(project.outputs.all()),
        "milestones": milestone_rows(project.milestones.all()),
    }
    return {prefix: _set(request.POST, prefix, stored[prefix], items, sent=_sent(request)) for prefix in SETS}


def _set(data: QueryDict, prefix: str, stored: list[dict[str, Any]], items: list[SupportItem], *, sent: bool) -> Any:
    made, form = SETS[prefix]
    options: dict[str, Any] = {"prefix": prefix}
    if form is MachineForm:
        options["form_kwargs"] = {"items": items}
    if sent:
        return made(data, initial=stored, **options)
    if data:
        more: list[dict[str, Any]] = [{}] if data.get("more") == prefix else []
        return made(initial=[*typed_rows(data, prefix, form), *more], **options)
    return made(initial=stored or [{}], **options)


def _sent(request: Request) -> bool:
    """Say whether the form was sent to be kept, and not for one more row."""
    return request.method == "POST" and "more" not in request.POST
