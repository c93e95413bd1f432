"""A report as a file: the same frozen value as the page, in Word, Excel, PDF and JSON."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from khuyencong.core.formats import quote
from khuyencong.faces.documents.charts import png
from khuyencong.faces.documents.consolidated_report import build_docx, money_chart
from khuyencong.faces.documents.pdf import to_pdf
from khuyencong.faces.exchange.consolidated_report.as_json import as_json
from khuyencong.faces.exchange.consolidated_report.workbook import build_xlsx
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.reports.letterheads import demo_notice, letterhead_of
from khuyencong.faces.web.reports.options import Options
from khuyencong.faces.web.reports.records import record_url
from khuyencong.figures.indicators.registry import INDICATORS
from khuyencong.figures.reporting.evidence import EvidenceRow, evidence_rows
from khuyencong.figures.reporting.narrative import area_in_sentence, in_sentence, narrative
from khuyencong.figures.reporting.queries import consolidated
from khuyencong.figures.reporting.values import Report

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME: Final = 120


def download(request: Request, options: Options, fmt: str, *, now: datetime) -> HttpResponse:
    """Build the report and return it as a file; raises NoSuchPage for a format that this server does not make."""
    if fmt not in _MAKERS:
        raise NoSuchPage(f"Không có tệp dạng “{quote(fmt)}”: báo cáo có các dạng docx, xlsx, pdf và json.")
    report = consolidated(options.asked, now=now)
    response = _MAKERS[fmt](report, options, request)
    title = f"Báo cáo khuyến công {area_in_sentence(report)}"
    name = file_name(title, in_sentence(report.period), fmt)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def file_name(title: str, subtitle: str, ending: str) -> str:
    """Return a name that every file system takes, in Vietnamese as its reader writes it."""
    name = _NOT_IN_NAMES.sub("-", f"{title}, {subtitle}").strip(" .-")
    return f"{name[:_LONGEST_NAME].rstrip(' .,-')}.{ending}"


def _word(report: Report, request: Request) -> bytes:
    picture = png(money_chart(report)) if report.groups else None
    return build_docx(report, narrative(report), letterhead=letterhead_of(request.actor), chart_png=picture)


def _docx(report: Report, _options: Options, request: Request) -> HttpResponse:
    return HttpResponse(_word(report, request), content_type=f"{_OFFICE}.wordprocessingml.document")


def _pdf(report: Report, _options: Options, request: Request) -> HttpResponse:
    made = to_pdf(_word(report, request))
    if made is None:
        raise NoSuchPage("Máy chủ này chưa làm được tệp PDF: hãy tải tệp Word.")
    return HttpResponse(made, content_type="application/pdf")


def _xlsx(report: Report, options: Options, request: Request) -> HttpResponse:
    # A shaped figure stands on the rows of the plan, which are there under the plan's own code.
    codes = [figure.code for figure in report.figures if INDICATORS[figure.code].shape is None]
    book = build_xlsx(
        report,
        narrative(report),
        evidence_rows(options.asked, codes),
        notice=demo_notice(),
        link=lambda row: _address(row, request),
    )
    return HttpResponse(book, content_type=f"{_OFFICE}.spreadsheetml.sheet")


def _json(report: Report, _options: Options, _request: Request) -> HttpResponse:
    how = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(as_json(report, narrative(report)), json_dumps_params=how)


def _address(row: EvidenceRow, request: Request) -> str:
    path = record_url(row)
    return request.build_absolute_uri(path) if path else ""


_MAKERS: Final[dict[str, Callable[[Report, Options, Request], HttpResponse]]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "json": _json,
}
