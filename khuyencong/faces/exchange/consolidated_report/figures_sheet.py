"""Sheet "Tổng hợp": every figure with what it is compared with and what it is a part of; then money by group."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from khuyencong.faces.exchange.consolidated_report.sheet import (
    UNKNOWN,
    Styles,
    at,
    fit_row,
    millions,
    open_sheet,
    write_heads,
    write_value,
)
from khuyencong.figures.reporting.narrative import in_sentence, show_unit
from khuyencong.figures.reporting.values import Figure, GroupMoney, Report

NAME: Final = "Tổng hợp"
HEADS: Final = (
    "Mã chỉ tiêu",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Giá trị (theo đơn vị tính)",
    "Kỳ so sánh",
    "Giá trị kỳ so sánh (theo đơn vị tính)",
    "Tăng, giảm (%)",
    "Mẫu số của tỷ lệ",
    "Giá trị mẫu số (theo đơn vị tính)",
    "Tỷ lệ so với mẫu số (%)",
    "Số chứng cứ (bản ghi)",
    "Ghi chú",
)
WIDTHS: Final = (24, 36, 13, 14, 21, 14, 9, 22, 14, 10, 10, 26)
CODE, LABEL, UNIT, VALUE, OLD_PERIOD, OLD, GROWTH, WHOLE_NAME, WHOLE, SHARE, EVIDENCE, REMARK = range(12)
PARTS_OF_PLAN: Final = ("plan.national", "plan.local")


def write_figures(book: Workbook, styles: Styles, report: Report, titles: tuple[str, ...], notice: str) -> None:
    """Write the sheet.  Growth, shares and sums are formulas; each carries its value for viewers that compute none."""
    sheet, top = open_sheet(book, NAME, styles, (*titles, "Kinh phí, doanh thu: triệu đồng"), WIDTHS, notice=notice)
    write_heads(sheet, top, HEADS, styles)
    sheet.freeze_panes(top + 1, 2)
    rows = {figure.code: top + 1 + place for place, figure in enumerate(report.figures)}
    for figure in report.figures:
        _figure(sheet, rows, figure, report, styles)
    if report.groups:
        _groups(sheet, top + len(report.figures) + 3, report.groups, styles)


def _figure(sheet: Worksheet, rows: Mapping[str, int], figure: Figure, report: Report, styles: Styles) -> None:
    row = rows[figure.code]
    whole = figure.denominator.label if figure.denominator else ""
    fit_row(sheet, row, {WIDTHS[LABEL]: figure.label, WIDTHS[WHOLE_NAME]: whole, WIDTHS[REMARK]: figure.remark})
    sheet.write_string(row, CODE, figure.code, styles.text)
    sheet.write_string(row, LABEL, figure.label, styles.wrapped)
    sheet.write_string(row, UNIT, show_unit(figure), styles.text)
    _value(sheet, rows, figure, report, styles)
    _comparison(sheet, row, figure, styles)
    _denominator(sheet, rows, figure, styles)
    sheet.write_number(row, EVIDENCE, figure.evidence_count, styles.whole)
    sheet.write_string(row, REMARK, figure.remark, styles.wrapped)


def _value(sheet: Worksheet, rows: Mapping[str, int], figure: Figure, report: Report, styles: Styles) -> None:
    """Write the value; the plan is a live sum of its two funds where they do make it up."""
    row = rows[figure.code]
    if figure.code == "plan.total" and all(code in rows for code in PARTS_OF_PLAN):
        parts = sum(int(report.figure(code).value) for code in PARTS_OF_PLAN)
        if parts == figure.value:
            formula = "=" + "+".join(at(rows[code], VALUE) for code in PARTS_OF_PLAN)
            sheet.write_formula(row, VALUE, formula, styles.money(parts), millions(parts))
            return
    write_value(sheet, row, VALUE, figure.value, styles, is_money=figure.is_money)


def _comparison(sheet: Worksheet, row: int, figure: Figure, styles: Styles) -> None:
    old = figure.comparison
    if old is None:
        for column in (OLD_PERIOD, OLD, GROWTH):
            sheet.write_string(row, column, UNKNOWN, styles.unknown)
        return
    sheet.write_string(row, OLD_PERIOD, in_sentence(old.period), styles.text)
    write_value(sheet, row, OLD, old.value, styles, is_money=figure.is_money)
    now, before = at(row, VALUE), at(row, OLD)
    formula = f'=IF({before}>0,ROUND(({now}-{before})/{before}*100,2),"{UNKNOWN}")'
    _percent(sheet, row, GROWTH, formula, old.change_percent, styles)


def _denominator(sheet: Worksheet, rows: Mapping[str, int], figure: Figure, styles: Styles) -> None:
    """Write what the figure is a part of: a reference to that figure's own cell where it has one on this sheet."""
    row, whole = rows[figure.code], figure.denominator
    if whole is None:
        for column in (WHOLE_NAME, WHOLE, SHARE):
            sheet.write_string(row, column, UNKNOWN, styles.unknown)
        return
    sheet.write_string(row, WHOLE_NAME, whole.label, styles.wrapped)
    if whole.code in rows:
        value = millions(whole.value) if figure.is_money else whole.value
        style = styles.money(whole.value) if figure.is_money else styles.whole
        sheet.write_formula(row, WHOLE, f"={at(rows[whole.code], VALUE)}", style, value)
    else:
        write_value(sheet, row, WHOLE, whole.value, styles, is_money=figure.is_money)
    part, total = at(row, VALUE), at(row, WHOLE)
    formula = f'=IF({total}<>0,ROUND({part}/{total}*100,2),"{UNKNOWN}")'
    _percent(sheet, row, SHARE, formula, whole.percent, styles)


def _percent(sheet: Worksheet, row: int, column: int, formula: str, percent: Decimal | None, styles: Styles) -> None:
    value = UNKNOWN if percent is None else float(percent)
    sheet.write_formula(row, column, formula, styles.hundredths, value)


def _groups(sheet: Worksheet, top: int, groups: tuple[GroupMoney, ...], styles: Styles) -> None:
    """Write planned money by content group with a live total and live shares."""
    heads = (
        "Mã nhóm",
        "Nhóm nội dung hoạt động khuyến công",
        "Đơn vị tính",
        "Kinh phí kế hoạch (triệu đồng)",
        "Tỷ trọng (%)",
    )
    sheet.set_row(top, 32)
    for column, head in enumerate(heads):
        sheet.write_string(top, column, head, styles.head)
    last = top + len(groups)
    whole = at(last + 1, VALUE)
    for row, group in enumerate(groups, top + 1):
        fit_row(sheet, row, {WIDTHS[LABEL]: group.name})
        sheet.write_string(row, CODE, group.code, styles.text)
        sheet.write_string(row, LABEL, group.name, styles.wrapped)
        sheet.write_string(row, UNIT, "triệu đồng", styles.text)
        sheet.write_number(row, VALUE, millions(group.value), styles.money(group.value))
        formula = f'=IF({whole}<>0,ROUND({at(row, VALUE)}/{whole}*100,2),"{UNKNOWN}")'
        _percent(sheet, row, OLD_PERIOD, formula, group.percent, styles)
    total = sum(group.value for group in groups)
    sheet.write_string(last + 1, CODE, "", styles.total_text)
    sheet.write_string(last + 1, LABEL, "Tổng cộng", styles.total_text)
    sheet.write_string(last + 1, UNIT, "triệu đồng", styles.total_text)
    formula = f"=SUM({at(top + 1, VALUE)}:{at(last, VALUE)})"
    sheet.write_formula(last + 1, VALUE, formula, styles.money(total, total=True), millions(total))
