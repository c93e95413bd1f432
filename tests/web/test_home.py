"""The first page of each role, who may do what, the gallery, the pulse, and pages that are not there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION
from khuyencong.faces.web.home.board import Board, board
from khuyencong.faces.web.home.waits import Queue
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.settlement.stands import stand_of, with_stands
from khuyencong.flow.supervision.enums import AdjustmentKind
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.access.roles import ROLES
from khuyencong.ground.accounts.operations import open_account
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

TODAY = people.TODAY
NOW = datetime(2017, 7, 10, 2, tzinfo=UTC)


def board_of(actor: Actor, today: date = TODAY) -> Board:
    """The first page of somebody on a day."""
    return board(actor, today=today, now=NOW)


def queue(actor: Actor, title: str, today: date = TODAY) -> Queue:
    """A queue by its title."""
    return next(queue for queue in board_of(actor, today).queues if queue.title.startswith(title))


def text(response: Any) -> str:
    """The body with its whitespace squeezed."""
    return " ".join(response.content.decode().split())


# ---- The ministry ----


@pytest.mark.parametrize(
    ("source", "person", "stranger"),
    [(Source.NATIONAL, people.MINH, people.HOA), (Source.PROVINCIAL, people.HOA, people.MINH)],
)
def test_a_supplement_with_projects_waits_for_whoever_approves_it(
    source: Source, person: people.Person, stranger: people.Person
) -> None:
    title = "Đợt bổ sung kế hoạch"
    plan = flow.approved_line(source=source).envelope.plan
    planning.open_supplement(SYSTEM, plan)
    assert queue(people.actor(person), title).tasks == ()
    flow.line(source=source)
    task = queue(people.actor(person), title).tasks[0]
    assert (task.title, task.url, task.place) == (f"{plan}, đợt 2", f"/ke-hoach/{plan.pk}/", "Phú Yên")
    assert queue(people.actor(stranger), title).tasks == ()
    planning.approve_batch(SYSTEM, plan, number=2, decision="QĐ-2", today=TODAY)
    assert queue(people.actor(person), title).tasks == ()


def test_national_plans_wait_for_the_ministry(minh: Actor) -> None:
    plan = flow.plan(fund=Fund.NATIONAL)
    flow.plan(fund=Fund.LOCAL)
    task = queue(minh, "Kế hoạch khuyến công quốc gia").tasks[0]
    assert (task.place, task.url) == ("Phú Yên", f"/ke-hoach/{plan.pk}/")
    assert task.holder == minh.organisation
    assert task.since is not None


def test_the_ministry_appraises_national_money_after_the_base(minh: Actor) -> None:
    flow.submitted_project()
    national = [flow.submitted_project(items=[flow.item(source=Source.NATIONAL)]) for _ in range(2)]
    appraisal.conclude(SYSTEM, national[0], result=Result.PASS, today=date(2017, 6, 30))
    task = queue(minh, "Đề án chờ thẩm định cấp Bộ").tasks[0]
    assert national[0].number in task.title
    assert (task.since, task.days) == (date(2017, 6, 30), 10)


def test_the_ministry_decides_adjustments_of_national_money(minh: Actor, hoa: Actor) -> None:
    flow.adjustment()
    flow.adjustment(flow.approved_project(items=[flow.item(source=Source.NATIONAL)]), kind=AdjustmentKind.STOP)
    own = queue(minh, "Đề nghị điều chỉnh")
    assert [task.what for task in own.tasks] == ["ngừng triển khai"]
    assert {task.holder for task in queue(hoa, "Đề nghị điều chỉnh").tasks} == {
        "Bộ Công Thương (Cục)",
        "Sở Công Thương",
    }


# ---- The Sở ----


def test_the_department_sees_what_waits_in_its_province(hoa: Actor) -> None:
    project = flow.submitted_project()
    flow.submitted_project(people.place_of(people.QUANG_NAM))
    flow.plan(year=2018)
    assert [task.url for task in queue(hoa, "Đề án chờ thẩm định").tasks] == [f"/de-an/{project.pk}/"]
    assert queue(hoa, "Kế hoạch đang dự thảo").total == 1


# ---- The centre ----


def test_returned_drafts_come_first(lan: Actor) -> None:
    fresh = flow.draft()
    returned = flow.submitted_project()
    appraisal.conclude(SYSTEM, returned, result=Result.RETURN, today=date(2017, 7, 1), remarks="Thiếu báo giá")
    tasks = queue(lan, "Đề án đang lập").tasks
    assert [task.url for task in tasks] == [f"/de-an/{returned.pk}/", f"/de-an/{fresh.pk}/"]
    assert (tasks[0].what, tasks[0].days, tasks[0].late) == ("Được trả lại, đang bổ sung hồ sơ", 9, True)


def test_contracts_that_end_and_items_that_are_late(lan: Actor) -> None:
    contract = flow.contract()
    near = contract.due_on - timedelta(days=12)
    assert "còn 12 ngày" in queue(lan, "Hợp đồng sắp hết hạn", near).tasks[0].what
    assert queue(lan, "Hạng mục quá hạn", near).total == 0
    late = queue(lan, "Hạng mục quá hạn", contract.due_on + timedelta(days=3)).tasks[0]
    assert (late.days, late.late) == (3, True)
    flow.acceptance(contract.line.project.items.get())
    assert queue(lan, "Hạng mục quá hạn", contract.due_on + timedelta(days=3)).total == 0


def test_money_that_waits_for_the_accountant(tuan: Actor) -> None:
    contract = flow.contract()
    assert queue(tuan, "Hợp đồng ký quá 30 ngày", contract.signed_on + timedelta(days=30)).total == 0
    assert queue(tuan, "Hợp đồng ký quá 30 ngày", contract.signed_on + timedelta(days=31)).tasks[0].days == 31

    flow.advance(contract)
    assert queue(tuan, "Hợp đồng ký quá 30 ngày").total == 0
    overdue = queue(tuan, "Tạm ứng quá hạn", contract.due_on + timedelta(days=1)).tasks[0]
    assert "còn 10 triệu đồng tạm ứng" in overdue.what

    accepted = flow.acceptance(contract.line.project.items.get())
    assert queue(tuan, "Đã nghiệm thu, chưa quyết toán").tasks[0].since == accepted.accepted_on
    flow.settled(contract)
    for title in ("Đã nghiệm thu", "Tạm ứng quá hạn"):
        assert queue(tuan, title, contract.due_on + timedelta(days=1)).total == 0


def test_another_province_sees_nothing_of_it(que: Actor) -> None:
    flow.draft()
    flow.contract()
    assert board_of(que, date(2018, 1, 1)).waiting == 0


# ---- The owner ----


def test_an_owner_sees_where_each_project_stands() -> None:
    line = flow.approved_line()
    flow.draft()
    workshop = line.project.items.get().establishment
    assert workshop is not None
    user = owner(workshop.pk)
    seen = board_of(actor_of(user, today=TODAY))
    assert [queue.total for queue in seen.queues] == [1]
    assert seen.queues[0].tasks[0].what == "Đã giao kế hoạch, chờ ký hợp đồng"
    assert (seen.waiting, seen.pulse, seen.latest) == (0, None, None)


def test_each_step_of_a_project_has_its_words() -> None:
    def now(project: Project) -> str:
        return stand_of(with_stands(Project.objects.filter(pk=project.pk)).get()).step

    project = flow.draft()
    assert now(project) == "Đang lập hồ sơ"
    project = flow.submitted_project(items=[flow.item(source=Source.NATIONAL)])
    assert now(project) == "Chờ thẩm định cấp cơ sở"
    appraisal.conclude(SYSTEM, project, result=Result.PASS, today=flow.DECIDED)
    assert now(project) == "Chờ thẩm định cấp Bộ"
    appraisal.conclude(SYSTEM, project, result=Result.FAIL, today=flow.DECIDED, remarks="Không thuộc danh mục")
    assert now(project) == "Không được duyệt"
    project = flow.approved_project()
    assert now(project) == "Đã duyệt, chờ đưa vào kế hoạch"
    flow.line(project)
    assert now(project).startswith("Trong kế hoạch dự thảo")
    contract = flow.contract()
    project = contract.line.project
    assert now(project) == "Đang thực hiện theo hợp đồng"
    flow.acceptance(project.items.get())
    assert now(project) == "Đã nghiệm thu, chờ quyết toán"
    flow.settled(contract, claimed=Dong(contract.amount))
    assert now(project) == "Đã quyết toán, chờ thanh lý"
    contract.refresh_from_db()
    contracts.liquidate(SYSTEM, contract, today=date(2017, 12, 1))
    assert now(project) == "Đã thanh lý hợp đồng"


# ---- The page ----


@pytest.mark.parametrize("person", people.EVERYBODY, ids=lambda p: p.full_name)
def test_the_first_page_of_everybody(person: people.Person) -> None:
    flow.contract()
    flow.draft()
    shown = signed_in(person).get("/")
    assert shown.status_code == 200
    assert "Việc của tôi" in text(shown)


def test_figures_of_the_latest_year_with_data(minh: Actor, lan: Actor) -> None:
    flow.approved_line(amount=flow.dong(50.5))
    seen = board_of(lan)
    assert seen.pulse is not None
    assert seen.pulse.title == "tỉnh Phú Yên, năm 2017"
    assert seen.pulse.tiles[0].value == "50,5"
    assert seen.latest is not None
    assert seen.latest.links == (("Phú Yên", "/bao-cao/54@2017-06-30/2017H1/"),)
    wide = board_of(minh)
    assert wide.latest is not None
    assert [label for label, _url in wide.latest.links][-1] == "cả nước"


def test_somebody_without_a_post_is_told_what_to_do(client: Client) -> None:
    client.force_login(
        open_account(SYSTEM, NATION, email="moi@x.example", full_name="Người Mới", password=people.PASSWORD)
    )
    assert "Chưa có việc nào được giao" in text(client.get("/"))


MINISTRY_QUERIES, CENTRE_QUERIES = 21, 26


@pytest.mark.parametrize(("person", "expected"), [(people.MINH, MINISTRY_QUERIES), (people.LAN, CENTRE_QUERIES)])
@pytest.mark.parametrize("count", [1, 50])
def test_the_first_page_takes_the_same_queries_whatever_waits(person: people.Person, expected: int, count: int) -> None:
    flow.approved_line()
    for _ in range(count):
        flow.draft()
        project = flow.submitted_project(items=[flow.item(source=Source.NATIONAL)])
        appraisal.conclude(SYSTEM, project, result=Result.PASS, today=flow.DECIDED)
    browser = signed_in(person)
    with CaptureQueriesContext(connection) as captured:
        shown = browser.get("/")
    assert len(captured) == expected
    assert max(len(queue.tasks) for queue in shown.context["board"].queues) == min(count, 10)


# ---- Who may do what, the gallery, the pulse ----


def test_the_matrix_is_the_table_that_decides() -> None:
    shown = signed_in(people.LAN).get("/ai-duoc-lam-gi/")
    rows = {row.code: row for row in shown.context["matrix"].rows}
    assert set(rows) == set(Can)
    for place, role in enumerate(ROLES.values()):
        assert {code for code, row in rows.items() if row.reaches[place]} == set(role.capabilities)
        assert role.sentence in text(shown)
    assert "Kết luận thẩm định" in rows[Can.APPRAISAL_CONCLUDE].deeds


def test_the_gallery_shows_every_component() -> None:
    assert "Bộ giao diện" in text(signed_in(people.LAN).get("/ui/"))


def test_anybody_may_ask_for_the_pulse(client: Client) -> None:
    assert client.get("/suc-khoe/").content == b"ok"
    assert client.post("/suc-khoe/").status_code == 405


@pytest.mark.parametrize("url", ["/", "/ai-duoc-lam-gi/", "/ui/", "/bao-cao/"])
def test_a_stranger_signs_in_first(client: Client, url: str) -> None:
    assert client.get(url).headers["Location"] == f"/tai-khoan/login/?next={url}"


# ---- What is not there ----


def test_a_page_that_is_not_there(client: Client) -> None:
    missing = client.get("/khong-co/")
    assert missing.status_code == 404
    assert "Không tìm thấy trang này" in text(missing)


def test_a_page_that_breaks_says_that_nothing_was_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.home.views.connection.cursor", lambda: 1 / 0)
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as quiet:
        quiet.setattr("django.core.handlers.exception.log_response", lambda *_args, **_kwargs: None)
        broken = client.get("/suc-khoe/")
    assert broken.status_code == 500
    assert "Việc vừa làm chưa được ghi lại" in text(broken)
