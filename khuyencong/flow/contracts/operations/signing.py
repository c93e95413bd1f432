"""Signing contracts, and the numbers that they get."""

from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.contracts.enums import ContractKind, ContractState
from khuyencong.flow.contracts.models import Contract, NumberSeries
from khuyencong.flow.contracts.queries import need_standing
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import AccountKind
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.models import PlanLine

PATTERN = "{n:02}/HĐ-TTKC"
"""The pattern of an organisation's numbers until it says another."""


@dataclass(frozen=True)
class Parties:
    """The two sides of a contract where they are known here, by id; ``partner`` is printed in any case."""

    giver_id: int | None = None
    unit_id: int | None = None
    beneficiary_id: int | None = None


@operation(Can.CONTRACT_SIGN, verb="Ký hợp đồng")
def sign(
    actor: Acting,
    line: PlanLine,
    *,
    partner: str,
    amount: Dong,
    signed_on: date,
    due_on: date,
    today: date,
    number: str = "",
    kind: ContractKind = ContractKind.AGREEMENT,
    parent: Contract | None = None,
    parties: Parties = Parties(),
    subject: str = "",
) -> Contract:
    """Sign a contract within what the line still holds; without ``number`` it gets the next one of the centre's year.

    One with ``parent`` spends what its parent took: it takes nothing of the line.
    """
    said = number.strip()
    require(not said or not line.contracts.filter(number=said).exists(), f"Hợp đồng {said} đã có.", field="number")
    require(amount > 0, "Giá trị hợp đồng phải lớn hơn 0.", field="amount")
    require(signed_on <= today, "Ngày ký không thể ở tương lai.", field="signed_on")
    require(due_on >= signed_on, "Thời hạn phải sau ngày ký.", field="due_on")
    since = line.effective_on
    require(
        since is None or signed_on >= since,
        f"Ngày ký phải từ ngày kế hoạch có hiệu lực ({since:%d/%m/%Y})." if since else "",
        field="signed_on",
    )
    if parent is None:
        require(
            kind is not ContractKind.SUPPLIER,
            "Hợp đồng mua sắm phải theo một hợp đồng đã có: hãy chọn hợp đồng đó.",
            field="parent",
        )
        _still_wanted(line, signed_on)
    else:
        _fits_parent(line, parent, kind, amount)
    contract = Contract(
        line=line,
        kind=kind,
        parent=parent,
        number=said,
        partner=partner.strip(),
        subject=subject.strip(),
        signed_amount=amount,
        amount=amount,
        signed_on=signed_on,
        due_on=due_on,
        giver_id=parties.giver_id,
        unit_id=parties.unit_id,
        beneficiary_id=parties.beneficiary_id,
    )
    if not said:
        _number(contract, line)
    if parent is None:
        _take(actor, line, contract)
    contract.save()
    return contract


def _take(actor: Acting, line: PlanLine, contract: Contract) -> None:
    """Open the account of a contract that takes State money, and move the money into it."""
    contract.account = entries.open_under(line.account, AccountKind.CONTRACT)
    planning.note_contract(
        actor,
        line,
        amount=Dong(contract.amount),
        account=contract.account,
        day=contract.signed_on,
        reference=f"Hợp đồng {contract.number}",
    )


def _fits_parent(line: PlanLine, parent: Contract, kind: ContractKind, amount: Dong) -> None:
    require(parent.line_id == line.pk, "Hợp đồng được theo thuộc đề án khác.", field="parent")
    require(parent.takes_money, "Hãy chọn hợp đồng nhận kinh phí của đề án.", field="parent")
    require(parent.state == ContractState.SIGNED, "Hợp đồng được theo đã thanh lý.", field="parent")
    require(kind is not ContractKind.AGREEMENT, "Hợp đồng thực hiện đề án không theo hợp đồng khác.", field="kind")
    if kind is ContractKind.SUPPORT:
        others = parent.children.filter(kind=ContractKind.SUPPORT).values_list("amount", flat=True)
        left = Dong(parent.amount - sum(others))
        if amount > left:
            raise NoRoom(left, amount)


def _number(contract: Contract, line: PlanLine) -> None:
    """Give the next number of the centre's year.  Its row stays locked to the end: no gap, no double.

    A number that somebody wrote by hand on a paper is passed over only where it stands on the same line.
    """
    organisation, year = line.project.centre_id, contract.signed_on.year
    NumberSeries.objects.bulk_create(
        [NumberSeries(organisation_id=organisation, year=year, pattern=_pattern(organisation, year))],
        ignore_conflicts=True,
    )
    series = NumberSeries.objects.select_for_update().get(organisation=organisation, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    contract.series, contract.ordinal = series, series.last
    contract.number = series.pattern.format(n=series.last, year=year)
    taken = Contract.objects.filter(line=line, number=contract.number).exists()
    require(not taken, f"Số {contract.number} đã ghi tay cho đề án này: hãy ghi số khác.", field="number")


def _pattern(organisation_id: int, year: int) -> str:
    """Return the pattern of the year before, or the usual one."""
    rows = NumberSeries.objects.filter(organisation=organisation_id, year__lt=year).order_by("-year")
    return rows.values_list("pattern", flat=True).first() or PATTERN


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
