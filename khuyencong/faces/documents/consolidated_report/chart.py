"""The picture of the report, and the rows of the table under it."""

from dataclasses import dataclass
from typing import Final

from khuyencong.core.money import MoneyUnit
from khuyencong.faces.documents.charts import BarSeries
from khuyencong.figures.reporting.values import ProvinceFigures, Report

MOST: Final = 20
"""So many bars still read on one page; the rest is one row of the table."""

REST: Final = "Các tỉnh, thành phố còn lại"


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Planned money of one row, in đồng; ``None`` where nothing is known."""

    name: str
    total: int | None
    national: int | None
    local: int | None


def money_chart(report: Report) -> BarSeries:
    """Draw planned money in triệu đồng: national and local by province, or by content group for one province."""
    unit = MoneyUnit.MILLION.label
    if len(report.provinces) == 1:
        names = tuple(group.name for group in report.groups)
        series = (("Kinh phí kế hoạch", tuple(_million(group.value) for group in report.groups)),)
        return BarSeries("Kinh phí khuyến công theo kế hoạch, theo nhóm nội dung", names, series, unit)
    shown = _largest(report)
    title = "Kinh phí khuyến công theo kế hoạch, theo tỉnh, thành phố"
    if len(shown) < len(report.provinces):
        title += f" ({len(shown)} địa phương có kinh phí lớn nhất)"
    return BarSeries(
        title,
        tuple(province.name for province in shown),
        tuple(
            (name, tuple(_million(_money(province, code)) for province in shown))
            for name, code in (("Khuyến công quốc gia", "plan.national"), ("Khuyến công địa phương", "plan.local"))
        ),
        unit,
        stacked=True,
    )


def money_rows(report: Report) -> tuple[MoneyRow, ...]:
    """Return the chart's provinces, largest first, and what is left as one more row; none for one province."""
    if len(report.provinces) == 1:
        return ()
    shown = _largest(report)
    rows = [_row(province.name, (province,), known=province.reported) for province in shown]
    rest = [province for province in report.provinces if province not in shown]
    if rest:
        rows.append(_row(REST, rest, known=any(province.reported for province in rest)))
    return tuple(rows)


def _row(name: str, provinces: "list[ProvinceFigures] | tuple[ProvinceFigures, ...]", *, known: bool) -> MoneyRow:
    total, national, local = (
        sum(_money(province, code) for province in provinces) if known else None
        for code in ("plan.total", "plan.national", "plan.local")
    )
    return MoneyRow(name, total, national, local)


def _largest(report: Report) -> list[ProvinceFigures]:
    """Return at most MOST provinces by planned money; equals keep the order of the map."""
    return sorted(report.provinces, key=lambda province: -_money(province, "plan.total"))[:MOST]


def _money(province: ProvinceFigures, code: str) -> int:
    return int(province.figure(code).value)


def _million(dong: int) -> float:
    # A length of a bar: the only place where money may be a float.
    return dong / MoneyUnit.MILLION.factor
