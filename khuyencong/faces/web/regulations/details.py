"""One instrument, one norm, one rule."""

from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date, show_quantity
from khuyencong.core.money import Dong, percent_of, show_million
from khuyencong.faces.web.acts import Fact
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.regulations import rows as law
from khuyencong.faces.web.regulations.forms import AmountForm, CostForm
from khuyencong.faces.web.regulations.offers import changes
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import open_under
from khuyencong.ground.access.actor import visible
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, Provision, Sourced, SupportNorm
from khuyencong.ground.regulations.queries import amendments, as_norm, siblings_of, versions_of
from khuyencong.ground.regulations.rules import ceiling, condition_words
from khuyencong.ground.territory.queries import with_predecessors

TRIED = "1.900"
ADVANCED = "200"
"""Amounts that the worked examples begin with, in triệu đồng."""
LISTED = 20


@page(Can.REGULATIONS_READ)
def instrument(request: Request, pk: int) -> HttpResponse:
    """Show an instrument and everything that was read from it."""
    found = get_object_or_404(LegalInstrument, pk=pk)
    today = request.today
    norms = found.norms.select_related("instrument", "content", "province").order_by("content__group", "content", "id")
    tables = (
        (
            "",
            _("Nội dung hoạt động"),
            [law.content_row(row, today) for row in found.contents.select_related("instrument")],
        ),
        ("muc", _("Mức hỗ trợ"), [law.norm_row(row, today) for row in norms]),
        (
            "",
            _("Quy định khác"),
            [law.provision_row(row, today) for row in found.provisions.select_related("instrument")],
        ),
    )
    amended, amending = amendments(found)
    facts = [
        Fact(_("Trích yếu"), found.title),
        Fact(_("Cơ quan ban hành"), found.issuer),
        Fact(_("Ngày ban hành"), show_date(found.issued_on) if found.issued_on else ""),
        *(Fact(_("Sửa đổi, bổ sung"), law.name_of(one), reverse("instrument", args=[one.pk])) for one in amended),
        *(
            Fact(_("Được sửa đổi, bổ sung bởi"), law.name_of(one), reverse("instrument", args=[one.pk]))
            for one in amending
        ),
    ]
    context = {
        "instrument": found,
        "offers": changes(request, found),
        "name": law.name_of(found),
        "row": law.instrument_row(found, today),
        "facts": [*facts, *_known(found)],
        "tables": [(levels, title, rows) for levels, title, rows in tables if rows],
        "crumbs": _crumbs("van-ban", _("Văn bản")),
    }
    return show(request, "regulations/instrument.html", context)


@page(Can.REGULATIONS_READ)
def norm(request: Request, pk: int) -> HttpResponse:
    """Show a norm: an example worked for a cost, its other versions, and the open proposals that it touches."""
    rows = SupportNorm.objects.select_related("instrument", "content", "province")
    found = get_object_or_404(rows, pk=pk)
    form = CostForm({"cost": request.GET.get("cost", TRIED)})
    worked = ceiling(as_norm(found), Dong(form.cleaned_data["cost"])) if form.is_valid() else None
    touched = _touched(request, found)
    facts = [
        Fact(_("Mức hỗ trợ"), law.level_of(found)),
        Fact(_("Áp dụng cho"), found.province.name if found.province else _("khuyến công quốc gia, cả nước")),
        Fact(_("Điều kiện"), found.condition),
        Fact(_("Hệ thống xét theo"), condition_words(found.attributes)),
        Fact(_("Văn bản"), law.name_of(found.instrument), reverse("instrument", args=[found.instrument_id])),
        Fact(_("Điều khoản"), found.article),
    ]
    versions = [(law.norm_row(row, request.today), row.pk == pk) for row in versions_of(found)]
    context = {
        "norm": found,
        "offers": changes(request, found),
        "row": law.norm_row(found, request.today),
        "facts": [*facts, *_known(found)],
        "form": form,
        "worked": worked,
        "versions": versions,
        "touched": None if touched is None else touched[:LISTED],
        "touched_count": 0 if touched is None else touched.count(),
        "crumbs": _crumbs("muc", _("Mức hỗ trợ")),
    }
    return show(request, "regulations/norm.html", context)


