"""The acts on a payment: ask, check the papers, approve, record the voucher, return, cancel, reverse."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date, show_quantity
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.contracts.acts import act_of, contract_for
from khuyencong.faces.web.contracts.forms import CheckForm, PayForm, PaymentForm
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.contracts import operations
from khuyencong.flow.contracts.enums import PaymentKind
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.contracts.queries import approval_refusal, approver_of, asked_of, judged, left_to_pay, terms_of
from khuyencong.flow.contracts.rules import Terms, advance_left
from khuyencong.ground.access.actor import get


@page(Can.MONEY_REQUEST, methods=("GET", "POST"))
def payment_request(request: Request, pk: int) -> HttpResponse:
    """Ask for money of a contract: an advance, or after its settlement what was recognised beyond."""
    contract = contract_for(request, Can.MONEY_REQUEST, pk)
    kind = PaymentKind.FINAL if contract.settled else PaymentKind.ADVANCE
    terms = terms_of(contract) if kind is PaymentKind.ADVANCE else None
    left = left_to_pay(contract, kind)
    begin = {"amount": left} if kind is PaymentKind.FINAL else {}
    form = _form(request, terms, begin)

    def do(data: Cleaned) -> object:
        return operations.request_payment(
            request.actor,
            contract,
            key=data["key"],
            kind=kind,
            amount=data["amount"],
            purpose=data["purpose"],
            progress=data.get("progress"),
            papers=form.papers(),
            today=request.today,
        )

    title = _("Đề nghị %(kind)s") % {"kind": kind.label}
    base = act_of(contract, title=title, button=_("Gửi đề nghị"), done=_("Đã gửi đề nghị chi."))
    return perform(request, form, replace(base, facts=(*base.facts, *rule_facts(contract, kind, terms))), do)


@page(Can.MONEY_REQUEST, methods=("GET", "POST"))
def payment_again(request: Request, pk: int) -> HttpResponse:
    """Ask again for what was returned, with what was lacking."""
    payment = payment_for(request, Can.MONEY_REQUEST, pk)
    contract, kind = payment.contract, PaymentKind(payment.kind)
    terms = terms_of(contract) if kind is PaymentKind.ADVANCE else None
    begin = {"amount": payment.amount, "purpose": payment.purpose, "progress": payment.progress, "key": payment.key}
    said = dict(payment.papers.values_list("name", "number"))
    documents = terms.documents if terms else ()
    begin |= {f"paper_{place}": said.get(name, "") for place, name in enumerate(documents)}
    form = _form(request, terms, begin)

    def do(data: Cleaned) -> object:
        return operations.ask_again(
            request.actor,
            payment,
            amount=data["amount"],
            purpose=data["purpose"],
            progress=data.get("progress"),
            papers=form.papers(),
            today=request.today,
        )

    base = payment_act(payment, title=_("Đề nghị chi lại"), button=_("Gửi lại"), done=_("Đã gửi lại đề nghị chi."))
    warnings = (Fact(_("Lý do trả lại"), payment.returned_because),) if payment.returned_because else ()
    facts = (*base.facts, *rule_facts(contract, kind, terms))
    return perform(request, form, replace(base, facts=facts, warnings=warnings), do)


@page(Can.MONEY_ADVANCE, methods=("GET", "POST"))
def payment_check(request: Request, pk: int) -> HttpResponse:
    """Find the papers of a request in order."""
    payment = payment_for(request, Can.MONEY_ADVANCE, pk)
    kind = PaymentKind(payment.kind)
    found = judged(payment.contract, kind, asked_of(payment), but=payment.pk)
    warnings = tuple(
        Fact(_("Chưa đủ điều kiện") if objection.blocks else _("Lưu ý"), objection.sentence) for objection in found
    )
    base = payment_act(
        payment, title=_("Kiểm tra hồ sơ đề nghị chi"), button=_("Hồ sơ đủ"), done=_("Đã kiểm tra hồ sơ.")
    )
    facts = (*base.facts, *_paper_facts(payment))
    form = CheckForm(posted(request))
    return perform(
        request,
        form,
        replace(base, facts=facts, warnings=warnings),
        lambda data: operations.check_payment(request.actor, payment, today=request.today, remarks=data["remarks"]),
    )


@page(Can.MONEY_APPROVE, methods=("GET", "POST"))
def payment_approve(request: Request, pk: int) -> HttpResponse:
    """Approve what another person asked for and checked."""
    payment = payment_for(request, Can.MONEY_APPROVE, pk)
    base = payment_act(payment, title=_("Duyệt chi"), button=_("Duyệt chi"), done=_("Đã duyệt chi."))
    refusal = approval_refusal(request.actor, payment)
    warnings = (Fact(_("Vì sao anh/chị không duyệt được"), refusal),) if refusal else ()
    level, threshold = approver_of(payment.contract, Dong(payment.amount))
    said = f"{first_upper(level.label)} ({threshold.decision})" if threshold else first_upper(level.label)
    facts = (*base.facts, *_paper_facts(payment), Fact(_("Thẩm quyền duyệt"), said))
    if payment.remarks:
        facts = (*facts, Fact(_("Ghi nhận khi kiểm tra"), payment.remarks))
    return perform(
        request,
        forms.Form(posted(request)),
        replace(base, facts=facts, warnings=warnings),
        lambda _data: operations.approve_payment(request.actor, payment, today=request.today),
    )


@page(Can.MONEY_ADVANCE, methods=("GET", "POST"))
def payment_pay(request: Request, pk: int) -> HttpResponse:
    """Record the Treasury's voucher."""
    payment = payment_for(request, Can.MONEY_ADVANCE, pk)
    act = payment_act(payment, title=_("Ghi đã chi"), button=_("Ghi đã chi"), done=_("Đã ghi khoản chi."))
    form = PayForm(posted(request), initial={"paid_on": request.today})
    return perform(request, form, act, lambda data: operations.pay(request.actor, payment, today=request.today, **data))


