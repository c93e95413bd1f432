"""Maintaining the law through its pages: what would be touched is shown first, the past is left alone."""

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION, Scope
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import ceilings_of
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.operations import open_account, register_organisation
from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, Provision, SupportNorm
from khuyencong.ground.territory.models import Unit
from tests import people
from tests.factories import flow
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
NORM_NEW, IMPORT = "/quy-dinh/muc/moi/", "/quy-dinh/muc/nhap/"


@pytest.fixture
def today() -> date:
    """The day of the pages."""
    return timezone.localdate()


@pytest.fixture
def minh_at(db: None) -> Client:
    """The browser of the ministry's planner."""
    return signed_in(people.MINH)


@pytest.fixture
def dak_lak(db: None) -> Unit:
    """Đắk Lắk as it is since 1/7/2025."""
    return Unit.objects.get(level="PROVINCE", name="Đắk Lắk", valid__contains=date(2026, 1, 1))


@pytest.fixture
def so_at(dak_lak: Unit) -> Client:
    """The browser of an officer of the Sở of Đắk Lắk of today."""
    office = register_organisation(
        SYSTEM, Scope(province_id=dak_lak.pk), code="DOIT-66", kind=OrganisationKind.DEPARTMENT,
        name="Sở Công Thương tỉnh Đắk Lắk", short="SCT Đắk Lắk", opened_on=date(2025, 7, 1),
    )  # fmt: skip
    user = open_account(SYSTEM, NATION, email="y@daklak.example", full_name="Y Moan", password=people.PASSWORD)
    place = Scope(organisation_id=office.pk)
    assign_post(SYSTEM, place, user=user, role=Role.DEPARTMENT_OFFICER, since=date(2025, 7, 1))
    client = Client()
    client.force_login(user)
    return client


def _norm(content: str, province: str | None = None) -> SupportNorm:
    return SupportNorm.objects.get(
        content__code=content, province__name=province, valid__contains=timezone.localdate()
    ) if province else SupportNorm.objects.get(
        content__code=content, province=None, valid__contains=timezone.localdate()
    )  # fmt: skip


def _terms(since: date, **more: Any) -> dict[str, Any]:
    return {
        "percent": "30",
        "cap": "700",
        "unit": "mô hình",
        "since": show_date(since),
        "instrument": LegalInstrument.objects.get(code="TT28").pk,
        "article": "khoản 2 Điều 8",
        "source": "văn bản của cơ quan ban hành",
        "confidence": "read",
    } | more


def _see(client: Client, url: str, data: dict[str, Any]) -> str:
    """Send the form once: the page shows what it would do and writes nothing."""
    before = (SupportNorm.objects.count(), Provision.objects.count())
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert (SupportNorm.objects.count(), Provision.objects.count()) == before
    return re.sub(r"\s+", " ", answer.content.decode())


def _confirm(client: Client, url: str, data: dict[str, Any]) -> str:
    """Send the form, then again with what was seen; return the page of the first."""
    html = _see(client, url, data)
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen, re.findall(r"invalid-feedback[^<]*<[^>]*>([^<]+)|errorlist[^>]*>(.*?)</ul>", html)
    answer = client.post(url, data | {"seen": seen[1]})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return html


def _ceiling(project: Project, day: date) -> int | None:
    (limit,) = ceilings_of(project.items.select_related("content", "establishment"), project, on=day).values()
    return limit.amount


def _asking(millions: int = 900) -> tuple[Any, ...]:
    return (flow.item(support=Dong(millions * flow.MILLION), source=Source.NATIONAL),)


def test_a_change_moves_the_ceiling_of_an_open_draft_and_of_no_project_approved_before(
    minh_at: Client, today: date
) -> None:
    """Acceptance 4: 30 % of 3.600 triệu under 1.000 triệu becomes 700 triệu for the draft alone."""
    approved = flow.approved_project(code="DEMO_MODEL", items=_asking(800), year=2026)
    draft = flow.draft(code="DEMO_MODEL", items=_asking(), year=2026)
    other = flow.draft(code="MACHINERY", items=_asking(250), year=2026)
    assert approved.decided_on is not None
    was = (_ceiling(approved, approved.decided_on), _ceiling(draft, today), _ceiling(other, today))

    url = reverse("norm_replace", args=[_norm("DEMO_MODEL").pk])
    html = _confirm(minh_at, url, _terms(today))

    assert draft.number in html
    assert "1.000 triệu đồng" in html
    assert "700 triệu đồng" in html
    assert "vượt mức" in html
    assert not any(project.number in html for project in (approved, other))
    assert was == (960 * flow.MILLION, 1000 * flow.MILLION, 300 * flow.MILLION)
    assert _ceiling(draft, today) == 700 * flow.MILLION
    assert _ceiling(approved, approved.decided_on) == was[0]
    assert _ceiling(other, today) == was[2]
    page = signed_in(people.LAN).get(reverse("project", args=[draft.pk])).content.decode()
    assert "trần 700 triệu" in page
    assert "trần 1.000 triệu" in signed_in(people.LAN).get(reverse("project", args=[approved.pk])).content.decode()


