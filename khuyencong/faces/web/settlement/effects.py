"""After-care: surveys that are due, the form of a visit, and what came of the support."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, deed, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.faces.web.settlement.crumbs import acceptance_url, effects_crumb, served
from khuyencong.faces.web.settlement.forms import SurveyForm, WorkFilterForm
from khuyencong.flow.settlement import operations
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey
from khuyencong.flow.settlement.operations import SurveyTold
from khuyencong.flow.settlement.queries import Effects, effects_of, survey_list
from khuyencong.flow.settlement.rules import EffectSum
from khuyencong.ground.access.actor import get, visible

COLUMNS: Final = (
    "Mã số đề án",
    "Tên đề án",
    "Tỉnh",
    "Nội dung",
    "Đơn vị thụ hưởng",
    "Hạng mục",
    "Lần",
    "Hạn khảo sát",
    "Ngày khảo sát",
    "Còn sử dụng",
    "Việc làm tăng thêm",
    "Số lao động",
    "Doanh thu năm trước khảo sát (đồng)",
    "Sản lượng, sản phẩm",
    "Số cơ sở làm theo",
    "Nhận xét",
)
SUM_COLUMNS: Final = (
    "Nhóm",
    "Hạng mục có lịch",
    "Đã khảo sát",
    "Còn sử dụng",
    "Việc làm tăng thêm",
    "Hỗ trợ của hạng mục đã khảo sát (đồng)",
    "Hỗ trợ trên một việc làm (đồng)",
    "Hạng mục so được doanh thu",
    "Doanh thu năm trước nghiệm thu (đồng)",
    "Doanh thu năm trước khảo sát (đồng)",
    "Tăng doanh thu (%)",
    "Cơ sở làm theo",
)


@page(Can.EFFECT_READ)
def effects(request: Request) -> HttpResponse:
    """List the surveys, those due first."""
    form = _form(request)
    shown = paginate(request, _found(request, form))
    rows = [(row, _late(row, request), request.actor.may_anywhere(Can.EFFECT_RECORD)) for row in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(request, "settlement/effects.html", context)


@page(Can.EFFECT_READ)
def effects_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = _form(request)
    cells = (_cells(row) for row in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("theo-doi-hieu-qua", _("Theo dõi hiệu quả sau hỗ trợ"), filters_of(form, request), COLUMNS, cells)


@page(Can.EFFECT_READ)
def effect_sums(request: Request) -> HttpResponse:
    """Show what came of the support, by content and by province, with how many items each number is of."""
    form = _form(request)
    told = effects_of(_found(request, form))
    context = {"form": form, "told": told, "query": query_without_page(request), "crumbs": (effects_crumb(),)}
    return show(request, "settlement/effect_sums.html", context)


@page(Can.EFFECT_READ)
def effect_sums_export(request: Request) -> HttpResponseBase:
    """Send the sums as a workbook."""
    form = _form(request)
    told = effects_of(_found(request, form))
    return workbook("hieu-qua", _("Hiệu quả sau hỗ trợ"), filters_of(form, request), SUM_COLUMNS, _sum_cells(told))


@page(Can.EFFECT_RECORD, methods=("GET", "POST"))
def survey_record(request: Request, pk: int) -> HttpResponse:
    """Record what a visit found."""
    survey = _survey(request, pk)
    begin = {"surveyed_on": request.today, "surveyor": request.actor.label}
    form = SurveyForm(posted(request), initial=begin)
    act = _act(survey, _("Khảo sát hiệu quả lần %(n)s") % {"n": survey.round}, _("Ghi"), _("Đã ghi khảo sát hiệu quả."))

    def do(data: Cleaned) -> object:
        words = {**data, "in_use": data["in_use"] == "yes", "replicated": data["replicated"] or 0}
        return operations.record_survey(request.actor, survey, told=SurveyTold(**words), today=request.today)

    return perform(request, form, act, do)


@page(Can.EFFECT_RECORD, methods=("GET", "POST"))
def survey_cancel(request: Request, pk: int) -> HttpResponse:
    """Make a survey due again."""
    survey = _survey(request, pk)
    base = _act(survey, _("Hủy khảo sát ghi nhầm"), _("Hủy khảo sát"), _("Đã hủy khảo sát."))
    form = WhyForm(posted(request))
    return perform(
        request,
        form,
        replace(base, tone="danger"),
        lambda data: operations.cancel_survey(request.actor, survey, reason=data["reason"]),
    )


@page(Can.EFFECT_RECORD, methods=("POST",))
def survey_schedule(request: Request, pk: int) -> HttpResponse:
    """Write when the effect of an accepted item is to be looked at."""
    found = get(request.actor, Can.EFFECT_RECORD, Acceptance.objects.select_related("item"), pk)
    return deed(
        request,
        lambda: operations.schedule_surveys(request.actor, found),
        done=_("Đã lập lịch theo dõi hiệu quả 1, 2 và 3 năm sau nghiệm thu."),
        then=acceptance_url(found),
    )


def _form(request: Request) -> WorkFilterForm:
    standings = [("DUE", _("Đến hạn, chưa khảo sát")), ("COMING", _("Chưa đến hạn")), ("DONE", _("Đã khảo sát"))]
    return WorkFilterForm(request, capability=Can.EFFECT_READ, standings=standings)


def _found(request: Request, form: WorkFilterForm) -> "QuerySet[EffectSurvey]":
    return visible(request.actor, Can.EFFECT_READ, survey_list(form.narrow(), request.today))


def _late(row: EffectSurvey, request: Request) -> int:
    return 0 if row.surveyed_on else max(0, (request.today - row.due_on).days)


def _survey(request: Request, pk: int) -> EffectSurvey:
    rows = EffectSurvey.objects.select_related("item__project", "item__establishment")
    return get(request.actor, Can.EFFECT_RECORD, rows, pk)


def _act(survey: EffectSurvey, title: str, button: str, done: str) -> Act:
    item = survey.item
    facts = (
        Fact(_("Đề án"), f"{item.project.number}: {item.project.name}"),
        Fact(_("Hạng mục"), item.description),
        Fact(_("Đơn vị thụ hưởng"), served(item)),
        Fact(_("Hỗ trợ (triệu đồng)"), show_million(Dong(item.support))),
        Fact(_("Hạn khảo sát"), show_date(survey.due_on)),
    )
    return Act(title, button, done, reverse("effects"), (effects_crumb(),), facts=facts)


def _cells(row: EffectSurvey) -> Sequence[Any]:
    item = row.item
    in_use = "" if row.in_use is None else _("còn") if row.in_use else _("không")
    return (
        item.project.number,
        item.project.name,
        item.project.province.name,
        item.content.name,
        served(item),
        item.description,
        row.round,
        row.due_on,
        row.surveyed_on,
        in_use,
        row.new_jobs,
        row.workers,
        row.revenue,
        row.output,
        row.replicated,
        row.remarks,
    )


def _sum_cells(told: Effects) -> list[Sequence[Any]]:
    rows: list[tuple[str, EffectSum]] = [(_("Tất cả"), told.whole), *told.contents, *told.provinces]
    return [
        (
            name,
            one.scheduled,
            one.surveyed,
            one.in_use,
            one.new_jobs,
            int(one.money),
            one.money_per_job,
            one.compared,
            int(one.revenue_before),
            int(one.revenue_after),
            "" if one.growth is None else str(one.growth).replace(".", ","),
            one.replicated,
        )
        for name, one in rows
    ]
