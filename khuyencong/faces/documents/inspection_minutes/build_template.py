"""Make template.docx anew: ``python -m khuyencong.faces.documents.inspection_minutes.build_template``.

The layout of NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9 (biên bản).  An office may edit the file in Word, as long as it
keeps the words in braces.
"""

from typing import Final

from docx.document import Document

from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CENTRED,
    MOTTO_RULE,
    NOTICE,
    TITLE_RULE,
)
from khuyencong.faces.documents.inspection_minutes.build import TEMPLATE
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

_WIDTHS: Final = (10, 62, 62, 26)
_HEADS: Final = ("TT", "Tồn tại", "Yêu cầu khắc phục", "Thời hạn")
_CELLS: Final = ("{{ dong.stt }}", "{{ dong.noi_dung }}", "{{ dong.yeu_cau }}", "{{ dong.han }}")


def build() -> Document:
    """Return the template."""
    paper = new_paper()
    left = add_masthead(paper, BODY_CELL_MM, MOTTO_RULE)
    add_line(left, "{{ co_quan }}", size=12, bold=True)
    add_line(left, "", BODY_RULE)
    _body(paper)
    _signatures(paper)
    return paper


def _body(paper: Document) -> None:
    add_paragraph(paper, "", CENTRED)
    add_paragraph(paper, "BIÊN BẢN", CENTRED, bold=True)
    add_paragraph(paper, "Kiểm tra tình hình thực hiện đề án khuyến công", CENTRED, bold=True)
    add_paragraph(paper, "", TITLE_RULE)
    with when(paper, "luu_y"):
        add_paragraph(paper, "{{ luu_y }}", NOTICE)
    add_paragraph(paper, "", CENTRED, size=6)
    add_paragraph(paper, "Đề án: {{ de_an }}.", BODY)
    add_paragraph(paper, "Đơn vị thực hiện: {{ don_vi }}.", BODY)
    add_paragraph(paper, "Thời gian: {{ ngay_thang }}.", BODY)
    add_paragraph(paper, "Địa điểm: {{ dia_diem }}.", BODY)
    add_paragraph(paper, "I. THÀNH PHẦN", "Heading 1")
    _list(paper, "thanh_phan", ";")
    add_paragraph(paper, "II. KẾT QUẢ KIỂM TRA", "Heading 1")
    _list(paper, "ket_qua", "")
    with when(paper, "ton_tai"):
        add_paragraph(paper, "Tồn tại và yêu cầu khắc phục:", BODY, bold=True).paragraph_format.keep_with_next = True
        table = add_table(paper, 0, _WIDTHS)
        add_heads(table, _HEADS)
        add_loop(table, "dong in ton_tai", _CELLS, words=(1, 2))
    add_paragraph(paper, "III. KẾT LUẬN, KIẾN NGHỊ", "Heading 1")
    _list(paper, "ket_luan", "")
    closing = "Biên bản được lập thành các bản có giá trị như nhau, các bên giữ và đã thống nhất ký tên./."
    add_paragraph(paper, closing, BODY).paragraph_format.keep_with_next = True


def _list(paper: Document, what: str, end: str) -> None:
    with each(paper, f"dong in {what}"):
        add_paragraph(paper, f"{{{{ dong }}}}{end}", BODY)


def _signatures(paper: Document) -> None:
    theirs, ours = ("ĐƠN VỊ ĐƯỢC KIỂM TRA", ""), ("ĐẠI DIỆN ĐOÀN KIỂM TRA", "{{ nguoi_ghi }}")
    recipients = ("- Đơn vị thực hiện, đơn vị thụ hưởng;", "- Lưu: Hồ sơ đề án.")
    add_signatures(paper, theirs, ours, recipients=recipients)


def main() -> None:
    """Write the file beside this one."""
    build().save(str(TEMPLATE))


if __name__ == "__main__":
    main()
