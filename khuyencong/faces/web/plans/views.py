"""The list of plans, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, share, show_million, show_percent
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Offer
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.plans.crumbs import plan_title, plans_crumb
from khuyencong.faces.web.plans.forms import PlanFilterForm
from khuyencong.faces.web.plans.offers import for_plan
from khuyencong.faces.web.projects import offers
from khuyencong.faces.web.projects.choices import TONES
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.faces.web.projects.records import by
from khuyencong.flow.planning.enums import Fund, PlanState
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanChange, PlanLine
from khuyencong.flow.planning.queries import lines_of, plan_list
from khuyencong.ground.access.actor import get, visible

COLUMNS = (
    "Năm",
    "Tỉnh",
    "Nguồn",
    "Dự toán giao (đồng)",
    "Đã phân bổ (đồng)",
    "Còn lại (đồng)",
    "Số đề án",
    "Trạng thái",
    "Quyết định",
    "Ngày phê duyệt",
)


@dataclass(frozen=True)
class PlanRow:
    """A plan as the list shows it."""

    plan: AnnualPlan
    given: Dong
    committed: Dong
    left: Dong
    lines: int
    label: str
    tone: str


@dataclass(frozen=True)
class LineRow:
    """A line of a plan, with the acts that it offers."""

    line: PlanLine
    tone: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class EnvelopeRow:
    """An envelope, how much of it is spent, and its lines."""

    envelope: Envelope
    text: str
    lines: tuple[LineRow, ...]


@page(Can.PLAN_READ)
def plans(request: Request) -> HttpResponse:
    """List the plans of the provinces, year by year."""
    form = PlanFilterForm(request)
    shown = paginate(request, _found(request, form))
    rows = [_row(plan) for plan in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(request, "plans/list.html", {**context, "may_open": request.actor.may_anywhere(Can.PLAN_OPEN)})


@page(Can.PLAN_READ)
def plans_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = PlanFilterForm(request)
    cells = (_cells(_row(plan)) for plan in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("ke-hoach", _("Kế hoạch kinh phí khuyến công"), filters_of(form, request), COLUMNS, cells)


@page(Can.PLAN_READ)
def plan(request: Request, pk: int) -> HttpResponse:
    """Show a plan: its envelopes, and the lines that spend them."""
    found = get(request.actor, Can.PLAN_READ, AnnualPlan.objects.select_related("province"), pk)
    lines = by(lines_of(found), "envelope_id")
    changed = set(PlanChange.objects.filter(line__envelope__plan=found).values_list("line_id", flat=True))
    envelopes = tuple(_envelope(request, row, lines[row.pk], changed) for row in found.envelopes.all())
    context = {
        "plan": found,
        "title": plan_title(found),
        "label": label_of(PlanState(found.state)),
        "tone": TONES[found.state],
        "crumbs": (plans_crumb(),),
        "envelopes": envelopes,
        "offers": for_plan(request.actor, found, has_lines=any(row.lines for row in envelopes)),
        "given": sum(row.envelope.amount for row in envelopes),
        "committed": sum(row.envelope.committed for row in envelopes),
    }
    return show(request, "plans/plan.html", context)


def _found(request: Request, form: PlanFilterForm) -> "QuerySet[AnnualPlan]":
    return visible(request.actor, Can.PLAN_READ, plan_list(form.narrow()))


def _row(found: Any) -> PlanRow:
    label, tone = label_of(PlanState(found.state)), TONES[found.state]
    return PlanRow(found, Dong(found.given), Dong(found.committed), Dong(found.left), found.line_count, label, tone)


def _envelope(request: Request, envelope: Envelope, lines: Sequence[PlanLine], changed: set[int]) -> EnvelopeRow:
    percent = share(envelope.committed, envelope.amount)
    words = {"committed": show_million(Dong(envelope.committed)), "given": show_million(Dong(envelope.amount))}
    text = _("%(committed)s / %(given)s triệu đồng") % words
    text = text if percent is None else f"{text} ({show_percent(percent)}%)"
    rows = tuple(_line(request, line, changed=line.pk in changed) for line in lines)
    return EnvelopeRow(envelope, text, rows)


def _line(request: Request, line: PlanLine, *, changed: bool) -> LineRow:
    place = Scope(province_id=line.project.province_id, organisation_id=line.project.centre_id)
    actor = request.actor
    acts = offers.for_line(line, changed=changed, may=lambda capability: actor.may(capability, place))
    return LineRow(line, TONES[line.state], acts)


def _cells(row: PlanRow) -> Sequence[Any]:
    return (
        str(row.plan.year),
        row.plan.place,
        label_of(Fund(row.plan.fund)),
        int(row.given),
        int(row.committed),
        int(row.left),
        row.lines,
        row.label,
        row.plan.decision,
        row.plan.approved_on,
    )
