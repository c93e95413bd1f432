"""Scenarios of an envelope: choosing with what is left in sight, comparing side by side, adopting one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, Offer, perform, posted
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.fields import MillionField, ReasonField
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.plans.candidates import Candidate, candidates_of
from khuyencong.faces.web.plans.crumbs import plan_crumbs, plan_url
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.planning import operations
from khuyencong.flow.planning.enums import ScenarioState, Source
from khuyencong.flow.planning.models import Envelope, Scenario
from khuyencong.flow.planning.queries import choosable
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import Actor, get

SIDE_BY_SIDE = 4
"""The newest scenarios are compared; more columns would not be read."""
MOST = 300
TONES = {"DRAFT": "info", "ADOPTED": "success", "DROPPED": "neutral"}


@dataclass(frozen=True)
class Column:
    """A scenario as the comparison shows it."""

    scenario: Scenario
    label: str
    tone: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Measure:
    """A row of the comparison: what is measured, and its value in each scenario."""

    label: str
    values: tuple[str, ...]
    kind: str = ""


class ScenarioForm(forms.Form):
    """A name, and for each candidate whether and with how much."""

    name = forms.CharField(label="Tên phương án", max_length=100)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for one in candidates:
            self.fields[f"take_{one.pk}"] = forms.BooleanField(label=one.project.number, required=False)
            money = MillionField(
                label=_("Kinh phí %(number)s") % {"number": one.project.number}, required=False, help_text=""
            )
            self.fields[f"money_{one.pk}"] = money

    def rows(self) -> list[tuple[Candidate, Any, Any]]:
        """Return each candidate with its two fields; ``shown`` is what the box of its money says."""
        found = []
        for one in self.candidates:
            take, money = self[f"take_{one.pk}"], self[f"money_{one.pk}"]
            money.shown = self.fields[money.name].prepare_value(money.value())  # type: ignore[attr-defined]
            found.append((one, take, money))
        return found

    def choices(self) -> list[operations.Choice]:
        """Return what was chosen."""
        data = self.cleaned_data
        return [operations.Choice(one.pk, data[f"money_{one.pk}"]) for one in self.candidates if data[f"take_{one.pk}"]]


@page(Can.PLAN_READ)
def scenarios(request: Request, pk: int) -> HttpResponse:
    """Compare the scenarios of an envelope."""
    envelope = _envelope(request, pk, Can.PLAN_READ)
    shown = list(envelope.scenarios.prefetch_related("choices__project").order_by("-pk")[:SIDE_BY_SIDE])[::-1]
    may = request.actor.may(Can.SCENARIO_DRAFT, envelope)
    context = {
        "envelope": envelope,
        "title": _title(envelope),
        "crumbs": plan_crumbs(envelope.plan),
        "left": envelope.left,
        "columns": [_column(request.actor, envelope, row) for row in shown],
        "measures": _measures(request, envelope, shown),
        "may_draft": may,
        "new_url": reverse("scenario_new", args=[pk]),
        "export_url": reverse("scenarios_export", args=[pk]),
    }
    return show(request, "plans/scenarios.html", context)


@page(Can.PLAN_READ)
def scenarios_export(request: Request, pk: int) -> HttpResponseBase:
    """Send the comparison as a workbook."""
    envelope = _envelope(request, pk, Can.PLAN_READ)
    shown = list(envelope.scenarios.prefetch_related("choices__project").order_by("-pk")[:SIDE_BY_SIDE])[::-1]
    rows = ((row.label, *row.values) for row in _measures(request, envelope, shown))
    words = filter_words((_("Nguồn còn (triệu đồng)"), show_million(envelope.left)), today=request.today)
    columns = (_("Chỉ tiêu"), *(f"{row.name} ({label_of(ScenarioState(row.state))})" for row in shown))
    return workbook("so-sanh-phuong-an", _title(envelope), words, columns, rows)


@page(Can.SCENARIO_DRAFT, methods=("GET", "POST"))
def scenario_new(request: Request, pk: int) -> HttpResponse:
    """Draft a scenario; ``?de-xuat`` begins with the proposal by rank."""
    envelope = _envelope(request, pk, Can.SCENARIO_DRAFT)
    found = _candidates(request, choosable(envelope), envelope)
    proposed = proposal(found, envelope.left) if "de-xuat" in request.GET else {}
    begin: dict[str, object] = {f"money_{one.pk}": one.asked for one in found}
    begin |= {f"take_{pk}": True for pk in proposed}
    count = envelope.scenarios.count() + 1
    begin |= {"name": _("Phương án %(number)s") % {"number": count}}
    form = ScenarioForm(posted(request), candidates=found, initial=begin)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: operations.draft_scenario(
                request.actor, envelope, name=data["name"], note=data["note"], choices=form.choices()
            ),
        )
        if made is not None:
            messages.success(request, _("Đã lưu phương án."))
            return redirect("scenarios", envelope.pk)
    return _edit(request, envelope, form, title=_("Lập phương án"), adopted=False)


@page(Can.SCENARIO_DRAFT, methods=("GET", "POST"))
def scenario_edit(request: Request, pk: int) -> HttpResponse:
    """Choose anew while the scenario is open."""
    scenario = _scenario(request, pk, Can.SCENARIO_DRAFT)
    envelope = scenario.envelope
    chosen = {row.project_id: row.amount for row in scenario.choices.all()}
    found = _candidates(request, choosable(envelope), envelope)
    begin: dict[str, object] = {f"money_{one.pk}": chosen.get(one.pk, one.asked) for one in found}
    begin |= {f"take_{project}": True for project in chosen}
    begin |= {"name": scenario.name, "note": scenario.note, "seen": scenario.version}
    form = ScenarioForm(posted(request), candidates=found, initial=begin)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = attempt(
            form,
            lambda: operations.revise_scenario(
                request.actor, scenario, seen=data["seen"] or 0, name=data["name"], note=data["note"],
                choices=form.choices(),
            ),
        )  # fmt: skip
        if saved is not None:
            messages.success(request, _("Đã lưu phương án."))
            return redirect("scenarios", envelope.pk)
    return _edit(request, envelope, form, title=scenario.name, adopted=scenario.state != ScenarioState.DRAFT)


@page(Can.PLAN_ASSIGN, methods=("GET", "POST"))
def scenario_adopt(request: Request, pk: int) -> HttpResponse:
    """Put every đề án of a scenario into the plan."""
    scenario = _scenario(request, pk, Can.PLAN_ASSIGN)
    total = Dong(sum(row.amount for row in scenario.choices.all()))
    words = {"count": len(scenario.choices.all()), "money": show_million(total)}
    form = AdoptForm(posted(request), initial={"seen": scenario.version})
    act = _act(
        scenario,
        title=_("Chọn phương án"),
        button=_("Đưa các đề án vào kế hoạch"),
        done=_("Đã đưa các đề án của phương án vào kế hoạch."),
        intro=_("%(count)s đề án, %(money)s triệu đồng vào kế hoạch cùng một lần, hoặc không đề án nào.") % words,
    )

    def do(data: Cleaned) -> object:
        return operations.adopt_scenario(request.actor, scenario, seen=data["seen"], today=request.today)

    return perform(request, form, act, do)


class AdoptForm(forms.Form):
    """The version that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class DropForm(forms.Form):
    """Why."""

    reason = ReasonField()


