"""The workbook: live formulas with right cached values, exact đồng, and no formula from anybody's text."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from khuyencong.faces.exchange.consolidated_report import evidence_sheet
from khuyencong.faces.exchange.consolidated_report.workbook import build_xlsx
from khuyencong.figures.reporting.evidence import EvidenceRow
from khuyencong.figures.reporting.narrative import narrative
from tests.factories.report import CENTRAL, MILLION, make_report

EVIL = "=1+1"


def evidence(count=3, *, is_money=True, title="2017-54-0001 – Máy sấy"):
    return (
        EvidenceRow(
            "plan.total", date(2017, 3, 5), "Phú Yên", title, "ngân sách tỉnh, QĐ 12", 50_000_001, is_money, n, "dòng kế hoạch",
            f"planning_planline#{n}",
        )
        for n in range(count)
    )  # fmt: skip


def built(report, rows=None, **more):
    made = build_xlsx(report, narrative(report), evidence() if rows is None else rows, **more)
    live, cached = load_workbook(BytesIO(made)), load_workbook(BytesIO(made), data_only=True)
    return live, cached


def table(sheet, head):
    """Return the rows under the heading row that begins with ``head``, as dicts by heading."""
    rows = list(sheet.iter_rows())
    top = next(place for place, row in enumerate(rows) if row[0].value == head)
    heads = [cell.value for cell in rows[top] if cell.value]
    return [
        dict(zip(heads, row, strict=False)) for row in rows[top + 1 :] if any(cell.value is not None for cell in row)
    ]


def by(rows, key, value):
    return next(row for row in rows if row[key].value == value)


def test_growth_and_share_are_live_and_cached():
    report = make_report()
    live, cached = built(report)
    for figure in report.figures:
        formula = by(table(live["Tổng hợp"], "Mã chỉ tiêu"), "Mã chỉ tiêu", figure.code)
        value = by(table(cached["Tổng hợp"], "Mã chỉ tiêu"), "Mã chỉ tiêu", figure.code)
        expected = float(figure.value) / MILLION if figure.is_money else float(figure.value)
        assert value["Giá trị (theo đơn vị tính)"].value == expected
        if figure.comparison and figure.comparison.change_percent is not None:
            assert formula["Tăng, giảm (%)"].value.startswith("=IF(")
            assert value["Tăng, giảm (%)"].value == float(figure.comparison.change_percent)
        if figure.denominator and figure.denominator.percent is not None:
            assert formula["Tỷ lệ so với mẫu số (%)"].value.startswith("=IF(")
            assert value["Tỷ lệ so với mẫu số (%)"].value == float(figure.denominator.percent)
            assert value["Mẫu số của tỷ lệ"].value == figure.denominator.label


def test_the_plan_is_the_sum_of_its_funds():
    live, _ = built(make_report())
    total = by(table(live["Tổng hợp"], "Mã chỉ tiêu"), "Mã chỉ tiêu", "plan.total")
    assert total["Giá trị (theo đơn vị tính)"].value == "=D6+D7"


def test_provinces_add_up_to_the_report():
    report = make_report(missing=("Kon Tum",))
    live, cached = built(report)
    formulas, values = live["Theo tỉnh"], cached["Theo tỉnh"]
    last = formulas.max_row
    assert formulas.cell(last, 2).value == "Tổng cộng"
    for column, figure in enumerate(report.figures, 5):
        expected = float(figure.value) / MILLION if figure.is_money else float(figure.value)
        assert values.cell(last, column).value == expected, figure.code
        if figure.code not in {"plan.largest_content", "plan.effective_contents"}:
            assert formulas.cell(last, column).value.startswith("=SUM(")
            numbers = [values.cell(row, column).value for row in range(last - len(CENTRAL), last)]
            assert sum(number for number in numbers if number != "–") == pytest.approx(expected)


def test_an_unknown_province_has_no_number():
    _, cached = built(make_report(missing=("Kon Tum",)))
    row = by(table(cached["Theo tỉnh"], "Mã tỉnh"), "Tỉnh, thành phố", "Kon Tum")
    assert {cell.value for cell in list(row.values())[4:]} == {"–"}
    assert row["Tình trạng số liệu"].value == "chưa có số liệu"


def test_groups_have_a_live_total():
    live, cached = built(make_report())
    rows = table(live["Tổng hợp"], "Mã nhóm")
    assert rows[-1]["Kinh phí kế hoạch (triệu đồng)"].value.startswith("=SUM(")
    assert table(cached["Tổng hợp"], "Mã nhóm")[-1]["Kinh phí kế hoạch (triệu đồng)"].value == 52507.5


def test_evidence_is_exact_dong_with_its_address():
    _, cached = built(make_report(), link=lambda row: f"https://kc.example/de-an/{row.project_id}")
    row = table(cached["Chứng cứ"], "Mã chỉ tiêu")[2]
    assert row["Số tiền (đồng)"].value == 50_000_001
    assert row["Ngày"].value.date() == date(2017, 3, 5)
    assert row["Đường dẫn"].value == "https://kc.example/de-an/2"
    assert row["Đường dẫn"].hyperlink is None


def test_a_count_is_not_in_the_column_of_money():
    _, cached = built(make_report(), evidence(1, is_money=False))
    row = table(cached["Chứng cứ"], "Mã chỉ tiêu")[0]
    assert (row["Số tiền (đồng)"].value, row["Số đếm (theo đơn vị của chỉ tiêu)"].value) == (None, 50_000_001)


def test_long_evidence_goes_on_in_the_next_sheet(monkeypatch):
    monkeypatch.setattr(evidence_sheet, "MOST_ROWS", 2)
    live, _ = built(make_report(), evidence(5))
    assert live.sheetnames == ["Tổng hợp", "Theo tỉnh", "Chứng cứ", "Chứng cứ (2)", "Chứng cứ (3)", "Ghi chú"]
    assert [len(table(live[name], "Mã chỉ tiêu")) for name in live.sheetnames[2:5]] == [2, 2, 1]


def test_no_evidence_is_an_empty_sheet():
    live, _ = built(make_report(), ())
    assert table(live["Chứng cứ"], "Mã chỉ tiêu") == []


def test_no_text_becomes_a_formula_or_a_link():
    report = make_report((EVIL, "@SUM(A1)", "https://evil.example"), area=EVIL, notes=(EVIL,))
    figures = tuple(replace(figure, remark=EVIL) for figure in report.figures)
    live, _ = built(replace(report, figures=figures), evidence(title=EVIL), notice=EVIL, link=lambda row: EVIL)
    seen = [cell for sheet in live for row in sheet.iter_rows() for cell in row if cell.value == EVIL]
    assert len(seen) > 10
    assert {cell.data_type for cell in seen} == {"s"}
    assert not [cell for sheet in live for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_pages_are_set_up():
    live, _ = built(make_report())
    for sheet in live:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    for name in ("Tổng hợp", "Theo tỉnh", "Chứng cứ"):
        assert live[name].freeze_panes
        assert live[name].print_title_rows


def test_notes_say_what_the_numbers_are_of():
    _, cached = built(make_report(missing=("Kon Tum",)), notice="DỮ LIỆU MINH HỌA")
    said = "\n".join(str(cell.value) for row in cached["Ghi chú"].iter_rows() for cell in row if cell.value)
    for words in ("central-highlands", "2017H1", "30/06/2017", "16:30 05/07/2017", "DỮ LIỆU MINH HỌA", "Kon Tum"):
        assert words in said


def test_decimals_only_where_there_are_any():
    _, cached = built(make_report())
    rows = table(cached["Tổng hợp"], "Mã chỉ tiêu")
    formats = [
        by(rows, "Mã chỉ tiêu", code)["Giá trị (theo đơn vị tính)"].number_format
        for code in ("plan.national", "plan.total")
    ]
    assert formats == ["#,##0", "#,##0.0#####"]
