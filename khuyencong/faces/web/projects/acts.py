"""The acts on a đề án up to its plan: submit, withdraw, conclude, put in a plan, adjust."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.core.scope import NATION
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.page import Request, deed, page
from khuyencong.faces.web.projects.act_forms import AdjustmentForm, ConcludeForm, DecideForm, LineForm, WhyForm
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.crumbs import project_crumbs, project_url
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.appraisal.queries import level_due, reasons_on
from khuyencong.flow.planning.operations import put_in_plan
from khuyencong.flow.planning.queries import envelopes_for
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import asked_of
from khuyencong.flow.supervision.adjusting.operations import decide_adjustment, request_adjustment
from khuyencong.flow.supervision.adjusting.queries import Power, power_of
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import get, visible


def power_words(power: Power) -> str:
    """Say who decides and by which rule; a rule that is not sure says so."""
    rule = power.rule
    if rule is None:
        return _("Chưa có quy định về thẩm quyền: %(decider)s quyết định.") % {"decider": power.decider}
    doubt = "" if power.binding else f"; {rule.confidence.label}"
    words = {"decider": power.decider, "rule": rule.sentence, "cited": rule.citation or _("thông lệ"), "doubt": doubt}
    return _("%(decider)s quyết định: %(rule)s (%(cited)s%(doubt)s).") % words


def act_on(project: Project, *, title: str, button: str, done: str, tone: str = "primary", intro: str = "") -> Act:
    """Return the page of an act on ``project``, which goes back to the page of the đề án."""
    facts = (Fact(_("Đề án"), f"{project.number}: {project.name}", project_url(project)),)
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


@page(Can.ADJUSTMENT_REQUEST, methods=("GET", "POST"))
def adjustment_request(request: Request, pk: int) -> HttpResponse:
    """Ask to change or stop an approved đề án."""
    project = get(request.actor, Can.ADJUSTMENT_REQUEST, Project.objects.all(), pk)
    intro = _("Kế hoạch giữ nguyên cho đến khi có quyết định. Ngừng được chấp thuận thì kinh phí chưa ký về lại nguồn.")
    act = act_on(
        project,
        title=_("Đề nghị điều chỉnh, ngừng"),
        button=_("Gửi đề nghị"),
        done=_("Đã gửi đề nghị điều chỉnh."),
        intro=intro,
    )

    def do(data: Cleaned) -> object:
        kind = AdjustmentKind(data["kind"])
        words = {key: data[key] for key in ("explanation", "before", "after")}
        return request_adjustment(request.actor, project, kind=kind, today=request.today, **words)

    return perform(request, AdjustmentForm(posted(request)), act, do)


@page(Can.ADJUSTMENT_DECIDE, methods=("GET", "POST"))
def adjustment_decide(request: Request, pk: int) -> HttpResponse:
    """Grant or refuse a request for adjustment."""
    rows = Adjustment.objects.select_related("project")
    adjustment = get(request.actor, Can.ADJUSTMENT_DECIDE, rows, pk)
    project, kind = adjustment.project, AdjustmentKind(adjustment.kind)
    power = power_of(adjustment, project)
    base = act_on(
        project,
        title=_("Quyết định điều chỉnh"),
        button=_("Ghi quyết định"),
        done=_("Đã ghi quyết định điều chỉnh."),
        intro=power_words(power),
    )
    asked = (
        Fact(_("Đề nghị"), first_upper(label_of(kind))),
        Fact(_("Lý do đề nghị"), adjustment.explanation),
        Fact(_("Hiện tại"), adjustment.before),
        Fact(_("Đề nghị thành"), adjustment.after),
    )
    act = Act(base.title, base.button, base.done, base.then, base.crumbs, intro=base.intro, facts=(*base.facts, *asked))

    def do(data: Cleaned) -> object:
        action, words = AdjustmentAction(data["action"]), {"decision": data["decision"], "reason": data["reason"]}
        return decide_adjustment(request.actor, adjustment, action=action, today=request.today, **words)

    return perform(request, DecideForm(posted(request)), act, do)
