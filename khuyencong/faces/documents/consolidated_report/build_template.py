"""Make template.docx anew: ``python -m khuyencong.faces.documents.consolidated_report.build_template``.

The layout of NĐ 30/2020/NĐ-CP, Phụ lục I.  The file made is an ordinary Word document; an office may edit it in Word
instead of running this, as long as it keeps the words in braces.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE, TEMPLATE
from khuyencong.faces.documents.consolidated_report.context import PROVINCE_COLUMNS
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CAPTION,
    CENTRE,
    CENTRED,
    MOTTO_RULE,
    NOTE,
    NOTICE,
    NUMBER,
    RECIPIENT,
    TABLE,
    TABLE_HEAD,
    TITLE_RULE,
    UNIT,
    add_styles,
    element,
)

PAGE_MM: Final = (210, 297)
MARGINS_MM: Final = {"top": 20, "bottom": 20, "left": 30, "right": 20}
TEXT_MM: Final = 160
_FIGURE_WIDTHS: Final = (8, 54, 21, 23, 25, 23, 17, 27, 22, 14, 13)
_FIGURE_NAMES: Final = (
    "stt", "ten", "don_vi", "gia_tri", "ky", "ky_gia_tri", "tang_giam", "mau_so", "mau_so_gia_tri", "ty_le", "chung_cu",
)  # fmt: skip
_FIGURE_HEADS: Final = (
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Giá trị", "So sánh", "", "", "Mẫu số", "", "", "Số chứng cứ"),
    ("", "", "", "", "Kỳ", "Giá trị", "Tăng, giảm (%)", "Tên", "Giá trị", "Tỷ lệ (%)", ""),
)
_PROVINCE_WIDTHS: Final = (8, 33, *(16.3 if is_money else 13.1 for _, _, is_money in PROVINCE_COLUMNS))


def build() -> Document:
    """Return the template."""
    paper = docx.Document()
    add_styles(paper)
    first = paper.sections[0]
    _page(first, landscape=False)
    first.different_first_page_header_footer = True
    _page_number(first)
    _head(paper)
    _title(paper)
    _body(paper)
    _signature(paper)
    _page(paper.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    paper.sections[1].different_first_page_header_footer = False
    _annex_figures(paper)
    _annex_provinces(paper)
    return paper


def _page(section: Section, *, landscape: bool) -> None:
    width, height = reversed(PAGE_MM) if landscape else PAGE_MM
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
    section.header_distance = section.footer_distance = Mm(10)


def _page_number(section: Section) -> None:
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


def _head(paper: Document) -> None:
    """Add the agencies beside the country's name and motto, then number, place and day."""
    table = _table(paper, 2, (BODY_CELL_MM, TEXT_MM - BODY_CELL_MM), borders=False)
    left, right = table.rows[0].cells
    _line(left, "{%p if co_quan_chu_quan %}")
    _line(left, "{{ co_quan_chu_quan }}", size=12)
    _line(left, "{%p endif %}")
    _line(left, "{{ co_quan }}", size=12, bold=True)
    _line(left, "", BODY_RULE)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _line(right, "", MOTTO_RULE)
    number, day = table.rows[1].cells
    _line(number, "Số: {{ so_ky_hieu }}", size=13)
    _line(day, "{{ dia_danh }}, {{ ngay_thang }}", size=13, italic=True)


def _title(paper: Document) -> None:
    _paragraph(paper, "", CENTRED)
    _paragraph(paper, "BÁO CÁO", CENTRED, bold=True)
    _paragraph(paper, "Tổng hợp tình hình hoạt động khuyến công {{ ky }}", CENTRED, bold=True)
    _paragraph(paper, "{{ dia_ban }}", CENTRED, bold=True)
    _paragraph(paper, "", TITLE_RULE)
    with _when(paper, "luu_y"):
        _paragraph(paper, "{{ luu_y }}", NOTICE)
    _paragraph(paper, "", CENTRED, size=6)