def test_the_old_version_ends_on_the_eve_of_the_new(minh_at: Client, today: date) -> None:
    old = _norm("DEMO_MODEL")
    since = today + timedelta(days=30)
    _confirm(minh_at, reverse("norm_replace", args=[old.pk]), _terms(since))
    old.refresh_from_db()
    new = SupportNorm.objects.get(code=old.code, content=old.content, province=None, valid__contains=since)
    assert old.valid.upper == since == new.valid.lower
    assert (new.percent, new.cap, new.code) == (Decimal(30), 700 * flow.MILLION, old.code)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": "01/01/2020"}, "Thời gian đã qua không sửa được"),
        ({"since": "31/02/2027"}, "không có trong lịch"),
        ({"percent": "101"}, "Tỷ lệ phải trên 0 và không quá 100 %"),
        ({"percent": "-3"}, "Tỷ lệ phải trên 0 và không quá 100 %"),
        ({"percent": "ba mươi"}, "không phải là số"),
        ({"percent": "", "cap": ""}, "Hãy ghi tỷ lệ tối đa, mức tối đa, hoặc cả hai"),
        ({"cap": "-5"}, "là số âm"),
        ({"until": "01/01/2021"}, "Ngày hết hiệu lực phải từ ngày có hiệu lực"),
        ({"source": ""}, "Trường này là bắt buộc"),
        ({"instrument": "999999"}, "hợp lệ"),
        ({"instrument": ""}, "Hãy chọn văn bản quy định"),
        ({"tier_from": "10"}, "Hãy chọn mức tùy theo số nào"),
        ({"tier": "registered_capital"}, "Hãy ghi mức dưới hoặc mức trên của vốn đăng ký"),
        ({"tier": "registered_capital", "tier_from": "20", "tier_to": "10"}, "Mức trên phải từ mức dưới trở lên"),
        ({"factor": "1,5"}, "Hãy ghi cả mã của mức gốc và hệ số"),
        ({"factor": "11", "factor_of": "N5"}, "Hệ số phải trên 0"),
    ],
)
def test_wrong_input_is_told_and_leaves_no_row(
    wrong: dict[str, str], sentence: str, minh_at: Client, today: date
) -> None:
    html = _see(minh_at, reverse("norm_replace", args=[_norm("DEMO_MODEL").pk]), _terms(today) | wrong)
    assert re.search(sentence, html)
    assert 'name="seen"' not in html


def test_what_is_changed_after_it_was_seen_is_shown_again(minh_at: Client, today: date) -> None:
    url, data = reverse("norm_replace", args=[_norm("DEMO_MODEL").pk]), _terms(today)
    seen = re.search(r'name="seen" value="(\w+)"', _see(minh_at, url, data))
    assert seen
    assert "Xem tác động" not in _see(minh_at, url, data | {"cap": "900", "seen": seen[1]})


def test_a_version_that_has_not_begun_can_be_taken_back_and_the_old_goes_on(minh_at: Client, today: date) -> None:
    old = _norm("DEMO_MODEL")
    since = today + timedelta(days=30)
    _confirm(minh_at, reverse("norm_replace", args=[old.pk]), _terms(since))
    new = SupportNorm.objects.get(code=old.code, province=None, valid__startswith=since)
    html = minh_at.get(reverse("norm", args=[new.pk])).content.decode()
    assert "Hủy phiên bản" in html
    _see(minh_at, reverse("norm_end", args=[new.pk]), {"reason": "nhập nhầm"})
    seen = re.search(r'value="(\w{32})"', _see(minh_at, reverse("norm_end", args=[new.pk]), {"reason": "nhập nhầm"}))
    assert seen
    minh_at.post(reverse("norm_end", args=[new.pk]), {"reason": "nhập nhầm", "seen": seen[1]})
    old.refresh_from_db()
    assert old.valid.upper is None
    assert not SupportNorm.objects.filter(pk=new.pk).exists()


