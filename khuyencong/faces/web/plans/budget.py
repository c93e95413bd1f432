"""Money handed down: the tree of a year, delegating, and carrying a line over."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Cleaned, Fact, perform, posted
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.fields import MillionField, ReasonField
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.plans.batches import act_on_plan
from khuyencong.faces.web.plans.crumbs import plans_crumb
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.choices import first_upper, members, years
from khuyencong.flow.planning import operations
from khuyencong.flow.planning.enums import CarryTo, Fund, Source
from khuyencong.flow.planning.lifecycle import power_over
from khuyencong.flow.planning.models import Envelope, PlanLine
from khuyencong.ground.access.actor import get, visible
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit

COLUMNS = (
    "Cấp", "Nơi nhận", "Nguồn", "Dự toán giao (đồng)", "Chuyển nguồn đến (đồng)", "Đã giao cấp dưới (đồng)",
    "Đã phân bổ đề án (đồng)", "Chuyển sang năm sau (đồng)", "Đã hủy (đồng)", "Còn lại (đồng)",
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """An envelope at its place in the tree: ``depth`` 0 stands alone or at the top."""

    envelope: Envelope
    depth: int
    place: str
    source: str
    may_delegate: bool


class YearForm(forms.Form):
    """The year whose tree is shown."""

    year = forms.ChoiceField(label="Năm")

    def __init__(self, data: dict[str, str], *, today: date) -> None:
        super().__init__(data, auto_id="filter_%s")
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = years(today)


class DelegateForm(forms.Form):
    """Who gets how much in all."""

    unit = forms.ChoiceField(label="Đơn vị nhận")
    amount = MillionField(
        label="Dự toán giao",
        help_text="Triệu đồng, tổng số sau khi giao; ghi thấp hơn để thu hồi phần chưa sử dụng.",
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "– chọn đơn vị –"), *units]


class CarryForm(forms.Form):
    """Where a line goes, by which decision and why."""

    to = forms.ChoiceField(label="Chuyển sang", widget=forms.RadioSelect)
    decision = forms.CharField(label="Số quyết định chuyển tiếp", max_length=60)
    reason = ReasonField()

    def __init__(self, *args: Any, national: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [row for row in members(CarryTo) if national or row[0] == CarryTo.NEXT_YEAR]


@page(Can.PLAN_READ)
def budget_tree(request: Request) -> HttpResponse:
    """Show what each level was given, handed down, spent and has left in a year."""
    year = _year(request)
    nodes = tuple(_nodes(request, year))
    context = {
        "form": YearForm({"year": str(year)}, today=request.today),
        "year": year,
        "nodes": nodes,
        "crumbs": (plans_crumb(),),
        "export_url": f"{reverse('budget_tree_export')}?year={year}",
    }
    return show(request, "plans/tree.html", context)


@page(Can.PLAN_READ)
def budget_tree_export(request: Request) -> HttpResponseBase:
    """Send the tree as a workbook."""
    year = _year(request)
    words = filter_words((_("Năm"), str(year)), today=request.today)
    rows = (
        (node.depth + 1, node.place, node.source, row.amount, row.carried_in, row.delegated, row.committed,
         row.carried_out, row.cancelled, int(row.left))
        for node in _nodes(request, year) for row in (node.envelope,)
    )  # fmt: skip
    return workbook(f"phan-bo-du-toan-{year}", _("Phân bổ dự toán khuyến công"), words, COLUMNS, rows)


@page(Can.PLAN_OPEN, methods=("GET", "POST"))
def envelope_delegate(request: Request, pk: int) -> HttpResponse:
    """Hand money of an envelope down, or take back what was not used."""
    rows = Envelope.objects.select_related("plan__province", "unit")
    envelope = get(request.actor, Can.PLAN_OPEN, rows, pk)
    units = {str(unit.pk): unit for unit in _below(envelope, request.today)}
    form = DelegateForm(
        posted(request),
        units=[(pk, unit.name) for pk, unit in units.items()],
        initial={"unit": request.GET.get("unit")},
    )
    given = tuple(
        Fact(_place(row), _("đã giao %(money)s triệu đồng, còn %(left)s") % {
            "money": show_million(Dong(row.amount)), "left": show_million(row.left)})
        for row in envelope.children.select_related("plan__province", "unit")
    )  # fmt: skip
    act = act_on_plan(
        envelope.plan,
        title=_("Phân bổ %(source)s cho cấp dưới") % {"source": label_of(Source(envelope.source))},
        button=_("Phân bổ"),
        done=_("Đã phân bổ dự toán cho cấp dưới."),
        intro=_("Nguồn còn %(left)s triệu đồng.") % {"left": show_million(envelope.left)},
        facts=given,
    )

    def do(data: Cleaned) -> object:
        to = units[data["unit"]]
        return operations.delegate_envelope(request.actor, envelope, to=to, amount=data["amount"], today=request.today)

    return perform(request, form, act, do)


@page(Can.ADJUSTMENT_DECIDE, methods=("GET", "POST"))
def line_carry(request: Request, pk: int) -> HttpResponse:
    """Carry a line that was not contracted over to the next year or to the local budget."""
    rows = PlanLine.objects.select_related("project", "envelope__plan")
    line = get(request.actor, Can.ADJUSTMENT_DECIDE, rows, pk)
    words = {"money": show_million(Dong(line.current)), "source": label_of(Source(line.envelope.source))}
    act = act_on(
        line.project,
        title=_("Chuyển tiếp"),
        button=_("Chuyển tiếp"),
        done=_("Đã chuyển tiếp dòng kế hoạch."),
        intro=_("%(money)s triệu đồng của %(source)s chưa ký hợp đồng được chuyển đi.") % words,
    )
    national = line.envelope.source == Source.NATIONAL
    form = CarryForm(posted(request), national=national, initial={"to": CarryTo.NEXT_YEAR})

    def do(data: Cleaned) -> object:
        return operations.carry_over(
            request.actor,
            line,
            to=CarryTo(data["to"]),
            decision=data["decision"],
            today=request.today,
            reason=data["reason"],
        )

    return perform(request, form, act, do)


def _year(request: Request) -> int:
    text = request.GET.get("year", "")
    today: date = request.today
    return int(text) if text in dict(years(today)) else today.year


def _nodes(request: Request, year: int) -> Iterator[Node]:
    """Yield the envelopes of a year, each under the one above it.  One query."""
    rows = visible(request.actor, Can.PLAN_READ, Envelope.objects.filter(plan__year=year))
    found = list(rows.select_related("plan__province", "unit").order_by("plan__province__code", "plan__fund", "pk"))
    seen = {row.pk for row in found}
    below: dict[int | None, list[Envelope]] = defaultdict(list)
    for row in found:
        below[row.parent_id if row.parent_id in seen else None].append(row)

    def under(parent: int | None, depth: int) -> Iterator[Node]:
        for row in below[parent]:
            decides = request.actor.may(power_over(Fund(row.plan.fund)), row.plan)
            may = decides and row.unit_id is None and request.actor.may(Can.PLAN_OPEN, row.plan)
            source = f"{first_upper(label_of(Source(row.source)))} ({Fund(row.plan.fund).short})"
            yield Node(row, depth, _place(row), source, may)
            yield from under(row.pk, depth + 1)

    return under(None, 0)


def _place(envelope: Envelope) -> str:
    return envelope.unit.name if envelope.unit else first_upper(envelope.plan.place)


def _below(envelope: Envelope, today: date) -> Sequence[Unit]:
    """Return who may get money of ``envelope``: provinces, or districts (since they ended, communes) of one."""
    plan = envelope.plan
    day = min(today, date(plan.year, 12, 31))
    rows = Unit.objects.filter(valid__contains=day).order_by("folded")
    if plan.province_id is None:
        return list(rows.filter(level=Level.PROVINCE))
    return [] if envelope.unit_id else list(rows.filter(parent=plan.province_id))
