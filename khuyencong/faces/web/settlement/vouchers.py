"""The list of vouchers of the whole country, those that stand twice among them, and its workbook."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.faces.web.settlement.crumbs import acceptances_crumb
from khuyencong.faces.web.settlement.forms import WorkFilterForm
from khuyencong.flow.settlement.enums import Payer
from khuyencong.flow.settlement.models import Voucher
from khuyencong.flow.settlement.queries import repeats_of, voucher_list
from khuyencong.ground.access.actor import visible

COLUMNS: Final = (
    "Số hóa đơn, chứng từ",
    "Ngày lập",
    "Bên bán",
    "Mã số thuế bên bán",
    "Nội dung chi",
    "Nguồn chi",
    "Số tiền (đồng)",
    "Mã số đề án",
    "Tên đề án",
    "Số biên bản nghiệm thu",
)


@page(Can.CONTRACT_READ)
def vouchers(request: Request) -> HttpResponse:
    """List the vouchers that the actor may see; those that stand elsewhere too are marked."""
    form = _form(request)
    shown = paginate(request, _found(request, form))
    repeats = repeats_of(shown.object_list)
    context = {
        "form": form,
        "page": shown,
        "rows": [(row, len(repeats.get(row.pk, ()))) for row in shown.object_list],
        "query": query_without_page(request),
        "crumbs": (acceptances_crumb(),),
    }
    return show(request, "settlement/vouchers.html", context)


@page(Can.CONTRACT_READ)
def vouchers_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = _form(request)
    cells = (_cells(row) for row in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("chung-tu", _("Bảng kê chứng từ"), filters_of(form, request), COLUMNS, cells)


def _form(request: Request) -> WorkFilterForm:
    standings = [("REPEATED", _("Trùng số và bên bán")), *choices.members(Payer)]
    return WorkFilterForm(request, capability=Can.CONTRACT_READ, standings=standings, contents=False)


def _found(request: Request, form: WorkFilterForm) -> "QuerySet[Voucher]":
    return visible(request.actor, Can.CONTRACT_READ, voucher_list(form.narrow()))


def _cells(row: Voucher) -> Sequence[Any]:
    project = row.acceptance.item.project
    return (
        row.number,
        row.issued_on,
        row.seller,
        row.seller_tax_code,
        row.content,
        label_of(Payer(row.payer)),
        row.amount,
        project.number,
        project.name,
        row.acceptance.minutes,
    )