def test_a_norm_in_force_is_only_ended(minh_at: Client, today: date) -> None:
    norm = _norm("DEMO_MODEL")
    url = reverse("norm_end", args=[norm.pk])
    refused = _see(minh_at, url, {"last_day": show_date(today - timedelta(days=1)), "reason": "bãi bỏ"})
    assert "Thời gian đã qua không sửa được" in refused
    assert "reason" in _see(minh_at, url, {"last_day": show_date(today), "reason": ""})
    _confirm(minh_at, url, {"last_day": show_date(today), "reason": "Thông tư bãi bỏ"})
    norm.refresh_from_db()
    assert norm.valid.upper == today + timedelta(days=1)


def test_two_norms_of_one_case_may_not_overlap(minh_at: Client, today: date) -> None:
    content = ActivityContent.objects.get(code="DEMO_MODEL")
    data = _terms(today) | {"scope": "national", "content": content.pk}
    assert "trùng thời gian và điều kiện" in _see(minh_at, NORM_NEW, data)
    tiered = data | {"tier": "registered_capital", "tier_to": "10.000"}
    _confirm(minh_at, NORM_NEW, tiered)
    made = SupportNorm.objects.get(content=content, province=None, attributes__has_key="tier")
    assert made.attributes["tier"] == {"attribute": "registered_capital", "to": 10_000 * flow.MILLION}
    assert made.code == "N2a"


def test_a_so_maintains_its_own_province_and_nothing_else(so_at: Client, dak_lak: Unit, today: date) -> None:
    own = SupportNorm.objects.get(content__code="DEMO_MODEL", province=dak_lak)
    data = _terms(today, instrument=LegalInstrument.objects.get(code="DAKLAK-NQ-2025").pk)
    _confirm(so_at, reverse("norm_replace", args=[own.pk]), data)
    for name, row in (("norm_replace", _norm("DEMO_MODEL")), ("norm_end", _norm("DEMO_MODEL"))):
        assert so_at.get(reverse(name, args=[row.pk])).status_code == 404
    rule = Provision.objects.filter(kind="ADVANCE")[0]
    assert so_at.get(reverse("provision_replace", args=[rule.pk])).status_code == 404
    html = so_at.get(NORM_NEW).content.decode()
    assert "cả nước (khuyến công quốc gia)" not in html
    forged = data | {"scope": "national", "content": ActivityContent.objects.get(code="SHOWROOM").pk}
    assert 'name="seen"' not in _see(so_at, NORM_NEW, forged)


def test_a_so_adds_its_resolution_once(so_at: Client, dak_lak: Unit, today: date) -> None:
    data = {
        "number": "99/2026/NQ-HĐND", "title": "Quy định mức chi khuyến công", "issuer": "HĐND tỉnh Đắk Lắk",
        "scope": dak_lak.pk, "issued_on": show_date(today), "since": show_date(today),
        "source": "Công báo tỉnh", "confidence": "read",
    }  # fmt: skip
    url = reverse("instrument_new")
    early = so_at.post(url, data | {"since": "01/01/2020", "issued_on": "02/01/2020"}).content.decode()
    assert "không thể có hiệu lực trước ngày ban hành" in early
    unsourced = so_at.post(url, data | {"source": ""})
    assert unsourced.status_code == 200
    assert so_at.post(url, data).status_code == 302
    made = LegalInstrument.objects.get(number="99/2026/NQ-HĐND")
    assert made.province == dak_lak
    assert "đã có trong hệ thống" in so_at.post(url, data).content.decode()


def test_a_new_advance_names_the_open_projects_of_its_contents(minh_at: Client, today: date) -> None:
    html = minh_at.get(reverse("provision_new")).content.decode()
    assert "Địa bàn được hỗ trợ" in html
    url = reverse("provision_new") + "?kind=ADVANCE"
    data = {
        "text": "Tạm ứng 80 % đối với mô hình trình diễn", "percent": "80", "contents": ["DEMO_MODEL"],
        "documents": "Hợp đồng\nBiên bản bàn giao", "since": show_date(today), "source": "Công báo",
        "confidence": "read", "instrument": LegalInstrument.objects.get(code="TT36").pk,
    }  # fmt: skip
    draft = flow.draft(code="DEMO_MODEL", items=_asking(), year=2026)
    assert draft.number in _confirm(minh_at, url, data)
    made = Provision.objects.get(text=data["text"])
    assert made.attributes["percent"] == "80"
    assert made.attributes["documents"] == ["Hợp đồng", "Biên bản bàn giao"]
    assert "phải trên 0 và không quá 100" in _see(minh_at, url, data | {"percent": "0", "text": "khác"})


