"""The report in words, written from its figures by a template that an office may edit (``data/narrative.vi.txt``).

Nothing is counted here.  Money is shown in triệu đồng with every digit, percentages with two decimals; both come from
the frozen :class:`Report`, and each number keeps the code of its figure so that a page can link it to its evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from khuyencong.core.formats import show_date, show_number
from khuyencong.core.money import Dong, MoneyUnit, share, show_million, show_percent
from khuyencong.core.periods import Cutoff, Period
from khuyencong.figures.reporting.values import Figure, Number, ProvinceFigures, Report
from khuyencong.ground.territory.enums import Region

TEMPLATE: Final = Path(__file__).parent / "data" / "narrative.vi.txt"
COUNTRY: Final = "vietnam"
HANOI: Final = ZoneInfo("Asia/Ho_Chi_Minh")

CITIES: Final = frozenset({"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"})
"""Cities under the central government; "Huế" is the name since it became one."""

_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
"""Around a figure in rendered text: open, code, middle, text, close.  Private characters, taken out of all input."""

_MARKS: Final = dict.fromkeys(map(ord, (_OPEN, _MIDDLE, _CLOSE)))
_MARKED: Final = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_SECTION: Final = re.compile(r"^==\s*(?P<key>\w+)\s*:\s*(?P<title>.+?)\s*$", re.MULTILINE)
_BEFORE_PUNCTUATION: Final = re.compile(r"\s+(?=[,.;:)])")
_RULE: Final = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Text:
    """Words between figures."""

    text: str
    code: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A number of the figure ``code`` as written: its value or its percentage."""

    code: str
    text: str


Piece = Text | FigureRef
Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under its title; ``key`` is plan, results, consulting or shortcomings."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """The whole prose, section by section."""

    sections: tuple[Section, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order, without titles."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)

    @property
    def plain(self) -> str:
        """The text alone, a blank line between paragraphs."""
        return "\n\n".join(plain(paragraph) for paragraph in self.paragraphs)


def narrative(report: Report, *, titles: Mapping[str, str] | None = None, template: str | None = None) -> Narrative:
    """Write the report in Vietnamese.

    ``titles`` replaces titles of sections by key.  ``template`` is an office's own text; it runs in a sandbox, and
    raises ``jinja2.UndefinedError`` where it names a figure that the report lacks.
    """
    wording = _packaged() if template is None else _environment().from_string(template)
    return Narrative(tuple(_sections(wording.render(_context(report)), titles or {})))


def plain(paragraph: Paragraph) -> str:
    """Return the text of one paragraph."""
    return "".join(piece.text for piece in paragraph)


def show_value(value: Number, *, is_money: bool) -> str:
    """Write a figure's value: money (đồng) in triệu đồng with every digit, the rest as a number."""
    return show_million(Dong(int(value))) if is_money else _show_count(value)


def show_figure(figure: Figure) -> str:
    """Write a figure's value without its unit; money in triệu đồng."""
    return show_value(figure.value, is_money=figure.is_money)


def show_unit(figure: Figure) -> str:
    """Name the unit that :func:`show_figure` writes in."""
    return MoneyUnit.MILLION.label if figure.is_money else figure.unit.value


def notes_of(report: Report) -> tuple[str, ...]:
    """Say what every face owes its reader: the days counted, the map, what is missing, when it was made."""
    last = show_date(report.period.last_day(report.cutoff))
    made = report.generated_at.astimezone(HANOI)
    missing = f"Chưa có số liệu (không phải bằng 0): {', '.join(report.missing)}." if report.missing else ""
    notes = (
        f"Kỳ báo cáo: {in_sentence(report.period)}, {report.cutoff.label}; số liệu tính đến hết ngày {last}.",
        f"Địa giới hành chính theo bản đồ ngày {show_date(report.map_date)}.",
        *report.notes,
        missing,
        f"Số liệu được lập từ hồ sơ trong hệ thống lúc {made:%H:%M} ngày {show_date(made.date())}.",
    )
    return tuple(note for note in notes if note)


def in_sentence(period: Period) -> str:
    """Name a period within a sentence: "6 tháng đầu năm 2017", "năm 2016"."""
    label = period.label()
    return label[0].lower() + label[1:]


def area_in_sentence(report: Report) -> str:
    """Name the area within a sentence: "khu vực miền Trung – Tây Nguyên", "cả nước", "tỉnh Phú Yên"."""
    return str(_area(report)["ten"])


