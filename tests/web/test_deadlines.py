"""What is due and what is late, on the pages of each role; the calendar; the law's pages move them."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.core.scope import NATION
from khuyencong.faces.web.home.waits import Task
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.operations import open_plan
from khuyencong.flow.supervision.enums import AdjustmentKind
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.regulations.models import LegalInstrument, Provision
from tests import people
from tests.factories import flow
from tests.web.test_adjustments import ask, planned
from tests.web.test_law_maintenance import _confirm
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the pages be of a day: 10/7/2017 unless the test says another."""

    def day(today: date) -> None:
        monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: today)

    day(people.TODAY)
    return day


def tasks(browser: Client, title: str) -> tuple[Task, ...]:
    """The tasks of a queue of the first page."""
    queues = browser.get("/").context["board"].queues
    return next(tuple(queue.tasks) for queue in queues if queue.title.startswith(title))


# ---- Each role's list ----


def test_a_draft_is_due_at_the_department_before_20_may(on: Any) -> None:
    flow.draft(year=2018, today=date(2017, 3, 1))
    browser = signed_in(people.LAN)
    (task,) = tasks(browser, "Đề án đang lập")
    assert (task.due, task.overdue, task.late) == (date(2017, 5, 19), 36, True)
    assert "trước ngày 20 tháng 5" in task.law
    html = browser.get("/").content.decode()
    assert "quá 36 ngày làm việc" in html
    on(date(2017, 5, 19))
    (task,) = tasks(browser, "Đề án đang lập")
    assert (task.overdue, task.late) == (0, False)


def test_national_proposals_are_due_at_the_agency_before_20_june_and_at_the_ministry_in_september() -> None:
    flow.submitted_project(items=[flow.item(source=Source.NATIONAL)], year=2018)
    flow.submitted_project(year=2018)
    found = {task.due for task in tasks(signed_in(people.HOA), "Đề án chờ thẩm định cấp cơ sở")}
    assert found == {date(2017, 6, 19), None}  # no rule sets a day for local appraisal


def test_a_plan_is_due_by_the_end_of_the_year_before() -> None:
    flow.plan(year=2018, fund=Fund.NATIONAL)
    (task,) = tasks(signed_in(people.MINH), "Kế hoạch khuyến công quốc gia")
    assert (task.due, task.overdue) == (date(2017, 12, 31), 0)
    assert "chưa đối chiếu" in task.law


def test_the_accountant_sees_when_the_settlement_file_is_due() -> None:
    contract = flow.contract()
    flow.acceptance(contract.line.project.items.get())
    (task,) = tasks(signed_in(people.TUAN), "Đã nghiệm thu, chưa quyết toán")
    assert task.due == date(2017, 12, 15)


def test_the_department_confirms_what_the_centre_asks_and_the_centre_gets_it_back(lan: Actor) -> None:
    adjustment = ask(planned().project, {}, kind=AdjustmentKind.TIME, actor=lan)
    (task,) = tasks(signed_in(people.HOA), "Chờ Sở xác nhận")
    assert (task.url, task.due) == (reverse("adjustment", args=[adjustment.pk]), None)
    url = reverse("adjustment_return", args=[adjustment.pk])
    assert signed_in(people.HOA).post(url, {"reason": "Thiếu đơn"}).status_code == 302
    assert tasks(signed_in(people.HOA), "Chờ Sở xác nhận") == ()
    assert [task.what for task in tasks(signed_in(people.LAN), "Bị trả lại")] == ["thay đổi thời gian trong năm"]


# ---- The law's pages move the list ----


def test_a_new_deadline_through_the_page_moves_the_list(on: Any) -> None:
    flow.draft(year=2018, today=date(2017, 3, 1))
    rule = Provision.objects.get(code="DEADLINE-REGISTER-DOIT")
    data = {
        "text": "Đơn vị đăng ký với Sở trước ngày 31 tháng 7", "duty": "REGISTER", "owed_by": "CENTRE",
        "owed_to": "DEPARTMENT", "month": "7", "day": "31", "year_offset": "-1", "before": "on",
        "since": "10/07/2017", "source": "Công báo", "confidence": "read",
        "instrument": LegalInstrument.objects.get(code="TT36").pk,
    }  # fmt: skip
    minh = signed_in(people.MINH)
    wrong = {**data, "working_days": "5"}
    html = minh.post(reverse("provision_replace", args=[rule.pk]), wrong).content.decode()
    assert "một trong hai" in html
    _confirm(minh, reverse("provision_replace", args=[rule.pk]), data)
    (task,) = tasks(signed_in(people.LAN), "Đề án đang lập")
    assert (task.due, task.overdue) == (date(2017, 7, 28), 0)  # 30/7/2017 is a Sunday
    assert "31 tháng 7" in task.law
    assert signed_in(people.LAN).get(reverse("late")).context["total"] == 0
    on(date(2017, 7, 9))  # the day before, the old rule was in force
    assert tasks(signed_in(people.LAN), "Đề án đang lập")[0].due == date(2017, 5, 19)


