"""Contracts: the list, its workbook, and what is done to a contract."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.contracts.models import Advance, Contract
from khuyencong.flow.settlement.models import Settlement
from tests import people
from tests.factories import flow
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


def test_an_advance_within_the_share_that_the_law_allows():
    project = flow.approved_project(code="BRAND")
    contract = flow.contract(flow.approved_line(project))
    page = html_of(signed_in(people.TUAN), reverse("advance_pay", args=[contract.pk]))
    assert "đến 70 % giá trị hợp đồng, còn 35 triệu đồng" in page
    assert "Kế hoạch tổ chức thực hiện" in page
    form = {"paid_on": DAY, "voucher": "UNC 1"}
    over = post(people.TUAN, "advance_pay", contract.pk, amount="36", **form)
    assert "Chỉ được tạm ứng đến 70 %" in over.content.decode()
    early = post(people.TUAN, "advance_pay", contract.pk, amount="5", paid_on="01/01/2017", voucher="UNC 1")
    assert "từ ngày ký hợp đồng" in early.content.decode()
    assert not Advance.objects.exists()
    assert post(people.QUE, "advance_pay", contract.pk, amount="5", **form).status_code == 403
    assert post(people.TUAN, "advance_pay", contract.pk, amount="5", **form).status_code == 302
    twice = post(people.TUAN, "advance_pay", contract.pk, amount="5", **form)
    assert "đã ghi tạm ứng cho hợp đồng này" in twice.content.decode()


def test_a_day_to_come_is_refused_at_its_field():
    line, contract = flow.approved_line(), flow.contract()
    tomorrow = "13/07/2017"
    form = {"number": "9", "partner": "x", "amount": "1", "due_on": "15/12/2017"}
    for name, pk, field, data in (
        ("contract_sign", line.pk, "signed_on", form),
        ("advance_pay", contract.pk, "paid_on", {"amount": "1", "voucher": "UNC 9"}),
        ("contract_settle", contract.pk, "settled_on", {"claimed": "30", "accepted_cost": "200"}),
    ):
        response = post(people.LAN if name == "contract_sign" else people.TUAN, name, pk, **{field: tomorrow}, **data)
        assert "không thể ở tương lai" in str(response.context["form"].errors[field])
    assert (line.contracts.count(), contract.advances.count(), Settlement.objects.count()) == (0, 0, 0)


def test_an_advance_is_cancelled_with_a_reason():
    entry = flow.advance()
    assert post(people.LAN, "advance_cancel", entry.pk, reason="x").status_code == 403
    assert "bắt buộc" in post(people.TUAN, "advance_cancel", entry.pk).content.decode()
    assert post(people.TUAN, "advance_cancel", entry.pk, reason="Ghi nhầm").status_code == 302
    entry.contract.refresh_from_db()
    assert entry.contract.advanced == 0


def test_settling_once_and_liquidating_after_the_advance_is_covered():
    contract = flow.contract()
    flow.advance(contract, amount=flow.dong(40))
    form = {"accepted_cost": "200", "settled_on": DAY}
    nothing = post(people.TUAN, "contract_settle", contract.pk, claimed="0", **form)
    assert "phải lớn hơn 0" in nothing.content.decode()
    assert not Settlement.objects.exists()
    assert post(people.TUAN, "contract_settle", contract.pk, claimed="30", **form).status_code == 302
    again = post(people.TUAN, "contract_settle", contract.pk, claimed="30", **form)
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
