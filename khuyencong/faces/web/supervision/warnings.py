"""The list of warnings, why a đề án has its score, and the rules with their thresholds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION, Scope
from khuyencong.core.text import fold
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.fields import ReasonField
from khuyencong.faces.web.page import PAGE_SIZE, Request, page, query_without_page, show
from khuyencong.faces.web.projects.choices import any_of, first_upper, members
from khuyencong.faces.web.projects.crumbs import project_url
from khuyencong.faces.web.projects.lists import filters_of
from khuyencong.faces.web.supervision.board import BAND_TONES, stand_of
from khuyencong.faces.web.supervision.place import Place, place_of, supervision_crumb
from khuyencong.faces.web.supervision.tabs import tabs
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.warning.enums import Band, WatchCode
from khuyencong.flow.warning.models import WatchRule
from khuyencong.flow.warning.operations import MOST_POINTS, tune
from khuyencong.flow.warning.queries import Watched, facts_of, rules_on, running, watch
from khuyencong.flow.warning.rules import Reason, Rule, score
from khuyencong.ground.access.actor import get

COLUMNS = ("Mã số", "Tên đề án", "Điểm", "Mức", "Đang ở", "Vì sao", "Kế hoạch (đồng)", "Đã giải ngân (đồng)")
MOST_THRESHOLD = 3650


class WatchFilterForm(forms.Form):
    """What the list of warnings is narrowed by."""

    q = forms.CharField(label="Số hoặc tên đề án", required=False, max_length=100)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    band = forms.ChoiceField(label="Mức", required=False)
    rule = forms.ChoiceField(label="Quy tắc", required=False)

    def __init__(self, request: Request, place: Place) -> None:
        data = {**request.GET.dict(), "province": str(place.province_id or "")}
        super().__init__(data, auto_id="filter_%s")
        scored = [(str(code), first_upper(code.label)) for code in WatchCode if code.scored]
        offered = {"band": any_of(_("Tất cả"), members(Band)), "rule": any_of(_("Tất cả"), scored)}
        for name, options in {**offered, "province": place.options}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        if len(place.options) <= 1:
            del self.fields["province"]

    def keeps(self, one: Watched) -> bool:
        """Say whether a đề án is in the list."""
        if not hasattr(self, "cleaned_data"):
            self.is_valid()
        kept = self.cleaned_data
        text = fold(f"{one.number} {one.name}")
        return (
            all(word in text for word in fold(kept.get("q", "")).split())
            and kept.get("band", "") in {"", one.score.band}
            and (not kept.get("rule") or any(reason.rule.code == kept["rule"] for reason in one.score.reasons))
        )


class TuneForm(forms.Form):
    """How a rule reads from today on."""

    active = forms.BooleanField(label="Đang áp dụng", required=False)
    threshold = forms.IntegerField(label="Ngưỡng", min_value=0, max_value=MOST_THRESHOLD)
    weight = forms.IntegerField(
        label="Số điểm", min_value=0, max_value=MOST_POINTS, help_text="Từ 0 đến 100; cộng vào điểm rủi ro của đề án."
    )
    reason = ReasonField(help_text="Căn cứ điều chỉnh, ví dụ số văn bản; ghi vào nhật ký và hiện ở quy tắc.")


@dataclass(frozen=True)
class Row:
    """A đề án as the list of warnings shows it."""

    one: Watched
    label: str
    tone: str
    stand: str


@dataclass(frozen=True)
class Why:
    """A reason on the page of a đề án: where to do something about it."""

    reason: Reason
    label: str
    href: str


@page(Can.MONITOR_READ)
def watch_list(request: Request) -> HttpResponse:
    """List the running đề án of a province, the most worrying first."""
    place = place_of(request)
    form = WatchFilterForm(request, place)
    shown = Paginator(_found(request, place, form), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": [_row(one) for one in shown.object_list],
        "query": query_without_page(request),
        "tabs": tabs("watch_list", place.query),
        "place": place,
    }
    return show(request, "supervision/watch_list.html", context)


@page(Can.MONITOR_READ)
def watch_list_export(request: Request) -> HttpResponseBase:
    """Send the list of warnings as a workbook."""
    place = place_of(request)
    form = WatchFilterForm(request, place)
    found = _found(request, place, form)
    title = _("Danh sách đề án cần theo dõi, tháo gỡ")
    filters = [(_("Tỉnh"), place.name), *(pair for pair in filters_of(form, request) if pair[0] != "Tỉnh, thành phố")]
    return workbook("canh-bao", title, filters, COLUMNS, (_cells(one) for one in found))


@page(Can.MONITOR_READ)
def watch_project(request: Request, pk: int) -> HttpResponse:
    """Say why a đề án has its score, rule by rule."""
    project = get(request.actor, Can.MONITOR_READ, Project.objects.select_related("province"), pk)
    rules = rules_on(request.today, project.province_id)
    facts = facts_of(Project.objects.filter(pk=project.pk), request.today)[0]
    found = score(facts, rules, request.today)
    met = {reason.rule.code for reason in found.reasons}
    context = {
        "project": project,
        "score": found,
        "label": first_upper(found.band.label),
        "tone": BAND_TONES[found.band],
        "stand": stand_of(facts),
        "reasons": [_why(project, reason) for reason in found.reasons],
        "quiet": [rule for code, rule in rules.items() if code.scored and rule.active and code not in met],
        "crumbs": (supervision_crumb(), Crumb(_("Cảnh báo sớm"), reverse("watch_list"))),
    }
    return show(request, "supervision/watch_project.html", context)


@page(Can.MONITOR_READ)
def watch_rules(request: Request) -> HttpResponse:
    """Show the rules as they read today in a province, and let those who may change them."""
    place = place_of(request)
    rules = rules_on(request.today, place.province_id)
    own = set(
        WatchRule.objects.filter(province=place.province_id, since__lte=request.today).values_list("code", flat=True)
    )
    rows = [(rules[code], code in own) for code in WatchCode if code in rules]
    context = {
        "rows": rows,
        "place": place,
        "may_tune": request.actor.may(Can.WATCH_TUNE, Scope(province_id=place.province_id)),
        "may_nation": request.actor.may(Can.WATCH_TUNE, NATION),
        "crumbs": (supervision_crumb(), Crumb(_("Cảnh báo sớm"), reverse("watch_list"))),
    }
    return show(request, "supervision/watch_rules.html", context)


@page(Can.WATCH_TUNE, methods=("GET", "POST"))
def watch_rule_tune(request: Request, rule: str) -> HttpResponse:
    """Change a rule from today on, for the chosen province or (``?nation=1``) for the country."""
    if rule not in set(WatchCode):
        raise Http404
    code, place = WatchCode(rule), place_of(request)
    nation = request.GET.get("nation") == "1" and request.actor.may(Can.WATCH_TUNE, NATION)
    where = NATION if nation else Scope(province_id=place.province_id)
    now = rules_on(request.today, where.province_id)[code]
    form = TuneForm(posted(request), initial={"active": now.active, "threshold": now.threshold, "weight": now.weight})
    form.fields["threshold"].label = f"Ngưỡng ({code.unit})"
    if not code.scored:
        del form.fields["weight"]
    act = Act(
        _("Điều chỉnh ngưỡng cảnh báo"),
        _("Áp dụng từ hôm nay"),
        _("Đã điều chỉnh: điểm của các đề án đang chạy đã tính theo ngưỡng mới."),
        f"{reverse('watch_rules')}?{place.query}",
        (supervision_crumb(), Crumb(_("Quy tắc cảnh báo"), f"{reverse('watch_rules')}?{place.query}")),
        intro=now.words,
        facts=(Fact(_("Áp dụng cho"), _("cả nước") if nation else place.name), *_now(now)),
    )

    def do(data: Cleaned) -> object:
        values = {"threshold": data["threshold"], "weight": data.get("weight", now.weight), "active": data["active"]}
        return tune(request.actor, where, code=code, today=request.today, reason=data["reason"], **values)

    return perform(request, form, act, do)


def projects_of(place: Place) -> "QuerySet[Project]":
    """Return the running đề án of a place."""
    return running(place.ids)


def _now(rule: Rule) -> Iterator[Fact]:
    state = _("đang áp dụng") if rule.active else _("đang tắt")
    yield Fact(_("Hiện nay"), f"{rule.threshold} {rule.code.unit}, {rule.weight} {_('điểm')}, {state}")
    yield Fact(_("Căn cứ"), rule.source)


def _found(request: Request, place: Place, form: WatchFilterForm) -> list[Watched]:
    rules = rules_on(request.today, place.province_id)
    return [one for one in watch(projects_of(place), rules, request.today) if form.keeps(one)]


def _row(one: Watched) -> Row:
    return Row(one, first_upper(one.score.band.label), BAND_TONES[one.score.band], stand_of(one.score.facts))


def _cells(one: Watched) -> Sequence[Any]:
    facts = one.score.facts
    return (
        one.number,
        one.name,
        one.score.points,
        first_upper(one.score.band.label),
        stand_of(facts),
        " ".join(reason.sentence for reason in one.score.reasons),
        facts.planned,
        facts.paid,
    )


def _why(project: Project, reason: Reason) -> Why:
    code, page_url = reason.rule.code, project_url(project)
    links = {
        WatchCode.OBSTACLE_OVERDUE: (_("Xem vướng mắc"), f"{reverse('obstacles')}?q={project.number}"),
        WatchCode.REPORT_MISSING: (_("Báo cáo tiến độ"), reverse("progress_report", args=[project.pk])),
        WatchCode.BEHIND_SCHEDULE: (_("Xem báo cáo tiến độ"), f"{page_url}#giam-sat"),
    }
    label, href = links.get(code, (_("Mở đề án"), page_url))
    if code is WatchCode.NEED_UNCONFIRMED and project.need_id:
        label, href = _("Hỏi lại cơ sở"), reverse("need", args=[project.need_id])
    return Why(reason, label, href)
