"""A list as a workbook: its filter in words, its heading, its rows; typed cells, and never a formula from a text."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import Any, Final

import xlsxwriter
from django.http import FileResponse

from khuyencong.core.formats import show_date

TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST: Final = 60
_NARROWEST: Final = 12


def workbook(
    name: str, title: str, filters: Iterable[tuple[str, str]], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> FileResponse:
    """Return the rows as ``name.xlsx``, written row by row and sent from a file: memory does not grow with them.

    ``filters`` are the label and value of each filter in force; they stand above the table, so that a sheet that
    was sent on still says what it holds.
    """
    file = TemporaryFile()  # noqa: SIM115  the response closes it when it has been sent
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        write = _writer(book, sheet := book.add_worksheet("Danh sách"))
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, len(column) + 2)))
        sheet.write_string(0, 0, title, bold)
        at = 1
        for label, value in filters:
            sheet.write_string(at, 0, f"{label}: {value}")
            at += 1
        at += 1
        for place, column in enumerate(columns):
            sheet.write_string(at, place, column, bold)
        sheet.freeze_panes(at + 1, 0)
        for number, row in enumerate(rows, at + 1):
            for place, value in enumerate(row):
                write(number, place, value)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=TYPE)


def _writer(book: Any, sheet: Any) -> Callable[[int, int, Any], None]:
    """Return how one value is written: days and whole numbers as such, all else as text."""
    day, whole = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "#,##0"})

    def write(row: int, column: int, value: Any) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, whole)
        elif value not in (None, ""):
            sheet.write_string(row, column, str(value))

    return write


def filter_words(*pairs: tuple[str, object], today: date) -> list[tuple[str, str]]:
    """Return the filters that are set, and the day on which the list was drawn."""
    words = [(label, str(value)) for label, value in pairs if value not in (None, "")]
    return [*words, ("Lập ngày", show_date(today))]
