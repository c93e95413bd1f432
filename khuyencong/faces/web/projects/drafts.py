"""Drafting and revising: the pages with rows, and the ceiling as it is typed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.faces.web.acts import Crumb
from khuyencong.faces.web.fields import MillionField
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects import kept, merging
from khuyencong.faces.web.projects.crumbs import project_crumbs, projects_crumb
from khuyencong.faces.web.projects.forms import (
    MONEY,
    ItemSet,
    ProjectForm,
    RevisionForm,
    chosen_in,
    item_contents,
    register_for,
    rows_of,
)
from khuyencong.faces.web.projects.review_notes import at_their_fields
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import DraftKept, Project, SupportItem
from khuyencong.flow.proposals.queries import ceiling_of
from khuyencong.ground.access.actor import get, visible
from khuyencong.ground.regulations.models import ActivityContent

PREFIX = "items"
LONGEST_ID = 12


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def project_new(request: Request) -> HttpResponse:
    """Draft a đề án in the actor's centre."""
    left = kept.resumed(request, None)
    begin = {"year": request.today.year}
    form = ProjectForm(_posted(request), initial=_typed(request, left) or begin, today=request.today)
    rows = _rows(request, None, [], left)
    if _sent(request) and form.is_valid() and rows.is_valid():
        cleaned = form.cleaned_data
        kind = ProjectKind(cleaned["kind"])
        made = attempt(
            form,
            lambda: proposals.draft(
                request.actor,
                request.actor.home,
                name=cleaned["name"],
                kind=kind,
                year=cleaned["year"],
                content=form.contents[cleaned["content"]],
                items=rows.items(own_contents=kind is ProjectKind.FLAGSHIP),
                today=request.today,
                summary=cleaned["summary"],
            ),
        )
        if made is not None:
            kept.forget(request, None)
            messages.success(request, _("Đã lập đề án %(number)s.") % {"number": made.number})
            return redirect("project", made.pk)
    return _page(request, form, rows, None, left, title=_("Lập đề án"), crumbs=(projects_crumb(),))


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def project_edit(request: Request, pk: int) -> HttpResponse:
    """Change the words and the items of a draft."""
    project = get(request.actor, Can.PROJECT_DRAFT, Project.objects.select_related("content"), pk)
    stored = list(project.items.select_related("content"))
    left = kept.resumed(request, project)
    begin = {"name": project.name, "summary": project.summary, "version": project.version}
    form = RevisionForm(_posted(request), initial=_typed(request, left) or begin)
    rows = _rows(request, project, stored, left)
    base = _base(request, left) or merging.packed(merging.stored(project, stored))
    clashes: list[merging.ClashRow] = []
    if _sent(request) and form.is_valid() and rows.is_valid():
        form, rows, clashes = _revise(request, project, form, rows)
        if not form.errors and not clashes:
            kept.forget(request, project)
            messages.success(request, _("Đã sửa đề án %(number)s.") % {"number": project.number})
            return redirect("project", pk)
        base = form.data[merging.BASE]
    context = {"of": project, "clashes": clashes, "base": base}
    context["homeless"] = at_their_fields(project, form, rows)
    return _page(request, form, rows, project, left, title=_("Sửa đề án"), crumbs=project_crumbs(project), **context)


def _revise(
    request: Request, project: Project, form: RevisionForm, rows: Any
) -> tuple[RevisionForm, Any, list[merging.ClashRow]]:
    """Write what was sent together with what others stored since the page was opened.

    Return the forms as they now stand, with what both changed: where there is nothing to ask and no error, it is
    written.
    """
    # The version is read before the items: at worst they are newer, and the operation refuses once more.
    now = Project.objects.get(pk=project.pk)
    items = list(now.items.select_related("content"))
    theirs = merging.stored(now, items)
    merged = merging.together(form, rows, theirs, request.POST, now.version)
    data = merging.as_data(merged.typed, request.POST, now.version, theirs)
    form, rows = RevisionForm(data), _bound(request, data, now, items)
    if not (form.is_valid() and rows.is_valid()):
        return form, rows, []
    if merged.clashes and now.state == ProjectState.DRAFT:
        return form, rows, merging.clash_rows(merged.clashes, merged.typed, theirs)
    words = {name: form.cleaned_data[name] for name in ("name", "summary")}
    written = {"items": rows.items(), "version": now.version, **words}
    if attempt(form, lambda: proposals.revise(request.actor, project, **written)) is not None and merged.taken:
        taken = len(merged.taken)
        messages.info(request, _("Đã gộp cả %(n)s chỗ mà người khác vừa sửa.") % {"n": taken})
    return form, rows, []


