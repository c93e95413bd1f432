"""The acts of a member: answer the invitation, declare an interest, give an opinion."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.appraisal.crumbs import item_for, member_of, session_crumbs, session_url, sessions_for
from khuyencong.faces.web.appraisal.forms import OpinionForm, ReplyForm
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.flow.appraisal import operations
from khuyencong.flow.appraisal.enums import Reply
from khuyencong.flow.appraisal.models import CouncilMember, Invitation, SessionItem
from khuyencong.flow.appraisal.queries import conflicted_projects, criteria_on, most_points_on


@page(Can.APPRAISAL_OPINE, methods=("GET", "POST"))
def invitation_answer(request: Request, pk: int) -> HttpResponse:
    """Answer an invitation."""
    rows = Invitation.objects.filter(session__in=sessions_for(request.actor).values("pk"))
    invitation = rows.select_related("member", "session__council").filter(pk=pk).first()
    if invitation is None:
        raise Http404("Không tìm thấy giấy mời, hoặc không thuộc phạm vi của anh/chị.")
    session, member = invitation.session, invitation.member
    facts = (Fact(_("Thành viên"), f"{member.name}, {member.title}"), Fact(_("Địa điểm"), session.place))
    act = Act(
        _("Trả lời giấy mời họp"),
        _("Gửi trả lời"),
        _("Đã gửi trả lời giấy mời."),
        session_url(session),
        session_crumbs(session),
        facts=facts,
    )

    def do(data: Cleaned) -> object:
        reply = Reply(data["reply"])
        return operations.answer_invitation(request.actor, invitation, reply=reply, today=request.today)

    return perform(request, ReplyForm(posted(request)), act, do)


@page(Can.APPRAISAL_OPINE, methods=("GET", "POST"))
def opinion_give(request: Request, pk: int, member: int) -> HttpResponse:
    """Give a member's opinion of a đề án by every criterion."""
    item = item_for(request.actor, pk)
    seat = member_of(item.session, member)
    day = item.session.held_on
    criteria, most = criteria_on(day), most_points_on(day, item.session.council.province_id)
    hidden = item.project_id in conflicted_projects(request.actor.id, item.session)
    said = {} if hidden else _said(item, seat)
    form = OpinionForm(posted(request), criteria=criteria, most=most, initial=said)
    act = _act(item, seat, _("Ý kiến thẩm định"), _("Ghi ý kiến"), _("Đã ghi ý kiến thẩm định."))

    def do(_data: Cleaned) -> object:
        return operations.opine(request.actor, seat, item=item, judged=form.judged(), today=request.today)

    return perform(request, form, act, do)


@page(Can.APPRAISAL_OPINE, methods=("GET", "POST"))
def conflict_declare(request: Request, pk: int, member: int) -> HttpResponse:
    """Declare a member's interest in a đề án."""
    item = item_for(request.actor, pk)
    seat = member_of(item.session, member)
    intro = _("Từ khi khai, thành viên không cho ý kiến và không xem ý kiến về đề án này; ý kiến đã ghi được rút.")
    act = _act(item, seat, _("Khai xung đột lợi ích"), _("Khai"), _("Đã khai xung đột lợi ích."), intro=intro)

    def do(data: Cleaned) -> object:
        words = {"reason": data["reason"], "today": request.today}
        return operations.declare_conflict(request.actor, seat, project=item.project, **words)

    return perform(request, WhyForm(posted(request)), act, do)


def _said(item: SessionItem, seat: CouncilMember) -> dict[str, object]:
    initial: dict[str, object] = {}
    for row in item.opinions.filter(member=seat):
        initial[f"passed_{row.criterion_id}"] = "yes" if row.passed else "no"
        initial[f"remarks_{row.criterion_id}"] = row.remarks
        initial[f"points_{row.criterion_id}"] = row.points
    return initial


def _act(item: SessionItem, seat: CouncilMember, title: str, button: str, done: str, *, intro: str = "") -> Act:
    project, session = item.project, item.session
    facts = (
        project_fact(project),
        Fact(_("Thành viên"), f"{seat.name}, {seat.title}"),
    )
    return Act(title, button, done, session_url(session), session_crumbs(session), intro=intro, facts=facts)
