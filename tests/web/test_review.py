"""Return with remarks, the author's answers, the rounds side by side."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.money import Dong
from khuyencong.flow.appraisal.models import Conclusion, ConclusionReason
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project, ReviewNote, Submission
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.proposals.parts.operations import Parts
from khuyencong.flow.proposals.parts.rules import OutputAsk
from khuyencong.flow.proposals.review_queries import content_in
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

ROUND_QUERIES = 8
CODE = "REFUSAL-FILE_INCOMPLETE"


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def send(person: people.Person, name: str, pk: int, **data: object):
    return signed_in(person).post(reverse(name, args=[pk]), data)


def html_of(client: Client, name: str, pk: int, query: str = "") -> str:
    response = client.get(reverse(name, args=[pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def places_of(project: Project) -> list[str]:
    """The keys of the places, in the order of the form's rows."""
    html = html_of(signed_in(people.HOA), "project_return", project.pk)
    return [line for line in html.splitlines() if 'scope="row"' in line]


def test_the_so_returns_with_remarks_and_the_author_answers_them():
    project = flow.submitted_project(items=[flow.item(), flow.item()])
    rows = places_of(project)
    at = next(number for number, row in enumerate(rows) if "Hạng mục 2" in row)
    said = {"reason": "Bổ sung hồ sơ", f"remark_{at}": "Thiếu báo giá", f"code_{at}": CODE, "remark_0": "Tên dài"}
    assert send(people.LAN, "project_return", project.pk, **said).status_code == 403
    assert send(people.QUE, "project_return", project.pk, **said).status_code == 403
    assert send(people.HOA, "project_return", project.pk, **said).status_code == 302
    project.refresh_from_db()
    assert project.state == "DRAFT"
    conclusion = Conclusion.objects.get()
    assert (conclusion.result, conclusion.remarks) == ("RETURN", "Bổ sung hồ sơ")
    assert ConclusionReason.objects.get().reason.code == CODE
    first, second = ReviewNote.objects.all()
    assert (first.label, second.remark) == ("Tên đề án", "Thiếu báo giá")

    lan = signed_in(people.LAN)
    html = html_of(lan, "project", project.pk)
    assert "Còn 2/2 góp ý chưa xử lý" in html
    assert "Thiếu báo giá" in html
    draft = html_of(lan, "project_edit", project.pk)
    assert "Tên dài" in draft
    assert "Thiếu báo giá" in draft
    assert send(people.HOA, "note_answer", second.pk, answer="x").status_code == 403
    assert send(people.LAN, "note_answer", second.pk, answer="Đã kèm báo giá").status_code == 302
    assert "Còn 1/2 góp ý chưa xử lý" in html_of(lan, "project", project.pk)
    assert "Thiếu báo giá" not in html_of(lan, "project_edit", project.pk)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": ""}, "bắt buộc"),
        ({"reason": "x", "code_0": CODE}, "Hãy ghi góp ý bằng lời"),
        ({"reason": "x", "code_0": "KHONG-CO", "remark_0": "x"}, "errorlist"),
        ({"reason": "x", "remark_0": "x" * 2001}, "errorlist"),
    ],
)
def test_a_return_that_makes_no_sense_is_told_at_its_field(said, sentence):
    project = flow.submitted_project()
    response = send(people.HOA, "project_return", project.pk, **said)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not ReviewNote.objects.exists()
    project.refresh_from_db()
    assert project.state == "SUBMITTED"


def test_what_is_on_an_agenda_is_not_returned_behind_the_council():
    project = flow.submitted_project()
    session = flow.called_session(project)
    response = send(people.HOA, "project_return", project.pk, reason="x")
    assert f"{session.held_on:%d/%m/%Y}" in response.content.decode()
    assert not Conclusion.objects.exists()


def test_the_codes_of_refusal_are_offered_at_the_conclusion():
    project = flow.submitted_project()
    assert CODE in html_of(signed_in(people.HOA), "project_conclude", project.pk)
    said = {"result": "FAIL", "remarks": "Thiếu", "reasons": [CODE]}
    assert send(people.HOA, "project_conclude", project.pk, **said).status_code == 302
    assert ConclusionReason.objects.get().reason.code == CODE


