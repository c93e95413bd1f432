"""Monthly progress: who reported in a month, the reports of one đề án, mẫu 3a and 3b as workbooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Crumb, Fact, Offer
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.crumbs import project_url
from khuyencong.faces.web.supervision.place import Place, PlaceForm, place_of, supervision_crumb
from khuyencong.faces.web.supervision.progress_forms import SOURCES, month_named, months
from khuyencong.faces.web.supervision.tabs import tabs
from khuyencong.flow.fieldwork.enums import RoundState
from khuyencong.flow.fieldwork.models import Photo, ProgressReport, ProgressRound
from khuyencong.flow.fieldwork.queries import is_open, month_rows, reports_of, round_of
from khuyencong.flow.fieldwork.rules import month_before
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.warning.queries import running
from khuyencong.ground.access.actor import Actor, get, visible

MONEY = ("KCQG", "KC tỉnh", "KC huyện", "đối ứng", "nguồn khác")
SPENT = tuple(f"Đã chi {source}, lũy kế (đồng)" for source in MONEY)
FORM_3A = ("Kỳ báo cáo", "Khối lượng hoàn thành (%)", "Công việc đã làm", "Khó khăn, vướng mắc", "Việc tháng tới")
FORM_3B = ("Mã số", "Tên đề án", "Đơn vị thực hiện", "Số hợp đồng", "Giá trị hợp đồng (đồng)")
SPENT_LABELS = ("khuyến công quốc gia", "khuyến công tỉnh", "khuyến công huyện", "đối ứng của cơ sở", "nguồn khác")


class MonthForm(PlaceForm):
    """Which month, of which province."""

    month = forms.ChoiceField(label="Tháng", required=False)
    field_order = ("month", "province")

    def __init__(self, month: date, place: Place, today: date) -> None:
        super().__init__(place, month=(f"{month:%Y-%m}", months(today)))


@dataclass(frozen=True)
class Contracted:
    """The contracts of a đề án as mẫu 3b names them."""

    numbers: str
    amount: int


@page(Can.MONITOR_READ)
def progress(request: Request) -> HttpResponse:
    """List the running đề án of a province with their report of a month."""
    place, month = place_of(request), month_asked(request)
    shown = paginate(request, _projects(request.actor, place))
    within = round_of(place.province_id, month) if place.province_id else None
    context = {
        "form": MonthForm(month, place, request.today),
        "rows": month_rows(shown.object_list, month),
        "page": shown,
        "month": month,
        "round": within,
        "closed": within is not None and within.state == RoundState.CLOSED,
        "offers": _round_offers(request.actor, within),
        "query": query_without_page(request),
        "tabs": tabs("progress", place.query),
        "place": place,
        "may_report": is_open(within) and request.actor.may_anywhere(Can.PROGRESS_REPORT),
    }
    return show(request, "supervision/progress.html", context)


@page(Can.MONITOR_READ)
def progress_3b_export(request: Request) -> HttpResponseBase:
    """Send mẫu 3b of a month and province as a workbook."""
    place, month = place_of(request), month_asked(request)
    rows = month_rows(_projects(request.actor, place).select_related("centre"), month)
    signed = _contracts([row.project.pk for row in rows])
    title = _("Mẫu 3b: khối lượng hoàn thành và kinh phí thực hiện, tháng %(month)s") % {"month": f"{month:%m/%Y}"}
    columns = (*FORM_3B, "Khối lượng hoàn thành (%)", *SPENT, "Cộng đã chi (đồng)", "Công việc đã làm", "Khó khăn")
    told = filter_words((_("Tỉnh"), place.name), (_("Tháng"), f"{month:%m/%Y}"), today=request.today)
    return workbook(f"mau-3b-{month:%Y-%m}", title, told, columns, (_cells_3b(row, signed) for row in rows))


@page(Can.MONITOR_READ)
def progress_3a_export(request: Request, pk: int) -> HttpResponseBase:
    """Send mẫu 3a of one đề án, month by month, as a workbook."""
    project = get(request.actor, Can.MONITOR_READ, Project.objects.all(), pk)
    title = _("Mẫu 3a: báo cáo tiến độ thực hiện đề án")
    told = filter_words((_("Đề án"), f"{project.number}: {project.name}"), today=request.today)
    columns = (*FORM_3A, *SPENT, "Cộng đã chi (đồng)", "Ngày báo cáo", "Người báo cáo")
    rows = (_cells_3a(row) for row in reports_of(project).order_by("round__month"))
    return workbook(f"mau-3a-{project.number}", title, told, columns, rows)


@page(Can.MONITOR_READ)
def progress_one(request: Request, pk: int) -> HttpResponse:
    """Show one report with its photographs."""
    found = get(request.actor, Can.MONITOR_READ, _reports(), pk)
    changeable = is_open(found.round) and request.actor.may(Can.PROGRESS_REPORT, found)
    context = {
        "report": found,
        "money": _money(found),
        "photos": found.photos.all(),
        "offers": _offers(found) if changeable else (),
        "changeable": changeable,
        "crumbs": (supervision_crumb(), Crumb(_("Tiến độ hằng tháng"), reverse("progress"))),
    }
    return show(request, "supervision/report.html", context)


@page(Can.MONITOR_READ)
def photo_file(request: Request, pk: int) -> HttpResponseBase:
    """Send a photograph to whoever may see its đề án."""
    photo = get(request.actor, Can.MONITOR_READ, Photo.objects.select_related("file"), pk)
    if not default_storage.exists(photo.file.path):
        raise Http404
    return FileResponse(default_storage.open(photo.file.path), content_type=photo.file.content_type)


def month_asked(request: Request) -> date:
    """Return the month that was asked for, else the one before today's: it is the one that is reported now."""
    asked = month_named(request.GET.get("month", ""))
    return asked if asked is not None and asked <= request.today else month_before(request.today)


