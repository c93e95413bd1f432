"""The batches of a plan: supplements, approval, assignment, who approves, and the list as a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, Sum
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Fact, Offer, perform, posted
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.fields import DayField
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.plans.crumbs import plan_crumbs, plan_title, plan_url, plans_crumb
from khuyencong.faces.web.plans.forms import ApproveForm, ApproverForm
from khuyencong.faces.web.projects.choices import TONES, first_upper
from khuyencong.flow.planning import operations
from khuyencong.flow.planning.enums import ApprovingBody, BatchState, Fund, PlanState, Source
from khuyencong.flow.planning.models import AnnualPlan, PlanApprover, PlanBatch, PlanLine
from khuyencong.flow.planning.queries import approver_on, lines_of
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.ground.access.actor import Actor, get, visible
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.queries import names_on

COLUMNS = (
    "TT", "Đợt", "Mã số", "Tên đề án", "Loại đề án", "Nội dung hoạt động", "Đơn vị thực hiện", "Đơn vị thụ hưởng",
    "Nguồn", "Tổng kinh phí (đồng)", "Kinh phí khuyến công hỗ trợ (đồng)", "Đối ứng và nguồn khác (đồng)", "Ghi chú",
)  # fmt: skip
"""The columns of Mẫu số 2, Phụ lục 1, TT 36/2013 (biểu tổng hợp đề án), with batch and source."""


@dataclass(frozen=True)
class BatchRow:
    """A batch as the page of its plan shows it; money in đồng."""

    batch: PlanBatch
    lines: int
    money: Dong
    label: str
    tone: str
    assigned: tuple[str, ...]
    offers: tuple[Offer, ...]


class AssignForm(forms.Form):
    """To whom a batch is assigned, by which paper."""

    organisation = forms.ChoiceField(label="Đơn vị thực hiện")
    number = forms.CharField(label="Số văn bản giao kế hoạch", max_length=60)
    assigned_on = DayField(label="Ngày giao")

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(pk), name) for pk, name in units]


def batch_rows(actor: Actor, plan: AnnualPlan) -> tuple[BatchRow, ...]:
    """Return the batches of ``plan`` with their acts.  Three queries, however many there are."""
    # A stopped đề án counts as long as its money is not back.
    counted = Count("lines", filter=~Q(lines__state="STOPPED") | Q(lines__current__gt=0))
    batches = list(plan.batches.annotate(n=counted, money=Sum("lines__current")).prefetch_related("assignments"))
    names = (
        names_on(
            max((row.approved_on for row in batches if row.approved_on), default=plan.approved_on),
            [row.organisation_id for batch in batches for row in batch.assignments.all()],
        )
        if plan.approved_on
        else {}
    )
    return tuple(_row(actor, plan, batch, names) for batch in batches)


def _row(actor: Actor, plan: AnnualPlan, batch: Any, names: Any) -> BatchRow:
    offers, draft = [], batch.state == BatchState.DRAFT
    if batch.n and actor.may(Can.PLAN_APPROVE, plan):
        paper = _("Dự thảo quyết định") if draft else _("Quyết định (Word)")
        offers.append(Offer(paper, reverse("batch_decision", args=[batch.pk]), icon="download"))
    if draft and batch.number > 1 and batch.n and actor.may(Can.PLAN_APPROVE, plan):
        offers.append(Offer(_("Phê duyệt đợt"), reverse("batch_approve", args=[batch.pk]), "primary", "check"))
    if not draft and batch.n and actor.may(Can.PLAN_APPROVE, plan):
        offers.append(Offer(_("Giao cho đơn vị"), reverse("batch_assign", args=[batch.pk]), icon="send"))
    assigned = tuple(
        f"{names[row.organisation_id].short if row.organisation_id in names else row.organisation_id}:"
        f" {row.number}, {show_date(row.assigned_on)}"
        for row in batch.assignments.all()
    )
    label, tone = label_of(BatchState(batch.state)), TONES[batch.state]
    return BatchRow(batch, batch.n, Dong(batch.money or 0), label, tone, assigned, tuple(offers))


@page(Can.PLAN_ASSIGN, methods=("GET", "POST"))
def supplement_open(request: Request, pk: int) -> HttpResponse:
    """Open a supplement of an approved plan."""
    plan = get(request.actor, Can.PLAN_ASSIGN, AnnualPlan.objects.select_related("province"), pk)
    intro = _("Đề án đưa vào từ nay thuộc đợt bổ sung, có hiệu lực khi đợt được phê duyệt bằng quyết định riêng.")
    act = act_on_plan(
        plan, title=_("Mở đợt bổ sung"), button=_("Mở đợt bổ sung"), done=_("Đã mở đợt bổ sung."), intro=intro
    )
    return perform(
        request, forms.Form(posted(request)), act, lambda _data: operations.open_supplement(request.actor, plan)
    )


@page(Can.PLAN_APPROVE, methods=("GET", "POST"))
def batch_approve(request: Request, pk: int) -> HttpResponse:
    """Approve a batch by its own decision."""
    batch = _batch(request, pk)
    plan = batch.plan
    who = approver_on(plan, request.today)
    body = who.name if who else Fund(plan.fund).decided_by
    act = act_on_plan(
        plan,
        title=_("Phê duyệt đợt %(number)s") % {"number": batch.number},
        button=_("Phê duyệt đợt"),
        done=_("Đã phê duyệt đợt kế hoạch."),
        intro=_("Cơ quan phê duyệt: %(body)s. Các đề án của đợt có hiệu lực từ ngày phê duyệt.") % {"body": body},
    )

    def do(data: Cleaned) -> object:
        return operations.approve_batch(
            request.actor, plan, number=batch.number, decision=data["decision"], today=request.today
        )

    return perform(request, ApproveForm(posted(request)), act, do)


@page(Can.PLAN_APPROVE, methods=("GET", "POST"))
def batch_assign(request: Request, pk: int) -> HttpResponse:
    """Assign an approved batch to an implementing unit."""
    batch = _batch(request, pk)
    rows = Organisation.objects.filter(projects__lines__batch=batch).exclude(
        pk__in=batch.assignments.values("organisation")
    )
    units = {row.pk: row for row in rows.distinct()}
    names = names_on(request.today, units)
    form = AssignForm(
        posted(request),
        units=[(pk, names[pk].name if pk in names else units[pk].code) for pk in units],
        initial={"assigned_on": request.today},
    )
    act = act_on_plan(
        batch.plan,
        title=_("Giao kế hoạch đợt %(number)s") % {"number": batch.number},
        button=_("Giao kế hoạch"),
        done=_("Đã giao kế hoạch cho đơn vị thực hiện."),
        intro="" if units else _("Đợt này đã giao cho mọi đơn vị có đề án."),
    )

    def do(data: Cleaned) -> object:
        return operations.assign_batch(
            request.actor,
            batch,
            organisation=units[int(data["organisation"])],
            number=data["number"],
            assigned_on=data["assigned_on"],
            today=request.today,
        )

    return perform(request, form, act, do)


@page(Can.PLAN_APPROVE, methods=("GET", "POST"))
def approver_set(request: Request) -> HttpResponse:
    """Say who approves the plans of a province, or the national ones."""
    form = ApproverForm(posted(request), actor=request.actor, initial={"since": request.today.replace(month=1, day=1)})
    known = visible(request.actor, Can.PLAN_APPROVE, PlanApprover.objects.select_related("province"))
    facts = tuple(
        Fact(row.province.name if row.province else _("Cả nước"), f"{row.name} ({row.signer}), {show_date(row.since)}")
        for row in known[:50]
    )
    act = Act(
        _("Cơ quan phê duyệt kế hoạch"),
        _("Ghi cơ quan phê duyệt"),
        _("Đã ghi cơ quan phê duyệt kế hoạch."),
        reverse("plans"),
        (plans_crumb(),),
        facts=facts,
        intro=_("Kế hoạch quốc gia do Bộ Công Thương phê duyệt; kế hoạch địa phương do cấp mà tỉnh quy định."),
    )

    def do(data: Cleaned) -> object:
        words = {key: data[key] for key in ("name", "signer", "symbol", "since")}
        place = Scope(province_id=int(data["province"]) if data["province"] else None)
        return operations.set_approver(request.actor, place, body=ApprovingBody(data["body"]), **words)

    return perform(request, form, act, do)


@page(Can.PLAN_READ)
def plan_sheet(request: Request, pk: int) -> HttpResponseBase:
    """Send the list of a plan in the columns of Mẫu số 2."""
    plan = get(request.actor, Can.PLAN_READ, AnnualPlan.objects.select_related("province"), pk)
    lines = list(lines_of(plan).select_related("project__content").order_by("batch__number", "project__number"))
    costs = costs_of(lines)
    names = names_on(request.today, {line.project.centre_id for line in lines})
    cells = (_cells(place, line, costs, names) for place, line in enumerate(lines, 1))
    decision = f"{plan.decision}, {show_date(plan.approved_on)}" if plan.approved_on else _("dự thảo")
    words = filter_words((_("Quyết định"), decision), today=request.today)
    return workbook(f"ke-hoach-{plan.year}-mau-2", plan_title(plan), words, COLUMNS, cells)


def act_on_plan(
    plan: AnnualPlan, *, title: str, button: str, done: str, intro: str = "", facts: tuple[Fact, ...] = ()
) -> Act:
    """Return the page of an act on ``plan``, which leads back to it."""
    about = (Fact(_("Kế hoạch"), plan_title(plan), plan_url(plan)), *facts)
    return Act(title, button, done, plan_url(plan), plan_crumbs(plan), intro=intro, facts=about)


def may_supplement(actor: Actor, plan: AnnualPlan, batches: Sequence[BatchRow]) -> bool:
    """Say whether the page offers to open a supplement."""
    opened = any(row.batch.state == BatchState.DRAFT for row in batches)
    return plan.state == PlanState.APPROVED and not opened and actor.may(Can.PLAN_ASSIGN, plan)


def _batch(request: Request, pk: int) -> PlanBatch:
    return get(request.actor, Can.PLAN_APPROVE, PlanBatch.objects.select_related("plan__province"), pk)


def costs_of(lines: Sequence[PlanLine]) -> dict[int, tuple[int, str]]:
    """Return, by đề án, its whole cost in đồng and its beneficiaries.  One query."""
    found: dict[int, tuple[int, list[str]]] = {}
    items = SupportItem.objects.filter(project__in=[line.project_id for line in lines]).select_related("establishment")
    for item in items.order_by("pk"):
        cost, names = found.get(item.project_id, (0, []))
        own = [item.establishment.name] if item.establishment and item.establishment.name not in names else []
        found[item.project_id] = (cost + item.cost, [*names, *own])
    return {pk: (cost, "; ".join(names)) for pk, (cost, names) in found.items()}


def _cells(place: int, line: PlanLine, costs: dict[int, tuple[int, str]], names: Any) -> Sequence[Any]:
    cost, served = costs.get(line.project_id, (0, ""))
    unit = names[line.project.centre_id].name if line.project.centre_id in names else ""
    note = _("chuyển tiếp từ năm trước") if line.carried_from_id else ""
    return (
        place, line.batch.number, line.project.number, line.project.name,
        first_upper(label_of(ProjectKind(line.project.kind))), line.project.content.name, unit, served,
        first_upper(label_of(Source(line.envelope.source))), cost, line.current, max(cost - line.current, 0), note,
    )  # fmt: skip
