"""The list of requests and its workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.adjustments.forms import AdjustmentFilterForm
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.choices import TONES, first_upper
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.flow.supervision.adjusting.queries import adjustment_list
from khuyencong.flow.supervision.enums import AdjustmentCause, AdjustmentKind, AdjustmentState
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import visible

COLUMNS = (
    "Mã số đề án",
    "Tên đề án",
    "Năm",
    "Tỉnh",
    "Loại điều chỉnh",
    "Nhóm lý do",
    "Lý do, căn cứ",
    "Ngày đề nghị",
    "Sở xác nhận",
    "Ngày xác nhận",
    "Trạng thái",
    "Ngày quyết định",
    "Văn bản quyết định",
)


@dataclass(frozen=True)
class Row:
    """A request as the list shows it."""

    adjustment: Adjustment
    kind: str
    cause: str
    label: str
    tone: str


@page(Can.PLAN_READ)
def adjustments(request: Request) -> HttpResponse:
    """List the requests that the actor may see."""
    form = AdjustmentFilterForm(request)
    shown = paginate(request, _found(request, form))
    rows = [_row(adjustment) for adjustment in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(request, "adjustments/list.html", context)


@page(Can.PLAN_READ)
def adjustments_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = AdjustmentFilterForm(request)
    cells = (_cells(_row(one)) for one in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("dieu-chinh", _("Đề nghị điều chỉnh, ngừng đề án"), filters_of(form, request), COLUMNS, cells)


def _found(request: Request, form: AdjustmentFilterForm) -> "QuerySet[Adjustment]":
    return visible(request.actor, Can.PLAN_READ, adjustment_list(form.narrow()))


def _row(one: Adjustment) -> Row:
    kind, cause = (first_upper(label_of(value)) for value in (AdjustmentKind(one.kind), AdjustmentCause(one.cause)))
    return Row(one, kind, cause, first_upper(label_of(AdjustmentState(one.state))), TONES[one.state])


def _cells(row: Row) -> Sequence[Any]:
    one = row.adjustment
    return (
        one.project.number,
        one.project.name,
        str(one.project.year),
        one.project.province.name,
        row.kind,
        row.cause,
        one.explanation,
        one.requested_on,
        one.confirmation,
        one.confirmed_on,
        row.label,
        one.decided_on,
        one.decision,
    )
