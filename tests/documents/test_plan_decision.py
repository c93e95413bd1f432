"""The decision on a batch: the layout of NĐ 30/2020, its grounds, its list, its sums."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from khuyencong.core.money import Dong
from khuyencong.faces.documents.plan_decision import Approval, Listed, build_plan_decision
from khuyencong.faces.documents.plan_decision.build import DRAFT, TEMPLATE
from khuyencong.faces.documents.plan_decision.build_template import build

ROW = Listed(
    number="2017-54-0003",
    name="Hỗ trợ ứng dụng máy cưa CNC trong chế biến gỗ",
    unit="Trung tâm Khuyến công và Tư vấn phát triển công nghiệp Phú Yên",
    served="Hộ kinh doanh <Thành & Sơn>",
    source="Ngân sách tỉnh",
    cost=Dong(430_000_000),
    support=Dong(180_000_000),
)
APPROVAL = Approval(
    plan="Kế hoạch khuyến công địa phương năm 2017, Phú Yên",
    year=2017,
    batch=1,
    superior="",
    body="Ủy ban nhân dân tỉnh Phú Yên",
    authority="TM. Ủy ban nhân dân",
    signer="Chủ tịch",
    symbol="QĐ-UBND",
    place="Phú Yên",
    proposer="Giám đốc Sở Công Thương Phú Yên",
    manager="Sở Công Thương Phú Yên",
    grounds=("Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công",),
    listed=(ROW, replace(ROW, number="2017-54-0004", support=Dong(69_500_000), cost=Dong(69_500_000), served="")),
    decision="305/QĐ-UBND",
    approved_on=date(2017, 2, 20),
)


def opened(approval: Approval = APPROVAL) -> docx.document.Document:
    return docx.Document(BytesIO(build_plan_decision(approval)))


def texts(paper: docx.document.Document) -> list[str]:
    return [paragraph.text for paragraph in paper.paragraphs if paragraph.text]


def test_the_head_the_grounds_and_the_articles_say_what_was_decided():
    paper = opened()
    cells = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert cells[0].startswith("ỦY BAN NHÂN DÂN TỈNH PHÚ YÊN")
    assert cells[2:] == ["Số: 305/QĐ-UBND", "Phú Yên, ngày 20 tháng 02 năm 2017"]
    said = texts(paper)
    assert said[:3] == [
        "QUYẾT ĐỊNH",
        "Về việc phê duyệt Kế hoạch khuyến công địa phương năm 2017, Phú Yên",
        "ỦY BAN NHÂN DÂN TỈNH PHÚ YÊN",
    ]
    assert f"Căn cứ {APPROVAL.grounds[0]};" in said
    assert "Theo đề nghị của Giám đốc Sở Công Thương Phú Yên." in said
    first = next(line for line in said if line.startswith("Điều 1."))
    assert "gồm 2 đề án với tổng kinh phí thực hiện 499,5 triệu đồng" in first
    assert "hỗ trợ 249,5 triệu đồng, đối ứng của đơn vị thụ hưởng và nguồn khác 250 triệu đồng" in first
    assert "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH" in paper.tables[1].rows[0].cells[1].text


def test_the_list_lies_on_its_own_page_and_adds_up():
    paper = opened()
    upright, lying = paper.sections
    assert (upright.orientation, lying.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert "(Kèm theo Quyết định số 305/QĐ-UBND ngày 20 tháng 02 năm 2017 của Ủy ban nhân dân tỉnh Phú Yên)" in texts(
        paper
    )
    rows = [[cell.text for cell in row.cells] for row in paper.tables[2].rows]
    assert rows[1][1] == "2017-54-0003"
    assert rows[1][4:] == ["Hộ kinh doanh <Thành & Sơn>", "Ngân sách tỉnh", "430", "180", "250"]
    assert rows[2][4] == "chưa xác định"
    assert rows[3][2:3] + rows[3][6:] == ["Tổng cộng", "499,5", "249,5", "250"]


@pytest.mark.parametrize(
    ("approval", "said"),
    [
        (replace(APPROVAL, decision="", approved_on=None), DRAFT),
        (
            replace(APPROVAL, batch=2),
            "Về việc phê duyệt Kế hoạch khuyến công địa phương năm 2017, Phú Yên (bổ sung, đợt 2)",
        ),
        (replace(APPROVAL, notice="SỐ LIỆU MINH HỌA"), "SỐ LIỆU MINH HỌA"),
    ],
)
def test_a_draft_a_supplement_and_a_demonstration_say_so(approval: Approval, said: str):
    assert said in texts(opened(approval))
    assert said not in texts(opened())


def test_nothing_of_the_template_is_left():
    body = "".join(node.text or "" for node in opened().element.body.iter(qn("w:t")))
    assert not any(mark in body for mark in ("{{", "{%", "}}", "%}"))


def test_the_template_is_what_its_builder_makes():
    kept, made = docx.Document(str(TEMPLATE)), build()
    assert kept.element.body.xml == made.element.body.xml
