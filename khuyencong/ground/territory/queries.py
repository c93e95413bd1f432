"""The map of any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from khuyencong.core.errors import NotValid
from khuyencong.ground.territory.enums import Level, Region
from khuyencong.ground.territory.models import Succession, Unit

REFORM = date(2025, 7, 1)
"""The day of the 34 provinces and of the end of the districts (NQ 202/2025/QH15)."""


@dataclass(frozen=True)
class Province:
    """A province on one map.  ``id`` is the key of its unit; ``code`` means it on that map's day only."""

    id: int
    code: str
    name: str
    region: Region
    kind: str


@dataclass(frozen=True)
class Map:
    """The provinces of a day, and where the units of other days lie on it.

    ``heir`` maps every province unit that can be placed to the id of the province that holds its whole area on
    this map.  A unit whose area is split on this map (a merged province seen on an older map) is absent there, and
    ``split`` names the provinces of this map that it took over.  ``later`` are the units of later days that could be
    placed.
    """

    day: date
    provinces: tuple[Province, ...]
    heir: Mapping[int, int]
    split: Mapping[int, frozenset[int]]
    later: frozenset[int]
    units: Mapping[int, Province] = field(repr=False)

    def members(self, province_id: int) -> tuple[Province, ...]:
        """Return the units of other days that this map shows inside ``province_id``, itself excluded."""
        inside = [unit for unit, heir in self.heir.items() if heir == province_id]
        inside = [unit for unit in inside if unit != province_id and unit not in self.later]
        return tuple(sorted((self.units[unit] for unit in inside), key=lambda p: p.code))


@dataclass(frozen=True)
class RegionBreak:
    """A province that changed region when the map changed: a regional series breaks on ``day``."""

    day: date
    province: str
    inside: str
    before: Region
    after: Region


def map_of(day: date) -> Map:
    """Return the map of ``day``.  Two queries."""
    units = list(Unit.objects.filter(level=Level.PROVINCE).order_by("code"))
    heirs = dict(Succession.objects.values_list("predecessor_id", "successor_id"))
    provinces = {unit.pk: _province(unit) for unit in units}
    current = {unit.pk for unit in units if day in unit.valid}
    placed: dict[int, int] = {}
    for pk in provinces:
        at = pk
        while at not in current and at in heirs:
            at = heirs[at]
        if at in current:
            placed[pk] = at
    ahead = frozenset(placed)
    split = _looked_back(provinces, heirs, placed)
    shown = tuple(provinces[pk] for pk in provinces if pk in current)
    return Map(day, shown, placed, split, frozenset(placed) - ahead, provinces)


def _looked_back(units: Iterable[int], heirs: Mapping[int, int], placed: dict[int, int]) -> dict[int, frozenset[int]]:
    """Place units of later days on an older map: one that took over a single province is that province.

    ``placed`` gains them; those that took over several are returned with the provinces that they took over.
    """
    split: dict[int, frozenset[int]] = {}
    for unit in [unit for unit in units if unit not in placed]:
        parts = frozenset(placed[before] for before, after in heirs.items() if after == unit and before in placed)
        if len(parts) == 1:
            placed[unit] = next(iter(parts))
        else:
            split[unit] = parts
    return split


def area_provinces(area: str, on: Map) -> tuple[Province, ...]:
    """Return the provinces of ``area`` on a map, in the order of their codes.

    ``area`` is ``vietnam``, a region's code, or a province as ``48@2017-06-30`` (code and the day it means).
    """
    if area == "vietnam":
        return on.provinces
    if area in set(Region):
        return tuple(p for p in on.provinces if p.region == area)
    province = find_province(area)
    if province.id not in on.heir:
        raise NotValid(
            f"{province.name} không tách được ra trên bản đồ ngày {on.day:%d/%m/%Y}:"
            " hãy chọn bản đồ từ ngày 01/07/2025."
        )
    return tuple(p for p in on.provinces if p.id == on.heir[province.id])


def find_province(text: str) -> Province:
    """Find the province that ``CODE@YYYY-MM-DD`` means; the day may not be left out, since codes were reused."""
    code, _, day = text.partition("@")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise NotValid(
            f"Không hiểu địa bàn “{text}”: dùng vietnam, north, central-highlands, south,"
            " hoặc mã tỉnh kèm ngày, ví dụ 48@2017-06-30.",
            field="area",
        ) from None
    unit = Unit.objects.filter(level=Level.PROVINCE, code=code, valid__contains=on).first()
    if unit is None:
        raise NotValid(f"Ngày {on:%d/%m/%Y} không có tỉnh nào mang mã “{code}”.", field="area")
    return _province(unit)


def area_label(area: str) -> str:
    """Name an area in Vietnamese."""
    if area == "vietnam":
        return "cả nước"
    return Region(area).label if area in set(Region) else find_province(area).name


def region_breaks() -> tuple[RegionBreak, ...]:
    """Return the provinces whose heir lies in another region.  One query."""
    rows = (
        Succession.objects.filter(predecessor__level=Level.PROVINCE)
        .select_related("predecessor", "successor")
        .order_by("predecessor__code")
    )
    return tuple(
        RegionBreak(
            row.successor.valid.lower,
            row.predecessor.name,
            row.successor.name,
            Region(row.predecessor.region or ""),
            Region(row.successor.region or ""),
        )
        for row in rows
        if row.predecessor.region != row.successor.region
    )


def with_predecessors(ids: frozenset[int]) -> frozenset[int]:
    """Add the units that the units of ``ids`` took over: who is in charge now is in charge of the past."""
    return ids | frozenset(Succession.objects.filter(successor__in=ids).values_list("predecessor_id", flat=True))


def standing_for(province_id: int, day: date) -> QuerySet[Unit]:
    """Return the province that stands on ``day`` for a province: itself, or since it was merged its heir.

    A subquery for other queries: none by itself.
    """
    ended = Succession.objects.filter(predecessor__valid__endswith__lte=day)
    heirs = ended.filter(predecessor=province_id).values("successor")
    their_heirs = ended.filter(predecessor__in=heirs).values("successor")
    units = Unit.objects.filter(valid__contains=day)
    return units.filter(Q(pk=province_id) | Q(pk__in=heirs) | Q(pk__in=their_heirs))


def _province(unit: Unit) -> Province:
    return Province(unit.pk, unit.code, unit.name, Region(unit.region or ""), unit.kind)
