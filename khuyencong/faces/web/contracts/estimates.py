"""The detailed estimate of a contract: its page, its workbook, and the form in which it is written anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import parse_date, parse_number, show_date, show_quantity
from khuyencong.core.money import Dong, MoneyUnit, parse_dong, show_million
from khuyencong.faces.web.acts import Cleaned, Fact, Offer, perform, posted
from khuyencong.faces.web.contracts.acts import act_of, contract_fact, contract_for
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.pasted import lines_of, read_lines, values_of
from khuyencong.faces.web.projects.crumbs import project_crumbs, project_fact
from khuyencong.flow.contracts import operations
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract, EstimateLine
from khuyencong.flow.contracts.operations import Estimated

MOST_LINES: Final = 200
LONGEST_CONTENT: Final = 300
LONGEST_UNIT: Final = 30
COLUMNS: Final = (
    "TT",
    "Nội dung công việc",
    "Đơn vị tính",
    "Số lượng",
    "Đơn giá (đồng)",
    "Kinh phí khuyến công (đồng)",
    "Nguồn khác (đồng)",
    "Hoàn thành trước ngày",
)
PARTS: Final = 7
"""Values in a pasted line: the content, its unit, how many, the price, two sums of money and a day."""


class EstimateForm(forms.Form):
    """The whole estimate, a line each: as it is written in a sheet, pasted."""

    lines = forms.CharField(
        label="Dự toán chi tiết",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Mỗi dòng một việc, dán được từ Excel: nội dung; đơn vị tính; số lượng; đơn giá;"
        " kinh phí khuyến công; nguồn khác; hoàn thành trước ngày (để trống được). Tiền tính bằng triệu đồng.",
    )

    def clean_lines(self) -> list[Estimated]:
        """Read every line; all faults are told at once, each with its number."""
        return read_lines(lines_of(self.cleaned_data["lines"], most=MOST_LINES), _read)


@dataclass(frozen=True)
class EstimateSums:
    """The foot of the table, in đồng; ``left`` is what the contract has beyond the estimate."""

    state_money: Dong
    other_money: Dong
    left: Dong


@page(Can.CONTRACT_READ)
def contract_estimate(request: Request, pk: int) -> HttpResponse:
    """Show the estimate of a contract."""
    contract = contract_for(request, Can.CONTRACT_READ, pk)
    lines = list(contract.estimate.all())
    state = Dong(sum(line.state_money for line in lines))
    sums = EstimateSums(state, Dong(sum(line.other_money for line in lines)), Dong(contract.amount - state))
    project = contract.line.project
    context = {
        "title": _("Dự toán chi tiết hợp đồng %(number)s") % {"number": contract.number},
        "crumbs": project_crumbs(project),
        "facts": (
            project_fact(project),
            contract_fact(contract),
            Fact(_("Giá trị hợp đồng (triệu đồng)"), show_million(Dong(contract.amount))),
        ),
        "contract": contract,
        "lines": lines,
        "sums": sums,
        "offers": _offers(request, contract),
    }
    return show(request, "contracts/estimate.html", context)


@page(Can.CONTRACT_READ)
def contract_estimate_export(request: Request, pk: int) -> HttpResponseBase:
    """Send the estimate as a workbook."""
    contract = contract_for(request, Can.CONTRACT_READ, pk)
    title = _("Dự toán chi tiết hợp đồng %(number)s") % {"number": contract.number}
    filters = ((_("Đề án"), f"{contract.line.project.number}: {contract.line.project.name}"),)
    return workbook("du-toan-chi-tiet", title, filters, COLUMNS, map(_cells, contract.estimate.all()))


@page(Can.CONTRACT_SIGN, methods=("GET", "POST"))
def contract_estimate_set(request: Request, pk: int) -> HttpResponse:
    """Write the whole estimate anew."""
    contract = contract_for(request, Can.CONTRACT_SIGN, pk)
    begin = {"lines": "\n".join(map(_write, contract.estimate.all()))}
    form = EstimateForm(posted(request), initial=begin)
    words = {"title": _("Lập dự toán chi tiết"), "button": _("Ghi dự toán"), "done": _("Đã ghi dự toán chi tiết.")}
    act = replace(
        act_of(contract, **words),
        then=reverse("contract_estimate", args=[contract.pk]),
        intro=_("Kinh phí khuyến công của mọi dòng cộng lại không được quá giá trị hợp đồng."),
    )

    def do(data: Cleaned) -> object:
        return operations.set_estimate(request.actor, contract, lines=data["lines"])

    return perform(request, form, act, do)


def _offers(request: Request, contract: Contract) -> tuple[Offer, ...]:
    excel = Offer(_("Tải Excel"), reverse("contract_estimate_export", args=[contract.pk]), icon="file-spreadsheet")
    if contract.state != ContractState.SIGNED or not request.actor.may(Can.CONTRACT_SIGN, contract):
        return (excel,)
    url = reverse("contract_estimate_set", args=[contract.pk])
    return (Offer(_("Lập, sửa dự toán"), url, "primary"), excel)


def _cells(line: EstimateLine) -> Sequence[Any]:
    quantity = show_quantity(line.quantity)
    money = (line.price, line.state_money, line.other_money)
    return (line.position, line.content, line.unit, quantity, *money, line.due_on)


def _write(line: EstimateLine) -> str:
    """Return a stored line as the form reads it."""
    money = (show_million(Dong(amount)) for amount in (line.price, line.state_money, line.other_money))
    day = show_date(line.due_on) if line.due_on else ""
    return "; ".join((line.content.replace(";", ","), line.unit, show_quantity(line.quantity), *money, day))


def _read(text: str) -> Estimated:
    """Read one pasted line; the day may be left out."""
    without_day = text.replace("\t", ";").count(";") == PARTS - 2
    content, unit, quantity, price, state, other, day = values_of(f"{text};" if without_day else text, PARTS)
    if len(content) > LONGEST_CONTENT or len(unit) > LONGEST_UNIT:
        raise ValueError(f"nội dung nhiều nhất {LONGEST_CONTENT} chữ, đơn vị tính nhiều nhất {LONGEST_UNIT} chữ.")
    return Estimated(
        content=content,
        unit=unit,
        quantity=parse_number(quantity),
        price=parse_dong(price, MoneyUnit.MILLION),
        state_money=parse_dong(state or "0", MoneyUnit.MILLION),
        other_money=parse_dong(other or "0", MoneyUnit.MILLION),
        due_on=parse_date(day) if day else None,
    )
