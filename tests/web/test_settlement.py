"""Acceptance, settlement, liquidation and after-care through the pages."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.models import (
    Acceptance,
    AcceptanceSeat,
    AcceptedEquipment,
    EffectSurvey,
    FailedAcceptance,
    Settlement,
    Voucher,
)
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

DAY = "10/07/2017"


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def post(person: people.Person, page: str, /, *values: object, **data: object):
    return signed_in(person).post(reverse(page, args=values), data)


def words_of(content: bytes) -> str:
    paper = docx.Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(row.text for row in paper.paragraphs), *cells])


def test_the_file_of_an_acceptance_is_filled_and_its_minutes_printed():
    accepted = flow.acceptance()
    seats = {"chair": "Nguyễn Thị Lan; Trung tâm Khuyến công", "beneficiary": "Ngô Sơn; Chủ cơ sở"}
    assert post(people.LAN, "acceptance_seats", accepted.pk, **seats).status_code == 302
    machine = {"name": "Máy cưa CNC", "serial": "SN-1", "quantity": "1", "price": "200"}
    assert post(people.LAN, "acceptance_equipment", accepted.pk, **machine).status_code == 302
    lines = (
        "khuyến công tỉnh; 01; 05/06/2017; Công ty A; 4400123456; Mua máy; 50\n"
        "đối ứng của cơ sở; 02; 05/06/2017; Công ty A; 4400123456; Mua máy; 150"
    )
    assert post(people.TUAN, "acceptance_vouchers", accepted.pk, lines=lines).status_code == 302
    assert (AcceptanceSeat.objects.count(), AcceptedEquipment.objects.count(), Voucher.objects.count()) == (2, 1, 2)
    html = html_of(signed_in(people.LAN), reverse("acceptance", args=[accepted.pk]))
    assert "SN-1" in html
    assert "Chứng từ chưa khớp" not in html
    said = words_of(signed_in(people.LAN).get(reverse("acceptance_word_file", args=[accepted.pk])).content)
    for word in ("BIÊN BẢN", "Mẫu 5a", "Nguyễn Thị Lan", "SN-1", "150.000.000"):
        assert word in said


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("acceptance_seats", {"chair": "Nguyễn Văn A"}, "chair"),
        ("acceptance_equipment", {"name": "Máy", "serial": "S", "quantity": "2", "price": "1"}, "serial"),
        ("acceptance_equipment", {"name": "Máy", "quantity": "0", "price": "1"}, "quantity"),
        ("acceptance_vouchers", {"number": "1"}, "amount"),
        ("acceptance_vouchers", {"lines": "không; đủ cột"}, "lines"),
        ("acceptance_vouchers", {"lines": "nguồn lạ; 1; 05/06/2017; A; ; B; 1"}, "lines"),
        ("acceptance_vouchers", {"lines": "nguồn khác; 1; 45/06/2017; A; ; B; 1"}, "lines"),
        ("acceptance_vouchers", {"lines": "nguồn khác; 1; 05/06/2017; A; ; B; -1"}, "lines"),
        ("acceptance_vouchers", {"lines": "x" * 60_001}, "lines"),
    ],
)
def test_what_is_badly_typed_is_told_at_its_field_and_leaves_no_row(name, data, field):
    accepted = flow.acceptance()
    response = post(people.LAN, name, accepted.pk, **data)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not AcceptanceSeat.objects.exists()
    assert not AcceptedEquipment.objects.exists()
    assert not Voucher.objects.exists()


def test_a_stranger_finds_nothing_and_a_reader_changes_nothing():
    accepted = flow.acceptance()
    assert signed_in(people.QUE).get(reverse("acceptance", args=[accepted.pk])).status_code == 404
    assert post(people.QUE, "acceptance_seats", accepted.pk, chair="A; B").status_code == 404
    assert post(people.HOA, "acceptance_seats", accepted.pk, chair="A; B").status_code == 403


def test_an_item_that_fails_is_still_to_be_accepted():
    item = flow.approved_project().items.get()
    data = {"held_on": DAY, "minutes": "BB-9", "explanation": "Máy chưa chạy", "remedy": "Lắp lại"}
    early = post(people.LAN, "item_refuse", item.pk, **data, remedy_due_on="01/01/2017")
    assert "Hạn khắc phục" in early.content.decode()
    assert post(people.LAN, "item_refuse", item.pk, **data, remedy_due_on="20/07/2017").status_code == 302
    assert (FailedAcceptance.objects.count(), Acceptance.objects.count()) == (1, 0)


def test_a_contract_is_settled_item_by_item_lowered_and_ended():
    contract = flow.contract()
    item = contract.line.project.items.get()
    settlement.accept(SYSTEM, item, accepted_on=flow.ACCEPTED, minutes="BB-1", cost=flow.dong(30), today=flow.RECORDED)
    page = html_of(signed_in(people.TUAN), reverse("contract_settle", args=[contract.pk]))
    assert "Hồ sơ quyết toán còn thiếu" in page
    data = {"settled_on": DAY, f"claimed_{item.pk}": "50"}
    assert post(people.LAN, "contract_settle", contract.pk, **data).status_code == 403
    assert post(people.TUAN, "contract_settle", contract.pk, **data).status_code == 302
    done = Settlement.objects.get()
    assert done.amount <= flow.dong(30)
    html = html_of(signed_in(people.TUAN), reverse("settlement", args=[done.pk]))
    assert "Giảm so với hợp đồng" in html
    for form, word in (("7", "QUYẾT TOÁN CHI TIẾT"), ("8a", "BẢNG KÊ"), ("8b", "NGUỒN VỐN KHÁC"), ("9", "THANH TOÁN")):
        said = words_of(signed_in(people.TUAN).get(reverse("settlement_form_file", args=[done.pk, form])).content)
        assert word in said
    assert signed_in(people.TUAN).get(reverse("settlement_form_file", args=[done.pk, "thanh-ly"])).status_code == 404
    assert post(people.TUAN, "contract_liquidate", contract.pk).status_code == 302
    contract.refresh_from_db()
    assert contract.state == "LIQUIDATED"
    said = words_of(signed_in(people.TUAN).get(reverse("settlement_form_file", args=[done.pk, "thanh-ly"])).content)
    assert "Thanh lý hợp đồng" in said
    told = post(people.TUAN, "settlement_cancel", done.pk, reason="Nhầm")
    assert "đã thanh lý" in told.content.decode()
    assert EffectSurvey.objects.count() == 3


def test_a_settlement_is_cancelled_with_a_reason():
    done = flow.settled()
    assert "bắt buộc" in post(people.TUAN, "settlement_cancel", done.pk).content.decode()
    assert post(people.TUAN, "settlement_cancel", done.pk, reason="Nhầm chi phí").status_code == 302
    assert not Settlement.objects.exists()


def test_a_paper_of_the_file_is_received_once_and_given_back():
    done = flow.settled()
    name = "Bảng quyết toán chi tiết kinh phí (Mẫu số 7 Phụ lục 1)"
    data = {"name": name, "received_on": DAY}
    assert post(people.TUAN, "settlement_paper_receive", done.contract_id, **data).status_code == 302
    again = post(people.TUAN, "settlement_paper_receive", done.contract_id, **data)
    assert again.status_code == 200
    paper = done.contract.settlement_papers.get()
    assert post(people.TUAN, "settlement_paper_return", paper.pk, reason="Thiếu chữ ký").status_code == 302


def test_a_visit_is_recorded_on_a_phone_and_shown_where_it_belongs(monkeypatch: pytest.MonkeyPatch):
    accepted = flow.acceptance()
    settlement.schedule_surveys(SYSTEM, accepted)
    survey = EffectSurvey.objects.order_by("round")[0]
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: date(2018, 7, 2))
    due = html_of(signed_in(people.LAN), f"{reverse('effects')}?standing=DUE")
    assert "Quá 27 ngày" in due
    data = {"surveyed_on": "01/07/2018", "surveyor": "Lan", "in_use": "yes", "new_jobs": "4", "workers": "3"}
    too_many = post(people.LAN, "survey_record", survey.pk, **data)
    assert "Việc làm tăng thêm không thể nhiều hơn" in too_many.content.decode()
    assert post(people.LAN, "survey_record", survey.pk, **data | {"workers": "12"}).status_code == 302
    sums = html_of(signed_in(people.MINH), reverse("effect_sums"))
    assert "1 trong 1 hạng mục" in sums
    workshop = html_of(signed_in(people.LAN), reverse("establishment", args=[accepted.item.establishment_id]))
    assert "thêm 4 việc làm" in workshop
    assert post(people.LAN, "survey_cancel", survey.pk, reason="Nhầm").status_code == 302


@pytest.mark.parametrize("name", ["acceptances", "vouchers", "settlements", "effects"])
def test_a_list_goes_out_as_a_workbook(name):
    accepted = flow.acceptance_file()
    settlement.schedule_surveys(SYSTEM, accepted)
    flow.settled()
    response = signed_in(people.TUAN).get(reverse(f"{name}_export"))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet.max_row > 3


LISTS = {"acceptances": 8, "vouchers": 8, "settlements": 7, "effects": 8, "effect_sums": 8}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 4])
def test_a_list_asks_as_much_for_four_as_for_one(name, count, django_assert_num_queries: DjangoAssertNumQueries):
    for _ in range(count):
        accepted = flow.acceptance_file()
        settlement.schedule_surveys(SYSTEM, accepted)
        flow.settled()
    client = signed_in(people.MINH)
    with django_assert_num_queries(LISTS[name]):
        html_of(client, reverse(name))
