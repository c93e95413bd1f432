"""From a question to the bytes of its report in each format."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

from khuyencong.faces.documents.charts import png
from khuyencong.faces.documents.consolidated_report import build_docx, money_chart
from khuyencong.faces.exchange.consolidated_report.as_json import as_json
from khuyencong.faces.exchange.consolidated_report.as_text import as_text
from khuyencong.faces.exchange.consolidated_report.workbook import build_xlsx
from khuyencong.faces.web.reports.letterheads import demo_notice, letterhead_of
from khuyencong.figures.indicators.registry import INDICATORS
from khuyencong.figures.reporting.evidence import evidence_rows
from khuyencong.figures.reporting.narrative import narrative
from khuyencong.figures.reporting.queries import Request, consolidated
from khuyencong.figures.reporting.values import Report
from khuyencong.ground.access.actor import SYSTEM

BINARY: Final = frozenset({"docx", "xlsx"})


def build(asked: Request, fmt: str, *, now: datetime) -> bytes:
    """Return the report as text, JSON, Word or Excel."""
    return _FORMATS[fmt](asked, consolidated(asked, now=now))


def _text(_asked: Request, report: Report) -> bytes:
    return f"{as_text(report, narrative(report))}\n".encode()


def _json(_asked: Request, report: Report) -> bytes:
    return f"{json.dumps(as_json(report, narrative(report)), ensure_ascii=False, indent=1)}\n".encode()


def _docx(_asked: Request, report: Report) -> bytes:
    picture = png(money_chart(report)) if report.groups else None
    return build_docx(report, narrative(report), letterhead=letterhead_of(SYSTEM), chart_png=picture)


def _xlsx(asked: Request, report: Report) -> bytes:
    # A shaped figure stands on the rows of the plan, which are there under the plan's own code.
    codes = [figure.code for figure in report.figures if INDICATORS[figure.code].shape is None]
    return build_xlsx(report, narrative(report), evidence_rows(asked, codes), notice=demo_notice())


_FORMATS: Final[dict[str, Callable[[Request, Report], bytes]]] = {
    "text": _text,
    "json": _json,
    "docx": _docx,
    "xlsx": _xlsx,
}