def _projects(actor: Actor, place: Place) -> "QuerySet[Project]":
    return visible(actor, Can.MONITOR_READ, running(place.ids)).order_by("number")


def _reports() -> "QuerySet[ProgressReport]":
    photos = Prefetch("photos", queryset=Photo.objects.select_related("file"))
    return ProgressReport.objects.select_related("project", "round", "reporter").prefetch_related(photos)


def _money(found: ProgressReport) -> list[Fact]:
    pairs = zip(SPENT_LABELS, SOURCES, strict=True)
    rows = [Fact(label[0].upper() + label[1:], show_million(Dong(getattr(found, name)))) for label, name in pairs]
    return [*rows, Fact(_("Cộng"), show_million(Dong(found.spent)))]


def _offers(found: ProgressReport) -> tuple[Offer, ...]:
    return (
        Offer(_("Thêm ảnh"), reverse("progress_photos", args=[found.pk]), "primary", "plus"),
        Offer(_("Sửa báo cáo"), reverse("progress_correct", args=[found.pk]), "default", "edit"),
    )


def _round_offers(actor: Actor, within: ProgressRound | None) -> tuple[Offer, ...]:
    if within is None or not actor.may(Can.PROGRESS_CLOSE, within):
        return ()
    if within.state == RoundState.CLOSED:
        return (Offer(_("Mở lại kỳ báo cáo"), reverse("round_reopen", args=[within.pk]), "default", "refresh"),)
    question = _("Chốt %(round)s? Sau đó không ghi, không sửa báo cáo của tháng này được nữa.")
    words = {"round": str(within).lower()}
    url = reverse("round_close", args=[within.pk])
    return (Offer(_("Chốt kỳ báo cáo"), url, "primary", "lock", post=True, confirm=question % words),)


def _contracts(ids: Sequence[int]) -> dict[int, Contracted]:
    rows = (
        PlanLine.objects.filter(project__in=ids)
        .order_by("pk")
        .values_list("project", "contracts__number", "contracts__amount")
    )
    found: dict[int, Contracted] = {}
    for pk, number, amount in rows:
        if number is not None:
            held = found.get(pk, Contracted("", 0))
            found[pk] = Contracted(", ".join(filter(None, (held.numbers, number))), held.amount + (amount or 0))
    return found


def _cells_3b(row: Any, signed: dict[int, Contracted]) -> Sequence[Any]:
    held, told = signed.get(row.project.pk, Contracted("", 0)), row.report
    head = (row.project.number, row.project.name, row.project.centre.code, held.numbers, held.amount)
    if told is None:
        return (*head, "", *("" for _ in SOURCES), "", _("chưa báo cáo"), "")
    money = tuple(getattr(told, name) for name in SOURCES)
    return (*head, told.percent, *money, told.spent, told.done, told.difficulties)


def _cells_3a(row: ProgressReport) -> Sequence[Any]:
    money = tuple(getattr(row, name) for name in SOURCES)
    words = (str(row.round), row.percent, row.done, row.difficulties, row.coming)
    return (*words, *money, row.spent, row.reported_on, row.reporter.full_name if row.reporter else "")


def report_title(found: ProgressReport) -> str:
    """Return "Báo cáo tiến độ tháng 06/2017"."""
    return _("Báo cáo tiến độ tháng %(month)s") % {"month": f"{found.round.month:%m/%Y}"}


def report_back(found: ProgressReport) -> tuple[Crumb, ...]:
    """Return the way from a report's act back to it."""
    return (
        supervision_crumb(),
        Crumb(found.project.number, project_url(found.project)),
        Crumb(report_title(found), reverse("progress_one", args=[found.pk])),
    )
