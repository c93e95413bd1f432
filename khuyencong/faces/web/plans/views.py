"""The list of plans, and the page of one."""

from collections.abc import Iterator, Sequence
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
from khuyencong.faces.web.plans.batches import batch_rows, may_supplement
from khuyencong.faces.web.plans.crumbs import plan_title, plans_crumb
from khuyencong.faces.web.plans.forms import PlanFilterForm
from khuyencong.faces.web.plans.offers import for_envelope, for_plan
from khuyencong.faces.web.projects import offers
from khuyencong.faces.web.projects.choices import TONES, first_upper
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
    name: str
    moved: tuple[str, ...]
    offers: tuple[Offer, ...]


@page(Can.PLAN_READ)
def plans(request: Request) -> HttpResponse:
    """List the plans of the provinces, year by year."""
    form = PlanFilterForm(request)
    shown = paginate(request, _found(request, form))
    rows = [_row(plan) for plan in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(
        request,
        "plans/list.html",
        {
            **context,
            "may_open": request.actor.may_anywhere(Can.PLAN_OPEN),
            "may_approve": request.actor.may_anywhere(Can.PLAN_APPROVE),
        },
    )


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
    rows = found.envelopes.select_related("unit", "plan", "parent__plan__province", "parent__unit")
    envelopes = tuple(_envelope(request, row, lines[row.pk], changed) for row in rows)
    batches = batch_rows(request.actor, found)
    ready = any(row.lines for row in envelopes) or any(
        row.envelope.delegated for row in envelopes if found.province_id is None
    )
    supplement = may_supplement(request.actor, found, batches)
    context = {
        "plan": found,
        "title": plan_title(found),
        "label": label_of(PlanState(found.state)),
        "tone": TONES[found.state],
        "crumbs": (plans_crumb(),),
        "envelopes": envelopes,
        "batches": batches,
        "offers": for_plan(request.actor, found, has_lines=ready, supplement=supplement),
    }
    return show(request, "plans/plan.html", context)


def _found(request: Request, form: PlanFilterForm) -> "QuerySet[AnnualPlan]":
    return visible(request.actor, Can.PLAN_READ, plan_list(form.narrow()))


def _row(found: Any) -> PlanRow:
    label, tone = label_of(PlanState(found.state)), TONES[found.state]
    return PlanRow(found, Dong(found.given), Dong(found.committed), Dong(found.left), found.line_count, label, tone)


def _envelope(request: Request, envelope: Envelope, lines: Sequence[PlanLine], changed: set[int]) -> EnvelopeRow:
    percent = share(envelope.committed, envelope.came_in)
    words = {"committed": show_million(Dong(envelope.committed)), "given": show_million(envelope.came_in)}
    text = _("%(committed)s / %(given)s triệu đồng") % words
    text = text if percent is None else f"{text} ({show_percent(percent)}%)"
    rows = tuple(_line(request, line, changed=line.pk in changed) for line in lines)
    return EnvelopeRow(
        envelope, text, rows, first_upper(str(envelope)), tuple(_moved(envelope)), for_envelope(request.actor, envelope)
    )


def _moved(envelope: Envelope) -> Iterator[str]:
    """Yield in words where the money came from and went to, besides the lines."""
    if envelope.parent:
        above = envelope.parent.unit.name if envelope.parent.unit else envelope.parent.plan.place
        yield _("Từ nguồn cấp trên: %(place)s") % {"place": above}
    told = (
        (_("chuyển nguồn từ năm trước"), envelope.carried_in),
        (_("đã giao cấp dưới"), envelope.delegated),
        (_("chuyển nguồn sang năm sau"), envelope.carried_out),
        (_("dự toán đã hủy"), envelope.cancelled),
    )
    yield from (f"{first_upper(word)}: {show_million(Dong(money))}" for word, money in told if money)


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
