"""Consolidating: from the cells of provinces to the figures of any area, period and map."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from khuyencong.core.money import change, share
from khuyencong.core.periods import Cutoff, Period
from khuyencong.figures.indicators.queries import Sum, Window, sums
from khuyencong.figures.indicators.registry import INDICATORS, SERIES, Compare, Indicator
from khuyencong.figures.reporting.values import (
    Comparison,
    Denominator,
    Figure,
    GroupMoney,
    Number,
    ProvinceFigures,
    Report,
)
from khuyencong.ground.regulations.queries import group_names
from khuyencong.ground.territory.queries import (
    REFORM,
    Map,
    Province,
    area_label,
    area_provinces,
    map_of,
    region_breaks,
)

GROUPING = "ND45"
NOW, BEFORE, LAST_YEAR = "now", "before", "last-year"
COMPUTED = "computed"


@dataclass(frozen=True)
class Request:
    """What a report is asked for.  ``map_date`` chooses the map; facts keep the province of their own day."""

    area: str
    period: Period
    map_date: date
    cutoff: Cutoff = Cutoff.CALENDAR

    @cached_property
    def windows(self) -> tuple[Window, Window, Window]:
        """The period itself, the same a year before, and the whole year before."""
        before = self.period.same_period_last_year()
        return (
            Window(NOW, self.period, self.cutoff),
            Window(BEFORE, before, self.cutoff),
            Window(LAST_YEAR, before.whole_year(), self.cutoff),
        )


def consolidated(request: Request, *, now: datetime) -> Report:
    """Build the report.  The number of queries depends neither on the area nor on the number of records."""
    on = map_of(request.map_date)
    provinces = area_provinces(request.area, on)
    units = units_of(provinces, on)
    board = _Board.load(request, on, units)
    return Report(
        area=request.area,
        area_label=area_label(request.area),
        period=request.period,
        cutoff=request.cutoff,
        map_date=request.map_date,
        generated_at=now,
        figures=board.figures(frozenset(units)),
        groups=board.groups(frozenset(units)),
        provinces=tuple(board.province(province, on) for province in provinces),
        notes=(*_notes(request, on, provinces), *_left_out(board, on, provinces), *_twice(request)),
    )


def units_of(provinces: Iterable[Province], on: Map) -> tuple[int, ...]:
    """Return the province units, of whatever day, that lie inside ``provinces`` on a map."""
    inside = {province.id for province in provinces}
    return tuple(sorted(unit for unit, heir in on.heir.items() if heir in inside))


@dataclass(frozen=True)
class _Board:
    """All sums of a report, ready to be added up for any set of units."""

    request: Request
    names: Mapping[int, tuple[str, str]]
    by_unit: Mapping[int, Mapping[tuple[str, str], list[tuple[str | None, int | None, Sum]]]]

    @classmethod
    def load(cls, request: Request, on: Map, units: Iterable[int]) -> "_Board":
        found = sums((*units, *on.split), request.windows, SERIES)
        by_unit: dict[int, dict[tuple[str, str], list[tuple[str | None, int | None, Sum]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for key, amount in found.items():
            by_unit[key.province][key.window, key.series].append((key.fund, key.content, amount))
        return cls(request, group_names(GROUPING), by_unit)

    def figures(self, units: frozenset[int]) -> tuple[Figure, ...]:
        """Return every printed figure of a set of units, in the registry's order."""
        return tuple(self._figure(indicator, units) for indicator in INDICATORS.values() if indicator.printed)

    def province(self, province: Province, on: Map) -> ProvinceFigures:
        """Return one province's figures."""
        units = frozenset(units_of((province,), on))
        figures = self.figures(units)
        return ProvinceFigures(
            province.id,
            province.code,
            province.name,
            tuple(member.name for member in on.members(province.id)),
            any(figure.evidence_count for figure in figures),
            figures,
        )

    def groups(self, units: frozenset[int]) -> tuple[GroupMoney, ...]:
        """Return planned money by content group, the largest first."""
        money = self._by_group(INDICATORS["plan.total"], NOW, units)
        total = sum(money.values())
        codes = {name: code for code, name in self.names.values()}
        ordered = sorted(money.items(), key=lambda item: (-item[1], item[0]))
        return tuple(GroupMoney(codes.get(name, ""), name, value, share(value, total)) for name, value in ordered)

    def _figure(self, indicator: Indicator, units: frozenset[int]) -> Figure:
        value, remark = self._value(indicator, NOW, units)
        return Figure(
            indicator.code,
            indicator.label,
            indicator.label_en,
            indicator.unit,
            value,
            COMPUTED,
            self._total(indicator, NOW, units).n,
            self._comparison(indicator, value, units),
            self._denominator(indicator, value, units),
            remark,
        )

    def _comparison(self, indicator: Indicator, value: Number, units: frozenset[int]) -> Comparison | None:
        if indicator.compare is Compare.NOTHING:
            return None
        window = LAST_YEAR if indicator.compare is Compare.WHOLE_LAST_YEAR else BEFORE
        if not self._total(indicator, window, units).n:
            return None
        old, _ = self._value(indicator, window, units)
        period = next(w.period for w in self.request.windows if w.name == window)
        growth = change(value, old) if isinstance(value, int) and isinstance(old, int) else None
        return Comparison(period, old, growth)

    def _denominator(self, indicator: Indicator, value: Number, units: frozenset[int]) -> Denominator | None:
        if indicator.denominator is None or not isinstance(value, int):
            return None
        whole = INDICATORS[indicator.denominator]
        total = self._total(whole, NOW, units).value
        return Denominator(whole.code, whole.label.removeprefix("– "), total, share(value, total))

    def _value(self, indicator: Indicator, window: str, units: frozenset[int]) -> tuple[Number, str]:
        if indicator.shape is None:
            return self._total(indicator, window, units).value, ""
        shaped = indicator.shape(self._by_group(indicator, window, units))
        return shaped.value, shaped.remark

    def _total(self, indicator: Indicator, window: str, units: frozenset[int]) -> Sum:
        total = Sum()
        for fund, _, amount in self._cells(indicator, window, units):
            if not indicator.funds or fund in indicator.funds:
                total += amount
        return total

    def _by_group(self, indicator: Indicator, window: str, units: frozenset[int]) -> dict[str, int]:
        money: dict[str, int] = defaultdict(int)
        for _, content, amount in self._cells(indicator, window, units):
            if content is not None:
                money[self.names[content][1]] += amount.value
        return dict(money)

    def _cells(
        self, indicator: Indicator, window: str, units: frozenset[int]
    ) -> Iterable[tuple[str | None, int | None, Sum]]:
        for unit in units:
            yield from self.by_unit.get(unit, {}).get((window, indicator.series), ())