@page(Can.MONEY_RETURN, methods=("GET", "POST"))
def payment_return(request: Request, pk: int) -> HttpResponse:
    """Send a request back to be completed."""
    payment = payment_for(request, Can.MONEY_RETURN, pk)
    act = payment_act(payment, title=_("Trả lại đề nghị chi"), button=_("Trả lại"), done=_("Đã trả lại đề nghị chi."))
    return _why(request, act, lambda reason: operations.return_payment(request.actor, payment, reason=reason))


@page(Can.MONEY_REQUEST, methods=("GET", "POST"))
def payment_cancel(request: Request, pk: int) -> HttpResponse:
    """Withdraw a request that nobody has approved."""
    payment = payment_for(request, Can.MONEY_REQUEST, pk)
    act = payment_act(payment, title=_("Hủy đề nghị chi"), button=_("Hủy đề nghị"), done=_("Đã hủy đề nghị chi."))
    return _why(request, act, lambda reason: operations.cancel_payment(request.actor, payment, reason=reason))


@page(Can.MONEY_ADVANCE, methods=("GET", "POST"))
def payment_reverse(request: Request, pk: int) -> HttpResponse:
    """Undo a payment that was recorded by mistake."""
    payment = payment_for(request, Can.MONEY_ADVANCE, pk)
    base = payment_act(
        payment, title=_("Hủy khoản chi ghi nhầm"), button=_("Hủy khoản chi"), done=_("Đã hủy khoản chi.")
    )
    intro = _("Sổ kinh phí giữ cả khoản chi và bút toán đảo.")
    return _why(
        request,
        replace(base, intro=intro),
        lambda reason: operations.reverse_payment(request.actor, payment, reason=reason, today=request.today),
    )


def payment_for(request: Request, capability: Can, pk: int) -> Payment:
    """Return a payment of the actor's with its contract."""
    rows = Payment.objects.select_related(
        "contract__line__project__content", "contract__line__envelope", "requested_by", "checked_by", "approved_by"
    )
    return get(request.actor, capability, rows, pk)


def payment_act(payment: Payment, *, title: str, button: str, done: str) -> Act:
    """Return the page of an act on a payment: the contract, the money, who asked and checked."""
    base = act_of(payment.contract, title=title, button=button, done=done)
    money = f"{first_upper(PaymentKind(payment.kind).label)}: {show_million(Dong(payment.amount))} " + _("triệu đồng")
    facts = [Fact(_("Khoản chi"), money)]
    people = (
        (_("Người đề nghị"), payment.requested_by, payment.requested_on),
        (_("Người kiểm tra"), payment.checked_by, payment.checked_on),
        (_("Người duyệt"), payment.approved_by, payment.approved_on),
    )
    facts += [Fact(term, f"{who.full_name}, {show_date(day)}") for term, who, day in people if who and day]
    return replace(base, facts=(*base.facts, *facts))


def rule_facts(contract: Contract, kind: PaymentKind, terms: Terms | None) -> tuple[Fact, ...]:
    """Say how much may be asked for, by the money and by the rule, and whether the rule binds."""
    left = show_million(left_to_pay(contract, kind))
    facts = [Fact(_("Còn được chi theo hợp đồng (triệu đồng)"), left)]
    if terms is None:
        return tuple(facts)
    held = Dong(contract.advanced - contract.recovered)
    words = {
        "percent": show_quantity(terms.percent),
        "left": show_million(advance_left(Dong(contract.amount), terms.percent, held)),
        "citation": terms.citation,
        "sure": _("bắt buộc") if terms.binding else _("để tham khảo"),
    }
    text = _("đến %(percent)s %% giá trị hợp đồng, còn %(left)s triệu đồng (%(citation)s; %(sure)s)")
    facts.append(Fact(_("Được tạm ứng"), text % words))
    if terms.progress_over is not None:
        done = _("trên %(percent)s %% khối lượng của hạng mục được hỗ trợ")
        facts.append(Fact(_("Tiến độ cần đạt"), done % {"percent": show_quantity(terms.progress_over)}))
    if terms.documents:
        facts.append(Fact(_("Hồ sơ cần có"), "; ".join(terms.documents)))
    return tuple(facts)


def _paper_facts(payment: Payment) -> tuple[Fact, ...]:
    papers = "; ".join(str(paper) for paper in payment.papers.all())
    facts = [Fact(_("Giấy tờ kèm theo"), papers or _("chưa có"))]
    if payment.progress is not None:
        facts.append(Fact(_("Khối lượng đã hoàn thành"), f"{show_quantity(payment.progress)} %"))
    return tuple(facts)


def _form(request: Request, terms: Terms | None, begin: Mapping[str, object]) -> PaymentForm:
    documents = terms.documents if terms else ()
    progress = terms is not None and terms.progress_over is not None
    return PaymentForm(posted(request), initial=begin, documents=documents, progress=progress)


def _why(request: Request, act: Act, do: Callable[[str], object]) -> HttpResponse:
    form = WhyForm(posted(request))
    return perform(request, form, replace(act, tone="danger"), lambda data: do(data["reason"]))
