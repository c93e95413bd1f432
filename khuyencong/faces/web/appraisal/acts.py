"""The acts of whoever convenes: councils, sessions, agendas, conclusions."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.appraisal.crumbs import (
    appraisal_crumb,
    council_title,
    session_crumbs,
    session_title,
    session_url,
)
from khuyencong.faces.web.appraisal.forms import AgendaForm, CallForm, CouncilForm, PresentForm
from khuyencong.faces.web.page import Request, deed, page
from khuyencong.faces.web.projects.act_forms import ConcludeForm, WhyForm
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.flow.appraisal import operations
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.lifecycle import power_at
from khuyencong.flow.appraisal.models import Council, Session, SessionItem
from khuyencong.flow.appraisal.queries import quorum_on, ready_for, reasons_on
from khuyencong.flow.appraisal.rules import quorum
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import get, visible

MOST_READY = 200
"""So many đề án are offered for a session, the earliest submitted first."""


@page(Can.APPRAISAL_CONVENE, methods=("GET", "POST"))
def council_new(request: Request) -> HttpResponse:
    """Establish a council of the level that the actor answers for."""
    levels = [level for level in AppraisalLevel if request.actor.may_anywhere(power_at(level))]
    begin = {"year": request.today.year + 1, "level": str(levels[0]) if len(levels) == 1 else None}
    form = CouncilForm(posted(request), levels=levels, initial=begin)
    title = _("Thành lập hội đồng thẩm định")
    done = _("Đã thành lập hội đồng thẩm định.")
    act = Act(title, _("Thành lập"), done, reverse("appraisal"), (appraisal_crumb(),))

    def do(data: Cleaned) -> object:
        return operations.establish_council(
            request.actor,
            Scope(province_id=request.actor.home.province_id),
            level=AppraisalLevel(data["level"]),
            year=data["year"],
            decision=data["decision"],
            established_on=data["established_on"],
            members=form.seats(),
            today=request.today,
        )

    return perform(request, form, act, do)


@page(Can.APPRAISAL_CONVENE, methods=("GET", "POST"))
def session_call(request: Request, pk: int) -> HttpResponse:
    """Call a session of a council and invite its members."""
    council = get(request.actor, Can.APPRAISAL_CONVENE, Council.objects.select_related("province"), pk)
    form = CallForm(posted(request), ready=_ready(request, Session(council=council)))
    then = reverse("council", args=[council.pk])
    facts = (Fact(_("Hội đồng"), council_title(council), then),)
    intro = "" if form.ready else _("Chưa có đề án nào chờ thẩm định ở cấp này.")
    act = Act(
        _("Mời họp hội đồng"), _("Mời họp"), _("Đã mời họp."), then, (appraisal_crumb(),), intro=intro, facts=facts
    )

    def do(data: Cleaned) -> object:
        when = {"held_on": data["held_on"], "place": data["place"], "today": request.today}
        return operations.call_session(request.actor, council, projects=form.chosen(), **when)

    return perform(request, form, act, do)


@page(Can.APPRAISAL_CONVENE, methods=("GET", "POST"))
def agenda_add(request: Request, pk: int) -> HttpResponse:
    """Add a đề án to a session."""
    session = _session(request, pk)
    form = AgendaForm(posted(request), ready=_ready(request, session))
    act = _act(session, _("Thêm đề án vào phiên họp"), _("Thêm"), _("Đã thêm đề án vào phiên họp."))
    return perform(
        request,
        form,
        act,
        lambda data: operations.put_on_agenda(request.actor, session, project=form.ready[data["project"]]),
    )


@page(Can.APPRAISAL_CONVENE, methods=("GET", "POST"))
def agenda_remove(request: Request, pk: int) -> HttpResponse:
    """Take a đề án off the agenda."""
    item = _item(request, pk, Can.APPRAISAL_CONVENE)
    act = _act(item.session, _("Rút khỏi phiên họp"), _("Rút"), _("Đã rút đề án khỏi phiên họp."), item.project)
    form = WhyForm(posted(request))
    return perform(
        request, form, act, lambda data: operations.take_off_agenda(request.actor, item, reason=data["reason"])
    )


@page(Can.APPRAISAL_CONVENE, methods=("GET", "POST"))
def session_hold(request: Request, pk: int) -> HttpResponse:
    """Open a session with those who came."""
    session = _session(request, pk)
    members = [row.member for row in session.invitations.select_related("member")]
    rule = quorum_on(session.held_on)
    words = {"least": quorum(len(members), rule.percent) if rule else 0, "all": len(members)}
    intro = _("Theo thông lệ cần ít nhất %(least)s trên %(all)s thành viên; quy định này chưa được đối chiếu.") % words
    if rule is None or rule.confidence.may_block:
        intro = ""
    act = _act(session, _("Bắt đầu phiên họp"), _("Bắt đầu họp"), _("Phiên họp bắt đầu."), intro=intro)

    def do(data: Cleaned) -> object:
        present = [int(member) for member in data["present"]]
        return operations.hold_session(request.actor, session, present=present, today=request.today)

    return perform(request, PresentForm(posted(request), members=members), act, do)


@page(Can.APPRAISAL_CONVENE, methods=("POST",))
def session_close(request: Request, pk: int) -> HttpResponse:
    """Close a session."""
    session = _session(request, pk)
    return deed(
        request,
        lambda: operations.close_session(request.actor, session, today=request.today),
        done=_("Phiên họp đã kết thúc."),
        then=session_url(session),
    )


@page(Can.APPRAISAL_CONCLUDE, methods=("GET", "POST"))
def item_conclude(request: Request, pk: int) -> HttpResponse:
    """Conclude a đề án at its session."""
    item = _item(request, pk, Can.APPRAISAL_CONCLUDE)
    act = _act(item.session, _("Kết luận đề án"), _("Ghi kết luận"), _("Đã ghi kết luận thẩm định."), item.project)
    form = ConcludeForm(posted(request), reasons=reasons_on(request.today))

    def do(data: Cleaned) -> object:
        result, said = Result(data["result"]), {"remarks": data["remarks"], "reasons": data["reasons"]}
        return operations.conclude_item(request.actor, item, result=result, today=request.today, **said)

    return perform(request, form, act, do)


def _ready(request: Request, session: Session) -> "list[Project]":
    rows = visible(request.actor, Can.APPRAISAL_CONVENE, ready_for(session))
    return list(rows.order_by("submitted_on", "number")[:MOST_READY])


def _session(request: Request, pk: int) -> Session:
    return get(request.actor, Can.APPRAISAL_CONVENE, Session.objects.select_related("council__province"), pk)


def _item(request: Request, pk: int, capability: Can) -> SessionItem:
    return get(request.actor, capability, SessionItem.objects.select_related("session__council", "project"), pk)


def _act(
    session: Session, title: str, button: str, done: str, project: Project | None = None, *, intro: str = ""
) -> Act:
    facts = [Fact(_("Phiên họp"), session_title(session), session_url(session))]
    if project is not None:
        facts.append(project_fact(project))
    return Act(title, button, done, session_url(session), session_crumbs(session), intro=intro, facts=tuple(facts))
