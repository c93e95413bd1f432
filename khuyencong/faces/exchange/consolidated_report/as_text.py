"""The report for a terminal: the prose, then an aligned table.  Money in triệu đồng."""

from collections.abc import Sequence
from textwrap import fill
from typing import Final

from khuyencong.core.money import show_percent
from khuyencong.figures.reporting.narrative import (
    Narrative,
    in_sentence,
    notes_of,
    plain,
    show_figure,
    show_unit,
    show_value,
)
from khuyencong.figures.reporting.values import Figure, Report

WIDTH: Final = 100
UNKNOWN: Final = "–"
HEADS: Final = (
    "Chỉ tiêu",
    "Đơn vị",
    "Giá trị",
    "Kỳ so sánh",
    "Giá trị kỳ đó",
    "Tăng, giảm %",
    "Tỷ lệ %",
    "Của",
    "Chứng cứ",
)
RIGHT: Final = frozenset({2, 4, 5, 6, 8})
"""The columns of numbers."""


def as_text(report: Report, narrative: Narrative) -> str:
    """Return the report as lines, without a closing line feed."""
    parts = []
    for section in narrative.sections:
        parts += [section.title.upper(), *(fill(plain(paragraph), WIDTH) for paragraph in section.paragraphs)]
    parts += ["\n".join(_table([HEADS, *map(_cells, report.figures)]))]
    parts += ["\n".join(fill(f"* {note}", WIDTH, subsequent_indent="  ") for note in notes_of(report))]
    return "\n\n".join(parts)


def _cells(figure: Figure) -> tuple[str, ...]:
    old, whole = figure.comparison, figure.denominator
    return (
        figure.label,
        show_unit(figure),
        show_figure(figure),
        in_sentence(old.period) if old else UNKNOWN,
        show_value(old.value, is_money=figure.is_money) if old else UNKNOWN,
        show_percent(old.change_percent) if old else UNKNOWN,
        show_percent(whole.percent) if whole else UNKNOWN,
        whole.label if whole else UNKNOWN,
        str(figure.evidence_count),
    )


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align the columns; every letter is one sign wide, since texts are in composed form."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place in RIGHT else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [lines[0], "─" * max(map(len, lines)), *lines[1:]]
