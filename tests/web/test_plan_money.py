"""The plan's own money: batches and supplements, handing down, scenarios, carry-over, programmes, by their pages."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom, NotValid, Refused
from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION
from khuyencong.figures.indicators.models import Posting
from khuyencong.figures.indicators.queries import recount
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import CarryTo, Fund, Source
from khuyencong.flow.planning.models import Envelope, PlanBatch, PlanLine, Programme, Scenario
from khuyencong.flow.planning.queries import PlanFilter, plan_list
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.territory.models import Unit
from tests import people
from tests.factories import flow
from tests.operations import under_operation
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

PROGRAMME_QUERIES = 10
SCENARIOS_QUERIES = 16


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def post(person: people.Person, name: str, pk: int | None = None, /, **data: object):
    return signed_in(person).post(reverse(name, args=[] if pk is None else [pk]), data)


def html_of(person: people.Person, name: str, pk: int | None = None, query: str = "") -> str:
    response = signed_in(person).get(reverse(name, args=[] if pk is None else [pk]) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def district() -> Unit:
    province = people.province_unit(people.PHU_YEN)
    return Unit.objects.filter(parent=province, valid__contains=people.TODAY).order_by("code")[0]


# --- batches ----------------------------------------------------------------------------------------------------------


def test_a_supplement_takes_effect_by_its_own_decision_and_is_assigned():
    first = flow.approved_line()
    plan, late = first.envelope.plan, flow.approved_project()
    flow.approver()
    refused = post(people.HOA, "line_add", late.pk, envelope=first.envelope_id, amount="20")
    assert "hãy mở đợt bổ sung" in refused.content.decode()
    assert post(people.LAN, "supplement_open", plan.pk).status_code == 403
    assert post(people.QUE, "supplement_open", plan.pk).status_code == 403
    assert post(people.HOA, "supplement_open", plan.pk).status_code == 302
    again = post(people.HOA, "supplement_open", plan.pk)
    assert "đang mở" in again.content.decode()
    assert post(people.HOA, "line_add", late.pk, envelope=first.envelope_id, amount="20").status_code == 302
    line = late.lines.get()
    assert (line.batch.number, line.effective_on) == (2, None)

    assert post(people.HOA, "batch_approve", line.batch_id, decision="1204/QĐ-UBND").status_code == 302

    line.refresh_from_db()
    first.refresh_from_db()
    assert (line.effective_on, first.effective_on) == (people.TODAY, flow.PLANNED)
    batch = PlanBatch.objects.get(pk=line.batch_id)
    assert (batch.decision, batch.approver.name) == ("1204/QĐ-UBND", "Ủy ban nhân dân tỉnh Phú Yên")
    given = {"organisation": late.centre_id, "number": "12/SCT-KH", "assigned_on": "10/07/2017"}
    assert post(people.HOA, "batch_assign", batch.pk, **given).status_code == 302
    page = html_of(people.HOA, "plan", plan.pk)
    for words in ("1204/QĐ-UBND", "12/SCT-KH", "bổ sung"):
        assert words in page
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"Mở đợt bổ sung kế hoạch", "Phê duyệt đợt kế hoạch", "Giao kế hoạch cho đơn vị thực hiện"} <= verbs


def test_the_sheet_has_the_columns_of_form_2_with_cost_support_and_counterpart():
    line = flow.approved_line(amount=flow.dong(50))
    response = signed_in(people.LAN).get(reverse("plan_sheet", args=[line.envelope.plan_id]))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in rows if line.project.number in row)
    assert row[9:12] == [200_000_000, 50_000_000, 150_000_000]


def test_who_approves_is_data_of_the_province():
    here = people.province_unit(people.PHU_YEN).pk
    said = {"body": "DEPARTMENT", "name": "Sở Công Thương Phú Yên", "signer": "Giám đốc", "symbol": "QĐ-SCT"}
    assert post(people.LAN, "approver_set", province=here, since="01/01/2015", **said).status_code == 403
    assert post(people.HOA, "approver_set", province=here, since="01/01/2015", **said).status_code == 302
    wrong = post(people.HOA, "approver_set", province=here, since="01/01/2016", **{**said, "body": "MINISTRY"})
    assert "Bộ phê duyệt kế hoạch quốc gia" in wrong.content.decode()


# --- handing down -----------------------------------------------------------------------------------------------------


def test_money_goes_from_the_country_to_a_province_and_back():
    plan = planning.open_plan(SYSTEM, NATION, year=2017, fund=Fund.NATIONAL)
    country = planning.give_envelope(SYSTEM, plan, source=Source.NATIONAL, amount=flow.dong(1_000))
    here = people.province_unit(people.PHU_YEN).pk
    assert post(people.HOA, "envelope_delegate", country.pk, unit=here, amount="300").status_code == 404
    assert post(people.MINH, "envelope_delegate", country.pk, unit=here, amount="300").status_code == 302
    child = Envelope.objects.get(parent=country)
    assert (child.plan.province_id, child.amount, child.plan.year) == (here, flow.dong(300), 2017)
    flow.line(flow.approved_project(items=[flow.item(support=flow.dong(50), source=Source.NATIONAL)]),
              source=Source.NATIONAL, amount=flow.dong(50))  # fmt: skip
    low = post(people.MINH, "envelope_delegate", country.pk, unit=here, amount="40")
    assert "không đủ cho 50 triệu đồng" in low.content.decode()
    high = post(people.MINH, "envelope_delegate", country.pk, unit=here, amount="1.001")
    assert "Kinh phí chỉ còn 700 triệu đồng" in high.content.decode()
    assert post(people.MINH, "envelope_delegate", country.pk, unit=here, amount="50").status_code == 302
    country.refresh_from_db()
    assert (country.delegated, country.left) == (flow.dong(50), flow.dong(950))
    direct = post(people.MINH, "envelope_give", child.plan_id, source="NATIONAL", amount="90")
    assert "do cấp trên giao" in direct.content.decode()
    assert "Phú Yên" in html_of(people.MINH, "budget_tree", query="?year=2017")


def test_money_given_before_comes_under_the_country():
    alone = flow.envelope(source=Source.NATIONAL, amount=flow.dong(300))
    plan = planning.open_plan(SYSTEM, NATION, year=2017, fund=Fund.NATIONAL)
    country = planning.give_envelope(SYSTEM, plan, source=Source.NATIONAL, amount=flow.dong(250))
    here = people.province_unit(people.PHU_YEN)
    with pytest.raises(NoRoom):
        planning.delegate_envelope(SYSTEM, country, to=here, amount=flow.dong(300), today=people.TODAY)
    planning.delegate_envelope(SYSTEM, country, to=here, amount=flow.dong(200), today=people.TODAY)
    alone.refresh_from_db()
    assert (alone.parent_id, alone.amount) == (country.pk, flow.dong(200))


def test_a_district_spends_what_its_province_gave_and_the_plan_counts_it_once():
    above = flow.envelope(amount=flow.dong(500))
    assert post(people.HOA, "envelope_delegate", above.pk, unit=district().pk, amount="200").status_code == 302
    below = Envelope.objects.get(parent=above)
    planning.put_in_plan(SYSTEM, below, project=flow.approved_project(), amount=flow.dong(150))
    row = plan_list(PlanFilter()).get(pk=above.plan_id)
    assert (row.given, row.committed, row.left) == (flow.dong(500), flow.dong(150), flow.dong(350))
    elsewhere = Unit.objects.filter(parent=people.province_unit(people.QUANG_NAM), valid__contains=people.TODAY)[0]
    with pytest.raises(Refused, match="không phải cấp dưới"):
        planning.delegate_envelope(SYSTEM, above, to=elsewhere, amount=flow.dong(1), today=people.TODAY)
    with pytest.raises(Refused, match="Huyện, xã không phân bổ tiếp"):
        planning.delegate_envelope(SYSTEM, below, to=district(), amount=flow.dong(1), today=people.TODAY)
    with pytest.raises(IntegrityError, match="envelope_spent_within_what_came_in"), under_operation():
        Envelope.objects.filter(pk=above.pk).update(delegated=flow.dong(501))


# --- scenarios --------------------------------------------------------------------------------------------------------


def scenario_data(*projects: int, money: str = "40", **more: object) -> dict[str, object]:
    chosen = {f"take_{pk}": "on" for pk in projects} | {f"money_{pk}": money for pk in projects}
    return {"name": "Phương án A", **chosen, **more}


def test_two_scenarios_are_compared_and_one_is_adopted_whole():
    envelope = flow.envelope(amount=flow.dong(100))
    one, two = flow.approved_project(), flow.approved_project()
    over = post(people.HOA, "scenario_new", envelope.pk, **scenario_data(one.pk, two.pk, money="60"))
    assert "Kinh phí chỉ còn 100 triệu đồng" in over.content.decode()
    assert not Scenario.objects.exists()
    assert post(people.LAN, "scenario_new", envelope.pk, **scenario_data(one.pk)).status_code == 403
    assert post(people.HOA, "scenario_new", envelope.pk, **scenario_data(one.pk, two.pk)).status_code == 302
    other = scenario_data(one.pk, name="Phương án B", money="90")
    assert post(people.HOA, "scenario_new", envelope.pk, **other).status_code == 302
    page = html_of(people.HOA, "scenarios", envelope.pk)
    for words in ("Phương án A", "Phương án B", ">80<", ">90<", ">20<", ">10<", one.number):
        assert words in page, words
    first, second = Scenario.objects.order_by("pk")
    assert not PlanLine.objects.exists()

    assert post(people.HOA, "scenario_adopt", first.pk, seen=1).status_code == 302

    assert {line.project_id: line.amount for line in PlanLine.objects.all()} == {
        one.pk: flow.dong(40), two.pk: flow.dong(40)
    }  # fmt: skip
    stale = post(people.HOA, "scenario_adopt", second.pk, seen=1)
    assert one.number in stale.content.decode()
    assert PlanLine.objects.count() == 2
    frozen = post(people.HOA, "scenario_edit", first.pk, **scenario_data(seen=1))
    assert "đã kết thúc" in frozen.content.decode()
    assert post(people.HOA, "scenario_drop", second.pk, reason="Đã chọn phương án A").status_code == 302


def test_adoption_refuses_with_names_when_the_money_is_gone():
    envelope = flow.envelope(amount=flow.dong(100))
    scenario = flow.scenario(flow.approved_project(), flow.approved_project(), of=envelope, millions=40)
    planning.put_in_plan(SYSTEM, envelope, project=flow.approved_project(), amount=flow.dong(30))
    refused = post(people.HOA, "scenario_adopt", scenario.pk, seen=1)
    text = refused.content.decode()
    assert "Nguồn chỉ còn 70 triệu đồng" in text
    assert all(row.project.number in text for row in scenario.choices.all())
    assert PlanLine.objects.count() == 1


def test_two_who_work_on_a_scenario_learn_of_each_other():
    scenario = flow.scenario()
    pk = scenario.choices.get().project_id
    url = reverse("scenario_edit", args=[scenario.pk])
    assert signed_in(people.HOA).post(url, scenario_data(pk, seen=1)).status_code == 302
    late = signed_in(people.HOA).post(url, scenario_data(pk, seen=1))
    assert "vừa được người khác sửa" in late.content.decode()


def chosen(page: str) -> int:
    return len(re.findall(r'name="take_\d+"[^>]* checked', page))


def test_the_proposal_goes_by_rank_while_the_money_lasts():
    envelope = flow.envelope(amount=flow.dong(120))
    for _ in range(3):
        flow.approved_project()
    page = html_of(people.HOA, "scenario_new", envelope.pk, "?de-xuat=1")
    assert chosen(page) == 2  # each asks for fifty
    assert chosen(html_of(people.HOA, "scenario_new", envelope.pk)) == 0
    assert "style=" not in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_comparison_asks_as_much_for_four_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    envelope = flow.envelope()
    for _ in range(count):
        flow.scenario(flow.approved_project(), flow.approved_project(), of=envelope)
    client = signed_in(people.HOA)
    with django_assert_num_queries(SCENARIOS_QUERIES):
        client.get(reverse("scenarios", args=[envelope.pk]))


# --- carry-over -------------------------------------------------------------------------------------------------------


def test_a_line_is_carried_to_the_next_year_and_counts_once():
    line = flow.approved_line(amount=flow.dong(50))
    data = {"to": "NEXT_YEAR", "decision": "QĐ 90"}
    assert "bắt buộc" in post(people.HOA, "line_carry", line.pk, **data).content.decode()
    nowhere = post(people.HOA, "line_carry", line.pk, reason="Máy chậm", **data)
    assert "hãy mở kế hoạch và giao dự toán trước" in nowhere.content.decode()
    later = flow.envelope(amount=Dong(0), year=2018)
    assert post(people.LAN, "line_carry", line.pk, reason="Máy chậm", **data).status_code == 403

    assert post(people.HOA, "line_carry", line.pk, reason="Máy chậm", **data).status_code == 302

    line.refresh_from_db()
    new = line.carried_into.get()
    assert (line.state, line.current, new.envelope_id, new.current) == ("CARRIED_OVER", 0, later.pk, flow.dong(50))
    old, into = line.envelope, Envelope.objects.get(pk=later.pk)
    old.refresh_from_db()
    assert (old.committed, old.carried_out, old.left) == (0, flow.dong(50), flow.dong(950))
    assert (into.carried_in, into.committed, into.left) == (flow.dong(50), flow.dong(50), 0)
    assert planned(2017) == 0
    planning.approve_plan(SYSTEM, new.envelope.plan, decision="QĐ 1", today=date(2018, 1, 20))
    assert (planned(2017), planned(2018)) == (0, flow.dong(50))
    assert recount(date(2018, 12, 31)) == []
    with pytest.raises(Refused, match="chuyển từ năm trước"):
        planning.take_out(SYSTEM, new, reason="thử")


def planned(year: int) -> int:
    return sum(Posting.objects.filter(series="plan.money", on_date__year=year).values_list("value", flat=True))


def test_national_money_goes_to_the_local_budget_which_the_department_puts_in_its_plan():
    project = flow.approved_project(items=[flow.item(support=flow.dong(50), source=Source.NATIONAL)])
    line = flow.approved_line(project, source=Source.NATIONAL)
    local = flow.envelope(year=2018)
    data = {"to": "LOCAL", "decision": "QĐ 91", "reason": "Bộ không bố trí được vốn"}
    mine = post(people.HOA, "line_carry", line.pk, **data)
    assert "Bộ Công Thương (Cục) quyết định" in mine.content.decode()
    assert post(people.MINH, "line_carry", line.pk, **data).status_code == 302
    national = Envelope.objects.get(pk=line.envelope_id)
    assert (national.committed, national.left) == (0, national.amount)
    added = post(people.HOA, "line_add", project.pk, envelope=local.pk, amount="40")
    assert added.status_code == 302
    assert PlanLine.objects.get(envelope=local).carried_from_id == line.pk


def test_local_money_is_not_carried_to_the_local_budget():
    with pytest.raises(NotValid, match="chỉ chuyển sang năm sau"):
        flow.carried(to=CarryTo.LOCAL)


# --- programmes -------------------------------------------------------------------------------------------------------


def test_a_programme_is_drafted_approved_and_compared():
    flow.acceptance(flow.contract().line.project.items.get())
    here = people.province_unit(people.PHU_YEN).pk
    said = {"title": "Chương trình 2016–2020", "first_year": "2016", "last_year": "2020", "PROVINCIAL": "500"}
    data = {**said, "province": here, "result__machinery": "4"}
    assert post(people.LAN, "programme_new", **data).status_code == 403
    backwards = post(people.HOA, "programme_new", **{**data, "last_year": "2015"})
    assert "Năm cuối phải từ năm đầu" in backwards.content.decode()
    assert post(people.HOA, "programme_new", **data).status_code == 302
    again = post(people.HOA, "programme_new", **data)
    assert "Đã có" in again.content.decode()
    programme = Programme.objects.get()
    changed = {**said, "result__machinery": "2"}
    assert post(people.HOA, "programme_edit", programme.pk, **changed).status_code == 302
    decided = {"decision": "NQ 12", "approved_on": "10/07/2017"}
    assert post(people.HOA, "programme_approve", programme.pk, **decided).status_code == 302
    late = post(people.HOA, "programme_edit", programme.pk, **changed)
    assert "không sửa được nữa" in late.content.decode()
    page = html_of(people.LAN, "programme", programme.pk)
    assert "50,00%" in page  # one of two workshops, after three tenths of the time
    assert "đúng tiến độ" in page
    assert "10,00%" in page  # fifty of five hundred million
    assert "chậm hơn thời gian đã qua" in page
    assert signed_in(people.QUE).get(reverse("programme", args=[programme.pk])).status_code == 404
    response = signed_in(people.LAN).get(reverse("programmes_export"))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert "NQ 12" in html_of(people.LAN, "programmes")


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_asks_as_much_for_three_targets_as_for_one(
    count, django_assert_num_queries: DjangoAssertNumQueries
):
    place = people.place_of()
    codes = ("result.machinery", "result.brands", "result.fairs")
    programme = planning.draft_programme(
        SYSTEM, place, title="Thử", first_year=2016, last_year=2020,
        targets=[planning.Target(code, 9, "cơ sở") for code in codes[:count]],
    )  # fmt: skip
    client = signed_in(people.LAN)
    with django_assert_num_queries(PROGRAMME_QUERIES):
        client.get(reverse("programme", args=[programme.pk]))


def test_the_roles_that_plan_have_the_new_capabilities():
    hoa, lan = people.actor(people.HOA), people.actor(people.LAN)
    for capability in (Can.SCENARIO_DRAFT, Can.PROGRAMME_DRAFT, Can.PROGRAMME_APPROVE):
        assert hoa.may_anywhere(capability)
        assert not lan.may_anywhere(capability)