@page(Can.PROJECT_DRAFT)
def project_ceiling(request: Request) -> HttpResponse:
    """Say the most that may be granted on the row as it is typed: a fragment for htmx."""
    prefix = next((key.rpartition("-")[0] for key in request.GET if key.endswith("-description")), PREFIX)
    content = _content(request, prefix)
    money = {source: _million(request.GET.get(f"{prefix}-{source}", "")) for source in MONEY}
    if content is None or None in money.values():
        return show(request, "projects/_ceiling.html", {"waiting": content is None})
    chosen = request.GET.get(f"{prefix}-establishment", "")
    item = SupportItem(content=content, establishment=_chosen(request, chosen), **money)
    place = Project(province_id=request.actor.home.province_id or 0)
    limit = ceiling_of(item, place, on=request.today)
    over = limit is not None and limit.amount is not None and item.support > limit.amount
    return show(request, "projects/_ceiling.html", {"limit": limit, "over": over, "item": item})


def _page(
    request: Request,
    form: Any,
    rows: Any,
    project: Project | None,
    left: DraftKept | None,
    *,
    title: str,
    crumbs: tuple[Crumb, ...],
    **other: object,
) -> HttpResponse:
    context = {"form": form, "rows": rows, "title": title, "crumbs": crumbs, "prefix": PREFIX, **other}
    context |= {"page_id": left.page if left else kept.page_id(request), "project": project, "left": left}
    context["offered"] = kept.offered(request, project) if request.method == "GET" and not left else []
    return show(request, "projects/draft.html", {**context, "then": crumbs[-1].url})


def _rows(request: Request, project: Project | None, stored: list[SupportItem], left: DraftKept | None) -> Any:
    if _sent(request):
        return _bound(request, request.POST, project, stored)
    typed = kept.as_typed(left) if left else request.POST
    if left:
        initial = _typed_rows(typed)
    elif request.method == "POST":
        initial = [*_typed_rows(typed), {}]
    else:
        initial = rows_of(stored, project.content_id if project else None)
    return ItemSet(initial=initial, **_options(request, typed, project, stored))


def _bound(request: Request, data: QueryDict, project: Project | None, stored: list[SupportItem]) -> Any:
    initial = rows_of(stored, project.content_id if project else None)
    return ItemSet(data, initial=initial, **_options(request, data, project, stored))


def _options(request: Request, data: QueryDict, project: Project | None, stored: list[SupportItem]) -> dict[str, Any]:
    named = [item.establishment_id for item in stored if item.establishment_id]
    register = register_for(request.actor, [*named, *chosen_in(data)])
    contents = item_contents(project, stored, request.today)
    return {"prefix": PREFIX, "form_kwargs": {"register": register, "contents": contents, "today": request.today}}


def _base(request: Request, left: DraftKept | None) -> str:
    """Return what the page began with, as it was sent or kept."""
    data = kept.as_typed(left) if left else request.POST
    return str(data.get(merging.BASE, ""))


def _sent(request: Request) -> bool:
    """Say whether the form was sent to be kept, and not for one more row."""
    return request.method == "POST" and "more" not in request.POST


def _posted(request: Request) -> QueryDict | None:
    return request.POST if _sent(request) else None


def _typed(request: Request, left: DraftKept | None) -> dict[str, Any]:
    """Return what was typed so far when one more row was asked for, or was kept: not judged yet."""
    data = kept.as_typed(left) if left else request.POST
    return {key: data[key] for key in data}


def _typed_rows(data: QueryDict) -> list[dict[str, Any]]:
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(total), 199) if total.isdecimal() else 0
    names = ("item", "description", "content", "find", "establishment", *MONEY)
    return [{name: data.get(f"{PREFIX}-{at}-{name}", "") for name in names} for at in range(count)]


def _content(request: Request, prefix: str) -> ActivityContent | None:
    """Return the content of the row as it is typed: its own where the kind lets it have one, or the đề án's."""
    hidden = request.GET.get("kind", "") not in {"", ProjectKind.FLAGSHIP}
    own = "" if hidden else request.GET.get(f"{prefix}-content", "")
    asked = own or request.GET.get("content", "")
    # No day: what a stored item has may have ended, and its ceiling still says whether a norm is in force.
    known = asked.isdecimal() and len(asked) <= LONGEST_ID
    return ActivityContent.objects.filter(pk=int(asked)).first() if known else None


def _chosen(request: Request, pk: str) -> Establishment | None:
    """Return the establishment of the row: a norm may depend on its capital or its workers."""
    rows = visible(request.actor, Can.ESTABLISHMENT_READ, Establishment.objects.all())
    return rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) <= LONGEST_ID else None


def _million(text: str) -> Dong | None:
    """Return đồng; ``None`` for what is not (yet) an amount."""
    field = MillionField(required=False)
    try:
        return Dong(field.clean(text))
    except ValidationError:
        return None
