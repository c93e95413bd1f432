"""Who is told of what; and that a notice, its job and the row that it is about stand or fall together."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from khuyencong.core.errors import NotValid
from khuyencong.core.scope import Scope
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.enums import Channel, NeedAnswer
from khuyencong.flow.obstacles import operations as obstacles
from khuyencong.flow.obstacles.enums import ObstacleKind
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.access.operations import assign_post, end_post
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.operations import open_account
from khuyencong.ground.notices import inbox
from khuyencong.ground.notices.enums import Kind, Way
from khuyencong.ground.notices.models import Notice, Preference
from khuyencong.ground.notices.queries import to_digest, unread_count, ways_of
from khuyencong.ground.notices.rules import RULES, fields_of, text_of
from khuyencong.ground.notices.telling import untold
from tests import people
from tests.factories import flow

pytestmark = pytest.mark.django_db

TOLD = (people.LAN, people.HOA, people.MINH, people.TUAN, people.QUE)


@pytest.fixture
def everybody(db: None) -> None:
    for person in TOLD:
        people.user(person)


def told(kind: Kind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))


def colleague(name: str = "mai") -> Actor:
    """Another officer of Lan's centre, who wrote nothing."""
    user = open_account(SYSTEM, Scope(), email=f"{name}@phuyen.example", full_name=name, password=people.PASSWORD)
    place = Scope(organisation_id=people.centre_of().pk)
    assign_post(SYSTEM, place, user=user, role=Role.CENTRE_OFFICER, since=people.SINCE)
    return actor_of(user, today=people.TODAY)


def lans_submitted(national: bool = False) -> proposals.Project:
    lan = people.actor(people.LAN)
    money = {"national" if national else "provincial": flow.dong(50)}
    item = Item("Máy cưa CNC", flow.establishment().pk, counterpart=flow.dong(150), **money)
    return proposals.submit(lan, flow.draft(items=[item], actor=lan), today=flow.SUBMITTED)


def returned(project: proposals.Project, reason: str = "thiếu báo giá") -> None:
    proposals.return_for_work(people.actor(people.HOA), project, reason=reason, today=people.TODAY)


def test_a_submitted_proposal_is_told_to_the_department_of_its_province(everybody: None) -> None:
    project = lans_submitted()
    assert told(Kind.PROPOSAL_SUBMITTED) == {people.HOA.email}
    notice = Notice.objects.get()
    assert notice.text == f"Đề án {project.number} “{project.name}” đã trình, chờ thẩm định cấp cơ sở."
    assert (notice.about_table, notice.about_row) == ("proposals_project", project.pk)
    assert (notice.by, notice.way) == ("Nguyễn Thị Lan", Way.DIGEST)
    assert notice.created_at is not None


def test_a_returned_proposal_is_told_to_who_wrote_it_with_the_reason(everybody: None) -> None:
    colleague()
    project = lans_submitted()
    returned(project)
    assert told(Kind.PROPOSAL_RETURNED) == {people.LAN.email}
    assert Notice.objects.get(kind=Kind.PROPOSAL_RETURNED).text.endswith("thiếu báo giá")


def test_where_the_author_left_the_centre_is_told(everybody: None) -> None:
    colleague()
    project = lans_submitted()
    post = people.user(people.LAN).posts.get()
    end_post(SYSTEM, post, until=date(2020, 1, 1), reason="chuyển công tác")
    returned(project)
    assert told(Kind.PROPOSAL_RETURNED) == {"mai@phuyen.example"}


def test_national_money_goes_on_to_the_ministry(everybody: None) -> None:
    project = lans_submitted(national=True)
    appraisal.conclude(people.actor(people.HOA), project, result=Result.PASS, today=flow.DECIDED)
    assert told(Kind.PROPOSAL_FORWARDED) == {people.MINH.email}
    assert told(Kind.PROPOSAL_APPROVED) == set()
    appraisal.conclude(people.actor(people.MINH), project, result=Result.PASS, today=flow.DECIDED)
    assert told(Kind.PROPOSAL_APPROVED) == {people.LAN.email}


def test_members_of_a_council_are_told_of_their_seat_and_of_the_session(everybody: None) -> None:
    council = flow.council()
    project = flow.submitted_project()
    appraisal.call_session(
        SYSTEM, council, held_on=flow.CONVENED, place="Phòng họp 2", projects=[project], today=flow.CONVENED
    )
    assert told(Kind.COUNCIL_SEAT) == told(Kind.SESSION_CALLED) == {people.HOA.email, people.MINH.email}
    assert "03/02/2017, tại Phòng họp 2: 1 đề án" in Notice.objects.filter(kind=Kind.SESSION_CALLED)[0].text


