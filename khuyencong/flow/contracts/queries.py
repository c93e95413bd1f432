"""Reading contracts and payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting
from khuyencong.flow.contracts.enums import Approver, ContractState, PaymentKind, PaymentState
from khuyencong.flow.contracts.models import ApprovalThreshold, Contract, Payment
from khuyencong.flow.contracts.rules import Asked, Objection, Terms, objections
from khuyencong.flow.establishments.queries import words
from khuyencong.flow.needs.queries import Standing, standing_of
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import PlanLine
from khuyencong.ground.regulations.queries import advance_rule_on, advances_in_stages

OPEN = (PaymentState.REQUESTED, PaymentState.CHECKED, PaymentState.APPROVED, PaymentState.RETURNED)
"""States of payments that still wait for somebody."""


LEVELS = {
    Approver.UNIT: Can.MONEY_APPROVE,
    Approver.DEPARTMENT: Can.MONEY_APPROVE_DEPARTMENT,
    Approver.AGENCY: Can.MONEY_APPROVE_AGENCY,
}
"""What whoever approves must be allowed."""


def need_standing(line: PlanLine, on: date) -> Standing | None:
    """Return how the need behind a line's đề án stands on a day; ``None`` where there was no need.  Three queries."""
    need = line.project.need
    return None if need is None else standing_of(need, on)


@dataclass(frozen=True)
class ContractFilter:
    """What a list of contracts is narrowed by; empty fields narrow nothing."""

    search: str = ""
    year: int | None = None
    state: str = ""
    kind: str = ""
    province_id: int | None = None
    late: bool = False


def contract_list(narrow: ContractFilter, today: date) -> QuerySet[Contract]:
    """Return contracts with their đề án, latest signed first; ``late`` are those running past their term."""
    rows = Contract.objects.select_related("line__project", "line__envelope").order_by("-signed_on", "-id")
    if text := narrow.search.strip():
        query = words(text)
        match = Q(number__icontains=text)
        rows = rows.filter(match | Q(line__project__search=query) if query else match)
    if narrow.year:
        rows = rows.filter(signed_on__range=(date(narrow.year, 1, 1), date(narrow.year, 12, 31)))
    if narrow.state:
        rows = rows.filter(state=narrow.state)
    if narrow.kind:
        rows = rows.filter(kind=narrow.kind)
    if narrow.province_id:
        rows = rows.filter(line__project__province=narrow.province_id)
    return rows.filter(state=ContractState.SIGNED, due_on__lt=today) if narrow.late else rows


def running() -> QuerySet[Contract]:
    """Return contracts under way that take money of their line, with their đề án and province."""
    return Contract.objects.filter(state=ContractState.SIGNED, parent=None).select_related("line__project__province")


def without_advance(signed_before: date) -> QuerySet[Contract]:
    """Return contracts signed before a day on which nothing was paid, the oldest first."""
    rows = running().filter(advanced=0, settled=0, signed_on__lt=signed_before)
    return rows.order_by("signed_on", "pk")


def ending(today: date, within: timedelta) -> QuerySet[Contract]:
    """Return running contracts whose term ends soon, the first to end first."""
    return running().filter(due_on__range=(today, today + within)).order_by("due_on", "pk")


def advances_overdue(today: date) -> QuerySet[Contract]:
    """Return contracts past their term on which more was advanced than settled, the oldest first."""
    return running().filter(advanced__gt=F("settled") + F("recovered"), due_on__lt=today).order_by("due_on", "pk")


def fund_of(contract: Contract) -> Fund:
    """Return the fund that pays a contract (its line's envelope)."""
    return Source(contract.line.envelope.source).fund


def terms_of(contract: Contract) -> Terms | None:
    """Return what the law of the signing day says of advances on a contract, ``None`` where it says nothing.

    TT 36/2013/TT-BCT governs national money: for local money it is advice.  Two queries.
    """
    project = contract.line.project
    code = project.content.code
    rule = advance_rule_on(contract.signed_on, code)
    if rule is None:
        return None
    binding = rule.confidence.may_block and fund_of(contract) is Fund.NATIONAL
    stages = advances_in_stages(contract.signed_on, code, project.kind)
    return Terms(rule.percent, rule.progress_over, rule.documents, rule.citation, binding, stages)


def room(contract: Contract) -> Dong:
    """Return what may still be advanced of a contract by its amount alone, in đồng."""
    if contract.settled:
        return Dong(0)
    return Dong(contract.amount - contract.advanced - contract.returned)


def left_to_pay(contract: Contract, kind: PaymentKind) -> Dong:
    """Return what a payment of ``kind`` may come to, in đồng, by the money alone."""
    return room(contract) if kind is PaymentKind.ADVANCE else contract.payable


def judged(contract: Contract, kind: PaymentKind, asked: Asked, *, but: int | None = None) -> list[Objection]:
    """Return what the law holds against a request; ``but`` is the payment itself where it is stored already."""
    terms = terms_of(contract) if kind is PaymentKind.ADVANCE else None
    if terms is None:
        return []
    paid = contract.payments.filter(kind=PaymentKind.ADVANCE, state=PaymentState.PAID)
    if but is not None:
        paid = paid.exclude(pk=but)
    held = Dong(contract.advanced - contract.recovered)
    return objections(terms, asked, contract=Dong(contract.amount), advanced=held, times=paid.count())


def asked_of(payment: Payment) -> Asked:
    """Return a stored request as the law judges it.  One query."""
    papers = frozenset(payment.papers.values_list("name", flat=True))
    return Asked(Dong(payment.amount), payment.progress, papers)


def approver_of(contract: Contract, amount: Dong) -> tuple[Approver, ApprovalThreshold | None]:
    """Return who approves a payment of ``amount``, and the threshold that says so.

    A province's own thresholds go before the country's; without any, the implementing unit's head approves.  One query.
    """
    fund = fund_of(contract)
    rows = ApprovalThreshold.objects.filter(
        Q(province=contract.line.project.province_id) | Q(province=None), fund=fund, above__lt=amount
    )
    found = sorted(rows, key=lambda row: (row.province_id is not None, row.above))
    return (Approver(found[-1].approver), found[-1]) if found else (Approver.UNIT, None)


def sentences(found: Sequence[Objection]) -> str:
    """Return the sentences of objections, one a line."""
    return "\n".join(objection.sentence for objection in found)


def approval_refusal(actor: Acting, payment: Payment) -> str:
    """Return why ``actor`` may not approve ``payment``, empty when they may: on the page and in the refusal."""
    if actor.id is None:
        return "Việc duyệt chi phải có người đứng tên."
    if actor.id == payment.requested_by_id:
        return "Anh/chị là người lập đề nghị này: phải do người khác duyệt."
    if actor.id == payment.checked_by_id:
        return "Anh/chị là người kiểm tra hồ sơ này: phải do người khác duyệt."
    level, threshold = approver_of(payment.contract, Dong(payment.amount))
    if actor.may(LEVELS[level], payment):
        return ""
    source = f" ({threshold.decision})" if threshold else ""
    return f"Khoản chi này do {level.label} duyệt{source}."
