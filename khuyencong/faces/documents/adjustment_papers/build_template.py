"""Make letter.docx and decision.docx: ``python -m khuyencong.faces.documents.adjustment_papers.build_template``.

The layouts of NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.5 (công văn) and Mẫu 1.2 (quyết định).  An office may edit the
files in Word, as long as it keeps the words in braces.
"""

from collections.abc import Sequence
from typing import Final

from docx.document import Document

from khuyencong.faces.documents.adjustment_papers.build import DECISION, LETTER
from khuyencong.faces.documents.consolidated_report.build import BODY_CELL_MM, BODY_RULE
from khuyencong.faces.documents.consolidated_report.template_styles import (
    BODY,
    CENTRED,
    MOTTO_RULE,
    NOTICE,
    TITLE_RULE,
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
    add_table,
    new_paper,
    when,
)

_WIDTHS: Final = (10, 60, 45, 45)
_HEADS: Final = ("TT", "Nội dung điều chỉnh", "Đã được duyệt", "Điều chỉnh thành")
_CELLS: Final = ("{{ dong.stt }}", "{{ dong.noi_dung }}", "{{ dong.truoc }}", "{{ dong.sau }}")


def letter() -> Document:
    """Return the template of the letter of request."""
    paper = _paper("V/v {{ loai }} đề án khuyến công")
    add_paragraph(paper, "Kính gửi: {{ noi_nhan }}", CENTRED)
    add_paragraph(paper, "", CENTRED, size=6)
    opening = "{{ ten_co_quan }} được giao thực hiện đề án “{{ ten_de_an }}” (mã số {{ ma_so }}), tại {{ tinh }}"
    with when(paper, "ke_hoach"):
        add_paragraph(paper, f"{opening}, theo {{{{ ke_hoach }}}}.", BODY)
    with when(paper, "not ke_hoach"):
        add_paragraph(paper, f"{opening}.", BODY)
    add_paragraph(paper, "Trong quá trình triển khai đã phát sinh lý do: {{ ly_do }}", BODY)
    with when(paper, "ngung"):
        stops = "Vì vậy, {{ ten_co_quan }} đề nghị cho ngừng triển khai đề án; kinh phí chưa sử dụng trả về nguồn."
        add_paragraph(paper, stops, BODY)
    with when(paper, "not ngung"):
        add_paragraph(paper, "Vì vậy, {{ ten_co_quan }} đề nghị {{ loai }} như sau:", BODY)
        _changes(paper)
        add_paragraph(paper, "Các nội dung khác của đề án giữ nguyên như đã được duyệt.", BODY)
    with when(paper, "xac_nhan"):
        add_paragraph(paper, "Đề nghị này đã được Sở Công Thương xác nhận tại Văn bản số {{ xac_nhan }}.", BODY)
    add_paragraph(paper, "Thẩm quyền quyết định: {{ tham_quyen }}.", BODY)
    closing = "{{ ten_co_quan }} kính đề nghị {{ noi_nhan }} xem xét, giải quyết./."
    add_paragraph(paper, closing, BODY).paragraph_format.keep_with_next = True
    _signature(paper, ("- Như trên;", "- Lưu: VT, hồ sơ đề án."))
    return paper


def decision() -> Document:
    """Return the template of the decision."""
    paper = _paper("")
    add_paragraph(paper, "QUYẾT ĐỊNH", CENTRED, bold=True)
    add_paragraph(paper, "Về việc {{ loai }} đề án khuyến công", CENTRED, bold=True)
    add_paragraph(paper, "", TITLE_RULE)
    add_paragraph(paper, "{{ nguoi_quyet|upper }}", CENTRED, bold=True)
    add_paragraph(paper, "Căn cứ thẩm quyền: {{ tham_quyen }};", BODY, italic=True)
    with when(paper, "ke_hoach"):
        add_paragraph(paper, "Căn cứ {{ ke_hoach }};", BODY, italic=True)
    with when(paper, "xac_nhan"):
        add_paragraph(paper, "Căn cứ xác nhận của Sở Công Thương tại Văn bản số {{ xac_nhan }};", BODY, italic=True)
    asked = "Xét đề nghị ngày {{ ngay_de_nghi }} của {{ don_vi }}: {{ ly_do }},"
    add_paragraph(paper, asked, BODY, italic=True)
    add_paragraph(paper, "QUYẾT ĐỊNH:", CENTRED, bold=True)
    with when(paper, "ngung"):
        stops = "Điều 1. Ngừng triển khai đề án “{{ ten_de_an }}” (mã số {{ ma_so }}) do {{ don_vi }} thực hiện."
        add_paragraph(paper, stops, BODY)
        add_paragraph(paper, "Kinh phí chưa ký hợp đồng của đề án trả về nguồn đã giao.", BODY)
    with when(paper, "not ngung"):
        head = "Điều 1. Điều chỉnh đề án “{{ ten_de_an }}” (mã số {{ ma_so }}) do {{ don_vi }} thực hiện như sau:"
        add_paragraph(paper, head, BODY)
        _changes(paper)
        add_paragraph(paper, "Các nội dung khác của đề án giữ nguyên như đã được duyệt.", BODY)
    add_paragraph(paper, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", BODY)
    last = "Điều 3. {{ don_vi }} và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
    add_paragraph(paper, last, BODY).paragraph_format.keep_with_next = True
    _signature(paper, ("- Như Điều 3;", "- Sở Công Thương {{ tinh }};", "- Lưu: VT."))
    return paper


def _paper(subject: str) -> Document:
    paper = new_paper()
    left = add_masthead(paper, BODY_CELL_MM, MOTTO_RULE)
    add_line(left, "{{ co_quan_chu_quan }}", size=12)
    add_line(left, "{{ co_quan }}", size=12, bold=True)
    add_line(left, "", BODY_RULE)
    if subject:
        # NĐ 30/2020: a letter has no title, its subject stands under the number.
        number = paper.tables[0].rows[1].cells[0]
        add_line(number, subject, size=12)
    add_paragraph(paper, "", CENTRED, size=6)
    with when(paper, "luu_y"):
        add_paragraph(paper, "{{ luu_y }}", NOTICE)
    return paper


def _changes(paper: Document) -> None:
    table = add_table(paper, 0, _WIDTHS)
    add_heads(table, _HEADS)
    add_loop(table, "dong in thay_doi", _CELLS, words=(1, 2, 3))
    add_paragraph(paper, "", CENTRED, size=6)


def _signature(paper: Document, recipients: Sequence[str]) -> None:
    left, right = add_closing(paper).rows[0].cells
    add_recipients(left, recipients)
    add_line(right, "{{ nguoi_ky }}", bold=True)
    add_room(right)


def main() -> None:
    """Write the files beside this one."""
    letter().save(str(LETTER))
    decision().save(str(DECISION))


if __name__ == "__main__":
    main()
