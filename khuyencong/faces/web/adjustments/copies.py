"""Asking for an adjustment: the words, and a copy of the đề án that is edited like a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.three_way import differences
from khuyencong.faces.web.acts import Crumb, Fact, posted
from khuyencong.faces.web.adjustments.crumbs import adjustment_url, adjustments_crumb, power_words, title_of
from khuyencong.faces.web.adjustments.forms import CopyForm, RequestForm, ResendForm, frozen, proposed_by
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.crumbs import project_crumbs, project_url
from khuyencong.faces.web.projects.forms import ItemForm, chosen_in, register_for
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.adjusting.operations import request_adjustment, resend_adjustment
from khuyencong.flow.supervision.adjusting.queries import copy_of, powers_on
from khuyencong.flow.supervision.adjusting.rules import DAYS, ITEM_FIELDS, OWN_FIELDS, item_key, read_day
from khuyencong.flow.supervision.enums import AdjustmentCause, AdjustmentKind
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import get

BASE = "base"


@dataclass(frozen=True)
class Copy:
    """The copy as forms: its words, and a row for each item by id.  Accepted items have none: they are done."""

    words: CopyForm
    rows: tuple[tuple[int, ItemForm], ...]

    def is_valid(self) -> bool:
        """Judge every form, so that all faults are told at once."""
        return all([self.words.is_valid(), *(row.is_valid() for _pk, row in self.rows)])

    def values(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the base and what is proposed; both empty where nothing was changed."""
        base, proposed = self.words.cleaned_data["base"], proposed_by(self.words, self.rows)
        return (base, proposed) if differences(base, proposed) else ({}, {})


@page(Can.ADJUSTMENT_REQUEST, methods=("GET", "POST"))
def adjustment_request(request: Request, pk: int) -> HttpResponse:
    """Ask to change or stop an approved đề án."""
    project = get(request.actor, Can.ADJUSTMENT_REQUEST, Project.objects.all(), pk)
    stood = copy_of(project)
    form, copy = RequestForm(posted(request)), _copy(request, project, stood, stood)
    if request.method == "POST" and all([form.is_valid(), copy is None or copy.is_valid()]):
        data = form.cleaned_data
        base, proposed = copy.values() if copy else ({}, {})
        made = attempt(
            form,
            lambda: request_adjustment(
                request.actor,
                project,
                kind=AdjustmentKind(data["kind"]),
                cause=AdjustmentCause(data["cause"]),
                explanation=data["explanation"],
                before=data["before"],
                after=data["after"],
                base=base,
                proposed=proposed,
                today=request.today,
            ),
        )
        if made is not None:
            messages.success(request, _("Đã gửi đề nghị điều chỉnh."))
            return redirect(project_url(project))
    powers = [
        Fact(first_upper(label_of(kind)), power_words(power))
        for kind, power in powers_on(request.today, project).items()
    ]
    title = _("Đề nghị điều chỉnh, ngừng")
    copy = copy or _fresh(request, project, stood, stood)
    context = {"title": title, "crumbs": project_crumbs(project), "then": project_url(project), "powers": powers}
    return show(request, "adjustments/request.html", {**context, "form": form, "copy": copy, "project": project})


@page(Can.ADJUSTMENT_REQUEST, methods=("GET", "POST"))
def adjustment_resend(request: Request, pk: int) -> HttpResponse:
    """Send a returned request again, its copy edited further."""
    rows = Adjustment.objects.select_related("project__province")
    adjustment = get(request.actor, Can.ADJUSTMENT_REQUEST, rows, pk)
    project = adjustment.project
    stood = copy_of(project)
    base = adjustment.base or stood
    begin = {"cause": adjustment.cause, "explanation": adjustment.explanation}
    form, copy = ResendForm(posted(request), initial=begin), _copy(request, project, base, adjustment.proposed or stood)
    if request.method == "POST" and all([form.is_valid(), copy is None or copy.is_valid()]):
        data = form.cleaned_data
        old, new = copy.values() if copy else ({}, {})
        sent = attempt(
            form,
            lambda: resend_adjustment(
                request.actor,
                adjustment,
                cause=AdjustmentCause(data["cause"]),
                explanation=data["explanation"],
                base=old,
                proposed=new,
                today=request.today,
            ),
        )
        if sent is not None:
            messages.success(request, _("Đã gửi lại đề nghị."))
            return redirect(adjustment_url(adjustment))
    crumbs = (adjustments_crumb(), Crumb(title_of(adjustment), adjustment_url(adjustment)))
    copy = copy or _fresh(request, project, base, adjustment.proposed or stood)
    context = {"title": _("Gửi lại đề nghị"), "crumbs": crumbs, "then": adjustment_url(adjustment)}
    answer = {"answer": adjustment.answer}
    return show(
        request, "adjustments/request.html", {**context, **answer, "form": form, "copy": copy, "project": project}
    )


def _copy(request: Request, project: Project, base: Mapping[str, Any], begin: Mapping[str, Any]) -> Copy | None:
    """Return the copy that was sent; ``None`` where none was (a request in words alone)."""
    sent = request.method == "POST" and BASE in request.POST
    return _forms(request, project, base, begin, sent=True) if sent else None


def _fresh(request: Request, project: Project, base: Mapping[str, Any], begin: Mapping[str, Any]) -> Copy:
    return _forms(request, project, base, begin, sent=False)


def _forms(
    request: Request, project: Project, base: Mapping[str, Any], begin: Mapping[str, Any], *, sent: bool
) -> Copy:
    data = request.POST if sent else None
    items = [item for item in project.items.select_related("acceptance").order_by("pk") if not _accepted(item)]
    items = [item for item in items if item_key(item.pk, "description") in base]
    named = [pk for item in items if (pk := begin.get(item_key(item.pk, "establishment")))]
    register = register_for(request.actor, [*named, *chosen_in(request.POST)])
    words = {field: read_day(begin.get(field)) if field in DAYS else begin.get(field) for field in OWN_FIELDS}
    words["base"] = frozen(dict(base))
    rows = tuple(
        (
            item.pk,
            ItemForm(
                data,
                prefix=f"item-{item.pk}",
                initial={field: begin[item_key(item.pk, field)] for field in ITEM_FIELDS},
                register=register,
                contents={},  # an adjustment changes the items, not what they are for
                today=request.today,
            ),
        )
        for item in items
    )
    return Copy(CopyForm(data, initial=words), rows)


def _accepted(item: Any) -> bool:
    return getattr(item, "acceptance", None) is not None
