"""What a page of the law offers to whoever maintains it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION
from khuyencong.faces.web.acts import Offer
from khuyencong.faces.web.page import Request
from khuyencong.ground.regulations.models import LegalInstrument, Provision, SupportNorm

Versioned = SupportNorm | Provision | LegalInstrument


def additions(request: Request) -> tuple[Offer, ...]:
    """Return what may be added: norms and papers by whoever maintains some law, the rest by the ministry."""
    if not request.actor.may_anywhere(Can.REGULATIONS_MAINTAIN):
        return ()
    offers = [
        Offer(_("Thêm mức hỗ trợ"), reverse("norm_new"), icon="plus"),
        Offer(_("Nhập mức hỗ trợ từ bảng"), reverse("norms_import"), icon="file-spreadsheet"),
        Offer(_("Nhập văn bản"), reverse("instrument_new"), icon="plus"),
    ]
    if request.actor.may(Can.REGULATIONS_MAINTAIN, NATION):
        offers.append(Offer(_("Thêm quy định khác"), reverse("provision_new"), icon="plus"))
        offers.append(Offer(_("Thêm nội dung"), reverse("content_new"), icon="plus"))
    return tuple(offers)


def changes(request: Request, row: Versioned) -> tuple[Offer, ...]:
    """Return what may be done to a version that is in force, or will be."""
    ended = row.valid.upper is not None and row.valid.upper <= request.today
    if ended or not request.actor.may(Can.REGULATIONS_MAINTAIN, row):
        return ()
    name = {SupportNorm: "norm", Provision: "provision", LegalInstrument: "instrument"}[type(row)]
    to_come = row.valid.lower is not None and row.valid.lower > request.today
    end = _("Hủy phiên bản") if to_come and name != "instrument" else _("Chấm dứt hiệu lực")
    ending = Offer(end, reverse(f"{name}_end", args=[row.pk]), "danger", "x")
    if name == "instrument":
        return (ending,)
    return (Offer(_("Lập phiên bản mới"), reverse(f"{name}_replace", args=[row.pk]), "primary", "edit"), ending)
