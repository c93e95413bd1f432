"""A province's resolution as a sheet: .xlsx or .csv with headings as offices write them, found by folding.

Every fault is told at once, with its row and its column; nothing is guessed.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from khuyencong.core.errors import NotValid, Refused
from khuyencong.core.formats import parse_number, quote
from khuyencong.core.money import Dong, MoneyUnit, parse_dong
from khuyencong.core.text import fold, squeeze

HEADINGS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "content": ("Nội dung", ("noi dung", "ma noi dung", "hoat dong", "noi dung chi")),
    "percent": ("Tỷ lệ tối đa (%)", ("ty le", "ti le")),
    "cap": ("Mức tối đa (triệu đồng)", ("muc toi da", "muc ho tro toi da", "muc tran", "muc chi toi da", "muc ho tro")),
    "unit": ("Đơn vị tính", ("don vi tinh", "dvt")),
    "condition": ("Điều kiện", ("dieu kien",)),
    "area": ("Địa bàn", ("dia ban",)),
    "tier_from": ("Vốn đăng ký từ (triệu đồng)", ("von dang ky tu", "von tu")),
    "tier_to": ("Vốn đăng ký đến (triệu đồng)", ("von dang ky den", "von den")),
    "article": ("Điều khoản", ("dieu khoan", "can cu")),
}
"""Column → the heading of the sample, and the folded beginnings by which other headings are known."""

AREAS: Final = {"kho khan": "DIFFICULT", "dac biet kho khan": "SPECIALLY_DIFFICULT"}
SEARCHED: Final = 20
MOST_ROWS: Final = 500
MOST_BYTES: Final = 400_000


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell: the row of the sheet, the column's heading, the sentence."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class SheetNorm:
    """A row that could be read: its content as written, and its level in đồng and per cent."""

    line: int
    content: str
    percent: Decimal | None
    cap: Dong | None
    unit: str = ""
    condition: str = ""
    article: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NormSheet:
    """All that was read from a sheet."""

    rows: tuple[SheetNorm, ...]
    faults: tuple[Fault, ...]


def read_norms(name: str, data: bytes) -> NormSheet:
    """Read a sheet; raise ``NotValid`` where it is not one, or has no known headings."""
    table = _table(name, data)
    at, columns = _headings(table)
    if len(table) - at > MOST_ROWS:
        raise NotValid(f"Bảng có hơn {MOST_ROWS} dòng: hãy kiểm tra lại tệp.", field="file")
    rows: list[SheetNorm] = []
    faults: list[Fault] = []
    for line, cells in enumerate(table[at + 1 :], start=at + 2):
        said = {key: cells[place] if place < len(cells) else "" for key, place in columns.items()}
        if not any(_text(value) for value in said.values()):
            continue
        row, found = _row(line, said)
        faults += found
        rows += [row] if row is not None and not found else []
    return NormSheet(tuple(rows), tuple(faults))


def _table(name: str, data: bytes) -> list[list[Any]]:
    if len(data) > MOST_BYTES:
        raise NotValid("Tệp lớn quá 400 KB: bảng mức hỗ trợ không lớn như vậy.", field="file")
    if name.lower().endswith(".csv"):
        return _csv(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError):
        raise NotValid("Không mở được tệp: cần bảng tính .xlsx hoặc .csv.", field="file") from None


def _csv(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotValid("Tệp .csv phải ở bảng mã UTF-8.", field="file") from None
    head = "\n".join(text.splitlines()[:SEARCHED])
    return [
        list(row) for row in csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    ]


def _headings(table: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    for at, cells in enumerate(table[:SEARCHED]):
        found = _columns(cells)
        if "content" in found and ("cap" in found or "percent" in found):
            return at, found
    wanted = ", ".join(f"“{HEADINGS[key][0]}”" for key in ("content", "percent", "cap"))
    raise NotValid(f"Không thấy dòng tiêu đề: cần có các cột {wanted}.", field="file")


def _columns(cells: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = fold(_text(cell))
        known = [
            (len(start), key) for key, (_, starts) in HEADINGS.items() for start in starts if words.startswith(start)
        ]
        if known:
            found.setdefault(max(known)[1], place)
    return found


def _row(line: int, said: Mapping[str, Any]) -> tuple[SheetNorm | None, list[Fault]]:
    faults: list[Fault] = []
    percent = _read(line, "percent", said, faults, _percent)
    cap = _read(line, "cap", said, faults, _million)
    attributes = dict(_conditions(line, said, faults))
    content = _text(said.get("content"))
    if not content:
        faults.append(_fault(line, "content", "Chưa ghi nội dung."))
    if percent is None and cap is None and not faults:
        faults.append(_fault(line, "cap", "Chưa ghi tỷ lệ hay mức tối đa."))
    if faults:
        return None, faults
    words = {key: _text(said.get(key)) for key in ("unit", "condition", "article")}
    return SheetNorm(line, content, percent, cap, attributes=attributes, **words), []


def _conditions(line: int, said: Mapping[str, Any], faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    ends = {
        "from": _read(line, "tier_from", said, faults, _million),
        "to": _read(line, "tier_to", said, faults, _million),
    }
    if any(end is not None for end in ends.values()):
        known = {key: int(end) for key, end in ends.items() if end is not None}
        if len(known) > 1 and known["from"] > known["to"]:
            faults.append(_fault(line, "tier_to", "Mức trên phải từ mức dưới trở lên."))
        yield "tier", {"attribute": "registered_capital"} | known
    if areas := _read(line, "area", said, faults, _areas):
        yield "area", areas


def _read(line: int, key: str, said: Mapping[str, Any], faults: list[Fault], read: Any) -> Any:
    value = said.get(key)
    if not _text(value):
        return None
    try:
        return read(value)
    except Refused as refusal:
        faults.append(_fault(line, key, refusal.message))
        return None


def _percent(value: Any) -> Decimal:
    percent = _number(value)
    if isinstance(value, float) and 0 < percent < 1:
        raise NotValid(f"Tỷ lệ {_text(value)} có lẽ là phần trăm của bảng tính: hãy ghi số, ví dụ 30.")
    if not 0 < percent <= 100:  # noqa: PLR2004  a share of the whole
        raise NotValid(f"Tỷ lệ “{quote(_text(value))}” phải trên 0 và không quá 100.")
    return percent


def _million(value: Any) -> Dong:
    amount = parse_dong(_vietnamese(value), MoneyUnit.MILLION)
    if amount == 0:
        raise NotValid("Số tiền phải lớn hơn 0.")
    return amount


def _number(value: Any) -> Decimal:
    return parse_number(_vietnamese(value).removesuffix("%").strip())


def _vietnamese(value: Any) -> str:
    """Write a number of a cell as Vietnamese text, so that one parser reads both."""
    if isinstance(value, float | int):
        return f"{Decimal(str(value)).normalize():f}".replace(".", ",")
    return _text(value)


def _areas(value: Any) -> list[str]:
    found = []
    for part in _text(value).replace(";", ",").split(","):
        words = fold(part).removeprefix("dia ban").strip()
        if words not in AREAS:
            raise NotValid(
                f"“{quote(squeeze(part))}”: ghi “khó khăn”, “đặc biệt khó khăn”, hoặc cả hai cách nhau bằng dấu phẩy."
            )
        found.append(AREAS[words])
    return sorted(set(found))


def _fault(line: int, key: str, sentence: str) -> Fault:
    return Fault(line, HEADINGS[key][0], sentence)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return squeeze(str(value)) if value is not None else ""
