"""Plans: the list of years, the page, and what is done to plans and their lines."""

from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanChange, PlanLine
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 8
PAGE_QUERIES = 11


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def page_of(plan: AnnualPlan) -> str:
    return reverse("plan", args=[plan.pk])


def post(person: people.Person, name: str, pk: int | None = None, /, **data: object):
    return signed_in(person).post(reverse(name, args=[] if pk is None else [pk]), data)


def test_the_list_shows_what_was_given_spent_and_left():
    flow.envelope(amount=flow.dong(300))
    flow.envelope(source=Source.DISTRICT, amount=flow.dong(100))
    flow.line(amount=flow.dong(50))
    flow.line(source=Source.DISTRICT, amount=flow.dong(30))
    html = html_of(signed_in(people.LAN), reverse("plans"))
    for cell in (">400<", ">80<", ">320<", ">2<"):
        assert cell in html
    assert "Chưa có kế hoạch nào khớp" in html_of(signed_in(people.LAN), f"{reverse('plans')}?fund=NATIONAL")


def test_each_sees_their_own():
    here, there = flow.plan(), flow.plan(people.place_of(people.QUANG_NAM))
    for person, sees in ((people.LAN, {here}), (people.QUE, {there}), (people.MINH, {here, there})):
        client = signed_in(person)
        for plan in (here, there):
            assert client.get(page_of(plan)).status_code == (200 if plan in sees else 404)
            assert (page_of(plan) in html_of(client, reverse("plans"))) == (plan in sees)
    sons = Client()
    sons.force_login(owner(flow.establishment().pk))
    assert sons.get(reverse("plans")).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_as_much_for_fifty_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    for at in range(count):
        flow.plan(fund=list(Fund)[at % 2], year=2004 + at // 2)
    client = signed_in(people.LAN)
    with django_assert_num_queries(LIST_QUERIES):
        html_of(client, reverse("plans"))


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_as_much_for_five_lines_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    lines = [flow.line(amount=flow.dong(10)) for _ in range(count)]
    client = signed_in(people.HOA)
    with django_assert_num_queries(PAGE_QUERIES):
        html = html_of(client, page_of(lines[0].envelope.plan))
    assert all(line.project.number in html for line in lines)
    assert "style=" not in html


def test_opening_giving_and_approving():
    province = people.province_unit(people.PHU_YEN).pk
    assert post(people.LAN, "plan_open", year=2018, fund="LOCAL", province=province).status_code == 403
    assert post(people.HOA, "plan_open", year=2018, fund="LOCAL", province=province).status_code == 302
    again = post(people.HOA, "plan_open", year=2018, fund="LOCAL", province=province)
    assert "của tỉnh này đã mở" in again.content.decode()
    plan = AnnualPlan.objects.get()
    wrong = post(people.HOA, "envelope_give", plan.pk, source="NATIONAL", amount="10")
    assert wrong.status_code == 200  # a local plan does not offer national money
    assert post(people.HOA, "envelope_give", plan.pk, source="PROVINCIAL", amount="8.510").status_code == 302
    assert Envelope.objects.get().amount == 8_510_000_000
    empty = post(people.HOA, "plan_approve", plan.pk, decision="QĐ 1")
    assert "chưa có đề án nào" in empty.content.decode()
    assert f'"{reverse("plan_approve", args=[plan.pk])}"' not in html_of(signed_in(people.HOA), page_of(plan))


def test_a_province_is_opened_on_its_own_map():
    others = people.province_unit(people.QUANG_NAM).pk
    assert post(people.HOA, "plan_open", year=2018, fund="LOCAL", province=others).status_code == 200
    old = people.province_unit(people.PHU_YEN).pk
    late = post(people.HOA, "plan_open", year=2026, fund="LOCAL", province=old)
    assert "trên bản đồ hành chính" in late.content.decode()
    assert not AnnualPlan.objects.exists()


def test_an_envelope_never_falls_below_what_is_committed():
    line = flow.line(amount=flow.dong(50))
    response = post(people.HOA, "envelope_give", line.envelope.plan_id, source="PROVINCIAL", amount="40")
    assert "không đủ cho 50 triệu đồng" in response.content.decode()


def test_a_line_is_changed_within_its_envelope_by_a_decision():
    line = flow.approved_line(amount=flow.dong(180))
    seen = {"seen": line.current}
    assert post(people.LAN, "line_change", line.pk, current="200", decision="QĐ", **seen).status_code == 403
    assert post(people.QUE, "line_change", line.pk, current="200", decision="QĐ", **seen).status_code == 403
    too_much = post(people.HOA, "line_change", line.pk, current="5.000", decision="QĐ 611", **seen)
    assert "Kinh phí chỉ còn 820 triệu đồng" in too_much.content.decode()
    same = post(people.HOA, "line_change", line.pk, current="180", decision="QĐ 611", **seen)
    assert "phải khác 0" in same.content.decode()
    assert not PlanChange.objects.exists()
    assert post(people.HOA, "line_change", line.pk, current="160,5", decision="QĐ 611", **seen).status_code == 302
    assert PlanChange.objects.get().delta == -19_500_000
    stale = post(people.HOA, "line_change", line.pk, current="170", decision="QĐ 612", **seen)
    assert "vừa được người khác đổi thành 160,5" in stale.content.decode()


def test_a_page_that_is_only_posted_to_answers_no_head():
    contract = flow.contract()
    assert signed_in(people.TUAN).head(reverse("contract_liquidate", args=[contract.pk])).status_code == 405
    assert signed_in(people.TUAN).head(reverse("plans")).status_code == 200


def test_a_line_leaves_a_plan_with_a_reason_while_nothing_is_signed():
    line = flow.line()
    assert "bắt buộc" in post(people.HOA, "line_out", line.pk).content.decode()
    assert post(people.HOA, "line_out", line.pk, reason="Cơ sở xin rút").status_code == 302
    assert not PlanLine.objects.exists()
    signed = flow.contract().line
    refused = post(people.HOA, "line_out", signed.pk, reason="x")
    assert "đã có hợp đồng" in refused.content.decode()


def test_the_workbook_holds_the_filtered_rows_and_the_filter():
    flow.line(amount=flow.dong(12.5))
    flow.plan(fund=Fund.NATIONAL)
    response = signed_in(people.LAN).get(f"{reverse('plans_export')}?fund=LOCAL&year=2017")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    flat = [value for row in rows for value in row if value is not None]
    assert "Nguồn: Khuyến công địa phương" in flat
    data = [row for row in rows if row[0] == "2017"]
    assert [row[3:7] for row in data] == [[1_000_000_000, 12_500_000, 987_500_000, 1]]


def test_the_decision_on_a_batch_lists_it_and_says_by_whom_and_on_which_grounds():
    flow.approver()
    first = flow.approved_line()
    plan = first.envelope.plan
    url = reverse("batch_decision", args=[first.batch_id])
    assert url in html_of(signed_in(people.HOA), page_of(plan))
    response = signed_in(people.HOA).get(url)
    text = words_of(response)
    assert "ỦY BAN NHÂN DÂN TỈNH PHÚ YÊN" in text
    assert f"Số: {plan.batches.get().decision}" in text
    assert "Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công" in text
    assert "36/2013/TT-BCT" not in text
    assert first.project.number in text
    assert "DỰ THẢO" not in text
    client = signed_in(people.HOA)
    with CaptureQueriesContext(connection) as one:
        client.get(url)

    drafted = flow.line()
    for _ in range(9):
        flow.line()
    draft = reverse("batch_decision", args=[drafted.batch_id])
    with CaptureQueriesContext(connection) as many:
        text = words_of(client.get(draft))
    assert "DỰ THẢO – CHƯA PHÊ DUYỆT" in text
    assert "(bổ sung, đợt 2)" in text
    assert text.count(drafted.project.number) == 1
    assert len(many) <= len(one) + 1  # a draft asks who will approve it
    assert signed_in(people.LAN).get(url).status_code == 403
    assert signed_in(people.QUE).get(url).status_code == 403


def words_of(response) -> str:
    paper = docx.Document(BytesIO(response.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
