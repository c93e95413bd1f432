"""The acts on contracts: sign, advance, settle, liquidate."""

from dataclasses import replace

from django.db.models import Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date, show_number
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.contracts.forms import AdvanceForm, SettleForm, SignForm
from khuyencong.faces.web.page import Request, deed, page
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.crumbs import project_url
from khuyencong.flow.contracts import operations
from khuyencong.flow.contracts.models import Advance, Contract
from khuyencong.flow.contracts.queries import need_standing
from khuyencong.flow.contracts.rules import advance_left
from khuyencong.flow.needs.queries import Standing
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.settlement.operations import settle
from khuyencong.ground.access.actor import get
from khuyencong.ground.accounts.queries import names_on
from khuyencong.ground.regulations.queries import advance_rule_on


@page(Can.CONTRACT_SIGN, methods=("GET", "POST"))
def contract_sign(request: Request, pk: int) -> HttpResponse:
    """Sign a contract on a plan line."""
    rows = PlanLine.objects.select_related("project__need", "envelope__plan")
    line = get(request.actor, Can.CONTRACT_SIGN, rows, pk)
    left, project = Dong(line.current - line.contracted), line.project
    centre = names_on(request.today, [project.centre_id]).get(project.centre_id)
    begin = {"amount": left, "signed_on": request.today, "partner": centre.name if centre else ""}
    intro = _("%(source)s: còn %(left)s triệu đồng chưa ký hợp đồng.")
    words = {"source": first_upper(str(line.envelope)), "left": show_million(left)}
    title = _("Ký hợp đồng")
    base = act_on(project, title=title, button=title, done=_("Đã ghi hợp đồng."), intro=intro % words)
    act = replace(base, warnings=_need_warnings(need_standing(line, request.today)))
    form = SignForm(posted(request), initial=begin)
    return perform(request, form, act, lambda data: operations.sign(request.actor, line, today=request.today, **data))


@page(Can.MONEY_ADVANCE, methods=("GET", "POST"))
def advance_pay(request: Request, pk: int) -> HttpResponse:
    """Advance money on a contract."""
    contract = _contract(request, Can.MONEY_ADVANCE, pk)
    base = _act(contract, title=_("Tạm ứng"), button=_("Ghi tạm ứng"), done=_("Đã ghi tạm ứng."))
    act = replace(base, facts=(*base.facts, *_advance_facts(contract)))
    form = AdvanceForm(posted(request), initial={"paid_on": request.today})
    return perform(
        request, form, act, lambda data: operations.advance(request.actor, contract, today=request.today, **data)
    )


@page(Can.MONEY_ADVANCE, methods=("GET", "POST"))
def advance_cancel(request: Request, pk: int) -> HttpResponse:
    """Remove an advance that was recorded by mistake."""
    entry = get(request.actor, Can.MONEY_ADVANCE, Advance.objects.select_related("contract__line__project"), pk)
    words = {"money": show_million(Dong(entry.amount)), "voucher": entry.voucher}
    intro = _("Hủy tạm ứng %(money)s triệu đồng, chứng từ %(voucher)s. Nhật ký vẫn giữ.") % words
    base = _act(entry.contract, title=_("Hủy tạm ứng ghi nhầm"), button=_("Hủy tạm ứng"), done=_("Đã hủy tạm ứng."))
    act = replace(base, tone="danger", intro=intro)
    form = WhyForm(posted(request))
    return perform(
        request, form, act, lambda data: operations.cancel_advance(request.actor, entry, reason=data["reason"])
    )


