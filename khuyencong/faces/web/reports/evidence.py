"""The rows behind a figure: from the number to the record, from the record to its đề án."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.page import PAGE_SIZE, Request, page, show
from khuyencong.faces.web.reports.files import file_name
from khuyencong.faces.web.reports.opening import opened
from khuyencong.faces.web.reports.options import Options
from khuyencong.faces.web.reports.records import record_url
from khuyencong.figures.indicators.registry import INDICATORS, Indicator
from khuyencong.figures.reporting.evidence import EvidenceRow, evidence_note, evidence_page, evidence_rows
from khuyencong.figures.reporting.narrative import in_sentence, show_value
from khuyencong.figures.reporting.proof import Proof, proof
from khuyencong.ground.territory.queries import area_label

PAGE = "trang"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class PageNumber:
    """Which page of how many: what the pagination component reads."""

    number: int
    num_pages: int
    count: int

    @property
    def has_previous(self) -> bool:
        """Say whether there is an earlier page."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Say whether there is a later page."""
        return self.number < self.num_pages


@page(Can.REPORT_READ)
def evidence(request: Request, area: str, period: str, code: str) -> HttpResponse:
    """Show the rows behind a figure, newest first."""
    options, indicator = opened(request, area, period), _indicator(code)
    shown = proof(options.asked, code)
    at = _page(request.GET.get(PAGE, ""), shown.rows)
    rows, _total = evidence_page(options.asked, code, (at.number - 1) * PAGE_SIZE, PAGE_SIZE)
    context = {
        "indicator": indicator,
        "label": indicator.label.removeprefix("– "),
        "options": options,
        "subtitle": _subtitle(options),
        "rows": [(row, _value(row), record_url(row)) for row in rows],
        "proof": shown,
        "figure_text": show_value(shown.figure, is_money=_is_money(indicator)),
        "unit": _("triệu đồng") if _is_money(indicator) else str(indicator.unit),
        **_sums(shown, indicator),
        "note": evidence_note(code),
        "page": at,
        "csv_url": options.evidence_csv_url(code),
        "param": PAGE,
        "query": options.query.removeprefix("?"),
        "data_date": options.period.last_day(options.cutoff),
        "crumbs": [
            {"label": _("Báo cáo"), "url": reverse("report_home")},
            {"label": options.period.label(), "url": options.url},
        ],
    }
    return show(request, "reports/evidence.html", context)


@page(Can.REPORT_READ)
def evidence_csv(request: Request, area: str, period: str, code: str) -> StreamingHttpResponse:
    """Stream all the rows behind a figure as CSV, with a line that says what they are."""
    options, indicator = opened(request, area, period), _indicator(code)
    label = indicator.label.removeprefix("– ")
    response = StreamingHttpResponse(_csv(options, indicator, label), content_type="text/csv; charset=utf-8")
    name = file_name(f"Chứng cứ – {label}", _place(options), "csv")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _sums(shown: Proof, indicator: Indicator) -> dict[str, str]:
    """Say what the rows add up to: the figure itself, or the members among them, each counted once."""
    if shown.members is None:
        text = show_value(shown.total, is_money=_is_money(indicator))
        return {"sum_text": text, "sum_label": _("Cộng tất cả hồ sơ"), "sum_note": _("Cộng lại: %s") % text}
    text = show_value(shown.members, is_money=False)
    note = _("Của %s đối tượng, mỗi đối tượng đếm một lần") % text
    return {"sum_text": text, "sum_label": _("Số đối tượng, mỗi đối tượng đếm một lần"), "sum_note": note}


class _Line:
    """A file that gives back each line at once."""

    def write(self, line: str) -> str:
        return line


def _csv(options: Options, indicator: Indicator, label: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    unit = "đồng" if _is_money(indicator) else str(indicator.unit)
    yield "\ufeff"  # Excel reads Vietnamese rightly only after this mark
    yield writer.writerow([f"Chứng cứ: {label}", _subtitle(options)])
    yield writer.writerow(
        ["Ngày", "Tỉnh", "Đề án hoặc đơn vị", "Chi tiết", f"Số liệu ({unit})", "Loại hồ sơ", "Mã hồ sơ"]
    )
    for row in evidence_rows(options.asked, [indicator.code]):
        yield writer.writerow(
            _safe([show_date(row.on), row.province, row.title, row.detail, row.value, row.source, row.key])
        )


def _safe(cells: Iterable[Any]) -> list[Any]:
    """Keep a spreadsheet from running what somebody typed."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells]


def _indicator(code: str) -> Indicator:
    if code not in INDICATORS:
        raise NoSuchPage(_("Không có chỉ tiêu nào mang mã này; hãy mở lại từ trang báo cáo."))
    return INDICATORS[code]


def _page(asked: str, rows: int) -> PageNumber:
    last = max(1, -(-rows // PAGE_SIZE))
    number = int(asked) if asked.isascii() and asked.isdigit() else 1
    return PageNumber(min(max(1, number), last), last, rows)


def _is_money(indicator: Indicator) -> bool:
    return indicator.unit.value == "đồng"


def _value(row: EvidenceRow) -> str:
    return show_value(row.value, is_money=row.is_money)


def _place(options: Options) -> str:
    label = area_label(options.area)
    area = label if options.area == "vietnam" or "@" in options.area else f"khu vực {label}"
    return f"{area}, {in_sentence(options.period)}"


def _subtitle(options: Options) -> str:
    return f"{_place(options)}, {options.cutoff.label}"
