"""The paper: the layout of NĐ 30/2020, and every number that of the report."""

import re
import shutil
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from khuyencong.core.money import Dong, show_million, show_percent
from khuyencong.faces.documents.charts import png
from khuyencong.faces.documents.consolidated_report import Letterhead, build_docx, money_chart
from khuyencong.faces.documents.consolidated_report.build import TEMPLATE
from khuyencong.faces.documents.consolidated_report.build_template import build
from khuyencong.faces.documents.consolidated_report.context import PROVINCE_COLUMNS
from khuyencong.faces.documents.pdf import to_pdf
from khuyencong.figures.reporting.narrative import narrative, plain, show_figure, show_unit, show_value
from tests.factories.report import make_report

NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
LETTERHEAD = Letterhead(
    superior="Bộ Công Thương",
    body="Cục Công nghiệp địa phương",
    symbol="CNĐP",
    place="Hà Nội",
    signer_title="Cục trưởng",
    signer="Nguyễn Văn A",
    authority="TL. Bộ trưởng",
    number=7,
    signed_on=date(2017, 7, 5),
    recipients=("Sở Công Thương các tỉnh, thành phố",),
    notice="DỮ LIỆU MINH HỌA",
)


def opened(report, letterhead=LETTERHEAD, *, chart=False):
    picture = png(money_chart(report)) if chart else None
    return docx.Document(BytesIO(build_docx(report, narrative(report), letterhead=letterhead, chart_png=picture)))


def texts(paper):
    return [paragraph.text for paragraph in paper.paragraphs]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def report():
    return make_report(missing=("Kon Tum",))


@pytest.fixture(scope="module")
def paper(report):
    return opened(report, chart=True)


def test_pages_and_margins(paper):
    upright, wide = paper.sections
    assert [round(side.mm) for side in (upright.page_width, upright.page_height)] == [210, 297]
    assert [round(side.mm) for side in (wide.page_width, wide.page_height)] == [297, 210]
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    for section in paper.sections:
        found = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in found] == [20, 20, 30, 20]


