"""Laying out a form in the manner of NĐ 30/2020/NĐ-CP, Phụ lục I and III: frozen values in, Word's bytes out."""

from io import BytesIO
from typing import Final

from docx.document import Document
from docx.table import _Cell

from khuyencong.core.formats import show_date_official
from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE
from khuyencong.faces.documents.consolidated_report.letterhead import GAP, Letterhead
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CENTRED,
    MOTTO_RULE,
    NOTICE,
    RECIPIENT,
    TITLE_RULE,
    UNIT,
)
from khuyencong.faces.documents.form_paper.values import FormPaper, Grid, Heading, Sentence, Signature
from khuyencong.faces.documents.layout import (
    TEXT_MM,
    add_heads,
    add_line,
    add_masthead,
    add_paragraph,
    add_row,
    add_table,
    keep_whole,
    new_paper,
)

_MOST_ABREAST: Final = 3


def build_form(form: FormPaper, *, letterhead: Letterhead) -> bytes:
    """Return the paper as a .docx."""
    paper = new_paper()
    _head(paper, form, letterhead)
    _body(paper, form)
    _signatures(paper, form)
    properties = paper.core_properties
    properties.title = f"{form.form} {form.title}".strip()
    properties.author = properties.last_modified_by = letterhead.body
    properties.language = "vi-VN"
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _head(paper: Document, form: FormPaper, letterhead: Letterhead) -> None:
    left = add_masthead(paper, BODY_CELL_MM, MOTTO_RULE)
    add_line(left, letterhead.superior.upper(), size=12)
    add_line(left, letterhead.body.upper(), size=12, bold=True)
    add_line(left, "", BODY_RULE)
    said = {
        "{{ so_ky_hieu }}": f"{GAP}/{form.symbol}",
        "{{ dia_danh }}": letterhead.place,
        "{{ ngay_thang }}": show_date_official(form.day),
    }
    for row in paper.tables[0].rows:
        for cell in row.cells:
            _fill(cell, said)
    add_paragraph(paper, "", CENTRED)
    add_paragraph(paper, form.title, CENTRED, bold=True)
    if form.subtitle:
        add_paragraph(paper, form.subtitle, CENTRED, bold=True)
    add_paragraph(paper, "", TITLE_RULE)
    if form.form:
        add_paragraph(paper, f"({form.form})", CENTRED, italic=True, size=12)
    notices = " – ".join(part for part in (form.notice, letterhead.notice) if part)
    if notices:
        add_paragraph(paper, notices, NOTICE)
    add_paragraph(paper, "", CENTRED, size=6)


def _fill(cell: _Cell, said: dict[str, str]) -> None:
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            for word, value in said.items():
                run.text = run.text.replace(word, value)


def _body(paper: Document, form: FormPaper) -> None:
    for part in form.body:
        match part:
            case Heading():
                add_paragraph(paper, part.text, "Heading 1")
            case Sentence():
                add_paragraph(paper, part.text, BODY, bold=part.bold or None, italic=part.italic or None)
            case Grid():
                _grid(paper, part)


def _grid(paper: Document, grid: Grid) -> None:
    if grid.unit:
        add_paragraph(paper, grid.unit, UNIT)
    scale = TEXT_MM / sum(grid.widths)
    table = add_table(paper, 0, [width * scale for width in grid.widths])
    add_heads(table, grid.heads)
    for place, row in enumerate(grid.rows):
        bold = True if place >= len(grid.rows) - grid.totals else None
        add_row(table, row, words=grid.words, bold=bold)
    add_paragraph(paper, "", CENTRED, size=6)


def _signatures(paper: Document, form: FormPaper) -> None:
    rest = list(form.signatures)
    while rest:
        abreast, rest = rest[:_MOST_ABREAST], rest[_MOST_ABREAST:]
        add_paragraph(paper, "", CENTRED, size=6).paragraph_format.keep_with_next = True
        table = add_table(paper, 1, [TEXT_MM / len(abreast)] * len(abreast), borders=False)
        keep_whole(table.rows[0]._tr)
        for cell, one in zip(table.rows[0].cells, abreast, strict=True):
            _sign(cell, one)
    if form.recipients:
        add_paragraph(paper, "Nơi nhận:", RECIPIENT, bold=True, italic=True, size=12)
        for name in form.recipients:
            add_paragraph(paper, f"- {name};", RECIPIENT)


def _sign(cell: _Cell, one: Signature) -> None:
    add_line(cell, one.role.upper(), bold=True, size=13)
    for _ in range(3):
        add_line(cell, "")
    add_line(cell, one.name, bold=True)
