"""A whole resolution from a sheet: read, shown row by row with what it would do, then written at once or not at all."""

import base64
import binascii
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid, Refused
from khuyencong.core.money import Dong, show_million
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold
from khuyencong.faces.exchange.norm_sheet import HEADINGS, Fault, NormSheet, SheetNorm, read_norms
from khuyencong.faces.web.acts import Act, Crumb, posted
from khuyencong.faces.web.export import TYPE
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.regulations.change import Effect, ceilings_lens
from khuyencong.faces.web.regulations.maintain import METHODS, place_of, places_for
from khuyencong.faces.web.regulations.maintain_forms import Choices, OriginForm, instruments_on
from khuyencong.faces.web.regulations.rows import level_of
from khuyencong.ground.regulations import operations
from khuyencong.ground.regulations.models import ActivityContent, SupportNorm
from khuyencong.ground.regulations.operations import SheetRow
from khuyencong.ground.regulations.queries import contents_on, family_of, same_case, says_the_same
from khuyencong.ground.regulations.versions import NormTerms

SAMPLE: Final = ("Ứng dụng máy móc", 50, 240, "cơ sở", "", "", "", "", "khoản 4 Điều 3")
TONES: Final = {"mới": "success", "thay đổi": "warning", "không đổi": "neutral", "không nhận": "danger"}