def _body(paper: Document) -> None:
    opening = "{{ ten_co_quan }} báo cáo tổng hợp tình hình hoạt động khuyến công {{ ky }} {{ dia_ban }}"
    _paragraph(paper, f"{opening} (số liệu {{{{ chot_so_lieu }}}}) như sau:", BODY)
    _paragraph(paper, "{%p for muc in cac_muc %}", BODY)
    _paragraph(paper, "{{ muc.tieu_de }}", "Heading 1")
    _paragraph(paper, "{%p for doan in muc.cac_doan %}", BODY)
    _paragraph(paper, "{{ doan }}", BODY)
    _paragraph(paper, "{%p endfor %}", BODY)
    with _when(paper, "muc.khoa == 'plan'"):
        with _when(paper, "hinh"):
            _paragraph(paper, "{{ hinh }}", CENTRED).paragraph_format.keep_with_next = True
            _paragraph(paper, "Biểu đồ. {{ ten_hinh }}", CENTRED, italic=True, size=12)
        with _when(paper, "bang_tinh"):
            _money_by_province(paper)
        with _when(paper, "nhom"):
            _money_by_group(paper)
    _paragraph(paper, "{%p endfor %}", BODY)
    _paragraph(paper, "Ghi chú:", NOTE, bold=True)
    _paragraph(paper, "{%p for dong in ghi_chu %}", NOTE)
    _paragraph(paper, "- {{ dong }}", NOTE)
    _paragraph(paper, "{%p endfor %}", NOTE)
    closing = "Trên đây là báo cáo tổng hợp tình hình hoạt động khuyến công {{ ky }} {{ dia_ban }}./."
    _paragraph(paper, closing, BODY).paragraph_format.keep_with_next = True


def _money_by_province(paper: Document) -> None:
    _paragraph(paper, "Kinh phí khuyến công theo kế hoạch năm {{ nam }}, theo tỉnh, thành phố", CAPTION)
    _paragraph(paper, "Đơn vị tính: triệu đồng", UNIT)
    table = _table(paper, 0, (64, 32, 32, 32))
    _heads(table, ["Tỉnh, thành phố", "Tổng số", "KCQG", "KCĐP"])
    cells = ["{{ dong.ten }}", "{{ dong.tong }}", "{{ dong.quoc_gia }}", "{{ dong.dia_phuong }}"]
    _loop(table, "dong in bang_tinh", cells, words=(0,))
    _row(table, ["Tổng cộng", "{{ tong[0] }}", "{{ tong[1] }}", "{{ tong[2] }}"], words=(0,), bold=True)


def _money_by_group(paper: Document) -> None:
    _paragraph(paper, "Kinh phí khuyến công theo kế hoạch năm {{ nam }}, theo nhóm nội dung", CAPTION)
    _paragraph(paper, "Đơn vị tính: triệu đồng", UNIT)
    table = _table(paper, 0, (TEXT_MM - 64, 32, 32))
    _heads(table, ["Nhóm nội dung hoạt động khuyến công", "Kinh phí", "Tỷ trọng trong kinh phí kế hoạch (%)"])
    _loop(table, "dong in nhom", ["{{ dong.ten }}", "{{ dong.gia_tri }}", "{{ dong.ty_le }}"], words=(0,))
    _row(table, ["Tổng cộng", "{{ tong_kinh_phi }}", ""], words=(0,), bold=True)


def _signature(paper: Document) -> None:
    _paragraph(paper, "", CENTRED, size=6).paragraph_format.keep_with_next = True
    table = _table(paper, 1, (80, 80), borders=False)
    _whole(table.rows[0]._tr)
    left, right = table.rows[0].cells
    _line(left, "Nơi nhận:", RECIPIENT, size=12, bold=True, italic=True)
    _line(left, "{%p for noi in noi_nhan %}", RECIPIENT)
    _line(left, "- {{ noi }};", RECIPIENT)
    _line(left, "{%p endfor %}", RECIPIENT)
    _line(left, "- Lưu: VT.", RECIPIENT)
    _line(right, "{%p if quyen_han %}")
    _line(right, "{{ quyen_han }}", bold=True)
    _line(right, "{%p endif %}")
    _line(right, "{{ chuc_vu }}", bold=True)
    for _ in range(4):
        _line(right, "")
    _line(right, "{{ nguoi_ky }}", bold=True)


