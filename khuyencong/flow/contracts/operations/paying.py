"""A payment from its request to the Treasury's voucher: asked for, checked, approved by a second person, paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom, NotAllowed, NotValid
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.flow.contracts.enums import ContractState, PaymentAction, PaymentKind, PaymentState
from khuyencong.flow.contracts.lifecycle import PAYMENT
from khuyencong.flow.contracts.models import Contract, Payment, PaymentPaper
from khuyencong.flow.contracts.queries import approval_refusal, asked_of, judged, left_to_pay, sentences
from khuyencong.flow.contracts.rules import Asked
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import AccountKind, TransferKind
from khuyencong.flow.planning.enums import LineState


@dataclass(frozen=True)
class Paper:
    """A paper that comes with a request: which one, its number, its day, its scan (a stored file's id)."""

    name: str
    number: str
    dated_on: date | None = None
    file_id: int | None = None


@operation(Can.MONEY_REQUEST, verb="Đề nghị chi")
def request_payment(
    actor: Acting,
    contract: Contract,
    *,
    key: UUID,
    kind: PaymentKind,
    amount: Dong,
    today: date,
    purpose: str = "",
    progress: Decimal | None = None,
    papers: Sequence[Paper] = (),
) -> Payment:
    """Ask for money of a contract.  The same ``key`` again is the same request: it is returned, not written twice."""
    known = Payment.objects.filter(key=key).first()
    if known is not None:
        same = (known.contract_id, known.kind, known.amount) == (contract.pk, kind, amount)
        require(same, "Mã đề nghị này đã dùng cho một khoản khác: hãy mở lại trang.")
        return known
    asking = owed(actor.id, "Đề nghị chi phải có người đứng tên.")
    require(today >= contract.signed_on, "Ngày đề nghị phải từ ngày ký hợp đồng.")
    payment = Payment(
        contract=contract,
        kind=kind,
        key=key,
        amount=amount,
        purpose=purpose.strip(),
        progress=progress,
        requested_by_id=asking,
        requested_on=today,
    )
    _may_ask(contract, payment)
    payment.save()
    _write_papers(payment, papers)
    return payment


@operation(Can.MONEY_REQUEST, verb="Đề nghị chi lại")
def ask_again(
    actor: Acting,
    payment: Payment,
    *,
    amount: Dong,
    today: date,
    purpose: str = "",
    progress: Decimal | None = None,
    papers: Sequence[Paper] = (),
) -> Payment:
    """Ask again for what was returned, with what was lacking; whoever asks now stands behind the request."""
    step = PAYMENT.step(PaymentAction.ASK_AGAIN, PaymentState(payment.state))
    contract = lock(payment.contract)
    payment.requested_by_id, payment.requested_on = owed(actor.id, "Đề nghị chi phải có người đứng tên."), today
    payment.amount, payment.purpose, payment.progress = amount, purpose.strip(), progress
    _may_ask(contract, payment)
    payment.state = step.target
    payment.save()
    for paper in payment.papers.all():
        paper.delete()
    _write_papers(payment, papers)
    return payment


@operation(Can.MONEY_ADVANCE, verb="Kiểm tra hồ sơ đề nghị chi")
def check_payment(actor: Acting, payment: Payment, *, today: date, remarks: str = "") -> Payment:
    """Find the papers in order.  What a rule that was read asks for must be there; the rest is told and kept."""
    step = PAYMENT.step(PaymentAction.CHECK, PaymentState(payment.state))
    found = judged(payment.contract, PaymentKind(payment.kind), asked_of(payment), but=payment.pk)
    blocking = [objection for objection in found if objection.blocks]
    if blocking:
        raise NotValid(sentences(blocking))
    payment.checked_by_id = owed(actor.id, "Việc kiểm tra phải có người đứng tên.")
    payment.checked_on = today
    payment.remarks = "\n".join(text for text in (remarks.strip(), sentences(found)) if text)
    payment.state = step.target
    payment.save(update_fields=["checked_by", "checked_on", "remarks", "state"])
    return payment


@operation(Can.MONEY_APPROVE, verb="Duyệt chi")
def approve_payment(actor: Acting, payment: Payment, *, today: date) -> Payment:
    """Approve what another person asked for and checked, up to what the thresholds let the actor approve."""
    step = PAYMENT.step(PaymentAction.APPROVE, PaymentState(payment.state))
    refusal = approval_refusal(actor, payment)
    if refusal:
        raise NotAllowed(refusal)
    contract = lock(payment.contract)
    _room(contract, payment)
    require(payment.requested_on is None or today >= payment.requested_on, "Ngày duyệt phải từ ngày đề nghị.")
    payment.approved_by_id, payment.approved_on = actor.id, today
    payment.state = step.target
    payment.save(update_fields=["approved_by", "approved_on", "state"])
    return payment


@operation(Can.MONEY_ADVANCE, verb="Ghi đã chi")
def pay(actor: Acting, payment: Payment, *, voucher: str, paid_on: date, today: date) -> Payment:
    """Record the Treasury's voucher: the money leaves the contract.  The same voucher again changes nothing."""
    said = voucher.strip()
    if payment.state == PaymentState.PAID and (payment.voucher, payment.paid_on) == (said, paid_on):
        return payment
    step = PAYMENT.step(PaymentAction.PAY, PaymentState(payment.state))
    require(said, "Hãy ghi số chứng từ của Kho bạc.", field="voucher")
    require(paid_on <= today, "Ngày chi không thể ở tương lai.", field="paid_on")
    since = payment.approved_on
    require(since is None or paid_on >= since, "Ngày chi phải từ ngày duyệt chi.", field="paid_on")
    contract = lock(payment.contract)
    twice = contract.payments.filter(voucher=said, state=PaymentState.PAID).exists()
    require(not twice, f"Chứng từ {said} đã ghi cho hợp đồng này.", field="voucher")
    if payment.kind == PaymentKind.ADVANCE:
        _still_running(contract)
    _room(contract, payment)
    account = owed(contract.account, "Hợp đồng này không nhận kinh phí của đề án.")
    amount = Dong(payment.amount)
    if payment.kind == PaymentKind.ADVANCE:
        kind, taken, given = TransferKind.ADVANCED, account, entries.part(account, AccountKind.ADVANCE)
        contract.advanced += amount
    else:
        kind, taken = TransferKind.PAID, entries.part(account, AccountKind.PAYABLE)
        given = entries.part(account, AccountKind.SPENT)
        contract.paid += amount
    payment.transfer = entries.post(
        kind, taken_from=taken, given_to=given, amount=amount, day=paid_on, reference=f"Chứng từ {said}"
    )
    contract.save(update_fields=["advanced", "paid"])
    payment.paid_by_id, payment.paid_on, payment.voucher = actor.id, paid_on, said
    payment.state = step.target
    payment.save(update_fields=["paid_by", "paid_on", "voucher", "state", "transfer"])
    return payment


@operation(Can.MONEY_RETURN, verb="Trả lại đề nghị chi", reason_owed=True)
def return_payment(actor: Acting, payment: Payment, *, reason: str) -> Payment:
    """Send a request back to be completed; who checked and approved it is asked anew."""
    payment.state = PAYMENT.step(PaymentAction.RETURN, PaymentState(payment.state)).target
    payment.returned_because = reason.strip()
    payment.checked_by = payment.checked_on = payment.approved_by = payment.approved_on = None
    payment.save(update_fields=["state", "returned_because", "checked_by", "checked_on", "approved_by", "approved_on"])
    return payment


@operation(Can.MONEY_REQUEST, verb="Hủy đề nghị chi", reason_owed=True)
def cancel_payment(actor: Acting, payment: Payment, *, reason: str) -> Payment:
    """Withdraw a request that nobody has approved."""
    payment.state = PAYMENT.step(PaymentAction.CANCEL, PaymentState(payment.state)).target
    payment.save(update_fields=["state"])
    return payment


@operation(Can.MONEY_ADVANCE, verb="Hủy khoản chi ghi nhầm", reason_owed=True)
def reverse_payment(actor: Acting, payment: Payment, *, reason: str, today: date) -> Payment:
    """Undo a payment that was recorded by mistake, by an entry in the other direction; both stay in the ledger."""
    step = PAYMENT.step(PaymentAction.REVERSE, PaymentState(payment.state))
    contract = lock(payment.contract)
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    if payment.kind == PaymentKind.ADVANCE:
        require(contract.settled == 0, "Hợp đồng đã quyết toán: tạm ứng đã được xóa, không hủy được nữa.")
        if payment.amount > contract.outstanding:
            raise NoRoom(contract.outstanding, Dong(payment.amount))
        contract.advanced -= payment.amount
    else:
        contract.paid -= payment.amount
    transfer = owed(payment.transfer, "Khoản chi này không có bút toán.")
    entries.reverse(transfer, day=max(today, transfer.day), reference=f"Hủy ghi nhầm: {reason.strip()}")
    contract.save(update_fields=["advanced", "paid"])
    payment.state = step.target
    payment.save(update_fields=["state"])
    return payment


def _write_papers(payment: Payment, papers: Sequence[Paper]) -> None:
    said = {paper.name: paper for paper in papers if paper.number.strip()}
    for paper in said.values():
        PaymentPaper.objects.create(
            payment=payment,
            name=paper.name,
            number=paper.number.strip(),
            dated_on=paper.dated_on,
            file_id=paper.file_id,
        )


def _may_ask(contract: Contract, payment: Payment) -> None:
    require(contract.takes_money, "Hợp đồng này không nhận kinh phí: hãy đề nghị chi ở hợp đồng mà nó theo.")
    require(payment.amount > 0, "Số tiền phải lớn hơn 0.", field="amount")
    kind = PaymentKind(payment.kind)
    if kind is PaymentKind.ADVANCE:
        _still_running(contract)
    else:
        require(contract.settled > 0, "Hợp đồng chưa quyết toán: hãy quyết toán trước.")
    _room(contract, payment)


def _still_running(contract: Contract) -> None:
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    require(contract.settled == 0, "Hợp đồng đã quyết toán: không tạm ứng được nữa.")
    stopped = lock(contract.line).state == LineState.STOPPED
    require(not stopped, "Đề án đã ngừng: không tạm ứng được nữa.")


def _room(contract: Contract, payment: Payment) -> None:
    """Refuse beyond what is left, or beyond the share of a rule that binds; papers may follow until the check."""
    left = left_to_pay(contract, PaymentKind(payment.kind))
    if payment.amount > left:
        raise NoRoom(left, Dong(payment.amount))
    asked = Asked(Dong(payment.amount), payment.progress)
    for objection in judged(contract, PaymentKind(payment.kind), asked, but=payment.pk):
        require(not objection.blocks or objection.field != "amount", objection.sentence, field="amount")
