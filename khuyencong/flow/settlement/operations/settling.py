"""Settling a contract item by item, and the file of its settlement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import SettledItem, Settlement, SettlementPaper
from khuyencong.flow.settlement.queries import (
    Basis,
    bases_of,
    over_advanced,
    owed_papers,
    voucher_faults,
)
from khuyencong.flow.settlement.rules import RECOVERY_DAYS, SettledPart, divide, settle_item
from khuyencong.ground.files.models import StoredFile


@dataclass(frozen=True)
class Claim:
    """What is claimed for one item, in đồng; ``accepted_cost`` only where it was not accepted by minutes of its own."""

    item_id: int
    claimed: Dong
    accepted_cost: Dong | None = None


@operation(Can.MONEY_SETTLE, verb="Quyết toán")
def settle(
    actor: Acting, contract: Contract, *, claimed: Dong, accepted_cost: Dong, settled_on: date, today: date
) -> Settlement:
    """Settle a contract by its totals, divided among its items: each by its acceptance, else by its planned cost."""
    require(claimed > 0, "Kinh phí đề nghị quyết toán phải lớn hơn 0.", field="claimed")
    bases = _locked_bases(contract)
    asked = divide(claimed, [basis.share for basis in bases])
    own = all(basis.acceptance for basis in bases)
    costs = divide(accepted_cost, [basis.item.cost for basis in bases])
    claims = [
        Claim(basis.item.pk, part, None if own else cost) for basis, part, cost in zip(bases, asked, costs, strict=True)
    ]
    return _settle(actor, contract, bases, claims, settled_on, today, None)


@operation(Can.MONEY_SETTLE, verb="Quyết toán từng hạng mục")
def settle_items(
    actor: Acting,
    contract: Contract,
    *,
    claims: Sequence[Claim],
    settled_on: date,
    today: date,
    recover_by: date | None = None,
) -> Settlement:
    """Settle a contract item by item: the ceiling of each is computed again on its accepted cost.

    An item that was not accepted is settled with nothing.  ``recover_by`` is the day until which money advanced above
    the settlement comes back.
    """
    _days(contract, settled_on, today)
    require(any(claim.claimed > 0 for claim in claims), "Kinh phí đề nghị quyết toán phải lớn hơn 0.")
    require(all(claim.claimed >= 0 for claim in claims), "Kinh phí đề nghị không được âm.")
    require(
        all(claim.accepted_cost is None for claim in claims),
        "Chi phí được nghiệm thu lấy từ biên bản nghiệm thu của từng hạng mục.",
    )
    return _settle(actor, contract, _locked_bases(contract), claims, settled_on, today, recover_by)


@operation(Can.MONEY_SETTLE, verb="Hủy quyết toán để làm lại", reason_owed=True)
def cancel_settlement(actor: Acting, settlement: Settlement, *, reason: str) -> None:
    """Take a settlement back before the contract is liquidated: what it freed is taken again; the log keeps it."""
    contract = settlement.contract
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý: không mở lại quyết toán được nữa.")
    contracts.note_settlement(actor, contract, amount=Dong(0), day=settlement.settled_on)
    settlement.delete()


@operation(Can.MONEY_SETTLE, verb="Nhận giấy tờ hồ sơ quyết toán")
def receive_paper(
    actor: Acting, contract: Contract, *, name: str, received_on: date, today: date, file: StoredFile | None = None
) -> SettlementPaper:
    """Note that a paper of the settlement file was handed in."""
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    named = {paper.name: paper for paper in owed_papers(contract, today)}
    require(name in named, "Giấy tờ này không thuộc hồ sơ quyết toán của hợp đồng.", field="name")
    require(named[name].paper is None, "Giấy tờ này đã nhận.", field="name")
    require(received_on <= today, "Ngày nhận không thể ở tương lai.", field="received_on")
    require(received_on >= contract.signed_on, "Ngày nhận phải từ ngày ký hợp đồng.", field="received_on")
    return SettlementPaper.objects.create(contract=contract, name=name, received_on=received_on, file=file)


@operation(Can.MONEY_SETTLE, verb="Trả lại giấy tờ hồ sơ quyết toán", reason_owed=True)
def return_paper(actor: Acting, paper: SettlementPaper, *, reason: str) -> None:
    """Take a paper out of the settlement file; the log keeps it."""
    require(paper.contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    paper.delete()


def _locked_bases(contract: Contract) -> tuple[Basis, ...]:
    """Lock the items of a contract, so that two contracts on one item are not settled past its ceiling at once."""
    require(not Settlement.objects.filter(contract=contract).exists(), f"Hợp đồng {contract} đã quyết toán.")
    rows = SupportItem.objects.filter(project=contract.line.project_id).order_by("pk")
    list(rows.select_for_update(of=("self",)))
    return bases_of(contract)


def _settle(
    actor: Acting,
    contract: Contract,
    bases: Sequence[Basis],
    claims: Sequence[Claim],
    settled_on: date,
    today: date,
    recover_by: date | None,
) -> Settlement:
    _days(contract, settled_on, today)
    _complete(contract, settled_on)
    by_item = {claim.item_id: claim for claim in claims}
    require(by_item.keys() <= {basis.item.pk for basis in bases}, "Hạng mục không thuộc đề án của hợp đồng.")
    parts = {basis.item.pk: _part(basis, by_item) for basis in bases}
    total = Dong(sum(part.amount for part, _ in parts.values()))
    require(
        total > 0,
        "Không có chi phí nào được nghiệm thu để quyết toán: đề án ngừng giữa chừng thì thu hồi tạm ứng rồi thanh lý.",
    )
    contracts.note_settlement(actor, contract, amount=total, day=settled_on)
    contract.refresh_from_db()
    settlement = Settlement.objects.create(
        contract=contract,
        settled_on=settled_on,
        accepted_cost=sum(cost for _, cost in parts.values()),
        amount=total,
        recover_by=_recovery_day(contract, settled_on, recover_by),
        explanation=_explain(parts, total),
    )
    SettledItem.objects.bulk_create(
        SettledItem(
            settlement=settlement,
            item=basis.item,
            share=basis.share,
            claimed=by_item[basis.item.pk].claimed if basis.item.pk in by_item else 0,
            accepted_cost=parts[basis.item.pk][1],
            ceiling=parts[basis.item.pk][0].ceiling,
            amount=parts[basis.item.pk][0].amount,
            explanation=parts[basis.item.pk][0].sentence,
        )
        for basis in bases
    )
    return settlement


def _days(contract: Contract, settled_on: date, today: date) -> None:
    require(settled_on <= today, "Ngày quyết toán không thể ở tương lai.", field="settled_on")
    require(settled_on >= contract.signed_on, "Ngày quyết toán phải từ ngày ký hợp đồng.", field="settled_on")


def _part(basis: Basis, claims: Mapping[int, Claim]) -> tuple[SettledPart, Dong]:
    """Return what is recognised of an item, and the cost that it is recognised on."""
    claim = claims.get(basis.item.pk)
    if claim is None:
        return settle_item(basis.case(Dong(0))), basis.accepted_cost
    case = basis.case(claim.claimed, claim.accepted_cost)
    return settle_item(case), case.accepted_cost


def _explain(parts: Mapping[int, tuple[SettledPart, Dong]], total: Dong) -> str:
    if len(parts) == 1:
        return next(part.sentence for part, _ in parts.values())
    return f"Quyết toán {show_million(total)} triệu đồng, cộng từ {len(parts)} hạng mục."


def _complete(contract: Contract, on: date) -> None:
    """Refuse while a paper that a rule read in its source asks for is missing, or vouchers do not sum."""
    lacking = [paper.name for paper in owed_papers(contract, on) if paper.blocks]
    require(not lacking, f"Hồ sơ quyết toán thiếu: {'; '.join(lacking)}.")
    faults = voucher_faults(contract)
    require(not faults, " ".join(faults))


def _recovery_day(contract: Contract, settled_on: date, recover_by: date | None) -> date | None:
    """Return until when the money advanced above the settlement comes back; ``None`` where there is none."""
    if not over_advanced(contract):
        return None
    day = recover_by or settled_on + timedelta(days=RECOVERY_DAYS)
    require(day >= settled_on, "Hạn thu hồi phải từ ngày quyết toán.", field="recover_by")
    return day