def _annex_head(paper: Document, number: str, title: str, *, new_page: bool) -> None:
    first = _paragraph(paper, f"Phụ lục {number}", CENTRED, bold=True)
    first.paragraph_format.page_break_before = new_page
    _paragraph(paper, title, CENTRED, bold=True)
    attached = "(Kèm theo Báo cáo số {{ so_ky_hieu }} {{ ngay_thang }} của {{ ten_co_quan }})"
    _paragraph(paper, attached, CENTRED, italic=True)
    _paragraph(paper, "", CENTRED, size=6)


def _annex_figures(paper: Document) -> None:
    _annex_head(paper, "I", "CÁC CHỈ TIÊU TỔNG HỢP {{ ky | upper }} {{ dia_ban | upper }}", new_page=False)
    table = _table(paper, 0, _FIGURE_WIDTHS)
    top, under = (_row(table, heads, head=True, size=10) for heads in _FIGURE_HEADS)
    for place in (0, 1, 2, 3, 10):
        _merge(top[place], under[place])
    _merge(top[4], top[6])
    _merge(top[7], top[9])
    _loop(table, "dong in chi_tieu", [f"{{{{ dong.{name} }}}}" for name in _FIGURE_NAMES], words=(1, 2, 4, 7), size=10)
    _paragraph(paper, "“–”: không có kỳ so sánh, không có mẫu số hoặc mẫu số bằng 0.", NOTE, size=11)


def _annex_provinces(paper: Document) -> None:
    _annex_head(paper, "II", "CÁC CHỈ TIÊU CHÍNH {{ ky | upper }} THEO TỈNH, THÀNH PHỐ", new_page=True)
    _paragraph(paper, "Đơn vị tính kinh phí, doanh thu: triệu đồng", UNIT)
    table = _table(paper, 0, _PROVINCE_WIDTHS)
    _heads(table, ["TT", "Tỉnh, thành phố", *(heading for _, heading, _ in PROVINCE_COLUMNS)], size=9)
    cells = [f"{{{{ dong.o[{place}] }}}}" for place in range(len(PROVINCE_COLUMNS))]
    _loop(table, "dong in tinh", ["{{ dong.stt }}", "{{ dong.ten }}", *cells], words=(1,), size=9)
    totals = [f"{{{{ tong[{place}] }}}}" for place in range(len(PROVINCE_COLUMNS))]
    _row(table, ["", "Tổng cộng", *totals], words=(1,), bold=True, size=9)
    _paragraph(paper, "“–”: chưa có số liệu (không phải bằng 0).", NOTE, size=11)


@contextmanager
def _when(paper: Document, condition: str) -> Iterator[None]:
    """Add what stands in the paper only where ``condition`` holds."""
    _paragraph(paper, f"{{%p if {condition} %}}", BODY)
    yield
    _paragraph(paper, "{%p endif %}", BODY)


def _paragraph(
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


def _line(
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


def _table(paper: Document, rows: int, widths_mm: Sequence[float], *, borders: bool = True) -> Table:
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


def _row(
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
    _whole(row._tr, "w:tblHeader" if head else "")
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        _line(cell, text, TABLE_HEAD if head else TABLE if place in words else NUMBER, bold=bold, size=size)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return cells


def _heads(table: Table, texts: Sequence[str], *, size: float = 0) -> None:
    _row(table, texts, head=True, size=size)


def _loop(table: Table, what: str, texts: Sequence[str], *, words: Sequence[int], size: float = 0) -> None:
    """Add a row that docxtpl repeats for each of ``what``."""
    _row(table, [f"{{%tr for {what} %}}", *[""] * (len(texts) - 1)], words=words)
    _row(table, texts, words=words, size=size)
    _row(table, ["{%tr endfor %}", *[""] * (len(texts) - 1)], words=words)


def _merge(one: _Cell, other: _Cell) -> None:
    """Make one cell of a block; the words of the first stay."""
    text = one.paragraphs[0]
    merged = one.merge(other)
    for paragraph in merged.paragraphs:
        if paragraph._p is not text._p:
            paragraph._p.getparent().remove(paragraph._p)


def _whole(row: BaseOxmlElement, *marks: str) -> None:
    """Keep a row on one page, and set further marks."""
    properties = row.get_or_add_trPr()
    properties.extend(OxmlElement(mark) for mark in ("w:cantSplit", *marks) if mark)


def main() -> None:
    """Write the file beside this one."""
    build().save(str(TEMPLATE))


if __name__ == "__main__":
    main()
