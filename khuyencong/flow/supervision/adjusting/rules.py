"""What an adjustment may change, and the words for it: pure functions over the copy's fields.

A copy of a đề án is a flat mapping: the fields of :data:`OWN_FIELDS`, and for each support item ``item.<id>.<field>``
with those of :data:`ITEM_FIELDS`; money in đồng, the establishment by id, days as ISO text or ``None``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.core.three_way import Change, Values
from khuyencong.flow.supervision.enums import AdjustmentKind

LOCAL: Final = ("provincial", "district")
SUPPORT: Final = ("national", *LOCAL)
DAYS: Final = ("starts_on", "ends_on")
OWN_FIELDS: Final = ("name", "summary", "place", *DAYS)
MONEY: Final = (*SUPPORT, "counterpart", "other")
ITEM_FIELDS: Final = ("description", "establishment", *MONEY)

LABELS: Final = {
    "name": "tên đề án",
    "summary": "mục tiêu, quy mô",
    "place": "địa điểm thực hiện",
    "starts_on": "ngày bắt đầu thực hiện",
    "ends_on": "ngày kết thúc thực hiện",
    "description": "hạng mục, máy móc thiết bị",
    "establishment": "đơn vị thụ hưởng",
    "national": "kinh phí khuyến công quốc gia",
    "provincial": "kinh phí khuyến công tỉnh",
    "district": "kinh phí khuyến công huyện",
    "counterpart": "đối ứng của cơ sở",
    "other": "nguồn khác",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A change in words: what of what, before and after ("kinh phí khuyến công tỉnh", "180", "200 triệu đồng")."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label} {self.before} → {self.after}"


def item_key(item: int, field: str) -> str:
    """Return the key of a field of an item."""
    return f"item.{item}.{field}"


def parts(key: str) -> tuple[int | None, str]:
    """Return the item (``None``: the đề án itself) and the field of a key."""
    if not key.startswith("item."):
        return None, key
    _item, pk, field = key.split(".")
    return int(pk), field


def moved(changes: Iterable[Change], sources: Iterable[str] = SUPPORT) -> dict[str, int]:
    """Return đồng by source of support: what the changes add (below zero: take)."""
    sums = dict.fromkeys(sources, 0)
    for change in changes:
        field = parts(change.key)[1]
        if field in sums:
            sums[field] += int(change.after or 0) - int(change.before or 0)
    return sums


def total(values: Values) -> int:
    """Return the support of a copy in đồng."""
    return sum(int(value or 0) for key, value in values.items() if parts(key)[1] in SUPPORT)


def fault(kind: AdjustmentKind, changes: Iterable[Change]) -> str:
    """Return the Vietnamese sentence of what ``kind`` does not cover; empty where it covers all.

    Who decides hangs on the kind (TT 36/2013 Đ.11 k.2): what needs a higher decision must not travel under another
    name.  Words and counterpart may follow from any kind.
    """
    found = tuple(changes)
    delta = sum(moved(found).values())
    fields = {parts(change.key)[1] for change in found}
    if delta > 0 and kind is not AdjustmentKind.MORE_MONEY:
        return f"Bản đề nghị tăng tổng mức hỗ trợ: hãy chọn loại “{AdjustmentKind.MORE_MONEY.label}”."
    if delta < 0 and kind is not AdjustmentKind.LESS_MONEY:
        return f"Bản đề nghị giảm tổng mức hỗ trợ: hãy chọn loại “{AdjustmentKind.LESS_MONEY.label}”."
    if kind is AdjustmentKind.MORE_MONEY and found and delta <= 0:
        return "Bản đề nghị không tăng tổng mức hỗ trợ: hãy sửa kinh phí hoặc chọn loại khác."
    if "establishment" in fields and kind is not AdjustmentKind.BENEFICIARY:
        return f"Bản đề nghị đổi đơn vị thụ hưởng: hãy chọn loại “{AdjustmentKind.BENEFICIARY.label}”."
    if "description" in fields and kind not in {AdjustmentKind.MACHINE, AdjustmentKind.CONTENT}:
        return f"Bản đề nghị đổi máy móc: hãy chọn loại “{AdjustmentKind.MACHINE.label}” và đề nghị riêng."
    if {"national"} & fields and set(LOCAL) & fields:
        return "Bản đề nghị đổi kinh phí quốc gia và kinh phí địa phương: hãy tách thành hai đề nghị."
    return _where_and_when(kind, found)


def value_fault(values: Values) -> str:
    """Return the Vietnamese sentence of a value that no đề án may have; empty where all may stand."""
    for key, value in values.items():
        field = parts(key)[1]
        if field in MONEY and int(value or 0) < 0:
            return f"{LABELS[field].capitalize()} không được âm."
        if field in {"name", "description"} and not str(value or "").strip():
            return f"{LABELS[field].capitalize()} không được để trống."
    return ""


def days_fault(values: Values) -> str:
    """Return the Vietnamese sentence of a copy that ends before it starts; empty where its days may stand."""
    starts, ends = (values.get(field) for field in DAYS)
    return "Ngày kết thúc thực hiện phải từ ngày bắt đầu." if starts and ends and ends < starts else ""


def read_day(value: Any) -> date | None:
    """Return a day of the copy."""
    return date.fromisoformat(value) if value else None


def write_day(day: date | None) -> str | None:
    """Return a day as the copy holds it."""
    return day.isoformat() if day else None


def words(changes: Iterable[Change], items: Mapping[int, str], names: Mapping[int, str]) -> tuple[Said, ...]:
    """Tell each change; ``items`` names the support items, ``names`` the establishments."""
    return tuple(_say(change, items, names) for change in changes)


def show(field: str, value: Any, names: Mapping[int, str]) -> str:
    """Write one value: money in triệu đồng, an establishment by its name."""
    if field in MONEY:
        return show_million(Dong(int(value or 0)))
    if field == "establishment":
        return names.get(value, "chưa xác định") if value else "chưa xác định"
    if field in DAYS:
        return show_date(day) if (day := read_day(value)) else "chưa xác định"
    return str(value or "để trống")


def label(item: int | None, field: str, items: Mapping[int, str]) -> str:
    """Name a field, and whose it is: "kinh phí khuyến công tỉnh của “Máy cưa CNC”"."""
    of = f" của “{items.get(item, 'hạng mục đã bỏ')}”" if item is not None else ""
    return f"{LABELS[field]}{of}"


def unit(field: str) -> str:
    """Return what stands after a value."""
    return " triệu đồng" if field in MONEY else ""


def _where_and_when(kind: AdjustmentKind, changes: tuple[Change, ...]) -> str:
    """Say what is wrong with another place or other days under ``kind``; a later year needs a decision of its own."""
    own = {change.key: change for change in changes}
    if "place" in own and kind not in {AdjustmentKind.PLACE, AdjustmentKind.BENEFICIARY}:
        return f"Bản đề nghị đổi địa điểm: hãy chọn loại “{AdjustmentKind.PLACE.label}”."
    longer = {AdjustmentKind.EXTENSION, AdjustmentKind.NEXT_YEAR, AdjustmentKind.LOCAL_BUDGET}
    if set(DAYS) & own.keys() and kind not in {AdjustmentKind.TIME, *longer}:
        return f"Bản đề nghị đổi thời gian: hãy chọn loại “{AdjustmentKind.TIME.label}”."
    ends = own.get("ends_on")
    before, after = (read_day(ends.before), read_day(ends.after)) if ends else (None, None)
    if before and after and after.year > before.year and kind not in longer:
        return f"Bản đề nghị kéo dài sang năm sau: hãy chọn loại “{AdjustmentKind.EXTENSION.label}”."
    return ""


def _say(change: Change, items: Mapping[int, str], names: Mapping[int, str]) -> Said:
    item, field = parts(change.key)
    after = show(field, change.after, names) + unit(field)
    return Said(label(item, field, items), show(field, change.before, names), after)
