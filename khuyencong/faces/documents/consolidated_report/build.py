"""Filling template.docx: a frozen report in, the bytes of a Word document out."""

from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx.document import Document
from docx.image.image import Image
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from docxtpl import DocxTemplate, InlineImage

from khuyencong.faces.documents.consolidated_report.context import context
from khuyencong.faces.documents.consolidated_report.letterhead import Letterhead
from khuyencong.faces.documents.filling import render
from khuyencong.figures.reporting.narrative import Narrative
from khuyencong.figures.reporting.values import Report

TEMPLATE: Final = Path(__file__).parent / "template.docx"
BODY_RULE: Final = "KC Gạch dưới cơ quan"
BODY_CELL_MM: Final = 68

_CHART_WIDTH: Final = Mm(150)
_CHART_HEIGHT: Final = Mm(100)
_RULE_SHARE: Final = 0.4
_CAPITAL_MM: Final = 2.7
"""A bold capital of Times New Roman 12 with its share of spaces: near enough for a line of "1/3 to 1/2"."""


def build_docx(
    report: Report,
    narrative: Narrative,
    *,
    letterhead: Letterhead,
    chart_png: bytes | None,
    template: Path = TEMPLATE,
) -> bytes:
    """Return the report as a .docx.

    ``chart_png`` is a picture of ``money_chart(report)``: the table under it has the same figures.  ``template`` may be
    an office's own; it runs in a sandbox, and raises ``jinja2.UndefinedError`` where it names what there is not.
    """
    paper = DocxTemplate(template)
    picture = None if chart_png is None else _picture(paper, chart_png)
    words = context(report, narrative, letterhead)
    render(paper, {**words, "hinh": picture})
    document = paper.docx  # not get_docx(), which loads the template again
    _describe(document, words["ten_hinh"])
    _fit_rule(document, words["co_quan"])
    _sign(document, report, letterhead, words)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _picture(paper: DocxTemplate, png: bytes) -> InlineImage:
    """Return the chart as wide as the page allows, or as high where it is tall."""
    size = Image.from_blob(png)
    wide = _CHART_WIDTH * size.px_height <= _CHART_HEIGHT * size.px_width
    return InlineImage(paper, BytesIO(png), **({"width": _CHART_WIDTH} if wide else {"height": _CHART_HEIGHT}))


def _describe(document: Document, title: str) -> None:
    """Say in words what each picture shows, for those who do not see it."""
    for drawing in document.element.body.iter(qn("wp:docPr")):
        drawing.set("descr", f"Biểu đồ: {title}. Số liệu ở bảng dưới biểu đồ.")


def _fit_rule(document: Document, body: str) -> None:
    """Make the line under the issuing body 1/3 to 1/2 as long as its name (the longest line of it)."""
    if BODY_RULE not in document.styles:
        return
    style = document.styles[BODY_RULE]
    line = max(map(len, body.splitlines()), default=0) * _CAPITAL_MM * _RULE_SHARE
    if isinstance(style, ParagraphStyle):
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm((BODY_CELL_MM - line) / 2)


def _sign(document: Document, report: Report, letterhead: Letterhead, words: dict[str, Any]) -> None:
    """Fill in the document's properties."""
    properties = document.core_properties
    properties.title = f"Báo cáo hoạt động khuyến công {words['ky']} {words['dia_ban']}"
    properties.author = letterhead.body
    properties.last_modified_by = letterhead.body
    properties.language = "vi-VN"
    properties.comments = letterhead.notice
    properties.created = properties.modified = report.generated_at.astimezone(UTC).replace(tzinfo=None)
