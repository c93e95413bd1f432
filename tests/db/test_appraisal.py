"""Councils, sessions, opinions, conflicts and conclusions: what is done, what is refused, what the database holds."""

from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from khuyencong.core.errors import NotAllowed, NotValid
from khuyencong.core.models import AuditEntry
from khuyencong.core.scope import NATION
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole, Reply, Result, SessionState
from khuyencong.flow.appraisal.models import (
    Conclusion,
    ConclusionReason,
    ConflictOfInterest,
    Council,
    CouncilMember,
    Opinion,
    SessionItem,
)
from khuyencong.flow.appraisal.queries import (
    ConclusionFilter,
    authors_of,
    candidates,
    conclusion_list,
    counts_by,
    criteria_on,
    most_points_on,
    quorum_on,
    ready_for,
    selection_order,
)
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.settlement.queries import settled_by_centre
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.regulations.enums import Confidence
from khuyencong.ground.regulations.models import LegalInstrument, Provision
from tests import people
from tests.factories import flow
from tests.operations import in_thread, under_operation, wait_until_blocked

pytestmark = pytest.mark.django_db

DAY = flow.CONVENED


def seat(item, role=CouncilRole.CHAIR):
    return item.session.council.members.get(role=role)


def outsider(item):
    return item.session.council.members.filter(user=None).first()


def judged(passed=True, points=None):
    words = "" if passed else "Chưa đạt"
    return [appraisal.Judgement(row.pk, passed, words, points) for row in criteria_on(DAY)]


def national():
    return flow.submitted_project(items=(flow.item(source=Source.NATIONAL),))


# Councils


def seats(*roles):
    return [appraisal.Seat(role, "Chuyên viên", name=f"Người {at}") for at, role in enumerate(roles)]


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ((CouncilRole.SECRETARY, CouncilRole.MEMBER), "đúng một chủ tịch hội đồng"),
        ((CouncilRole.CHAIR, CouncilRole.CHAIR, CouncilRole.SECRETARY), "đúng một chủ tịch hội đồng"),
        ((CouncilRole.CHAIR, CouncilRole.MEMBER), "đúng một ủy viên thư ký"),
    ],
)
def test_a_council_has_one_chair_and_one_secretary(roles, sentence):
    with pytest.raises(NotValid, match=sentence) as refusal:
        establish(SYSTEM, seats(*roles))
    assert refusal.value.field == "members"
    assert not Council.objects.exists()
    assert not CouncilMember.objects.exists()


def establish(actor, members, *, level=AppraisalLevel.BASE, on=DAY, decision="QĐ 1"):
    place = people.place_of() if level is AppraisalLevel.BASE else NATION
    return appraisal.establish_council(
        actor, place, level=level, year=2017, decision=decision, established_on=on, members=members, today=DAY
    )


def test_each_level_is_convened_by_its_own(hoa, minh, lan):
    whole = seats(CouncilRole.CHAIR, CouncilRole.SECRETARY)
    assert establish(hoa, whole).province_id == people.place_of().province_id
    assert establish(minh, whole, level=AppraisalLevel.MINISTRY).province_id is None
    for actor, level in ((hoa, AppraisalLevel.MINISTRY), (minh, AppraisalLevel.BASE), (lan, AppraisalLevel.BASE)):
        with pytest.raises(NotAllowed):
            establish(actor, whole, level=level, decision="QĐ 2")


def test_a_council_of_tomorrow_is_refused_and_a_decision_counts_once(hoa):
    whole = seats(CouncilRole.CHAIR, CouncilRole.SECRETARY)
    with pytest.raises(NotValid, match="không được sau hôm nay"):
        establish(hoa, whole, on=DAY + timedelta(days=1))
    establish(hoa, whole)
    with pytest.raises(NotValid, match="đã lập một hội đồng"):
        establish(hoa, whole)


def test_a_user_without_a_post_and_a_nameless_outsider_are_refused(hoa):
    chair, secretary = seats(CouncilRole.CHAIR, CouncilRole.SECRETARY)
    with pytest.raises(NotValid, match="đang giữ một nhiệm vụ"):
        establish(hoa, [chair, secretary, appraisal.Seat(CouncilRole.MEMBER, "Chuyên viên", user_id=10**9)])
    with pytest.raises(NotValid, match="họ và tên"):
        establish(hoa, [chair, secretary, appraisal.Seat(CouncilRole.MEMBER, "Chuyên viên")])
    with pytest.raises(NotValid, match="ghi hai lần"):
        establish(hoa, [chair, secretary, chair.__class__(CouncilRole.MEMBER, chair.title, name=chair.name)])


