"""What the report's page shows: the frozen report, dressed with words and links."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from khuyencong.core.money import show_percent
from khuyencong.faces.web.reports.options import Options
from khuyencong.figures.reporting.narrative import (
    FigureRef,
    Narrative,
    area_in_sentence,
    in_sentence,
    narrative,
    show_figure,
    show_unit,
    show_value,
)
from khuyencong.figures.reporting.values import Comparison, Figure, ProvinceFigures, Report

_TILES: Final = (
    "plan.total",
    "plan.national",
    "plan.local",
    "money.settled",
    "result.machinery",
    "result.demo_models",
    "result.enterprises",
    "consulting.revenue",
)
_COLUMNS: Final = (
    ("plan.total", "Kế hoạch"),
    ("plan.national", "KCQG"),
    ("plan.local", "KCĐP"),
    ("money.settled", "Đã quyết toán"),
    ("result.demo_models", "Mô hình trình diễn"),
    ("result.machinery", "Cơ sở ứng dụng máy"),
    ("result.fairs", "Hội chợ"),
    ("result.fair_participations", "Lượt dự hội chợ"),
    ("result.brands", "Cơ sở có thương hiệu"),
    ("result.enterprises", "DN thành lập"),
    ("consulting.jobs", "Dự án tư vấn"),
    ("consulting.revenue", "Doanh thu tư vấn"),
)


@dataclass(frozen=True)
class Linked:
    """Words with (or, where ``href`` is empty, without) a link."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class ProseSection:
    """A titled part of the narrative."""

    title: str
    paragraphs: tuple[tuple[Linked, ...], ...]


@dataclass(frozen=True)
class FigureRow:
    """A figure as the page prints it.  ``part`` marks what is a part of the row above it."""

    code: str
    label: str
    unit: str
    value: Linked
    remark: str
    part: bool
    evidence: int
    old: Linked | None
    old_period: str
    change: str
    tone: str
    percent: str
    percent_of: str


@dataclass(frozen=True)
class ProvinceRow:
    """A province with its cells, in the order of the columns; no cells where no record stands behind it."""

    name: Linked
    inside: str
    cells: tuple[Linked, ...]


@dataclass(frozen=True)
class ProvinceTable:
    """The figures by province, and their total."""

    heads: tuple[str, ...]
    rows: tuple[ProvinceRow, ...]
    total: tuple[Linked, ...]


@dataclass(frozen=True)
class Content:
    """A report, ready to be shown."""

    report: Report
    options: Options
    prose: tuple[ProseSection, ...]
    tiles: tuple[FigureRow, ...]
    rows: tuple[FigureRow, ...]
    table: ProvinceTable

    @property
    def empty(self) -> bool:
        """Say whether no record at all stands behind the report."""
        return not any(figure.evidence_count for figure in self.report.figures)

    @property
    def many(self) -> bool:
        """Say whether there is more than one province to compare."""
        return len(self.report.provinces) > 1

    @property
    def title(self) -> str:
        """The page's heading."""
        return _("Báo cáo khuyến công %(area)s, %(period)s") % {
            "area": area_in_sentence(self.report),
            "period": in_sentence(self.report.period),
        }


def content(report: Report, options: Options) -> Content:
    """Dress a report.  No query."""
    rows = tuple(_row(figure, options) for figure in report.figures)
    by_code = {row.code: row for row in rows}
    tiles = tuple(by_code[code] for code in _TILES)
    return Content(report, options, _prose(narrative(report), options), tiles, rows, _table(report, options))


def _prose(written: Narrative, options: Options) -> tuple[ProseSection, ...]:
    return tuple(
        ProseSection(
            section.title,
            tuple(
                tuple(
                    Linked(piece.text, options.evidence_url(piece.code) if isinstance(piece, FigureRef) else "")
                    for piece in paragraph
                )
                for paragraph in section.paragraphs
            ),
        )
        for section in written.sections
    )


def _row(figure: Figure, options: Options) -> FigureRow:
    label = figure.label
    old, share = figure.comparison, figure.denominator
    return FigureRow(
        code=figure.code,
        label=label.removeprefix("– "),
        unit=show_unit(figure),
        value=_linked(figure, options),
        remark=figure.remark,
        part=label.startswith("– "),
        evidence=figure.evidence_count,
        old=_old(figure, old, options) if old else None,
        old_period=in_sentence(old.period) if old else "",
        change=_change(old),
        tone=_tone(old),
        percent=f"{show_percent(share.percent)}%" if share and share.percent is not None else "",
        percent_of=share.label if share else "",
    )


def _linked(figure: Figure, options: Options) -> Linked:
    # Nothing stands behind a figure without evidence: a link would open an empty page.
    return Linked(show_figure(figure), options.evidence_url(figure.code) if figure.evidence_count else "")


def _old(figure: Figure, old: Comparison, options: Options) -> Linked:
    # On the same map as the figure that it is compared with.
    then = replace(options, period=old.period, map_day=options.map_date)
    return Linked(show_value(old.value, is_money=figure.is_money), then.evidence_url(figure.code))


def _change(old: Comparison | None) -> str:
    if old is None or old.change_percent is None:
        return ""
    if old.change_percent == 0:
        return _("không đổi")
    return f"{_('tăng') if old.change_percent > 0 else _('giảm')} {show_percent(abs(old.change_percent))}%"


def _tone(old: Comparison | None) -> str:
    change = old.change_percent if old and old.change_percent is not None else Decimal(0)
    return "success" if change > 0 else "danger" if change < 0 else "neutral"


def _table(report: Report, options: Options) -> ProvinceTable:
    return ProvinceTable(
        tuple(_(head) for _code, head in _COLUMNS),
        tuple(_province(province, options) for province in report.provinces),
        _cells(report.figure, options),
    )


def _province(province: ProvinceFigures, options: Options) -> ProvinceRow:
    here = options.at(province.code)
    cells = _cells(province.figure, here) if province.reported else ()
    return ProvinceRow(Linked(province.name, here.url), ", ".join(province.inside), cells)


def _cells(figure: Callable[[str], Figure], options: Options) -> tuple[Linked, ...]:
    return tuple(_linked(figure(code), options) for code, _head in _COLUMNS)