def test_an_approved_plan_is_told_to_the_centre_and_a_supplement_to_the_author(everybody: None) -> None:
    colleague()
    flow.approved_line()
    assert told(Kind.PLAN_APPROVED) == {people.LAN.email, "mai@phuyen.example"}
    project = lans_submitted()
    appraisal.conclude(SYSTEM, project, result=Result.PASS, today=flow.DECIDED)
    project.refresh_from_db()
    flow.approved_line(project)  # in a second batch, since the first is approved
    assert told(Kind.PLAN_ASSIGNED) == {people.LAN.email}


def test_an_adjustment_is_told_to_who_decides_and_its_decision_to_who_asked(everybody: None) -> None:
    line = flow.approved_line()
    lan, hoa = people.actor(people.LAN), people.actor(people.HOA)
    asked = adjusting.request_adjustment(
        lan, line.project, kind=AdjustmentKind.STOP, explanation="cơ sở bỏ", today=people.TODAY
    )
    assert told(Kind.ADJUSTMENT_TO_CONFIRM) | told(Kind.ADJUSTMENT_REQUESTED) == {people.HOA.email}
    adjusting.return_adjustment(hoa, asked, reason="thiếu biên bản")
    assert told(Kind.ADJUSTMENT_RETURNED) == {people.LAN.email}
    asked.refresh_from_db()
    adjusting.resend_adjustment(lan, asked, explanation="cơ sở bỏ", today=people.TODAY)
    asked.refresh_from_db()
    adjusting.decide_adjustment(hoa, asked, action=AdjustmentAction.GRANT, decision="12/SCT-KC", today=people.TODAY)
    assert told(Kind.ADJUSTMENT_DECIDED) == {people.LAN.email}
    assert told(Kind.ADJUSTMENT_REQUESTED) <= {people.HOA.email}


def test_national_money_is_confirmed_by_the_department_and_decided_by_the_ministry(everybody: None) -> None:
    line = flow.approved_line(source=Source.NATIONAL)
    asked = adjusting.request_adjustment(
        people.actor(people.LAN), line.project, kind=AdjustmentKind.STOP, explanation="x", today=people.TODAY
    )
    assert told(Kind.ADJUSTMENT_TO_CONFIRM) == {people.HOA.email}
    assert told(Kind.ADJUSTMENT_REQUESTED) == set()
    adjusting.confirm_adjustment(
        people.actor(people.HOA), asked, confirmation="8/SCT", confirmed_on=people.TODAY, today=people.TODAY
    )
    assert told(Kind.ADJUSTMENT_REQUESTED) == {people.MINH.email}


def test_a_need_told_by_the_workshop_or_gone_is_told_to_the_centre(everybody: None) -> None:
    need = flow.need(channel=Channel.SELF)
    assert told(Kind.NEED_TOLD) == {people.LAN.email}
    needs.confirm_need(
        SYSTEM, need, asked_on=people.TODAY, answer=NeedAnswer.NO, answered_on=people.TODAY, today=people.TODAY
    )
    assert told(Kind.NEED_GONE) == {people.LAN.email}


def test_an_obstacle_is_told_to_whose_it_is_and_to_who_gets_it_next(everybody: None) -> None:
    lan, tuan = people.actor(people.LAN), people.user(people.TUAN)
    project = flow.approved_line().project
    raised = obstacles.raise_obstacle(
        lan,
        project,
        kind=next(iter(ObstacleKind)),
        description="chưa có mặt bằng",
        remedy="xã bàn giao",
        owner=obstacles.Owner(user_id=tuan.pk),
        raised_on=people.TODAY,
        due_on=people.TODAY,
        today=people.TODAY,
    )
    assert told(Kind.OBSTACLE_ASSIGNED) == {people.TUAN.email}
    obstacles.escalate(lan, raised, due_on=people.TODAY, today=people.TODAY, reason="xã không bàn giao")
    assert told(Kind.OBSTACLE_ESCALATED) == {people.HOA.email}


def test_nobody_is_told_of_what_they_did_themselves(everybody: None) -> None:
    lan = people.actor(people.LAN)
    need = flow.need()
    needs.confirm_need(
        lan, need, asked_on=people.TODAY, answer=NeedAnswer.NO, answered_on=people.TODAY, today=people.TODAY
    )
    assert told(Kind.NEED_GONE) == set()


