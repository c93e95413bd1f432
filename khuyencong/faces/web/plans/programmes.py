"""Five-year programmes: the list, the page that compares targets with what was reached, and their acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, share, show_million, show_percent
from khuyencong.core.periods import Cutoff, Period
from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, Offer, perform, posted
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.fields import DayField, OptionalMillionField
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.plans.crumbs import plans_crumb
from khuyencong.faces.web.projects import choices
from khuyencong.figures.indicators.queries import Window, sums
from khuyencong.figures.indicators.registry import INDICATORS, SERIES, Indicator, Roll, UnitKind
from khuyencong.flow.planning import operations
from khuyencong.flow.planning.enums import ProgrammeState, Source
from khuyencong.flow.planning.models import Programme
from khuyencong.ground.access.actor import Actor, get, visible
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Succession, Unit

COLUMNS = ("Chương trình", "Tỉnh", "Từ năm", "Đến năm", "Trạng thái", "Quyết định", "Ngày phê duyệt")


@dataclass(frozen=True)
class Attained:
    """A target (or money of a source) beside what each year reached; ``late``: below the share of time that passed."""

    label: str
    unit: str
    target: str
    years: tuple[str, ...]
    reached: str
    percent: str
    late: bool


def targets() -> dict[str, Indicator]:
    """Return the indicators that add up over years and are not money: what a programme may promise."""
    return {
        code.replace(".", "__"): row
        for code, row in INDICATORS.items()
        if row.unit is not UnitKind.DONG and row.shape is None and row.printed
        and SERIES[row.series].roll is not Roll.STOCK and not code.startswith(("plan.", "projects."))
    }  # fmt: skip


class ProgrammeForm(forms.Form):
    """What a programme says; targets that stay empty are none."""

    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    title = forms.CharField(label="Tên chương trình", max_length=200)
    first_year = forms.IntegerField(label="Từ năm", min_value=choices.FIRST_YEAR, max_value=2100)
    last_year = forms.IntegerField(label="Đến năm", min_value=choices.FIRST_YEAR, max_value=2100)
    NATIONAL = OptionalMillionField(label="Kinh phí ngân sách trung ương")
    PROVINCIAL = OptionalMillionField(label="Kinh phí ngân sách tỉnh")
    DISTRICT = OptionalMillionField(label="Kinh phí ngân sách huyện")

    def __init__(self, *args: Any, actor: Actor | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor is None:
            del self.fields["province"]
        else:
            whole = [("", "Cả nước")] if actor.may(Can.PROGRAMME_DRAFT, NATION) else []
            field = self.fields["province"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*whole, *choices.provinces(actor, Can.PROGRAMME_DRAFT)]
        for name, row in targets().items():
            self.fields[name] = forms.IntegerField(
                label=row.label, required=False, min_value=1, max_value=10**9, help_text=row.unit.value
            )

    def said(self) -> dict[str, Any]:
        """Return the arguments of the operations."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "first_year": data["first_year"],
            "last_year": data["last_year"],
            "money": {source: data[source] for source in Source if data[source]},
            "targets": [
                operations.Target(row.code, data[name], row.unit.value)
                for name, row in targets().items() if data[name]
            ],
        }  # fmt: skip


class ApproveProgrammeForm(forms.Form):
    """The decision that approves a programme."""

    decision = forms.CharField(label="Số quyết định, nghị quyết", max_length=60)
    approved_on = DayField(label="Ngày phê duyệt")


@page(Can.PLAN_READ)
def programmes(request: Request) -> HttpResponse:
    """List the programmes."""
    shown = paginate(request, _found(request))
    rows = [(row, label_of(ProgrammeState(row.state)), choices.TONES[row.state]) for row in shown.object_list]
    context = {
        "page": shown,
        "rows": rows,
        "query": query_without_page(request),
        "crumbs": (plans_crumb(),),
        "may_draft": request.actor.may_anywhere(Can.PROGRAMME_DRAFT),
    }
    return show(request, "plans/programmes.html", context)


@page(Can.PLAN_READ)
def programmes_export(request: Request) -> HttpResponseBase:
    """Send the list as a workbook."""
    rows = (
        (row.title, _place(row), row.first_year, row.last_year, label_of(ProgrammeState(row.state)), row.decision,
         row.approved_on)
        for row in _found(request).iterator(chunk_size=500)
    )  # fmt: skip
    words = filter_words(today=request.today)
    return workbook("chuong-trinh-giai-doan", _("Chương trình khuyến công giai đoạn"), words, COLUMNS, rows)


@page(Can.PLAN_READ)
def programme(request: Request, pk: int) -> HttpResponse:
    """Show a programme: each target beside what was reached year by year, and its pace."""
    found = get(request.actor, Can.PLAN_READ, Programme.objects.select_related("province"), pk)
    years = range(found.first_year, found.last_year + 1)
    passed = _passed(found, request.today)
    context = {
        "programme": found,
        "title": found.title,
        "crumbs": (plans_crumb(), Crumb(_("Chương trình giai đoạn"), reverse("programmes"))),
        "place": _place(found),
        "label": label_of(ProgrammeState(found.state)),
        "tone": choices.TONES[found.state],
        "years": [str(year) for year in years],
        "passed": show_percent(passed),
        "rows": _attained(found, years, passed),
        "offers": _offers(request.actor, found),
    }
    return show(request, "plans/programme.html", context)


@page(Can.PROGRAMME_DRAFT, methods=("GET", "POST"))
def programme_new(request: Request) -> HttpResponse:
    """Write a programme."""
    form = ProgrammeForm(posted(request), actor=request.actor, initial={"province": request.actor.home.province_id})
    above = (plans_crumb(), Crumb(_("Chương trình giai đoạn"), reverse("programmes")))
    act = Act(_("Lập chương trình giai đoạn"), _("Lưu chương trình"), _("Đã lập chương trình."),
              reverse("programmes"), above)  # fmt: skip

    def do(data: Cleaned) -> object:
        place = Scope(province_id=int(data["province"]) if data["province"] else None)
        return operations.draft_programme(request.actor, place, **form.said())

    return perform(request, form, act, do)


