"""The law as pages: in force on a day, with source and confidence, tried with an amount."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.faces.web.regulations.rows import sources_of
from khuyencong.ground.regulations.models import LegalInstrument, Provision, SupportNorm
from tests import people
from tests.environment import ROOT
from tests.factories import flow
from tests.web.visitors import ADMIN, owner, signed_in

pytestmark = pytest.mark.django_db
LAW = "/quy-dinh/"


def _page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def lan_at(db: None) -> Client:
    """The browser of Lan."""
    return signed_in(people.LAN)


def _norm(code: str, content: str, day: str) -> SupportNorm:
    return SupportNorm.objects.get(
        code=code, content__code=content, province=None, valid__contains=date.fromisoformat(day)
    )


@pytest.mark.parametrize("person", [*people.EVERYBODY, ADMIN], ids=lambda person: person.email)
def test_everybody_reads_the_law(person: people.Person) -> None:
    assert "Quy định và định mức" in _page(signed_in(person), LAW)


def test_an_owner_reads_the_law_and_sees_no_project() -> None:
    project = flow.submitted_project(code="DEMO_MODEL")
    client = Client()
    client.force_login(owner(flow.establishment().pk))
    assert project.number not in _page(client, reverse("norm", args=[_norm("N2", "DEMO_MODEL", "2020-01-01").pk]))


def test_a_visitor_signs_in_first() -> None:
    assert Client().get(LAW).status_code == 302


@pytest.mark.parametrize(("day", "there"), [("11/05/2018", True), ("10/05/2018", False)])
def test_a_day_shows_what_was_in_force_on_it(day: str, *, there: bool, lan_at: Client) -> None:
    html = _page(lan_at, f"{LAW}?tab=van-ban&day={day}&q=28/2018")
    assert ("28/2018/TT-BTC</a>" in html) is there
    assert f"có hiệu lực ngày {day}" in html or not there


def test_every_day_shows_what_has_ended(lan_at: Client) -> None:
    html = _page(lan_at, f"{LAW}?tab=muc&every=on&q=mo hinh trinh dien")
    assert "08/04/2014 – 10/05/2018" in html
    assert "hết hiệu lực" in html


def test_a_day_that_is_none_is_told_at_its_field(lan_at: Client) -> None:
    assert "không có trong lịch" in _page(lan_at, f"{LAW}?day=31/02/2020")


@pytest.mark.parametrize("words", ["tam ung dao tao nghe", "TẠM ỨNG truyền nghề"])
def test_the_words_of_a_rule_are_found_without_accents(words: str, lan_at: Client) -> None:
    html = _page(lan_at, f"{LAW}?tab=khac&q={words}")
    assert "Tạm ứng 70% kinh phí hỗ trợ đào tạo nghề, truyền nghề" in html
    assert 'Quy định khác <span class="kc-muted">(1)</span>' in html


def test_the_ceiling_of_an_advance_is_two_clicks_away(lan_at: Client) -> None:
    link = f"{LAW}?tab=khac&amp;kind=ADVANCE"
    assert link in _page(lan_at, LAW)
    html = _page(lan_at, link.replace("&amp;", "&") + "&day=10/07/2017")
    rule = Provision.objects.get(code="ADVANCE-A-TRAINING")
    assert reverse("provision", args=[rule.pk]) in html
    page = _page(lan_at, reverse("provision", args=[rule.pk]) + "?cost=200")
    assert "Được tạm ứng tối đa 140 triệu đồng: 70 % của 200 triệu." in page
    assert "Kế hoạch tổ chức đào tạo nghề, truyền nghề (Mẫu số 11 Phụ lục 1)" in page


def test_a_rule_says_how_surely_it_is_known_and_from_where(lan_at: Client) -> None:
    html = _page(lan_at, f"{LAW}?tab=khac&kind=ADVANCE&day=01/01/2020")
    assert "chưa xác minh" in html
    assert "S13: lawnet 143564 – TT36 advance" in html


def test_a_norm_is_worked_for_a_cost(lan_at: Client) -> None:
    url = reverse("norm", args=[_norm("N2", "DEMO_MODEL", "2020-01-01").pk])
    assert "30 % của 1.900 triệu = 570 triệu" in _page(lan_at, url)
    assert "Tối đa 1.000 triệu đồng: 30 % của 5.000 triệu = 1.500 triệu" in _page(lan_at, f"{url}?cost=5.000")
    assert "không phải là số hợp lệ" in _page(lan_at, f"{url}?cost=1,900.5")
    assert "08/04/2014 – 10/05/2018" in _page(lan_at, url)


def test_a_norm_names_the_open_projects_that_it_touches() -> None:
    norm = _norm("N2", "DEMO_MODEL", "2026-01-01")
    draft = flow.draft(code="DEMO_MODEL")
    submitted = flow.submitted_project(code="DEMO_MODEL")
    approved = flow.approved_project(code="DEMO_MODEL")
    other = flow.draft(code="TRAINING")
    html = _page(signed_in(people.LAN), reverse("norm", args=[norm.pk]))
    assert "2 đề án đang dự thảo hoặc chờ thẩm định" in html
    assert all(reverse("project", args=[project.pk]) in html for project in (draft, submitted))
    assert not any(reverse("project", args=[project.pk]) in html for project in (approved, other))
    assert "Không có đề án nào đang dự thảo" in _page(signed_in(people.QUE), reverse("norm", args=[norm.pk]))


def test_a_norm_that_has_ended_touches_nothing(lan_at: Client) -> None:
    flow.draft(code="DEMO_MODEL")
    url = reverse("norm", args=[_norm("N2", "DEMO_MODEL", "2015-01-01").pk])
    assert "không có hiệu lực hôm nay" in _page(lan_at, url)


@pytest.mark.parametrize(("province", "touched"), [(people.PHU_YEN, True), (people.QUANG_NAM, False)])
def test_the_norm_of_a_province_touches_the_projects_that_it_took_over(province: str, *, touched: bool) -> None:
    """Phú Yên became part of Đắk Lắk in 2025: the norm of Đắk Lắk is now its own."""
    norms = SupportNorm.objects.filter(province__name="Đắk Lắk", valid__contains=date(2026, 1, 1))
    norm = norms.order_by("id")[0]
    project = flow.draft(people.place_of(province), code=norm.content.code)
    html = _page(signed_in(people.MINH), reverse("norm", args=[norm.pk]))
    assert (reverse("project", args=[project.pk]) in html) is touched


def test_an_instrument_lists_what_was_read_from_it(lan_at: Client) -> None:
    html = _page(lan_at, reverse("instrument", args=[LegalInstrument.objects.get(code="TT28").pk]))
    assert "30 %, tối đa 1.000 triệu đồng/mô hình" in html
    html = _page(lan_at, reverse("instrument", args=[LegalInstrument.objects.get(code="ND45").pk]))
    assert "Được sửa đổi, bổ sung bởi" in html
    assert "235/2025/NĐ-CP" in html


@pytest.mark.parametrize("model", [LegalInstrument, SupportNorm, Provision])
def test_every_row_of_the_law_has_a_page(
    model: type[LegalInstrument | SupportNorm | Provision], lan_at: Client
) -> None:
    name = {"LegalInstrument": "instrument", "SupportNorm": "norm", "Provision": "provision"}[model.__name__]
    for pk in model.objects.values_list("pk", flat=True):
        _page(lan_at, reverse(name, args=[pk]))
    assert lan_at.get(reverse(name, args=[10**9])).status_code == 404


@pytest.mark.parametrize("tab", ["van-ban", "noi-dung", "muc", "khac"])
@pytest.mark.parametrize("narrow", ["every=on", "q=cong nghiep"])
def test_a_table_costs_the_same_however_long_it_is(
    tab: str, narrow: str, lan_at: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lan_at.get(LAW)
    with django_assert_num_queries(12):
        lan_at.get(f"{LAW}?tab={tab}&{narrow}")


def test_the_workbook_holds_the_table_and_its_filter(lan_at: Client) -> None:
    sent = lan_at.get(f"{LAW}xuat/?tab=muc&day=01/01/2020&scope=national&q=mo hinh trinh dien")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(b"".join(sent.streaming_content))).active]
    assert [row[0] for row in rows[:4]] == [
        "Quy định: Mức hỗ trợ",
        "Có hiệu lực ngày: 01/01/2020",
        "Tìm: mo hinh trinh dien",
        "Phạm vi: cả nước",
    ]
    assert rows[6][0] == "Quy định"
    assert "30 %, tối đa 1.000 triệu đồng/mô hình" in {row[1] for row in rows[7:]}


def test_the_sources_are_those_of_the_documentation() -> None:
    text = Path(ROOT / "docs" / "sources.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| (S\d+b?) \| (.*) \|$", text, re.MULTILINE))
    for key, page in listed.items():
        if "not used" not in page:
            assert sources_of(key) == [(key, page.replace("**", ""))]


def test_every_source_that_a_row_names_has_words() -> None:
    keys = {row.source for model in (LegalInstrument, SupportNorm, Provision) for row in model.objects.all()}
    assert [key for one in keys for key, page in sources_of(one) if not page] == []
