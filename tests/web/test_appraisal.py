"""Thẩm định through the pages: from a council to its minutes, refusals at their field, counts that open their rows."""

from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole, Result, SessionState
from khuyencong.flow.appraisal.models import Conclusion, ConflictOfInterest, Council, CouncilMember, Opinion, Session
from khuyencong.flow.appraisal.queries import criteria_on
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Project
from tests import people
from tests.factories import flow
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

SESSION_QUERIES = 14
INDEX_QUERIES = 8
RANKING_QUERIES = 11
DAY = flow.CONVENED


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: DAY)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def post(person: people.Person, name: str, *values: object, **data: object):
    return signed_in(person).post(reverse(name, args=values), data)


def opinion(passed: str = "yes", remarks: str = "") -> dict[str, object]:
    rows = criteria_on(DAY)
    return {f"passed_{row.pk}": passed for row in rows} | {f"remarks_{row.pk}": remarks for row in rows}


COUNCIL = {
    "level": "BASE",
    "year": 2017,
    "decision": "12/QĐ-SCT",
    "established_on": "01/02/2017",
    "chair": f"{people.HOA.email}; Phó Giám đốc Sở Công Thương",
    "secretary": f"{people.MINH.email}; Chuyên viên Cục",
    "members": "Võ Văn Tám; Chuyên viên Sở Tài chính",
}


def test_a_council_appraises_from_its_decision_to_its_minutes():
    for person in (people.HOA, people.MINH):
        people.user(person)
    project = flow.submitted_project()
    assert post(people.HOA, "council_new", **COUNCIL).status_code == 302
    council = Council.objects.get()
    called = {"held_on": "03/02/2017", "place": "Phòng họp 1", "projects": [project.pk]}
    assert post(people.HOA, "session_call", council.pk, **called).status_code == 302
    session = Session.objects.get()
    mine = session.invitations.get(member__role=CouncilRole.CHAIR)
    assert post(people.HOA, "invitation_answer", mine.pk, reply="COMING").status_code == 302
    present = list(council.members.values_list("pk", flat=True))
    assert post(people.HOA, "session_hold", session.pk, present=present).status_code == 302
    item = session.items.get()
    assert post(people.HOA, "opinion_give", item.pk, mine.member_id, **opinion()).status_code == 302
    concluded = {"result": "RETURN", "remarks": "Bổ sung báo giá", "reasons": ["REFUSAL-FILE_INCOMPLETE"]}
    assert post(people.HOA, "item_conclude", item.pk, **concluded).status_code == 302
    assert post(people.HOA, "session_close", session.pk).status_code == 302
    session.refresh_from_db()
    project.refresh_from_db()
    assert (session.state, project.state) == (SessionState.CLOSED, ProjectState.DRAFT)
    html = html_of(signed_in(people.HOA), reverse("session", args=[session.pk]))
    assert "Đạt 5/5 tiêu chí" in html
    assert "Hồ sơ, tài liệu chưa đầy đủ theo Phụ lục 2" in html
    paper = signed_in(people.HOA).get(reverse("session_minutes", args=[session.pk]))
    words = "\n".join(row.text for row in docx.Document(BytesIO(paper.content)).paragraphs)
    assert project.number in words
    assert "trả lại để bổ sung" in words


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"chair": "Nguyễn Văn A"}, "Dòng 1: hãy ghi “họ và tên; chức vụ, đơn vị”."),
        ({"members": "ai@khong.co; Chuyên viên"}, "Dòng 1: không có tài khoản “ai@khong.co”."),
        ({"established_on": "04/02/2017"}, "Ngày thành lập không được sau hôm nay."),
        ({"members": "x" * 12_001}, "12000"),
        ({"members": f"{'x' * 101}; y"}, "họ tên nhiều nhất 100"),
        ({"year": 1999}, "2004"),
        ({"level": "MINISTRY"}, "MINISTRY"),
    ],
)
def test_a_council_badly_told_is_refused_at_its_field(changes, sentence):
    for person in (people.HOA, people.MINH):
        people.user(person)
    response = post(people.HOA, "council_new", **COUNCIL | changes)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Council.objects.exists()
    assert not CouncilMember.objects.exists()


def test_an_opinion_that_does_not_say_why_is_refused_at_its_criterion():
    item = flow.held_session().items.get()
    chair = item.session.council.members.get(role=CouncilRole.CHAIR)
    response = post(people.HOA, "opinion_give", item.pk, chair.pk, **opinion("no"))
    assert response.status_code == 200
    assert response.context["form"].errors == {
        f"remarks_{criteria_on(DAY)[0].pk}": ["Tiêu chí không đạt phải ghi nhận xét."]
    }
    assert not Opinion.objects.exists()


def test_a_refusal_without_a_code_is_refused_at_the_reasons():
    item = flow.held_session().items.get()
    flow.opinions(item)
    response = post(people.HOA, "item_conclude", item.pk, result="FAIL", remarks="Không")
    assert list(response.context["form"].errors) == ["reasons"]
    assert not Conclusion.objects.exists()


