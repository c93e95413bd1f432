"""The tile map: one cell a province, placed as on the map of Vietnam, each a link to its figure.

No free set of boundaries is safe (licences conflict, or islands are missing), so the map is ours: the places are
in data/tiles_63.csv (until 30/6/2025) and data/tiles_34.csv (since 1/7/2025). Hoàng Sa and Trường Sa are cells
of Đà Nẵng and Khánh Hòa ("48/hoang-sa"), coloured and linked as their province.

The picture carries the colours of the light theme itself, so it also prints alone; kc.css recolours it in a page.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path
from typing import Final, Literal
from zlib import crc32

Layout = Literal["63", "34"]

FILLS: Final = ("#e8f1fa", "#c3dcf2", "#8dbce4", "#2a6cb0", "#0d3a66")
"""Grounds from the least to the most, as --kc-tone-0 … --kc-tone-4 in kc.css."""

INKS: Final = ("#1c2733", "#1c2733", "#101a24", "#ffffff", "#ffffff")
"""What is written on each ground; at least 4.5:1."""

NO_DATA: Final = "chưa có số liệu"

_WIDTH: Final = 336
"""Units across: about the pixels that a phone of 390 leaves, so 10.5 units of text stay above 10 px."""

_CELL_HEIGHT: Final = 41
_GAP: Final = 1.5
_TEXT: Final = 10.5
_LINE: Final = 11.5
_LEGEND_ROW: Final = 19
_LEGEND_FROM_ROW: Final = {"63": 7.2, "34": 6.2}
"""The legend stands west of the country, where Laos and Cambodia would be."""

_EDGE: Final = "#7c8896"
_FAINT: Final = "#4d5a69"
_BLANK: Final = f'class="kc-tile-blank" fill="#ffffff" stroke="{_EDGE}" stroke-opacity="0.45"'
_FONTS: Final = "Inter Variable, Inter, Liberation Sans, Arial, sans-serif"
_NAME: Final = ' font-weight="500"'
_FIGURE: Final = ' class="kc-tile-value" font-weight="700"'
_HATCH: Final = (
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="kc-hatch-ground" width="6" height="6" fill="#ffffff"/>'
    '<path class="kc-hatch-line" d="M0 0V6" stroke="#dde2e8" stroke-width="4"/></pattern></defs>'
)

_DATA: Final = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class TileValue:
    """A province's figure: `amount` chooses the colour, `text` (about seven signs) is written in the cell.

    `amount` is None where there is no figure; zero is a figure.
    """

    amount: int | Decimal | None
    text: str = ""
    href: str = ""
    note: str = ""
    """What a screen reader and a tooltip say after the name; `text` when empty."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A cell's place."""

    code: str
    name: str
    short: str
    row: int
    col: int

    @property
    def province(self) -> str:
        """The code of the province that the cell is, or is an island of."""
        return self.code.partition("/")[0]

    @property
    def is_island(self) -> bool:
        """Whether the cell is an island district, beside its province's own cell."""
        return "/" in self.code


@cache
def tiles(layout: Layout) -> tuple[Tile, ...]:
    """Read the places of a layout."""
    with (_DATA / f"tiles_{layout}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Tile(line["code"], line["name"], line["short"], int(line["row"]), int(line["col"]))
            for line in csv.DictReader(file)
        )


