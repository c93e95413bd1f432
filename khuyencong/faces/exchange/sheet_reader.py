"""Reading a table that somebody sends: xlsx, xls, ods or csv, as rows of text under their headings.

Numbers are written as Vietnamese write them, days as dd/mm/yyyy, so that the fields of a form read both alike.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import show_date, show_number
from khuyencong.core.text import fold, squeeze

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_ROWS: Final = 500
HEAD_WITHIN: Final = 30
"""The heading stands in one of the first rows: above it are titles."""


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the sheet (from 1), and its texts by folded heading."""

    number: int
    cells: dict[str, str]


def read_rows(name: str, data: bytes, *, heading: str) -> tuple[SheetRow, ...]:
    """Return the rows below the row that holds ``heading`` (accents and case aside), empty ones left out.

    Raises NotValid, with a sentence for the user, for what is no table, has no such heading, or is too long.
    """
    if len(data) > MOST_BYTES:
        raise NotValid("Tệp quá lớn: mỗi lần nhập tối đa 2 MB.", field="file")
    table = _csv(data) if name.lower().endswith(".csv") else _workbook(data)
    wanted = fold(heading)
    at = next((i for i, row in enumerate(table[:HEAD_WITHIN]) if wanted in {fold(cell) for cell in row}), None)
    if at is None:
        raise NotValid(f"Không thấy cột “{heading}” trong tệp: hãy dùng tệp mẫu.", field="file")
    names = [fold(cell) for cell in table[at]]
    rows = [
        SheetRow(number, {name: cell for name, cell in zip(names, row, strict=False) if name})
        for number, row in enumerate(table[at + 1 :], at + 2)
        if any(row)
    ]
    if len(rows) > MOST_ROWS:
        raise NotValid(f"Tệp có {len(rows)} dòng: mỗi lần nhập tối đa {MOST_ROWS} dòng.", field="file")
    return tuple(rows)


def _workbook(data: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError):
        raise NotValid("Không đọc được tệp: hãy dùng tệp Excel (.xlsx) hoặc .csv.", field="file") from None
    return [[_text(cell) for cell in row] for row in rows]


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotValid("Tệp .csv phải ở bảng mã UTF-8: hãy lưu lại với mã UTF-8.", field="file") from None
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        return [[squeeze(cell) for cell in row] for row in csv.reader(StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise NotValid("Không đọc được tệp .csv: có dòng sai dấu nháy hoặc dấu phân cách.", field="file") from None


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return show_date(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, float):
        # A code or a telephone typed as a number has no fraction; money may have one.
        return str(int(cell)) if cell.is_integer() else show_number(Decimal(str(cell)))
    return squeeze(str(cell))


def texts(row: SheetRow, headings: Sequence[str]) -> str:
    """Return the text under the first of ``headings`` that the sheet has."""
    return next((row.cells[fold(name)] for name in headings if fold(name) in row.cells), "")
