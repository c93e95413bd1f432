"""Councils of appraisal, their sessions, what their members say, and the conclusion of a đề án."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed, NotValid
from khuyencong.core.formats import show_date
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import squeeze
from khuyencong.flow.appraisal.enums import (
    AppraisalLevel,
    CouncilRole,
    Reply,
    Result,
    SessionAction,
    SessionState,
)
from khuyencong.flow.appraisal.lifecycle import SESSION, power_at
from khuyencong.flow.appraisal.models import (
    Conclusion,
    ConclusionReason,
    ConflictOfInterest,
    Council,
    CouncilMember,
    Invitation,
    Opinion,
    Session,
    SessionItem,
)
from khuyencong.flow.appraisal.queries import authors_of, criteria_on, level_due, most_points_on, quorum_on, reasons_on
from khuyencong.flow.appraisal.rules import quorum
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.models import Post
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify


@dataclass(frozen=True)
class Seat:
    """A member to be: a user of this system, or an outsider by name; ``title`` is office and organisation."""

    role: CouncilRole
    title: str
    user_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Judgement:
    """What a member says by one criterion (the id of a provision)."""

    criterion_id: int
    passed: bool
    remarks: str = ""
    points: int | None = None


@operation(Can.APPRAISAL_CONVENE, verb="Thành lập hội đồng thẩm định")
def establish_council(
    actor: Acting,
    place: Scope,
    *,
    level: AppraisalLevel,
    year: int,
    decision: str,
    established_on: date,
    members: Sequence[Seat],
    today: date,
) -> Council:
    """Establish a council with its members: the province's in ``place``, or the ministry's for the nation."""
    _owes_power(actor, level, place)
    require(squeeze(decision), "Hãy ghi số quyết định thành lập hội đồng.", field="decision")
    require(established_on <= today, "Ngày thành lập không được sau hôm nay.", field="established_on")
    _require_whole(members)
    base = level is AppraisalLevel.BASE
    province = owed(place.province_id, "Hãy chọn tỉnh của hội đồng.", field="province") if base else None
    taken = Council.objects.filter(level=level, province=province, decision=squeeze(decision)).exists()
    require(not taken, f"Quyết định {squeeze(decision)} đã lập một hội đồng.", field="decision")
    council = Council.objects.create(
        level=level, province_id=province, year=year, decision=squeeze(decision), established_on=established_on
    )
    for seat in members:
        _seat(council, seat, today)
    users = [seat.user_id for seat in members if seat.user_id is not None]
    notify(actor, Kind.COUNCIL_SEAT, council, to=users, level=level.label)
    return council


@operation(Can.APPRAISAL_CONVENE, verb="Mời họp hội đồng thẩm định")
def call_session(
    actor: Acting, council: Council, *, held_on: date, place: str, projects: Sequence[Project], today: date
) -> Session:
    """Call a session: put ``projects`` on its agenda and send every member an invitation today."""
    _owes_power(actor, AppraisalLevel(council.level), council)
    require(squeeze(place), "Hãy ghi địa điểm họp.", field="place")
    require(held_on >= today, "Ngày họp không được trước ngày gửi giấy mời.", field="held_on")
    require(projects, "Hãy chọn ít nhất một đề án cho phiên họp.", field="projects")
    taken = council.sessions.filter(held_on=held_on).exists()
    require(not taken, f"Hội đồng đã có phiên họp ngày {held_on:%d/%m/%Y}.", field="held_on")
    session = Session.objects.create(council=council, held_on=held_on, place=squeeze(place))
    for project in sorted(projects, key=lambda one: one.pk):
        _put_on_agenda(session, project)
    invited = council.members.order_by("pk")
    Invitation.objects.bulk_create(Invitation(session=session, member=member, sent_on=today) for member in invited)
    users = [member.user_id for member in invited if member.user_id is not None]
    level, day = AppraisalLevel(council.level).label, show_date(held_on)
    notify(actor, Kind.SESSION_CALLED, session, to=users, level=level, day=day, count=len(projects))
    return session


@operation(Can.APPRAISAL_CONVENE, verb="Đưa đề án vào chương trình phiên họp")
def put_on_agenda(actor: Acting, session: Session, *, project: Project) -> SessionItem:
    """Add a submitted đề án that waits for this level to a session that is not closed."""
    _owes_power(actor, AppraisalLevel(session.council.level), session)
    require(session.state != SessionState.CLOSED, "Phiên họp đã kết thúc.", field="project")
    return _put_on_agenda(session, project)


@operation(Can.APPRAISAL_CONVENE, verb="Rút đề án khỏi chương trình phiên họp", reason_owed=True)
def take_off_agenda(actor: Acting, item: SessionItem, *, reason: str) -> None:
    """Take a đề án that was not concluded off the agenda, with what was said of it (the log keeps it)."""
    _owes_power(actor, AppraisalLevel(item.session.council.level), item)
    require(item.conclusion_id is None, "Đề án đã được kết luận tại phiên này: không rút được.")
    item.opinions.all().delete()
    item.delete()


@operation(Can.APPRAISAL_OPINE, verb="Trả lời giấy mời họp thẩm định")
def answer_invitation(actor: Acting, invitation: Invitation, *, reply: Reply, today: date) -> Invitation:
    """Say whether the member comes; the secretary answers for somebody without an account."""
    _require_own(actor, invitation.member)
    called = invitation.session.state == SessionState.CALLED
    require(called, "Phiên họp đã bắt đầu: không trả lời giấy mời nữa.", field="reply")
    invitation.reply, invitation.replied_on = reply, max(today, invitation.sent_on)
    invitation.save(update_fields=["reply", "replied_on"])
    return invitation


@operation(Can.APPRAISAL_OPINE, verb="Khai xung đột lợi ích", reason_owed=True)
def declare_conflict(
    actor: Acting, member: CouncilMember, *, project: Project, reason: str, today: date
) -> ConflictOfInterest:
    """Declare a member's interest in a đề án: what they said of it so far is withdrawn, and they say no more.

    The member's row is locked here and in :func:`opine`, so that neither slips past the other.
    """
    _require_own(actor, member)
    concluded = SessionItem.objects.filter(
        project=project, session__council=member.council_id, opinions__member=member, conclusion__isnull=False
    )
    require(
        not concluded.exists(),
        f"Đề án {project.number} đã được kết luận có ý kiến của {member.name}: hãy báo chủ tịch hội đồng xem xét lại.",
    )
    declared = member.conflicts.filter(project=project).exists()
    require(not declared, f"{member.name} đã khai xung đột lợi ích với đề án {project.number}.")
    member.opinions.filter(item__project=project).delete()
    return ConflictOfInterest.objects.create(member=member, project=project, reason=squeeze(reason), declared_on=today)


@operation(Can.APPRAISAL_CONVENE, verb="Bắt đầu phiên họp thẩm định")
def hold_session(actor: Acting, session: Session, *, present: Collection[int], today: date) -> Session:
    """Open the session with the members (ids) who came.  A quorum that was not read in its source only warns."""
    _owes_power(actor, AppraisalLevel(session.council.level), session)
    step = SESSION.step(SessionAction.HOLD, SessionState(session.state))
    require(today >= session.held_on, f"Phiên họp ngày {session.held_on:%d/%m/%Y} chưa đến.", field="present")
    invited = list(session.invitations.select_for_update(of=("self",)).order_by("pk"))
    strangers = set(present) - {row.member_id for row in invited}
    require(not strangers, "Có người không phải là thành viên được mời.", field="present")
    require(present, "Hãy chọn các thành viên có mặt.", field="present")
    rule = quorum_on(session.held_on)
    if rule is not None and rule.confidence.may_block:
        least = quorum(len(invited), rule.percent)
        require(
            len(set(present)) >= least, f"Phải có mặt ít nhất {least} thành viên ({rule.citation}).", field="present"
        )
    for row in invited:
        row.attended = row.member_id in present
    Invitation.objects.bulk_update(invited, ["attended"])
    session.state = step.target
    session.save(update_fields=["state"])
    return session


@operation(Can.APPRAISAL_OPINE, verb="Cho ý kiến thẩm định")
def opine(
    actor: Acting, member: CouncilMember, *, item: SessionItem, judged: Sequence[Judgement], today: date
) -> list[Opinion]:
    """Say, by every criterion of the session's day, pass or fail; what the member said before is replaced.

    Refused for somebody who declared an interest, who wrote or submitted the đề án, or whose centre made it.
    """
    _require_own(actor, member)
    on = lock(item)
    _require_may_judge(member, on, today)
    criteria = {row.pk: row for row in criteria_on(on.session.held_on)}
    require(
        [said.criterion_id for said in judged] == list(criteria),
        "Hãy cho ý kiến theo đủ các tiêu chí thẩm định.",
    )
    most = most_points_on(on.session.held_on, on.session.council.province_id)
    for said in judged:
        _require_judgement(said, most)
    member.opinions.filter(item=on).delete()
    return Opinion.objects.bulk_create(
        Opinion(
            item=on,
            member=member,
            criterion_id=said.criterion_id,
            passed=said.passed,
            remarks=said.remarks.strip(),
            points=said.points,
        )
        for said in judged
    )


@operation(Can.APPRAISAL_CONCLUDE, verb="Kết luận thẩm định")
def conclude(
    actor: Acting,
    project: Project,
    *,
    result: Result,
    today: date,
    remarks: str = "",
    reasons: Sequence[str] = (),
    item: SessionItem | None = None,
    notes: Sequence[proposals.Remark] = (),
) -> Conclusion:
    """Record the conclusion of the level that is due, and move the proposal when it was the last or a refusal.

    ``reasons`` are codes of refusal in force today.  A đề án on an agenda is concluded as that ``item``.  ``notes``
    go to the author of a returned one, each at its place.
    """
    level = level_due(project)
    if level is None or project.state != ProjectState.SUBMITTED:
        raise NotValid(f"Đề án {project.number} không chờ thẩm định: hãy tải lại trang để xem đề án đang ở bước nào.")
    # TT 36/2013 Đ.8: the Sở appraises at the base, the agency at the ministry's level.
    if not actor.may(power_at(level), project):
        raise NotAllowed(f"Đề án {project.number} đang chờ {level.label}: {level.held_by} kết luận.")
    _require_apart(actor.id, project, today)
    _require_on_this_agenda(project, item)
    require(result is Result.PASS or remarks.strip(), "Kết luận không đạt phải nêu lý do.", field="remarks")
    require(result is not Result.PASS or not reasons, "Kết luận đạt không có lý do từ chối.", field="reasons")
    require(result is Result.RETURN or not notes, "Chỉ góp ý từng chỗ khi trả lại để bổ sung.", field="result")
    coded = {row.code: row for row in reasons_on(today)} if reasons else {}
    require(set(reasons) <= set(coded), "Có lý do không nằm trong danh mục đang có hiệu lực.", field="reasons")
    conclusion = Conclusion.objects.create(
        project=project, level=level, result=result, concluded_on=today, remarks=remarks.strip()
    )
    ConclusionReason.objects.bulk_create(
        ConclusionReason(conclusion=conclusion, reason=coded[code]) for code in dict.fromkeys(reasons)
    )
    if result is Result.RETURN:
        proposals.return_for_work(actor, project, reason=remarks, today=today, remarks=notes)
    elif result is Result.FAIL:
        proposals.reject(actor, project, today=today, reason=remarks)
    elif level_due(project) is None:
        proposals.approve(actor, project, today=today)
    else:
        notify(actor, Kind.PROPOSAL_FORWARDED, project)
    return conclusion


@operation(Can.APPRAISAL_CONCLUDE, verb="Kết luận đề án tại phiên họp")
def conclude_item(
    actor: Acting, item: SessionItem, *, result: Result, today: date, remarks: str = "", reasons: Sequence[str] = ()
) -> Conclusion:
    """Conclude a đề án as its session did; a refusal or a return names at least one coded reason."""
    require(item.session.state == SessionState.HELD, "Chỉ kết luận khi phiên họp đang diễn ra.")
    require(item.conclusion_id is None, "Đề án đã được kết luận tại phiên này.")
    require(item.opinions.exists(), "Chưa thành viên nào cho ý kiến về đề án này.")
    require(result is Result.PASS or reasons, "Hãy chọn ít nhất một lý do trong danh mục.", field="reasons")
    conclusion = conclude(actor, item.project, result=result, today=today, remarks=remarks, reasons=reasons, item=item)
    item.conclusion = conclusion
    item.save(update_fields=["conclusion"])
    return conclusion


@operation(Can.APPRAISAL_CONVENE, verb="Kết thúc phiên họp thẩm định")
def close_session(actor: Acting, session: Session, *, today: date) -> Session:
    """Close a session in which everything on the agenda was concluded; its minutes change no more."""
    _owes_power(actor, AppraisalLevel(session.council.level), session)
    step = SESSION.step(SessionAction.CLOSE, SessionState(session.state))
    items = list(session.items.select_for_update(of=("self",)).select_related("project").order_by("pk"))
    left = [item.project.number for item in items if item.conclusion_id is None]
    require(not left, f"Chưa kết luận: {', '.join(left)}. Hãy kết luận, hoặc rút khỏi chương trình phiên họp.")
    session.state, session.closed_on = step.target, today
    session.save(update_fields=["state", "closed_on"])
    return session


def _owes_power(actor: Acting, level: AppraisalLevel, where: object) -> None:
    if not actor.may(power_at(level), where):
        raise NotAllowed(f"Hội đồng {level.label} do {level.held_by} thành lập và điều hành.")


def _require_whole(members: Sequence[Seat]) -> None:
    for role in (CouncilRole.CHAIR, CouncilRole.SECRETARY):
        held = sum(seat.role is role for seat in members)
        require(held == 1, f"Hội đồng phải có đúng một {role.label}.", field="members")
    users = [seat.user_id for seat in members if seat.user_id is not None]
    require(len(users) == len(set(users)), "Một người chỉ giữ một vị trí trong hội đồng.", field="members")


def _seat(council: Council, seat: Seat, today: date) -> CouncilMember:
    require(squeeze(seat.title), "Mỗi thành viên phải có chức vụ, đơn vị.", field="members")
    name, province = squeeze(seat.name), council.province_id
    if seat.user_id is not None:
        posts = Post.objects.filter(user=seat.user_id, valid__contains=today, organisation__isnull=False)
        post = owed(
            posts.select_related("user", "organisation").order_by("pk").first(),
            "Thành viên là người dùng phải đang giữ một nhiệm vụ.",
            field="members",
        )
        name = post.user.full_name
        province = post.organisation.province_id if post.organisation else None
    require(name, "Mỗi thành viên phải có họ và tên.", field="members")
    twice = council.members.filter(name=name, title=squeeze(seat.title)).exists()
    require(not twice, f"“{name}” được ghi hai lần.", field="members")
    return CouncilMember.objects.create(
        council=council,
        user_id=seat.user_id,
        name=name,
        title=squeeze(seat.title),
        role=seat.role,
        province_id=province,
    )


def _put_on_agenda(session: Session, project: Project) -> SessionItem:
    locked, council = lock(project), session.council
    level = level_due(locked) if locked.state == ProjectState.SUBMITTED else None
    waits = level == council.level and council.province_id in {None, locked.province_id}
    wanted = AppraisalLevel(council.level).label
    require(waits, f"Đề án {locked.number} không chờ {wanted} của hội đồng này.", field="projects")
    elsewhere = locked.agenda.filter(conclusion=None).exists()
    require(not elsewhere, f"Đề án {locked.number} đã có trong chương trình một phiên họp.", field="projects")
    return SessionItem.objects.create(session=session, project=locked)


def _require_own(actor: Acting, member: CouncilMember) -> None:
    """Refuse whoever is not the member; for an outsider the council's secretary acts."""
    if member.user_id is not None:
        if actor.id != member.user_id:
            raise NotAllowed(f"Chỉ {member.name} được làm việc này với tư cách thành viên hội đồng.")
        return
    secretary = CouncilMember.objects.filter(council=member.council_id, role=CouncilRole.SECRETARY).first()
    if secretary is None or actor.id is None or actor.id != secretary.user_id:
        raise NotAllowed(f"{member.name} không có tài khoản: ủy viên thư ký của hội đồng ghi thay.")


