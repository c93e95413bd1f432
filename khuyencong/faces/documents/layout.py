"""The layout of NĐ 30/2020/NĐ-CP, Phụ lục I, for the templates of papers: pages, paragraphs, cells and tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CENTRE,
    CENTRED,
    NUMBER,
    RECIPIENT,
    TABLE,
    TABLE_HEAD,
    add_styles,
    element,
)

PAGE_MM: Final = (210, 297)
MARGINS_MM: Final = {"top": 20, "bottom": 20, "left": 30, "right": 20}
TEXT_MM: Final = 160


def new_paper() -> Document:
    """Return an empty upright paper with our styles; its pages but the first are numbered."""
    paper = docx.Document()
    add_styles(paper)
    first = paper.sections[0]
    set_page(first, landscape=False)
    first.different_first_page_header_footer = True
    add_page_number(first)
    return paper


def set_page(section: Section, *, landscape: bool) -> None:
    """Set paper and margins of a section."""
    width, height = reversed(PAGE_MM) if landscape else PAGE_MM
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
    section.header_distance = section.footer_distance = Mm(10)


def add_page_number(section: Section) -> None:
    """Put the page number in the middle of the top margin, upright; the first page has another, empty header."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(14)
        if kind in {"begin", "separate", "end"}:
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif not kind:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


@contextmanager
def when(paper: Document, condition: str) -> Iterator[None]:
    """Add what stands in the paper only where ``condition`` holds."""
    add_paragraph(paper, f"{{%p if {condition} %}}", BODY)
    yield
    add_paragraph(paper, "{%p endif %}", BODY)


@contextmanager
def each(paper: Document, what: str, style: str = BODY) -> Iterator[None]:
    """Add what stands in the paper once for each of ``what`` ("dong in ghi_chu")."""
    add_paragraph(paper, f"{{%p for {what} %}}", style)
    yield
    add_paragraph(paper, "{%p endfor %}", style)


def add_paragraph(
    paper: Document, text: str, style: str, *, bold: bool | None = None, italic: bool | None = None, size: float = 0
) -> Paragraph:
    """Add a paragraph; ``size`` in points, 0 for the style's own."""
    return _write(paper.add_paragraph(style=style), text, bold=bold, italic=italic, size=size)


def _write(paragraph: Paragraph, text: str, *, bold: bool | None, italic: bool | None, size: float) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
        paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def add_line(
    cell: _Cell,
    text: str,
    style: str = CENTRED,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    size: float = 0,
) -> None:
    """Add a paragraph to a cell, in place of the empty one that a new cell has."""
    blank = len(cell.paragraphs) == 1 and not cell.paragraphs[0].text and not cell.paragraphs[0].runs
    paragraph = cell.paragraphs[0] if blank else cell.add_paragraph()
    paragraph.style = style
    _write(paragraph, text, bold=bold, italic=italic, size=size)


def add_table(paper: Document, rows: int, widths_mm: Sequence[float], *, borders: bool = True) -> Table:
    """Add a table of fixed widths, in the middle of the page."""
    table: Table = paper.add_table(rows, len(widths_mm), style="Table Grid" if borders else "Normal Table")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    inside = {"top": "23", "left": "57", "bottom": "23", "right": "57"} if borders else {"left": "0", "right": "0"}
    margins.extend(element(f"w:{side}", w=width, type="dxa") for side, width in inside.items())
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _widths(table, row.cells)
    return table


def _widths(table: Table, cells: Sequence[_Cell]) -> None:
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width or Mm(10)


def add_row(
    table: Table,
    texts: Sequence[str],
    *,
    words: Sequence[int] = (),
    head: bool = False,
    bold: bool | None = None,
    size: float = 0,
) -> Sequence[_Cell]:
    """Add a row: numbers to the right, the columns of ``words`` to the left; a head is repeated on each page."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    cells: Sequence[_Cell] = row.cells
    _widths(table, cells)
    keep_whole(row._tr, "w:tblHeader" if head else "")
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        add_line(cell, text, TABLE_HEAD if head else TABLE if place in words else NUMBER, bold=bold, size=size)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return cells


def add_heads(table: Table, texts: Sequence[str], *, size: float = 0) -> None:
    """Add the head of a table."""
    add_row(table, texts, head=True, size=size)


def add_loop(table: Table, what: str, texts: Sequence[str], *, words: Sequence[int], size: float = 0) -> None:
    """Add a row that docxtpl repeats for each of ``what``."""
    add_row(table, [f"{{%tr for {what} %}}", *[""] * (len(texts) - 1)], words=words)
    add_row(table, texts, words=words, size=size)
    add_row(table, ["{%tr endfor %}", *[""] * (len(texts) - 1)], words=words)


def merge(one: _Cell, other: _Cell) -> None:
    """Make one cell of a block; the words of the first stay."""
    text = one.paragraphs[0]
    merged = one.merge(other)
    for paragraph in merged.paragraphs:
        if paragraph._p is not text._p:
            paragraph._p.getparent().remove(paragraph._p)


def keep_whole(row: BaseOxmlElement, *marks: str) -> None:
    """Keep a row on one page, and set further marks."""
    properties = row.get_or_add_trPr()
    properties.extend(OxmlElement(mark) for mark in ("w:cantSplit", *marks) if mark)


def add_masthead(paper: Document, left_mm: float, motto_rule: str) -> _Cell:
    """Add the country's name and motto, then number, place and day (NĐ 30/2020, Phụ lục I); return the left cell.

    The left cell, ``left_mm`` wide, is for the agencies; ``motto_rule`` is the style of the line under the motto.
    """
    table = add_table(paper, 2, (left_mm, TEXT_MM - left_mm), borders=False)
    left, right = table.rows[0].cells
    add_line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    add_line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    add_line(right, "", motto_rule)
    number, day = table.rows[1].cells
    add_line(number, "Số: {{ so_ky_hieu }}", size=13)
    add_line(day, "{{ dia_danh }}, {{ ngay_thang }}", size=13, italic=True)
    return left


def add_closing(paper: Document, rows: int = 1) -> Table:
    """Add the two cells, abreast and kept on one page, in which a paper is signed; ``rows`` with those under them."""
    add_paragraph(paper, "", CENTRED, size=6).paragraph_format.keep_with_next = True
    table = add_table(paper, rows, (TEXT_MM / 2, TEXT_MM / 2), borders=False)
    keep_whole(table.rows[0]._tr)
    return table


def add_signatures(paper: Document, *signers: tuple[str, str], recipients: Sequence[str]) -> None:
    """Add two who sign abreast (role, name), and under them who receives the minutes."""
    table = add_closing(paper, rows=2)
    for cell, (role, name) in zip(table.rows[0].cells, signers, strict=True):
        add_line(cell, role, bold=True)
        add_room(cell)
        add_line(cell, name, bold=True)
    add_recipients(table.rows[1].cells[0], recipients)


def add_recipients(cell: _Cell, recipients: Sequence[str]) -> None:
    """Add "Nơi nhận" with its lines, each as it is to stand."""
    add_line(cell, "Nơi nhận:", RECIPIENT, size=12, bold=True, italic=True)
    for recipient in recipients:
        add_line(cell, recipient, RECIPIENT)


def add_room(cell: _Cell) -> None:
    """Leave room for a signature and its seal."""
    for _ in range(4):
        add_line(cell, "")