# Sessions


def test_a_session_takes_what_waits_for_its_level_and_province():
    here, there = flow.submitted_project(), flow.submitted_project(people.place_of(people.QUANG_NAM))
    base, ministry = flow.council(), flow.council(AppraisalLevel.MINISTRY)
    with pytest.raises(NotValid, match="không chờ thẩm định cấp cơ sở") as refusal:
        flow.called_session(there, of=base)
    assert refusal.value.field == "projects"
    with pytest.raises(NotValid, match="không chờ thẩm định cấp Bộ"):
        flow.called_session(here, of=ministry)
    session = flow.called_session(here, of=base)
    with pytest.raises(NotValid, match="đã có trong chương trình"):
        flow.called_session(here, of=flow.council())
    assert [row.member.name for row in session.invitations.all()] == [row.name for row in base.members.all()]
    assert not ready_for(session).exists()


def test_national_money_comes_to_the_ministry_after_the_base():
    project, ministry = national(), flow.council(AppraisalLevel.MINISTRY)
    session = flow.called_session(flow.submitted_project(), of=flow.council())
    assert list(ready_for(session)) == [project]
    flow.concluded_item(flow.held_session(project).items.get())
    project.refresh_from_db()
    assert project.state == ProjectState.SUBMITTED
    above = flow.held_session(project, of=ministry)
    flow.concluded_item(above.items.get())
    project.refresh_from_db()
    assert project.state == ProjectState.APPROVED


def test_a_member_answers_for_themselves_and_the_secretary_for_an_outsider(hoa, minh, lan):
    session = flow.called_session()
    own, other = session.invitations.get(member__user=hoa.id), session.invitations.filter(member__user=None)[0]
    for actor, invitation in ((minh, own), (hoa, other), (lan, own), (SYSTEM, other)):
        with pytest.raises(NotAllowed):
            appraisal.answer_invitation(actor, invitation, reply=Reply.COMING, today=DAY)
    assert appraisal.answer_invitation(hoa, own, reply=Reply.COMING, today=DAY).replied_on == DAY
    assert appraisal.answer_invitation(minh, other, reply=Reply.DECLINED, today=DAY).reply == Reply.DECLINED


def test_a_session_is_not_held_before_its_day_and_the_low_quorum_only_warns(hoa):
    session = flow.called_session()
    one = [session.invitations.first().member_id]
    with pytest.raises(NotValid, match="chưa đến"):
        appraisal.hold_session(hoa, session, present=one, today=DAY - timedelta(days=1))
    rule = quorum_on(DAY)
    assert (rule.percent, rule.confidence) == (50, Confidence.LOW)
    assert appraisal.hold_session(hoa, session, present=one, today=DAY).state == SessionState.HELD
    assert [row.attended for row in session.invitations.all()] == [True, False, False, False]


def test_a_quorum_that_was_read_blocks(hoa):
    with under_operation():
        Provision.objects.filter(attributes__key="APPRAISAL_QUORUM").update(confidence=Confidence.READ)
    session = flow.called_session()
    first, second = (row.member_id for row in session.invitations.all()[:2])
    with pytest.raises(NotValid, match="ít nhất 2 thành viên") as refusal:
        appraisal.hold_session(hoa, session, present=[first], today=DAY)
    assert refusal.value.field == "present"
    assert appraisal.hold_session(hoa, session, present=[first, second], today=DAY).state == SessionState.HELD


def test_a_session_closes_when_everything_is_concluded(hoa):
    session = flow.held_session(flow.submitted_project(), flow.submitted_project())
    first, second = session.items.all()
    flow.concluded_item(first)
    with pytest.raises(NotValid, match=f"Chưa kết luận: {second.project.number}"):
        appraisal.close_session(hoa, session, today=DAY)
    appraisal.take_off_agenda(hoa, second, reason="Chủ đầu tư xin hoãn")
    assert appraisal.close_session(hoa, session, today=DAY).closed_on == DAY
    with pytest.raises(NotValid, match="không rút được"):
        appraisal.take_off_agenda(hoa, first, reason="Thử")


# Opinions


def test_a_member_says_by_each_criterion_and_may_say_anew(hoa):
    item = flow.held_session().items.get()
    appraisal.opine(hoa, seat(item), item=item, judged=judged(), today=DAY)
    appraisal.opine(hoa, seat(item), item=item, judged=judged(passed=False), today=DAY)
    said = Opinion.objects.filter(item=item)
    assert [row.criterion.code for row in said] == [f"CRITERION-{n}" for n in range(1, 6)]
    assert not any(row.passed for row in said)


