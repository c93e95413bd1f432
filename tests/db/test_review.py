"""What passes between author and reviewer: rounds, remarks, what changed, and the need that comes back."""

from datetime import date

import pytest
from django.db import IntegrityError

from khuyencong.core.errors import NotValid
from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong
from khuyencong.flow.needs.models import Need
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project, ReviewNote, Submission
from khuyencong.flow.proposals.operations import Item, Remark
from khuyencong.flow.proposals.review_queries import ENUMS, LABELS, content_in, content_of, open_notes, parts_of
from khuyencong.flow.proposals.review_rules import Kind, content_from, difference
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db


def as_items(project: Project) -> list[Item]:
    """The stored items as operations take them."""
    return [
        Item(
            row.description, row.establishment_id, row.content, Dong(row.national), Dong(row.provincial),
            Dong(row.district), Dong(row.counterpart), Dong(row.other), row.pk,
        )
        for row in project.items.all()
    ]  # fmt: skip


def revised(project: Project, *, items: list[Item] | None = None, **words: str) -> Project:
    project.refresh_from_db()
    return proposals.revise(
        SYSTEM,
        project,
        name=words.get("name", project.name),
        summary=words.get("summary", project.summary),
        items=as_items(project) if items is None else items,
        version=project.version,
    )


def test_a_revised_item_keeps_its_row_and_the_log_tells_only_what_changed():
    project = flow.draft(items=[flow.item(), flow.item()])
    first, second = as_items(project)
    log = AuditEntry.objects.count()
    more = Item("Máy mới", provincial=Dong(1))
    revised(project, items=[Item(**{**vars(first), "provincial": Dong(7)}), second, more])
    kept = list(project.items.values_list("pk", "provincial"))
    assert kept[:2] == [(first.pk, 7), (second.pk, second.provincial)]
    assert len(kept) == 3
    tables = AuditEntry.objects.order_by("id").values_list("table", "change")[log:]
    assert sorted(tables) == [
        ("proposals_project", "U"), ("proposals_supportitem", "I"), ("proposals_supportitem", "U"),
    ]  # fmt: skip
    revised(project, items=[second])
    assert project.items.get().pk == second.pk


@pytest.mark.parametrize("twice", [False, True])
def test_an_item_of_another_project_is_not_revised(twice: bool):
    project, other = flow.draft(), flow.draft()
    stolen = as_items(project) * 2 if twice else as_items(other)
    with pytest.raises(NotValid, match="không còn trong đề án"):
        revised(project, items=stolen)


def test_each_submission_is_kept_as_it_was_and_compared_with_the_one_before():
    project = flow.draft(items=[flow.item(), flow.item()])
    proposals.submit(SYSTEM, project, today=flow.SUBMITTED)
    flow.note(project)
    first, second = as_items(project)
    changed = Item(**{**vars(first), "provincial": Dong(40_000_000)})
    revised(project, name="Tên rõ hơn", items=[changed, Item("Máy mới", provincial=Dong(5_000_000))])
    project.refresh_from_db()
    proposals.submit(SYSTEM, project, today=flow.SUBMITTED)

    one, two = project.submissions.all()
    assert (one.round, two.round) == (1, 2)
    assert (one.returned_on, one.returned_for) == (flow.SUBMITTED, "Bổ sung hồ sơ")
    found = difference(content_in(one), content_in(two))
    assert [(change.key, change.after) for change in found.words] == [("name", "Tên rõ hơn")]
    (items,) = [table for table in found.tables if table.key == "supportitem"]
    assert [row.kind for row in items.rows] == [Kind.CHANGED, Kind.ADDED, Kind.REMOVED]
    assert [(c.label, c.before, c.after, c.delta) for c in items.rows[0].changes] == [
        ("Khuyến công tỉnh", "50", "40", -10_000_000)
    ]
    assert items.rows[2].title == second.description
    money = {found.label: (found.before, found.after) for found in items.sums}
    assert money["Khuyến công tỉnh"] == (100_000_000, 45_000_000)


def test_nothing_changed_is_no_difference():
    project = flow.submitted_project()
    flow.note(project)
    project.refresh_from_db()
    proposals.submit(SYSTEM, project, today=flow.SUBMITTED)
    one, two = project.submissions.all()
    assert not difference(content_in(one), content_in(two))


def test_the_content_holds_every_word_and_part_and_reads_back():
    project = flow.draft(items=[flow.item(), flow.item()])
    content = content_of(project)
    told = {cell.key: cell.text for cell in content.words}
    assert told["kind"] == "đề án (đơn)"
    assert told["content"] == project.content.name
    assert content_from(content.as_json()) == content
    item = project.items.all()[0]
    assert content.places()[f"supportitem.{item.pk}"] == f"Hạng mục 1: {item.description}"


