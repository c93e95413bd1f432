"""The list of settlements, the page of one, settling item by item, and the end of a contract."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, Offer, perform, posted
from khuyencong.faces.web.contracts.acts import contract_fact
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, deed, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.crumbs import project_fact, project_url
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.faces.web.settlement.crumbs import settlement_url, settlements_crumb
from khuyencong.faces.web.settlement.forms import PaperForm, SettleItemsForm, WorkFilterForm
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.settlement import operations
from khuyencong.flow.settlement.models import Settlement, SettlementPaper
from khuyencong.flow.settlement.operations import Claim
from khuyencong.flow.settlement.queries import (
    bases_of,
    missing_for_liquidation,
    over_advanced,
    owed_papers,
    settlement_list,
    voucher_faults,
)
from khuyencong.ground.access.actor import Actor, get, visible

COLUMNS: Final = (
    "Số hợp đồng",
    "Mã số đề án",
    "Tên đề án",
    "Ngày quyết toán",
    "Giá trị hợp đồng (đồng)",
    "Chi phí nghiệm thu (đồng)",
    "Quyết toán (đồng)",
    "Giảm so với hợp đồng (đồng)",
    "Đã tạm ứng (đồng)",
    "Còn phải thu hồi (đồng)",
    "Hạn thu hồi",
)


@page(Can.CONTRACT_READ)
def settlements(request: Request) -> HttpResponse:
    """List the settlements that the actor may see."""
    form = _form(request)
    shown = paginate(request, _found(request, form))
    rows = [(row, over_advanced(row.contract)) for row in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(request, "settlement/settlements.html", {**context, "today": request.today})


@page(Can.CONTRACT_READ)
def settlements_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = _form(request)
    cells = (_cells(row) for row in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("quyet-toan", _("Danh sách quyết toán"), filters_of(form, request), COLUMNS, cells)


@page(Can.CONTRACT_READ)
def settlement(request: Request, pk: int) -> HttpResponse:
    """Show one settlement: its items with their explanation, its file, what is missing before the end."""
    rows = Settlement.objects.select_related("contract__line__project", "contract__line__envelope")
    found = get(request.actor, Can.CONTRACT_READ, rows, pk)
    contract = found.contract
    ended = contract.state == ContractState.LIQUIDATED
    context = {
        "settlement": found,
        "contract": contract,
        "title": _("Quyết toán hợp đồng %(number)s") % {"number": contract.number},
        "crumbs": (settlements_crumb(),),
        "facts": _facts(found),
        "items": list(found.items.select_related("item__establishment")),
        "papers": owed_papers(contract, found.settled_on),
        "missing": () if ended else missing_for_liquidation(contract, request.today),
        "offers": _offers(request.actor, found),
        "may_papers": request.actor.may(Can.MONEY_SETTLE, found) and not ended,
    }
    return show(request, "settlement/settlement.html", context)


@page(Can.MONEY_SETTLE, methods=("GET", "POST"))
def contract_settle(request: Request, pk: int) -> HttpResponse:
    """Settle a contract item by item: the ceiling of each is computed again on its accepted cost."""
    contract = _contract(request, Can.MONEY_SETTLE, pk)
    bases = bases_of(contract)
    form = SettleItemsForm(posted(request), bases=bases, initial={"settled_on": request.today})
    intro = _(
        "Mỗi hạng mục được quyết toán số nhỏ nhất của: phần của hợp đồng, đề nghị, chi phí nghiệm thu và mức trần tính"
        " lại trên chi phí đó."
    )
    base = _act(contract, _("Quyết toán"), _("Ghi quyết toán"), _("Đã ghi quyết toán."))
    act = replace(base, intro=intro, warnings=_warnings(contract, request))

    def do(data: Cleaned) -> object:
        claims = [Claim(basis.item.pk, form.claimed(basis)) for basis in bases]
        days = {"settled_on": data["settled_on"], "recover_by": data["recover_by"]}
        return operations.settle_items(request.actor, contract, claims=claims, today=request.today, **days)

    return perform(request, form, act, do)


@page(Can.MONEY_SETTLE, methods=("GET", "POST"))
def settlement_cancel(request: Request, pk: int) -> HttpResponse:
    """Take a settlement back, to settle again."""
    rows = Settlement.objects.select_related("contract__line__project")
    found = get(request.actor, Can.MONEY_SETTLE, rows, pk)
    base = _act(found.contract, _("Hủy quyết toán để làm lại"), _("Hủy quyết toán"), _("Đã hủy quyết toán."))
    intro = _("Hủy quyết toán %(money)s triệu đồng để làm lại. Nhật ký vẫn giữ.")
    act = replace(base, tone="danger", intro=intro % {"money": show_million(Dong(found.amount))})
    form = WhyForm(posted(request))
    return perform(
        request, form, act, lambda data: operations.cancel_settlement(request.actor, found, reason=data["reason"])
    )


@page(Can.MONEY_SETTLE, methods=("GET", "POST"))
def settlement_paper_receive(request: Request, pk: int) -> HttpResponse:
    """Note that a paper of the settlement file was handed in."""
    contract = _contract(request, Can.MONEY_SETTLE, pk)
    form = PaperForm(posted(request), owed=owed_papers(contract, request.today), initial={"received_on": request.today})
    act = _act(contract, _("Nhận giấy tờ hồ sơ quyết toán"), _("Ghi đã nhận"), _("Đã ghi giấy tờ."))
    return perform(
        request, form, act, lambda data: operations.receive_paper(request.actor, contract, today=request.today, **data)
    )


@page(Can.MONEY_SETTLE, methods=("GET", "POST"))
def settlement_paper_return(request: Request, pk: int) -> HttpResponse:
    """Take a paper out of the settlement file."""
    rows = SettlementPaper.objects.select_related("contract__line__project")
    paper = get(request.actor, Can.MONEY_SETTLE, rows, pk)
    base = _act(paper.contract, _("Trả lại giấy tờ"), _("Trả lại"), _("Đã trả lại giấy tờ."))
    act = replace(base, tone="danger", intro=paper.name)
    form = WhyForm(posted(request))
    return perform(
        request, form, act, lambda data: operations.return_paper(request.actor, paper, reason=data["reason"])
    )


@page(Can.CONTRACT_LIQUIDATE, methods=("POST",))
def contract_liquidate(request: Request, pk: int) -> HttpResponse:
    """Close a contract; what is missing is told."""
    contract = _contract(request, Can.CONTRACT_LIQUIDATE, pk)
    return deed(
        request,
        lambda: operations.liquidate(request.actor, contract, today=request.today),
        done=_("Đã thanh lý hợp đồng %(number)s.") % {"number": contract.number},
        then=project_url(contract.line.project),
    )


def _form(request: Request) -> WorkFilterForm:
    standings = [("LOWERED", _("Thấp hơn hợp đồng")), ("RECOVER", _("Còn tạm ứng phải thu hồi"))]
    return WorkFilterForm(request, capability=Can.CONTRACT_READ, standings=standings, contents=False)


def _found(request: Request, form: WorkFilterForm) -> "QuerySet[Settlement]":
    return visible(request.actor, Can.CONTRACT_READ, settlement_list(form.narrow()))


def _cells(row: Settlement) -> Sequence[Any]:
    contract = row.contract
    return (
        contract.number,
        contract.line.project.number,
        contract.line.project.name,
        row.settled_on,
        contract.amount,
        row.accepted_cost,
        row.amount,
        contract.amount - row.amount,
        contract.advanced,
        int(over_advanced(contract)),
        row.recover_by,
    )


def _facts(found: Settlement) -> tuple[Fact, ...]:
    contract = found.contract
    lowered = Dong(contract.amount - found.amount)
    over = over_advanced(contract)
    facts = [
        project_fact(contract.line.project),
        contract_fact(contract),
        Fact(_("Ngày quyết toán"), show_date(found.settled_on)),
        Fact(_("Giá trị hợp đồng (triệu đồng)"), show_million(Dong(contract.amount))),
        Fact(_("Chi phí nghiệm thu (triệu đồng)"), show_million(Dong(found.accepted_cost))),
        Fact(_("Quyết toán (triệu đồng)"), show_million(Dong(found.amount))),
        Fact(_("Giảm so với hợp đồng (triệu đồng)"), show_million(lowered)),
        Fact(_("Đã tạm ứng (triệu đồng)"), show_million(Dong(contract.advanced))),
    ]
    if over and found.recover_by:
        words = {"money": show_million(over), "day": show_date(found.recover_by)}
        facts.append(Fact(_("Phải thu hồi"), _("%(money)s triệu đồng, trước ngày %(day)s") % words))
    return tuple(facts)


def _offers(actor: Actor, found: Settlement) -> tuple[Offer, ...]:
    contract = found.contract
    offers = [
        Offer(label, reverse("settlement_form_file", args=[found.pk, name]), icon="file-text")
        for name, label in (("7", "Mẫu 7"), ("8a", "Mẫu 8a"), ("8b", "Mẫu 8b"), ("9", "Mẫu 9"))
    ]
    if contract.state == ContractState.LIQUIDATED:
        url = reverse("settlement_form_file", args=[found.pk, "thanh-ly"])
        return (*offers, Offer(_("Biên bản thanh lý"), url, icon="file-text"))
    if actor.may(Can.CONTRACT_LIQUIDATE, found):
        question = _("Thanh lý hợp đồng %(number)s? Sau đó chỉ còn chi được số đã quyết toán.")
        url = reverse("contract_liquidate", args=[contract.pk])
        confirm = question % {"number": contract.number}
        offers.insert(0, Offer(_("Thanh lý"), url, "primary", post=True, confirm=confirm))
    if actor.may(Can.MONEY_SETTLE, found):
        offers.append(Offer(_("Hủy quyết toán"), reverse("settlement_cancel", args=[found.pk]), "quiet"))
    return tuple(offers)


def _contract(request: Request, capability: Can, pk: int) -> Contract:
    rows = Contract.objects.select_related("line__project__content", "line__envelope")
    return get(request.actor, capability, rows, pk)


def _act(contract: Contract, title: str, button: str, done: str) -> Act:
    base = act_on(contract.line.project, title=title, button=button, done=done)
    settled = Settlement.objects.filter(contract=contract).first()
    facts = (
        contract_fact(contract),
        Fact(_("Giá trị (triệu đồng)"), show_million(Dong(contract.amount))),
        Fact(_("Đã tạm ứng (triệu đồng)"), show_million(Dong(contract.advanced))),
    )
    act = replace(base, facts=(*base.facts, *facts))
    if settled is None:
        return act
    crumbs = (settlements_crumb(), Crumb(contract.number, settlement_url(settled)))
    return replace(act, crumbs=crumbs)


def _warnings(contract: Contract, request: Request) -> tuple[Fact, ...]:
    """Say which papers are missing (and whether the settlement waits for them), and which vouchers do not sum."""
    found = [
        Fact(
            _("Hồ sơ quyết toán còn thiếu"),
            f"{paper.name} ({paper.citation}; {paper.confidence.label})",
            reverse("settlement_paper_receive", args=[contract.pk]),
        )
        for paper in owed_papers(contract, request.today)
        if paper.missing
    ]
    found += [Fact(_("Chứng từ chưa khớp"), fault) for fault in voucher_faults(contract)]
    return tuple(found)
