"""The way back, who decides in words, and the acts that a request offers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.acts import Act, Crumb, Fact, Offer
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.flow.planning.lifecycle import power_over
from khuyencong.flow.supervision.adjusting.queries import Power
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind, AdjustmentState
from khuyencong.flow.supervision.lifecycle import ADJUSTMENT
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import Actor


def adjustments_crumb() -> Crumb:
    """Return the list of requests."""
    return Crumb(_("Điều chỉnh, ngừng"), reverse("adjustments"))


def adjustment_url(adjustment: Adjustment) -> str:
    """Return the page of a request."""
    return reverse("adjustment", args=[adjustment.pk])


def title_of(adjustment: Adjustment) -> str:
    """Name a request by its kind."""
    return first_upper(label_of(AdjustmentKind(adjustment.kind)))


def power_words(power: Power) -> str:
    """Say who decides and by which rule; a rule that is not sure says so."""
    rule = power.rule
    if rule is None:
        return _("Chưa có quy định về thẩm quyền: %(decider)s quyết định.") % {"decider": power.decider}
    doubt = "" if power.binding else f"; {rule.confidence.label}"
    words = {"decider": power.decider, "rule": rule.sentence, "cited": rule.citation or _("thông lệ"), "doubt": doubt}
    return _("%(decider)s quyết định: %(rule)s (%(cited)s%(doubt)s).") % words


def act_on(adjustment: Adjustment, *, title: str, button: str, done: str, tone: str = "primary") -> Act:
    """Return the page of an act on a request, which goes back to the page of the request."""
    project = adjustment.project
    facts = (
        project_fact(project),
        Fact(_("Đề nghị"), title_of(adjustment)),
        Fact(_("Lý do đề nghị"), adjustment.explanation),
    )
    crumbs = (adjustments_crumb(), Crumb(title_of(adjustment), adjustment_url(adjustment)))
    return Act(title, button, done, adjustment_url(adjustment), crumbs, tone, facts=facts)


def offers_of(actor: Actor, adjustment: Adjustment, power: Power) -> tuple[Offer, ...]:
    """Return the acts that the state allows and the actor may do; the operation judges again."""
    found = []
    may = {
        AdjustmentAction.CONFIRM: actor.may(Can.ADJUSTMENT_CONFIRM, adjustment) and _confirms(adjustment, power),
        AdjustmentAction.RETURN: actor.may(Can.ADJUSTMENT_CONFIRM, adjustment) and not adjustment.by_department,
        AdjustmentAction.RESEND: actor.may(Can.ADJUSTMENT_REQUEST, adjustment),
        AdjustmentAction.WITHDRAW: actor.may(Can.ADJUSTMENT_REQUEST, adjustment),
        AdjustmentAction.GRANT: _decides(actor, adjustment, power),
    }
    for step in ADJUSTMENT.allowed(AdjustmentState(adjustment.state)):
        if not may.get(step.action):
            continue
        name, tone = _PAGES[step.action]
        label = _("Quyết định") if step.action is AdjustmentAction.GRANT else step.text
        found.append(Offer(label, reverse(name, args=[adjustment.pk]), tone))
    return tuple(found)


_PAGES = {
    AdjustmentAction.CONFIRM: ("adjustment_confirm", "primary"),
    AdjustmentAction.RETURN: ("adjustment_return", "default"),
    AdjustmentAction.RESEND: ("adjustment_resend", "primary"),
    AdjustmentAction.WITHDRAW: ("adjustment_withdraw", "danger"),
    AdjustmentAction.GRANT: ("adjustment_decide", "primary"),
}


def _confirms(adjustment: Adjustment, power: Power) -> bool:
    return power.asks_confirmation and not adjustment.by_department


def _decides(actor: Actor, adjustment: Adjustment, power: Power) -> bool:
    fund = power.decided_on_fund
    return actor.may(Can.ADJUSTMENT_DECIDE, adjustment) and actor.may(power_over(fund), adjustment)
