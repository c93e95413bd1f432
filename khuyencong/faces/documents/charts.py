"""Charts: one frozen value, drawn as SVG for a page and as PNG for a paper, by Altair and vl-convert, offline.

A picture never stands alone: a table of the same figures stands under it.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

import altair as alt
import vl_convert as vlc

PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#b5588f")
"""After Okabe and Ito, told apart by colour-blind readers; each at least 3:1 on white and on the dark theme."""

FONTS: Final = "Inter Variable, Inter, DejaVu Sans, sans-serif"
"""Inter in a page and, from FONT_FOLDER, on the server; never a font that lacks Vietnamese letters before it."""

FONT_FOLDER: Final = Path(__file__).resolve().parents[3] / "var" / "assets" / "vendor" / "ttf"
"""Where faces/web/assets.py puts the font."""

_LOCALE: Final = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0đ"]}
_WIDTH: Final = 360
_BAR: Final = 18
_STEP: Final = 27
_STEP_BESIDE: Final = 19
_TEXT: Final = 12
_FORMAT: Final = ",~f"
_BARE_AXIS: Final = {"domain": False, "ticks": False, "grid": False, "labelPadding": 6}
_LABEL_LIMIT: Final = 220


@dataclass(frozen=True, slots=True)
class BarSeries:
    """Horizontal bars: for each category one bar of each series, side by side or stacked."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | int, ...]], ...]
    unit: str
    stacked: bool = False

    def __post_init__(self) -> None:
        """Refuse a series whose figures do not match the categories, and more series than colours."""
        if any(len(figures) != len(self.categories) for _, figures in self.series):
            message = f"“{self.title}”: every series needs {len(self.categories)} figures"
            raise ValueError(message)
        if not 1 <= len(self.series) <= len(PALETTE):
            message = f"“{self.title}”: one to {len(PALETTE)} series, not {len(self.series)}"
            raise ValueError(message)


@lru_cache(maxsize=128)
def svg(chart: BarSeries) -> str:
    """Draw for a page; text takes the colour of the text around it, so both themes can read it."""
    _use_font()
    drawn = vlc.vegalite_to_svg(_spec(chart, ink="currentColor"), format_locale=_LOCALE, allowed_base_urls=[])
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(chart.title)}" ', 1)


@lru_cache(maxsize=32)
def png(chart: BarSeries, scale: float = 2.0) -> bytes:
    """Draw for a paper, dark on white."""
    _use_font()
    spec = _spec(chart, ink="#1c2733") | {"background": "white"}
    return vlc.vegalite_to_png(spec, scale=scale, format_locale=_LOCALE, allowed_base_urls=[])


@cache
def _use_font() -> None:
    if FONT_FOLDER.is_dir():
        vlc.register_font_directory(str(FONT_FOLDER))


def _spec(chart: BarSeries, *, ink: str) -> dict[str, Any]:
    names = [name for name, _ in chart.series]
    bars = alt.Chart(alt.InlineData(values=_rows(chart))).encode(
        y=alt.Y("category:N", sort=list(chart.categories), title=None),
        x=alt.X("figure:Q", title=chart.unit, stack="zero" if chart.stacked else None),
        color=alt.Color("series:N", sort=names, scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)]))),
        order=alt.Order("order:Q"),
    )
    drawn = _stacked(bars) if chart.stacked else _side_by_side(bars, names, ink)
    text = {"labelColor": ink, "labelFontSize": _TEXT, "labelLimit": _LABEL_LIMIT}
    config = {
        "font": FONTS,
        "view": {"stroke": None, "continuousWidth": _WIDTH},
        "mark": {"aria": False},
        "axis": {**text, "titleColor": ink, "titleFontWeight": "normal", "titleFontSize": _TEXT, **_BARE_AXIS},
        "axisX": {"grid": True, "gridColor": ink, "gridOpacity": 0.15, "tickCount": 5, "format": _FORMAT},
        "legend": {**text, "title": None, "orient": "top", "symbolType": "square", "disable": len(names) == 1},
    }
    return {**drawn.to_dict(), "background": "transparent", "config": config}


def _rows(chart: BarSeries) -> list[dict[str, Any]]:
    return [
        {"category": category, "series": name, "figure": figure, "order": order}
        for order, (name, figures) in enumerate(chart.series)
        for category, figure in zip(chart.categories, figures, strict=True)
    ]


def _stacked(bars: alt.Chart) -> alt.TopLevelMixin:
    drawn: alt.TopLevelMixin = bars.mark_bar(height=_BAR).properties(height=alt.Step(_STEP))
    return drawn


def _side_by_side(bars: alt.Chart, names: list[str], ink: str) -> alt.TopLevelMixin:
    """Set the series of a category under one another, each bar with its figure at its end."""
    beside = bars.encode(yOffset=alt.YOffset("series:N", sort=names))
    figures = beside.mark_text(align="left", dx=4, fontSize=_TEXT, fill=ink).encode(
        text=alt.Text("figure:Q", format=_FORMAT)
    )
    drawn: alt.TopLevelMixin = alt.layer(beside.mark_bar(), figures).properties(height=alt.Step(_STEP_BESIDE))
    return drawn
