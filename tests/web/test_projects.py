"""Đề án: the list, its workbook, the page, the draft."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.money import Dong
from khuyencong.faces.web.projects.history import branches
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.enums import NeedAnswer
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import ceiling_of, ceilings_of
from khuyencong.flow.supervision.enums import AdjustmentKind, EventKind
from khuyencong.flow.supervision.operations import remove_event
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import field, flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 11
PAGE_QUERIES = 56
HISTORY_QUERIES = 12


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def page_of(project: Project) -> str:
    return reverse("project", args=[project.pk])


def full(events: int) -> Project:
    """A đề án with ``events`` rows of each kind that a stage may add."""
    items = [flow.item(support=flow.dong(10)) for _ in range(events)]
    project = flow.approved_project(items=items)
    line = flow.approved_line(project, amount=flow.dong(100))
    for number in range(events):
        contract = flow.contract(line, amount=flow.dong(10))
        line.refresh_from_db()
        flow.advance(contract, amount=flow.dong(1))
        guests = [item.establishment_id for item in project.items.all()]
        event = flow.event(project, kind=EventKind.FAIR, establishments=[pk for pk in guests if pk])
        flow.adjustment(project, kind=list(AdjustmentKind)[number + 2])
        flow.granted(project, kind=AdjustmentKind.LESS_MONEY)
        flow.settled(contract)
        assert event.attendances.count() == events
    for item in project.items.all():
        flow.acceptance(item)
    return project


def test_the_list_searches_without_accents_and_narrows():
    found, other = flow.draft(code="BRAND"), flow.submitted_project()
    flow_name = Project.objects.get(pk=found.pk).name
    client = signed_in(people.LAN)
    url = reverse("projects")
    assert found.number in html_of(client, f"{url}?q=ho tro ung dung {flow_name.rsplit(' ', 1)[1]}")
    assert other.number not in html_of(client, f"{url}?state=DRAFT")
    assert other.number not in html_of(client, f"{url}?content={found.content_id}")
    assert found.number in html_of(client, f"{url}?content={found.content_id}&year=2017")
    assert "Không có đề án nào khớp" in html_of(client, f"{url}?year=2016")


def test_a_filter_that_makes_no_sense_is_told_and_narrows_nothing():
    project = flow.draft()
    html = html_of(signed_in(people.LAN), f"{reverse('projects')}?year=x&state=y&content=9999999999999999999999&page=z")
    assert project.number in html
    assert "invalid-feedback" in html or "errorlist" in html


def test_each_sees_their_own():
    here = flow.draft()
    there = flow.draft(people.place_of(people.QUANG_NAM))
    for person, sees in ((people.LAN, {here}), (people.QUE, {there}), (people.MINH, {here, there})):
        client = signed_in(person)
        html = html_of(client, reverse("projects"))
        for project in (here, there):
            assert (project.number in html) == (project in sees)
            assert client.get(page_of(project)).status_code == (200 if project in sees else 404)


def test_an_owner_sees_the_own_item_of_a_group_project_and_no_other():
    project = flow.approved_project(items=[flow.item(), flow.item()])
    mine, other = project.items.all()
    flow.event(project, establishments=[mine.establishment_id, other.establishment_id])
    client = Client()
    client.force_login(owner(mine.establishment_id))
    html = html_of(client, page_of(project))
    assert mine.description in html
    assert other.description not in html
    assert other.establishment.name not in html
    assert "Nhật ký" not in html
    assert project.number in html_of(client, reverse("projects"))
    assert client.get(page_of(flow.draft())).status_code == 404
    assert client.get(reverse("project_new")).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_as_much_for_fifty_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    for _ in range(count):
        flow.draft()
    client = signed_in(people.LAN)
    with django_assert_num_queries(LIST_QUERIES):
        html_of(client, reverse("projects"))


LISTS = ("", "?page=2", "?page=999999", "?q=ho tro ung dung", "?state=DRAFT&year=2017", "?sort=name", "?sort=-province")


@pytest.mark.parametrize("count", [1, 120])
def test_every_view_of_the_list_asks_the_same(count, django_assert_num_queries: DjangoAssertNumQueries):
    items = [flow.item()]
    for _ in range(count):
        flow.draft(items=items)
    client = signed_in(people.LAN)
    for query in LISTS:
        with django_assert_num_queries(LIST_QUERIES):
            html_of(client, reverse("projects") + query)


def test_the_list_is_put_in_the_order_of_its_columns():
    first, second = flow.draft(), flow.draft()
    proposals.revise(SYSTEM, first, name="Ươm tơ", items=[flow.item()], version=1)
    proposals.revise(SYSTEM, second, name="An toàn lò hơi", items=[flow.item()], version=1)
    client = signed_in(people.LAN)
    for sort, order in (("number", (first, second)), ("-number", (second, first)), ("name", (second, first))):
        html = html_of(client, f"{reverse('projects')}?sort={sort}")
        assert html.index(f">{order[0].number}<") < html.index(f">{order[1].number}<")
    html = html_of(client, f"{reverse('projects')}?sort=name&state=DRAFT&page=1")
    assert 'aria-sort="ascending"' in html
    assert "sort=-name&amp;state=DRAFT" in html or "state=DRAFT&amp;sort=-name" in html
    assert html_of(client, f"{reverse('projects')}?sort=x;drop")


def test_the_pages_of_a_long_list_hold_every_row_once_in_order():
    items = [flow.item()]
    numbers = [flow.draft(items=items).number for _ in range(160)]
    client = signed_in(people.LAN)
    for sort, expected in (("", numbers), ("-number", numbers[::-1])):
        shown = []
        for at in range(1, 5):
            html = html_of(client, f"{reverse('projects')}?sort={sort}&page={at}")
            shown += re.findall(r">(\d{4}-\d\d-\d{4})</a>", html)
        assert shown == expected


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_of_each_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    project = full(count)
    client = signed_in(people.LAN)
    with django_assert_num_queries(PAGE_QUERIES):
        html_of(client, page_of(project))


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_asks_as_much_for_three_of_each_as_for_one(
    count, django_assert_num_queries: DjangoAssertNumQueries
):
    project = full(count)
    client = signed_in(people.LAN)
    with django_assert_num_queries(HISTORY_QUERIES):
        html_of(client, reverse("project_history", args=[project.pk]))


def test_the_history_is_narrowed_by_kind_and_paged(monkeypatch: pytest.MonkeyPatch):
    project = full(2)
    client = signed_in(people.LAN)
    url = reverse("project_history", args=[project.pk])
    everything = html_of(client, url)
    for words in ("Lập đề án", "Ký hợp đồng", "Ghi nghiệm thu", "Đề nghị điều chỉnh"):
        assert words in everything
    money = html_of(client, f"{url}?kind=kinh-phi")
    assert "Ký hợp đồng" in money
    assert "Lập đề án</strong>" not in money
    assert html_of(client, f"{url}?kind=khong-co").count("<li>") == everything.count("<li>")
    monkeypatch.setattr("khuyencong.faces.web.projects.views.PAGE_SIZE", 3)
    first, last = html_of(client, url), html_of(client, f"{url}?page=999")
    assert "Lập đề án</strong>" not in first
    assert "Lập đề án</strong>" in last
    assert "Trang 1 / " in first


def test_the_history_holds_the_need_that_the_project_came_from_and_no_opinion_of_the_council():
    need = flow.checked_need()
    project = proposals.draft_from_need(
        people.actor(people.LAN), need, place=people.place_of(), year=2018, national=False, today=people.TODAY
    )
    html = html_of(signed_in(people.LAN), reverse("project_history", args=[project.pk]))
    assert "Ghi nhu cầu" in html
    tables = {branch.table for branch in branches()}
    assert {"proposals_supportitem", "contracts_payment", "settlement_acceptance", "obstacles_escalation"} <= tables
    assert not tables & {"appraisal_opinion", "appraisal_conflictofinterest"}


def test_the_page_tells_the_life_from_the_need_the_people_and_what_is_due():
    lan = people.actor(people.LAN)
    need = flow.checked_need()
    needs.confirm_need(
        lan, need, asked_on=people.TODAY, answer=NeedAnswer.YES, answered_on=people.TODAY, today=people.TODAY
    )
    drafted = proposals.draft_from_need(
        lan, need, place=people.place_of(), year=2018, national=False, today=people.TODAY
    )
    html = html_of(signed_in(people.LAN), page_of(drafted))
    assert "Ghi nhu cầu của cơ sở" in html
    assert "Hỏi lại nhu cầu" in html
    assert "Người lập" in html
    assert "Nguyễn Thị Lan" in html
    called = flow.called_session()
    html = html_of(signed_in(people.LAN), page_of(called.items.get().project))
    assert "Họp hội đồng thẩm định" in html
    assert "Chủ tịch hội đồng thẩm định" in html
    contract = flow.contract()
    html = html_of(signed_in(people.LAN), page_of(contract.line.project))
    assert f"hạn {flow.DUE:%d/%m/%Y}" in html


def test_the_page_tells_the_life_the_money_and_what_is_next():
    project = full(2)
    html = html_of(signed_in(people.LAN), page_of(project))
    for words in (
        "Lập đề án",
        "Thẩm định cấp cơ sở: đạt",
        "Giao kế hoạch",
        "Ký hợp đồng",
        "Tạm ứng",
        "Hội chợ, triển lãm trong nước",
        "Nghiệm thu 2 hạng mục",
        "Quyết toán hợp đồng",
        "Chưa đến",
        "Việc tiếp theo",
        "Thanh lý hợp đồng",
        "Kế toán trung tâm khuyến công",
        "20,00%",  # contracted 20 of 100
    ):
        assert words in html
    assert "style=" not in html
    assert "{{" not in html


def test_a_stopped_project_says_what_comes_back_before_its_contract_ends():
    payment = flow.advance(amount=flow.dong(10))
    contract = payment.contract
    url = page_of(contract.line.project)
    planning.stop_line(SYSTEM, contract.line, today=flow.PAID, reason="Cơ sở xin thôi")
    html = html_of(signed_in(people.LAN), url)
    assert "Thu hồi 10 triệu đồng tạm ứng của hợp đồng" in html
    assert "Triển khai, nghiệm thu" not in html
    flow.recovered(contract, amount=flow.dong(10))
    html = html_of(signed_in(people.LAN), url)
    assert "của phần đã ngừng" in html
    assert "Thu hồi kinh phí" in html
    assert "Đã thu hồi" in html
    contract.refresh_from_db()
    contracts.liquidate(SYSTEM, contract, today=flow.SETTLED)
    html = html_of(signed_in(people.LAN), url)
    assert "Đề án đã ngừng và thanh lý xong" in html
    log = html_of(signed_in(people.LAN), reverse("project_history", args=[contract.line.project_id]))
    assert "Đề nghị chi" in log
    assert str(payment.key) not in log


def test_a_finished_project_gives_its_rest_back_and_nobody_is_asked_to_sign_again():
    line = flow.approved_line(amount=flow.dong(50))
    contract = flow.contract(line, amount=flow.dong(40))
    for item in line.project.items.all():
        flow.acceptance(item)
    flow.settled(contract, claimed=flow.dong(30))
    contract.refresh_from_db()
    contracts.liquidate(SYSTEM, contract, today=flow.SETTLED)
    html = html_of(signed_in(people.LAN), page_of(line.project))
    assert "Giảm kế hoạch 20 triệu đồng không dùng hết" in html
    assert "Ký hợp đồng, còn" not in html


def test_the_life_tells_what_was_seen_on_the_ground():
    report = field.report()
    obstacle = field.obstacle(report.project)
    html = html_of(signed_in(people.LAN), page_of(report.project))
    assert f"Báo cáo tiến độ tháng {report.round.month:%m/%Y}: {report.percent}%" in html
    assert reverse("obstacle", args=[obstacle.pk]) in html


def test_the_log_is_told_in_words():
    line = flow.approved_line(amount=flow.dong(180))
    seen = Dong(line.current)
    hoa, day = people.actor(people.HOA), date(2017, 4, 12)
    planning.change_line(hoa, line, to=Dong(seen + flow.dong(20)), seen=seen, decision="QĐ 611", today=day)
    html = html_of(signed_in(people.LAN), page_of(line.project))
    assert "Trần Thị Hoa" in html
    assert "Điều chỉnh kinh phí kế hoạch" in html
    assert "kinh phí hiện tại 180 → 200 triệu đồng" in html
    assert "tăng, giảm 20 triệu đồng" in html


def test_the_log_remembers_what_was_removed_and_why():
    project = flow.approved_project(code="FAIR_ATTEND")
    guest = flow.establishment(name="Lò gạch Hòa An")
    event = flow.event(project, establishments=[guest.pk])
    remove_event(people.actor(people.LAN), event, reason="Ghi nhầm đề án")
    html = html_of(signed_in(people.LAN), reverse("project_history", args=[project.pk]))
    assert "Hủy việc ghi nhầm" in html
    assert "lý do: Ghi nhầm đề án" in html
    assert event.name in html
    assert signed_in(people.QUE).get(reverse("project_history", args=[project.pk])).status_code == 404


def test_the_ceilings_of_a_page_are_those_of_the_items():
    items = [flow.item(), flow.item(source=Source.NATIONAL), flow.item(support=flow.dong(12.5))]
    project = flow.draft(items=items)
    stored = list(project.items.select_related("content"))
    found = ceilings_of(stored, project, on=people.TODAY)
    assert found == {item.pk: ceiling_of(item, project, on=people.TODAY) for item in stored}


def test_the_workbook_holds_the_filtered_rows_the_filter_and_no_formula():
    flow.draft(code="BRAND")
    project = flow.draft()
    proposals.revise(SYSTEM, project, name="=HYPERLINK(1)", items=[flow.item(support=flow.dong(12.5))], version=1)
    url = f"{reverse('projects_export')}?state=DRAFT&content={project.content_id}"
    response = signed_in(people.LAN).get(url)
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))["Danh sách"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    flat = [value for row in rows for value in row if value is not None]
    assert "Trạng thái: Dự thảo" in flat
    assert f"Nội dung: {project.content.name}" in flat
    data = [row for row in rows if row[0] == project.number]
    assert len(data) == 1
    assert data[0][1] == "=HYPERLINK(1)"
    assert data[0][10:12] == [12_500_000, 37_500_000]
    named = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert named.data_type == "s"
    assert sum(1 for row in rows if str(row[0]).startswith("2017-")) == 1


def _rows(*rows: dict[str, object]) -> dict[str, object]:
    data = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        data |= {f"items-{at}-{key}": value for key, value in row.items()}
    return data


def _words(**other: object) -> dict[str, object]:
    content = flow.content("MACHINERY").pk
    return {"name": "Máy sấy cá", "kind": "SINGLE", "year": 2017, "content": content, "summary": "", **other}


def test_a_draft_is_made_with_its_items():
    workshop = flow.establishment(name="Lò rèn Tư Đen")
    rows = _rows(
        {"description": "Máy sấy", "establishment": workshop.pk, "provincial": "50", "counterpart": "150,5"},
        {"description": "Máy ép", "find": "lo ren tu den", "provincial": "12,5"},
        {"description": "", "establishment": "", "provincial": ""},
    )
    response = signed_in(people.LAN).post(reverse("project_new"), {**_words(), **rows})
    project = Project.objects.get()
    assert response.url == page_of(project)
    first, second = project.items.all()
    assert (first.provincial, first.counterpart, first.establishment) == (50_000_000, 150_500_000, workshop)
    assert (second.provincial, second.establishment) == (12_500_000, workshop)
    assert project.centre == people.centre_of()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"description": "Máy", "provincial": "12,5 tạ"}, "đơn vị tính không rõ"),
        ({"description": "Máy", "provincial": "1,769.5"}, "không phải là số hợp lệ"),
        ({"description": "Máy", "provincial": "9.999.999.999"}, "quá lớn"),
        ({"description": "", "provincial": "5"}, "Trường này là bắt buộc"),
        ({"description": "Máy", "find": "không có ai tên thế"}, "hãy đăng ký cơ sở trước"),
        ({"description": "Máy", "find": "co so"}, "Có nhiều cơ sở khớp"),
        ({"description": "Máy", "establishment": "999999999999999999999"}, "errorlist"),
    ],
)
def test_a_bad_row_is_told_at_its_field_and_nothing_is_written(row, sentence):
    flow.establishment()
    flow.establishment()
    response = signed_in(people.LAN).post(reverse("project_new"), {**_words(), **_rows(row)})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Project.objects.exists()


def test_somebody_elses_workshop_cannot_be_named():
    theirs = flow.establishment(people.place_of(people.QUANG_NAM))
    rows = _rows({"description": "Máy", "establishment": theirs.pk})
    assert signed_in(people.LAN).post(reverse("project_new"), {**_words(), **rows}).status_code == 200
    assert not Project.objects.exists()


def test_a_draft_without_items_and_one_with_all_removed_are_refused():
    client = signed_in(people.LAN)
    removed = _rows({"description": "Máy", "provincial": "5", "DELETE": "on"})
    response = client.post(reverse("project_new"), {**_words(), **removed})
    assert "ít nhất một hạng mục" in response.content.decode()
    assert not Project.objects.exists()


def test_one_more_row_keeps_what_was_typed_and_writes_nothing():
    rows = _rows({"description": "Máy sấy", "provincial": "12,5 tạ"})
    response = signed_in(people.LAN).post(reverse("project_new"), {**_words(), **rows, "more": "1"})
    html = response.content.decode()
    assert 'name="items-1-description"' in html
    assert 'value="12,5 tạ"' in html
    assert 'value="Máy sấy cá"' in html
    assert "errorlist" not in html
    assert not Project.objects.exists()


def test_a_draft_is_revised_row_by_row():
    project = flow.draft(items=[flow.item(), flow.item()])
    kept, gone = project.items.all()
    client = signed_in(people.LAN)
    html = html_of(client, reverse("project_edit", args=[project.pk]))
    assert kept.description in html
    assert 'value="50"' in html
    rows = _rows(
        {
            "description": kept.description,
            "establishment": kept.establishment_id,
            "provincial": "50",
            "counterpart": "150",
        },
        {"description": gone.description, "provincial": "50", "DELETE": "on"},
        {"description": "Máy mới", "provincial": "7"},
    )
    data = {"name": "Tên mới", "summary": "Quy mô", "version": 1, **rows, "items-INITIAL_FORMS": 2}
    assert client.post(reverse("project_edit", args=[project.pk]), data).status_code == 302
    project.refresh_from_db()
    assert project.name == "Tên mới"
    assert [(item.description, item.provincial) for item in project.items.all()] == [
        (kept.description, 50_000_000),
        ("Máy mới", 7_000_000),
    ]


def test_a_submitted_project_is_not_revised():
    project = flow.submitted_project()
    data = {"name": "Tên mới", **_rows({"description": "Máy"})}
    response = signed_in(people.LAN).post(reverse("project_edit", args=[project.pk]), data)
    assert "Chỉ sửa được đề án đang dự thảo" in response.content.decode()


def test_the_ceiling_is_told_while_typing():
    client = signed_in(people.LAN)
    asked = {"content": flow.content("MACHINERY").pk, "items-3-description": "Máy", "items-3-national": "150"}
    html = client.get(reverse("project_ceiling"), {**asked, "items-3-counterpart": "100"}).content.decode()
    assert "Đang xin 150 triệu đồng" in html
    assert "Tối đa 125 triệu đồng" in html
    assert "ghi chưa đúng" in client.get(reverse("project_ceiling"), {**asked, "items-3-other": "x"}).content.decode()
    assert "Hãy chọn nội dung" in client.get(reverse("project_ceiling")).content.decode()
    assert signed_in(people.HOA).get(reverse("project_ceiling")).status_code == 403


def test_a_row_of_a_thousand_digits_is_not_found():
    client = signed_in(people.LAN)
    assert client.get(f"/de-an/{'9' * 40}/").status_code == 404


# ---- A flagship: items with contents of their own ----


def _flagship_rows() -> dict[str, object]:
    first, second = flow.establishment(), flow.establishment()
    return _rows(
        {"description": "Máy sấy", "establishment": first.pk, "national": "200", "counterpart": "600", "content": ""},
        {
            "description": "Đào tạo nghề",
            "establishment": second.pk,
            "national": "45",
            "content": flow.content("TRAINING").pk,
        },
    )


def test_a_flagship_is_drafted_and_revised_with_a_content_for_each_item():
    client = signed_in(people.LAN)
    client.post(reverse("project_new"), {**_words(kind="FLAGSHIP"), **_flagship_rows()})
    project = Project.objects.get()
    assert [item.content.code for item in project.items.all()] == ["MACHINERY", "TRAINING"]
    assert flow.content("TRAINING").name in html_of(client, page_of(project))
    url = reverse("project_edit", args=[project.pk])
    page = html_of(client, url)
    training, safe = flow.content("TRAINING").pk, flow.content("BRAND").pk
    assert f'<option value="{training}" selected>' in page
    first, second = project.items.all()
    kept = {"establishment": first.establishment_id, "national": "200", "counterpart": "600"}
    rows = _rows(
        {"item": first.pk, "description": first.description, "content": safe, **kept},
        {"item": second.pk, "description": second.description, "national": "45", "content": training},
    )
    data = {"name": project.name, "summary": "", "version": 1, **rows, "items-INITIAL_FORMS": 2}
    assert client.post(url, data).status_code == 302
    assert [item.content.code for item in project.items.all()] == ["BRAND", "TRAINING"]


@pytest.mark.parametrize("kind", ["SINGLE", "GROUP", "TASK"])
def test_another_kind_keeps_the_content_of_the_whole_whatever_a_hidden_select_holds(kind: str):
    client = signed_in(people.LAN)
    assert client.post(reverse("project_new"), {**_words(kind=kind), **_flagship_rows()}).status_code == 302
    project = Project.objects.get()
    assert {item.content.code for item in project.items.all()} == {"MACHINERY"}
    assert 'name="items-0-content"' not in html_of(client, reverse("project_edit", args=[project.pk]))


def test_a_group_that_came_with_several_contents_keeps_them_when_it_is_revised():
    other = replace(flow.item(), content=flow.content("TRAINING"))
    project = flow.draft(items=[flow.item(), other], kind=ProjectKind.GROUP)
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    rows = [
        {
            "item": item.pk,
            "description": item.description,
            "establishment": item.establishment_id,
            "content": "" if item.content_id == project.content_id else item.content_id,
            "provincial": "50",
            "counterpart": "150",
        }
        for item in project.items.all()
    ]
    data = {"name": "Tên mới", "summary": "", "version": 1, **_rows(*rows), "items-INITIAL_FORMS": 2}
    assert 'name="items-1-content"' in html_of(client, url)
    assert client.post(url, data).status_code == 302
    assert [item.content.code for item in project.items.all()] == ["MACHINERY", "TRAINING"]


@pytest.mark.parametrize("content", ["999999999", "x", "-1"])
def test_a_content_that_there_is_not_is_told_at_its_row_and_what_was_typed_stays(content: str):
    rows = _flagship_rows() | {"items-0-content": content}
    html = signed_in(people.LAN).post(reverse("project_new"), {**_words(kind="FLAGSHIP"), **rows}).content.decode()
    assert "errorlist" in html
    assert f'<option value="{flow.content("TRAINING").pk}" selected>' in html
    assert not Project.objects.exists()


def test_one_more_row_keeps_the_contents_that_were_chosen():
    rows = _flagship_rows()
    html = signed_in(people.LAN).post(reverse("project_new"), {**_words(kind="FLAGSHIP"), **rows, "more": "1"})
    assert f'<option value="{flow.content("TRAINING").pk}" selected>' in html.content.decode()
    assert not Project.objects.exists()


def test_the_ceiling_of_a_flagships_row_is_that_of_its_own_content():
    client, url = signed_in(people.LAN), reverse("project_ceiling")
    whole, own = flow.content("MACHINERY"), flow.content("BRAND")
    typed = {"items-1-description": "Nhãn hiệu", "items-1-provincial": "10", "items-1-counterpart": "90"}

    def said(**asked: object) -> str:
        return client.get(url, {**typed, "content": whole.pk, **asked}).content.decode()

    of_whole, of_own = said(), client.get(url, {**typed, "content": own.pk}).content.decode()
    assert of_whole != of_own
    chosen = {"items-1-content": own.pk}
    assert said(**chosen, kind="FLAGSHIP") == of_own
    assert said(**chosen, kind="") == of_own
    assert said(**chosen, kind="GROUP") == of_whole
    assert said(kind="FLAGSHIP", **{"items-1-content": ""}) == of_whole
    assert "Hãy chọn nội dung" in said(content="9" * 30)


def test_the_workbook_names_the_contents_of_a_flagships_items():
    other = replace(flow.item(), content=flow.content("TRAINING"))
    project = flow.draft(items=[flow.item(), other, flow.item()], kind=ProjectKind.FLAGSHIP)
    response = signed_in(people.LAN).get(reverse("projects_export"))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))["Danh sách"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == project.number)
    assert row[3] == f"{project.content.name}; {flow.content('TRAINING').name}"
