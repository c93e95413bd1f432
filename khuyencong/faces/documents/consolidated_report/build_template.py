"""Make template.docx anew: ``python -m khuyencong.faces.documents.consolidated_report.build_template``.

The layout of NĐ 30/2020/NĐ-CP, Phụ lục I.  The file made is an ordinary Word document; an office may edit it in Word
instead of running this, as long as it keeps the words in braces.
"""

from typing import Final

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE, TEMPLATE
from khuyencong.faces.documents.consolidated_report.context import PROVINCE_COLUMNS
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CAPTION,
    CENTRED,
    MOTTO_RULE,
    NOTE,
    NOTICE,
    TITLE_RULE,
    UNIT,
)
from khuyencong.faces.documents.layout import (
    TEXT_MM,
    add_closing,
    add_heads,
    add_line,
    add_loop,
    add_masthead,
    add_paragraph,
    add_recipients,
    add_room,
    add_row,
    add_table,
    each,
    merge,
    new_paper,
    set_page,
    when,
)

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
    paper = new_paper()
    _head(paper)
    _title(paper)
    _body(paper)
    _signature(paper)
    set_page(paper.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    _shrink(paper.paragraphs[-1])
    paper.sections[1].different_first_page_header_footer = False
    _annex_figures(paper)
    _annex_provinces(paper)
    return paper


def _shrink(border: Paragraph) -> None:
    """Take the height from the paragraph that carries a section's end: on a full page it would fill one of its own."""
    border.paragraph_format.line_spacing = Pt(1)
    border.paragraph_format.space_before = border.paragraph_format.space_after = Pt(0)
    border.paragraph_format.keep_with_next = False


def _head(paper: Document) -> None:
    """Add the agencies beside the country's name and motto, then number, place and day."""
    left = add_masthead(paper, BODY_CELL_MM, MOTTO_RULE)
    add_line(left, "{%p if co_quan_chu_quan %}")
    add_line(left, "{{ co_quan_chu_quan }}", size=12)
    add_line(left, "{%p endif %}")
    add_line(left, "{{ co_quan }}", size=12, bold=True)
    add_line(left, "", BODY_RULE)


def _title(paper: Document) -> None:
    add_paragraph(paper, "", CENTRED)
    add_paragraph(paper, "BÁO CÁO", CENTRED, bold=True)
    add_paragraph(paper, "Tổng hợp tình hình hoạt động khuyến công {{ ky }}", CENTRED, bold=True)
    add_paragraph(paper, "{{ dia_ban }}", CENTRED, bold=True)
    add_paragraph(paper, "", TITLE_RULE)
    with when(paper, "luu_y"):
        add_paragraph(paper, "{{ luu_y }}", NOTICE)
    add_paragraph(paper, "", CENTRED, size=6)


def _body(paper: Document) -> None:
    opening = "{{ ten_co_quan }} báo cáo tổng hợp tình hình hoạt động khuyến công {{ ky }} {{ dia_ban }}"
    add_paragraph(paper, f"{opening} (số liệu {{{{ chot_so_lieu }}}}) như sau:", BODY)
    with each(paper, "muc in cac_muc"):
        add_paragraph(paper, "{{ muc.tieu_de }}", "Heading 1")
        with each(paper, "doan in muc.cac_doan"):
            add_paragraph(paper, "{{ doan }}", BODY)
        with when(paper, "muc.khoa == 'plan'"):
            with when(paper, "hinh"):
                add_paragraph(paper, "{{ hinh }}", CENTRED).paragraph_format.keep_with_next = True
                add_paragraph(paper, "Biểu đồ. {{ ten_hinh }}", CENTRED, italic=True, size=12)
            with when(paper, "bang_tinh"):
                _money_by_province(paper)
            with when(paper, "nhom"):
                _money_by_group(paper)
    add_paragraph(paper, "Ghi chú:", NOTE, bold=True)
    with each(paper, "dong in ghi_chu", NOTE):
        add_paragraph(paper, "- {{ dong }}", NOTE)
    closing = "Trên đây là báo cáo tổng hợp tình hình hoạt động khuyến công {{ ky }} {{ dia_ban }}./."
    add_paragraph(paper, closing, BODY).paragraph_format.keep_with_next = True


def _money_by_province(paper: Document) -> None:
    add_paragraph(paper, "Kinh phí khuyến công theo kế hoạch năm {{ nam }}, theo tỉnh, thành phố", CAPTION)
    add_paragraph(paper, "Đơn vị tính: triệu đồng", UNIT)
    table = add_table(paper, 0, (64, 32, 32, 32))
    add_heads(table, ["Tỉnh, thành phố", "Tổng số", "KCQG", "KCĐP"])
    cells = ["{{ dong.ten }}", "{{ dong.tong }}", "{{ dong.quoc_gia }}", "{{ dong.dia_phuong }}"]
    add_loop(table, "dong in bang_tinh", cells, words=(0,))
    add_row(table, ["Tổng cộng", "{{ tong[0] }}", "{{ tong[1] }}", "{{ tong[2] }}"], words=(0,), bold=True)


def _money_by_group(paper: Document) -> None:
    add_paragraph(paper, "Kinh phí khuyến công theo kế hoạch năm {{ nam }}, theo nhóm nội dung", CAPTION)
    add_paragraph(paper, "Đơn vị tính: triệu đồng", UNIT)
    table = add_table(paper, 0, (TEXT_MM - 64, 32, 32))
    add_heads(table, ["Nhóm nội dung hoạt động khuyến công", "Kinh phí", "Tỷ trọng trong kinh phí kế hoạch (%)"])
    add_loop(table, "dong in nhom", ["{{ dong.ten }}", "{{ dong.gia_tri }}", "{{ dong.ty_le }}"], words=(0,))
    add_row(table, ["Tổng cộng", "{{ tong_kinh_phi }}", ""], words=(0,), bold=True)


def _signature(paper: Document) -> None:
    left, right = add_closing(paper).rows[0].cells
    add_recipients(left, ("{%p for noi in noi_nhan %}", "- {{ noi }};", "{%p endfor %}", "- Lưu: VT."))
    add_line(right, "{%p if quyen_han %}")
    add_line(right, "{{ quyen_han }}", bold=True)
    add_line(right, "{%p endif %}")
    add_line(right, "{{ chuc_vu }}", bold=True)
    add_room(right)
    add_line(right, "{{ nguoi_ky }}", bold=True)


def _annex_head(paper: Document, number: str, title: str, *, new_page: bool) -> None:
    first = add_paragraph(paper, f"Phụ lục {number}", CENTRED, bold=True)
    first.paragraph_format.page_break_before = new_page
    add_paragraph(paper, title, CENTRED, bold=True)
    attached = "(Kèm theo Báo cáo số {{ so_ky_hieu }} {{ ngay_thang }} của {{ ten_co_quan }})"
    add_paragraph(paper, attached, CENTRED, italic=True)
    add_paragraph(paper, "", CENTRED, size=6)


def _annex_figures(paper: Document) -> None:
    _annex_head(paper, "I", "CÁC CHỈ TIÊU TỔNG HỢP {{ ky | upper }} {{ dia_ban | upper }}", new_page=False)
    table = add_table(paper, 0, _FIGURE_WIDTHS)
    top, under = (add_row(table, heads, head=True, size=10) for heads in _FIGURE_HEADS)
    for place in (0, 1, 2, 3, 10):
        merge(top[place], under[place])
    merge(top[4], top[6])
    merge(top[7], top[9])
    add_loop(
        table, "dong in chi_tieu", [f"{{{{ dong.{name} }}}}" for name in _FIGURE_NAMES], words=(1, 2, 4, 7), size=10
    )
    add_paragraph(paper, "“–”: không có kỳ so sánh, không có mẫu số hoặc mẫu số bằng 0.", NOTE, size=11)


def _annex_provinces(paper: Document) -> None:
    _annex_head(paper, "II", "CÁC CHỈ TIÊU CHÍNH {{ ky | upper }} THEO TỈNH, THÀNH PHỐ", new_page=True)
    add_paragraph(paper, "Đơn vị tính kinh phí, doanh thu: triệu đồng", UNIT)
    table = add_table(paper, 0, _PROVINCE_WIDTHS)
    add_heads(table, ["TT", "Tỉnh, thành phố", *(heading for _, heading, _ in PROVINCE_COLUMNS)], size=9)
    cells = [f"{{{{ dong.o[{place}] }}}}" for place in range(len(PROVINCE_COLUMNS))]
    add_loop(table, "dong in tinh", ["{{ dong.stt }}", "{{ dong.ten }}", *cells], words=(1,), size=9)
    totals = [f"{{{{ tong[{place}] }}}}" for place in range(len(PROVINCE_COLUMNS))]
    add_row(table, ["", "Tổng cộng", *totals], words=(1,), bold=True, size=9)
    add_paragraph(paper, "“–”: chưa có số liệu (không phải bằng 0).", NOTE, size=11)


def main() -> None:
    """Write the file beside this one."""
    build().save(str(TEMPLATE))


if __name__ == "__main__":
    main()