def test_what_is_rolled_back_leaves_neither_notice_nor_job(everybody: None) -> None:
    project = lans_submitted()
    before = (Notice.objects.count(), ProcrastinateJob.objects.count())

    def spoilt(after: Callable[[], object]) -> None:
        with transaction.atomic():
            returned(project)
            assert Notice.objects.count() == before[0] + 1
            assert ProcrastinateJob.objects.count() == before[1] + 1
            after()

    with pytest.raises(NotValid):
        spoilt(lambda: returned(project, reason=""))
    assert (Notice.objects.count(), ProcrastinateJob.objects.count()) == before
    project.refresh_from_db()
    assert project.state == "SUBMITTED"


def test_a_letter_at_once_is_a_job_of_its_notice(everybody: None) -> None:
    project = lans_submitted()
    returned(project)
    notice = Notice.objects.get(kind=Kind.PROPOSAL_RETURNED)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args, job.status) == ("mail_notice", {"notice": notice.pk}, "todo")
    assert [row.kind for row in to_digest()] == [Kind.PROPOSAL_SUBMITTED]


@pytest.mark.parametrize(("way", "notices", "jobs"), [(Way.NONE, 0, 0), (Way.PRODUCT, 1, 0), (Way.AT_ONCE, 1, 1)])
def test_a_preference_decides_how(everybody: None, way: Way, notices: int, jobs: int) -> None:
    hoa = people.user(people.HOA)
    inbox.choose(hoa.pk, {Kind.PROPOSAL_SUBMITTED: way})
    inbox.choose(hoa.pk, {Kind.PROPOSAL_SUBMITTED: way})
    assert ways_of(hoa.pk)[Kind.PROPOSAL_SUBMITTED] is way
    lans_submitted()
    assert (Notice.objects.count(), ProcrastinateJob.objects.count()) == (notices, jobs)
    assert to_digest().count() == 0


def test_the_number_of_people_costs_no_query(everybody: None) -> None:
    def cost() -> int:
        need = flow.need()
        with CaptureQueriesContext(connection) as seen:
            needs.confirm_need(
                SYSTEM, need, asked_on=people.TODAY, answer=NeedAnswer.NO, answered_on=people.TODAY, today=people.TODAY
            )
        return len(seen)

    alone = cost()
    colleague("mai")
    colleague("sen")
    assert cost() == alone
    assert Notice.objects.filter(kind=Kind.NEED_GONE).count() == 1 + 3


def test_of_the_past_nobody_is_told(everybody: None) -> None:
    with untold():
        lans_submitted()
    assert not Notice.objects.exists()


def test_a_notice_is_read_by_its_own_person_alone(everybody: None) -> None:
    lans_submitted()
    hoa, lan = people.user(people.HOA), people.user(people.LAN)
    notice = Notice.objects.get()
    now = notice.created_at
    assert (unread_count(hoa.pk), unread_count(lan.pk)) == (1, 0)
    assert inbox.mark_read(lan.pk, now=now, notice_id=notice.pk) == 0
    assert inbox.mark_read(hoa.pk, now=now, notice_id=notice.pk) == 1
    assert unread_count(hoa.pk) == 0


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_sentence(kind: Kind) -> None:
    assert RULES[kind].label
    assert text_of(kind, dict.fromkeys(fields_of(kind), "x"))


@pytest.mark.parametrize("spoilt", [{"kind": ""}, {"way": "?"}, {"text": ""}, {"about_row": None}, {"about_table": ""}])
def test_the_database_refuses_a_broken_notice(everybody: None, spoilt: dict[str, object]) -> None:
    lans_submitted()
    good = Notice.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=good.pk).update(**spoilt)


def test_a_person_has_one_preference_a_kind(everybody: None) -> None:
    user = people.user(people.HOA)
    Preference.objects.create(user=user, kind=Kind.DEADLINE, way=Way.NONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(user=user, kind=Kind.DEADLINE, way=Way.DIGEST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(user=user, kind=Kind.NEED_GONE, way="?")
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(user=user, kind="", way=Way.NONE)


def test_the_queue_is_the_applications_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE has_function_privilege('public', oid, 'EXECUTE')),"
            " bool_and(has_function_privilege(oid, 'EXECUTE')) FROM pg_proc WHERE proname ~ '^procrastinate_'"
        )
        assert cursor.fetchone() == (0, True)
        cursor.execute("SELECT has_table_privilege('procrastinate_jobs', 'TRUNCATE')")
        assert cursor.fetchone() == (False,)