def test_every_enumeration_of_the_content_has_its_labels():
    for model in (Project, *(part for part, _path in parts_of(Project, ""))):
        assert model is Project or str(model._meta.model_name) in LABELS
        for constraint in model._meta.constraints:
            name = str(constraint.name)
            column = name.removeprefix(f"{model._meta.model_name}_").removesuffix("_known")
            if name.endswith("_known") and column != "state":
                assert (model._meta.model_name, column) in ENUMS


def test_what_was_submitted_is_changed_by_nobody():
    submission = flow.submitted_project().submissions.get()
    for act in (
        lambda: Submission.objects.filter(pk=submission.pk).update(content={}),
        lambda: Submission.objects.filter(pk=submission.pk).update(round=7),
        submission.delete,
    ):
        with pytest.raises(IntegrityError, match="không sửa, không xóa"), under_operation():
            act()
    flow.note(submission.project)
    with pytest.raises(IntegrityError, match="không sửa, không xóa"), under_operation():
        Submission.objects.filter(pk=submission.pk).update(returned_for="khác")


def test_the_log_does_not_repeat_what_was_submitted():
    flow.submitted_project()
    entry = AuditEntry.objects.get(table="proposals_submission")
    assert entry.after is not None
    assert entry.after["content"] == "***"


def test_remarks_stand_at_their_places_and_are_answered():
    project = flow.submitted_project()
    place = f"supportitem.{project.items.get().pk}"
    said = [Remark("name", "Ghi rõ công suất"), Remark(place, "Thiếu báo giá")]
    hoa, lan = people.actor(people.HOA), people.actor(people.LAN)
    proposals.return_for_work(hoa, project, reason="Chưa đạt", today=flow.DECIDED, remarks=said)
    first, second = open_notes([project.pk])
    assert (first.label, second.label) == ("Tên đề án", f"Hạng mục 1: {project.items.get().description}")
    project.refresh_from_db()
    proposals.answer_notes(lan, project, answers={first.pk: " Đã ghi. ", second.pk: ""}, today=flow.DECIDED)
    assert not open_notes([project.pk]).exists()
    assert list(ReviewNote.objects.values_list("answer", "answered_on")) == [
        ("Đã ghi.", flow.DECIDED), ("", flow.DECIDED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("remarks", "sentence"),
    [
        ([Remark("nowhere", "x")], "không có trong bản đã trình"),
        ([Remark("name", "  ")], "Hãy ghi góp ý về “Tên đề án”"),
        ([Remark("name", "x"), Remark("name", "y")], "Mỗi chỗ ghi một góp ý"),
    ],
)
def test_a_remark_that_makes_no_sense_returns_nothing(remarks: list[Remark], sentence: str):
    project = flow.submitted_project()
    with pytest.raises(NotValid, match=sentence):
        proposals.return_for_work(SYSTEM, project, reason="x", today=flow.DECIDED, remarks=remarks)
    project.refresh_from_db()
    assert project.state == "SUBMITTED"


def test_a_remark_on_another_project_is_not_answered():
    mine, theirs = flow.note(), flow.note()
    project = Project.objects.get(pk=mine.submission.project_id)
    with pytest.raises(NotValid, match="không thuộc đề án này"):
        proposals.answer_notes(SYSTEM, project, answers={theirs.pk: "x"}, today=flow.DECIDED)


def _proposed() -> tuple[Need, Project]:
    need = flow.checked_need()
    project = proposals.draft_from_need(
        SYSTEM, need, place=people.place_of(), year=2018, national=False, today=people.TODAY
    )
    return need, project


def test_a_withdrawn_project_gives_its_need_back():
    need, project = _proposed()
    proposals.withdraw(people.actor(people.LAN), project, reason="Cơ sở xin thôi")
    need.refresh_from_db()
    assert (need.state, need.decided_on) == ("CHECKED", None)
    again = proposals.draft_from_need(
        SYSTEM, need, place=people.place_of(), year=2018, national=True, today=people.TODAY
    )
    need.refresh_from_db()
    assert (need.state, again.need) == ("PROPOSED", need)


def test_a_refused_project_gives_its_need_back():
    need, project = _proposed()
    proposals.submit(SYSTEM, project, today=people.TODAY)
    project.refresh_from_db()
    proposals.reject(people.actor(people.HOA), project, today=date(2017, 12, 1), reason="Trùng hỗ trợ")
    need.refresh_from_db()
    assert (need.state, need.decided_on) == ("CHECKED", None)