def _require_may_judge(member: CouncilMember, item: SessionItem, today: date) -> None:
    session, project = item.session, item.project
    if session.council_id != member.council_id:
        raise NotAllowed(f"{member.name} không phải là thành viên của hội đồng thẩm định đề án {project.number}.")
    require(session.state == SessionState.HELD, "Chỉ cho ý kiến khi phiên họp đang diễn ra.")
    require(item.conclusion_id is None, f"Đề án {project.number} đã được kết luận.")
    came = session.invitations.filter(member=member, attended=True).exists()
    require(came, f"{member.name} không có mặt tại phiên họp.")
    if member.conflicts.filter(project=project).exists():
        raise NotAllowed(f"{member.name} đã khai xung đột lợi ích với đề án {project.number}: không cho ý kiến.")
    _require_apart(member.user_id, project, today)


def _require_apart(user_id: int | None, project: Project, today: date) -> None:
    """Separation of duties: who wrote or submitted a đề án, or works at its centre, does not appraise it."""
    if user_id is not None and user_id in authors_of([project], today=today)[project.pk]:
        raise NotAllowed(
            f"Người lập, trình đề án {project.number} hoặc thuộc đơn vị thực hiện không được thẩm định đề án đó."
        )


def _require_on_this_agenda(project: Project, item: SessionItem | None) -> None:
    open_item = project.agenda.filter(conclusion=None).select_related("session").first()
    if open_item is not None and (item is None or item.pk != open_item.pk):
        day = open_item.session.held_on
        raise NotValid(
            f"Đề án {project.number} có trong chương trình phiên họp ngày {day:%d/%m/%Y}: hãy kết luận tại phiên."
        )


def _require_judgement(said: Judgement, most: int | None) -> None:
    field = f"remarks_{said.criterion_id}"
    require(said.passed or said.remarks.strip(), "Tiêu chí không đạt phải ghi nhận xét.", field=field)
    if said.points is not None:
        field = f"points_{said.criterion_id}"
        allowed = owed(most, "Hội đồng này không chấm điểm.", field=field)
        require(0 <= said.points <= allowed, f"Điểm phải từ 0 đến {allowed}.", field=field)
