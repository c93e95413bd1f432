"""Make template.docx anew: ``python -m khuyencong.faces.documents.appraisal_minutes.build_template``.

The layout of NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9 (biên bản).  An office may edit the file in Word, as long as it
keeps the words in braces.
"""

from typing import Final

from docx.document import Document

from khuyencong.faces.documents.appraisal_minutes.build import TEMPLATE
from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CENTRED,
    MOTTO_RULE,
    NOTICE,
    TITLE_RULE,
)
from khuyencong.faces.documents.layout import (
    add_heads,
    add_line,
    add_loop,
    add_masthead,
    add_paragraph,
    add_signatures,
    add_table,
    each,
    new_paper,
    when,
)

_WIDTHS: Final = (10, 70, 15, 18, 47)
_HEADS: Final = ("TT", "Tiêu chí thẩm định", "Đạt (phiếu)", "Không đạt (phiếu)", "Nhận xét")
_CELLS: Final = ("{{ dong.stt }}", "{{ dong.ten }}", "{{ dong.dat }}", "{{ dong.khong_dat }}", "{{ dong.nhan_xet }}")


def build() -> Document:
    """Return the template."""
    paper = new_paper()
    _head(paper)
    _title(paper)
    _attendance(paper)
    _agenda(paper)
    _signatures(paper)
    return paper


def _head(paper: Document) -> None:
    left = add_masthead(paper, BODY_CELL_MM, MOTTO_RULE)
    add_line(left, "{{ co_quan_chu_quan }}", size=12)
    add_line(left, "HỘI ĐỒNG THẨM ĐỊNH", size=12, bold=True)
    add_line(left, "", BODY_RULE)


def _title(paper: Document) -> None:
    add_paragraph(paper, "", CENTRED)
    add_paragraph(paper, "BIÊN BẢN", CENTRED, bold=True)
    add_paragraph(paper, "Họp {{ hoi_dong }}", CENTRED, bold=True)
    add_paragraph(paper, "", TITLE_RULE)
    with when(paper, "luu_y"):
        add_paragraph(paper, "{{ luu_y }}", NOTICE)
    add_paragraph(paper, "", CENTRED, size=6)


def _attendance(paper: Document) -> None:
    opening = "Hội đồng được thành lập theo Quyết định số {{ quyet_dinh }} ngày {{ ngay_quyet_dinh }}."
    add_paragraph(paper, opening, BODY)
    add_paragraph(paper, "Thời gian: {{ ngay_thang }}.", BODY)
    add_paragraph(paper, "Địa điểm: {{ dia_diem }}.", BODY)
    add_paragraph(paper, "I. THÀNH PHẦN", "Heading 1")
    add_paragraph(paper, "Có mặt {{ so_co_mat }}/{{ so_thanh_vien }} thành viên:", BODY)
    _list(paper, "co_mat")
    with when(paper, "vang"):
        add_paragraph(paper, "Vắng mặt:", BODY)
        _list(paper, "vang")
    add_paragraph(paper, "Chủ trì: {{ chu_tri }}.", BODY)
    add_paragraph(paper, "Thư ký: {{ thu_ky }}.", BODY)


def _list(paper: Document, what: str) -> None:
    with each(paper, f"nguoi in {what}"):
        add_paragraph(paper, "{{ nguoi }};", BODY)


def _agenda(paper: Document) -> None:
    add_paragraph(paper, "II. NỘI DUNG VÀ KẾT LUẬN", "Heading 1")
    with each(paper, "muc in de_an"):
        add_paragraph(paper, "{{ muc.tieu_de }}", BODY, bold=True).paragraph_format.keep_with_next = True
        add_paragraph(
            paper, "Đơn vị thực hiện: {{ muc.don_vi }}. Kinh phí đề nghị: {{ muc.kinh_phi }} triệu đồng.", BODY
        )
        with when(paper, "muc.xung_dot"):
            add_paragraph(paper, "Không tham gia thẩm định do có xung đột lợi ích: {{ muc.xung_dot }}.", BODY)
        with when(paper, "muc.an"):
            hidden = "(Ý kiến không hiển thị với người đã khai xung đột lợi ích với đề án này.)"
            add_paragraph(paper, hidden, BODY, italic=True)
        with when(paper, "not muc.an"):
            table = add_table(paper, 0, _WIDTHS)
            add_heads(table, _HEADS)
            add_loop(table, "dong in muc.tieu_chi", _CELLS, words=(1, 4))
        add_paragraph(paper, "", CENTRED, size=6)
        add_paragraph(paper, "Kết luận: {{ muc.ket_luan }}.", BODY, bold=True)
        with when(paper, "muc.ly_do"):
            add_paragraph(paper, "Lý do: {{ muc.ly_do }}.", BODY)
        with when(paper, "muc.nhan_xet"):
            add_paragraph(paper, "Ý kiến của hội đồng: {{ muc.nhan_xet }}", BODY)
    closing = "Biên bản được các thành viên có mặt thông qua./."
    add_paragraph(paper, closing, BODY).paragraph_format.keep_with_next = True


def _signatures(paper: Document) -> None:
    recipients = ("- Các thành viên hội đồng;", "- Lưu: Hồ sơ thẩm định.")
    add_signatures(paper, ("THƯ KÝ", "{{ thu_ky }}"), ("CHỦ TỌA", "{{ chu_tri }}"), recipients=recipients)


def main() -> None:
    """Write the file beside this one."""
    build().save(str(TEMPLATE))


if __name__ == "__main__":
    main()
