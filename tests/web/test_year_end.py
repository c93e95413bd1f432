"""The end of a year: nothing unspent is left over, the table adds up, and closed books stay as they are."""

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.errors import NotValid
from khuyencong.core.models import AuditEntry
from khuyencong.faces.web.tasks import lock_years
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.recount import differences
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import AccountKind, TransferKind
from khuyencong.flow.ledger.models import Transfer
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.closing_queries import closing_table, money_of, proposed_lock
from khuyencong.flow.planning.models import PlanLine, YearClosing
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.operations import under_operation
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

END, JANUARY, LOCKING = date(2017, 12, 31), date(2018, 1, 15), date(2018, 2, 1)
QUERIES = 11


@pytest.fixture(autouse=True)
def _january(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: JANUARY)


def _year() -> tuple[Contract, PlanLine]:
    """One contract on which 20 of 50 were advanced, and one line of 30 that nobody signed for; the source holds 1,000."""
    contract = flow.contract(flow.approved_line())
    flow.advance(contract, amount=flow.dong(20))
    return contract, flow.approved_line(amount=flow.dong(30))


def _html(person: people.Person, name: str, pk: int) -> str:
    response = signed_in(person).get(reverse(name, args=[pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_year_is_closed_only_when_each_line_is_dealt_with_and_what_is_left_is_cancelled() -> None:
    contract, idle = _year()
    plan = contract.line.envelope.plan
    with pytest.raises(NotValid, match="chưa kết thúc"):
        planning.close_year(SYSTEM, plan, decision="BC 1", locks_on=LOCKING, today=date(2017, 12, 30))
    with pytest.raises(NotValid, match=f"Còn 1 dòng kế hoạch chưa sử dụng hết dự toán .{idle.project.number}"):
        planning.close_year(SYSTEM, plan, decision="BC 1", locks_on=LOCKING, today=END)
    planning.cancel_rest(SYSTEM, idle, decision="QĐ 9", today=END, reason="Cơ sở chưa đủ vốn đối ứng")
    planning.close_year(SYSTEM, plan, decision="BC 1", locks_on=LOCKING, today=END)

    envelope = plan.envelopes.get()
    assert (envelope.amount, envelope.cancelled, envelope.left) == (flow.dong(1_000), flow.dong(950), 0)
    assert Transfer.objects.get(kind=TransferKind.RETURNED, given_to__kind=AccountKind.SOURCE).amount == flow.dong(950)
    assert list(differences()) == []
    table = closing_table(plan, END)
    assert [tuple(int(m) // 1_000_000 for m in money_of(row)) for row in table.lines] == [
        (50, 0, 30, 20, 0, 0, 0),
        (0, 0, 0, 0, 0, 0, 0),
    ]
    assert [row.fate for row in table.lines] == ["tiếp tục chi theo hợp đồng đã ký", "đã ngừng, dự toán đã hủy"]


def test_the_rest_of_a_contracted_line_is_cancelled_and_the_line_goes_on() -> None:
    line = flow.approved_line()
    flow.contract(line, amount=flow.dong(40))
    planning.cancel_rest(SYSTEM, line, decision="QĐ 9", today=END, reason="Hết năm")
    line.refresh_from_db()
    assert (line.state, line.current, line.contracted) == ("CONTRACTED", flow.dong(40), flow.dong(40))
    with pytest.raises(NotValid, match="không còn dự toán để hủy"):
        planning.cancel_rest(SYSTEM, line, decision="QĐ 9", today=END, reason="Hết năm")
    assert list(differences()) == []


def test_the_table_of_a_day_is_told_as_the_ledger_was_on_that_day() -> None:
    contract, _ = _year()
    plan = contract.line.envelope.plan
    before = Transfer.objects.get(kind=TransferKind.ADVANCED).day.replace(day=1)
    assert sum(row.advanced for row in closing_table(plan, before).lines) == 0
    assert sum(row.advanced for row in closing_table(plan, END).lines) == flow.dong(20)


def test_no_money_of_a_locked_year_moves_by_operation_or_by_hand_until_it_is_reopened() -> None:
    contract = flow.contract()
    waiting = flow.approved(flow.requested(contract, amount=flow.dong(10)))
    closing = planning.lock_year(SYSTEM, flow.closed_year(contract.line.envelope.plan), today=LOCKING)
    said = {"voucher": "UNC 9", "today": LOCKING}
    with pytest.raises(NotValid, match="đã khóa đến hết ngày 31/12/2017"):
        contracts.pay(SYSTEM, waiting, paid_on=END, **said)
    account = Contract.objects.get(pk=contract.pk).account
    with under_operation():
        part = entries.part(account, AccountKind.ADVANCE)
        with pytest.raises(IntegrityError, match="Sổ kinh phí đã khóa"), transaction.atomic():
            Transfer.objects.bulk_create([Transfer(
                kind="ADVANCED", taken_from=account, given_to=part, amount=1, day=END, reference="tay")])  # fmt: skip
    # The next year is open, and so is another province's same year.
    elsewhere = flow.contract(flow.approved_line(flow.approved_project(people.place_of(people.QUANG_NAM))))
    flow.advance(elsewhere, amount=flow.dong(1))
    reopened = planning.reopen_year(SYSTEM, closing, reason="Ghi sót chứng từ UNC 9")
    contracts.pay(SYSTEM, waiting, paid_on=END, **said)
    planning.lock_year(SYSTEM, reopened, today=LOCKING)
    assert list(differences()) == []
    assert AuditEntry.objects.filter(verb="Mở lại sổ kinh phí năm", reason="Ghi sót chứng từ UNC 9").exists()


def test_a_payment_of_the_new_year_is_free_while_the_old_one_is_locked() -> None:
    contract = flow.contract()
    waiting = flow.approved(flow.requested(contract, amount=flow.dong(10)))
    planning.lock_year(SYSTEM, flow.closed_year(contract.line.envelope.plan), today=LOCKING)
    contracts.pay(SYSTEM, waiting, voucher="UNC 9", paid_on=LOCKING, today=LOCKING)
    assert list(differences()) == []


def test_the_worker_locks_what_is_due_and_leaves_a_reopened_year_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    closing = flow.closed_year()
    for day, locked in ((JANUARY, 0), (LOCKING, 1), (LOCKING, 0)):
        monkeypatch.setattr("khuyencong.faces.web.tasks.timezone.localdate", lambda day=day: day)
        assert lock_years(0) == locked
    planning.reopen_year(SYSTEM, YearClosing.objects.get(pk=closing.pk), reason="Sửa chứng từ")
    assert lock_years(0) == 0


def test_the_year_is_closed_locked_and_reopened_by_its_pages_by_the_department_alone() -> None:
    contract, idle = _year()
    plan = contract.line.envelope.plan
    html = _html(people.HOA, "plan_closing", plan.pk)
    for words in ("chưa chốt sổ", "Chờ chuyển tiếp hoặc hủy", reverse("line_cancel", args=[idle.pk])):
        assert words.lower() in html.lower()
    assert reverse("line_cancel", args=[idle.pk]) not in _html(people.LAN, "plan_closing", plan.pk)
    assert signed_in(people.QUE).get(reverse("plan_closing", args=[plan.pk])).status_code == 404
    assert signed_in(people.LAN).get(reverse("year_close", args=[plan.pk])).status_code == 403
    assert "chưa đối chiếu văn bản" in _html(
        people.HOA, "year_close", plan.pk
    )  # not read: it proposes, it never blocks
    assert 'value="01/02/2018"' in _html(people.HOA, "year_close", plan.pk)

    def post(name: str, pk: int, **data: str) -> int:
        return signed_in(people.HOA).post(reverse(name, args=[pk]), data).status_code

    assert post("year_close", plan.pk, decision="18/BC", locks_on="01/02/2018") == 200  # a line waits
    assert post("line_cancel", idle.pk, decision="9/QĐ", reason="Hết năm") == 302
    assert post("year_close", plan.pk, decision="18/BC", locks_on="01/02/2018") == 302
    assert post("year_lock", plan.pk) == 302
    assert post("year_reopen", plan.pk, reason="") == 200
    assert post("year_reopen", plan.pk, reason="Sót chứng từ") == 302
    assert YearClosing.objects.get(plan=plan).state == "REOPENED"


def test_the_workbook_holds_the_table_and_its_sums() -> None:
    contract, _ = _year()
    response = signed_in(people.HOA).get(reverse("plan_closing_export", args=[contract.line.envelope.plan_id]))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    assert rows[-1][:7] == ("Tổng cộng", None, None, 80_000_000, 30_000_000, 30_000_000, 20_000_000)


def test_the_page_costs_the_same_for_one_line_and_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = flow.approved_line().envelope.plan
    client = signed_in(people.HOA)
    url = reverse("plan_closing", args=[plan.pk])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for _ in range(3):
        flow.contract(flow.approved_line())
    with django_assert_num_queries(QUERIES):
        client.get(url)


def test_without_a_rule_the_day_to_lock_is_the_first_of_the_next_year() -> None:
    assert proposed_lock(flow.plan(), None) == date(2018, 1, 1)