@page(Can.PROGRAMME_DRAFT, methods=("GET", "POST"))
def programme_edit(request: Request, pk: int) -> HttpResponse:
    """Write a draft programme anew."""
    found = get(request.actor, Can.PROGRAMME_DRAFT, Programme.objects.select_related("province"), pk)
    begin: dict[str, object] = {key: getattr(found, key) for key in ("title", "first_year", "last_year")}
    begin |= {row.source: row.amount for row in found.money.all()}
    begin |= {row.indicator.replace(".", "__"): row.quantity for row in found.targets.all()}
    form = ProgrammeForm(posted(request), actor=None, initial=begin)
    act = _act(found, _("Sửa chương trình"), _("Lưu chương trình"), _("Đã sửa chương trình."))
    return perform(request, form, act, lambda _data: operations.revise_programme(request.actor, found, **form.said()))


@page(Can.PROGRAMME_APPROVE, methods=("GET", "POST"))
def programme_approve(request: Request, pk: int) -> HttpResponse:
    """Approve a programme."""
    found = get(request.actor, Can.PROGRAMME_APPROVE, Programme.objects.select_related("province"), pk)
    form = ApproveProgrammeForm(posted(request), initial={"approved_on": request.today})
    act = _act(found, _("Phê duyệt chương trình"), _("Phê duyệt"), _("Đã phê duyệt chương trình."))

    def do(data: Cleaned) -> object:
        words = {"decision": data["decision"], "approved_on": data["approved_on"]}
        return operations.approve_programme(request.actor, found, today=request.today, **words)

    return perform(request, form, act, do)


def _act(found: Programme, title: str, button: str, done: str) -> Act:
    url = reverse("programme", args=[found.pk])
    about = (Fact(_("Chương trình"), f"{found.title} ({_place(found)})", url),)
    return Act(title, button, done, url, (plans_crumb(), Crumb(found.title, url)), facts=about)


def _offers(actor: Actor, found: Programme) -> tuple[Offer, ...]:
    offers = []
    if found.state == ProgrammeState.DRAFT and actor.may(Can.PROGRAMME_DRAFT, found):
        offers.append(Offer(_("Sửa"), reverse("programme_edit", args=[found.pk]), icon="edit"))
    if found.state == ProgrammeState.DRAFT and actor.may(Can.PROGRAMME_APPROVE, found):
        offers.append(Offer(_("Phê duyệt"), reverse("programme_approve", args=[found.pk]), "primary", "check"))
    return tuple(offers)


def _found(request: Request) -> Any:
    return visible(request.actor, Can.PLAN_READ, Programme.objects.select_related("province"))


def _place(found: Programme) -> str:
    return found.province.name if found.province else _("Cả nước")


def _passed(found: Programme, today: date) -> Decimal:
    """Return which share of the programme's days has passed, in per cent."""
    first, last = date(found.first_year, 1, 1), date(found.last_year, 12, 31)
    days = (min(max(today, first), last) - first).days
    return share(days, (last - first).days) or Decimal(0)


def _provinces(found: Programme) -> list[int]:
    """Return the units whose figures count: the province with those that it took over, or all provinces."""
    if found.province_id is None:
        return list(Unit.objects.filter(level=Level.PROVINCE).values_list("pk", flat=True))
    before = Succession.objects.filter(successor=found.province_id).values_list("predecessor", flat=True)
    return [found.province_id, *before]


def _attained(found: Programme, years: Sequence[int], passed: Decimal) -> tuple[Attained, ...]:
    """Compare.  Four queries, whatever the number of targets and years."""
    promised = {row.indicator: row for row in found.targets.all()}
    known = {code: INDICATORS[code] for code in promised if code in INDICATORS}
    windows = [Window(str(year), Period.parse(str(year)), Cutoff.CALENDAR) for year in years]
    series = {row.series for row in known.values()} | {"plan.money"}
    reached: dict[tuple[str, str, str | None], int] = {}
    for key, total in sums(_provinces(found), windows, sorted(series)).items():
        at = (key.window, key.series, key.fund)
        reached[at] = reached.get(at, 0) + total.value
    rows = []
    for code, row in known.items():
        each = [_of(reached, str(year), row) for year in years]
        goal = promised[code]
        rows.append(_compared(row.label, goal.unit, goal.quantity, each, passed, million=False))
    for money in found.money.all():
        each = [reached.get((str(year), "plan.money", money.source), 0) for year in years]
        label = _("Kinh phí %(source)s") % {"source": label_of(Source(money.source))}
        rows.append(_compared(label, _("triệu đồng"), money.amount, each, passed, million=True))
    return tuple(rows)


def _of(reached: Mapping[tuple[str, str, str | None], int], year: str, row: Indicator) -> int:
    funds = {str(fund) for fund in row.funds}
    return sum(
        value for (window, series, fund), value in reached.items()
        if window == year and series == row.series and (not funds or fund in funds)
    )  # fmt: skip


def _compared(label: str, unit: str, target: int, each: Sequence[int], passed: Decimal, *, million: bool) -> Attained:
    percent = share(sum(each), target) or Decimal(0)

    def written(value: int) -> str:
        return show_million(Dong(value)) if million else f"{value:,}".replace(",", ".")

    return Attained(
        label, unit, written(target), tuple(written(value) for value in each), written(sum(each)),
        show_percent(percent), percent < passed,
    )  # fmt: skip