def test_opinions_are_refused_that_are_incomplete_or_do_not_say_why(hoa):
    item = flow.held_session().items.get()
    whole = judged()
    unsaid = [*whole[:-1], appraisal.Judgement(whole[-1].criterion_id, False)]
    for bad, sentence in (
        (whole[:-1], "đủ các tiêu chí"),
        ([*whole, whole[0]], "đủ các tiêu chí"),
        (unsaid, "phải ghi nhận xét"),
        (judged(points=5), "không chấm điểm"),
    ):
        with pytest.raises(NotValid, match=sentence):
            appraisal.opine(hoa, seat(item), item=item, judged=bad, today=DAY)
    assert not Opinion.objects.exists()


def test_a_province_may_switch_points_on(hoa):
    province = people.province_unit(people.PHU_YEN)
    instrument = LegalInstrument.objects.all()[0]
    model = Provision.objects.get(code="CONDITION-APPRAISAL-QUORUM")
    with under_operation():
        LegalInstrument.objects.filter(pk=instrument.pk).update(province=province)
        model.pk, model.code, model.instrument = None, "POINTS-PY", instrument
        model.attributes = {"key": "APPRAISAL_POINTS", "points": 20}
        model.save(force_insert=True)
    assert most_points_on(DAY, province.pk) == 20
    assert most_points_on(DAY, people.province_unit(people.QUANG_NAM).pk) is None
    assert most_points_on(DAY, None) is None
    item = flow.held_session().items.get()
    with pytest.raises(NotValid, match="từ 0 đến 20") as refusal:
        appraisal.opine(hoa, seat(item), item=item, judged=judged(points=21), today=DAY)
    assert refusal.value.field == f"points_{criteria_on(DAY)[0].pk}"
    appraisal.opine(hoa, seat(item), item=item, judged=judged(points=20), today=DAY)
    assert {row.points for row in Opinion.objects.all()} == {20}


def test_only_the_member_speaks_and_the_secretary_for_an_outsider(hoa, minh, lan):
    item = flow.held_session().items.get()
    for actor, member in ((minh, seat(item)), (hoa, outsider(item)), (lan, seat(item)), (SYSTEM, outsider(item))):
        with pytest.raises(NotAllowed):
            appraisal.opine(actor, member, item=item, judged=judged(), today=DAY)
    assert appraisal.opine(minh, outsider(item), item=item, judged=judged(), today=DAY)
    stranger = seat(flow.held_session(of=flow.council()).items.get())
    with pytest.raises(NotAllowed, match="không phải là thành viên"):
        appraisal.opine(hoa, stranger, item=item, judged=judged(), today=DAY)


def test_whoever_was_absent_or_speaks_out_of_time_is_refused(hoa, minh):
    session = flow.called_session()
    item = session.items.get()
    with pytest.raises(NotValid, match="đang diễn ra"):
        appraisal.opine(hoa, seat(item), item=item, judged=judged(), today=DAY)
    appraisal.hold_session(SYSTEM, session, present=[seat(item).pk], today=DAY)
    with pytest.raises(NotValid, match="không có mặt"):
        appraisal.opine(minh, seat(item, CouncilRole.SECRETARY), item=item, judged=judged(), today=DAY)
    flow.concluded_item(item)
    with pytest.raises(NotValid, match="đã được kết luận"):
        appraisal.opine(hoa, seat(item), item=item, judged=judged(), today=DAY)


# Separation of duties


def test_who_drafted_or_submitted_is_found_in_the_log_and_the_staff_by_their_posts(lan, hoa, tuan, que):
    mine = flow.draft(actor=lan)
    theirs = flow.draft(people.place_of(people.QUANG_NAM))
    found = authors_of([mine, theirs], today=DAY)
    assert found == {mine.pk: {lan.id, tuan.id}, theirs.pk: {que.id}}
    proposals.submit(SYSTEM, mine, today=flow.SUBMITTED)
    assert hoa.id not in authors_of([mine], today=DAY)[mine.pk]


def test_somebody_who_wrote_it_may_not_judge_or_conclude_it(hoa):
    project = flow.draft()
    _promote(hoa)
    both = people.actor(people.HOA)
    proposals.submit(both, project, today=flow.SUBMITTED)
    _demote(hoa)
    item = flow.held_session(project).items.get()
    for deed in (
        lambda: appraisal.opine(hoa, seat(item), item=item, judged=judged(), today=DAY),
        lambda: appraisal.conclude(hoa, item.project, result=Result.PASS, today=DAY, item=item),
    ):
        with pytest.raises(NotAllowed, match="Người lập, trình đề án"):
            deed()
    assert not Opinion.objects.exists()
    assert not Conclusion.objects.exists()


