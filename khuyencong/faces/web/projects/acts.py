"""The acts on a đề án up to its plan: submit, withdraw, conclude, put in a plan."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.core.scope import NATION
from khuyencong.faces.web.acts import Act, Cleaned, perform, posted
from khuyencong.faces.web.page import Request, deed, page
from khuyencong.faces.web.projects.act_forms import ConcludeForm, LineForm, WhyForm
from khuyencong.faces.web.projects.crumbs import project_crumbs, project_fact, project_url
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.appraisal.queries import level_due, reasons_on
from khuyencong.flow.planning.operations import put_in_plan
from khuyencong.flow.planning.queries import envelopes_for
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import asked_of
from khuyencong.ground.access.actor import get, visible


def act_on(project: Project, *, title: str, button: str, done: str, tone: str = "primary", intro: str = "") -> Act:
    """Return the page of an act on ``project``, which goes back to the page of the đề án."""
    facts = (project_fact(project),)
    return Act(title, button, done, project_url(project), project_crumbs(project), tone, intro, facts)


@page(Can.PROJECT_SUBMIT, methods=("POST",))
def project_submit(request: Request, pk: int) -> HttpResponse:
    """Submit a draft."""
    project = get(request.actor, Can.PROJECT_SUBMIT, Project.objects.all(), pk)
    done = _("Đã trình đề án %(number)s.") % {"number": project.number}
    return deed(
        request,
        lambda: proposals.submit(request.actor, project, today=request.today),
        done=done,
        then=project_url(project),
    )


@page(Can.PROJECT_SUBMIT, methods=("GET", "POST"))
def project_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a proposal back, with a reason."""
    project = get(request.actor, Can.PROJECT_SUBMIT, Project.objects.all(), pk)
    act = act_on(project, title=_("Rút đề án"), button=_("Rút đề án"), done=_("Đã rút đề án."), tone="danger")
    form = WhyForm(posted(request))
    return perform(request, form, act, lambda data: proposals.withdraw(request.actor, project, reason=data["reason"]))


@page(Can.APPRAISAL_CONCLUDE, methods=("GET", "POST"))
def project_conclude(request: Request, pk: int) -> HttpResponse:
    """Record the conclusion of the appraisal that is due."""
    project = get(request.actor, Can.APPRAISAL_CONCLUDE, Project.objects.all(), pk)
    level = level_due(project) or AppraisalLevel.BASE
    title = _("Kết luận %(level)s") % {"level": label_of(level)}
    act = act_on(project, title=title, button=_("Ghi kết luận"), done=_("Đã ghi kết luận thẩm định."))

    def do(data: Cleaned) -> object:
        if level is AppraisalLevel.MINISTRY and not request.actor.may(Can.APPRAISAL_CONCLUDE, NATION):
            raise NotAllowed("Đề án đang chờ thẩm định cấp Bộ: việc này do Cục kết luận.")
        result = Result(data["result"])
        said = {"remarks": data["remarks"], "reasons": data["reasons"]}
        return conclude(request.actor, project, result=result, today=request.today, **said)

    return perform(request, ConcludeForm(posted(request), reasons=reasons_on(request.today)), act, do)


@page(Can.PLAN_ASSIGN, methods=("GET", "POST"))
def line_add(request: Request, pk: int) -> HttpResponse:
    """Put an approved đề án in the plan of its province and year."""
    project = get(request.actor, Can.PLAN_ASSIGN, Project.objects.all(), pk)
    asked = asked_of(project.items.all(), [project.pk]).get(project.pk)
    envelopes = visible(request.actor, Can.PLAN_ASSIGN, envelopes_for(project))
    form = LineForm(posted(request), envelopes=envelopes, initial={"amount": asked.support if asked else None})
    words = {"year": project.year, "money": show_million(asked.support if asked else Dong(0))}
    intro = _("Đề án xin hỗ trợ %(money)s triệu đồng.") % words
    if not form.envelopes:
        intro = _("Năm %(year)s chưa có nguồn nào còn nhận đề án này: hãy mở kế hoạch và giao dự toán trước.") % words
    act = act_on(
        project,
        title=_("Đưa vào kế hoạch"),
        button=_("Đưa vào kế hoạch"),
        done=_("Đã đưa đề án vào kế hoạch."),
        intro=intro,
    )

    def do(data: Cleaned) -> object:
        envelope = form.envelopes[data["envelope"]]
        return put_in_plan(request.actor, envelope, project=project, amount=data["amount"])

    return perform(request, form, act, do)
