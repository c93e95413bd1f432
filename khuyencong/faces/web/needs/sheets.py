"""Needs from a workbook: read, shown row by row with what would happen, and recorded only when somebody agrees."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold
from khuyencong.faces.exchange.sheet_reader import SheetRow, read_rows, texts
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.needs.forms import NeedForm, Options, options_of
from khuyencong.faces.web.needs.sync import twin_of
from khuyencong.faces.web.needs.views import needs_crumb
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.queries import communes_of
from khuyencong.flow.needs.enums import Channel
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.operations import record_need
from khuyencong.flow.needs.queries import by_client_id, open_campaigns

COLUMNS: Mapping[str, Sequence[str]] = {
    "name": ("Tên cơ sở",),
    "legal_form": ("Loại hình",),
    "tax_code": ("Mã số thuế, số định danh", "Mã số thuế"),
    "phone": ("Điện thoại", "Số điện thoại"),
    "commune": ("Xã, phường", "Xã"),
    "address": ("Địa chỉ",),
    "industry": ("Ngành nghề", "Ngành nghề sản xuất"),
    "content": ("Nội dung", "Nội dung khuyến công"),
    "machine": ("Máy móc, thiết bị",),
    "wish": ("Nhu cầu",),
    "cost": ("Tổng chi phí (triệu đồng)",),
    "support": ("Đề nghị hỗ trợ (triệu đồng)",),
    "wanted_by": ("Cần trước ngày",),
}
"""The fields of the form, each with the headings under which a sheet may have it."""

SALT = "khuyencong.needs.sheet"
HALF_A_DAY = 43_200


@dataclass(frozen=True)
class Line:
    """One row of the sheet: its fields, and what is in the way of recording it."""

    number: int
    fields: dict[str, str]
    errors: tuple[str, ...]
    twin: Need | None
    known: Need | None

    @property
    def good(self) -> bool:
        """Say whether the row may be recorded."""
        return not self.errors and self.known is None


class SheetForm(forms.Form):
    """The file, and the campaign that its needs belong to."""

    file = forms.FileField(label="Tệp Excel hoặc CSV", help_text="Tối đa 500 dòng, dùng các cột của tệp mẫu.")
    campaign = forms.ChoiceField(label="Đợt khảo sát", required=False)

    def __init__(self, *args: Any, campaigns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*campaigns, ("", _("– ngoài đợt khảo sát –"))]


@page(Can.NEED_CHECK, methods=("GET", "POST"))
def needs_import(request: Request) -> HttpResponse:
    """Read a sheet and show what would happen; record its good rows when that is agreed to."""
    province = request.actor.home.province_id
    if province is None:
        raise NoSuchPage(_("Tài khoản này không thuộc tỉnh nào: nhu cầu do cán bộ của tỉnh nhập."))
    if "rows" in request.POST:
        return _record(request, province)
    campaigns = [(str(found.pk), found.title) for found in open_campaigns(province, request.today)]
    sent = request.method == "POST"
    form = SheetForm(request.POST if sent else None, request.FILES if sent else None, campaigns=campaigns)
    context: dict[str, Any] = {"form": form, "crumbs": (needs_crumb(),)}
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        rows = attempt(form, lambda: read_rows(file.name or "", file.read(), heading=COLUMNS["name"][0]))
        if rows is not None:
            context |= _preview(request, province, rows, form.cleaned_data["campaign"])
    return show(request, "needs/import.html", context)


@page(Can.NEED_CHECK)
def needs_sheet(request: Request) -> HttpResponseBase:
    """Send the sheet to be filled: its headings, and the contents of the day as a reminder."""
    note = [("Loại hình", ", ".join(form.label for form in LegalForm)), ("Số tiền", "triệu đồng")]
    return workbook("mau-nhu-cau", _("Phiếu khảo sát nhu cầu"), note, [names[0] for names in COLUMNS.values()], ())


def _preview(request: Request, province: int, rows: Sequence[SheetRow], campaign: str) -> dict[str, Any]:
    options = options_of(province, request.today)
    communes = _communes(province, request)
    found = [_line(request, options, row.number, _fields(row, options, communes, campaign)) for row in rows]
    good = [line.fields for line in found if line.good and line.twin is None]
    twins = [line.fields for line in found if line.good and line.twin is not None]
    packed = signing.dumps({"good": good, "twins": twins}, salt=SALT, compress=True)
    return {"lines": found, "good": len(good), "twins": len(twins), "packed": packed}


def _record(request: Request, province: int) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["rows"], salt=SALT, max_age=HALF_A_DAY)
    except signing.BadSignature:
        messages.error(request, _("Bản xem trước đã cũ: hãy chọn lại tệp."))
        return redirect("needs_import")
    rows = [*kept["good"], *(kept["twins"] if "twins" in request.POST else ())]
    options = options_of(province, request.today)
    try:
        with transaction.atomic():
            for fields in rows:
                _record_one(request, NeedForm(fields, options=options))
    except Refused as refusal:
        messages.error(request, _("Chưa ghi dòng nào: %(why)s") % {"why": refusal.message})
        return redirect("needs_import")
    messages.success(request, _("Đã ghi %(n)d nhu cầu từ bảng tính.") % {"n": len(rows)})
    return redirect("needs")


def _record_one(request: Request, form: NeedForm) -> Need:
    if not form.is_valid():
        raise Refused("; ".join(_sentences(form)))
    return record_need(
        request.actor,
        Scope(province_id=form.options.province_id),
        told=form.told(),
        client_id=form.client,
        channel=Channel.SHEET,
        today=request.today,
        campaign=form.campaign_chosen(),
    )


def _line(request: Request, options: Options, number: int, fields: dict[str, str]) -> Line:
    form = NeedForm(fields, options=options)
    if not form.is_valid():
        return Line(number, fields, tuple(_sentences(form)), None, None)
    known = by_client_id(form.client)
    if known is None and attempt(form, lambda: _try(request, form)) is None:
        return Line(number, fields, tuple(_sentences(form)), None, None)
    return Line(number, fields, (), None if known else twin_of(form), known)


def _try(request: Request, form: NeedForm) -> bool:
    """Do it and take it back: the operation itself says what is wrong with a row."""
    with transaction.atomic():
        _record_one(request, form)
        transaction.set_rollback(True)
    return True


def _fields(row: SheetRow, options: Options, communes: Mapping[str, str], campaign: str) -> dict[str, str]:
    told = {field: texts(row, headings) for field, headings in COLUMNS.items()}
    told["legal_form"] = _member(told["legal_form"])
    told["content"] = _content(told["content"], options)
    told["commune"] = communes.get(fold(told["commune"]), told["commune"])
    told["campaign"] = campaign
    told["client_id"] = str(uuid5(NAMESPACE_URL, json.dumps([options.province_id, told], sort_keys=True)))
    return told


def _member(text: str) -> str:
    said = fold(text)
    return next((str(form) for form in LegalForm if said in {fold(form.label), fold(str(form))}), text)


def _content(text: str, options: Options) -> str:
    said = fold(text)
    found = (pk for pk, content in options.contents.items() if said in {fold(content.name), fold(content.code)})
    return next(found, text)


def _communes(province: int, request: Request) -> dict[str, str]:
    """Return folded name → id of the communes whose name is borne by one alone."""
    named: dict[str, list[int]] = defaultdict(list)
    for pk, name in communes_of(province, request.today).values_list("pk", "name"):
        named[fold(name)].append(pk)
    return {name: str(ids[0]) for name, ids in named.items() if len(ids) == 1}


def _sentences(form: NeedForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