@cache
def _packaged() -> Template:
    return _environment().from_string(TEMPLATE.read_text(encoding="utf-8"))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, line_statement_prefix="%", line_comment_prefix="##", autoescape=False
    )
    environment.filters |= {
        "trieu": lambda value: show_million(Dong(int(value))),
        "so": _show_count,
        "phan_tram": lambda percent: f"{show_percent(percent)}%",
        "ten_ky": in_sentence,
        "danh_dau": lambda text, code: f"{_OPEN}{code}{_MIDDLE}{text}{_CLOSE}",
        "liet_ke": _enumerate,
        "lay": lambda code, figures: figures[code].value,
    }
    return environment


def _show_count(value: Number) -> str:
    return show_number(value if isinstance(value, int) else Decimal(value))


def _enumerate(lines: str) -> str:
    """Join the lines that have something on them by semicolons."""
    return "; ".join(line for line in map(str.strip, lines.splitlines()) if line)


def _context(report: Report) -> dict[str, Any]:
    """Return what the template can name; its vocabulary is Vietnamese, for it is written by offices."""
    return {
        "chi_tieu": {figure.code: replace(figure, remark=_clean(figure.remark)) for figure in report.figures},
        "dia_ban": _area(report),
        "ky": _period(report),
        "chua_co": [_clean(name) for name in report.missing],
        "co_nam_truoc": [_clean(province.name) for province in report.provinces if _only_before(province)],
    }


def _clean(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())


def _only_before(province: ProvinceFigures) -> bool:
    """Say whether a province has a past but no present: it is in what the report is compared with alone."""
    return not province.reported and any(figure.comparison and figure.comparison.value for figure in province.figures)


def _area(report: Report) -> dict[str, Any]:
    """Return the ways to name the area: a region, the whole country, or one province."""
    if report.area not in {COUNTRY, *Region}:
        return _one_province(report)
    count, reported = len(report.provinces), len(report.provinces) - len(report.missing)
    # Without any figure there is nobody to count: all of them are named as missing.
    counted = f"{reported}/{count}" if 0 < reported < count else str(count)
    known = " có số liệu" if 0 < reported < count else ""
    label = _clean(report.area_label)
    country = report.area == COUNTRY
    return {
        "ten": "cả nước" if country else f"khu vực {label}",
        "ca": "cả nước" if country else "cả vùng",
        "day_du": f"{counted} tỉnh, thành phố " + ("trên cả nước" if country else f"khu vực {label}") + known,
        "cac_dia_phuong": "các địa phương",
        "nhieu_tinh": True,
        "so_tinh": count,
    }


def _one_province(report: Report) -> dict[str, Any]:
    # On a map of another day the figures are those of the province that holds the one asked for.
    name = _clean(report.provinces[0].name if report.provinces else report.area_label)
    kind = "thành phố" if name in CITIES else "tỉnh"
    full = f"{kind} {name}"
    return {"ten": full, "ca": kind, "day_du": full, "cac_dia_phuong": kind, "nhieu_tinh": False, "so_tinh": 1}


def _period(report: Report) -> dict[str, Any]:
    """Return the ways to name the period, and how much of its year has passed at its end, and in it, in per cent."""
    period, cutoff = report.period, report.cutoff
    last = period.last_day(cutoff)
    month = period.first_month + period.kind.months - 1
    until = f"hết tháng {month}/{period.year}"
    if cutoff is Cutoff.ND09:
        until = f"hết ngày {last.day}/{last.month}/{last.year}"
    label = period.label()
    return {
        "nam": period.year,
        # Results are those of the period alone: "until" would be untrue of one that begins later than the year.
        "tinh_den": f"Tính đến {until}" if period.first_month == 1 else f"Trong {in_sentence(period)}",
        "den_het": f"Đến {until}",
        "trong_ky": label if period.first_month == 1 else f"Trong {in_sentence(period)}",
        "phan_nam": share(month, _MONTHS),
        "phan_ky": share(period.kind.months, _MONTHS),
    }


def _sections(rendered: str, titles: Mapping[str, str]) -> Iterator[Section]:
    """Cut rendered text into sections; a section without a word is left out."""
    heads = list(_SECTION.finditer(rendered))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = rendered[head.end() : following.start() if following else None]
        paragraphs = tuple(_paragraphs(_RULE.split(body)))
        if paragraphs:
            yield Section(head["key"], titles.get(head["key"], head["title"]), paragraphs)


def _paragraphs(blocks: Iterable[str]) -> Iterator[Paragraph]:
    for block in blocks:
        if text := _BEFORE_PUNCTUATION.sub("", " ".join(block.split())):
            yield tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for found in _MARKED.finditer(text):
        if found.start() > at:
            yield Text(text[at : found.start()])
        yield FigureRef(found[1], found[2])
        at = found.end()
    if at < len(text):
        yield Text(text[at:])