@page(Can.SCENARIO_DRAFT, methods=("GET", "POST"))
def scenario_drop(request: Request, pk: int) -> HttpResponse:
    """Drop a scenario; it stays to be read."""
    scenario = _scenario(request, pk, Can.SCENARIO_DRAFT)
    act = _act(scenario, title=_("Bỏ phương án"), button=_("Bỏ phương án"), done=_("Đã bỏ phương án."), tone="danger")

    def do(data: Cleaned) -> object:
        return operations.drop_scenario(request.actor, scenario, today=request.today, reason=data["reason"])

    return perform(request, DropForm(posted(request)), act, do)


def proposal(ordered: Iterable[Candidate], left: int) -> dict[int, int]:
    """Choose in the order of rank while the money lasts: who no longer fits is passed over.  Returns đồng by đề án."""
    chosen: dict[int, int] = {}
    for one in ordered:
        if 0 < one.asked <= left:
            chosen[one.pk] = one.asked
            left -= one.asked
    return chosen


def _edit(request: Request, envelope: Envelope, form: ScenarioForm, *, title: str, adopted: bool) -> HttpResponse:
    back = Crumb(_("Phương án"), reverse("scenarios", args=[envelope.pk]))
    context = {
        "form": form,
        "envelope": envelope,
        "title": title,
        "crumbs": (*plan_crumbs(envelope.plan), back),
        "back": back.url,
        "room": int(envelope.left),
        "left": envelope.left,
        "adopted": adopted,
        "propose_url": f"{reverse('scenario_new', args=[envelope.pk])}?de-xuat=1",
    }
    return show(request, "plans/scenario.html", context)


def _candidates(request: Request, rows: "QuerySet[Project]", envelope: Envelope) -> list[Candidate]:
    today: date = request.today
    return candidates_of(list(rows.select_related("content")[:MOST]), source=Source(envelope.source), today=today)


