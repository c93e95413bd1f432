"""Confirming, returning, withdrawing and deciding a request."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.acts import Cleaned, Fact, perform, posted
from khuyencong.faces.web.adjustments.crumbs import act_on, power_words
from khuyencong.faces.web.adjustments.forms import ConfirmForm, DecideForm
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.supervision.adjusting.operations import (
    confirm_adjustment,
    decide_adjustment,
    return_adjustment,
    withdraw_adjustment,
)
from khuyencong.flow.supervision.adjusting.queries import clash_words, merged, power_of, told
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentCause
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import get


def _of(request: Request, capability: Can, pk: int) -> Adjustment:
    return get(request.actor, capability, Adjustment.objects.select_related("project"), pk)


@page(Can.ADJUSTMENT_REQUEST, methods=("GET", "POST"))
def adjustment_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a request back, with a reason."""
    adjustment = _of(request, Can.ADJUSTMENT_REQUEST, pk)
    words = {"title": _("Rút đề nghị"), "button": _("Rút đề nghị"), "done": _("Đã rút đề nghị.")}
    act = act_on(adjustment, **words, tone="danger")
    form = WhyForm(posted(request))
    return perform(request, form, act, lambda data: withdraw_adjustment(request.actor, adjustment, **data))


@page(Can.ADJUSTMENT_CONFIRM, methods=("GET", "POST"))
def adjustment_return(request: Request, pk: int) -> HttpResponse:
    """Return a request to the centre, with what is missing."""
    adjustment = _of(request, Can.ADJUSTMENT_CONFIRM, pk)
    act = act_on(adjustment, title=_("Trả lại đề nghị"), button=_("Trả lại"), done=_("Đã trả lại đề nghị."))
    form = WhyForm(posted(request))
    return perform(request, form, act, lambda data: return_adjustment(request.actor, adjustment, **data))


@page(Can.ADJUSTMENT_CONFIRM, methods=("GET", "POST"))
def adjustment_confirm(request: Request, pk: int) -> HttpResponse:
    """Confirm a request with the number and the day of the Sở's paper."""
    adjustment = _of(request, Can.ADJUSTMENT_CONFIRM, pk)
    act = act_on(adjustment, title=_("Xác nhận đề nghị"), button=_("Xác nhận"), done=_("Đã xác nhận đề nghị."))
    act = replace(act, intro=power_words(power_of(adjustment, adjustment.project)))
    form = ConfirmForm(posted(request), initial={"confirmed_on": request.today})
    return perform(
        request, form, act, lambda data: confirm_adjustment(request.actor, adjustment, **data, today=request.today)
    )


@page(Can.ADJUSTMENT_DECIDE, methods=("GET", "POST"))
def adjustment_decide(request: Request, pk: int) -> HttpResponse:
    """Grant or refuse a request; what both sides changed is decided here, field by field."""
    adjustment = _of(request, Can.ADJUSTMENT_DECIDE, pk)
    project, power = adjustment.project, power_of(adjustment, adjustment.project)
    result = merged(adjustment, project)
    title, done = _("Quyết định điều chỉnh"), _("Đã ghi quyết định điều chỉnh.")
    base = act_on(adjustment, title=title, button=_("Ghi quyết định"), done=done)
    asked = [Fact(_("Nhóm lý do"), first_upper(label_of(AdjustmentCause(adjustment.cause))))]
    asked += [Fact(first_upper(one.label), f"{one.before} → {one.after}") for one in told(project, result.changes)]
    if adjustment.before or adjustment.after:
        asked.append(Fact(_("Bằng lời"), f"{adjustment.before or '–'} → {adjustment.after or '–'}"))
    if adjustment.confirmation and adjustment.confirmed_on:
        paper = f"{adjustment.confirmation}, {adjustment.confirmed_on:%d/%m/%Y}"
        asked.append(Fact(_("Sở đã xác nhận"), paper))
    warnings: tuple[Fact, ...] = ()
    if power.asks_confirmation and not power.binding and adjustment.confirmed_on is None:
        sentence = _("Quy định cần đối chiếu: Sở Công Thương xác nhận trước khi quyết định. Đề nghị này chưa có.")
        warnings = (Fact(_("Chưa có xác nhận của Sở"), sentence),)
    act = replace(base, intro=power_words(power), facts=(*base.facts, *asked), warnings=warnings)
    keys = [clash.key for clash in result.clashes]
    form = DecideForm(posted(request), clashes=list(zip(keys, clash_words(project, result.clashes), strict=True)))

    def do(data: Cleaned) -> object:
        action, words = AdjustmentAction(data["action"]), {"decision": data["decision"], "reason": data["reason"]}
        chosen = form.chosen()
        return decide_adjustment(request.actor, adjustment, action=action, today=request.today, chosen=chosen, **words)

    return perform(request, form, act, do)
