"""Signing, advancing, liquidating."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, lock, operation, require
from khuyencong.flow.contracts.enums import ContractAction, ContractState
from khuyencong.flow.contracts.lifecycle import CONTRACT
from khuyencong.flow.contracts.models import Advance, Contract
from khuyencong.flow.contracts.queries import need_standing
from khuyencong.flow.contracts.rules import advance_left
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.models import PlanLine
from khuyencong.ground.regulations.queries import advance_rule_on


@operation(Can.CONTRACT_SIGN, verb="Ký hợp đồng")
def sign(
    actor: Acting,
    line: PlanLine,
    *,
    number: str,
    partner: str,
    amount: Dong,
    signed_on: date,
    due_on: date,
    today: date,
) -> Contract:
    """Sign a contract within what the line still holds."""
    require(number.strip(), "Hãy ghi số hợp đồng.", field="number")
    require(not line.contracts.filter(number=number.strip()).exists(), f"Hợp đồng {number} đã có.", field="number")
    require(amount > 0, "Giá trị hợp đồng phải lớn hơn 0.", field="amount")
    require(signed_on <= today, "Ngày ký không thể ở tương lai.", field="signed_on")
    require(due_on >= signed_on, "Thời hạn phải sau ngày ký.", field="due_on")
    since = line.effective_on
    require(
        since is None or signed_on >= since,
        f"Ngày ký phải từ ngày kế hoạch có hiệu lực ({since:%d/%m/%Y})." if since else "",
        field="signed_on",
    )
    _still_wanted(line, signed_on)
    planning.note_contract(actor, line, amount=amount)
    return Contract.objects.create(
        line=line, number=number.strip(), partner=partner.strip(), amount=amount, signed_on=signed_on, due_on=due_on
    )


@operation(Can.MONEY_ADVANCE, verb="Tạm ứng")
def advance(actor: Acting, contract: Contract, *, amount: Dong, paid_on: date, voucher: str, today: date) -> Advance:
    """Advance money on a running contract, within the share that the rule of the signing day allows.

    A rule of low confidence does not block (its page says so); the contract's amount always does.
    """
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    require(contract.settled == 0, "Hợp đồng đã quyết toán: không tạm ứng được nữa.")
    stopped = lock(contract.line).state == LineState.STOPPED
    require(not stopped, "Đề án đã ngừng: không tạm ứng được nữa.")
    require(amount > 0, "Số tiền tạm ứng phải lớn hơn 0.", field="amount")
    require(paid_on <= today, "Ngày chi không thể ở tương lai.", field="paid_on")
    require(paid_on >= contract.signed_on, "Ngày chi phải từ ngày ký hợp đồng.", field="paid_on")
    require(voucher.strip(), "Hãy ghi số chứng từ chi.", field="voucher")
    repeated = contract.advances.filter(voucher=voucher.strip()).exists()
    require(not repeated, f"Chứng từ {voucher} đã ghi tạm ứng cho hợp đồng này.", field="voucher")
    _within_share(contract, amount)
    if amount > contract.amount - contract.advanced:
        raise NoRoom(Dong(contract.amount - contract.advanced), amount)
    contract.advanced += amount
    contract.save(update_fields=["advanced"])
    return Advance.objects.create(contract=contract, amount=amount, paid_on=paid_on, voucher=voucher.strip())


@operation(Can.MONEY_ADVANCE, verb="Hủy tạm ứng ghi nhầm", reason_owed=True)
def cancel_advance(actor: Acting, entry: Advance, *, reason: str) -> None:
    """Remove an advance that was recorded by mistake; the log keeps it."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=entry.contract_id)
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    contract.advanced -= entry.amount
    contract.save(update_fields=["advanced"])
    entry.delete()


@operation(Can.MONEY_SETTLE, verb="Ghi quyết toán vào hợp đồng")
def note_settlement(actor: Acting, contract: Contract, *, amount: Dong) -> Contract:
    """Note what a settlement recognised.  Called by ``settlement``, which stands above."""
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    if amount > contract.amount:
        raise NoRoom(Dong(contract.amount), amount)
    contract.settled = amount
    contract.save(update_fields=["settled"])
    return contract


@operation(Can.CONTRACT_LIQUIDATE, verb="Thanh lý hợp đồng")
def liquidate(actor: Acting, contract: Contract, *, today: date) -> Contract:
    """Close a contract, settled or of a stopped line; an advance above the settlement is recovered first."""
    step = CONTRACT.step(ContractAction.LIQUIDATE, ContractState(contract.state))
    over = Dong(contract.advanced - contract.settled)
    require(over <= 0, f"Còn {show_million(over)} triệu đồng tạm ứng chưa quyết toán: phải thu hồi trước khi thanh lý.")
    ended = contract.settled > 0 or contract.line.state == LineState.STOPPED
    require(ended, "Hợp đồng chưa quyết toán: hãy quyết toán trước khi thanh lý.")
    contract.state, contract.liquidated_on = step.target, today
    contract.save(update_fields=["state", "liquidated_on"])
    return contract


def _still_wanted(line: PlanLine, on: date) -> None:
    """Refuse when the establishment said that it no longer wishes the support; an old need only warns (its page)."""
    standing = need_standing(line, on)
    if standing is None:
        return
    no = standing.last_no
    require(
        no is None,
        f"Cơ sở đã trả lời không còn nhu cầu (phiếu {standing.need.code},"
        f" ngày {no.answered_on:%d/%m/%Y}): hãy hỏi lại trước khi ký hợp đồng."
        if no and no.answered_on
        else "",
    )
    rule = standing.rule
    require(
        not standing.stale or rule is None or not rule.may_block,
        f"Nhu cầu ghi đã quá {rule.days} ngày và chưa hỏi lại ({rule.citation})." if rule else "",
    )


def _within_share(contract: Contract, amount: Dong) -> None:
    rule = advance_rule_on(contract.signed_on, contract.line.project.content.code)
    if rule is None or not rule.confidence.may_block:
        return
    left = advance_left(Dong(contract.amount), rule.percent, Dong(contract.advanced))
    require(
        amount <= left,
        f"Chỉ được tạm ứng đến {rule.percent.normalize():f} % giá trị hợp đồng ({rule.citation}):"
        f" còn {show_million(left)} triệu đồng.",
        field="amount",
    )
