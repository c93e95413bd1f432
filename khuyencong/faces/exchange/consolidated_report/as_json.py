"""The report as JSON values: money in whole đồng, percentages as text with two decimals and a dot, ISO dates."""

from decimal import Decimal
from typing import Any

from khuyencong.figures.reporting.narrative import Narrative
from khuyencong.figures.reporting.values import Comparison, Denominator, Figure, ProvinceFigures, Report


def as_json(report: Report, narrative: Narrative) -> dict[str, Any]:
    """Return what ``json.dumps`` can write; a period is its code ("2017H1"), an area the word it was asked by."""
    return {
        "area": report.area,
        "period": report.period.code,
        "cutoff": report.cutoff.value,
        "map_date": report.map_date.isoformat(),
        "generated_at": report.generated_at.isoformat(),
        "figures": [_figure(figure) for figure in report.figures],
        "groups": [
            {"code": group.code, "name": group.name, "value": group.value, "percent": _percent(group.percent)}
            for group in report.groups
        ],
        "provinces": [_province(province) for province in report.provinces],
        "missing": list(report.missing),
        "notes": list(report.notes),
        "narrative": narrative.plain,
    }


def _province(province: ProvinceFigures) -> dict[str, Any]:
    return {
        "code": province.code,
        "name": province.name,
        "figures": [_figure(figure) for figure in province.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "label": figure.label,
        "unit": figure.unit.value,
        "value": figure.value,
        "source": figure.source,
        "evidence_count": figure.evidence_count,
        "comparison": None if figure.comparison is None else _comparison(figure.comparison),
        "denominator": None if figure.denominator is None else _denominator(figure.denominator),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "period": comparison.period.code,
        "value": comparison.value,
        "change_percent": _percent(comparison.change_percent),
    }


def _denominator(denominator: Denominator) -> dict[str, Any]:
    return {
        "code": denominator.code,
        "label": denominator.label,
        "value": denominator.value,
        "percent": _percent(denominator.percent),
    }


def _percent(percent: Decimal | None) -> str | None:
    return None if percent is None else f"{percent:.2f}"
