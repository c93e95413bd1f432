"""The pages of the needs survey: list, form, acts, campaigns, the public link, the phone's messages, the sheet."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import communes_of
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.enums import Channel, NeedAnswer
from khuyencong.flow.needs.models import Campaign, Need
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 10
CAMPAIGN_QUERIES = 7
NEED_QUERIES = 9
COLLABORATOR = people.Person(
    "ctv@phuyen.example", "Y Blơng", Role.COLLABORATOR, OrganisationKind.CENTRE, people.PHU_YEN
)


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


def html_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def fields(**other: str) -> dict[str, str]:
    told = {
        "client_id": str(uuid4()),
        "name": "Mộc Phú Ân",
        "phone": "0905 123 456",
        "legal_form": "HOUSEHOLD",
        "industry": "chế biến gỗ",
        "content": str(flow.content().pk),
        "machine": "Máy cưa CNC",
        "wish": "Thay máy cũ",
        "cost": "300",
        "support": "100",
    }
    return {**told, **other}


def url_of(name: str, need: Need) -> str:
    return reverse(name, args=[need.pk])


# ---- The list, the page, the acts ----


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_as_much_for_fifty_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    for _ in range(count):
        flow.need()
    client = signed_in(people.LAN)
    with django_assert_num_queries(LIST_QUERIES):
        html_of(client, reverse("needs"))


def test_the_list_searches_narrows_and_is_sent_as_a_workbook():
    flow.need(of=flow.told(name="Lò rèn Tư Đen", machine="Búa máy"))
    flow.checked_need(of=flow.told(name="Gốm Quảng Đức", machine="Lò nung"))
    client = signed_in(people.LAN)
    found = html_of(client, f"{reverse('needs')}?q=lo ren")
    assert "Lò rèn Tư Đen" in found
    assert "Gốm Quảng Đức" not in found
    found = html_of(client, f"{reverse('needs')}?state=CHECKED")
    assert "Gốm Quảng Đức" in found
    assert "Lò rèn Tư Đen" not in found
    sent = client.get(f"{reverse('needs_export')}?q=bua may")
    cells = [c.value for row in load_workbook(BytesIO(b"".join(sent.streaming_content))).active.rows for c in row]
    assert "Lò rèn Tư Đen" in cells
    assert 100_000_000 in cells
    assert "Gốm Quảng Đức" not in cells


def test_each_sees_their_own():
    workshop = flow.establishment()
    here = flow.need(of=flow.told(establishment_id=workshop.pk))
    there = flow.need(people.place_of(people.QUANG_NAM))
    sons = Client()
    sons.force_login(owner(workshop.pk))
    for client, sees in (
        (signed_in(people.LAN), {here}),
        (signed_in(people.HOA), {here}),
        (signed_in(people.QUE), {there}),
        (signed_in(people.MINH), {here, there}),
        (sons, {here}),
    ):
        html = html_of(client, reverse("needs"))
        for need in (here, there):
            assert (need.code in html) == (need in sees)
            assert client.get(url_of("need", need)).status_code == (200 if need in sees else 404)


def test_a_collaborator_records_and_does_no_more():
    client = signed_in(COLLABORATOR)
    response = client.post(reverse("need_record"), fields())
    need = Need.objects.get()
    assert response.url == url_of("need", need)
    assert (need.channel, need.recorded_by.email) == (Channel.STAFF, COLLABORATOR.email)
    assert client.get(url_of("need_check", need)).status_code == 403
    assert client.get(reverse("campaign_open")).status_code == 403
    assert client.get(reverse("projects")).status_code == 403


def test_the_same_form_posted_twice_is_one_need():
    client, told = signed_in(people.LAN), fields()
    assert client.post(reverse("need_record"), told).url == client.post(reverse("need_record"), told).url
    assert Need.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "Trường này là bắt buộc"),
        ("phone", "12", "Số điện thoại “12” không đúng"),
        ("tax_code", "0100109107", "không đúng: cần 10 số"),
        ("cost", "-5", "errorlist"),
        ("support", "400", "không thể lớn hơn tổng chi phí"),
        ("wanted_by", "31/02/2018", "không có trong lịch"),
        ("content", "999999", "errorlist"),
        ("commune", "999999", "errorlist"),
        ("client_id", "x", "Phiếu bị hỏng"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_written(field, value, sentence):
    response = signed_in(people.LAN).post(reverse("need_record"), fields(**{field: value}))
    assert sentence in response.content.decode()
    assert field in response.context["form"].errors
    assert not Need.objects.exists()


def test_since_a_merger_a_need_is_told_in_a_commune_of_the_heir(monkeypatch):
    day = date(2025, 8, 4)
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: day)
    commune = communes_of(people.province_unit("66", day).pk, day).first()
    assert f'value="{commune.pk}"' in html_of(signed_in(people.LAN), reverse("need_record"))
    response = signed_in(people.LAN).post(reverse("need_record"), fields(commune=commune.pk))
    assert response.status_code == 302, response.context["form"].errors
    need = Need.objects.get()
    assert (need.commune, need.province) == (commune, people.province_unit(people.PHU_YEN))


def test_from_the_page_of_an_establishment_nothing_is_typed_again():
    commune = communes_of(people.province_unit(people.PHU_YEN).pk, people.TODAY).first()
    workshop = flow.establishment(name="Gốm Quảng Đức")
    html = html_of(signed_in(people.LAN), f"{reverse('need_record')}?co-so={workshop.pk}")
    assert 'value="Gốm Quảng Đức"' in html
    assert str(commune.pk) in html
    html = html_of(signed_in(people.LAN), f"{reverse('need_record')}?co-so=99999999999999999999")
    assert "Gốm" not in html


def test_a_correction_does_not_overwrite_somebody_elses():
    need = flow.need()
    client = signed_in(people.LAN)
    html = html_of(client, url_of("need_edit", need))
    assert 'name="version" value="1"' in html
    told = fields(version="1", wish="Bản của Lan")
    needs.revise_need(SYSTEM, need, told=flow.told(wish="Bản kia"), version=1, today=people.TODAY)
    response = client.post(url_of("need_edit", need), told)
    assert "vừa được người khác sửa" in response.content.decode()
    need.refresh_from_db()
    assert need.wish == "Bản kia"
    client.post(url_of("need_edit", need), {**told, "version": "2"})
    need.refresh_from_db()
    assert (need.wish, need.version) == ("Bản của Lan", 3)


def test_from_a_need_to_a_draft_on_the_pages():
    need = flow.need(of=flow.told(name="Mộc Phú Ân"), campaign=flow.campaign(year=2019))
    client = signed_in(people.LAN)
    html = html_of(client, url_of("need", need))
    assert "Đã kiểm tra" in html
    assert "Lập đề án từ nhu cầu" not in html
    client.post(url_of("need_check", need), {"establishment": ""})
    assert "Lập đề án từ nhu cầu" in html_of(client, url_of("need", need))
    html = html_of(client, url_of("need_draft", need))
    assert 'value="2019"' in html
    response = client.post(url_of("need_draft", need), {"year": "2019", "fund": "provincial"})
    project = Project.objects.get()
    assert response.url == reverse("project", args=[project.pk])
    assert need.code in html_of(client, response.url)
    page = html_of(client, url_of("need", need))
    assert project.number in page
    assert "Đã lập đề án" in page
    assert need.code in html_of(client, reverse("establishment", args=[Establishment.objects.get().pk]))


def test_checking_ties_the_need_to_the_register_and_refuses_what_is_not_there():
    need, workshop = flow.need(), flow.establishment(name="Gốm Quảng Đức")
    client = signed_in(people.LAN)
    response = client.post(url_of("need_check", need), {"establishment": "không có"})
    assert "Không thấy cơ sở nào khớp" in response.content.decode()
    client.post(url_of("need_check", need), {"establishment": "gom quang duc"})
    need.refresh_from_db()
    assert (need.establishment, need.state) == (workshop, "CHECKED")


def test_dropping_says_why():
    need, client = flow.need(), signed_in(people.LAN)
    assert "bắt buộc" in client.post(url_of("need_drop", need), {"reason": ""}).content.decode()
    client.post(url_of("need_drop", need), {"reason": "đã tự mua"})
    assert "Không theo tiếp" in html_of(client, url_of("need", need))


# ---- Asked again before the contract ----


def line_of(need: Need):
    project = proposals.draft_from_need(
        SYSTEM, need, place=people.place_of(), year=2018, national=False, today=people.TODAY
    )
    proposals.submit(SYSTEM, project, today=date(2018, 1, 16))
    project.refresh_from_db()
    while project.state == ProjectState.SUBMITTED:
        appraisal.conclude(SYSTEM, project, result=Result.PASS, today=date(2018, 2, 6))
        project.refresh_from_db()
    return flow.approved_line(project, amount=flow.dong(100))


def test_the_page_of_a_contract_warns_and_a_no_blocks(monkeypatch: pytest.MonkeyPatch):
    need = flow.checked_need()
    line = line_of(need)
    later = people.TODAY + timedelta(days=300)
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: later)
    client = signed_in(people.LAN)
    page, ask = reverse("contract_sign", args=[line.pk]), url_of("need_confirm", need)
    html = html_of(client, page)
    assert "Nên hỏi lại: vẫn còn nhu cầu?" in html
    assert ask in html
    day = f"{later:%d/%m/%Y}"
    client.post(ask, {"asked_on": day, "answer": "NO", "answered_on": day, "note": "đã mua"})
    html = html_of(client, page)
    assert "Cơ sở không còn nhu cầu" in html
    signing = {"number": "HĐ-1", "partner": "TTKC", "amount": "50", "signed_on": day, "due_on": day}
    refused = client.post(page, signing)
    assert "không còn nhu cầu" in refused.content.decode()
    assert not line.contracts.exists()
    client.post(ask, {"asked_on": day, "answer": "YES", "answered_on": day, "note": ""})
    html = html_of(client, page)
    assert "Nên hỏi lại" not in html
    assert "không còn nhu cầu" not in html
    assert client.post(page, signing).status_code == 302


def test_an_answer_without_its_day_is_told():
    need = flow.need()
    told = {"asked_on": "10/07/2017", "answer": "YES", "answered_on": ""}
    response = signed_in(people.LAN).post(url_of("need_confirm", need), told)
    assert "Hãy ghi cả câu trả lời và ngày trả lời" in response.content.decode()
    assert not need.confirmations.exists()


# ---- Campaigns and the public link ----


def test_a_campaign_is_opened_and_its_link_works_for_anybody():
    client = signed_in(people.LAN)
    given = {"year": "2018", "title": "Đợt 1", "opens_on": "01/07/2017", "closes_on": "31/12/2017"}
    client.post(reverse("campaign_open"), given)
    campaign = Campaign.objects.get()
    assert len(campaign.token) >= 24
    url = reverse("survey", args=[campaign.token])
    assert url in html_of(client, reverse("need_campaigns"))
    assert "Đợt 1" in html_of(Client(), url)
    client.post(reverse("campaign_term", args=[campaign.pk]), {"closes_on": "09/07/2017"})
    assert "đã kết thúc" in html_of(Client(), url, status=404)
    assert url not in html_of(client, reverse("need_campaigns"))


@pytest.mark.parametrize("count", [1, 50])
def test_campaigns_and_a_need_ask_as_much_for_fifty_as_for_one(
    count, django_assert_num_queries: DjangoAssertNumQueries
):
    need = flow.need()
    for number in range(count):
        flow.campaign()
        day = people.TODAY + timedelta(days=number)
        needs.confirm_need(SYSTEM, need, asked_on=day, answer=NeedAnswer.YES, answered_on=day, today=day)
    client = signed_in(people.LAN)
    with django_assert_num_queries(CAMPAIGN_QUERIES):
        html_of(client, reverse("need_campaigns"))
    with django_assert_num_queries(NEED_QUERIES):
        html_of(client, url_of("need", need))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closes_on": "01/06/2017"}, "Ngày kết thúc phải từ ngày mở"),
        ({"title": " "}, "bắt buộc"),
        ({"year": "1999"}, "errorlist"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_told_at_its_field(change, sentence):
    given = {"year": "2018", "title": "Đợt 1", "opens_on": "01/07/2017", "closes_on": "31/12/2017"}
    response = signed_in(people.LAN).post(reverse("campaign_open"), {**given, **change})
    assert sentence in response.content.decode()
    assert not Campaign.objects.exists()


def tell(client: Client, campaign: Campaign, **other: str):
    return client.post(reverse("survey", args=[campaign.token]), fields(**other), follow=True)


def test_an_establishment_tells_its_need_and_looks_it_up():
    campaign, visitor = flow.campaign(), Client()
    done = tell(visitor, campaign).content.decode()
    need = Need.objects.get()
    assert need.code in done
    assert (need.channel, need.campaign, need.recorded_by) == (Channel.SELF, campaign, None)
    look_up = reverse("survey_look_up")
    asked = {"code": need.code.lower().replace("-", " "), "phone": "+84 905 123 456"}
    html = Client().post(look_up, asked).content.decode()
    assert "Chờ kiểm tra" in html
    assert "Mộc Phú Ân" not in html
    assert "Máy cưa" not in html
    for wrong in ({"code": "AAAA-AAAA"}, {"phone": "0905123457"}):
        html = Client().post(look_up, {**asked, **wrong}).content.decode()
        assert "Không thấy phiếu nào" in html
        assert "Chờ kiểm tra" not in html


def test_a_program_that_fills_everything_records_nothing():
    campaign = flow.campaign()
    tell(Client(), campaign, trap="https://spam.example")
    assert not Need.objects.exists()


def test_the_public_form_owes_a_telephone_and_takes_no_other_establishment():
    campaign, workshop = flow.campaign(), flow.establishment()
    assert "bắt buộc" in tell(Client(), campaign, phone="").content.decode()
    tell(Client(), campaign, establishment=str(workshop.pk))
    assert Need.objects.get().establishment is None


def test_too_many_forms_from_one_place_are_slowed_down():
    campaign, client = flow.campaign(), Client()
    statuses = [tell(client, campaign).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert Need.objects.count() == 20
    asked = {"code": "AAAA-AAAA", "phone": "0905123456"}
    assert [client.post(reverse("survey_look_up"), asked).status_code for _ in range(21)][-2:] == [200, 429]


def test_the_public_pages_say_nothing_of_anybody():
    flow.need(of=flow.told(name="Cơ sở kín"))
    campaign = flow.campaign()
    for url in (reverse("survey", args=[campaign.token]), reverse("survey_look_up")):
        assert "Cơ sở kín" not in html_of(Client(), url)
    assert html_of(Client(), reverse("survey", args=["khong-dung"]), status=404)


# ---- What a phone sends ----


def send(client: Client, *rows: dict[str, object]):
    body = json.dumps({"needs": list(rows)})
    return client.post(reverse("needs_sync"), body, content_type="application/json")


def result_of(client: Client, told: dict[str, str], **other: object) -> dict[str, object]:
    response = send(client, {"fields": told, "version": 0, **other})
    assert response.status_code == 200
    return response.json()["results"][0]


def test_a_form_is_synced_once_however_often_it_is_sent():
    client, told = signed_in(people.LAN), fields()
    first, again = result_of(client, told), result_of(client, told)
    assert (first["status"], again["status"]) == ("recorded", "recorded")
    assert first["code"] == again["code"] == Need.objects.get().code


def test_two_changes_of_one_form_are_shown_to_the_second():
    client, told = signed_in(people.LAN), fields()
    result_of(client, told)
    need = Need.objects.get()
    needs.revise_need(SYSTEM, need, told=flow.told(name="Mộc Phú Ân", wish="B"), version=1, today=people.TODAY)
    mine = {**told, "wish": "C"}
    answer = result_of(client, mine, version=1)
    assert (answer["status"], answer["version"], answer["theirs"]["wish"]) == ("changed", 2, "B")
    need.refresh_from_db()
    assert need.wish == "B"
    assert result_of(client, mine, version=2)["status"] == "recorded"
    need.refresh_from_db()
    assert (need.wish, need.version) == ("C", 3)


def test_the_same_wish_told_on_another_form_is_shown_first():
    client = signed_in(people.LAN)
    flow.need(of=flow.told(phone="0905123456"))
    told = fields()
    assert result_of(client, told)["status"] == "twin"
    assert Need.objects.count() == 1
    assert result_of(client, told, anyway=True)["status"] == "recorded"
    assert Need.objects.count() == 2


def test_what_is_wrong_comes_back_by_field_and_the_good_ones_are_kept():
    bad, good = fields(phone="12"), fields(phone="0905999888", name="Gốm")
    results = send(signed_in(people.LAN), {"fields": bad}, {"fields": good}).json()["results"]
    assert [result["status"] for result in results] == ["invalid", "recorded"]
    assert "không đúng" in results[0]["errors"]["phone"][0]
    assert Need.objects.get().name == "Gốm"


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"needs": 5}', '{"needs": [1]}', '{"needs": [{"fields": {}, "version": "x"}]}']
)
def test_a_message_that_is_none_is_refused(body):
    response = signed_in(people.LAN).post(reverse("needs_sync"), body, content_type="application/json")
    assert response.status_code == 400


def test_nobody_syncs_what_is_anothers():
    que, lan = signed_in(people.QUE), signed_in(people.LAN)
    told = fields()
    result_of(lan, told)
    assert result_of(que, {**told, "wish": "x"}, version=1)["status"] == "refused"
    assert Need.objects.get().wish == "Thay máy cũ"
    assert send(signed_in(people.TUAN), {"fields": told}).status_code == 403
    assert send(Client(), {"fields": told}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.user(people.LAN))
    assert send(strict, {"fields": told}).status_code == 403


def test_the_worker_is_served_with_its_scope_and_its_files_exist():
    response = Client().get(reverse("needs_worker"))
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Service-Worker-Allowed"] == "/nhu-cau/"
    assert response.headers["Content-Security-Policy"]
    known = json.loads(re.search(r"self\.KC = (\{.*?\});\n", response.content.decode()).group(1))
    assert known["page"] == reverse("need_record")
    html = html_of(signed_in(people.LAN), reverse("need_record"))
    used = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    assert used <= set(known["assets"])


# ---- The sheet ----

HEAD = ("Tên cơ sở", "Loại hình", "Điện thoại", "Ngành nghề", "Nội dung", "Nhu cầu", "Tổng chi phí (triệu đồng)")


def sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(["PHIẾU KHẢO SÁT"])
    for row in (HEAD, *rows):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return SimpleUploadedFile("nhu-cau.xlsx", data.getvalue())


def row(name: str, phone: object = "0905123456", cost: object = 1769.5) -> tuple[object, ...]:
    return (name, "Hộ kinh doanh", phone, "gốm", flow.content().name, "Cần lò nung", cost)


def preview(client: Client, file: SimpleUploadedFile):
    return client.post(reverse("needs_import"), {"file": file, "campaign": ""})


def test_a_sheet_is_shown_before_it_is_recorded():
    client = signed_in(people.LAN)
    flow.need(of=flow.told(name="Cũ", phone="0905000111"))
    shown = preview(client, sheet(row("Gốm An"), row("Gốm Sai", phone="12"), row("Cũ", phone="0905000111")))
    html = shown.content.decode()
    assert "3 dòng: 1 ghi được, 1 có thể trùng" in html
    assert "Số điện thoại “12” không đúng" in html
    assert Need.objects.count() == 1
    packed = {"rows": shown.context["packed"]}
    client.post(reverse("needs_import"), packed)
    made = Need.objects.get(name="Gốm An")
    assert (made.cost, made.channel, made.phone) == (1_769_500_000, Channel.SHEET, "0905123456")
    client.post(reverse("needs_import"), {**packed, "twins": "1"})
    assert Need.objects.filter(name="Gốm An").count() == 1
    assert Need.objects.filter(name="Cũ").count() == 2
    assert "Đã ghi từ trước" in preview(client, sheet(row("Gốm An"))).content.decode()


def test_a_csv_is_read_too():
    text = ";".join(HEAD) + "\n" + ";".join(str(cell) for cell in row("Gốm Bình", cost="1.769,5")) + "\n"
    shown = preview(signed_in(people.LAN), SimpleUploadedFile("a.csv", text.encode("utf-8-sig")))
    assert shown.context["good"] == 1


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsx", b"khong phai", "Không đọc được tệp"),
        ("a.csv", b"a;b\n", "Không thấy cột “Tên cơ sở”"),
        ("a.csv", "Tên".encode("utf-16"), "phải ở bảng mã UTF-8"),
        ("a.csv", b"x" * 2_100_000, "Tệp quá lớn"),
        ("a.csv", ("Tên cơ sở\n" + "x\n" * 501).encode(), "tối đa 500 dòng"),
    ],
)
def test_what_is_no_sheet_is_told(name, data, sentence):
    shown = preview(signed_in(people.LAN), SimpleUploadedFile(name, data))
    assert sentence in shown.content.decode()
    assert not Need.objects.exists()


def test_a_forged_preview_records_nothing():
    response = signed_in(people.LAN).post(reverse("needs_import"), {"rows": "x:y:z"}, follow=True)
    assert "Bản xem trước đã cũ" in response.content.decode()
    assert not Need.objects.exists()


def test_the_sheet_to_fill_has_the_headings_that_are_read():
    client = signed_in(people.LAN)
    sent = client.get(reverse("needs_sheet"))
    data = b"".join(sent.streaming_content)
    rows = list(load_workbook(BytesIO(data)).active.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Tên cơ sở")
    assert set(HEAD) <= set(head)


def test_who_is_of_no_province_is_told_why():
    minh = people.user(people.MINH)
    assign_post(SYSTEM, people.place_of(), user=minh, role=Role.COLLABORATOR, since=people.SINCE)
    client = Client()
    client.force_login(minh)
    assert "không thuộc tỉnh nào" in html_of(client, reverse("need_record"), status=404)
