"""Consulting: the year of each centre, the list, and what is done to a contract."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.branches.consulting.queries import YearOfCentre
from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong
from tests import people
from tests.factories import flow
from tests.web.visitors import ADMIN, owner, signed_in

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
YEAR = "/tu-van/?year=2017"


def _page(client: Client, url: str = YEAR) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_year_of_the_seed_reads_as_the_press_printed_it() -> None:
    row = YearOfCentre(None, "miền Trung", 182, Dong(9_889 * MILLION), 72, Dong(1_769 * MILLION))
    assert (f"{row.revenue_percent}", f"{row.jobs_percent}", f"{row.value_ratio}") == ("17.89", "39.56", "0.45")


def test_a_centre_without_a_plan_has_no_percentage() -> None:
    row = YearOfCentre(1, "x", None, None, 3, Dong(5))
    assert (row.jobs_percent, row.revenue_percent, row.value_ratio, row.idle) == (None, None, None, False)


def test_the_overview_compares_with_the_plan_and_names_who_has_none() -> None:
    flow.consulting_plan(jobs=10, revenue=Dong(500 * MILLION))
    job = flow.consulting_contract()
    flow.revenue(job, amount=Dong(30 * MILLION))
    people.centre_of(people.QUANG_NAM)
    html = _page(signed_in(people.MINH))
    assert "bằng 10,00% kế hoạch năm" in html
    assert "bằng 6,00% kế hoạch năm" in html
    assert "0,60" in html
    assert "1 trung tâm không có hoạt động tư vấn năm 2017" in html
    assert "Trung tâm khuyến công Quảng Nam" in html


def test_what_was_done_links_to_its_contracts() -> None:
    flow.consulting_contract()
    waiting = flow.consulting_contract(advised_on=None)
    centre = people.centre_of().pk
    assert f"year=2017&amp;centre={centre}&amp;state=ADVISED" in _page(signed_in(people.LAN))
    assert waiting.number not in _page(signed_in(people.LAN), f"{YEAR}&centre={centre}&state=ADVISED")
    assert waiting.number in _page(signed_in(people.LAN), f"{YEAR}&state=OPEN")


def test_a_job_counts_in_the_year_of_its_handing_over() -> None:
    flow.consulting_contract(signed_on=date(2016, 12, 1), advised_on=date(2017, 1, 5))
    assert "1 hợp đồng" in _page(signed_in(people.LAN), f"{YEAR}&state=ADVISED")
    assert "Không có hợp đồng nào" in _page(signed_in(people.LAN), "/tu-van/?year=2016&state=ADVISED")


def test_a_province_sees_its_own_contracts_and_no_others() -> None:
    job = flow.consulting_contract(people.centre_of(people.QUANG_NAM))
    assert job.number not in _page(signed_in(people.LAN))
    assert signed_in(people.LAN).get(reverse("consulting_contract", args=[job.pk])).status_code == 404
    assert signed_in(people.QUE).get(reverse("consulting_contract", args=[job.pk])).status_code == 200
    assert signed_in(people.MINH).get(reverse("consulting_contract", args=[job.pk])).status_code == 200


def test_an_owner_and_an_administrator_are_told_whose_it_is() -> None:
    client = Client()
    client.force_login(owner(flow.establishment().pk))
    for stranger in (client, signed_in(ADMIN)):
        response = stranger.get(YEAR)
        assert response.status_code == 403
        assert "Cán bộ trung tâm khuyến công" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_the_same_however_long_it_is(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    flow.consulting_plan()
    for _row in range(rows):
        flow.revenue(flow.consulting_contract())
    client = signed_in(people.MINH)
    client.get(YEAR)
    with django_assert_num_queries(14):
        client.get(YEAR)


@pytest.mark.parametrize("words", ["hop tac xa", "PHÚ ÂN", "an phu"])
def test_the_search_needs_no_accents(words: str) -> None:
    job = flow.consulting_contract()
    assert job.number in _page(signed_in(people.LAN), f"{YEAR}&q={words}")
    assert job.number not in _page(signed_in(people.LAN), f"{YEAR}&q={words} xyz")


@pytest.mark.parametrize("wrong", ["centre=abc", "service=NO", "state=x", "page=zz", "year=20 17", "year=99999"])
def test_an_address_that_makes_no_sense_still_opens(wrong: str) -> None:
    assert "Hợp đồng tư vấn" in _page(signed_in(people.LAN), f"/tu-van/?{wrong}")


def test_the_workbook_holds_the_filter_and_never_a_formula() -> None:
    flow.consulting_contract()
    response = signed_in(people.LAN).post(
        reverse("consulting_sign"), _contract(number="=1+1", client='=HYPERLINK("http://x")')
    )
    assert response.status_code == 302
    sent = signed_in(people.LAN).get("/tu-van/xuat/?year=2017&q=hyperlink")
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [value for value in cells[1] if value] == ["Năm: 2017"]
    assert [value for value in cells[2] if value] == ["Tìm: hyperlink"]
    assert cells[5][:2] == ["Số hợp đồng", "Khách hàng"]
    assert cells[6][:2] == ["=1+1", '=HYPERLINK("http://x")']
    assert sheet.cell(7, 1).data_type == "s"
    assert cells[6][6] == 80 * MILLION
    assert len(cells) == 7


def _contract(**values: str) -> dict[str, str]:
    return {
        "centre": str(people.centre_of().pk),
        "number": "15/2017/HĐTV",
        "client": "Công ty TNHH Phú Ân",
        "service": "DESIGN",
        "value": "80",
        "signed_on": "06/03/2017",
    } | values


def test_a_contract_is_recorded_with_its_establishment() -> None:
    there = flow.establishment(name="Cơ sở mộc Phú Ân")
    response = signed_in(people.LAN).post(reverse("consulting_sign"), _contract(establishment="moc phu an"))
    job = ConsultingContract.objects.get()
    assert response.headers["Location"] == reverse("consulting_contract", args=[job.pk])
    assert (job.number, job.value, job.establishment_id) == ("15/2017/HĐTV", 80 * MILLION, there.pk)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": " "}, "Trường này là bắt buộc"),
        ({"value": "1,769.5"}, "không phải là số hợp lệ"),
        ({"value": "0"}, "Giá trị hợp đồng phải lớn hơn 0."),
        ({"signed_on": "31/02/2017"}, "không có trong lịch"),
        ({"signed_on": "01/01/2099"}, "chưa đến: chỉ ghi việc đã xảy ra"),
        ({"service": "MAGIC"}, "MAGIC"),
        ({"centre": "999999"}, "999999"),
        ({"establishment": "không có đâu"}, "Không tìm thấy cơ sở"),
    ],
)
def test_a_contract_that_is_not_right_is_refused_at_its_field(wrong: dict[str, str], sentence: str) -> None:
    response = signed_in(people.LAN).post(reverse("consulting_sign"), _contract(**wrong))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not ConsultingContract.objects.exists()


def test_a_name_that_means_several_establishments_is_asked_back() -> None:
    flow.establishment(name="Cơ sở mộc Phú Ân 1")
    flow.establishment(name="Cơ sở mộc Phú Ân 2")
    response = signed_in(people.LAN).post(reverse("consulting_sign"), _contract(establishment="moc phu an"))
    assert "Có nhiều cơ sở khớp" in response.content.decode()


def test_a_number_is_used_once_in_a_centre() -> None:
    lan = signed_in(people.LAN)
    lan.post(reverse("consulting_sign"), _contract())
    assert "Hợp đồng tư vấn 15/2017/HĐTV đã có." in lan.post(reverse("consulting_sign"), _contract()).content.decode()


def test_a_centre_of_another_province_cannot_be_chosen() -> None:
    other = str(people.centre_of(people.QUANG_NAM).pk)
    response = signed_in(people.LAN).post(reverse("consulting_sign"), _contract(centre=other))
    assert response.status_code == 200
    assert not ConsultingContract.objects.exists()


def test_a_plan_is_given_and_given_again() -> None:
    lan, centre = signed_in(people.LAN), str(people.centre_of().pk)
    for revenue in ("1.300", "1.500,5"):
        plan = {"centre": centre, "year": "2017", "jobs": "24", "revenue": revenue}
        assert lan.post(reverse("consulting_plan"), plan).status_code == 302
    assert ConsultingPlan.objects.get().revenue == 1_500_500_000
    assert 'value="1.500,5"' in _page(lan, f"{reverse('consulting_plan')}?year=2017&centre={centre}")


@pytest.mark.parametrize(("field", "value"), [("jobs", "0"), ("jobs", "nhiều"), ("year", "17"), ("revenue", "-5")])
def test_a_plan_that_is_not_right_is_refused(field: str, value: str) -> None:
    plan = {"centre": str(people.centre_of().pk), "year": "2017", "jobs": "24", "revenue": "1.300", field: value}
    response = signed_in(people.LAN).post(reverse("consulting_plan"), plan)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not ConsultingPlan.objects.exists()


@pytest.mark.parametrize("person", [people.HOA, people.MINH, people.TUAN])
def test_only_the_centre_officer_gives_a_plan(person: people.Person) -> None:
    assert signed_in(person).get(reverse("consulting_plan")).status_code == 403


def test_the_advice_is_handed_over_on_or_after_the_signing() -> None:
    job = flow.consulting_contract(advised_on=None)
    lan, url = signed_in(people.LAN), reverse("consulting_hand_over", args=[job.pk])
    assert "Ngày bàn giao phải từ ngày ký." in lan.post(url, {"advised_on": "05/03/2017"}).content.decode()
    assert lan.post(url, {"advised_on": "20/05/2017"}).status_code == 302
    job.refresh_from_db()
    assert job.advised_on == date(2017, 5, 20)


def test_revenue_stays_within_the_contract_and_an_entry_is_taken_back_with_a_reason() -> None:
    job = flow.consulting_contract(value=Dong(80 * MILLION))
    tuan, url = signed_in(people.TUAN), reverse("revenue_recognise", args=[job.pk])
    entry = {"amount": "50", "recognised_on": "05/06/2017", "invoice": "0001"}
    assert tuan.post(url, entry).status_code == 302
    assert "chỉ còn 30 triệu đồng" in tuan.post(url, entry | {"invoice": "0002"}).content.decode()
    assert "đã ghi cho hợp đồng này" in tuan.post(url, entry | {"amount": "1"}).content.decode()
    made = RevenueEntry.objects.get()
    cancel = reverse("revenue_cancel", args=[made.pk])
    assert "errorlist" in tuan.post(cancel, {"reason": " "}).content.decode()
    assert RevenueEntry.objects.exists()
    assert tuan.post(cancel, {"reason": "Ghi nhầm hóa đơn"}).status_code == 302
    assert not RevenueEntry.objects.exists()
    log = AuditEntry.objects.get(table="consulting_revenueentry", change="D")
    assert (log.reason, log.actor_label) == ("Ghi nhầm hóa đơn", people.TUAN.full_name)
    html = _page(tuan, reverse("consulting_contract", args=[job.pk]))
    assert "Lý do: Ghi nhầm hóa đơn" in html


@pytest.mark.parametrize("name", ["consulting_hand_over", "revenue_recognise"])
def test_a_stranger_finds_no_contract_to_act_on(name: str) -> None:
    job = flow.consulting_contract()
    assert signed_in(people.QUE).post(reverse(name, args=[job.pk]), {}).status_code == 404
    assert signed_in(people.HOA).post(reverse(name, args=[job.pk]), {}).status_code == 403


def test_a_stranger_takes_no_entry_back() -> None:
    entry = flow.revenue()
    assert signed_in(people.QUE).post(reverse("revenue_cancel", args=[entry.pk]), {"reason": "x"}).status_code == 404
    assert RevenueEntry.objects.exists()


def test_reading_acts_are_not_posted() -> None:
    assert signed_in(people.LAN).post(YEAR).status_code == 405
