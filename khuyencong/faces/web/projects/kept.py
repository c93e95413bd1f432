"""What is being typed into a draft's page is kept every few seconds, and offered when its user comes back."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.core.scope import Scope
from khuyencong.faces.web.page import Request, page, show
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import DraftKept, Project
from khuyencong.ground.access.actor import get, scope_of

PAGE, PROJECT, ASKED = "page", "project", "tiep"
"""Hidden fields of the page that is typed into, and the parameter that asks for a kept one."""

OURS = frozenset({"csrfmiddlewaretoken", PROJECT, "more"})

OF_PARTS = "milestones-TOTAL_FORMS"
"""What a kept page of machines, outputs and schedule holds, and one of the words and the money does not."""


@page(Can.PROJECT_DRAFT, methods=("POST",))
def draft_keep(request: Request) -> HttpResponse:
    """Keep the page as it is typed; a fragment for htmx says when, or why not."""
    project = _project(request, request.POST.get(PROJECT, ""))
    data = {name: values for name, values in request.POST.lists() if name not in OURS}
    now = timezone.now()
    try:
        proposals.keep_draft(
            request.actor, _place(request, project), page=page_id(request), project=project, data=data, now=now
        )
    except Refused as refusal:
        return show(request, "projects/_kept.html", {"fault": refusal.message})
    return show(request, "projects/_kept.html", {"kept_at": now})


@page(Can.PROJECT_DRAFT, methods=("POST",))
def draft_discard(request: Request, pk: int) -> HttpResponse:
    """Forget a kept page of the actor's own."""
    kept = _own(request).filter(pk=pk).select_related("project").first()
    if kept is not None:
        proposals.discard_kept(request.actor, _place(request, kept.project), page=kept.page)
        messages.success(request, _("Đã bỏ bản đang gõ."))
    if kept is not None and kept.project_id:
        return redirect("project_parts" if OF_PARTS in kept.data else "project_edit", kept.project_id)
    return redirect("project_new")


def page_id(request: Request) -> UUID:
    """Return the name of the page that was sent, or a new one."""
    try:
        return UUID(request.POST.get(PAGE, ""))
    except ValueError:
        return uuid4()


def offered(request: Request, project: Project | None, *, parts: bool = False) -> list[DraftKept]:
    """Return what the actor kept of this draft (or of new ones), the latest first; ``parts``: of its other page.

    One query.
    """
    return list(_kept_of(request, project, parts=parts)[: proposals.MOST_KEPT])


def resumed(request: Request, project: Project | None, *, parts: bool = False) -> DraftKept | None:
    """Return the kept page that the actor asked to go on with, if it is theirs.  One query, when asked."""
    asked = request.GET.get(ASKED, "")
    if request.method != "GET" or not asked.isdecimal() or len(asked) > 18:  # noqa: PLR2004  a bigint
        return None
    return _kept_of(request, project, parts=parts).filter(pk=int(asked)).first()


def as_typed(kept: DraftKept) -> QueryDict:
    """Return a kept page as it would have been sent."""
    data = QueryDict(mutable=True)
    stored: Mapping[str, list[str]] = kept.data
    for name, values in stored.items():
        data.setlist(name, values)
    return data


def forget(request: Request, project: Project | None) -> None:
    """The page was saved: what was kept of it goes."""
    proposals.discard_kept(request.actor, _place(request, project), page=page_id(request))


def _kept_of(request: Request, project: Project | None, *, parts: bool) -> "QuerySet[DraftKept]":
    rows = _own(request).filter(project=project)
    return rows.filter(data__has_key=OF_PARTS) if parts else rows.exclude(data__has_key=OF_PARTS)


def _own(request: Request) -> "QuerySet[DraftKept]":
    return DraftKept.objects.filter(user=request.actor.id)


def _project(request: Request, chosen: str) -> Project | None:
    if not chosen.isdecimal() or len(chosen) > 18:  # noqa: PLR2004  a bigint
        return None
    return get(request.actor, Can.PROJECT_DRAFT, Project.objects.all(), int(chosen))


def _place(request: Request, project: Project | None) -> Scope:
    return request.actor.home if project is None else scope_of(project)