def steps(values: Mapping[str, TileValue]) -> dict[str, int]:
    """Share the provinces that have a figure among five tones, about as many in each; equal figures share a tone."""
    ranked = sorted({value.amount for value in values.values() if value.amount is not None})
    tone = {amount: place * len(FILLS) // len(ranked) for place, amount in enumerate(ranked)}
    return {code: tone[value.amount] for code, value in values.items() if value.amount is not None}


def tile_map(values: Mapping[str, TileValue], *, layout: Layout, title: str, outside: str = "") -> str:
    """Draw the map as SVG; provinces absent from `values` are shown as having no figure.

    With `outside` ("ngoài địa bàn báo cáo") they are left blank instead, and said to be that.

    Raises ValueError for a code that the layout does not have.
    """
    places = tiles(layout)
    provinces = {tile.code for tile in places if not tile.is_island}
    if unknown := values.keys() - provinces:
        message = f"not provinces of the {layout}-province map: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    tones = steps(values)
    width = _WIDTH / (1 + max(tile.col for tile in places))
    height = _CELL_HEIGHT * (1 + max(tile.row for tile in places))
    own = f"kc-map-{layout}-{crc32(title.encode()):08x}"
    blank = outside if len(values) < len(provinces) else ""
    cells = (
        _blank(tile, blank, width)
        if blank and tile.province not in values
        else _cell(tile, values.get(tile.province), tones.get(tile.province), width, own)
        for tile in places
    )
    silent = len(values if blank else provinces) - len(tones)
    head = (
        f'<svg class="kc-map" xmlns="http://www.w3.org/2000/svg" role="group" viewBox="0 0 {_WIDTH} {height}"'
        f' aria-labelledby="{own}-title" aria-describedby="{own}-desc" font-family="{_FONTS}" font-size="{_TEXT}">\n'
        f'<title id="{own}-title">{escape(title)}</title>\n'
        f'<desc id="{own}-desc">Bản đồ ô, mỗi ô một tỉnh, thành phố: {len(tones)} nơi có số liệu,'
        f" {silent} nơi {NO_DATA}.</desc>"
    )
    legend = _legend(values, tones, own, _LEGEND_FROM_ROW[layout] * _CELL_HEIGHT, silent=silent > 0, blank=blank)
    return "\n".join((head, _HATCH.format(id=own), *cells, legend, "</svg>"))


def _cell(tile: Tile, value: TileValue | None, tone: int | None, width: float, hatch: str) -> str:
    """One cell: its name on one or two lines and its figure under it, a link where the province has one."""
    value = value or TileValue(None)
    says = escape(f"{tile.name}: {NO_DATA if tone is None else value.note or value.text}")
    left, top = tile.col * width, tile.row * _CELL_HEIGHT
    edge = ' stroke-dasharray="3 2"' if tile.is_island else ""
    figure = [] if tile.is_island else ["–" if tone is None else value.text]
    lines = [*tile.short.split(" ", 1), *figure]
    first = top + _CELL_HEIGHT / 2 - (len(lines) - 1) * _LINE / 2 + _TEXT * 0.36
    texts = "".join(
        f'<text{_FIGURE if line in figure else _NAME} x="{left + width / 2:.1f}" y="{first + place * _LINE:.1f}"'
        f' text-anchor="middle" fill="{INKS[tone or 0]}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    body = (
        f'<title>{says}</title><rect x="{left + _GAP / 2:.1f}" y="{top + _GAP / 2:.1f}" width="{width - _GAP:.1f}"'
        f' height="{_CELL_HEIGHT - _GAP}" rx="3" {_ground(tone, hatch, edged=tile.is_island)}{edge}/>{texts}'
    )
    kind = f"kc-tile-{'none' if tone is None else tone}"
    if not value.href:
        return f'<g class="{kind}" role="img" aria-label="{says}">{body}</g>'
    return f'<a class="{kind}" href="{escape(value.href)}" aria-label="{says}">{body}</a>'


def _blank(tile: Tile, words: str, width: float) -> str:
    """One cell of a province that the figures are not about: its outline and its name."""
    left, top = tile.col * width, tile.row * _CELL_HEIGHT
    lines = tile.short.split(" ", 1)
    first = top + _CELL_HEIGHT / 2 - (len(lines) - 1) * _LINE / 2 + _TEXT * 0.36
    texts = "".join(
        f'<text x="{left + width / 2:.1f}" y="{first + place * _LINE:.1f}" text-anchor="middle"'
        f' fill="{_FAINT}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    says = escape(f"{tile.name}: {words}")
    return (
        f'<g class="kc-tile-out" role="img" aria-label="{says}"><title>{says}</title>'
        f'<rect x="{left + _GAP / 2 + 0.5:.1f}" y="{top + _GAP / 2 + 0.5:.1f}" width="{width - _GAP - 1:.1f}"'
        f' height="{_CELL_HEIGHT - _GAP - 1}" rx="3" {_BLANK}/>{texts}</g>'
    )


def _ground(tone: int | None, hatch: str, *, edged: bool = False) -> str:
    colour = f'class="kc-tone-{tone}" fill="{FILLS[tone]}"' if tone is not None else f'fill="url(#{hatch})"'
    return f'{colour} stroke="{_EDGE}"' if edged or tone is None else colour


def _legend(
    values: Mapping[str, TileValue], tones: Mapping[str, int], hatch: str, top: float, *, silent: bool, blank: str
) -> str:
    """For each tone in use, the least and the most that it stands for, written as the cells write them."""
    ends: dict[int | None, tuple[str, str]] = {}
    for code in sorted(tones, key=lambda code: values[code].amount or 0):
        text = values[code].text
        ends[tones[code]] = (ends.get(tones[code], (text, text))[0], text)
    entries = [(tone, least if least == most else f"{least} – {most}") for tone, (least, most) in ends.items()]
    keys = [(_ground(tone, hatch), words) for tone, words in entries]
    if silent or not blank:
        keys.append((_ground(None, hatch), NO_DATA))
    if blank:
        keys.append((_BLANK, blank))
    rows = (
        f'<rect x="1" y="{top + place * _LEGEND_ROW:.1f}" width="14" height="14" rx="2" {ground}/>'
        f'<text x="20" y="{top + place * _LEGEND_ROW + 10.8:.1f}" fill="{INKS[0]}">{escape(words)}</text>'
        for place, (ground, words) in enumerate(keys)
    )
    return f'<g class="kc-legend" aria-hidden="true">{"".join(rows)}</g>'
