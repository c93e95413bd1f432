"""The list of contracts and its workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.contracts.forms import ContractFilterForm
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.choices import TONES
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.queries import contract_list
from khuyencong.flow.planning.enums import Source
from khuyencong.ground.access.actor import visible

COLUMNS = (
    "Số hợp đồng",
    "Mã số đề án",
    "Tên đề án",
    "Nguồn",
    "Bên thực hiện",
    "Ngày ký",
    "Thời hạn",
    "Giá trị (đồng)",
    "Đã tạm ứng (đồng)",
    "Đã quyết toán (đồng)",
    "Trạng thái",
    "Ngày thanh lý",
)


@dataclass(frozen=True)
class ContractRow:
    """A contract as the list shows it; ``days_late`` is set when it runs past its term."""

    contract: Contract
    label: str
    tone: str
    days_late: int


@page(Can.CONTRACT_READ)
def contracts(request: Request) -> HttpResponse:
    """List the contracts that the actor may see."""
    form = ContractFilterForm(request)
    shown = paginate(request, _found(request, form))
    rows = [_row(contract, request) for contract in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    return show(request, "contracts/list.html", context)


@page(Can.CONTRACT_READ)
def contracts_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = ContractFilterForm(request)
    cells = (_cells(row) for row in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("hop-dong", _("Danh sách hợp đồng khuyến công"), filters_of(form, request), COLUMNS, cells)


def _found(request: Request, form: ContractFilterForm) -> "QuerySet[Contract]":
    return visible(request.actor, Can.CONTRACT_READ, contract_list(form.narrow(), request.today))


def _row(contract: Contract, request: Request) -> ContractRow:
    running = contract.state == ContractState.SIGNED
    late = max(0, (request.today - contract.due_on).days) if running else 0
    return ContractRow(contract, label_of(ContractState(contract.state)), TONES[contract.state], late)


def _cells(row: Contract) -> Sequence[Any]:
    return (
        row.number,
        row.line.project.number,
        row.line.project.name,
        label_of(Source(row.line.envelope.source)),
        row.partner,
        row.signed_on,
        row.due_on,
        row.amount,
        row.advanced,
        row.settled,
        label_of(ContractState(row.state)),
        row.liquidated_on,
    )
