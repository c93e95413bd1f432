"""The page of a need."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Crumb, Fact, Offer
from khuyencong.faces.web.needs.lists import row_of
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.needs.enums import Channel, NeedState
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.queries import OPEN, Standing, standing_of
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import Actor, get, visible


@page(Can.NEED_READ)
def need(request: Request, pk: int) -> HttpResponse:
    """Show a need: who, what, how it stands, and what came of it."""
    found = get(request.actor, Can.NEED_READ, needs_with_all(), pk)
    standing = standing_of(found, request.today)
    context = {
        "row": row_of(found),
        "who": _who(request.actor, found),
        "what": _what(found),
        "standing": standing,
        "confirmations": found.confirmations.all(),
        "projects": visible(request.actor, Can.PROJECT_READ, Project.objects.filter(need=found)).order_by("pk"),
        "offers": _offers(request.actor, found, standing),
        "crumbs": (needs_crumb(),),
    }
    return show(request, "needs/need.html", context)


def needs_crumb() -> Crumb:
    """Return the list of needs."""
    return Crumb(_("Nhu cầu của cơ sở"), reverse("needs"))


def need_url(found: Need) -> str:
    """Return the page of a need."""
    return reverse("need", args=[found.pk])


def needs_with_all() -> "QuerySet[Need]":
    """Return needs with what their page shows."""
    related = ("province", "commune", "content", "establishment", "campaign", "recorded_by")
    return Need.objects.select_related(*related).prefetch_related("confirmations")


def _who(actor: Actor, found: Need) -> tuple[Fact, ...]:
    workshop = found.establishment
    href = reverse("establishment", args=[workshop.pk]) if workshop else ""
    seen = workshop is not None and actor.may(Can.ESTABLISHMENT_READ, workshop)
    commune = f"{found.commune.name}, " if found.commune else ""
    return (
        Fact(_("Tên cơ sở"), found.name),
        Fact(_("Trong danh sách cơ sở"), workshop.name if workshop else _("chưa có"), href if seen else ""),
        Fact(_("Loại hình"), first_upper(LegalForm(found.legal_form).label)),
        Fact(_("Mã số thuế, số định danh"), found.tax_code),
        Fact(_("Điện thoại"), found.phone),
        Fact(_("Địa bàn"), f"{commune}{found.province.name}"),
        Fact(_("Địa chỉ"), found.address),
        Fact(_("Ngành nghề"), found.industry),
    )


def _what(found: Need) -> tuple[Fact, ...]:
    who = found.recorded_by.full_name if found.recorded_by else ""
    channel = Channel(found.channel).label
    return (
        Fact(_("Nội dung"), found.content.name),
        Fact(_("Máy móc, thiết bị"), found.machine),
        Fact(_("Nhu cầu"), found.wish),
        Fact(_("Tổng chi phí dự kiến (triệu đồng)"), show_million(Dong(found.cost)) if found.cost else ""),
        Fact(_("Đề nghị hỗ trợ (triệu đồng)"), show_million(Dong(found.support)) if found.support else ""),
        Fact(_("Cần trước ngày"), show_date(found.wanted_by) if found.wanted_by else ""),
        Fact(_("Ngày ghi"), show_date(found.recorded_on)),
        Fact(_("Ai khai"), f"{channel}: {who}" if who else channel),
        Fact(_("Đợt khảo sát"), found.campaign.title if found.campaign else ""),
    )


def _offers(actor: Actor, found: Need, standing: Standing) -> tuple[Offer, ...]:
    state = NeedState(found.state)
    checks = actor.may(Can.NEED_CHECK, found)
    ask = _("Ghi câu trả lời") if standing.waiting_since else _("Hỏi lại: vẫn còn nhu cầu?")
    every = (
        (state is NeedState.CHECKED and actor.may(Can.PROJECT_DRAFT, found), "need_draft", _("Lập đề án từ nhu cầu")),
        (state is NeedState.RECORDED and checks, "need_check", _("Đã kiểm tra")),
        (state is not NeedState.DROPPED and checks, "need_confirm", ask),
        (state in OPEN and actor.may(Can.NEED_RECORD, found), "need_edit", _("Sửa")),
        (state in OPEN and checks, "need_drop", _("Không theo tiếp")),
    )
    tones = {"need_draft": "primary", "need_check": "primary", "need_drop": "danger"}
    return tuple(
        Offer(label, reverse(name, args=[found.pk]), tones.get(name, "default")) for may, name, label in every if may
    )
