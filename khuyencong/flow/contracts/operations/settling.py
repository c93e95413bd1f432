"""Noting a settlement in the contract, recovering what was advanced too much, liquidating."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.flow.contracts.enums import ContractAction, ContractState, PaymentKind
from khuyencong.flow.contracts.lifecycle import CONTRACT
from khuyencong.flow.contracts.models import Contract, Recovery
from khuyencong.flow.contracts.queries import OPEN
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import AccountKind, TransferKind
from khuyencong.flow.ledger.models import Account, Transfer
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.operations import money


@operation(Can.MONEY_SETTLE, verb="Ghi quyết toán vào hợp đồng")
def note_settlement(actor: Acting, contract: Contract, *, amount: Dong, day: date) -> Contract:
    """Note what a settlement recognised; 0 takes the settlement back.  Called by ``settlement``, which stands above.

    The advance that it clears is spent; what it recognised beyond is to be paid; what is left of the contract goes
    back to the line.  Each đồng is counted once.
    """
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    account = owed(contract.account, "Hợp đồng này theo một hợp đồng khác: hãy quyết toán hợp đồng đó.")
    if not amount:
        return _unsettle(contract, account, day)
    require(contract.settled == 0, "Hợp đồng đã quyết toán.")
    if amount > contract.amount:
        raise NoRoom(Dong(contract.amount), amount)
    held = Dong(contract.advanced - contract.recovered)
    cleared = Dong(min(held, amount))
    cash = Dong(amount - cleared)
    left = Dong(contract.amount - contract.advanced - contract.returned - cash)
    if left < 0:
        # What was recovered stays recovered: it is not there to be paid again.
        raise NoRoom(Dong(amount + left), amount)
    reference = f"Quyết toán hợp đồng {contract.number}"
    _move(account, AccountKind.ADVANCE, AccountKind.SPENT, cleared, day, reference)
    _move(account, None, AccountKind.PAYABLE, cash, day, reference)
    money.give_back(lock(contract.line), left, account=account, day=day, reference=reference)
    contract.settled = amount
    contract.returned += left
    contract.save(update_fields=["settled", "returned"])
    return contract


@operation(Can.MONEY_ADVANCE, verb="Thu hồi kinh phí", reason_owed=True)
def recover(
    actor: Acting,
    contract: Contract,
    *,
    amount: Dong,
    recovered_on: date,
    voucher: str,
    key: UUID,
    reason: str,
    today: date,
) -> Recovery:
    """Record advance money that was paid back, by its voucher; the same ``key`` again is the same recovery."""
    known = Recovery.objects.filter(key=key).first()
    if known is not None:
        same = (known.contract_id, known.amount) == (contract.pk, amount)
        require(same, "Mã này đã dùng cho một khoản khác: hãy mở lại trang.")
        return known
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    require(amount > 0, "Số tiền thu hồi phải lớn hơn 0.", field="amount")
    require(recovered_on <= today, "Ngày nộp trả không thể ở tương lai.", field="recovered_on")
    require(recovered_on >= contract.signed_on, "Ngày nộp trả phải từ ngày ký hợp đồng.", field="recovered_on")
    said = voucher.strip()
    require(said, "Hãy ghi số chứng từ nộp trả.", field="voucher")
    twice = contract.recoveries.filter(voucher=said).exists()
    require(not twice, f"Chứng từ {said} đã ghi cho hợp đồng này.", field="voucher")
    if amount > contract.outstanding:
        raise NoRoom(contract.outstanding, amount)
    account = owed(contract.account, "Hợp đồng này không nhận kinh phí của đề án.")
    transfer = entries.post(
        TransferKind.RECOVERED,
        taken_from=entries.part(account, AccountKind.ADVANCE),
        given_to=entries.part(account, AccountKind.RECOVERED),
        amount=amount,
        day=recovered_on,
        reference=f"Nộp trả theo chứng từ {said}",
    )
    contract.recovered += amount
    contract.save(update_fields=["recovered"])
    return Recovery.objects.create(
        contract=contract,
        amount=amount,
        recovered_on=recovered_on,
        voucher=said,
        explanation=reason.strip(),
        key=key,
        transfer=transfer,
    )


@operation(Can.CONTRACT_LIQUIDATE, verb="Thanh lý hợp đồng")
def liquidate(actor: Acting, contract: Contract, *, today: date) -> Contract:
    """Close a contract, settled or of a stopped line; an advance above the settlement is recovered first.

    What a settlement recognised may still be paid afterwards: the minutes of liquidation say how much is owed.
    """
    step = CONTRACT.step(ContractAction.LIQUIDATE, ContractState(contract.state))
    over = contract.outstanding
    require(over <= 0, f"Còn {show_million(over)} triệu đồng tạm ứng chưa quyết toán: phải thu hồi trước khi thanh lý.")
    line = lock(contract.line)
    ended = contract.settled > 0 or line.state == LineState.STOPPED or not contract.takes_money
    require(ended, "Hợp đồng chưa quyết toán: hãy quyết toán trước khi thanh lý.")
    waiting = contract.payments.filter(kind=PaymentKind.ADVANCE, state__in=OPEN).exists()
    require(not waiting, "Còn đề nghị tạm ứng chưa xử lý: hãy hủy hoặc trả lại trước khi thanh lý.")
    if contract.account is not None and not contract.settled:
        left = Dong(contract.amount - contract.advanced - contract.returned)
        reference = f"Thanh lý hợp đồng {contract.number}"
        money.give_back(line, left, account=contract.account, day=today, reference=reference)
        contract.returned += left
    contract.state, contract.liquidated_on = step.target, today
    contract.save(update_fields=["state", "liquidated_on", "returned"])
    return contract


def _unsettle(contract: Contract, account: Account, day: date) -> Contract:
    """Reverse the entries of a settlement, and take again from the line what it had given back."""
    require(contract.paid == 0, "Đã chi tiền sau quyết toán: hãy hủy khoản chi trước khi hủy quyết toán.")
    line = lock(contract.line)
    require(
        contract.returned == 0 or line.state != LineState.STOPPED,
        "Đề án đã ngừng: phần không dùng hết đã về nguồn, không mở lại quyết toán được.",
    )
    reference = f"Hủy quyết toán hợp đồng {contract.number}"
    settled = Transfer.objects.filter(kind=TransferKind.SETTLED, reversed_by=None)
    for transfer in settled.filter(Q(taken_from=account) | Q(taken_from__parent=account)).order_by("pk"):
        entries.reverse(transfer, day=day, reference=reference)
    if contract.returned:
        money.contract(line, Dong(contract.returned), account=account, day=day, reference=reference)
        line.save(update_fields=["contracted"])
    contract.settled = contract.returned = 0
    contract.save(update_fields=["settled", "returned"])
    return contract


def _move(
    account: Account, source: AccountKind | None, target: AccountKind, amount: Dong, day: date, reference: str
) -> None:
    if amount:
        entries.post(
            TransferKind.SETTLED,
            taken_from=entries.part(account, source) if source else account,
            given_to=entries.part(account, target),
            amount=amount,
            day=day,
            reference=reference,
        )
