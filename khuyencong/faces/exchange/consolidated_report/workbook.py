"""The report as an Excel workbook with live formulas and its evidence.

Money is in triệu đồng on the first two sheets (a number that loses no đồng) and in whole đồng on the evidence sheet.
Rows are written once, in order, and leave memory at once, so evidence may be as long as it is.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Final

import xlsxwriter

from khuyencong.core.formats import show_date
from khuyencong.faces.exchange.consolidated_report.by_province import write_provinces
from khuyencong.faces.exchange.consolidated_report.evidence_sheet import no_link, write_evidence
from khuyencong.faces.exchange.consolidated_report.figures_sheet import write_figures
from khuyencong.faces.exchange.consolidated_report.sheet import LINKED_NEVER, Styles, fit_row, open_sheet
from khuyencong.figures.reporting.narrative import HANOI, Narrative, area_in_sentence, in_sentence, notes_of, plain
from khuyencong.figures.reporting.values import Report

if TYPE_CHECKING:
    from khuyencong.figures.reporting.evidence import EvidenceRow

NOTES: Final = "Ghi chú"
_WIDTHS: Final = (26, 110)
COUNTED: Final = (
    "Chỉ tiêu đếm cơ sở, doanh nghiệp, trung tâm, đề án đếm mỗi đối tượng một lần trong kỳ;"
    " một đối tượng có thể có nhiều dòng chứng cứ."
)


def build_xlsx(
    report: Report,
    narrative: Narrative,
    evidence: "Iterable[EvidenceRow]",
    *,
    notice: str = "",
    link: "Callable[[EvidenceRow], str]" = no_link,
) -> bytes:
    """Return the workbook.

    ``evidence`` is read once, row by row.  ``link`` gives the address of a record's page as text; no cell is a link,
    and no text becomes a formula.  ``notice`` warns on every sheet, for example of demo data.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, **LINKED_NEVER}) as book:
        styles = Styles.of(book)
        titles = _titles(report)
        book.set_properties({"title": titles[0], "comments": notice})
        book.set_calc_mode("auto")
        write_figures(book, styles, report, titles, notice)
        write_provinces(book, styles, report, titles, notice)
        write_evidence(book, styles, evidence, titles, notice, link)
        _notes(book, styles, report, narrative, notice)
    return out.getvalue()


def _titles(report: Report) -> tuple[str, ...]:
    area = area_in_sentence(report)
    period = in_sentence(report.period)
    return (f"Báo cáo hoạt động khuyến công {period} – {area}",)


def _notes(book: xlsxwriter.Workbook, styles: Styles, report: Report, narrative: Narrative, notice: str) -> None:
    """Say what the numbers are of, and add the report in words."""
    sheet, row = open_sheet(book, NOTES, styles, _titles(report), _WIDTHS, notice=notice)
    above = ""
    for name, text in (*_facts(report), *(("Ghi chú", note) for note in notes_of(report)), *_prose(narrative)):
        fit_row(sheet, row, {_WIDTHS[0]: name, _WIDTHS[1]: text})
        sheet.write_string(row, 0, "" if name == above else name, styles.paragraph)
        sheet.write_string(row, 1, text, styles.paragraph)
        above = name
        row += 1


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    return (
        ("Địa bàn", f"{area_in_sentence(report)} (mã: {report.area})"),
        ("Kỳ báo cáo", f"{in_sentence(report.period)} (mã: {report.period.code})"),
        ("Cách chốt số liệu", report.cutoff.label),
        ("Bản đồ ngày", show_date(report.map_date)),
        ("Lập lúc", f"{report.generated_at.astimezone(HANOI):%H:%M %d/%m/%Y}"),
        ("Bộ lọc", f"{len(report.provinces)} tỉnh, thành phố của địa bàn; mọi nguồn kinh phí, mọi nội dung"),
        ("Đơn vị tính", "triệu đồng ở “Tổng hợp” và “Theo tỉnh”; đồng ở “Chứng cứ”"),
        ("Tỷ lệ", "phần trăm, làm tròn hai chữ số thập phân; mỗi tỷ lệ nêu tên mẫu số"),
        ("Chứng cứ", COUNTED),
    )


def _prose(narrative: Narrative) -> tuple[tuple[str, str], ...]:
    return tuple(
        (section.title, plain(paragraph)) for section in narrative.sections for paragraph in section.paragraphs
    )
