"""Each đồng is counted once, nothing in the ledger is changed, and the stored sums are the sums of its transfers."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from khuyencong.core.errors import NoRoom, NotAllowed, NotValid
from khuyencong.core.money import Dong
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import Approver, ContractKind, PaymentKind
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.recount import differences
from khuyencong.flow.contracts.rules import Asked, Terms, objections
from khuyencong.flow.ledger.enums import AccountKind
from khuyencong.flow.ledger.models import Account, Balance, Transfer
from khuyencong.flow.ledger.queries import balance_of, entries, part_balance, transfers_of
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.settlement import operations as settlement
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.queries import advance_rule_on
from tests import people
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db


def _contract(millions: float = 200) -> Contract:
    flow.envelope(amount=flow.dong(1_000))
    return flow.contract(flow.approved_line(amount=flow.dong(millions)))


def _held(contract: Contract) -> dict[str, int]:
    assert contract.account is not None
    parts = (AccountKind.ADVANCE, AccountKind.PAYABLE, AccountKind.SPENT, AccountKind.RECOVERED)
    found = {str(kind): part_balance(contract.account, kind) // 1_000_000 for kind in parts}
    return {"CONTRACT": balance_of(contract.account) // 1_000_000, **found}


def test_one_dong_is_counted_once_from_the_contract_to_the_settlement() -> None:
    contract = _contract(200)
    flow.advance(contract, amount=flow.dong(100))
    contract = flow.settled(contract, claimed=flow.dong(190)).contract
    contract.refresh_from_db()
    assert _held(contract) == {"CONTRACT": 0, "ADVANCE": 0, "PAYABLE": 90, "SPENT": 100, "RECOVERED": 0}
    assert (contract.payable, contract.returned) == (flow.dong(90), flow.dong(10))
    contract.line.refresh_from_db()
    assert (contract.line.current, contract.line.contracted) == (flow.dong(200), flow.dong(190))

    flow.paid(flow.requested(contract, amount=flow.dong(90), day=flow.SETTLED, kind=PaymentKind.FINAL))

    contract.refresh_from_db()
    assert _held(contract) == {"CONTRACT": 0, "ADVANCE": 0, "PAYABLE": 0, "SPENT": 190, "RECOVERED": 0}
    cash = Transfer.objects.filter(kind__in=["ADVANCED", "PAID"]).values_list("amount", flat=True)
    assert (sum(cash), contract.paid, contract.payable) == (flow.dong(190), flow.dong(90), 0)
    assert list(differences()) == []


def test_what_was_advanced_too_much_comes_back_and_the_contract_ends() -> None:
    contract = _contract(200)
    flow.advance(contract, amount=flow.dong(100))
    flow.settled(contract, claimed=flow.dong(80))
    contract.refresh_from_db()
    assert (contract.outstanding, contract.returned) == (flow.dong(20), flow.dong(100))
    with pytest.raises(NotValid, match="Còn 20 triệu đồng tạm ứng chưa quyết toán"):
        contracts.liquidate(SYSTEM, contract, today=flow.DUE)
    with pytest.raises(NoRoom):
        flow.recovered(contract, amount=flow.dong(21))
    flow.recovered(contract, amount=flow.dong(20))
    contract = contracts.liquidate(SYSTEM, contract, today=flow.DUE)
    assert _held(contract) == {"CONTRACT": 0, "ADVANCE": 0, "PAYABLE": 0, "SPENT": 80, "RECOVERED": 20}
    assert list(differences()) == []


def test_a_settlement_that_is_taken_back_leaves_the_ledger_as_before() -> None:
    contract = _contract(200)
    flow.advance(contract, amount=flow.dong(100))
    before = _held(contract)
    settled = flow.settled(contract, claimed=flow.dong(190))
    settlement.cancel_settlement(SYSTEM, settled, reason="Nhập nhầm")
    contract.refresh_from_db()
    assert (_held(contract), contract.settled, contract.returned) == (before, 0, 0)
    assert list(differences()) == []


def test_an_addendum_moves_the_difference_within_the_line() -> None:
    contract = _contract(200)
    with pytest.raises(NoRoom):
        flow.addendum(contract, amount=flow.dong(210))
    flow.addendum(contract, amount=flow.dong(150))
    contract.refresh_from_db()
    contract.line.refresh_from_db()
    assert (contract.amount, contract.signed_amount) == (flow.dong(150), flow.dong(200))
    assert contract.line.contracted == flow.dong(150)
    assert list(differences()) == []


def test_a_contract_that_follows_another_takes_no_money_twice() -> None:
    contract = _contract(200)
    said = {"partner": "Cơ sở mộc", "signed_on": flow.SIGNED, "due_on": flow.DUE, "today": flow.RECORDED}
    support = {**said, "kind": ContractKind.SUPPORT, "parent": contract}
    child = contracts.sign(SYSTEM, contract.line, amount=flow.dong(150), **support)
    with pytest.raises(NoRoom) as refusal:
        contracts.sign(SYSTEM, contract.line, amount=flow.dong(60), **support)
    assert refusal.value.left == flow.dong(50)
    supplier = {**said, "kind": ContractKind.SUPPLIER}
    with pytest.raises(NotValid, match="phải theo một hợp đồng"):
        contracts.sign(SYSTEM, contract.line, amount=flow.dong(600), **supplier)
    contracts.sign(SYSTEM, contract.line, amount=flow.dong(600), parent=contract, **supplier)
    contract.line.refresh_from_db()
    assert (child.account, contract.line.contracted) == (None, flow.dong(200))
    with pytest.raises(NotValid, match="không nhận kinh phí"):
        flow.requested(child)
    assert list(differences()) == []


@pytest.mark.parametrize("statement", ["UPDATE {} SET kind = kind", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_account"])
def test_nothing_in_the_ledger_is_changed(statement: str, table: str) -> None:
    _contract()
    with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), under_operation(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_no_hand_writes_a_balance() -> None:
    _contract()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Balance.objects.update(amount=1)


def test_the_database_refuses_what_would_overdraw_an_account() -> None:
    contract = _contract(200)
    envelope = contract.line.envelope.account
    over = Transfer(
        day=flow.PAID, kind="PAID", taken_from=contract.account, given_to=envelope, amount=flow.dong(201), reference="x"
    )
    with pytest.raises(IntegrityError, match="balance_never_overdrawn"), under_operation():
        over.save()


def test_a_reversal_returns_the_whole_to_where_it_came_from() -> None:
    contract = _contract(200)
    first = Transfer.objects.get(kind="CONTRACTED")
    half = Transfer(
        day=flow.PAID,
        kind="REVERSED",
        taken_from=first.given_to,
        given_to=first.taken_from,
        amount=flow.dong(100),
        reference="x",
        reverses=first,
    )
    with pytest.raises(IntegrityError, match="đúng số tiền về đúng tài khoản"), under_operation():
        half.save()
    assert contract.account is not None
    assert balance_of(contract.account) == flow.dong(200)


def test_an_account_tells_each_move_and_what_it_held_after_it() -> None:
    contract = _contract(200)
    flow.advance(contract, amount=flow.dong(100))
    assert contract.account is not None
    told = entries(transfers_of(contract.account), contract.account)
    assert [(str(entry.kind), entry.change, entry.running) for entry in told] == [
        ("CONTRACTED", flow.dong(200), flow.dong(200)),
        ("ADVANCED", -flow.dong(100), flow.dong(100)),
    ]


def test_a_stored_sum_that_differs_is_named() -> None:
    contract = _contract(200)
    with under_operation():
        Contract.objects.filter(pk=contract.pk).update(advanced=flow.dong(7))
    assert [(wrong.table, wrong.sum, wrong.stored, wrong.counted) for wrong in differences()] == [
        ("contracts_contract", "đã tạm ứng", flow.dong(7), 0)
    ]


def test_whoever_asked_or_checked_does_not_approve() -> None:
    payment = flow.checked()
    for person, word in ((people.LAN, "lập đề nghị"), (people.TUAN, "kiểm tra hồ sơ")):
        with pytest.raises(NotAllowed, match=word):
            contracts.approve_payment(flow.standing_in(person), payment, today=flow.PAID)
    with pytest.raises(NotAllowed, match="phải có người đứng tên"):
        contracts.approve_payment(SYSTEM, payment, today=flow.PAID)


def test_a_large_payment_is_approved_by_whom_the_threshold_names() -> None:
    payment = flow.checked(flow.requested(_contract(200), amount=flow.dong(60)))
    contracts.set_threshold(
        SYSTEM,
        people.place_of(),
        fund=Fund.LOCAL,
        above=flow.dong(50),
        approver=Approver.DEPARTMENT,
        decision="QĐ 12/QĐ-SCT",
    )
    with pytest.raises(NotAllowed, match=r"Sở Công Thương duyệt \(QĐ 12/QĐ-SCT\)"):
        contracts.approve_payment(people.actor(people.NAM), payment, today=people.TODAY)
    approved = contracts.approve_payment(people.actor(people.HOA), payment, today=people.TODAY)
    assert approved.approved_by_id == people.user(people.HOA).pk


READ_RULES = (
    ("CLUSTER_INFRASTRUCTURE", 30, Decimal(50), 4),
    ("CLUSTER_POLLUTION", 30, Decimal(50), 4),
    ("TRAINING", 70, None, 2),
    ("BRAND", 70, None, 2),
    ("CONFERENCE", 70, None, 2),
    ("CAPACITY", 70, None, 2),
)
"""The advance rules that were read in TT 36/2013 Đ.13: content, share, progress to pass, papers."""


@pytest.mark.parametrize(("code", "percent", "over", "papers"), READ_RULES, ids=str)
def test_each_rule_that_was_read_blocks_by_share_progress_and_papers(
    code: str, percent: int, over: Decimal | None, papers: int
) -> None:
    def found(day: date, amount: int, progress: Decimal | None, named: frozenset[str]) -> list[tuple[str, bool]] | None:
        rule = advance_rule_on(day, code)
        if rule is None:
            return None
        terms = Terms(rule.percent, rule.progress_over, rule.documents, rule.citation, rule.confidence.may_block)
        asked = Asked(Dong(amount), progress, named)
        judged = objections(terms, asked, contract=Dong(1_000), advanced=Dong(0), times=0)
        return [(objection.field, objection.blocks) for objection in judged]

    day = date(2017, 3, 6)
    rule = advance_rule_on(day, code)
    assert rule is not None
    assert (rule.percent, rule.progress_over, len(rule.documents)) == (percent, over, papers)
    whole, done = frozenset(rule.documents), None if over is None else over + Decimal("0.01")
    assert found(day, percent * 10, done, whole) == []
    assert found(day, percent * 10 + 1, done, whole) == [("amount", True)]
    if over is not None:
        assert found(day, 1, over, whole) == [("progress", True)]
        assert found(day, 1, None, whole) == [("progress", True)]
    must = [name for name in rule.documents if "(nếu " not in name]
    assert found(day, 1, done, frozenset()) == [("papers", True)] * len(must)
    # The day before the rule, its first, its last, and the first of the text that was not read whole.
    assert found(date(2014, 2, 9), 1_000, None, frozenset()) is None
    assert ("amount", True) in (found(date(2014, 2, 10), 1_000, None, frozenset()) or [])
    assert ("amount", True) in (found(date(2018, 8, 27), 1_000, None, frozenset()) or [])
    later = found(date(2018, 8, 28), 1_000, None, frozenset())
    assert later
    assert not any(blocks for _, blocks in later)


def test_accounts_stand_under_what_feeds_them() -> None:
    contract = _contract()
    kinds = []
    account: Account | None = contract.account
    while account is not None:
        kinds.append(account.kind)
        account = account.parent
    assert kinds == ["CONTRACT", "LINE", "ENVELOPE", "SOURCE"]
