"""How a plan is called, and the way back to it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.faces.web.acts import Crumb
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.planning.models import AnnualPlan


def plans_crumb() -> Crumb:
    """Return the list of plans."""
    return Crumb(_("Kế hoạch"), reverse("plans"))


def plan_crumbs(plan: AnnualPlan) -> tuple[Crumb, ...]:
    """Return the list and the page of ``plan``."""
    return (plans_crumb(), Crumb(plan_title(plan), plan_url(plan)))


def plan_url(plan: AnnualPlan) -> str:
    """Return the page of ``plan``."""
    return reverse("plan", args=[plan.pk])


def plan_title(plan: AnnualPlan) -> str:
    """Return "Kế hoạch khuyến công địa phương năm 2017, Phú Yên"."""
    words = {"fund": Fund(plan.fund).label, "year": plan.year, "province": plan.place}
    return _("Kế hoạch %(fund)s năm %(year)s, %(province)s") % words
