"""Sheet "Chứng cứ": the records behind the figures, streamed one by one."""

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

from khuyencong.faces.exchange.consolidated_report.sheet import Styles, open_sheet, write_heads

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from khuyencong.figures.reporting.evidence import EvidenceRow

NAME: Final = "Chứng cứ"
HEADS: Final = (
    "Mã chỉ tiêu",
    "Ngày",
    "Tỉnh, thành phố",
    "Loại bản ghi",
    "Đề án, trung tâm",
    "Nội dung",
    "Số tiền (đồng)",
    "Số đếm (theo đơn vị của chỉ tiêu)",
    "Mã bản ghi",
    "Đường dẫn",
)
WIDTHS: Final = (24, 12, 17, 24, 48, 44, 16, 12, 32, 40)
MONEY: Final = HEADS.index("Số tiền (đồng)")
MOST_ROWS: Final = 1_000_000
"""A sheet of Excel ends at 1 048 576 rows; longer evidence goes on in the next one."""

Link = Callable[["EvidenceRow"], str]


def no_link(_row: "EvidenceRow") -> str:
    """Give no address: who builds the workbook knows the site's, this package does not."""
    return ""


def write_evidence(
    book: Workbook,
    styles: Styles,
    rows: Iterable["EvidenceRow"],
    titles: tuple[str, ...],
    notice: str,
    link: Link,
) -> None:
    """Write all rows, on as many sheets as they need; amounts are exact đồng."""
    left, most = iter(rows), MOST_ROWS
    place = 1
    batch: Iterable[EvidenceRow] = islice(left, most)
    while True:
        name = NAME if place == 1 else f"{NAME} ({place})"
        sheet, top = open_sheet(book, name, styles, (*titles, "Số tiền: đồng"), WIDTHS, notice=notice)
        write_heads(sheet, top, HEADS, styles, height=50)
        sheet.freeze_panes(top + 1, 1)
        last = top
        for last, row in enumerate(batch, top + 1):
            _row(sheet, last, row, styles, link(row))
        sheet.autofilter(top, 0, max(last, top + 1), len(HEADS) - 1)
        following = next(left, None)
        if following is None:
            return
        batch, place = chain([following], islice(left, most - 1)), place + 1


def _row(sheet: "Worksheet", at: int, row: "EvidenceRow", styles: Styles, address: str) -> None:
    texts = {0: row.code, 2: row.province, 3: row.source, 4: row.title, 5: row.detail, 8: row.key, 9: address}
    for column in range(len(HEADS)):
        if column == 1:
            sheet.write_datetime(at, column, row.on, styles.date)
        elif column in texts:
            sheet.write_string(at, column, texts[column], styles.text)
        elif row.is_money == (column == MONEY):
            sheet.write_number(at, column, row.value, styles.whole)
        else:
            sheet.write_blank(at, column, None, styles.text)
