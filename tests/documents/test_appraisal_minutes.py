"""The minutes: the layout of NĐ 30/2020, and every word that of the frozen value."""

import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from khuyencong.faces.documents.appraisal_minutes import Attendee, CriterionLine, ItemMinutes, Minutes, build_minutes
from khuyencong.faces.documents.appraisal_minutes.build import DRAFT, TEMPLATE
from khuyencong.faces.documents.appraisal_minutes.build_template import build
from khuyencong.faces.documents.consolidated_report import Letterhead
from khuyencong.faces.documents.pdf import to_pdf

LETTERHEAD = Letterhead(
    superior="Ủy ban nhân dân tỉnh Phú Yên",
    body="Sở Công Thương Phú Yên",
    symbol="SCT",
    place="Phú Yên",
    signer_title="Giám đốc",
)
CRITERIA = (
    CriterionLine("Mức độ phù hợp của đề án với nguyên tắc lập đề án quy định tại Điều 4", 3, 0, ()),
    CriterionLine(
        "Sự phù hợp, đầy đủ của hồ sơ, tài liệu",
        1,
        2,
        ("Trần Thị Hoa: thiếu báo giá", "Võ Văn Tám: <b>chưa ký & đóng dấu</b>"),
        "14",
    ),
)
ITEM = ItemMinutes(
    number="2017-54-0003",
    name="Hỗ trợ ứng dụng máy cưa CNC trong chế biến gỗ",
    unit="Trung tâm Khuyến công Phú Yên",
    support="1.769,5",
    criteria=CRITERIA,
    conflicts=("Đinh Thị Út",),
    conclusion="trả lại để bổ sung",
    reasons=("Hồ sơ, tài liệu chưa đầy đủ theo Phụ lục 2",),
    remarks="Bổ sung ba báo giá trước ngày 10/02/2017",
)
MINUTES = Minutes(
    council="Hội đồng thẩm định cấp cơ sở năm 2017, Phú Yên",
    decision="12/QĐ-SCT",
    established_on=date(2017, 1, 10),
    held_on=date(2017, 2, 3),
    place="Phòng họp tầng 2, Sở Công Thương",
    present=(
        Attendee("Trần Thị Hoa", "Phó Giám đốc Sở Công Thương", "chủ tịch hội đồng"),
        Attendee("Võ Văn Tám", "Chuyên viên Sở Tài chính", "ủy viên"),
        Attendee("Đinh Thị Út", "Giảng viên Trường Đại học Phú Yên", "ủy viên"),
    ),
    absent=(Attendee("Lê Văn Minh", "Chuyên viên", "ủy viên thư ký"),),
    chair="Trần Thị Hoa",
    secretary="Lê Văn Minh",
    items=(ITEM, replace(ITEM, number="2017-54-0004", conclusion="đạt", reasons=(), remarks="", conflicts=())),
    draft=False,
)


def opened(minutes: Minutes = MINUTES, letterhead: Letterhead = LETTERHEAD) -> docx.document.Document:
    return docx.Document(BytesIO(build_minutes(minutes, letterhead=letterhead)))


def texts(paper: docx.document.Document) -> list[str]:
    return [paragraph.text for paragraph in paper.paragraphs]


def test_the_head_names_the_office_the_country_and_the_day():
    cells = [cell.text for row in opened().tables[0].rows for cell in row.cells]
    assert "SỞ CÔNG THƯƠNG PHÚ YÊN\nHỘI ĐỒNG THẨM ĐỊNH" in cells[0]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in cells[1]
    assert cells[2].endswith("/BB-HĐTĐ")
    assert cells[3] == "Phú Yên, ngày 03 tháng 02 năm 2017"


def test_page_margins_are_those_of_the_decree():
    (section,) = opened().sections
    found = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in found] == [20, 20, 30, 20]


def test_who_came_and_who_did_not():
    said = texts(opened())
    assert "Có mặt 3/4 thành viên:" in said
    at = said.index("Vắng mặt:")
    assert said[at + 1] == "1. Lê Văn Minh, Chuyên viên – ủy viên thư ký;"
    assert "Chủ trì: Trần Thị Hoa." in said
    nobody = texts(opened(replace(MINUTES, absent=())))
    assert "Vắng mặt:" not in nobody


def test_each_item_has_its_votes_its_reasons_and_its_conclusion():
    paper = opened()
    said = texts(paper)
    first = said.index("1. Đề án 2017-54-0003: Hỗ trợ ứng dụng máy cưa CNC trong chế biến gỗ")
    second = said.index("2. Đề án 2017-54-0004: Hỗ trợ ứng dụng máy cưa CNC trong chế biến gỗ")
    own = said[first:second]
    assert "Đơn vị thực hiện: Trung tâm Khuyến công Phú Yên. Kinh phí đề nghị: 1.769,5 triệu đồng." in own
    assert "Không tham gia thẩm định do có xung đột lợi ích: Đinh Thị Út." in own
    assert "Kết luận: trả lại để bổ sung." in own
    assert "Lý do: Hồ sơ, tài liệu chưa đầy đủ theo Phụ lục 2." in own
    assert "Kết luận: đạt." in said[second:]
    assert not any(line.startswith("Lý do:") for line in said[second:])
    votes = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert votes[1][2:] == ["3", "0", ""]
    assert votes[2] == [
        "2",
        "Sự phù hợp, đầy đủ của hồ sơ, tài liệu",
        "1",
        "2",
        "Điểm bình quân 14; Trần Thị Hoa: thiếu báo giá; Võ Văn Tám: <b>chưa ký & đóng dấu</b>",
    ]


def test_what_a_reader_may_not_see_is_not_in_the_paper():
    paper = opened(replace(MINUTES, items=(replace(ITEM, criteria=(), hidden=True),)))
    assert any("không hiển thị với người đã khai xung đột lợi ích" in line for line in texts(paper))
    assert len(paper.tables) == 2  # the head and the signatures


def test_a_session_under_way_says_so():
    assert DRAFT not in texts(opened())
    assert DRAFT in texts(opened(replace(MINUTES, draft=True)))
    demo = replace(LETTERHEAD, notice="DỮ LIỆU MINH HỌA")
    assert f"{DRAFT} – DỮ LIỆU MINH HỌA" in texts(opened(replace(MINUTES, draft=True), demo))


def test_nothing_of_the_template_is_left():
    body = "".join(node.text or "" for node in opened().element.body.iter(qn("w:t")))
    assert not any(mark in body for mark in ("{{", "{%", "}}", "%}"))


def test_the_template_is_what_its_builder_makes():
    kept, made = docx.Document(str(TEMPLATE)), build()
    assert kept.element.body.xml == made.element.body.xml


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it():
    made = to_pdf(build_minutes(MINUTES, letterhead=LETTERHEAD))
    assert made is not None
    assert made.startswith(b"%PDF")