@page(Can.REGULATIONS_READ)
def provision(request: Request, pk: int) -> HttpResponse:
    """Show a rule; for an advance, how much of an amount may be paid ahead and against which papers."""
    rows = Provision.objects.select_related("instrument")
    found = get_object_or_404(rows, pk=pk)
    kind = ProvisionKind(found.kind)
    facts = [Fact(_("Loại quy định"), kind.label)]
    if found.instrument is not None:
        facts.append(
            Fact(_("Văn bản"), law.name_of(found.instrument), reverse("instrument", args=[found.instrument.pk]))
        )
    facts.append(Fact(_("Điều khoản"), found.article))
    form = AmountForm({"cost": request.GET.get("cost", ADVANCED)})
    context = {
        "provision": found,
        "offers": changes(request, found),
        "kind": kind,
        "row": law.provision_row(found, request.today),
        "facts": [*facts, *_known(found)],
        "is_advance": kind is ProvisionKind.ADVANCE,
        "percent": _percent(found),
        "progress": found.attributes.get("progress_over"),
        "form": form,
        "worked": _advance(found, Dong(form.cleaned_data["cost"])) if form.is_valid() else "",
        "papers": found.attributes.get("documents", ()),
        "contents": _contents(found),
        "siblings": [law.provision_row(row, request.today) for row in siblings_of(found)],
        "crumbs": [*_crumbs("khac", _("Quy định khác")), _crumb(f"khac&kind={kind}", kind.label)],
    }
    return show(request, "regulations/provision.html", context)


def _touched(request: Request, found: SupportNorm) -> "QuerySet[Project] | None":
    """Return the open proposals that ask for the norm's content; ``None`` when it is not in force today."""
    if request.today not in found.valid or not request.actor.may_anywhere(Can.PROJECT_READ):
        return None
    provinces = None
    if found.province_id:
        provinces = with_predecessors(frozenset({found.province_id})) | {found.province_id}
    rows = visible(request.actor, Can.PROJECT_READ, open_under(found.content_id, provinces))
    return rows.select_related("province").order_by("-year", "number")


def _advance(rule: Provision, amount: Dong) -> str:
    """Work an advance in one sentence; nothing where the rule states no share."""
    percent = _percent(rule)
    if percent is None:
        return ""
    words = {
        "share": show_quantity(percent),
        "amount": show_million(amount),
        "most": show_million(percent_of(percent, amount)),
    }
    return _("Được tạm ứng tối đa %(most)s triệu đồng: %(share)s %% của %(amount)s triệu.") % words


def _percent(rule: Provision) -> Decimal | None:
    try:
        return Decimal(rule.attributes["percent"])
    except (KeyError, TypeError, InvalidOperation):
        return None


def _contents(rule: Provision) -> list[ActivityContent]:
    codes = rule.attributes.get("contents") or []
    return list(ActivityContent.objects.filter(code__in=codes)) if codes else []


def _known(row: Sourced) -> list[Fact]:
    """Say since when, from where and how surely."""
    pages = [Fact(_("Nguồn"), f"{key}: {words}" if words else key) for key, words in law.sources_of(row.source)]
    return [
        Fact(_("Hiệu lực"), law.days_of(row.valid)),
        Fact(_("Độ tin cậy"), Confidence(row.confidence).label),
        *pages,
    ]


def _crumbs(tab: str, label: str) -> list[dict[str, str]]:
    return [{"label": _("Quy định"), "url": reverse("regulations")}, _crumb(tab, label)]


def _crumb(tab: str, label: str) -> dict[str, str]:
    return {"label": label, "url": f"{reverse('regulations')}?tab={tab}"}