def _promote(hoa):
    place = people.place_of()
    assign_post(SYSTEM, place, user=people.user(people.HOA), role=Role.CENTRE_OFFICER, since=people.SINCE)


def _demote(hoa):
    with under_operation():
        people.user(people.HOA).posts.filter(role=Role.CENTRE_OFFICER).delete()


def test_the_staff_of_the_centre_may_sit_but_not_judge_its_own(lan):
    chair = appraisal.Seat(CouncilRole.CHAIR, "Giám đốc Trung tâm", people.user(people.LAN).pk)
    of = establish(SYSTEM, [chair, *seats(CouncilRole.SECRETARY)])
    item = flow.held_session(of=of).items.get()
    with pytest.raises(NotAllowed, match="thuộc đơn vị thực hiện"):
        appraisal.opine(lan, seat(item), item=item, judged=judged(), today=DAY)


# Conflicts


def test_a_conflict_withdraws_what_was_said_and_forbids_more(hoa):
    item = flow.held_session().items.get()
    flow.opinions(item)
    member, project = seat(item), item.project
    declared = appraisal.declare_conflict(hoa, member, project=project, reason="Em ruột là chủ cơ sở", today=DAY)
    assert declared.declared_on == DAY
    assert not member.opinions.exists()
    assert AuditEntry.objects.filter(table=Opinion._meta.db_table, change="D").count() == len(criteria_on(DAY))
    with pytest.raises(NotAllowed, match="đã khai xung đột lợi ích"):
        appraisal.opine(hoa, member, item=item, judged=judged(), today=DAY)
    with pytest.raises(NotValid, match="đã khai"):
        appraisal.declare_conflict(hoa, member, project=project, reason="Lần nữa", today=DAY)


def test_a_conflict_told_too_late_is_refused(hoa):
    item = flow.concluded_item()
    with pytest.raises(NotValid, match="báo chủ tịch hội đồng"):
        appraisal.declare_conflict(hoa, seat(item), project=item.project, reason="Nhớ ra", today=DAY)


def test_the_database_refuses_an_opinion_beside_a_conflict_and_the_other_way_round(hoa):
    item = flow.held_session().items.get()
    criterion = criteria_on(DAY)[0]
    other = outsider(item)
    flow.opinions(item, other)
    appraisal.declare_conflict(hoa, seat(item), project=item.project, reason="Người nhà", today=DAY)
    with pytest.raises(IntegrityError, match="đã khai xung đột lợi ích"), under_operation():
        Opinion.objects.create(item=item, member=seat(item), criterion=criterion, passed=True)
    with pytest.raises(IntegrityError, match="đã khai xung đột lợi ích"), under_operation():
        other.opinions.update(member=seat(item))
    with pytest.raises(IntegrityError, match="đã khai xung đột lợi ích"), under_operation():
        ConflictOfInterest.objects.create(member=other, project=item.project, reason="x", declared_on=DAY)


def test_an_opinion_waits_for_the_conflict_that_is_being_declared(committed):
    hoa = people.actor(people.HOA)
    item = flow.held_session().items.get()
    member, project = seat(item), item.project
    with ExitStack() as threads:  # noqa: SIM117  the commit must come before the thread is waited for
        with under_operation():
            CouncilMember.objects.select_for_update().get(pk=member.pk)
            speaking = threads.enter_context(
                in_thread(lambda: appraisal.opine(hoa, member, item=item, judged=judged(), today=DAY))
            )
            wait_until_blocked()
            ConflictOfInterest.objects.create(member=member, project=project, reason="Người nhà", declared_on=DAY)
    with pytest.raises(NotAllowed, match="đã khai xung đột lợi ích"):
        speaking.result()
    assert not Opinion.objects.exists()


# Conclusions