def test_a_member_with_an_interest_neither_speaks_nor_reads():
    session = flow.held_session()
    item = session.items.get()
    other = session.council.members.filter(user=None)[0]
    flow.opinions(item, other, passed=False)
    chair = session.council.members.get(role=CouncilRole.CHAIR)
    page, paper = reverse("session", args=[session.pk]), reverse("session_minutes", args=[session.pk])
    assert "Chưa thuyết minh rõ" in html_of(signed_in(people.HOA), page)
    assert post(people.HOA, "conflict_declare", item.pk, chair.pk, reason="Người nhà").status_code == 302
    assert ConflictOfInterest.objects.get().member == chair
    html = html_of(signed_in(people.HOA), page)
    assert "Anh/chị đã khai xung đột lợi ích với đề án này" in html
    assert "Chưa thuyết minh rõ" not in html
    assert reverse("opinion_give", args=[item.pk, chair.pk]) not in html
    assert "Chưa thuyết minh rõ" in html_of(signed_in(people.MINH), page)
    for person, told in ((people.HOA, False), (people.MINH, True)):
        document = docx.Document(BytesIO(signed_in(person).get(paper).content))
        said = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert ("Chưa thuyết minh rõ" in said) is told
    form = html_of(signed_in(people.HOA), reverse("opinion_give", args=[item.pk, other.pk]))
    assert "Chưa thuyết minh rõ" not in form
    refused = post(people.HOA, "opinion_give", item.pk, chair.pk, **opinion())
    assert "đã khai xung đột lợi ích" in refused.content.decode()


def test_sessions_are_seen_in_their_place_and_by_their_members():
    session = flow.called_session()
    page = reverse("session", args=[session.pk])
    assert [signed_in(p).get(page).status_code for p in (people.HOA, people.MINH, people.LAN, people.QUE)] == [
        200,
        200,
        404,
        404,
    ]
    seats = (
        appraisal.Seat(CouncilRole.CHAIR, "Phó Cục trưởng", people.user(people.MINH).pk),
        appraisal.Seat(CouncilRole.SECRETARY, "Cán bộ Trung tâm", people.user(people.QUE).pk),
    )
    of = appraisal.establish_council(
        people.actor(people.MINH),
        flow.NATION,
        level=AppraisalLevel.MINISTRY,
        year=2017,
        decision="9/QĐ-BCT",
        established_on=DAY,
        members=seats,
        today=DAY,
    )
    project = flow.submitted_project(items=(flow.item(source=flow.Source.NATIONAL),))
    flow.concluded_item(flow.held_session(project, of=flow.council()).items.get())
    above = flow.held_session(project, of=of).items.get()
    secretary = of.members.get(role=CouncilRole.SECRETARY)
    assert post(people.QUE, "opinion_give", above.pk, secretary.pk, **opinion()).status_code == 302
    assert signed_in(people.HOA).get(reverse("session", args=[above.session_id])).status_code == 404


def test_counts_open_their_rows():
    for result in (Result.FAIL, Result.RETURN, Result.PASS):
        flow.concluded_item(result=result)
    client = signed_in(people.HOA)
    response = client.get(reverse("appraisal_statistics"))
    (line,) = response.context["reasons"]
    assert [count.n for count in line.counts] == [1, 1, 0, 0]
    tables = [line, *response.context["years"], *response.context["provinces"]]
    assert [count.n for row in tables[1:] for count in row.counts] == [1, 1, 1, 1, 1, 1]
    for count in (count for row in tables for count in row.counts if count.n):
        assert client.get(count.url).context["page"].paginator.count == count.n
    assert signed_in(people.LAN).get(reverse("appraisal_statistics")).status_code == 403
    sheet = client.get(f"{reverse('conclusions_export')}?result=FAIL")
    rows = list(load_workbook(BytesIO(b"".join(sheet.streaming_content))).active.values)
    assert [row[5] for row in rows[-1:]] == ["không đạt"]


def test_the_ranking_shows_the_order_and_its_parts():
    plain, flagship = flow.submitted_project(), flow.draft(kind=ProjectKind.FLAGSHIP)
    flow.proposals.submit(flow.SYSTEM, flagship, today=flow.SUBMITTED)
    planned = flow.line().project
    client = signed_in(people.HOA)
    response = client.get(reverse("ranking", args=[2017]))
    assert [row.project for row in response.context["rows"]] == [flagship, plain]
    assert planned.number not in response.content.decode()
    assert "chưa có dữ liệu để nhận ra, tính 0" in response.content.decode()
    sheet = client.get(reverse("ranking_export", args=[2017]))
    rows = list(load_workbook(BytesIO(b"".join(sheet.streaming_content))).active.values)
    assert [row[1] for row in rows[-2:]] == [flagship.number, plain.number]
    assert "Không có đề án nào chờ vào kế hoạch" in html_of(client, reverse("ranking", args=[2031]))


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_ask_as_much_for_many_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    session = flow.held_session(*(flow.submitted_project() for _ in range(count)))
    for item in session.items.all():
        flow.concluded_item(item, result=Result.RETURN)
    for project in Project.objects.filter(state=ProjectState.DRAFT):
        flow.proposals.submit(flow.SYSTEM, project, today=DAY)
    client = signed_in(people.HOA)
    for url, queries in (
        (reverse("session", args=[session.pk]), SESSION_QUERIES),
        (reverse("appraisal"), INDEX_QUERIES),
        (reverse("ranking", args=[2017]), RANKING_QUERIES),
    ):
        with django_assert_num_queries(queries):
            html_of(client, url)