class SheetForm(OriginForm):
    """The sheet, and what holds for all of its rows."""

    scope = forms.ChoiceField(label="Áp dụng cho")
    file = forms.FileField(label="Bảng mức hỗ trợ (.xlsx, .csv)", required=False)
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    held_name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    field_order = ("file", "scope", "instrument", "since", "until", "source", "confidence")

    def __init__(self, *args: Any, scopes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]  # a choice field
        del self.fields["article"]

    def sheet(self) -> tuple[str, bytes]:
        """Return the file that was sent now, or the one that was shown before."""
        sent, held = self.cleaned_data["file"], self.cleaned_data["held"]
        if sent is not None:
            return str(sent.name), bytes(sent.read())
        try:
            data = base64.b64decode(held, validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not data:
            raise NotValid("Hãy chọn tệp.", field="file")
        return self.cleaned_data["held_name"], data


@dataclass(frozen=True)
class Shown:
    """A row of the sheet as the page shows it."""

    line: int
    content: str
    before: str
    after: str
    state: str
    sentence: str = ""

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return TONES[self.state]


@dataclass(frozen=True)
class Preview:
    """What the sheet would do."""

    rows: tuple[Shown, ...]
    faults: tuple[Fault, ...]
    effect: Effect | None

    @property
    def clean(self) -> bool:
        """Say whether every row could be written, and one would change something."""
        states = {row.state for row in self.rows}
        return not self.faults and "không nhận" not in states and not self.repeats

    @property
    def repeats(self) -> bool:
        """Say whether the sheet says what is in force already, and nothing else."""
        return not self.faults and {row.state for row in self.rows} <= {"không đổi"}


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def norms_import(request: Request) -> HttpResponse:
    """Import the norms of a resolution: the first POST shows, the second writes."""
    scopes = places_for(request)
    begin = {"scope": scopes[0][0] if scopes else ""}
    options: dict[str, Any] = {"scopes": scopes, "instruments": instruments_on(request.today), "initial": begin}
    form = SheetForm(posted(request), request.FILES or None, **options)
    then = f"{reverse('regulations')}?tab=muc"
    crumbs = (Crumb(_("Quy định"), reverse("regulations")),)
    act = Act(_("Nhập mức hỗ trợ từ bảng"), _("Ghi tất cả"), "", then, crumbs)
    context: dict[str, Any] = {"form": form, "act": act}
    if request.method == "POST" and form.is_valid():
        read = attempt(form, lambda: _read(form))
        if read is not None and "save" in request.POST and not read[1].faults:
            written = attempt(form, lambda: _write(request, form, read[1]))
            if not form.errors:
                messages.success(request, _("Đã ghi %(n)s mức hỗ trợ.") % {"n": written})
                return redirect(then)
        elif read is not None:
            context |= {"preview": preview_of(request, form, read[1]), "held": read[0], "held_name": read[2]}
    return show(request, "regulations/sheet.html", context)


@page(Can.REGULATIONS_MAINTAIN)
def norms_template(request: Request) -> HttpResponseBase:
    """Send an empty sheet with the headings and one sample row."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = book.add_worksheet("Mức hỗ trợ"), book.add_format({"bold": True, "text_wrap": True})
    for place, (heading, _starts) in enumerate(HEADINGS.values()):
        sheet.set_column(place, place, max(14, len(heading)))
        sheet.write_string(0, place, heading, bold)
        sheet.write(1, place, SAMPLE[place])
    names = book.add_worksheet("Nội dung")
    for at, content in enumerate(contents_on(request.today)):
        names.write_string(at, 0, content.code)
        names.write_string(at, 1, content.name)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="mau-muc-ho-tro.xlsx", content_type=TYPE)


def preview_of(request: Request, form: SheetForm, sheet: NormSheet) -> Preview:
    """Write every row in a transaction that is rolled back: each refusal is told, and what the rest would touch."""
    place, since = place_of(form.cleaned_data["scope"]), form.cleaned_data["since"]
    known = _contents(request)
    touched = {content.pk for row in sheet.rows if (content := known.get(fold(row.content)))}
    lens = ceilings_lens(request.actor, touched, place.province_id, today=request.today, since=since)
    before = lens.look_now()
    with transaction.atomic():
        rows = tuple(_shown(request, form, place, row, known) for row in sheet.rows)
        after = lens.look_then()
        transaction.set_rollback(True)
    return Preview(rows, sheet.faults, lens.tell(before, after))


def _shown(request: Request, form: SheetForm, place: Scope, row: SheetNorm, known: dict[str, ActivityContent]) -> Shown:
    content = known.get(fold(row.content))
    level = _level(row)
    if content is None:
        advice = _("Không có nội dung này trong danh mục: ghi đúng tên hoặc mã nội dung.")
        return Shown(row.line, row.content, "", level, "không nhận", advice)
    terms = _terms(form, row)
    held = _held(content, place, terms)
    shown = "" if held is None else level_of(held)
    try:
        with transaction.atomic():
            operations.import_norms(request.actor, place, rows=[SheetRow(content, terms)], today=request.today)
    except Refused as refusal:
        return Shown(row.line, content.name, shown, level, "không nhận", refusal.message)
    if held is None:
        return Shown(row.line, content.name, "", level, "mới")
    same = says_the_same(held, terms.percent, terms.cap, terms.unit)
    return Shown(row.line, content.name, shown, level, "không đổi" if same else "thay đổi")


def _held(content: ActivityContent, place: Scope, terms: NormTerms) -> SupportNorm | None:
    rows = family_of(content.pk, place.province_id).filter(valid__overlap=terms.origin.valid)
    return next((one for one in rows if same_case(one.attributes, terms.attributes)), None)


def _write(request: Request, form: SheetForm, sheet: NormSheet) -> int:
    known = _contents(request)
    unknown = next((row for row in sheet.rows if fold(row.content) not in known), None)
    if unknown is not None:
        raise NotValid(_("Dòng %(n)s: không có nội dung này trong danh mục.") % {"n": unknown.line}, field="file")
    rows = [SheetRow(known[fold(row.content)], _terms(form, row)) for row in sheet.rows]
    place = place_of(form.cleaned_data["scope"])
    return operations.import_norms(request.actor, place, rows=rows, today=request.today)


def _terms(form: SheetForm, row: SheetNorm) -> NormTerms:
    return NormTerms(
        form.origin(row.article),
        percent=row.percent,
        cap=row.cap,
        unit=row.unit,
        condition=row.condition,
        attributes=dict(row.attributes),
    )


def _level(row: SheetNorm) -> str:
    parts = [] if row.percent is None else [f"{row.percent.normalize():f} %".replace(".", ",")]
    parts += [] if row.cap is None else [_("tối đa %s triệu đồng") % show_million(Dong(row.cap))]
    return ", ".join(parts)


def _contents(request: Request) -> dict[str, ActivityContent]:
    rows = contents_on(request.today)
    return {fold(row.code): row for row in rows} | {fold(row.name): row for row in rows}


def _read(form: SheetForm) -> tuple[str, NormSheet, str]:
    name, data = form.sheet()
    return base64.b64encode(data).decode(), read_norms(name, data), name
