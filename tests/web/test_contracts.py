"""Contracts: the list, its workbook, and what is done to a contract."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.settlement.models import Settlement
from tests import people
from tests.factories import flow
from tests.operations import under_operation
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 8
DAY = "10/07/2017"


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def post(person: people.Person, name: str, pk: int, /, **data: object):
    return signed_in(person).post(reverse(name, args=[pk]), data)


def test_the_list_searches_and_narrows():
    first, second = flow.contract(), flow.contract(signed_on=date(2017, 4, 3))
    flow.settled(second)
    client, url = signed_in(people.TUAN), reverse("contracts")
    assert second.number not in html_of(client, f"{url}?q={first.number.lower()}")
    assert first.number in html_of(client, f"{url}?q=ho tro ung dung {first.line.project.name.rsplit(' ', 1)[1]}")
    assert "Không có hợp đồng nào khớp" in html_of(client, f"{url}?state=LIQUIDATED")
    assert "Không có hợp đồng nào khớp" in html_of(client, f"{url}?year=2016")
    assert "Không có hợp đồng nào khớp" in html_of(client, f"{url}?q=///")


def test_a_late_contract_is_told(monkeypatch: pytest.MonkeyPatch):
    contract = flow.contract()
    url = f"{reverse('contracts')}?late=on"
    assert "Không có hợp đồng nào khớp" in html_of(signed_in(people.TUAN), url)
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: date(2017, 12, 20))
    html = html_of(signed_in(people.TUAN), url)
    assert contract.number in html
    assert "Quá hạn 5 ngày" in html


def test_each_sees_their_own():
    place = people.place_of(people.QUANG_NAM)
    here, there = flow.contract(), flow.contract(flow.approved_line(flow.approved_project(place)))
    sons = Client()
    sons.force_login(owner(here.line.project.items.get().establishment_id))
    for client, sees in (
        (signed_in(people.TUAN), {here}),
        (signed_in(people.QUE), {there}),
        (signed_in(people.MINH), {here, there}),
        (sons, {here}),
    ):
        html = html_of(client, reverse("contracts"))
        for contract in (here, there):
            assert (f">{contract.number}<" in html) == (contract in sees)


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_as_much_for_fifty_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    line = flow.approved_line(amount=flow.dong(50))
    for _ in range(count):
        flow.contract(line, amount=flow.dong(1))
        line.refresh_from_db()
    client = signed_in(people.TUAN)
    with django_assert_num_queries(LIST_QUERIES):
        html_of(client, reverse("contracts"))


def test_signing_within_the_line():
    line = flow.approved_line(amount=flow.dong(50))
    form = {"number": "12/HĐ", "partner": "Trung tâm", "signed_on": DAY, "due_on": "15/12/2017"}
    assert "còn 50 triệu đồng" in html_of(signed_in(people.LAN), reverse("contract_sign", args=[line.pk]))
    too_much = post(people.LAN, "contract_sign", line.pk, **form, amount="60")
    assert "chỉ còn 50 triệu đồng" in too_much.content.decode()
    backwards = post(people.LAN, "contract_sign", line.pk, **{**form, "due_on": "01/01/2017"}, amount="50")
    assert "Thời hạn phải sau ngày ký" in backwards.content.decode()
    assert not Contract.objects.exists()
    assert post(people.QUE, "contract_sign", line.pk, **form, amount="50").status_code == 404
    assert post(people.LAN, "contract_sign", line.pk, **form, amount="40").status_code == 302
    again = post(people.LAN, "contract_sign", line.pk, **form, amount="10")
    assert "Hợp đồng 12/HĐ đã có" in again.content.decode()


def _national(code: str = "BRAND") -> Contract:
    project = flow.approved_project(code=code, items=[flow.item(source=Source.NATIONAL)])
    return flow.contract(flow.approved_line(project, source=Source.NATIONAL))


def test_a_request_within_the_share_that_the_law_allows() -> None:
    contract = _national()
    page = html_of(signed_in(people.LAN), reverse("payment_request", args=[contract.pk]))
    assert "đến 70 % giá trị hợp đồng, còn 35 triệu đồng" in page
    assert "Kế hoạch tổ chức thực hiện" in page
    over = post(people.LAN, "payment_request", contract.pk, amount="36", key=uuid4())
    assert "Chỉ được tạm ứng đến 70 %" in over.content.decode()
    assert not Payment.objects.exists()
    assert post(people.QUE, "payment_request", contract.pk, amount="5", key=uuid4()).status_code == 404
    key = uuid4()
    for _click in range(2):
        assert post(people.LAN, "payment_request", contract.pk, amount="5", key=key).status_code == 302
    payment = Payment.objects.get()
    assert (payment.amount, payment.requested_by.email) == (5_000_000, people.LAN.email)


def test_from_request_to_voucher_by_three_people() -> None:
    contract = _national()
    papers = {"paper_0": "12/HĐ", "paper_1": "07/KH"}
    assert post(people.LAN, "payment_request", contract.pk, amount="5", key=uuid4()).status_code == 302
    payment = Payment.objects.get()
    lacking = post(people.TUAN, "payment_check", payment.pk)
    assert "Thiếu “Kế hoạch tổ chức thực hiện”" in lacking.content.decode()
    assert post(people.TUAN, "payment_return", payment.pk, reason="Thiếu kế hoạch").status_code == 302
    again = html_of(signed_in(people.LAN), reverse("payment_again", args=[payment.pk]))
    assert "Thiếu kế hoạch" in again
    form = {"amount": "5", "key": payment.key, **papers}
    assert post(people.LAN, "payment_again", payment.pk, **form).status_code == 302
    assert post(people.TUAN, "payment_check", payment.pk).status_code == 302
    assert post(people.TUAN, "payment_approve", payment.pk).status_code == 403
    assert post(people.NAM, "payment_approve", payment.pk).status_code == 302
    form = {"voucher": "UNC 1", "paid_on": DAY}
    for _click in range(2):
        assert post(people.TUAN, "payment_pay", payment.pk, **form).status_code == 302
    contract.refresh_from_db()
    assert contract.advanced == 5_000_000


def test_whoever_asked_does_not_approve_and_is_told_why() -> None:
    payment = flow.checked()
    with under_operation():
        Payment.objects.filter(pk=payment.pk).update(requested_by=people.user(people.NAM))
    page = html_of(signed_in(people.NAM), reverse("payment_approve", args=[payment.pk]))
    assert "Vì sao anh/chị không duyệt được" in page
    refused = post(people.NAM, "payment_approve", payment.pk)
    assert "Anh/chị là người lập đề nghị này: phải do người khác duyệt." in refused.content.decode()
    with pytest.raises(IntegrityError, match="payment_approver_is_not_requester"), under_operation():
        Payment.objects.filter(pk=payment.pk).update(approved_by=people.user(people.NAM), approved_on=flow.PAID)


def test_a_day_to_come_is_refused_at_its_field():
    line, contract = flow.approved_line(), flow.contract()
    payment = flow.approved(flow.requested(contract))
    tomorrow = "13/07/2017"
    form = {"number": "9", "partner": "x", "amount": "1", "due_on": "15/12/2017"}
    for name, pk, field, data in (
        ("contract_sign", line.pk, "signed_on", form),
        ("payment_pay", payment.pk, "paid_on", {"voucher": "UNC 9"}),
        ("contract_settle", contract.pk, "settled_on", {}),
    ):
        response = post(people.LAN if name == "contract_sign" else people.TUAN, name, pk, **{field: tomorrow}, **data)
        assert "không thể ở tương lai" in str(response.context["form"].errors[field])
    assert (line.contracts.count(), contract.advanced, Settlement.objects.count()) == (0, 0, 0)


def test_a_payment_recorded_by_mistake_is_reversed_with_a_reason():
    payment = flow.paid()
    assert post(people.LAN, "payment_reverse", payment.pk, reason="x").status_code == 403
    assert "bắt buộc" in post(people.TUAN, "payment_reverse", payment.pk).content.decode()
    assert post(people.TUAN, "payment_reverse", payment.pk, reason="Ghi nhầm").status_code == 302
    payment.contract.refresh_from_db()
    assert payment.contract.advanced == 0


def test_settling_once_and_liquidating_after_the_advance_is_covered():
    contract = flow.contract()
    flow.advance(contract, amount=flow.dong(40))
    item = contract.line.project.items.get()
    flow.acceptance(item)
    claimed = f"claimed_{item.pk}"
    nothing = post(people.TUAN, "contract_settle", contract.pk, **{claimed: "0", "settled_on": DAY})
    assert "phải lớn hơn 0" in nothing.content.decode()
    assert not Settlement.objects.exists()
    form = {claimed: "30", "settled_on": DAY}
    assert post(people.TUAN, "contract_settle", contract.pk, **form).status_code == 302
    again = post(people.TUAN, "contract_settle", contract.pk, **form)
    assert "đã quyết toán" in again.content.decode()
    assert post(people.LAN, "contract_liquidate", contract.pk).status_code == 403
    told = signed_in(people.TUAN).post(reverse("contract_liquidate", args=[contract.pk]), follow=True)
    assert "phải thu hồi trước khi thanh lý" in told.content.decode()
    contract.refresh_from_db()
    assert contract.state == "SIGNED"


def test_the_workbook_holds_the_filtered_rows_the_filter_and_no_formula():
    contract = flow.contract()
    flow.contract(signed_on=date(2017, 4, 3))
    response = signed_in(people.TUAN).get(f"{reverse('contracts_export')}?q={contract.number}&year=2017")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    flat = [value for row in rows for value in row if value is not None]
    assert "Năm ký: 2017" in flat
    data = [row for row in rows if str(row[0]).startswith("HĐ-")]
    assert [(row[0], row[7], row[10]) for row in data] == [(contract.number, 50_000_000, "đang thực hiện")]


LINES = "Mua máy; cái; 1; 800; 30; 770; 30/09/2017\nLắp đặt\tlần\t2,5\t4\t10\t0"


def test_the_estimate_is_pasted_shown_sent_as_a_workbook_and_written_anew():
    contract = flow.contract(amount=flow.dong(50))
    page = reverse("contract_estimate", args=[contract.pk])
    assert "Hợp đồng chưa có dự toán chi tiết" in html_of(signed_in(people.TUAN), page)
    response = post(people.LAN, "contract_estimate_set", contract.pk, lines=LINES)
    assert response.status_code == 302
    assert response.url == page
    html = html_of(signed_in(people.TUAN), page)
    for words in ("Mua máy", "30/09/2017", "2,5", "Hợp đồng còn 10 chưa có trong dự toán"):
        assert words in html
    assert "Lập, sửa dự toán" not in html
    sheet = signed_in(people.TUAN).get(reverse("contract_estimate_export", args=[contract.pk]))
    book = load_workbook(BytesIO(b"".join(sheet.streaming_content))).active
    cells = [[cell.value for cell in row] for row in book.iter_rows()]
    assert cells[-2][1:7] == ["Mua máy", "cái", "1", 800_000_000, 30_000_000, 770_000_000]
    again = html_of(signed_in(people.LAN), reverse("contract_estimate_set", args=[contract.pk]))
    assert "Lắp đặt; lần; 2,5; 4; 10; 0; " in again
    assert (
        post(people.LAN, "contract_estimate_set", contract.pk, lines="Mua máy; cái; 1; 800; 50; 0").status_code == 302
    )
    assert contract.estimate.count() == 1


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("Mua máy; cái; 1; 800; 51; 0", "không đủ cho 51 triệu đồng"),
        ("Mua máy; cái; 1; -8; 5; 0", "Dòng 1:"),
        ("Mua máy; cái; 0; 8; 5; 0", "Dòng 1: số lượng phải lớn hơn 0"),
        ("Mua máy; cái; một; 8; 5; 0", "Dòng 1:"),
        ("Mua máy; 5", "Dòng 1: cần 7 cột, có 2."),
        ("; cái; 1; 8; 5; 0", "Dòng 1: hãy ghi nội dung công việc"),
        ("Mua máy; cái; 1; 8; 5; 0; 31/02/2017", "Dòng 1:"),
        ("", "bắt buộc"),
    ],
)
def test_a_wrong_estimate_is_told_by_its_line_and_leaves_no_row(lines: str, told: str):
    contract = flow.contract(amount=flow.dong(50))
    response = post(people.LAN, "contract_estimate_set", contract.pk, lines=lines)
    assert response.status_code == 200
    assert told.lower() in response.content.decode().lower()
    assert not contract.estimate.exists()


def test_the_estimate_of_another_province_is_not_there():
    contract = flow.contract()
    for name in ("contract_estimate", "contract_estimate_set", "contract_estimate_export"):
        assert signed_in(people.QUE).get(reverse(name, args=[contract.pk])).status_code == 404
    assert signed_in(people.TUAN).get(reverse("contract_estimate_set", args=[contract.pk])).status_code == 403
