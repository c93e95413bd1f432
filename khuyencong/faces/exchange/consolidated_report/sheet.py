"""What the sheets share: formats, cells that can never become formulas, and the set-up of pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from khuyencong.core.money import MoneyUnit
from khuyencong.figures.reporting.values import Number

A4: Final = 9
FONT: Final = "Times New Roman"
UNKNOWN: Final = "–"
LINKED_NEVER: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Text is text: a province named "=1+1" stays a name."""

WHOLE, PARTS, HUNDREDTHS = "#,##0", "#,##0.0#####", "#,##0.00"
"""Number formats; Excel shows them in the reader's habit, "1.769,5" in Vietnamese.  PARTS has the six decimals that
triệu đồng can have, and never a lone decimal sign."""


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook, by what a cell is."""

    title: Format
    subtitle: Format
    notice: Format
    head: Format
    text: Format
    wrapped: Format
    unknown: Format
    whole: Format
    parts: Format
    hundredths: Format
    date: Format
    total_text: Format
    total_whole: Format
    total_parts: Format
    total_hundredths: Format
    paragraph: Format

    @classmethod
    def of(cls, book: Workbook) -> "Styles":
        """Add the formats to a workbook."""
        cell: dict[str, Any] = {"font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
        total = {**cell, "bold": True, "bg_color": "#EEF2F6"}
        plain = {"font_name": FONT, "font_size": 11}

        def add(base: dict[str, Any], **more: Any) -> Format:
            return book.add_format({**base, **more})

        return cls(
            title=add(plain, bold=True, font_size=14),
            subtitle=add(plain, italic=True),
            notice=add(plain, bold=True, font_color="#9C0006"),
            head=add(cell, bold=True, align="center", text_wrap=True, bg_color="#DCE6F1"),
            text=add(cell, indent=1),
            wrapped=add(cell, text_wrap=True, indent=1),
            unknown=add(cell, align="right"),
            whole=add(cell, num_format=WHOLE),
            parts=add(cell, num_format=PARTS),
            hundredths=add(cell, num_format=HUNDREDTHS),
            date=add(cell, num_format="dd/mm/yyyy", align="center"),
            total_text=add(total, indent=1),
            total_whole=add(total, num_format=WHOLE),
            total_parts=add(total, num_format=PARTS),
            total_hundredths=add(total, num_format=HUNDREDTHS),
            paragraph=add(plain, text_wrap=True, valign="top"),
        )

    def money(self, dong: int, *, total: bool = False) -> Format:
        """Return the format for triệu đồng: decimals only where there are any."""
        if dong % MoneyUnit.MILLION.factor:
            return self.total_parts if total else self.parts
        return self.total_whole if total else self.whole


def millions(dong: int) -> float:
    """Return đồng as the number of triệu đồng that a cell holds: exact up to 9 trillion triệu."""
    return dong / MoneyUnit.MILLION.factor


def write_value(sheet: Worksheet, row: int, column: int, value: Number, styles: Styles, *, is_money: bool) -> None:
    """Write a figure's value: money in triệu đồng, a count, or a number with two decimals."""
    if isinstance(value, str):
        sheet.write_number(row, column, float(Decimal(value)), styles.hundredths)
    elif is_money:
        sheet.write_number(row, column, millions(value), styles.money(value))
    else:
        sheet.write_number(row, column, value, styles.whole)


def open_sheet(
    book: Workbook, name: str, styles: Styles, titles: Sequence[str], widths: Sequence[float], *, notice: str
) -> tuple[Worksheet, int]:
    """Add a sheet with its title, subtitles and notice; return it and the row where its table begins."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer('&C&"Times New Roman,Regular"Trang &P/&N')
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    lines = [*titles, *([notice] if notice else [])]
    for row, line in enumerate(lines):
        style = styles.notice if line == notice else styles.title if row == 0 else styles.subtitle
        sheet.write_string(row, 0, line, style)
    return sheet, len(lines) + 1


def write_heads(sheet: Worksheet, row: int, heads: Sequence[str], styles: Styles, *, height: float = 48) -> None:
    """Write the headings of a table; they stay in sight and are repeated on each printed page."""
    sheet.set_row(row, height)
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, styles.head)
    sheet.repeat_rows(row)


def fit_row(sheet: Worksheet, row: int, texts: Mapping[float, str]) -> None:
    """Make a row as high as its wrapped texts need, each by the width of its column: streamed rows do not grow."""
    lines = max(ceil(len(text) * 0.92 / width) for width, text in texts.items())
    if lines > 1:
        sheet.set_row(row, 15 * lines + 1)


def at(row: int, column: int) -> str:
    """Name a cell: (0, 0) is "A1"."""
    return str(xl_rowcol_to_cell(row, column))