def _measures(request: Request, envelope: Envelope, shown: Sequence[Scenario]) -> list[Measure]:
    """Compare on money, contents, areas, priorities and đề án.  The same number of queries for any number."""
    chosen = [{row.project_id: row.amount for row in one.choices.all()} for one in shown]
    projects = Project.objects.filter(pk__in={pk for one in chosen for pk in one}).select_related("content")
    facts = {one.pk: one for one in _candidates(request, projects, envelope)}

    def money(of: Mapping[int, int], holds: Any = lambda _one: True) -> str:
        return show_million(Dong(sum(amount for pk, amount in of.items() if pk in facts and holds(facts[pk]))))

    def count(of: Mapping[int, int], holds: Any) -> str:
        return str(sum(holds(facts[pk]) for pk in of if pk in facts))

    rooms = [one.room if one.room is not None else int(envelope.left) for one in shown]
    rows = [
        Measure(_("Kinh phí (triệu đồng)"), tuple(money(one) for one in chosen), "sum"),
        Measure(
            _("Nguồn còn lại (triệu đồng)"),
            tuple(show_million(Dong(room - sum(one.values()))) for room, one in zip(rooms, chosen, strict=True)),
        ),
        Measure(_("Số đề án"), tuple(str(len(one)) for one in chosen), "sum"),
        Measure(_("Số cơ sở thụ hưởng"), tuple(str(sum(facts[pk].served for pk in one)) for one in chosen)),
        Measure(_("Đề án điểm"), tuple(count(one, lambda c: c.flagship) for one in chosen)),
        Measure(_("Thuộc ngành nghề ưu tiên"), tuple(count(one, lambda c: bool(c.industry)) for one in chosen)),
        Measure(_("Thuộc địa bàn ưu tiên"), tuple(count(one, lambda c: bool(c.area)) for one in chosen)),
        Measure(
            _("Kinh phí cho địa bàn ưu tiên (triệu đồng)"),
            tuple(money(one, lambda c: bool(c.area)) for one in chosen),
        ),
    ]
    for content in dict.fromkeys(one.content for one in sorted(facts.values(), key=lambda c: c.content)):
        values = tuple(money(one, lambda c, content=content: c.content == content) for one in chosen)
        rows.append(Measure(_("Nội dung: %(content)s") % {"content": content}, values))
    for one in facts.values():
        values = tuple(show_million(Dong(row[one.pk])) if one.pk in row else "–" for row in chosen)
        rows.append(Measure(f"{one.project.number}: {one.project.name}", values, "project"))
    return rows


def _column(actor: Actor, envelope: Envelope, scenario: Scenario) -> Column:
    offers = []
    if scenario.state == ScenarioState.DRAFT:
        if actor.may(Can.PLAN_ASSIGN, envelope):
            offers.append(Offer(_("Chọn"), reverse("scenario_adopt", args=[scenario.pk]), "primary", "check"))
        if actor.may(Can.SCENARIO_DRAFT, envelope):
            offers.append(Offer(_("Sửa"), reverse("scenario_edit", args=[scenario.pk]), icon="edit"))
            offers.append(Offer(_("Bỏ"), reverse("scenario_drop", args=[scenario.pk]), "quiet"))
    state = ScenarioState(scenario.state)
    return Column(scenario, first_upper(label_of(state)), TONES[state], tuple(offers))


def _title(envelope: Envelope) -> str:
    words = {"source": str(envelope), "year": envelope.plan.year, "place": envelope.plan.place}
    return _("Phương án %(source)s năm %(year)s, %(place)s") % words


def _envelope(request: Request, pk: int, capability: Can) -> Envelope:
    return get(request.actor, capability, Envelope.objects.select_related("plan__province", "unit"), pk)


def _scenario(request: Request, pk: int, capability: Can) -> Scenario:
    rows = Scenario.objects.select_related("envelope__plan__province", "envelope__unit").prefetch_related("choices")
    return get(request.actor, capability, rows, pk)


def _act(scenario: Scenario, *, title: str, button: str, done: str, intro: str = "", tone: str = "primary") -> Act:
    plan = scenario.envelope.plan
    then = reverse("scenarios", args=[scenario.envelope_id])
    crumbs = (*plan_crumbs(plan), Crumb(_("Phương án"), then))
    facts = (Fact(_("Phương án"), scenario.name), Fact(_("Kế hoạch"), str(plan), plan_url(plan)))
    return Act(title, button, done, then, crumbs, tone=tone, intro=intro, facts=facts)
