"""Which acts the page of a plan offers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Offer
from khuyencong.flow.planning.enums import PlanState
from khuyencong.flow.planning.models import AnnualPlan
from khuyencong.ground.access.actor import Actor


def for_plan(actor: Actor, plan: AnnualPlan, *, has_lines: bool) -> tuple[Offer, ...]:
    """Return the acts on ``plan``.  A plan without lines cannot be approved yet."""
    found = []
    if actor.may(Can.PLAN_OPEN, plan):
        found.append(Offer(_("Giao dự toán"), reverse("envelope_give", args=[plan.pk]), icon="coins"))
    if plan.state == PlanState.DRAFT and has_lines and actor.may(Can.PLAN_APPROVE, plan):
        found.append(Offer(_("Phê duyệt"), reverse("plan_approve", args=[plan.pk]), "primary", "check"))
    return tuple(found)