def test_the_end_of_a_rule_of_area_shows_whom_it_shuts_out(minh_at: Client, today: date) -> None:
    draft, approved = flow.draft(year=2026), flow.approved_project(year=2026)
    rule = Provision.objects.get(code="AREA-B-PROVINCE")
    data = {"last_day": show_date(today + timedelta(days=9)), "reason": "Nghị định bãi bỏ"}
    html = _confirm(minh_at, reverse("provision_end", args=[rule.pk]), data)
    assert draft.number in html
    assert approved.number not in html
    assert "<td>đủ điều kiện</td> <td>không đủ điều kiện</td>" in html
    rule.refresh_from_db()
    assert rule.valid.upper == today + timedelta(days=10)


@pytest.mark.parametrize("address", ["khac/moi/", "noi-dung/moi/"])
def test_the_countrys_own_pages_are_hidden_from_a_so(address: str, so_at: Client, minh_at: Client) -> None:
    assert so_at.get(f"/quy-dinh/{address}").status_code == 404
    assert minh_at.get(f"/quy-dinh/{address}").status_code == 200


def test_the_preview_costs_the_same_for_one_open_project_and_for_fifty(minh_at: Client, today: date) -> None:
    url, data = reverse("norm_replace", args=[_norm("DEMO_MODEL").pk]), _terms(today)
    costs = []
    for more in (1, 49):
        for _ in range(more):
            flow.draft(code="DEMO_MODEL", items=_asking(), year=2026)
        with CaptureQueriesContext(connection) as queries:
            assert 'name="seen"' in _see(minh_at, url, data)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_content_is_added_and_ended(minh_at: Client, today: date) -> None:
    data = {
        "name": "Hỗ trợ truy xuất nguồn gốc", "group": "4", "unit": "sản phẩm", "since": show_date(today),
        "instrument": LegalInstrument.objects.get(code="ND235").pk, "source": "Công báo", "confidence": "read",
    }  # fmt: skip
    assert minh_at.post(reverse("content_new"), data).status_code == 302
    made = ActivityContent.objects.get(name="Hỗ trợ truy xuất nguồn gốc")
    assert "đang có hiệu lực rồi" in minh_at.post(reverse("content_new"), data).content.decode()
    assert "Chấm dứt" in minh_at.get("/quy-dinh/?tab=noi-dung").content.decode()
    _confirm(minh_at, reverse("content_end", args=[made.pk]), {"last_day": show_date(today), "reason": "bãi bỏ"})
    made.refresh_from_db()
    assert made.valid.upper == today + timedelta(days=1)


def test_a_rule_is_followed_by_a_version_under_the_same_stem(minh_at: Client, today: date) -> None:
    rule = Provision.objects.get(code="ADVANCE-B-TRAINING")
    url = reverse("provision_replace", args=[rule.pk])
    data = {
        "text": "Tạm ứng 50 %", "percent": "50", "contents": ["TRAINING"], "documents": "Hợp đồng",
        "since": show_date(today), "source": "Công báo", "confidence": "read",
        "instrument": LegalInstrument.objects.get(code="TT36").pk,
    }  # fmt: skip
    _confirm(minh_at, url, data)
    rule.refresh_from_db()
    assert rule.valid.upper == today
    assert Provision.objects.get(code=f"ADVANCE-B-TRAINING@{today:%Y-%m-%d}").attributes["percent"] == "50"


def _sheet(rows: list[list[Any]], *, csv: bool = False) -> SimpleUploadedFile:
    if csv:
        text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        return SimpleUploadedFile("muc.csv", text.encode())
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("muc.xlsx", file.getvalue())


HEAD = ["Nội dung chi", "Tỷ lệ (%)", "Mức hỗ trợ tối đa (triệu đồng)", "ĐVT", "Vốn đăng ký đến"]


def _sent(client: Client, rows: list[list[Any]], today: date, *, csv: bool = False) -> str:
    data = {
        "scope": client.get(IMPORT).context["form"].fields["scope"].choices[0][0],
        "instrument": LegalInstrument.objects.get(code="DAKLAK-NQ-2025").pk,
        "since": show_date(today),
        "source": "Nghị quyết",
        "confidence": "read",
    }
    answer = client.post(IMPORT, data | {"file": _sheet(rows, csv=csv)})
    assert answer.status_code == 200
    html = re.sub(r"\s+", " ", answer.content.decode())
    if "Ghi tất cả" not in html:
        return html
    held = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in ("held", "held_name")}
    again = {name: found[1] for name, found in held.items() if found}
    assert client.post(IMPORT, data | again | {"save": "1"}).status_code == 302
    return html