@page(Can.MONEY_SETTLE, methods=("GET", "POST"))
def contract_settle(request: Request, pk: int) -> HttpResponse:
    """Settle a contract: the ceiling is computed again on the accepted cost."""
    contract = _contract(request, Can.MONEY_SETTLE, pk)
    accepted = Acceptance.objects.filter(item__project=contract.line.project_id).aggregate(cost=Sum("cost"))["cost"]
    intro = _(
        "Kinh phí quyết toán là số nhỏ nhất của: hợp đồng, đề nghị, và mức trần tính lại trên chi phí nghiệm thu."
    )
    base = _act(contract, title=_("Quyết toán"), button=_("Ghi quyết toán"), done=_("Đã ghi quyết toán."))
    begin = {"claimed": contract.amount, "accepted_cost": accepted or 0, "settled_on": request.today}
    form = SettleForm(posted(request), initial=begin)

    def do(data: Cleaned) -> object:
        return settle(request.actor, contract, today=request.today, **data)

    return perform(request, form, replace(base, intro=intro), do)


@page(Can.CONTRACT_LIQUIDATE, methods=("POST",))
def contract_liquidate(request: Request, pk: int) -> HttpResponse:
    """Close a contract."""
    contract = _contract(request, Can.CONTRACT_LIQUIDATE, pk)
    return deed(
        request,
        lambda: operations.liquidate(request.actor, contract, today=request.today),
        done=_("Đã thanh lý hợp đồng %(number)s.") % {"number": contract.number},
        then=project_url(contract.line.project),
    )


def _need_warnings(standing: Standing | None) -> tuple[Fact, ...]:
    """Say that the establishment no longer wishes the support, or that it was long not asked, with the way to ask."""
    if standing is None:
        return ()
    href = reverse("need_confirm", args=[standing.need.pk])
    no = standing.last_no
    if no is not None and no.answered_on is not None:
        text = _("Ngày %(day)s cơ sở trả lời không còn nhu cầu: chưa ký được hợp đồng khi chưa có câu trả lời khác.")
        return (Fact(_("Cơ sở không còn nhu cầu"), text % {"day": show_date(no.answered_on)}, href),)
    if not standing.stale or standing.rule is None:
        return ()
    last = standing.last_yes or standing.need.recorded_on
    text = _("Lần cuối cơ sở cho biết nhu cầu là ngày %(day)s, đã quá %(days)d ngày (%(rule)s; %(sure)s).")
    words = {"day": show_date(last), "days": standing.rule.days, "rule": standing.rule.citation}
    return (Fact(_("Nên hỏi lại: vẫn còn nhu cầu?"), text % {**words, "sure": standing.rule.sure}, href),)


def _contract(request: Request, capability: Can, pk: int) -> Contract:
    rows = Contract.objects.select_related("line__project__content", "line__envelope")
    return get(request.actor, capability, rows, pk)


def _act(contract: Contract, *, title: str, button: str, done: str) -> Act:
    base = act_on(contract.line.project, title=title, button=button, done=done)
    facts = (
        Fact(_("Hợp đồng"), f"{contract.number}, {show_date(contract.signed_on)}"),
        Fact(_("Giá trị (triệu đồng)"), show_million(Dong(contract.amount))),
        Fact(_("Đã tạm ứng (triệu đồng)"), show_million(Dong(contract.advanced))),
    )
    return replace(base, facts=(*base.facts, *facts))


def _advance_facts(contract: Contract) -> tuple[Fact, ...]:
    """Say how much the rule of the signing day lets be advanced, its source, and whether it binds."""
    rule = advance_rule_on(contract.signed_on, contract.line.project.content.code)
    if rule is None:
        return ()
    left = advance_left(Dong(contract.amount), rule.percent, Dong(contract.advanced))
    text = _("đến %(percent)s %% giá trị hợp đồng, còn %(left)s triệu đồng (%(citation)s; %(sure)s)")
    words = {"percent": show_number(rule.percent.normalize()), "left": show_million(left), "citation": rule.citation}
    needed = "; ".join(rule.documents)
    facts = (Fact(_("Được tạm ứng"), text % {**words, "sure": rule.confidence.label}),)
    return (*facts, Fact(_("Hồ sơ cần có"), needed)) if needed else facts