def test_working_days_for_an_answer_come_from_a_rule_alone(lan: Actor, on: Any) -> None:
    ask(planned().project, {}, kind=AdjustmentKind.TIME, actor=lan)
    on(date(2017, 7, 20))
    browser = signed_in(people.HOA)
    assert browser.get(reverse("late")).context["total"] == 0
    kept = Provision.objects.get(code="DEADLINE-REGISTER-DOIT")
    data = {
        "text": "Sở trả lời trong 5 ngày làm việc", "duty": "ADJUSTMENT_CONFIRM", "owed_by": "DEPARTMENT",
        "working_days": "5", "since": "20/07/2017", "source": "Quy chế của Sở", "confidence": "read",
        "instrument": LegalInstrument.objects.get(code="TT36").pk,
    }  # fmt: skip
    _confirm(signed_in(people.MINH), reverse("provision_replace", args=[kept.pk]), data)
    (task,) = tasks(browser, "Chờ Sở xác nhận")
    assert (task.since, task.due, task.overdue) == (date(2017, 7, 10), date(2017, 7, 17), 3)
    (row, url), *rest = browser.get(reverse("late")).context["rows"]
    assert (row.days, row.holder, rest) == (3, "Sở Công Thương", [])
    assert url == task.url


# ---- What is late ----

LATE_QUERIES = 19


@pytest.mark.parametrize("count", [1, 50])
def test_the_late_page_takes_the_same_queries_whatever_is_late(count: int) -> None:
    for _ in range(count):
        flow.draft(year=2018, today=date(2017, 3, 1))
        flow.submitted_project(items=[flow.item(source=Source.NATIONAL)], year=2018)
    browser = signed_in(people.HOA)
    with CaptureQueriesContext(connection) as captured:
        shown = browser.get(reverse("late"))
    assert shown.context["total"] == 2 * count
    assert len(captured) == LATE_QUERIES


def test_late_by_province_and_step_narrowed_and_exported(on: Any) -> None:
    flow.draft(year=2018, today=date(2017, 3, 1))
    flow.draft(people.place_of(people.QUANG_NAM), year=2018, today=date(2017, 4, 1))
    contract = flow.contract()
    on(date(2017, 12, 18))
    minh = signed_in(people.MINH)
    cells = minh.get(reverse("late")).context["cells"]
    assert {(cell.duty, cell.province, cell.count) for cell in cells} == {
        ("REGISTER", "Phú Yên", 1), ("REGISTER", "Quảng Nam", 1), ("ACCEPT", "Phú Yên", 1),
    }  # fmt: skip
    assert {cell.holder for cell in cells} == {"Trung tâm khuyến công"}
    accept = minh.get(f"{reverse('late')}?viec=ACCEPT").context["rows"]
    assert [(row.due, row.days) for row, _url in accept] == [(contract.due_on, 1)]
    assert signed_in(people.QUE).get(reverse("late")).context["total"] == 1
    sent = minh.get(f"{reverse('late_export')}?viec=REGISTER")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    assert sheet is not None
    assert sorted(str(row[3]) for row in list(sheet.iter_rows(values_only=True))[-2:]) == ["Phú Yên", "Quảng Nam"]


# ---- The calendar ----


def test_the_calendar_of_a_year_and_its_file() -> None:
    browser = signed_in(people.LAN)
    shown = browser.get(f"{reverse('deadlines')}?nam=2017")
    days = {one.rule.code: one.day for one, _by, _to in shown.context["rows"]}
    assert days["DEADLINE-REGISTER-DOIT"] == date(2017, 5, 19)
    assert days["DEADLINE-REGISTER-AGENCY"] == date(2017, 6, 19)
    assert "Chưa xác minh" in shown.content.decode()
    file = browser.get(f"{reverse('deadlines_file')}?nam=2017")
    assert file.headers["Content-Type"].startswith("text/calendar")
    lines = file.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20170519" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = file.content.decode().replace("\r\n ", "")
    assert "SUMMARY:Trung tâm khuyến công: Đơn vị đăng ký kế hoạch với Sở Công Thương trước ngày 20 tháng 5" in whole
    assert browser.get(f"{reverse('deadlines')}?nam=99999").context["year"] == people.TODAY.year


def test_the_ministrys_own_plan_has_no_province(on: Any, minh: Actor) -> None:
    open_plan(minh, NATION, year=2017, fund=Fund.NATIONAL)
    browser = signed_in(people.MINH)
    (task,) = tasks(browser, "Kế hoạch khuyến công quốc gia")
    assert task.place == "Bộ Công Thương (Cục)"
    (cell,) = browser.get(reverse("late")).context["cells"]
    assert (cell.duty, cell.province, cell.holder) == ("PLAN_APPROVE", "Bộ Công Thương (Cục)", "Bộ Công Thương (Cục)")
    assert browser.get(f"{reverse('late')}?viec=PLAN_APPROVE").context["total"] == 1