@pytest.mark.parametrize("csv", [False, True])
def test_a_resolution_is_imported_whole(so_at: Client, dak_lak: Unit, today: date, *, csv: bool) -> None:
    rows: list[list[Any]] = [
        ["Phụ lục mức hỗ trợ"],
        HEAD,
        ["Mô hình trình diễn kỹ thuật", 30, 850, "mô hình", None],
        ["CLEANER_PRODUCTION", 30, 400, "mô hình", None],
        ["SHOWROOM", 50, "45,5", "phòng", None],
        ["BRAND", None, 20, "nhãn hiệu", 5000],
    ]
    rows[2][0] = ActivityContent.objects.get(code="DEMO_MODEL").name.upper()
    html = _sent(so_at, rows, today, csv=csv)
    assert html.count("không đổi</span>") == 1
    assert html.count("thay đổi</span>") == 1
    assert html.count("mới</span>") == 2
    own = SupportNorm.objects.filter(province=dak_lak, valid__contains=today)
    levels = {norm.content.code: (norm.percent, norm.cap) for norm in own.select_related("content")}
    assert levels["DEMO_MODEL"] == (Decimal(30), 850 * flow.MILLION)
    assert levels["SHOWROOM"] == (Decimal(50), 45_500_000)
    brand = own.get(content__code="BRAND")
    assert brand.attributes == {"tier": {"attribute": "registered_capital", "to": 5000 * flow.MILLION}}
    assert own.get(content__code="CLEANER_PRODUCTION").valid.lower == date(2025, 7, 26)


def test_a_sheet_that_repeats_what_is_in_force_writes_nothing(so_at: Client, today: date) -> None:
    html = _sent(so_at, [HEAD, ["CLEANER_PRODUCTION", 30, 400, "mô hình", None]], today)
    assert "Mọi dòng đều đúng như mức đang có" in html
    assert "Ghi tất cả" not in html


def test_every_fault_of_a_sheet_is_told_at_once_and_nothing_is_written(so_at: Client, today: date) -> None:
    before = SupportNorm.objects.count()
    html = _sent(
        so_at,
        [HEAD, ["DEMO_MODEL", 130, 850, "", None], ["BRAND", 50, -3, "", None], ["", 50, 3, "", None],
         ["SHOWROOM", None, None, "", None], ["MACHINERY", 0.5, 3, "", None], ["Khoan giếng", 50, 30, "", None]],
        today,
    )  # fmt: skip
    for sentence in (
        "“130” phải trên 0 và không quá 100",
        "là số âm",
        "Chưa ghi nội dung.",
        "Chưa ghi tỷ lệ hay mức tối đa.",
        "có lẽ là phần trăm của bảng tính",
        "Không có nội dung này trong danh mục",
    ):
        assert sentence in html
    assert "Ghi tất cả" not in html
    assert SupportNorm.objects.count() == before


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("muc.xlsx", b"not a workbook"), "Không mở được tệp"),
        (SimpleUploadedFile("muc.csv", b"\xff\xfe\x00"), "UTF-8"),
        (SimpleUploadedFile("muc.csv", b"a;b\n1;2"), "Không thấy dòng tiêu đề"),
        (SimpleUploadedFile("muc.csv", b"x" * 400_001), "lớn quá 400 KB"),
    ],
)
def test_a_file_that_is_no_sheet_is_told(file: SimpleUploadedFile, sentence: str, so_at: Client, today: date) -> None:
    file.seek(0)
    data = {
        "scope": so_at.get(IMPORT).context["form"].fields["scope"].choices[0][0],
        "instrument": LegalInstrument.objects.get(code="DAKLAK-NQ-2025").pk,
        "since": show_date(today), "source": "Nghị quyết", "confidence": "read", "file": file,
    }  # fmt: skip
    assert sentence in so_at.post(IMPORT, data).content.decode()


def test_the_sample_is_read_back(so_at: Client) -> None:
    sent = so_at.get("/quy-dinh/muc/nhap/mau/")
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content)))["Mức hỗ trợ"]  # type: ignore[attr-defined]
    assert [cell.value for cell in sheet[1]][:3] == [
        "Nội dung", "Tỷ lệ tối đa (%)", "Mức tối đa (triệu đồng)",
    ]  # fmt: skip


@pytest.mark.parametrize("person", [people.LAN, people.TUAN])
def test_a_centre_does_not_maintain_the_law(person: people.Person) -> None:
    client = signed_in(person)
    assert client.get(NORM_NEW).status_code == 403
    assert "Lập phiên bản mới" not in client.get(reverse("norm", args=[_norm("DEMO_MODEL").pk])).content.decode()