def test_a_refusal_at_a_session_names_coded_reasons_in_force():
    item = flow.held_session().items.get()
    with pytest.raises(NotValid, match="Chưa thành viên nào"):
        appraisal.conclude_item(SYSTEM, item, result=Result.PASS, today=DAY)
    flow.opinions(item, passed=False)
    for reasons, sentence in (((), "ít nhất một lý do"), (("REFUSAL-NONE",), "không nằm trong danh mục")):
        with pytest.raises(NotValid, match=sentence) as refusal:
            appraisal.conclude_item(SYSTEM, item, result=Result.FAIL, today=DAY, remarks="Không", reasons=reasons)
        assert refusal.value.field == "reasons"
    assert not Conclusion.objects.exists()
    codes = ("REFUSAL-AREA", "REFUSAL-FILE_INCOMPLETE", "REFUSAL-AREA")
    made = appraisal.conclude_item(SYSTEM, item, result=Result.FAIL, today=DAY, remarks="Không", reasons=codes)
    assert [row.reason.code for row in made.reasons.all()] == ["REFUSAL-AREA", "REFUSAL-FILE_INCOMPLETE"]
    item.refresh_from_db()
    assert item.conclusion == made
    assert item.project.state == ProjectState.REJECTED


def test_a_pass_has_no_reasons_and_the_agenda_is_not_passed_by():
    item = flow.held_session().items.get()
    flow.opinions(item)
    with pytest.raises(NotValid, match="không có lý do từ chối"):
        appraisal.conclude_item(SYSTEM, item, result=Result.PASS, today=DAY, reasons=("REFUSAL-AREA",))
    with pytest.raises(NotValid, match="hãy kết luận tại phiên"):
        appraisal.conclude(SYSTEM, item.project, result=Result.PASS, today=DAY)


def test_a_returned_proposal_comes_back_to_another_session():
    item = flow.concluded_item(result=Result.RETURN)
    project = item.project
    assert project.state == ProjectState.DRAFT
    proposals.submit(SYSTEM, project, today=DAY)
    again = flow.held_session(project, of=flow.council()).items.get()
    flow.concluded_item(again)
    assert [row.result for row in project.conclusions.all()] == [Result.RETURN, Result.PASS]
    assert SessionItem.objects.filter(project=project).count() == 2


def test_reasons_are_counted_by_code_level_year_and_province():
    for result in (Result.FAIL, Result.RETURN, Result.RETURN):
        flow.concluded_item(result=result)
    flow.concluded_item()
    bare = flow.submitted_project()
    appraisal.conclude(SYSTEM, bare, result=Result.FAIL, today=DAY, remarks="Không ghi mã")
    everything = conclusion_list(ConclusionFilter())
    by_code = {
        (row["reasons__reason__code"], row["result"]): row["n"]
        for row in counts_by(everything.exclude(result=Result.PASS), "reasons__reason__code", "result")
    }
    assert by_code == {
        ("REFUSAL-FILE_INCOMPLETE", "FAIL"): 1,
        ("REFUSAL-FILE_INCOMPLETE", "RETURN"): 2,
        (None, "FAIL"): 1,
    }
    there = people.province_unit(people.QUANG_NAM).pk
    for narrow, n in (
        (ConclusionFilter(reason="REFUSAL-FILE_INCOMPLETE"), 3),
        (ConclusionFilter(reason="REFUSAL-FILE_INCOMPLETE", result="RETURN"), 2),
        (ConclusionFilter(reason="-"), 1),
        (ConclusionFilter(year=2017, level="BASE"), 5),
        (ConclusionFilter(year=2018), 0),
        (ConclusionFilter(level="MINISTRY"), 0),
        (ConclusionFilter(province_id=there), 0),
    ):
        assert conclusion_list(narrow).count() == n, narrow
    assert ConclusionReason.objects.count() == 3


# Ranking


def test_candidates_are_seen_as_the_records_say():
    plain = flow.submitted_project()
    flagship = flow.draft(kind=ProjectKind.FLAGSHIP)
    clean = flow.draft(code="CLEANER_PRODUCTION")
    flow.settled()
    centre = people.centre_of().pk
    settled = settled_by_centre([centre], since=date(2014, 6, 20), until=date(2017, 6, 20))
    assert settled == {centre: 1}
    assert settled_by_centre([centre], since=date(2017, 6, 21), until=date(2018, 1, 1)) == {}
    keys, rules = selection_order(DAY)
    assert keys == ("FLAGSHIP", "PRIORITY_INDUSTRY_AREA", "CAPACITY")
    assert {row.instrument.code for row in rules} == {"TT36"}
    seen = {row.project_id: row for row in candidates([plain, flagship, clean], settled=settled, on=DAY)}
    assert [seen[row.pk].flagship for row in (plain, flagship)] == [False, True]
    assert seen[clean.pk].industry.matched == ("Áp dụng sản xuất sạch hơn",)
    assert seen[plain.pk].industry.points == 0
    assert "Công nghiệp hỗ trợ" in seen[plain.pk].industry.unknown
    assert seen[plain.pk].area.unknown
    assert seen[plain.pk].settled == 1
