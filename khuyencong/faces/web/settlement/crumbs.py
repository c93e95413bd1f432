"""The ways back from these pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.faces.web.acts import Crumb
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import Acceptance, Settlement


def acceptances_crumb() -> Crumb:
    """Return the list of acceptances."""
    return Crumb(_("Nghiệm thu"), reverse("acceptances"))


def acceptance_url(acceptance: Acceptance) -> str:
    """Return the page of an acceptance."""
    return reverse("acceptance", args=[acceptance.pk])


def settlements_crumb() -> Crumb:
    """Return the list of settlements."""
    return Crumb(_("Quyết toán"), reverse("settlements"))


def settlement_url(settlement: Settlement) -> str:
    """Return the page of a settlement."""
    return reverse("settlement", args=[settlement.pk])


def effects_crumb() -> Crumb:
    """Return the list of surveys."""
    return Crumb(_("Theo dõi hiệu quả"), reverse("effects"))


def served(item: SupportItem) -> str:
    """Return who is served by an item."""
    return item.establishment.name if item.establishment else ""
