"""Reports: who reads which, what stands behind each number, how they are chosen and taken along."""

import json
from datetime import date
from io import BytesIO
from typing import Any, cast

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.web.reports import files
from khuyencong.flow.planning.enums import Source
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.operations import open_account
from tests import people
from tests.factories import flow

pytestmark = pytest.mark.django_db

REGION = "/bao-cao/central-highlands/2017H1/"
PHU_YEN = f"/bao-cao/{people.PHU_YEN}@2017-06-30/2017H1/"
QUANG_NAM = f"/bao-cao/{people.QUANG_NAM}@2017-06-30/2017H1/"


@pytest.fixture
def minh(client: Client) -> Client:
    """The browser of the ministry's planner."""
    return as_(client, people.MINH)


def as_(client: Client, person: people.Person) -> Client:
    """Sign a person in."""
    client.force_login(people.user(person))
    return client


def text(response: Any) -> str:
    """The body with its whitespace squeezed."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(body.decode().split())


def queries(client: Client, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def plan_money(millions: float, place: Scope | None = None, source: Source = Source.PROVINCIAL) -> Any:
    """Put a đề án with so much money into an approved plan."""
    project = flow.approved_project(place, items=[flow.item(place, support=flow.dong(millions), source=source)])
    return flow.approved_line(project, source=source, amount=flow.dong(millions))


# ---- Who reads what ----


def test_the_ministry_reads_every_area(minh: Client) -> None:
    for area in ("vietnam", "north", "central-highlands", "south", f"{people.PHU_YEN}@2017-06-30"):
        assert minh.get(f"/bao-cao/{area}/2017H1/").status_code == 200


@pytest.mark.parametrize("person", [people.LAN, people.HOA, people.TUAN], ids=lambda p: p.full_name)
def test_staff_of_a_province_read_their_own_alone(client: Client, person: people.Person) -> None:
    as_(client, person)
    assert client.get(PHU_YEN).status_code == 200
    for url in (REGION, QUANG_NAM, "/bao-cao/vietnam/2017H1/"):
        refused = client.get(url)
        assert refused.status_code == 404
        assert "ngoài phạm vi được giao" in text(refused)


@pytest.mark.parametrize("rest", ["tai/docx/", "tai/json/", "chung-cu/plan.total/", "chung-cu/plan.total/csv/"])
def test_files_and_evidence_are_as_closed_as_the_report(client: Client, rest: str) -> None:
    as_(client, people.QUE)
    assert client.get(QUANG_NAM + rest).status_code == 200
    assert client.get(PHU_YEN + rest).status_code == 404
    assert client.get(REGION + rest).status_code == 404


def test_an_owner_is_told_who_reads_reports(client: Client) -> None:
    workshop = flow.establishment()
    user = open_account(SYSTEM, NATION, email="binh@x.example", full_name="Võ Văn Bình", password=people.PASSWORD)
    place = Scope(establishment_id=workshop.pk)
    assign_post(SYSTEM, place, user=user, role=Role.ESTABLISHMENT_OWNER, since=people.SINCE)
    client.force_login(user)
    refused = client.get(REGION)
    assert refused.status_code == 403
    assert "Chuyên viên Sở Công Thương" in text(refused)


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get(REGION).headers["Location"] == f"/tai-khoan/login/?next={REGION}"


# ---- What it says ----


def test_totals_parts_and_a_province_without_records(minh: Client) -> None:
    plan_money(100, source=Source.NATIONAL)
    plan_money(50.5)
    shown = minh.get(REGION)
    body = text(shown)
    content = shown.context["content"]
    assert {row.code: row.value.text for row in content.rows}["plan.total"] == "150,5"
    assert [cell.text for cell in content.table.total][:3] == ["150,5", "100", "50,5"]
    rows = {row.name.text: row for row in content.table.rows}
    assert [cell.text for cell in rows["Phú Yên"].cells][:3] == ["150,5", "100", "50,5"]
    assert rows["Quảng Nam"].cells == ()
    assert body.count("chưa có số liệu") >= len(rows) - 1


def test_each_number_of_the_prose_leads_to_its_rows(minh: Client) -> None:
    plan_money(50)
    shown = minh.get(REGION)
    links = {
        piece.href
        for section in shown.context["content"].prose
        for p in section.paragraphs
        for piece in p
        if piece.href
    }
    assert f"{REGION}chung-cu/plan.total/" in links
    assert all(minh.get(link).status_code == 200 for link in links)


def test_three_clicks_from_a_figure_to_its_project(minh: Client) -> None:
    line = plan_money(50)
    assert f'href="{REGION}chung-cu/plan.total/"' in minh.get(REGION).content.decode()
    rows = minh.get(f"{REGION}chung-cu/plan.total/")
    assert f'href="{reverse("project", args=[line.project.pk])}"' in rows.content.decode()


def test_a_comparison_names_its_period_and_can_be_left_out(minh: Client) -> None:
    old = flow.approved_project(year=2016)
    flow.approved_line(old, amount=flow.dong(40))
    plan_money(50)
    assert "tăng 25,00% so với năm 2016" in text(minh.get(REGION))
    assert "so với năm 2016" not in text(minh.get(f"{REGION}?so-sanh=khong")).replace("so với kế hoạch năm 2016", "")


def test_a_report_on_todays_map(minh: Client) -> None:
    plan_money(50)
    shown = minh.get(f"{REGION}?ban-do=2026-01-01")
    rows = {row.name.text: row for row in shown.context["content"].table.rows}
    assert rows["Đắk Lắk"].inside == "Phú Yên, Đắk Lắk"
    assert rows["Đắk Lắk"].cells[0].text == "50"
    assert "số liệu của tỉnh cũ được cộng vào tỉnh mới" in text(shown)
    assert "/bao-cao/66@2026-01-01/2017H1/?ban-do=2026-01-01" in shown.content.decode()


def test_the_map_tells_other_regions_from_missing_figures(minh: Client) -> None:
    plan_money(50)
    shown = minh.get(REGION).content.decode()
    assert 'aria-label="Hà Nội: ngoài địa bàn báo cáo"' in shown
    assert 'aria-label="Quảng Nam: chưa có số liệu"' in shown
    assert 'aria-label="Phú Yên: 50 triệu đồng"' in shown
    assert "ngoài địa bàn" not in minh.get("/bao-cao/vietnam/2017H1/").content.decode()


def test_the_cut_off_moves_an_event_to_another_period(minh: Client) -> None:
    project = flow.approved_project(code="FAIR_ORGANISE")
    flow.event(project, closed_on=date(2017, 6, 20))
    calendar = {row.code: row.value.text for row in minh.get(REGION).context["content"].rows}
    nd09 = {row.code: row.value.text for row in minh.get(f"{REGION}?ky=nd09").context["content"].rows}
    assert (calendar["result.fairs"], nd09["result.fairs"]) == ("1", "0")


def test_an_empty_period_says_so(minh: Client) -> None:
    assert "Kỳ này chưa có số liệu" in text(minh.get("/bao-cao/south/2015/"))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("/bao-cao/xx/2017H1/", "Không hiểu địa bàn"),
        ("/bao-cao/99@2017-06-30/2017H1/", "không có tỉnh nào mang mã"),
        ("/bao-cao/vietnam/2017H7/", "không phải là kỳ báo cáo hợp lệ"),
        ("/bao-cao/vietnam/2017H1/?ban-do=31/02/2017", "không có trong lịch"),
        ("/bao-cao/vietnam/2017H1/?ky=tuần", "Không có cách tính kỳ"),
        ("/bao-cao/66@2025-07-01/2017H1/", "không tách được"),
        ("/bao-cao/vietnam/2017H1/chung-cu/khong.co/", "Không có chỉ tiêu"),
        ("/bao-cao/vietnam/2017H1/tai/exe/", "Không có tệp dạng"),
    ],
)
def test_an_address_that_cannot_be_says_why(minh: Client, url: str, sentence: str) -> None:
    refused = minh.get(url)
    assert refused.status_code == 404
    assert sentence in text(refused)


# ---- Evidence ----


def test_rows_add_up_to_the_figure(minh: Client) -> None:
    for millions in (50, 60.5, 70):
        plan_money(millions)
    shown = minh.get(f"{REGION}chung-cu/plan.total/")
    assert shown.context["proof"].holds
    assert "Cộng tất cả hồ sơ" in text(shown)
    assert text(shown).count("180,5") >= 2


def test_one_establishment_accepted_twice_counts_once(minh: Client) -> None:
    workshop = flow.establishment()
    for _ in range(2):
        asked = flow.item()
        project = flow.approved_project(items=[type(asked)(**{**vars(asked), "establishment_id": workshop.pk})])
        flow.acceptance(project.items.get())
    proof = minh.get(f"{REGION}chung-cu/result.machinery/").context["proof"]
    assert (proof.figure, proof.rows, proof.members) == (1, 2, 1)
    assert "mỗi đối tượng đếm một lần" in text(minh.get(f"{REGION}chung-cu/result.machinery/"))


def test_rows_of_one_province_only(minh: Client) -> None:
    plan_money(50)
    plan_money(60, people.place_of(people.QUANG_NAM))
    assert minh.get(f"{PHU_YEN}chung-cu/plan.total/").context["proof"].rows == 1
    assert minh.get(f"{REGION}chung-cu/plan.total/").context["proof"].rows == 2


def test_the_csv_has_every_row_and_no_formula(minh: Client) -> None:
    centre = people.centre_of()
    flow.consulting_contract(centre)
    job = consulting.sign_job(
        SYSTEM,
        centre,
        number="=1+1",
        client="@cmd",
        service=ServiceKind.OTHER,
        value=flow.dong(1),
        signed_on=flow.SIGNED,
        today=flow.SIGNED,
    )
    consulting.hand_over(SYSTEM, job, advised_on=flow.HELD, today=flow.HELD)
    sent = minh.get(f"{REGION}chung-cu/consulting.jobs/csv/")
    body = b"".join(cast("Any", sent).streaming_content).decode()
    assert body.startswith("\ufeffChứng cứ: Dự án tư vấn đã thực hiện")
    assert len(body.strip().splitlines()) == 4
    assert "'=1+1" in body
    assert ",=" not in body
    assert ".csv" in sent.headers["Content-Disposition"]


@pytest.mark.parametrize("page", ["0", "99", "abc", "²", "-1"])
def test_a_page_that_is_not_there_gives_one_that_is(minh: Client, page: str) -> None:
    plan_money(50)
    assert minh.get(f"{REGION}chung-cu/plan.total/", {"trang": page}).status_code == 200


def test_pages_of_fifty(minh: Client) -> None:
    for _ in range(51):
        flow.consulting_contract()
    first = minh.get(f"{REGION}chung-cu/consulting.jobs/")
    assert len(first.context["rows"]) == 50
    assert "trang=2" in first.content.decode()
    assert len(minh.get(f"{REGION}chung-cu/consulting.jobs/?trang=2").context["rows"]) == 1


# ---- Constant queries ----

REPORT_QUERIES = 11
EVIDENCE_QUERIES = 16


@pytest.mark.parametrize("count", [1, 50])
def test_a_report_takes_the_same_queries_whatever_it_counts(minh: Client, count: int) -> None:
    for _ in range(count):
        flow.consulting_contract()
    plan_money(50)
    assert queries(minh, REGION) == REPORT_QUERIES


@pytest.mark.parametrize("count", [1, 50])
def test_evidence_takes_the_same_queries_whatever_its_rows(minh: Client, count: int) -> None:
    for _ in range(count):
        plan_money(1)
    assert queries(minh, f"{REGION}chung-cu/plan.total/") == EVIDENCE_QUERIES


# ---- Files ----


def test_word_excel_and_json_hold_the_same_total(minh: Client) -> None:
    plan_money(50.5)
    sent = minh.get(f"{REGION}tai/json/")
    figures = {figure["code"]: figure for figure in json.loads(sent.content)["figures"]}
    assert figures["plan.total"]["value"] == 50_500_000
    assert "filename*=utf-8''B%C3%A1o%20c%C3%A1o" in sent.headers["Content-Disposition"]

    book = openpyxl.load_workbook(BytesIO(minh.get(f"{REGION}tai/xlsx/").content))
    assert any(cell.value == 50.5 for row in book.worksheets[0] for cell in row)
    evidence = [cell.value for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)]
    assert any("/de-an/" in value for value in evidence)

    word = minh.get(f"{REGION}tai/docx/")
    assert word.content.startswith(b"PK")
    assert word.headers["Content-Type"].endswith("wordprocessingml.document")


def test_pdf_comes_from_the_word_document(minh: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "to_pdf", lambda docx: b"%PDF " + docx[:2])
    assert minh.get(f"{REGION}tai/pdf/").content == b"%PDF PK"
    monkeypatch.setattr(files, "to_pdf", lambda _docx: None)
    assert minh.get(f"{REGION}tai/pdf/").status_code == 404


def test_file_names_are_clean() -> None:
    assert files.file_name('Báo cáo: a/b "c"', "quý I", "docx") == "Báo cáo- a-b -c-, quý I.docx"
    assert len(files.file_name("á" * 500, "", "csv")) < 130


# ---- Choosing ----


def choose(client: Client, **chosen: str) -> Any:
    """Send the form."""
    usual = {"year": "2017", "part": "H1", "map": "cuoi-ky", "day": "", "cutoff": "calendar", "area": "vietnam"}
    return client.get("/bao-cao/", {**usual, **chosen, "xem": "1"})


@pytest.mark.parametrize(
    ("chosen", "url"),
    [
        ({}, "/bao-cao/vietnam/2017H1/"),
        ({"part": ""}, "/bao-cao/vietnam/2017/"),
        ({"part": "-06", "cutoff": "nd09"}, "/bao-cao/vietnam/2017-06/?ky=nd09"),
        ({"map": "ngay", "day": "01/07/2025"}, "/bao-cao/vietnam/2017H1/?ban-do=2025-07-01"),
        ({"area": "54@2017-06-30"}, "/bao-cao/54@2017-06-30/2017H1/"),
        # Chosen on another map: the province that holds it on this one.
        ({"area": "54@2017-06-30", "year": "2026"}, "/bao-cao/66@2026-06-30/2026H1/"),
    ],
)
def test_the_form_leads_to_the_address(minh: Client, chosen: dict[str, str], url: str) -> None:
    assert choose(minh, **chosen).url == url


def test_a_day_that_is_asked_for_and_not_given(minh: Client) -> None:
    refused = choose(minh, map="ngay")
    assert "Hãy ghi ngày của bản đồ" in text(refused)
    again = minh.get("/bao-cao/", {"year": "2017", "map": "ngay", "day": "", "area": "vietnam", "cutoff": "calendar"})
    assert "Hãy ghi ngày" not in text(again)


def test_an_area_that_is_not_theirs_is_not_taken(client: Client) -> None:
    as_(client, people.LAN)
    assert choose(client, area="vietnam").status_code == 200
    refused = choose(client, area="49@2017-06-30")
    assert "Bản đồ này không có địa bàn đã chọn" in text(refused)
    assert choose(client, area="54@2017-06-30").url == PHU_YEN


def test_short_cuts_are_the_periods_with_data(minh: Client, client: Client) -> None:
    assert "Chưa kỳ nào có số liệu" in text(minh.get("/bao-cao/"))
    plan_money(50)
    quick = minh.get("/bao-cao/").context["quick"]
    assert [row.period.code for row in quick] == ["2017H1"]
    assert ("miền Trung – Tây Nguyên", REGION) in quick[0].links
    as_(client, people.LAN)
    assert client.get("/bao-cao/").context["quick"][0].links == (("Phú Yên", PHU_YEN),)
    as_(client, people.QUE)
    assert client.get("/bao-cao/").context["quick"] == ()
