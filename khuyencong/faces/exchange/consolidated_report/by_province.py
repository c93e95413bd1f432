"""Sheet "Theo tỉnh": a row for each province, a column for each figure, and a live total."""

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
from khuyencong.figures.indicators.registry import INDICATORS
from khuyencong.figures.reporting.narrative import show_unit
from khuyencong.figures.reporting.values import Figure, ProvinceFigures, Report

NAME: Final = "Theo tỉnh"
FIRST: Final = 4
"""Columns before the figures: code, province, what it took in, whether anything is known."""


def write_provinces(book: Workbook, styles: Styles, report: Report, titles: tuple[str, ...], notice: str) -> None:
    """Write the sheet; an unknown province has no number, so that no sum takes it for 0."""
    widths = (7, 18, 16, 15, *(11 if figure.is_money else 9 for figure in report.figures))
    sheet, top = open_sheet(book, NAME, styles, (*titles, "Kinh phí, doanh thu: triệu đồng"), widths, notice=notice)
    heads = [f"{figure.label.removeprefix('– ')} ({show_unit(figure)})" for figure in report.figures]
    write_heads(
        sheet, top, ["Mã tỉnh", "Tỉnh, thành phố", "Gồm các tỉnh cũ", "Tình trạng số liệu", *heads], styles, height=126
    )
    sheet.freeze_panes(top + 1, 2)
    for row, province in enumerate(report.provinces, top + 1):
        _province(sheet, row, province, styles)
    _total(sheet, top + 1, top + len(report.provinces), report, styles)


def _province(sheet: Worksheet, row: int, province: ProvinceFigures, styles: Styles) -> None:
    inside = ", ".join(province.inside)
    fit_row(sheet, row, {16: inside})
    sheet.write_string(row, 0, province.code, styles.text)
    sheet.write_string(row, 1, province.name, styles.text)
    sheet.write_string(row, 2, inside, styles.wrapped)
    sheet.write_string(row, 3, "có số liệu" if province.reported else "chưa có số liệu", styles.text)
    for column, figure in enumerate(province.figures, FIRST):
        if province.reported:
            write_value(sheet, row, column, figure.value, styles, is_money=figure.is_money)
        else:
            sheet.write_string(row, column, UNKNOWN, styles.unknown)


def _total(sheet: Worksheet, first: int, last: int, report: Report, styles: Styles) -> None:
    """Add up the columns that can be added; a figure computed over groups is the area's own."""
    row = last + 1
    for column, text in enumerate(("", "Tổng cộng", "", "")):
        sheet.write_string(row, column, text, styles.total_text)
    for column, figure in enumerate(report.figures, FIRST):
        if INDICATORS[figure.code].shape is not None:
            _own(sheet, row, column, figure, styles)
            continue
        total = sum(int(province.figure(figure.code).value) for province in report.provinces if province.reported)
        style = styles.money(total, total=True) if figure.is_money else styles.total_whole
        value = millions(total) if figure.is_money else total
        sheet.write_formula(row, column, f"=SUM({at(first, column)}:{at(last, column)})", style, value)


def _own(sheet: Worksheet, row: int, column: int, figure: Figure, styles: Styles) -> None:
    if figure.is_money:
        money = int(figure.value)
        sheet.write_number(row, column, millions(money), styles.money(money, total=True))
    else:
        sheet.write_number(row, column, float(figure.value), styles.total_hundredths)
