"""Which acts the page of a plan offers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Offer
from khuyencong.flow.planning.enums import Fund, PlanState
from khuyencong.flow.planning.lifecycle import power_over
from khuyencong.flow.planning.models import AnnualPlan, Envelope
from khuyencong.ground.access.actor import Actor


def for_plan(actor: Actor, plan: AnnualPlan, *, has_lines: bool, supplement: bool) -> tuple[Offer, ...]:
    """Return the acts on ``plan``.  Without lines (or money handed to provinces) it cannot be approved yet."""
    found = []
    if actor.may(Can.PLAN_OPEN, plan):
        found.append(Offer(_("Giao dự toán"), reverse("envelope_give", args=[plan.pk]), icon="coins"))
    if plan.state == PlanState.DRAFT and has_lines and actor.may(Can.PLAN_APPROVE, plan):
        found.append(Offer(_("Phê duyệt"), reverse("plan_approve", args=[plan.pk]), "primary", "check"))
    if supplement:
        found.append(Offer(_("Mở đợt bổ sung"), reverse("supplement_open", args=[plan.pk]), icon="plus"))
    if plan.state == PlanState.APPROVED:
        found.append(Offer(_("Chốt sổ năm"), reverse("plan_closing", args=[plan.pk]), icon="calendar"))
    found.append(Offer(_("Biểu Mẫu 2 (Excel)"), reverse("plan_sheet", args=[plan.pk]), icon="file-spreadsheet"))
    return tuple(found)


def for_envelope(actor: Actor, envelope: Envelope) -> tuple[Offer, ...]:
    """Return the acts on an envelope: handing it down, and trying out what it could pay."""
    found = []
    plan = envelope.plan
    decides = actor.may(power_over(Fund(plan.fund)), plan)
    if decides and envelope.unit_id is None and actor.may(Can.PLAN_OPEN, plan):
        found.append(Offer(_("Phân bổ cấp dưới"), reverse("envelope_delegate", args=[envelope.pk]), icon="coins"))
    if plan.province_id is not None:
        found.append(Offer(_("Phương án"), reverse("scenarios", args=[envelope.pk]), icon="scale"))
    return tuple(found)
