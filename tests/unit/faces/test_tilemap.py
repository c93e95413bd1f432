"""The tile map: every province has its one place, text can be read on every ground, nothing is left unsaid."""

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from khuyencong.faces.web import tilemap
from khuyencong.faces.web.tilemap import FILLS, INKS, Layout, TileValue, steps, tile_map, tiles

LAYOUTS: Final[tuple[Layout, ...]] = ("63", "34")
KC_CSS: Final = Path(tilemap.__file__).with_name("static") / "kc" / "kc.css"
SVG: Final = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_province_has_exactly_one_cell(layout: Layout) -> None:
    codes = [tile.code for tile in tiles(layout) if not tile.is_island]
    assert len(codes) == len(set(codes)) == int(layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_two_cells_share_a_place(layout: Layout) -> None:
    places = [(tile.row, tile.col) for tile in tiles(layout)]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_hoang_sa_and_truong_sa_belong_to_their_provinces(layout: Layout) -> None:
    islands = {tile.short: tile.province for tile in tiles(layout) if tile.is_island}
    names = {tile.code: tile.name for tile in tiles(layout)}
    assert {short: names[code] for short, code in islands.items()} == {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_country_is_one_piece_from_north_to_south(layout: Layout) -> None:
    """Every mainland cell can be reached from Hà Nội by sides or corners, and landmarks lie in their order."""
    mainland = {(tile.row, tile.col): tile.name for tile in tiles(layout) if not tile.is_island}
    rows = {name: row for (row, _), name in mainland.items()}
    order = ("Cao Bằng", "Hà Nội", "Thanh Hóa", "Nghệ An", "Đà Nẵng", "Đắk Lắk", "Hồ Chí Minh", "Cà Mau")
    assert all(rows[north] < rows[south] for north, south in pairwise(order))
    reached, edge = set[tuple[int, int]](), {place for place, name in mainland.items() if name == "Hà Nội"}
    while edge:
        reached |= edge
        edge = {(row + i, col + j) for row, col in edge for i in (-1, 0, 1) for j in (-1, 0, 1)}
        edge = (edge & mainland.keys()) - reached
    assert reached == mainland.keys()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_and_codes_are_those_of_the_territory(layout: Layout) -> None:
    until = "until_2025-06-30" if layout == "63" else "from_2025-07-01"
    found = next(Path(tilemap.__file__).parents[2].rglob(f"provinces_{until}.csv"), None)
    if found is None:
        pytest.skip("the territory's own data is not in the tree yet")
    with found.open(encoding="utf-8", newline="") as file:
        provinces = {line["code"]: line["name"] for line in csv.DictReader(file)}
    assert {tile.code: tile.name for tile in tiles(layout) if not tile.is_island} == provinces


def test_each_cell_links_to_its_rows_and_says_its_figure() -> None:
    root = _draw({"54": TileValue(9340, "9.340", "/bao-cao/?tinh=54&nam=2017", "9.340 triệu đồng")}, layout="63")
    (link,) = root.iter(f"{SVG}a")
    assert link.get("href") == "/bao-cao/?tinh=54&nam=2017"
    assert link.get("aria-label") == "Phú Yên: 9.340 triệu đồng"
    assert [text.text for text in link.iter(f"{SVG}text")] == ["Phú", "Yên", "9.340"]


def test_an_island_takes_the_colour_and_the_link_of_its_province() -> None:
    root = _draw({"48": TileValue(5, "5", "/da-nang/")}, layout="34")
    links = {link.get("aria-label"): link.get("class") for link in root.iter(f"{SVG}a")}
    assert links == {"Đà Nẵng: 5": "kc-tile-0", "Đặc khu Hoàng Sa (Đà Nẵng): 5": "kc-tile-0"}


def test_a_province_without_a_figure_is_hatched_and_says_so() -> None:
    root = _draw({"54": TileValue(None, "–", "/phu-yen/")}, layout="63")
    (link,) = root.iter(f"{SVG}a")
    assert link.get("class") == "kc-tile-none"
    assert link.get("aria-label") == "Phú Yên: chưa có số liệu"
    assert str(link.find(f"{SVG}rect").get("fill")).startswith("url(#")  # type: ignore[union-attr]


def test_zero_is_a_figure() -> None:
    assert steps({"54": TileValue(0, "0"), "56": TileValue(None)}) == {"54": 0}


def test_equal_figures_share_a_tone_and_the_most_is_darkest() -> None:
    values = {str(place): TileValue(amount, str(amount)) for place, amount in enumerate((1, 1, 2, 3, 4, 5))}
    assert list(steps(values).values()) == [0, 0, 1, 2, 3, 4]


def test_the_legend_says_what_each_tone_stands_for() -> None:
    values = {tile.code: TileValue(int(tile.code), tile.code) for tile in tiles("34") if not tile.is_island}
    legend = next(group for group in _draw(values, layout="34").iter(f"{SVG}g") if group.get("class") == "kc-legend")
    words = [text.text for text in legend.iter(f"{SVG}text")]
    assert words == ["01 – 15", "19 – 33", "37 – 48", "51 – 79", "80 – 96", "chưa có số liệu"]


def test_names_are_escaped() -> None:
    root = _draw({"54": TileValue(1, "<1>", "/?a=1&b=2")}, layout="63", title="Chi & <thu>")
    assert root.findtext(f"{SVG}title") == "Chi & <thu>"


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(ValueError, match="48/hoang-sa, 99"):
        tile_map({"99": TileValue(1), "48/hoang-sa": TileValue(1)}, layout="34", title="x")


def test_text_is_at_least_ten_pixels_on_a_phone() -> None:
    """A page of 390 px leaves 332 for the map: 12 of margin, 16 of card and 1 of its border on each side."""
    root = _draw({}, layout="63")
    width = float(str(root.get("viewBox")).split()[2])
    assert float(str(root.get("font-size"))) * 332 / width >= 10


def test_text_can_be_read_on_every_tone_in_both_themes() -> None:
    light, dark = (dict(found) for found in _colours())
    for theme in (light, dark):
        for tone in range(len(FILLS)):
            assert _contrast(theme[f"tone-{tone}"], theme[f"tone-{tone}-ink"]) >= 4.5
        assert _contrast(theme["hatch"], theme["ink"]) >= 4.5
    assert [light[f"tone-{tone}"] for tone in range(len(FILLS))] == list(FILLS)
    assert [_long(light[f"tone-{tone}-ink"]) for tone in range(len(FILLS))] == list(INKS)


def _draw(values: dict[str, TileValue], *, layout: Layout, title: str = "Kinh phí") -> ET.Element:
    return ET.fromstring(tile_map(values, layout=layout, title=title))  # noqa: S314 - our own text


def _colours() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Read the custom properties of the light and of the dark theme."""
    light, dark = KC_CSS.read_text("utf-8").split('[data-bs-theme="dark"] {')[:2]
    found = re.compile(r"--kc-([a-z0-9-]+): (#[0-9a-f]{3,6});")
    return found.findall(light), found.findall(dark.split("}")[0])


def _long(colour: str) -> str:
    return colour if len(colour) > 4 else "#" + "".join(2 * digit for digit in colour[1:])


def _contrast(one: str, other: str) -> float:
    """Compute the contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(_long(colour)[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
