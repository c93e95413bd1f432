"""Charts: Vietnamese numbers, nothing that a page's content policy refuses, the same value drawn once."""

import re
import struct
from dataclasses import replace
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from khuyencong.faces.documents.charts import PALETTE, BarSeries, png, svg

CHART: Final = BarSeries(
    title="Kinh phí theo tỉnh <6 tháng>",
    categories=("Phú Yên", "Thừa Thiên Huế"),
    series=(("Kế hoạch", (12000, 8600)), ("Thực hiện", (9340, 6543.5))),
    unit="triệu đồng",
)


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert {"12.000", "8.600", "9.340", "6.543,5", "10.000"} <= set(_texts(CHART))


def test_every_name_is_written() -> None:
    assert {"Phú Yên", "Thừa Thiên Huế", "Kế hoạch", "Thực hiện", "triệu đồng"} <= set(_texts(CHART))


def test_categories_keep_their_order() -> None:
    chart = replace(CHART, categories=("Đắk Lắk", "An Giang"))
    assert [text for text in _texts(chart) if text in chart.categories] == ["Đắk Lắk", "An Giang"]


def test_the_picture_has_a_name_and_no_inline_style() -> None:
    drawn = svg(CHART)
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    assert (root.get("role"), root.get("aria-label")) == ("img", CHART.title)
    assert not re.search(r"style=|<style|<script|\son[a-z]+=", drawn)


def test_text_takes_the_colour_of_the_page() -> None:
    assert set(re.findall(r'<text[^>]*fill="([^"]+)"', svg(CHART))) == {"currentColor"}


def test_stacked_bars_are_drawn_in_one_row_each() -> None:
    assert _height(replace(CHART, stacked=True)) < _height(CHART)


def test_one_series_has_no_legend() -> None:
    assert "Kế hoạch" not in _texts(replace(CHART, series=CHART.series[:1]))


def test_a_paper_gets_a_png_of_the_asked_scale() -> None:
    one, two = (struct.unpack(">II", png(CHART, scale)[16:24]) for scale in (1.0, 2.0))
    assert png(CHART).startswith(b"\x89PNG")
    assert two == pytest.approx([2 * side for side in one], abs=2)


def test_an_equal_value_is_drawn_once() -> None:
    assert svg(replace(CHART)) is svg(CHART)


@pytest.mark.parametrize(
    "series",
    [(("Kế hoạch", (1,)),), (), tuple((str(place), (1, 2)) for place in range(len(PALETTE) + 1))],
    ids=["too few figures", "no series", "more series than colours"],
)
def test_a_value_that_cannot_be_drawn_is_refused(series: tuple[tuple[str, tuple[float, ...]], ...]) -> None:
    with pytest.raises(ValueError, match=re.escape(CHART.title)):
        replace(CHART, series=series)


def _texts(chart: BarSeries) -> list[str]:
    root = ET.fromstring(svg(chart))  # noqa: S314 - our own text
    return [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]


def _height(chart: BarSeries) -> float:
    return float(str(ET.fromstring(svg(chart)).get("height")))  # noqa: S314 - our own text
