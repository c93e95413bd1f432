"""What a draft says beside its money: the page on which its machines, outputs and schedule are filled in."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects import kept, merging, part_merging
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
    machines_asked,
    milestones_asked,
    outputs_asked,
    typed_rows,
)
from khuyencong.faces.web.projects.review_notes import at_their_rows
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.parts.operations import Parts, revise_parts
from khuyencong.flow.proposals.parts.queries import faults_of
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
    left = kept.resumed(request, project, parts=True)
    data = kept.as_typed(left) if left else request.POST
    stored = part_merging.stored_rows(project)
    form = _form(request, project, data)
    rows = _sets(data, stored, items, sent=_sent(request))
    base = str(data.get(merging.BASE, "")) or merging.packed(part_merging.stored(project, stored))
    clashes: list[merging.ClashRow] = []
    if _sent(request) and form.is_valid() and _good(rows):
        form, rows, clashes = _write(request, project, form, rows)
        if not form.errors and not clashes and _good(rows):
            kept.forget(request, project)
            done = _("Đã ghi máy móc, kết quả, tiến độ của đề án %(number)s.") % {"number": project.number}
            messages.success(request, done)
            return redirect("project", pk)
        base = form.data[merging.BASE]
    context = {"form": form, "rows": rows, "project": project, "crumbs": project_crumbs(project)}
    context |= {"faults": faults_of(project, items, on=request.today), "clashes": clashes, "base": base, "left": left}
    context |= {"page_id": left.page if left else kept.page_id(request)}
    context["offered"] = kept.offered(request, project, parts=True) if request.method == "GET" and not left else []
    context["homeless"] = at_their_rows(project, form, rows)
    return show(request, "projects/parts.html", context)


def _write(
    request: Request, project: Project, form: PartsForm, rows: dict[str, Any]
) -> tuple[PartsForm, dict[str, Any], list[merging.ClashRow]]:
    """Write what was sent together with what others stored since the page was opened.

    Return the forms as they now stand, with what both changed: where there is nothing to ask and no error, it is
    written.
    """
    # The version is read before the rows: at worst they are newer, and the operation refuses once more.
    now = Project.objects.get(pk=project.pk)
    items, stored = list(now.items.select_related("content")), part_merging.stored_rows(now)
    theirs = part_merging.stored(now, stored)
    same = form.cleaned_data["version"] == now.version
    merged = merging.brought(part_merging.typed(form, rows), theirs, request.POST, same=same)
    data = part_merging.as_data(merged.typed, request.POST, now.version, theirs, stored)
    form, rows = PartsForm(data), _sets(data, stored, items, sent=True)
    if not (form.is_valid() and _good(rows)):
        return form, rows, []
    if merged.clashes and now.state == ProjectState.DRAFT:
        return form, rows, part_merging.clash_rows(merged, theirs, items)
    told = _told(form, rows, items)
    done = attempt(form, lambda: revise_parts(request.actor, project, parts=told, version=now.version))
    if done is not None and merged.taken:
        taken = len(merged.taken)
        messages.info(request, _("Đã gộp cả %(n)s chỗ mà người khác vừa sửa.") % {"n": taken})
    return form, rows, []


def _told(form: PartsForm, rows: dict[str, Any], items: list[SupportItem]) -> Parts:
    cleaned = form.cleaned_data
    return Parts(
        place=cleaned["place"],
        starts_on=cleaned["starts_on"],
        ends_on=cleaned["ends_on"],
        machines=machines_asked(rows["machines"], items),
        outputs=outputs_asked(rows["outputs"]),
        milestones=milestones_asked(rows["milestones"]),
    )


def _good(rows: dict[str, Any]) -> bool:
    """Judge every set, so that all faults are shown at once."""
    judged = [one.is_valid() for one in rows.values()]
    return all(judged)


def _form(request: Request, project: Project, data: QueryDict) -> PartsForm:
    if _sent(request):
        return PartsForm(data)
    typed = {name: data[name] for name in PartsForm.base_fields if name in data}
    stored = {name: getattr(project, name) for name in PartsForm.base_fields}
    return PartsForm(initial={**stored, **typed})


def _sets(data: QueryDict, stored: part_merging.Stored, items: list[SupportItem], *, sent: bool) -> dict[str, Any]:
    return {prefix: _set(data, prefix, stored[prefix], items, sent=sent) for prefix in SETS}


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
