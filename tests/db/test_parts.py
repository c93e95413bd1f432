"""Machines, outputs, schedule, papers of a đề án: what is kept, what is refused, what its kind demands by date."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from khuyencong.core.errors import NotValid
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import Machine, Project
from khuyencong.flow.proposals.parts import operations as parts_of
from khuyencong.flow.proposals.parts.operations import Parts
from khuyencong.flow.proposals.parts.queries import (
    MachineFilter,
    faults_of,
    kind_rules_on,
    machine_list,
    papers_of,
    prices_of,
)
from khuyencong.flow.proposals.parts.rules import MachineAsk, OutputAsk, Stretch
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.models import Provision
from tests.factories import flow

pytestmark = pytest.mark.django_db

TT17 = date(2018, 8, 28)
DAY = flow.DRAFTED


def _refused(parts: Parts) -> tuple[str | None, str]:
    with pytest.raises(NotValid) as refusal:
        flow.draft(parts=parts)
    assert not Project.objects.exists()
    return refusal.value.field, refusal.value.message


GOOD = flow.parts()
MACHINE = MachineAsk(0, "Máy cưa CNC", unit_price=1)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("starts_on", {"starts_on": date(2016, 12, 31)}),
        ("ends_on", {"ends_on": date(2017, 2, 28)}),
        ("ends_on", {"ends_on": date(2037, 1, 1)}),
        ("machines", {"machines": [replace(MACHINE, unit_price=-1)]}),
        ("machines", {"machines": [replace(MACHINE, quantity=0)]}),
        ("machines", {"machines": [replace(MACHINE, name=" ")]}),
        ("machines", {"machines": [replace(MACHINE, item=1)]}),
        ("machines", {"machines": [replace(MACHINE, made_in=2019)]}),
        ("machines", {"machines": [replace(MACHINE, replaces=0)]}),
        ("machines", {"machines": [MACHINE, replace(MACHINE, old=True, replaces=0)]}),
        ("machines", {"machines": [replace(MACHINE, pk=10**9)]}),
        ("outputs", {"outputs": [OutputAsk("JOBS", Decimal(0))]}),
        ("outputs", {"outputs": [OutputAsk("JOBS", Decimal(1)), OutputAsk("JOBS", Decimal(2))]}),
        ("outputs", {"outputs": [OutputAsk("X", Decimal(1))]}),
        ("milestones", {"milestones": [Stretch("Mua máy", date(2017, 5, 2), date(2017, 5, 1))]}),
        ("milestones", {"milestones": [Stretch("Mua máy", date(2017, 2, 28), date(2017, 5, 1))]}),
        ("milestones", {"milestones": [Stretch("Mua máy", date(2017, 5, 1), date(2017, 12, 16))]}),
        ("milestones", {"milestones": [Stretch(" ", date(2017, 5, 1), date(2017, 5, 2))]}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_leaves_no_row(field: str, changes: dict[str, object]) -> None:
    parts = replace(GOOD, **changes)  # type: ignore[arg-type]
    found, sentence = _refused(parts)
    assert found == (None if "tải lại trang" in sentence else field)


def test_a_milestone_on_the_first_and_the_last_day_stands() -> None:
    edges = [Stretch("Cả năm", date(2017, 3, 1), date(2017, 12, 15))]
    assert flow.draft(parts=replace(GOOD, milestones=edges)).milestones.get().name == "Cả năm"


def test_revising_keeps_the_rows_and_their_links() -> None:
    project = flow.draft(parts=GOOD)
    old, new = Machine.objects.get(role="OLD"), Machine.objects.get(role="NEW")
    assert new.replaces == old
    asked = [
        MachineAsk(0, "Máy cưa CNC đời mới", unit_price=5, replaces=1, pk=new.pk),
        MachineAsk(0, "Máy cưa vòng cũ", old=True, pk=old.pk),
    ]
    mile = project.milestones.get()
    later = [
        Stretch("Chọn nhà cung cấp", date(2017, 3, 1), date(2017, 3, 31)),
        Stretch(mile.name, mile.starts_on, mile.due_on, pk=mile.pk),
    ]
    parts_of.revise_parts(SYSTEM, project, parts=replace(GOOD, machines=asked, milestones=later), version=1)
    assert set(Machine.objects.values_list("pk", "name")) == {
        (new.pk, "Máy cưa CNC đời mới"),
        (old.pk, "Máy cưa vòng cũ"),
    }
    new.refresh_from_db()
    assert new.replaces == old
    assert [(row.order, row.pk == mile.pk) for row in project.milestones.all()] == [(1, False), (2, True)]


def test_two_who_revise_the_parts_learn_of_each_other() -> None:
    project = flow.draft(parts=GOOD)
    parts_of.revise_parts(SYSTEM, project, parts=GOOD_WITHOUT_MACHINES, version=1)
    with pytest.raises(NotValid, match="vừa được người khác sửa"):
        parts_of.revise_parts(SYSTEM, project, parts=Parts(), version=1)
    assert project.outputs.count() == 1


GOOD_WITHOUT_MACHINES = replace(GOOD, machines=())


def test_items_may_be_revised_without_a_word_about_the_parts() -> None:
    project = flow.draft(parts=GOOD)
    stored = project.items.get()
    kept = proposals.Item("Máy cưa", stored.establishment_id, provincial=flow.dong(1), pk=stored.pk)
    proposals.revise(SYSTEM, project, name="Tên mới", items=[kept], version=1)
    assert Machine.objects.count() == 2


# ---- Kinds, as the law's own rows have them ----


@pytest.mark.parametrize(
    ("day", "kind", "fields"),
    [
        (date(2018, 8, 27), ProjectKind.FLAGSHIP, set()),
        (TT17, ProjectKind.FLAGSHIP, {"items", "ends_on"}),
        (date(2018, 8, 27), ProjectKind.GROUP, set()),
        (TT17, ProjectKind.GROUP, {"place", "machines"}),
        (date(2018, 8, 27), ProjectKind.SINGLE, set()),
        (TT17, ProjectKind.SINGLE, set()),
        (TT17, ProjectKind.TASK, set()),
    ],
)
def test_a_kind_demands_what_the_law_of_its_day_says(day: date, kind: ProjectKind, fields: set[str]) -> None:
    item = flow.item(source=flow.Source.NATIONAL)
    project = flow.draft(items=[item], kind=kind, year=2018)
    faults = faults_of(project, project.items.select_related("content"), on=day)
    assert {fault.field for fault in faults} == fields
    assert all(fault.blocks for fault in faults)


def test_the_rules_of_kinds_have_their_source() -> None:
    rules = [rule for rule in kind_rules_on(TT17) if rule.kind in {"GROUP", "FLAGSHIP"}]
    assert len(rules) == 3
    assert all(rule.read and "17/2018/TT-BCT" in rule.citation for rule in rules)


def test_a_flagship_of_national_money_is_refused_at_submission_and_a_local_one_is_not() -> None:
    def flagship(source: flow.Source) -> Project:
        return flow.draft(items=[flow.item(source=source)], kind=ProjectKind.FLAGSHIP, year=2018, today=TT17)

    with pytest.raises(NotValid, match=r"Đề án điểm phải có từ 2 nội dung.*17/2018/TT-BCT") as refusal:
        proposals.submit(SYSTEM, flagship(flow.Source.NATIONAL), today=TT17)
    assert refusal.value.field == "items"
    assert proposals.submit(SYSTEM, flagship(flow.Source.PROVINCIAL), today=TT17).submitted_on == TT17


# ---- Papers ----


def test_a_paper_is_owed_until_it_is_handed_in() -> None:
    project = flow.draft()
    (step,) = papers_of(project, ["MACHINERY"], on=DAY, steps=["REGISTER"])
    assert step.missing == len(step.owed) == 4
    asked = step.owed[0]
    now = datetime(2017, 1, 12, tzinfo=UTC)
    paper = parts_of.hand_paper(
        SYSTEM,
        project,
        provision=asked.provision,
        document=asked.document,
        name="cv.pdf",
        data=b"%PDF-1.7 x",
        now=now,
    )
    (step,) = papers_of(project, ["MACHINERY"], on=DAY, steps=["REGISTER"])
    assert step.missing == 3
    assert step.owed[0].handed == (paper,)
    parts_of.take_back_paper(SYSTEM, paper, reason="Nộp nhầm tệp")
    assert not project.papers.exists()


def test_papers_follow_the_law_of_the_day_and_the_content() -> None:
    project = flow.draft()
    before = papers_of(project, ["MACHINERY"], on=date(2018, 8, 27), steps=["REGISTER"])[0]
    after = papers_of(project, ["MACHINERY"], on=TT17, steps=["REGISTER"])[0]
    assert (len(before.owed), len(after.owed)) == (4, 2)
    by_share = papers_of(project, ["MACHINERY"], on=DAY, steps=["SETTLEMENT"])[0]
    plain = papers_of(project, ["TRAINING"], on=DAY, steps=["SETTLEMENT"])[0]
    assert len(by_share.owed) == len(plain.owed) + 1
    assert not any(one.blocks for one in by_share.owed), "medium confidence never blocks"


def test_a_paper_that_nobody_asks_for_or_that_is_no_paper_is_refused() -> None:
    project = flow.draft()
    rule = Provision.objects.get(code="DOCUMENT-A-REGISTER")
    now = datetime(2017, 1, 12, tzinfo=UTC)
    with pytest.raises(NotValid, match="không có trong hồ sơ"):
        parts_of.hand_paper(SYSTEM, project, provision=rule, document="Thơ", name="a.pdf", data=b"%PDF-", now=now)
    document = rule.attributes["documents"][0]
    with pytest.raises(NotValid, match="không phải PDF"):
        parts_of.hand_paper(SYSTEM, project, provision=rule, document=document, name="a.pdf", data=b"MZ", now=now)
    assert not project.papers.exists()


# ---- Machines of the country ----


def test_machines_are_found_without_accents_and_their_prices_summed_up() -> None:
    for price in (100, 200, 400):
        proposals.submit(SYSTEM, flow.draft(parts=flow.parts(price=flow.dong(price))), today=flow.SUBMITTED)
    flow.draft(parts=flow.parts(price=flow.dong(999)))
    found = machine_list(MachineFilter(search="may cua cnc dai loan"))
    assert found.count() == 3, "the old machines are not what was bought"
    prices = prices_of(found)
    assert (prices.count, prices.least, prices.middle, prices.most) == (3, *map(flow.dong, (100, 200, 400)))
    narrowed = machine_list(MachineFilter(least=flow.dong(101), most=flow.dong(400)))
    assert prices_of(narrowed).middle == flow.dong(300)
    assert prices_of(machine_list(MachineFilter(search="tàu thủy"))).count == 0


def test_a_serial_number_is_written_at_delivery_and_found() -> None:
    proposals.submit(SYSTEM, flow.draft(parts=GOOD), today=flow.SUBMITTED)
    machine = Machine.objects.get(role="NEW")
    parts_of.note_serial(SYSTEM, machine, serial=" KDT 2017-118 ")
    assert machine_list(MachineFilter(search="2017 118")).get().serial == "KDT 2017-118"
