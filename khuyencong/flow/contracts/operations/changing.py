"""Changing what was agreed: the detailed estimate, addenda, the pattern of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, lock, operation, require
from khuyencong.flow.contracts.enums import ContractKind, ContractState
from khuyencong.flow.contracts.models import Addendum, Contract, EstimateLine, NumberSeries
from khuyencong.flow.contracts.queries import room
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.operations import money
from khuyencong.ground.accounts.models import Organisation

LONGEST = 50


@dataclass(frozen=True)
class Estimated:
    """One line of a detailed estimate.  Money in đồng; ``price`` is of one unit."""

    content: str
    quantity: Decimal
    price: Dong
    state_money: Dong
    unit: str = ""
    other_money: Dong = Dong(0)
    due_on: date | None = None


@operation(Can.CONTRACT_SIGN, verb="Lập dự toán chi tiết")
def set_estimate(actor: Acting, contract: Contract, *, lines: Sequence[Estimated]) -> list[EstimateLine]:
    """Write the whole detailed estimate anew; State money within the contract, the log keeps what stood before."""
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    for place, line in enumerate(lines, 1):
        require(line.content.strip(), f"Dòng {place}: hãy ghi nội dung công việc.", field="content")
        require(line.quantity > 0, f"Dòng {place}: số lượng phải lớn hơn 0.", field="quantity")
        least = min(line.price, line.state_money, line.other_money)
        require(least >= 0, f"Dòng {place}: số tiền không được âm.", field="state_money")
    wanted = Dong(sum(line.state_money for line in lines))
    if contract.takes_money and wanted > contract.amount:
        raise NoRoom(Dong(contract.amount), wanted)
    for old in contract.estimate.all():
        old.delete()
    return [
        EstimateLine.objects.create(
            contract=contract,
            position=place,
            content=line.content.strip(),
            unit=line.unit.strip(),
            quantity=line.quantity,
            price=line.price,
            state_money=line.state_money,
            other_money=line.other_money,
            due_on=line.due_on,
        )
        for place, line in enumerate(lines, 1)
    ]


@operation(Can.CONTRACT_SIGN, verb="Ký phụ lục hợp đồng", reason_owed=True)
def add_addendum(
    actor: Acting,
    contract: Contract,
    *,
    number: str,
    signed_on: date,
    amount: Dong,
    due_on: date,
    reason: str,
    today: date,
) -> Addendum:
    """Let a running contract come to ``amount`` đồng or end on ``due_on``, within the line, above what is out."""
    require(contract.state == ContractState.SIGNED, "Hợp đồng đã thanh lý.")
    require(contract.settled == 0, "Hợp đồng đã quyết toán: không ký phụ lục được nữa.")
    require(number.strip(), "Hãy ghi số phụ lục.", field="number")
    known = contract.addenda.filter(number=number.strip()).exists()
    require(not known, f"Phụ lục {number} đã có trong hợp đồng này.", field="number")
    require(amount > 0, "Giá trị hợp đồng phải lớn hơn 0.", field="amount")
    require(
        contract.signed_on <= signed_on <= today, "Ngày ký phải từ ngày ký hợp đồng đến hôm nay.", field="signed_on"
    )
    require(due_on >= contract.signed_on, "Thời hạn phải sau ngày ký hợp đồng.", field="due_on")
    changes = amount != contract.amount or due_on != contract.due_on
    require(changes, "Phụ lục phải đổi giá trị hoặc thời hạn.", field="amount")
    addendum = Addendum.objects.create(
        contract=contract,
        number=number.strip(),
        signed_on=signed_on,
        amount_before=contract.amount,
        amount_after=amount,
        due_before=contract.due_on,
        due_after=due_on,
        explanation=reason.strip(),
    )
    _move(actor, contract, Dong(amount - contract.amount), addendum)
    contract.amount, contract.due_on = amount, due_on
    contract.save(update_fields=["amount", "due_on"])
    return addendum


@operation(Can.MONEY_RULES, verb="Đặt mẫu số hợp đồng")
def set_pattern(actor: Acting, organisation: Organisation, *, year: int, pattern: str) -> NumberSeries:
    """Say how an organisation numbers its contracts of a year: text with ``{n}``, perhaps ``{year}``."""
    words = pattern.strip()
    try:
        shown = words.format(n=7, year=year)
    except (KeyError, IndexError, ValueError):
        shown = ""
    require("{n" in words and "7" in shown, "Mẫu số phải có {n}, ví dụ {n:02}/HĐ-TTKC.", field="pattern")
    require(len(shown) <= LONGEST, f"Mẫu số dài quá {LONGEST} ký tự.", field="pattern")
    series, _ = NumberSeries.objects.get_or_create(organisation=organisation, year=year, defaults={"pattern": words})
    series = lock(series)
    series.pattern = words
    series.save(update_fields=["pattern"])
    return series


def _move(actor: Acting, contract: Contract, delta: Dong, addendum: Addendum) -> None:
    """Move the difference between the line and the contract; one that follows another moves no money."""
    if contract.account is None:
        _within_parent(contract, delta)
        return
    support = contract.children.filter(kind=ContractKind.SUPPORT).values_list("amount", flat=True)
    given = Dong(sum(support))
    if contract.amount + delta < given:
        raise NoRoom(Dong(contract.amount + delta), given)
    reference = f"Phụ lục {addendum.number} của hợp đồng {contract.number}"
    day = addendum.signed_on
    if delta > 0:
        planning.note_contract(
            actor, contract.line, amount=delta, account=contract.account, day=day, reference=reference
        )
    elif delta < 0:
        if -delta > room(contract):
            raise NoRoom(room(contract), Dong(-delta))
        money.give_back(lock(contract.line), Dong(-delta), account=contract.account, day=day, reference=reference)


def _within_parent(contract: Contract, delta: Dong) -> None:
    parent = contract.parent
    if parent is None or contract.kind != ContractKind.SUPPORT:
        return
    lock(contract.line)
    parent.refresh_from_db(fields=["amount"])
    others = parent.children.filter(kind=ContractKind.SUPPORT).exclude(pk=contract.pk)
    left = Dong(parent.amount - sum(others.values_list("amount", flat=True)))
    if contract.amount + delta > left:
        raise NoRoom(left, Dong(contract.amount + delta))
