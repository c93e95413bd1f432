"""Accepting work and settling money."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import Acceptance, Settlement
from khuyencong.flow.settlement.rules import settle_amount
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.regulations.queries import norm_on


@operation(Can.ACCEPTANCE_RECORD, verb="Ghi nghiệm thu")
def accept(
    actor: Acting,
    item: SupportItem,
    *,
    accepted_on: date,
    minutes: str,
    cost: Dong,
    today: date,
    paper: StoredFile | None = None,
) -> Acceptance:
    """Record the acceptance of one item: one entry feeds every result figure."""
    require(item.project.state == ProjectState.APPROVED, "Đề án chưa được duyệt.")
    require(not Acceptance.objects.filter(item=item).exists(), f"“{item}” đã nghiệm thu.")
    require(accepted_on <= today, "Ngày nghiệm thu không thể ở tương lai.", field="accepted_on")
    decided = item.project.decided_on
    require(
        decided is None or accepted_on >= decided, "Ngày nghiệm thu phải sau ngày duyệt đề án.", field="accepted_on"
    )
    require(minutes.strip(), "Hãy ghi số biên bản nghiệm thu.", field="minutes")
    require(cost >= 0, "Chi phí nghiệm thu không được âm.", field="cost")
    return Acceptance.objects.create(
        item=item, accepted_on=accepted_on, minutes=minutes.strip(), cost=cost, paper=paper
    )


@operation(Can.ACCEPTANCE_RECORD, verb="Hủy nghiệm thu ghi nhầm", reason_owed=True)
def cancel_acceptance(actor: Acting, acceptance: Acceptance, *, reason: str) -> None:
    """Remove an acceptance recorded by mistake; the log keeps it."""
    acceptance.delete()


@operation(Can.MONEY_SETTLE, verb="Quyết toán")
def settle(
    actor: Acting, contract: Contract, *, claimed: Dong, accepted_cost: Dong, settled_on: date, today: date
) -> Settlement:
    """Settle a contract: the ceiling is computed again on the accepted cost."""
    require(not Settlement.objects.filter(contract=contract).exists(), f"Hợp đồng {contract} đã quyết toán.")
    require(claimed > 0, "Kinh phí đề nghị quyết toán phải lớn hơn 0.", field="claimed")
    require(settled_on <= today, "Ngày quyết toán không thể ở tương lai.", field="settled_on")
    require(settled_on >= contract.signed_on, "Ngày quyết toán phải từ ngày ký hợp đồng.", field="settled_on")
    project = contract.line.project
    norm = norm_on(
        project.decided_on or contract.signed_on,
        project.content,
        national=contract.line.envelope.source == Source.NATIONAL,
        province_id=project.province_id,
    )
    # A norm is for one establishment; a contract for several is checked item by item at its acceptance.
    single = project.items.count() == 1
    result = settle_amount(Dong(contract.amount), claimed, accepted_cost, norm if single else None)
    contracts.note_settlement(actor, contract, amount=result.amount)
    return Settlement.objects.create(
        contract=contract,
        settled_on=settled_on,
        accepted_cost=accepted_cost,
        amount=result.amount,
        explanation=result.sentence,
    )
