"""The list of needs and its workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.needs.forms import NeedFilterForm
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.choices import TONES, first_upper
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.needs.enums import Channel, NeedState
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.queries import need_list
from khuyencong.ground.access.actor import visible

COLUMNS = (
    "Mã phiếu",
    "Tên cơ sở",
    "Loại hình",
    "Mã số thuế, số định danh",
    "Điện thoại",
    "Tỉnh",
    "Xã, phường",
    "Ngành nghề",
    "Nội dung",
    "Máy móc, thiết bị",
    "Nhu cầu",
    "Tổng chi phí (đồng)",
    "Đề nghị hỗ trợ (đồng)",
    "Cần trước ngày",
    "Ngày ghi",
    "Ai khai",
    "Đợt khảo sát",
    "Trạng thái",
)


@dataclass(frozen=True)
class NeedRow:
    """A need as the list shows it."""

    need: Need
    label: str
    tone: str


@page(Can.NEED_READ)
def needs(request: Request) -> HttpResponse:
    """List the needs that the actor may see."""
    form = NeedFilterForm(request)
    shown = paginate(request, _found(request, form))
    rows = [row_of(need) for need in shown.object_list]
    may = request.actor.may_anywhere
    acts = {"may_record": may(Can.NEED_RECORD), "may_check": may(Can.NEED_CHECK)}
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(request, "needs/list.html", {**context, **acts})


@page(Can.NEED_READ)
def needs_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = NeedFilterForm(request)
    cells = (_cells(need) for need in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("nhu-cau", _("Danh sách nhu cầu của cơ sở"), filters_of(form, request), COLUMNS, cells)


def row_of(need: Need) -> NeedRow:
    """Return a need with the words and tone of its state."""
    return NeedRow(need, first_upper(label_of(NeedState(need.state))), TONES[need.state])


def _found(request: Request, form: NeedFilterForm) -> "QuerySet[Need]":
    return visible(request.actor, Can.NEED_READ, need_list(form.narrow()))


def _cells(need: Need) -> Sequence[Any]:
    return (
        need.code,
        need.name,
        label_of(LegalForm(need.legal_form)),
        need.tax_code,
        need.phone,
        need.province.name,
        need.commune.name if need.commune else "",
        need.industry,
        need.content.name,
        need.machine,
        need.wish,
        need.cost,
        need.support,
        need.wanted_by,
        need.recorded_on,
        label_of(Channel(need.channel)),
        need.campaign.title if need.campaign else "",
        label_of(NeedState(need.state)),
    )
