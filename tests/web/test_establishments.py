"""The register of establishments: list, workbook, page, registering and correcting."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.core.models import AuditEntry
from khuyencong.flow.establishments import operations
from khuyencong.flow.establishments.enums import AwardLevel, LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import communes_of
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 8
PAGE_QUERIES = 15
TAX_CODE = "0100109106"


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def page_of(establishment: Establishment) -> str:
    return reverse("establishment", args=[establishment.pk])


def particulars(**other: object) -> dict[str, object]:
    given = {"name": "Công ty Hồng Ngọc", "legal_form": "COMPANY", "tax_code": TAX_CODE, "industry": "thủy sản"}
    return {**given, "commune": "", "address": "", "founded_on": "", "workers": "", **other}


def register(person: people.Person, **other: object):
    return signed_in(person).post(reverse("establishment_new"), particulars(**other))


def test_the_list_searches_without_accents_and_narrows():
    flow.establishment(name="Lò rèn Tư Đen")
    flow.establishment(name="Gốm Quảng Đức")
    url = reverse("establishments")
    client = signed_in(people.LAN)
    html = html_of(client, f"{url}?q=lo ren tu den")
    assert "Lò rèn Tư Đen" in html
    assert "Gốm Quảng Đức" not in html
    assert "Không có cơ sở nào khớp" in html_of(client, f"{url}?legal_form=COMPANY")


def test_each_sees_their_own():
    here, there = flow.establishment(), flow.establishment(people.place_of(people.QUANG_NAM))
    sons = Client()
    sons.force_login(owner(here.pk))
    for client, sees in (
        (signed_in(people.LAN), {here}),
        (signed_in(people.QUE), {there}),
        (signed_in(people.MINH), {here, there}),
        (sons, {here}),
    ):
        html = html_of(client, reverse("establishments"))
        for row in (here, there):
            assert (row.name in html) == (row in sees)
            assert client.get(page_of(row)).status_code == (200 if row in sees else 404)
    assert sons.get(reverse("establishment_new")).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_as_much_for_fifty_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    for _ in range(count):
        flow.establishment()
    client = signed_in(people.LAN)
    with django_assert_num_queries(LIST_QUERIES):
        html_of(client, reverse("establishments"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_of_each_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    workshop = flow.establishment()
    mine = [replace(flow.item(), establishment_id=workshop.pk) for _ in range(count)]
    project = flow.approved_project(items=mine)
    for item in project.items.all():
        flow.acceptance(item)
        flow.event(project, establishments=[workshop.pk])
    client = signed_in(people.LAN)
    with django_assert_num_queries(PAGE_QUERIES):
        html_of(client, page_of(workshop))


def test_the_page_tells_what_it_asked_for_and_received():
    project = flow.approved_project()
    item = project.items.get()
    workshop = item.establishment
    acceptance = flow.acceptance(item)
    event = flow.event(project, establishments=[workshop.pk])
    job = consulting.sign_job(
        SYSTEM,
        people.centre_of(),
        number="TV-7",
        client=workshop.name,
        service=ServiceKind.ENERGY_AUDIT,
        value=flow.dong(80),
        signed_on=date(2017, 3, 1),
        today=flow.RECORDED,
        establishment_id=workshop.pk,
    )
    html = html_of(signed_in(people.LAN), page_of(workshop))
    for words in (project.number, item.description, acceptance.minutes, event.name, job.number, "Kiểm toán năng lượng"):
        assert words in html
    assert "style=" not in html


def test_registering():
    commune = communes_of(people.province_unit(people.PHU_YEN).pk, people.TODAY).first()
    response = register(people.LAN, commune=commune.pk, founded_on="01/05/2009", workers="45")
    made = Establishment.objects.get()
    assert response.url == page_of(made)
    assert (made.tax_code, made.commune, made.founded_on, made.workers) == (TAX_CODE, commune, date(2009, 5, 1), 45)
    assert made.province == people.province_unit(people.PHU_YEN)


def test_since_a_merger_the_communes_are_those_of_the_heir(monkeypatch: pytest.MonkeyPatch):
    day = date(2025, 8, 4)
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: day)
    before, heir = people.province_unit(people.PHU_YEN), people.province_unit("66", day)
    commune = communes_of(heir.pk, day).first()
    assert set(communes_of(before.pk, day)) == set(communes_of(heir.pk, day))
    assert commune not in set(communes_of(before.pk, people.TODAY))
    html = html_of(signed_in(people.LAN), reverse("establishment_new"))
    assert f'value="{commune.pk}"' in html
    register(people.LAN, commune=commune.pk)
    made = Establishment.objects.get()
    assert (made.commune, made.province) == (commune, before)


def test_the_communes_are_those_of_the_day_under_their_districts():
    html = html_of(signed_in(people.LAN), reverse("establishment_new"))
    assert "<optgroup" in html
    assert html.count("<option") > 100


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tax_code", "0100109107", "không đúng: cần 10 số"),
        ("tax_code", "12345", "không đúng: cần 10 số"),
        ("tax_code", "", "phải có mã số thuế"),
        ("name", "  ", "Trường này là bắt buộc"),
        ("industry", "", "Trường này là bắt buộc"),
        ("founded_on", "01/01/2030", "không thể ở tương lai"),
        ("founded_on", "32/01/2010", "không có trong lịch"),
        ("workers", "-1", "errorlist"),
        ("workers", "99999999999", "errorlist"),
        ("commune", "999999", "errorlist"),
        ("legal_form", "BANK", "errorlist"),
    ],
)
def test_bad_particulars_are_told_at_their_field_and_nothing_is_written(field, value, sentence):
    response = register(people.LAN, **{field: value})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Establishment.objects.exists()


def test_a_tax_code_is_one_establishments():
    register(people.LAN)
    html = register(people.LAN, name="Công ty khác").content.decode()
    assert f"Mã số thuế {TAX_CODE} đã có: “Công ty Hồng Ngọc”" in html


def test_a_household_needs_no_tax_code():
    assert register(people.HOA, legal_form="HOUSEHOLD", tax_code="").status_code == 302
    assert Establishment.objects.get().tax_code is None


def test_correcting_keeps_the_old_in_the_log():
    register(people.LAN)
    made = Establishment.objects.get()
    url = reverse("establishment_edit", args=[made.pk])
    assert TAX_CODE in html_of(signed_in(people.LAN), url)
    assert signed_in(people.QUE).post(url, particulars(reason="x")).status_code == 404
    assert signed_in(people.TUAN).post(url, particulars(reason="x")).status_code == 403
    response = signed_in(people.LAN).post(url, particulars(name="Công ty Ngọc Hồng", reason="GCN số 7", version=1))
    assert response.url == page_of(made)
    made.refresh_from_db()
    assert made.name == "Công ty Ngọc Hồng"
    entry = AuditEntry.objects.filter(table="establishments_establishment", change="U").get()
    assert (entry.reason, entry.before["name"]) == ("GCN số 7", "Công ty Hồng Ngọc")


def test_what_was_typed_stands_beside_what_somebody_else_stored_meanwhile():
    register(people.LAN, workers="12", founded_on="01/02/2010", registered_capital="100")
    made = Establishment.objects.get()
    client, url = signed_in(people.LAN), reverse("establishment_edit", args=[made.pk])
    assert 'name="version" value="1"' in html_of(client, url)
    theirs = particulars(name="Tên của người kia", workers="15", woman_owned="on", version=1)
    assert signed_in(people.LAN).post(url, theirs).status_code == 302

    mine = particulars(name="Tên của tôi", workers="12", founded_on="01/02/2010", registered_capital="100", version=1)
    html = client.post(url, mine).content.decode()

    assert "vừa được người khác sửa (nay là lần ghi 2): xem lại rồi ghi." in html
    assert 'value="Tên của tôi"' in html
    for stored in ("Tên của người kia", "15", "có", "(trống)"):
        assert f"Đang lưu: {stored}" in html
    assert html.count("Đang lưu: ") == 5  # name, workers, who owns it, day of founding, capital
    made.refresh_from_db()
    assert (made.name, made.version) == ("Tên của người kia", 2)
    assert 'name="version" value="2"' in html
    assert client.post(url, {**mine, "version": "2"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.workers, made.version) == ("Tên của tôi", 12, 3)


def test_the_options_of_a_search():
    workshop = flow.establishment(name="Lò rèn Tư Đen")
    theirs = flow.establishment(people.place_of(people.QUANG_NAM), name="Lò rèn Tư Sáng")
    url = reverse("establishment_options")
    html = html_of(signed_in(people.LAN), f"{url}?items-0-find=lo ren")
    assert f'value="{workshop.pk}"' in html
    assert theirs.name not in html
    assert "không thấy cơ sở nào" in html_of(signed_in(people.LAN), f"{url}?q=zzz")


def test_the_workbook_holds_the_filter_and_no_formula():
    flow.establishment(name="=1+1")
    flow.establishment(name="Gốm Quảng Đức")
    response = signed_in(people.LAN).get(f"{reverse('establishments_export')}?q=1&legal_form=HOUSEHOLD")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    values = [cell.value for cell in cells]
    assert "Loại hình: Hộ kinh doanh" in values
    assert next(cell for cell in cells if cell.value == "=1+1").data_type == "s"
    assert "Gốm Quảng Đức" not in values
    assert LegalForm.HOUSEHOLD.label in values


# ---- The register whole: details, yearly figures, certificates, duplicates ----


def test_the_details_are_kept_shown_and_sent():
    told = {"vsic_code": "1020", "phone": "0257 382 1234", "registered_capital": "1.769,5", "woman_owned": "on"}
    register(people.LAN, **told, craft_village="Làng gốm Quảng Đức")
    made = Establishment.objects.get()
    assert (made.vsic_code, made.phone, made.registered_capital) == ("1020", "02573821234", 1_769_500_000)
    assert (made.woman_owned, made.minority_owned) == (True, False)
    client = signed_in(people.LAN)
    html = html_of(client, page_of(made))
    for words in ("1020", "02573821234", "1.769,5", "Làng gốm Quảng Đức", "phụ nữ"):
        assert words in html
    client.post(reverse("establishment_edit", args=[made.pk]), particulars(registered_capital="", version=1))
    made.refresh_from_db()
    assert (made.registered_capital, made.woman_owned) == (None, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("vsic=10", {"A"}),
        ("owner=woman", {"A"}),
        ("owner=minority", {"B"}),
        ("craft_village=on", {"B"}),
        ("certified=on", {"B"}),
        ("merged=on", {"C"}),
        ("", {"A", "B"}),
    ],
)
def test_the_filters_of_the_register(query, found):
    def make(name, **other):
        told = replace(flow.particulars(name=f"Cơ sở {name}"), **other)
        return operations.register(SYSTEM, people.place_of(), particulars=told, today=flow.DRAFTED)

    make("A", vsic_code="1020", woman_owned=True)
    kept = make("B", minority_owned=True, craft_village="Làng gốm")
    day = {"certified_on": people.SINCE, "today": people.TODAY}
    operations.certify(SYSTEM, kept, product="Bình", level=AwardLevel.PROVINCE, **day)
    operations.merge(SYSTEM, kept, duplicate=make("C"), reason="trùng", today=people.TODAY)
    html = html_of(signed_in(people.LAN), f"{reverse('establishments')}?{query}")
    assert {name for name in "ABC" if f">Cơ sở {name}</a>" in html} == found


def test_year_figures_on_the_pages():
    workshop = flow.establishment()
    client, url = signed_in(people.LAN), reverse("establishment_year", args=[workshop.pk])
    client.post(url, {"year": "2016", "revenue": "900", "workers": "12", "capital": ""})
    client.post(url, {"year": "2016", "revenue": "950", "workers": "", "capital": ""})
    row = workshop.year_figures.get()
    assert (row.revenue, row.workers) == (950_000_000, None)
    assert "950" in html_of(client, page_of(workshop))
    for bad, sentence in (({"year": "2018"}, "không hợp lệ"), ({"revenue": ""}, "ít nhất một số liệu")):
        told = {"year": "2015", "revenue": "1", "workers": "", "capital": "", **bad}
        assert sentence in client.post(url, told).content.decode()
    assert workshop.year_figures.count() == 1


def test_certificates_on_the_pages():
    workshop = flow.establishment()
    client, url = signed_in(people.LAN), reverse("establishment_certify", args=[workshop.pk])
    told = {"product": "Bình gốm", "level": "REGION", "certified_on": "01/06/2016"}
    client.post(url, told)
    assert "đã ghi" in client.post(url, told).content.decode()
    assert "ở tương lai" in client.post(url, {**told, "certified_on": "01/01/2030"}).content.decode()
    made = workshop.certifications.get()
    assert "Cấp khu vực" in html_of(client, page_of(workshop))
    client.post(reverse("certification_remove", args=[made.pk]), {"reason": "ghi nhầm"})
    assert not workshop.certifications.exists()


def test_a_merge_and_back_on_the_pages():
    keep, duplicate = flow.establishment(name="Lò rèn Tư Đen"), flow.establishment(name="Lò Rèn tư đen")
    mine = [replace(flow.item(), establishment_id=duplicate.pk)]
    project = flow.approved_project(items=mine)
    client = signed_in(people.LAN)
    html = html_of(client, reverse("establishment_duplicates"))
    assert "Cùng tên trong một địa bàn" in html
    merge = reverse("establishment_merge", args=[keep.pk])
    assert f"{merge}?trung={duplicate.pk}" in html
    assert f'value="{duplicate.pk}"' in html_of(client, f"{merge}?trung={duplicate.pk}")
    assert "bắt buộc" in client.post(merge, {"duplicate": str(duplicate.pk), "reason": ""}).content.decode()
    client.post(merge, {"duplicate": str(duplicate.pk), "reason": "một hộ"})
    html = html_of(client, page_of(keep))
    assert project.number in html
    assert duplicate.name in html
    assert page_of(keep) in html_of(client, page_of(duplicate))
    assert duplicate.name not in html_of(client, f"{reverse('establishment_options')}?q=lo ren")
    assert "Không thấy hồ sơ nào giống nhau" in html_of(client, reverse("establishment_duplicates"))
    client.post(reverse("establishment_unmerge", args=[duplicate.pk]), {"reason": "hai hộ"})
    assert project.number not in html_of(client, page_of(keep))


@pytest.mark.parametrize("text", ["không có ai", "999999"])
def test_a_merge_with_nobody_is_told(text):
    keep = flow.establishment()
    merge = reverse("establishment_merge", args=[keep.pk])
    response = signed_in(people.LAN).post(merge, {"duplicate": text, "reason": "x"})
    assert "Không thấy cơ sở nào khớp" in response.content.decode()
    assert signed_in(people.TUAN).get(merge).status_code == 403
    assert signed_in(people.QUE).get(merge).status_code == 404