def test_the_page_number_is_in_the_top_margin_but_not_on_the_first_page(paper):
    first, second = paper.sections
    header = first.header.paragraphs[0]
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert [code.text.strip() for code in header._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert header.runs[0].font.size == Pt(14)
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text
    assert second.header.is_linked_to_previous
    assert not second.different_first_page_header_footer


def test_one_typeface_in_black(paper):
    for style in paper.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if style.name.startswith("KC ") or style.name in {"Normal", "Heading 1"}:
            assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {
                "Times New Roman"
            }
            assert str(style.font.color.rgb) == "000000"


def test_the_body_text(paper):
    body = paper.styles["KC Nội dung"]
    assert body.font.size == Pt(14)
    assert body.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(body.paragraph_format.first_line_indent.mm, 1) == 12.7
    assert body.paragraph_format.space_after == Pt(6)


def test_the_head_of_the_paper(paper):
    head = paper.tables[0]
    left, right = head.rows[0].cells
    assert [p.text for p in left.paragraphs if p.text] == ["BỘ CÔNG THƯƠNG", "CỤC CÔNG NGHIỆP\nĐỊA PHƯƠNG"]
    assert [(p.runs[0].font.size.pt, p.runs[0].bold) for p in left.paragraphs if p.text] == [(12, None), (12, True)]
    assert [p.text for p in right.paragraphs if p.text] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert [(p.runs[0].font.size.pt, p.runs[0].bold) for p in right.paragraphs if p.text] == [(12, True), (13, True)]
    assert cells(head)[1] == ["Số: 07/BC-CNĐP", "Hà Nội, ngày 05 tháng 7 năm 2017"]
    assert head.rows[1].cells[1].paragraphs[0].runs[0].italic
    assert [p.style.name for p in (left.paragraphs[-1], right.paragraphs[-1])] == [
        "KC Gạch dưới cơ quan",
        "KC Gạch dưới tiêu ngữ",
    ]


def test_the_line_under_the_body_is_a_third_to_a_half_of_its_name(paper):
    rule = paper.styles["KC Gạch dưới cơ quan"].paragraph_format
    line = 68 - rule.left_indent.mm - rule.right_indent.mm
    assert 1 / 3 <= line / 40 <= 1 / 2  # "CỤC CÔNG NGHIỆP" is some 40 mm long


def test_title_and_headings(paper):
    said = texts(paper)
    assert "BÁO CÁO" in said
    assert "Tổng hợp tình hình hoạt động khuyến công 6 tháng đầu năm 2017" in said
    assert [p.text for p in paper.paragraphs if p.style.name == "Heading 1"] == [
        "I. KINH PHÍ KHUYẾN CÔNG",
        "II. KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG HOẠT ĐỘNG",
        "III. TƯ VẤN PHÁT TRIỂN CÔNG NGHIỆP",
        "IV. MỘT SỐ HẠN CHẾ",
    ]
    assert "DỮ LIỆU MINH HỌA" in said


def test_the_prose_stands_under_its_heading(paper, report):
    said = texts(paper)
    for section in narrative(report).sections:
        heading = next(place for place, text in enumerate(said) if text.endswith(section.title.upper()))
        following = [text for text in said[heading + 1 :] if text]
        assert following[: len(section.paragraphs)] == [plain(paragraph) for paragraph in section.paragraphs]


def test_nothing_of_the_template_is_left(paper):
    everything = "\n".join([*texts(paper), *(text for table in paper.tables for row in cells(table) for text in row)])
    assert not re.search(r"[{}%]{2}|\{|\}", everything)


def test_signature_and_recipients(paper):
    left, right = paper.tables[3].rows[0].cells
    assert left.text == "Nơi nhận:\n- Sở Công Thương các tỉnh, thành phố;\n- Lưu: VT."
    first = left.paragraphs[0].runs[0]
    assert (first.font.size.pt, first.bold, first.italic) == (12, True, True)
    assert left.paragraphs[1].style.font.size == Pt(11)
    assert [p.text for p in right.paragraphs if p.text] == ["TL. BỘ TRƯỞNG", "CỤC TRƯỞNG", "Nguyễn Văn A"]


def test_the_picture_says_what_it_shows_and_its_table_follows(paper):
    drawings = list(paper.element.body.iter(qn("wp:docPr")))
    assert ["Biểu đồ: Kinh phí" in drawing.get("descr") for drawing in drawings] == [True]
    table = cells(paper.tables[1])
    assert table[0] == ["Tỉnh, thành phố", "Tổng số", "KCQG", "KCĐP"]
    assert table[1] == ["Đắk Nông", "3.850,5", "1.850", "2.000,5"]
    assert ["Kon Tum", "–", "–", "–"] in table
    assert table[-1] == ["Tổng cộng", "48.807", "23.350", "25.457"]


def test_money_by_group(paper, report):
    expected = [[g.name, show_million(Dong(g.value)), show_percent(g.percent)] for g in report.groups]
    assert cells(paper.tables[2])[1:] == [*expected, ["Tổng cộng", "48.807", ""]]


def test_the_table_of_all_figures(paper, report):
    rows = cells(paper.tables[4])[2:]
    assert len(rows) == len(report.figures)
    for place, (row, figure) in enumerate(zip(rows, report.figures, strict=True), 1):
        old, whole = figure.comparison, figure.denominator
        assert [row[0], row[2], row[3], row[10]] == [
            str(place), show_unit(figure), show_figure(figure), str(figure.evidence_count)
        ]  # fmt: skip
        assert figure.label in row[1]
        assert figure.remark in row[1]
        assert row[5:7] == (
            [show_value(old.value, is_money=figure.is_money), show_percent(old.change_percent)] if old else ["–", "–"]
        )
        assert row[7:10] == (
            [whole.label, show_value(whole.value, is_money=figure.is_money), show_percent(whole.percent)]
            if whole
            else ["–", "–", "–"]
        )


def test_the_table_by_province(paper, report):
    rows = cells(paper.tables[5])
    assert len(rows) == 1 + len(report.provinces) + 1
    for row, province in zip(rows[1:-1], report.provinces, strict=True):
        assert row[1].startswith(province.name)
        expected = [show_figure(province.figure(code)) for code, _, _ in PROVINCE_COLUMNS]
        assert row[2:] == (expected if province.reported else ["–"] * len(expected))
    assert rows[-1][2:] == [show_figure(report.figure(code)) for code, _, _ in PROVINCE_COLUMNS]


def test_heads_of_tables_are_repeated_and_numbers_stand_right(paper):
    for table in paper.tables[1:3] + paper.tables[4:]:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        last = table.rows[-1].cells[3 if len(table.columns) > 3 else 1].paragraphs[0]
        assert last.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_every_number_of_the_prose_is_the_report_s(paper, report):
    # Years, days, the clock, the number of provinces, the ends of scales: all else is a figure.
    known = {"2016", "2017", "6", "14", "15", "1", "0", "30", "06", "05", "07", "7", "16"}
    for figure in report.figures:
        known.add(show_figure(figure))
        if figure.comparison:
            known |= {show_value(figure.comparison.value, is_money=figure.is_money)}
            known.add(show_percent(figure.comparison.change_percent))
        if figure.denominator:
            known |= {show_value(figure.denominator.value, is_money=figure.is_money)}
            known.add(show_percent(figure.denominator.percent))
    found = {number for text in texts(paper) for number in NUMBER.findall(text)}
    assert found <= known


def test_without_number_day_notice_and_chart():
    letterhead = Letterhead("Ủy ban nhân dân tỉnh Phú Yên", "Sở Công Thương", "SCT", "Phú Yên", "Giám đốc")
    found = opened(make_report(("Phú Yên",), area="54@2017-06-30", label="Phú Yên"), letterhead)
    head = cells(found.tables[0])
    assert head[1][0].replace("\u00a0", "") == "Số: /BC-SCT"
    assert re.fullmatch(r"Phú Yên, ngày\s+tháng\s+năm 2017", head[1][1])
    assert not list(found.element.body.iter(qn("wp:docPr")))
    assert not [p for p in found.paragraphs if p.style.name == "KC Lưu ý"]
    assert [table.rows[0].cells[0].text for table in found.tables[1:2]] == ["Nhóm nội dung hoạt động khuyến công"]


def test_names_are_text_whatever_they_hold():
    nasty = "A & <B> {{ luu_y }}"
    found = opened(make_report((nasty, "Kon Tum")))
    assert nasty in [row[1] for row in cells(found.tables[5])]


def test_a_country_of_many_provinces_shows_the_largest():
    found = opened(make_report([f"Tỉnh {n}" for n in range(63)], area="vietnam", label="cả nước"), chart=True)
    table = cells(found.tables[1])
    assert len(table) == 1 + 20 + 1 + 1
    assert table[-2][0] == "Các tỉnh, thành phố còn lại"
    assert len(cells(found.tables[5])) == 65


def test_the_template_in_the_package_is_the_one_that_the_script_makes():
    made, kept = BytesIO(), docx.Document(str(TEMPLATE))
    build().save(made)
    made.seek(0)
    fresh = docx.Document(made)
    assert fresh.element.xml == kept.element.xml
    assert fresh.styles.element.xml == kept.styles.element.xml


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_pdf_from_the_same_document(report):
    made = to_pdf(build_docx(report, narrative(report), letterhead=LETTERHEAD, chart_png=None))
    assert made is not None
    assert made.startswith(b"%PDF-")


def test_no_pdf_where_there_is_no_libreoffice(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert to_pdf(b"") is None
