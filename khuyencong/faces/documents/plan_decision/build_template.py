"""Make template.docx anew: ``python -m khuyencong.faces.documents.plan_decision.build_template``.

The layout of NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2 (quyết định), with the list as an annex on pages lying down.  An
office may edit the file in Word, as long as it keeps the words in braces.
"""

from typing import Final

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CENTRED,
    MOTTO_RULE,
    NOTICE,
    TITLE_RULE,
    UNIT,
)
from khuyencong.faces.documents.layout import (
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
    new_paper,
    set_page,
    when,
)
from khuyencong.faces.documents.plan_decision.build import TEMPLATE

_WIDTHS: Final = (10, 27, 62, 38, 38, 24, 16, 16, 16)
_HEADS: Final = (
    "TT",
    "Mã số",
    "Tên đề án",
    "Đơn vị thực hiện",
    "Đơn vị thụ hưởng",
    "Nguồn",
    "Tổng kinh phí",
    "Kinh phí hỗ trợ",
    "Vốn khác",
)
_CELLS: Final = (
    "{{ dong.stt }}",
    "{{ dong.ma_so }}",
    "{{ dong.ten }}",
    "{{ dong.don_vi }}",
    "{{ dong.thu_huong }}",
    "{{ dong.nguon }}",
    "{{ dong.tong }}",
    "{{ dong.ho_tro }}",
    "{{ dong.khac }}",
)
_WORDS: Final = (1, 2, 3, 4, 5)
_TOTAL: Final = ("", "", "Tổng cộng", "", "", "", "{{ tong_kinh_phi }}", "{{ tong_ho_tro }}", "{{ tong_khac }}")


def build() -> Document:
    """Return the template."""
    paper = new_paper()
    _head(paper)
    _grounds(paper)
    _articles(paper)
    _signature(paper)
    set_page(paper.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    # The paragraph that carries the end of the section: on a full page it would fill one of its own.
    border = paper.paragraphs[-1].paragraph_format
    border.line_spacing, border.space_before, border.space_after = Pt(1), Pt(0), Pt(0)
    paper.sections[1].different_first_page_header_footer = False
    _annex(paper)
    return paper


def _head(paper: Document) -> None:
    left = add_masthead(paper, BODY_CELL_MM, MOTTO_RULE)
    add_line(left, "{%p if co_quan_chu_quan %}")
    add_line(left, "{{ co_quan_chu_quan }}", size=12)
    add_line(left, "{%p endif %}")
    add_line(left, "{{ co_quan }}", size=12, bold=True)
    add_line(left, "", BODY_RULE)
    add_paragraph(paper, "", CENTRED, size=6)
    with when(paper, "luu_y"):
        add_paragraph(paper, "{{ luu_y }}", NOTICE)
    add_paragraph(paper, "QUYẾT ĐỊNH", CENTRED, bold=True)
    add_paragraph(paper, "Về việc phê duyệt {{ ve_viec }}", CENTRED, bold=True)
    add_paragraph(paper, "", TITLE_RULE)
    add_paragraph(paper, "", CENTRED, size=6)
    add_paragraph(paper, "{{ co_quan }}", CENTRED, bold=True)
    add_paragraph(paper, "", CENTRED, size=6)


def _grounds(paper: Document) -> None:
    with each(paper, "dong in can_cu"):
        add_paragraph(paper, "Căn cứ {{ dong }};", BODY, italic=True)
    add_paragraph(paper, "Theo đề nghị của {{ de_nghi }}.", BODY, italic=True)
    add_paragraph(paper, "QUYẾT ĐỊNH:", CENTRED, bold=True).paragraph_format.keep_with_next = True
    add_paragraph(paper, "", CENTRED, size=6)


def _articles(paper: Document) -> None:
    first = (
        "Điều 1. Phê duyệt {{ ve_viec }}, gồm {{ so_de_an }} đề án với tổng kinh phí thực hiện {{ tong_kinh_phi }}"
        " triệu đồng, trong đó kinh phí khuyến công hỗ trợ {{ tong_ho_tro }} triệu đồng, đối ứng của đơn vị thụ hưởng"
        " và nguồn khác {{ tong_khac }} triệu đồng (danh mục tại Phụ lục kèm theo)."
    )
    add_paragraph(paper, first, BODY)
    second = (
        "Điều 2. Giao {{ thuc_hien }} chủ trì, phối hợp với các cơ quan, đơn vị có liên quan tổ chức thực hiện,"
        " quản lý, sử dụng và quyết toán kinh phí theo đúng quy định hiện hành."
    )
    add_paragraph(paper, second, BODY)
    add_paragraph(paper, "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.", BODY)
    last = (
        "Điều 4. Thủ trưởng {{ thuc_hien }}, các đơn vị thực hiện đề án nêu tại Phụ lục và các tổ chức, cá nhân có liên"
        " quan chịu trách nhiệm thi hành Quyết định này./."
    )
    add_paragraph(paper, last, BODY).paragraph_format.keep_with_next = True


def _signature(paper: Document) -> None:
    left, right = add_closing(paper).rows[0].cells
    add_recipients(left, ("- Như Điều 4;", "- Kho bạc Nhà nước;", "- Lưu: VT, hồ sơ kế hoạch."))
    add_line(right, "{%p if thay_mat %}")
    add_line(right, "{{ thay_mat }}", bold=True)
    add_line(right, "{%p endif %}")
    add_line(right, "{{ nguoi_ky }}", bold=True)
    add_room(right)


def _annex(paper: Document) -> None:
    add_paragraph(paper, "PHỤ LỤC", CENTRED, bold=True)
    add_paragraph(paper, "Danh mục đề án được phê duyệt theo {{ ve_viec }}", CENTRED, bold=True)
    carried = "(Kèm theo Quyết định số {{ so_ky_hieu }} {{ ngay_thang }} của {{ ten_co_quan }})"
    add_paragraph(paper, carried, CENTRED, italic=True)
    add_paragraph(paper, "", TITLE_RULE)
    add_paragraph(paper, "Đơn vị tính: triệu đồng", UNIT)
    table = add_table(paper, 0, _WIDTHS)
    add_heads(table, _HEADS)
    add_loop(table, "dong in danh_muc", _CELLS, words=_WORDS)
    add_row(table, _TOTAL, words=_WORDS, bold=True)


def main() -> None:
    """Write the file beside this one."""
    build().save(str(TEMPLATE))


if __name__ == "__main__":
    main()
