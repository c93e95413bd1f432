"""Supervision by its pages: progress from a phone, visits, obstacles, warnings that explain themselves."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.scope import NATION, Scope
from khuyencong.flow.fieldwork.models import Inspection, Photo, ProgressReport
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.warning.enums import WatchCode
from khuyencong.flow.warning.models import WatchRule
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.files.models import StoredFile
from tests import people
from tests.factories import field, flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

CTV = people.Person("ctv@phuyen.example", "Y Blơng", Role.COLLABORATOR, OrganisationKind.CENTRE, people.PHU_YEN)
TOLD = {"month": "2017-06", "percent": "35", "done": "Lắp bệ máy", "provincial": "20", "counterpart": "1.250,5"}
BOARD_QUERIES = 21
LIST_QUERIES = 18


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    def localdate(value: datetime | None = None) -> date:
        return value.date() if value else people.TODAY

    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", localdate)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def jpeg(name: str = "xuong.jpg", data: bytes = field.JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def cells(client: Client, url: str) -> list[tuple[Any, ...]]:
    response = client.get(url)
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    return [row for row in sheet.iter_rows(values_only=True) if any(value is not None for value in row)]


# ---- Progress ----


def test_a_collaborator_reports_a_month_with_photographs_from_a_phone() -> None:
    project = flow.contract().line.project
    url = reverse("progress_report", args=[project.pk])
    client = signed_in(CTV)
    assert 'capture="environment"' in html_of(client, url)
    sent = {
        **TOLD,
        "photos": [jpeg(), jpeg("may.jpg")],
        "taken": "1498550400000",
        "latitude": "13.09",
        "longitude": "109.3",
    }
    response = client.post(url, sent)
    report = ProgressReport.objects.get(project=project)
    assert response["Location"] == reverse("progress_one", args=[report.pk])
    assert (report.percent, report.provincial, report.counterpart) == (35, 20_000_000, 1_250_500_000)
    first, second = report.photos.order_by("pk")
    assert (first.taken_at.date(), second.taken_at) == (date(2017, 6, 27), None)
    assert str(first.latitude) == "13.09000"
    page = html_of(client, response["Location"])
    assert "Chụp ngày 27/06/2017" in page
    sent_file = client.get(reverse("photo_file", args=[first.pk]))
    assert b"".join(sent_file.streaming_content) == field.JPEG
    assert signed_in(people.QUE).get(reverse("photo_file", args=[first.pk])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"percent": "101"}, "100"),
        ({"percent": "-1"}, "0"),
        ({"done": " "}, "bắt buộc"),
        ({"month": "2017-08"}, "không"),
        ({"provincial": "-5"}, "âm"),
        ({"photos": [jpeg("virus.jpg", b"MZ" + b"\0" * 30)]}, "không phải ảnh JPEG hay PNG"),
    ],
)
def test_what_is_wrong_is_told_and_leaves_no_row(changes: dict[str, Any], sentence: str) -> None:
    project = flow.approved_project()
    response = signed_in(people.LAN).post(reverse("progress_report", args=[project.pk]), {**TOLD, **changes})
    assert response.status_code == 200
    errors = [str(error) for found in response.context["form"].errors.values() for error in found]
    assert any(sentence in error for error in errors), errors
    assert not ProgressReport.objects.exists()
    assert not StoredFile.objects.exists()


def test_one_report_a_month_and_no_step_back() -> None:
    project = flow.approved_project()
    field.report(project, month=date(2017, 5, 1), percent=40)
    url = reverse("progress_report", args=[project.pk])
    assert "không thấp hơn kỳ trước (40 %)" in signed_in(people.LAN).post(url, TOLD).content.decode()
    signed_in(people.LAN).post(url, {**TOLD, "percent": "60"})
    assert "đã có báo cáo Tháng 06/2017" in signed_in(people.LAN).post(url, {**TOLD, "percent": "70"}).content.decode()


def test_a_report_is_corrected_with_a_reason_until_the_month_is_closed() -> None:
    report = field.report()
    lan, url = signed_in(people.LAN), reverse("progress_correct", args=[report.pk])
    sent = {"percent": "45", "done": "Lắp máy", "version": "1"}
    assert "lý do" in lan.post(url, {**sent, "reason": ""}).content.decode().lower()
    lan.post(url, {**sent, "reason": "Ghi nhầm"})
    report.refresh_from_db()
    assert (report.percent, report.version) == (45, 2)
    assert "vừa được người khác sửa" in lan.post(url, {**sent, "reason": "Ghi nhầm"}).content.decode()
    signed_in(people.HOA).post(reverse("round_close", args=[report.round_id]))
    again = lan.post(url, {**sent, "version": "2", "reason": "Sửa nữa"}).content.decode()
    assert "đã chốt" in again
    assert (
        "đã chốt" in lan.post(reverse("progress_report", args=[flow.approved_project().pk]), {**TOLD}).content.decode()
    )
    lan.post(reverse("round_reopen", args=[report.round_id]), {"reason": "Thiếu một đề án"})
    lan.post(url, {**sent, "version": "2", "percent": "50", "reason": "Sửa nữa"})
    report.refresh_from_db()
    assert report.percent == 50


def test_forms_3a_and_3b_hold_the_figures() -> None:
    contract = flow.contract()
    report = field.report(contract.line.project)
    lan = signed_in(people.LAN)
    lines = cells(lan, f"{reverse('progress_3b_export')}?month=2017-06")
    row = next(row for row in lines if row[0] == contract.line.project.number)
    assert row[3:6] == (contract.number, contract.amount, report.percent)
    months = cells(lan, reverse("progress_3a_export", args=[contract.line.project_id]))
    assert any(row[:2] == ("Tháng 06/2017", 40) for row in months)


# ---- Inspections ----


def test_from_a_plan_to_minutes_to_an_obstacle_in_one_step() -> None:
    project = flow.contract().line.project
    hoa = signed_in(people.HOA)
    hoa.post(reverse("inspection_plan_open"), {"year": "2017", "decision": "12/KH-SCT"})
    page = html_of(hoa, reverse("inspections"))
    assert "Thêm đề án" in page
    plan = field.inspection_plan()
    hoa.post(
        reverse("visit_plan", args=[plan.pk]), {"project": str(project.pk), "month": "7", "inspector": "Trần Thị Hoa"}
    )
    line = plan.lines.get()
    sent = {
        "planned": str(line.pk),
        "number": "07/BB",
        "held_on": "05/07/2017",
        "place": "Xưởng",
        "attendees": "Hoa\nLan",
        "observed": "Máy chưa về",
        "conclusion": "Đôn đốc",
        "finding_1": "Chưa có điện",
        "remedy_1": "Kéo điện",
    }
    url = reverse("inspection_record", args=[project.pk])
    assert "Hãy ghi đủ tồn tại" in hoa.post(url, sent).content.decode()
    hoa.post(url, {**sent, "due_1": "20/07/2017"})
    visit = Inspection.objects.get()
    assert visit.planned == line
    finding = visit.findings.get()
    lan = people.user(people.LAN)
    raise_url = reverse("finding_raise", args=[finding.pk])
    hoa.post(raise_url, {"kind": "SITE", "owner": f"u-{lan.pk}"})
    obstacle = Obstacle.objects.get()
    assert (obstacle.description, obstacle.due_on, obstacle.owner_user) == ("Chưa có điện", date(2017, 7, 20), lan)
    assert "đã chuyển thành vướng mắc" in hoa.post(raise_url, {"kind": "SITE", "owner": f"u-{lan.pk}"}).content.decode()
    paper = Document(BytesIO(hoa.get(reverse("inspection_minutes", args=[visit.pk])).content))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "BIÊN BẢN" in text
    assert "Máy chưa về" in text
    assert any("Chưa có điện" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)


# ---- Obstacles ----


def test_the_list_of_the_week_and_a_proposal_to_escalate() -> None:
    late = field.obstacle(due_on=date(2017, 6, 20))
    later = field.obstacle(due_on=date(2017, 9, 1))
    lan = signed_in(people.LAN)
    page = html_of(lan, f"{reverse('obstacles')}?week=on")
    assert late.project.number in page
    assert later.project.number not in page
    assert "Quá hạn 20 ngày" in page
    assert "Đề xuất chuyển cấp trên" in page
    WatchRule.objects.get(code=WatchCode.ESCALATE_AFTER)
    url = reverse("watch_rule_tune", args=["ESCALATE_AFTER"])
    signed_in(people.HOA).post(url, {"active": "on", "threshold": "30", "reason": "15/QĐ-SCT"})
    assert "Đề xuất chuyển cấp trên" not in html_of(lan, f"{reverse('obstacles')}?week=on")


def test_up_from_the_centre_to_the_department_to_the_agency() -> None:
    obstacle = field.obstacle()
    department = people.organisation(OrganisationKind.DEPARTMENT, people.PHU_YEN)
    agency = people.organisation(OrganisationKind.AGENCY)
    url, sent = reverse("obstacle_escalate", args=[obstacle.pk]), {"due_on": "20/07/2017", "reason": "Vượt thẩm quyền"}
    signed_in(people.LAN).post(url, sent)
    obstacle.refresh_from_db()
    assert (obstacle.level, obstacle.owner_organisation, obstacle.owner_user) == ("DEPARTMENT", department, None)
    assert "Sở Công Thương quyết định" in signed_in(people.LAN).post(url, sent).content.decode()
    signed_in(people.HOA).post(url, sent)
    obstacle.refresh_from_db()
    assert (obstacle.level, obstacle.owner_organisation) == ("AGENCY", agency)
    assert "cấp cao nhất" in signed_in(people.MINH).post(url, sent).content.decode()
    page = html_of(signed_in(people.MINH), reverse("obstacle", args=[obstacle.pk]))
    assert page.count("Vượt thẩm quyền") == 2
    signed_in(people.MINH).post(reverse("obstacle_comment", args=[obstacle.pk]), {"text": "Đã có công văn"})
    assert "Đã có công văn" in html_of(signed_in(people.LAN), reverse("obstacle", args=[obstacle.pk]))


def test_strangers_see_nothing_and_owners_no_supervision() -> None:
    obstacle, visit, report = field.obstacle(), field.inspection(), field.report()
    que = signed_in(people.QUE)
    for name, pk in (("obstacle", obstacle.pk), ("inspection", visit.pk), ("progress_one", report.pk)):
        assert que.get(reverse(name, args=[pk])).status_code == 404
    son = Client()
    son.force_login(owner(flow.establishment().pk))
    assert son.get(reverse("watch")).status_code == 403


# ---- Warnings ----


def test_a_score_explains_itself_and_a_threshold_moves_it() -> None:
    contract = flow.contract()
    field.obstacle(contract.line.project, due_on=date(2017, 6, 20))
    hoa, url = signed_in(people.HOA), reverse("watch_project", args=[contract.line.project_id])
    page = html_of(hoa, url)
    assert "đã 126 ngày chưa tạm ứng đồng nào" in page
    assert "vướng mắc, lâu nhất quá hạn 20 ngày" in page
    before = hoa.get(url).context["score"].points
    tune = reverse("watch_rule_tune", args=["ADVANCE_LATE"])
    hoa.post(tune, {"active": "on", "threshold": "200", "weight": "15", "reason": "15/QĐ-SCT"})
    assert hoa.get(url).context["score"].points == before - 15
    assert "15/QĐ-SCT" in html_of(hoa, reverse("watch_rules"))
    que_project = flow.contract(
        flow.approved_line(flow.approved_project(people.place_of(people.QUANG_NAM)))
    ).line.project
    why = signed_in(people.QUE).get(reverse("watch_project", args=[que_project.pk])).context["score"]
    assert WatchCode.ADVANCE_LATE in {reason.rule.code for reason in why.reasons}, (
        "another province keeps the country's"
    )


def test_a_province_does_not_change_the_country() -> None:
    hoa = signed_in(people.HOA)
    url = reverse("watch_rule_tune", args=["ADVANCE_LATE"])
    hoa.post(f"{url}?nation=1", {"active": "on", "threshold": "1", "weight": "1", "reason": "Thử"})
    assert not WatchRule.objects.filter(code="ADVANCE_LATE", province=None, threshold=1).exists()
    signed_in(people.MINH).post(f"{url}?nation=1", {"threshold": "1", "weight": "1", "reason": "Công văn 9"})
    rule = WatchRule.objects.get(code="ADVANCE_LATE", province=None, since=people.TODAY)
    assert (rule.threshold, rule.active, rule.source) == (1, False, "Công văn 9")
    assert people.actor(people.HOA).may("watch.tune", Scope(province_id=people.province_unit(people.PHU_YEN).pk))
    assert not people.actor(people.HOA).may("watch.tune", NATION)


def test_the_list_of_the_week_is_sorted_and_exported() -> None:
    calm, worse = flow.contract().line.project, flow.contract().line.project
    field.obstacle(worse, due_on=date(2017, 6, 20))
    rows = cells(signed_in(people.HOA), reverse("watch_list_export"))
    numbers = [row[0] for row in rows]
    assert numbers.index(worse.number) < numbers.index(calm.number)
    page = html_of(signed_in(people.HOA), f"{reverse('watch_list')}?rule=OBSTACLE_OVERDUE")
    assert worse.number in page
    assert calm.number not in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_cost_the_same_at_one_and_at_many(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        project = flow.contract().line.project
        field.report(project)
        field.obstacle(project)
    hoa = signed_in(people.HOA)
    html_of(hoa, reverse("watch"))
    with django_assert_num_queries(BOARD_QUERIES):
        html_of(hoa, reverse("watch"))
    with django_assert_num_queries(LIST_QUERIES):
        html_of(hoa, reverse("watch_list"))
    assert Photo.objects.count() == 0