def _notes(request: Request, on: Map, provinces: tuple[Province, ...]) -> tuple[str, ...]:
    """Say what a reader must know about the map: a regional series that breaks, provinces shown within others."""
    inside = {province.name for province in provinces}
    notes = [
        f"{change.province} thuộc vùng {change.before.label} đến hết ngày {_day_before(change.day)}, từ ngày"
        f" {change.day:%d/%m/%Y} nằm trong {change.inside}, vùng {change.after.label}:"
        " chuỗi số liệu vùng đứt ở ngày này."
        for change in region_breaks()
        if _crosses(request, change.day) and (change.inside in inside or change.province in inside)
    ]
    merged = [province.name for province in provinces if len(on.members(province.id)) > 1]
    if merged:
        notes.append(
            f"Bản đồ ngày {request.map_date:%d/%m/%Y}: số liệu của tỉnh cũ được cộng vào tỉnh mới"
            f" ({', '.join(merged)})."
        )
    return tuple(notes)


def _left_out(board: _Board, on: Map, provinces: tuple[Province, ...]) -> tuple[str, ...]:
    """Name the provinces with records that this map cannot show: what they took over is apart here."""
    inside = {province.id for province in provinces}
    lost = [
        on.units[unit].name
        for unit, parts in on.split.items()
        if parts & inside and any(window == NOW for window, _ in board.by_unit.get(unit, ()))
    ]
    if not lost:
        return ()
    sentence = (
        f"Không cộng được số liệu của {', '.join(sorted(lost))}: hồ sơ ghi theo tỉnh sau sáp nhập, không tách được về"
        f" bản đồ ngày {on.day:%d/%m/%Y}. Hãy chọn bản đồ từ ngày {REFORM:%d/%m/%Y}."
    )
    return (sentence,)


def _twice(request: Request) -> tuple[str, ...]:
    """Say when the period holds the day of the merger: what is counted once a period is counted once on each side."""
    lower, upper = request.period.bounds(request.cutoff)
    if not lower < REFORM < upper:
        return ()
    sentence = (
        f"Kỳ báo cáo có cả trước và sau ngày {REFORM:%d/%m/%Y}: cơ sở, đề án có hồ sơ ở cả hai thời kỳ trong tỉnh được"
        " sáp nhập được đếm mỗi thời kỳ một lần."
    )
    return (sentence,)


def _crosses(request: Request, day: date) -> bool:
    """Say whether the period (with what it is compared with) or the chosen map lies on both sides of ``day``."""
    lower = request.period.same_period_last_year().whole_year().bounds(request.cutoff)[0]
    last = request.period.last_day(request.cutoff)
    return min(lower, request.map_date) < day <= max(last, request.map_date)


def _day_before(day: date) -> str:
    return f"{date.fromordinal(day.toordinal() - 1):%d/%m/%Y}"
