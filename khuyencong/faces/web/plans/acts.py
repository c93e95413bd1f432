"""The acts on plans and their lines."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid, Refused
from khuyencong.core.money import Dong, show_million
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.plans.crumbs import plan_crumbs, plan_title, plan_url, plans_crumb
from khuyencong.faces.web.plans.forms import ApproveForm, ChangeForm, EnvelopeForm, OpenForm
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.planning import operations
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, PlanLine
from khuyencong.ground.access.actor import get


@page(Can.PLAN_OPEN, methods=("GET", "POST"))
def plan_open(request: Request) -> HttpResponse:
    """Open the plan of a fund, province and year."""
    home = request.actor.home.province_id
    begin = {"year": request.today.year, "province": str(home) if home else None}
    form = OpenForm(posted(request), actor=request.actor, initial=begin)
    title = _("Mở kế hoạch năm")
    act = Act(title, _("Mở kế hoạch"), _("Đã mở kế hoạch năm."), reverse("plans"), (plans_crumb(),))

    def do(data: Cleaned) -> object:
        unit = form.units.get(data["province"])
        place = Scope(province_id=unit.pk if unit else None)
        return operations.open_plan(request.actor, place, year=data["year"], fund=Fund(data["fund"]))

    return perform(request, form, act, do)


@page(Can.PLAN_OPEN, methods=("GET", "POST"))
def envelope_give(request: Request, pk: int) -> HttpResponse:
    """Give a plan the money of one source, or change what was given."""
    plan = get(request.actor, Can.PLAN_OPEN, AnnualPlan.objects.select_related("province"), pk)
    given = tuple(
        Fact(first_upper(Source(row.source).label), _given(row.amount, row.committed)) for row in plan.envelopes.all()
    )
    form = EnvelopeForm(posted(request), fund=Fund(plan.fund))
    act = _act(plan, title=_("Giao dự toán"), button=_("Giao dự toán"), done=_("Đã giao dự toán."), facts=given)

    def do(data: Cleaned) -> object:
        return operations.give_envelope(
            request.actor, plan, source=Source(data["source"]), amount=data["amount"], today=request.today
        )

    return perform(request, form, act, do)


@page(Can.PLAN_APPROVE, methods=("GET", "POST"))
def plan_approve(request: Request, pk: int) -> HttpResponse:
    """Approve a plan."""
    plan = get(request.actor, Can.PLAN_APPROVE, AnnualPlan.objects.select_related("province"), pk)
    intro = _("Từ ngày phê duyệt, các đề án trong kế hoạch được ký hợp đồng và tính vào báo cáo.")
    title = _("Phê duyệt kế hoạch")
    act = _act(plan, title=title, button=_("Phê duyệt"), done=_("Đã phê duyệt kế hoạch."), intro=intro)
    form = ApproveForm(posted(request))

    def do(data: Cleaned) -> object:
        return operations.approve_plan(request.actor, plan, decision=data["decision"], today=request.today)

    return perform(request, form, act, do)


@page(Can.PLAN_ASSIGN, methods=("GET", "POST"))
def line_change(request: Request, pk: int) -> HttpResponse:
    """Change the money of a line."""
    line = _line(request, pk)
    words = {
        "source": first_upper(Source(line.envelope.source).label),
        "current": show_million(Dong(line.current)),
        "contracted": show_million(Dong(line.contracted)),
        "left": show_million(Dong(line.envelope.left)),
    }
    intro = _("%(source)s: hiện %(current)s, đã ký %(contracted)s, nguồn còn %(left)s (triệu đồng).") % words
    act = act_on(
        line.project,
        title=_("Điều chỉnh kinh phí kế hoạch"),
        button=_("Ghi điều chỉnh"),
        done=_("Đã điều chỉnh kinh phí kế hoạch."),
        intro=intro,
    )
    form = ChangeForm(posted(request), initial={"current": line.current, "seen": line.current})

    def do(data: Cleaned) -> object:
        seen = Dong(data["seen"])
        try:
            return operations.change_line(
                request.actor, line, to=data["current"], seen=seen, decision=data["decision"], today=request.today
            )
        except Refused as refusal:
            # Room for more is asked of the envelope, whose refusal names no field.
            raise NotValid(refusal.message, field="current") from None

    return perform(request, form, act, do)


@page(Can.PLAN_ASSIGN, methods=("GET", "POST"))
def line_out(request: Request, pk: int) -> HttpResponse:
    """Take a đề án out of a plan while nothing was signed."""
    line = _line(request, pk)
    act = act_on(
        line.project,
        title=_("Rút khỏi kế hoạch"),
        button=_("Rút khỏi kế hoạch"),
        done=_("Đã rút đề án khỏi kế hoạch."),
        tone="danger",
        intro=_("%(money)s triệu đồng trở về nguồn.") % {"money": show_million(Dong(line.current))},
    )
    form = WhyForm(posted(request))
    return perform(request, form, act, lambda data: operations.take_out(request.actor, line, reason=data["reason"]))


def _line(request: Request, pk: int) -> PlanLine:
    rows = PlanLine.objects.select_related("project", "envelope__plan")
    return get(request.actor, Can.PLAN_ASSIGN, rows, pk)


def _act(plan: AnnualPlan, *, title: str, button: str, done: str, intro: str = "", facts: tuple[Fact, ...] = ()) -> Act:
    about = (Fact(_("Kế hoạch"), plan_title(plan), plan_url(plan)), *facts)
    return Act(title, button, done, plan_url(plan), plan_crumbs(plan), intro=intro, facts=about)


def _given(amount: int, committed: int) -> str:
    words = {"given": show_million(Dong(amount)), "committed": show_million(Dong(committed))}
    return _("đã giao %(given)s, đã phân bổ %(committed)s triệu đồng") % words
