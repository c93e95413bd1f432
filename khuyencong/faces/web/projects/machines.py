"""Machines of the country: what was asked for, by whom, at what price; for whoever must judge a price."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import Scope
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.fields import OptionalMillionField
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import CHUNK, filters_of, kept_values, narrow_fields
from khuyencong.flow.proposals.models import Machine
from khuyencong.flow.proposals.parts.queries import MachineFilter, machine_list, prices_of
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit

COLUMNS = (
    "Tên máy móc thiết bị", "Model", "Thông số kỹ thuật", "Xuất xứ", "Năm sản xuất", "Số lượng", "Đơn giá (đồng)",
    "Cơ sở mua", "Tỉnh", "Nội dung", "Đề án", "Năm kế hoạch", "Số máy",
)  # fmt: skip


class MachineFilterForm(forms.Form):
    """What the list is narrowed by; prices in triệu đồng for one machine."""

    q = forms.CharField(label="Tên, model, thông số, xuất xứ", required=False, max_length=100)
    content = forms.ChoiceField(label="Nội dung", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    year = forms.ChoiceField(label="Năm kế hoạch", required=False)
    least = OptionalMillionField(label="Đơn giá từ (triệu đồng)", help_text="")
    most = OptionalMillionField(label="Đơn giá đến (triệu đồng)", help_text="")

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        provinces = Unit.objects.filter(level=Level.PROVINCE).order_by("folded", "valid")
        options = {
            "content": choices.contents(),
            "province": [(str(unit.pk), choices.province_name(unit)) for unit in provinces],
            "year": choices.years(request.today),
        }
        narrow_fields(self, options)

    def clean(self) -> dict[str, Any]:
        """A range upside down narrows to nothing: say so at its field."""
        cleaned = dict(super().clean() or self.cleaned_data)
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("Đơn giá đến phải từ đơn giá bắt đầu trở lên."))
            cleaned.pop("most", None)
        return cleaned

    def narrow(self) -> MachineFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return MachineFilter(
            search=kept.get("q", ""),
            province_id=int(kept["province"]) if kept.get("province") else None,
            content_id=int(kept["content"]) if kept.get("content") else None,
            year=int(kept["year"]) if kept.get("year") else None,
            least=kept.get("least"),
            most=kept.get("most"),
        )


@dataclass(frozen=True)
class MachineRow:
    """A machine as the list shows it; ``open`` says whether the reader may open its đề án."""

    machine: Machine
    open: bool


@page(Can.MACHINE_READ)
def machines(request: Request) -> HttpResponse:
    """List the machines of submitted and approved đề án of the whole country, with what they cost."""
    form = MachineFilterForm(request)
    found = machine_list(form.narrow())
    shown = paginate(request, found)
    rows = [MachineRow(machine, _may_open(request.actor, machine)) for machine in shown.object_list]
    context = {"form": form, "page": shown, "rows": rows, "prices": prices_of(found)}
    return show(request, "projects/machines.html", {**context, "query": query_without_page(request)})


@page(Can.MACHINE_READ)
def machines_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = MachineFilterForm(request)
    found = machine_list(form.narrow()).iterator(chunk_size=CHUNK)
    cells = (_cells(machine) for machine in found)
    return workbook(
        "may-moc", _("Máy móc thiết bị của các đề án khuyến công"), filters_of(form, request), COLUMNS, cells
    )


@page(Can.MACHINE_READ)
def machines_csv(request: Request) -> StreamingHttpResponse:
    """Stream the filtered list as CSV."""
    found = machine_list(MachineFilterForm(request).narrow()).iterator(chunk_size=CHUNK)
    headers = {"Content-Disposition": 'attachment; filename="may-moc.csv"'}
    return StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8", headers=headers)


class _Line:
    """A file that gives back each line at once."""

    def write(self, line: str) -> str:
        return line


def _lines(found: Iterator[Machine]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)  # Excel reads UTF-8 only behind this mark
    for machine in found:
        yield writer.writerow([_plain(value) for value in _cells(machine)])


def _plain(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _may_open(actor: Actor, machine: Machine) -> bool:
    project = machine.item.project
    return actor.may(Can.PROJECT_READ, Scope(province_id=project.province_id, organisation_id=project.centre_id))


def _cells(machine: Machine) -> tuple[Any, ...]:
    item = machine.item
    return (
        machine.name,
        machine.model,
        machine.specification,
        machine.origin,
        "" if machine.made_in is None else str(machine.made_in),
        machine.quantity,
        machine.unit_price,
        item.establishment.name if item.establishment else "",
        item.project.province.name,
        item.content.name,
        item.project.number,
        str(item.project.year),
        machine.serial,
    )