def twice_submitted() -> Project:
    project = flow.submitted_project(items=[flow.item(), flow.item()])
    note = flow.note(project)
    project.refresh_from_db()
    kept, _gone = project.items.all()
    proposals.answer_notes(SYSTEM, project, answers={note.pk: "Đã đổi tên"}, today=flow.SUBMITTED)
    money = {"provincial": Dong(60_000_000), "counterpart": Dong(kept.counterpart)}
    items = [Item(kept.description, kept.establishment_id, kept.content, pk=kept.pk, **money)]
    proposals.revise(SYSTEM, project, name="Tên mới hẳn", items=items, version=project.version)
    project.refresh_from_db()
    return proposals.submit(SYSTEM, project, today=flow.SUBMITTED)


def test_the_rounds_stand_side_by_side_with_sums_and_answers():
    project = twice_submitted()
    for name in ("project_rounds", "project_rounds_print"):
        html = html_of(signed_in(people.HOA), name, project.pk)
        for words in ("ần trình 2", "Tên mới hẳn", "Đã đổi tên", "Đã sửa", ">+10<", ">-40<", "Bỏ"):
            assert words in html
    first = html_of(signed_in(people.HOA), "project_rounds", project.pk, "?lan=1")
    assert "Lần trình 1, ngày" in first
    assert "Tên mới hẳn" not in first.partition('id="main"')[2].partition("</main>")[0].split("kc-tabs")[1]
    assert "Lần trình 2" in html_of(signed_in(people.HOA), "project_rounds", project.pk, "?lan=x")


def test_the_rounds_are_not_for_strangers_nor_for_the_owner_of_one_item():
    project = twice_submitted()
    url = reverse("project_rounds", args=[project.pk])
    assert signed_in(people.QUE).get(url).status_code == 404
    client = Client()
    client.force_login(owner(project.items.get().establishment_id))
    assert client.get(url).status_code == 404
    assert "Góp ý của Sở" not in html_of(client, "project", project.pk)
    assert signed_in(people.LAN).get(reverse("project_rounds", args=[flow.draft().pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_a_round_asks_as_much_for_thirty_items_as_for_one(count, django_assert_num_queries: DjangoAssertNumQueries):
    project = flow.submitted_project(items=[flow.item() for _ in range(count)])
    client = signed_in(people.HOA)
    with django_assert_num_queries(ROUND_QUERIES):
        html_of(client, "project_rounds", project.pk)


def test_a_flagships_rounds_say_which_content_each_item_has_and_count_as_people_do():
    training, brand = flow.content("TRAINING"), flow.content("BRAND")
    items = [flow.item(), replace(flow.item(), content=training)]
    promised = Parts(outputs=[OutputAsk("MACHINES", Decimal(1)), OutputAsk("TRAINED", Decimal("2.5"))])
    project = flow.draft(items=items, parts=promised)
    first = content_in(_frozen(project))
    texts = {cell.key: cell.text for table in first.tables for row in table.rows for cell in row.cells}
    assert (texts["content"], texts["quantity"]) == (training.name, "2,5")
    words = {cell.key: cell.text for cell in first.words}
    assert words["centre"] == people.centre_of().names.get().name

    kept, other = project.items.all()
    asked = [
        Item(kept.description, kept.establishment_id, provincial=Dong(kept.provincial), pk=kept.pk),
        Item(other.description, other.establishment_id, brand, provincial=Dong(other.provincial), pk=other.pk),
    ]
    proposals.revise(SYSTEM, project, name=project.name, items=asked, version=project.version)
    project.refresh_from_db()
    proposals.submit(SYSTEM, project, today=flow.SUBMITTED)
    html = html_of(signed_in(people.HOA), "project_rounds", project.pk)
    assert f">{training.name}</td><td" in html
    assert brand.name in html
    for raw in ("1.00", "2.50", people.centre_of().code):
        assert f">{raw}<" not in html


def _frozen(project: Project) -> Submission:
    """Submit and have it returned; the draft lies open again."""
    proposals.submit(SYSTEM, project, today=flow.SUBMITTED)
    proposals.return_for_work(SYSTEM, project, reason="Xem lại", today=flow.SUBMITTED)
    project.refresh_from_db()
    return project.submissions.get()
