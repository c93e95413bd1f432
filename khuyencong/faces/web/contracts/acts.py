"""The acts on contracts: sign, change by addendum, recover."""

from dataclasses import replace
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.contracts.forms import AddendumForm, RecoverForm, SignForm
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.contracts import operations
from khuyencong.flow.contracts.enums import ContractKind, ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.queries import need_standing
from khuyencong.flow.needs.queries import Standing
from khuyencong.flow.planning.models import PlanLine
from khuyencong.ground.access.actor import get
from khuyencong.ground.accounts.queries import names_on


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
    parents = Contract.objects.filter(line=line, parent=None, state=ContractState.SIGNED)
    form = SignForm(posted(request), initial=begin, parents=parents)

    def do(data: Cleaned) -> object:
        return operations.sign(
            request.actor,
            line,
            today=request.today,
            **{**data, "kind": ContractKind(data["kind"] or ContractKind.AGREEMENT)},
        )

    return perform(request, form, act, do)


@page(Can.CONTRACT_SIGN, methods=("GET", "POST"))
def contract_addendum(request: Request, pk: int) -> HttpResponse:
    """Sign an addendum: another amount, another term."""
    contract = contract_for(request, Can.CONTRACT_SIGN, pk)
    base = act_of(contract, title=_("Ký phụ lục hợp đồng"), button=_("Ghi phụ lục"), done=_("Đã ghi phụ lục."))
    left = Dong(contract.line.current - contract.line.contracted)
    intro = _("Dòng kế hoạch còn %(left)s triệu đồng chưa ký hợp đồng; phần giảm trả về dòng kế hoạch.")
    act = replace(base, intro=intro % {"left": show_million(left)})
    begin = {"amount": contract.amount, "due_on": contract.due_on, "signed_on": request.today}
    form = AddendumForm(posted(request), initial=begin)
    return perform(
        request, form, act, lambda data: operations.add_addendum(request.actor, contract, today=request.today, **data)
    )


@page(Can.MONEY_ADVANCE, methods=("GET", "POST"))
def contract_recover(request: Request, pk: int) -> HttpResponse:
    """Record advance money that was paid back."""
    contract = contract_for(request, Can.MONEY_ADVANCE, pk)
    base = act_of(contract, title=_("Thu hồi kinh phí"), button=_("Ghi thu hồi"), done=_("Đã ghi thu hồi."))
    intro = _("Còn %(left)s triệu đồng tạm ứng chưa quyết toán.") % {"left": show_million(contract.outstanding)}
    begin = {"key": uuid4(), "amount": contract.outstanding, "recovered_on": request.today}
    form = RecoverForm(posted(request), initial=begin)
    return perform(
        request,
        form,
        replace(base, intro=intro),
        lambda data: operations.recover(request.actor, contract, today=request.today, **data),
    )


def _need_warnings(standing: Standing | None) -> tuple[Fact, ...]:
    """Say that the establishment no longer wishes the support, or that it was long not asked, with the way to ask."""
    if standing is None:
        return ()
    href, go = reverse("need_confirm", args=[standing.need.pk]), _("Hỏi lại cơ sở")
    no = standing.last_no
    if no is not None and no.answered_on is not None:
        text = _("Ngày %(day)s cơ sở trả lời không còn nhu cầu: chưa ký được hợp đồng khi chưa có câu trả lời khác.")
        return (Fact(_("Cơ sở không còn nhu cầu"), text % {"day": show_date(no.answered_on)}, href, go),)
    if not standing.stale or standing.rule is None:
        return ()
    last = standing.last_yes or standing.need.recorded_on
    text = _("Lần cuối cơ sở cho biết nhu cầu là ngày %(day)s, đã quá %(days)d ngày (%(rule)s; %(sure)s).")
    words = {"day": show_date(last), "days": standing.rule.days, "rule": standing.rule.citation}
    return (Fact(_("Nên hỏi lại: vẫn còn nhu cầu?"), text % {**words, "sure": standing.rule.sure}, href, go),)


def contract_for(request: Request, capability: Can, pk: int) -> Contract:
    """Return a contract of the actor's with its đề án and envelope."""
    rows = Contract.objects.select_related("line__project__content", "line__envelope")
    return get(request.actor, capability, rows, pk)


def contract_fact(contract: Contract) -> Fact:
    """Name a contract by its number and its day."""
    return Fact(_("Hợp đồng"), f"{contract.number}, {show_date(contract.signed_on)}")


def act_of(contract: Contract, *, title: str, button: str, done: str) -> Act:
    """Return the page of an act on a contract, with what it comes to."""
    base = act_on(contract.line.project, title=title, button=button, done=done)
    facts = (
        contract_fact(contract),
        Fact(_("Giá trị (triệu đồng)"), show_million(Dong(contract.amount))),
        Fact(_("Đã tạm ứng (triệu đồng)"), show_million(Dong(contract.advanced))),
    )
    return replace(base, facts=(*base.facts, *facts))
