"""Reports made by hand, for papers and sheets: no database, no clock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from khuyencong.core.money import change, share
from khuyencong.core.periods import Cutoff, Period
from khuyencong.figures.indicators.registry import INDICATORS, Compare, Indicator
from khuyencong.figures.reporting.values import (
    Comparison,
    Denominator,
    Figure,
    GroupMoney,
    Number,
    ProvinceFigures,
    Report,
)

MILLION: Final = 1_000_000
CENTRAL: Final = (
    "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng", "Quảng Nam",
    "Quảng Ngãi", "Bình Định", "Phú Yên", "Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông",
)  # fmt: skip
"""Fifteen provinces, for the shape of a region; their figures here are invented."""

GROUPS: Final = {
    "Mô hình trình diễn kỹ thuật; chuyển giao công nghệ và ứng dụng máy móc tiên tiến": 7,
    "Phát triển sản phẩm công nghiệp nông thôn tiêu biểu": 2,
    "Cung cấp thông tin, tuyên truyền": 1,
}
"""Content groups with their tenths of the plan."""

Values = Mapping[str, int]

_BASE: Final[Values] = {
    "plan.national": 1_500 * MILLION,
    "plan.local": 1_650 * MILLION + 500_000,
    "plan.district": 120 * MILLION,
    "result.demo_models": 1,
    "result.machinery": 5,
    "result.fairs": 1,
    "result.fair_participations": 11,
    "result.brands": 2,
    "result.enterprises": 1,
    "centres.all": 1,
    "consulting.centres": 1,
    "consulting.plan_jobs": 12,
    "consulting.plan_revenue": 640 * MILLION,
    "consulting.jobs": 5,
    "consulting.revenue": 118 * MILLION + 250_000,
    "plan.projects": 11,
    "projects.adjusted": 1,
    "projects.stopped": 1,
    "money.contracted": 1_300 * MILLION,
    "money.advanced": 520 * MILLION,
    "money.settled": 240 * MILLION,
}
"""What the first province has; each later one has a little more."""


def province_values(place: int, **changes: int) -> dict[str, int]:
    """Return the figures of the province at ``place``; ``changes`` name codes with "__" for the dot."""
    values = {
        code: value + place * (25 * MILLION if value > MILLION and code != "plan.district" else 0)
        for code, value in _BASE.items()
    }
    values |= {code.replace("__", "."): value for code, value in changes.items()}
    return values | {"plan.total": values["plan.national"] + values["plan.local"]}


def zeros() -> dict[str, int]:
    """Return a province of which nothing is known."""
    return dict.fromkeys(_BASE, 0) | {"plan.total": 0}


def make_figures(now: Values, before: Values | None) -> tuple[Figure, ...]:
    """Return every printed figure of ``now`` compared with ``before``; evidence is one record a figure that is not 0."""
    return tuple(_figure(indicator, now, before) for indicator in INDICATORS.values() if indicator.printed)


def make_report(
    names: Sequence[str] = CENTRAL,
    *,
    area: str = "central-highlands",
    label: str = "miền Trung – Tây Nguyên",
    missing: Sequence[str] = (),
    growth: int | None = 20,
    period: str = "2017H1",
    cutoff: Cutoff = Cutoff.CALENDAR,
    notes: tuple[str, ...] = ("Ninh Thuận thuộc vùng miền Trung – Tây Nguyên.",),
    **changes: int,
) -> Report:
    """Return a report of ``names``.

    ``growth`` is by how many per cent every figure rose (None: nothing to compare with); ``changes`` go to
    :func:`province_values`.
    """
    nows = [zeros() if name in missing else province_values(place, **changes) for place, name in enumerate(names)]
    befores = [None if growth is None else _before(now, growth) for now in nows]
    provinces = tuple(
        ProvinceFigures(place + 1, f"{place + 38:02d}", name, (), name not in missing, make_figures(now, before))
        for place, (name, now, before) in enumerate(zip(names, nows, befores, strict=True))
    )
    total = _sum(nows)
    return Report(
        area=area,
        area_label=label,
        period=Period.parse(period),
        cutoff=cutoff,
        map_date=date(2017, 6, 30),
        generated_at=datetime(2017, 7, 5, 9, 30, tzinfo=UTC),
        figures=make_figures(total, None if growth is None else _sum([before for before in befores if before])),
        groups=_groups(total["plan.total"]),
        provinces=provinces,
        notes=notes,
    )


def _before(now: Values, growth: int) -> dict[str, int]:
    """Return what grew by ``growth`` per cent to ``now``; money in whole hundreds of thousands of đồng."""
    old = {code: value * 100 // (100 + growth) for code, value in now.items()}
    return {code: value - value % 100_000 if value > MILLION else value for code, value in old.items()}


def _sum(values: Sequence[Values]) -> dict[str, int]:
    return {code: sum(value[code] for value in values) for code in zeros()}


def _money_by_group(total: int) -> dict[str, int]:
    parts = {name: total * tenths // 10 for name, tenths in GROUPS.items()}
    parts[next(iter(parts))] += total - sum(parts.values())
    return parts


def _groups(total: int) -> tuple[GroupMoney, ...]:
    parts = _money_by_group(total)
    return tuple(
        GroupMoney(str(place), name, parts[name], share(parts[name], total)) for place, name in enumerate(parts, 1)
    )


def _value(indicator: Indicator, values: Values) -> tuple[Number, str]:
    if indicator.shape is not None:
        shaped = indicator.shape(_money_by_group(values["plan.total"]))
        return shaped.value, shaped.remark
    return values[indicator.code], ""


def _figure(indicator: Indicator, now: Values, before: Values | None) -> Figure:
    value, remark = _value(indicator, now)
    return Figure(
        indicator.code,
        indicator.label,
        indicator.label_en,
        indicator.unit,
        value,
        "computed",
        int(value not in {0, "0.00"}),
        _comparison(indicator, value, before),
        _denominator(indicator, value, now),
        remark,
    )


def _comparison(indicator: Indicator, value: Number, before: Values | None) -> Comparison | None:
    if before is None or indicator.compare is Compare.NOTHING or not (old := _value(indicator, before)[0]):
        return None
    period = Period.parse("2016" if indicator.compare is Compare.WHOLE_LAST_YEAR else "2016H1")
    return Comparison(period, old, change(int(value), int(old)))


def _denominator(indicator: Indicator, value: Number, now: Values) -> Denominator | None:
    if indicator.denominator is None:
        return None
    whole = INDICATORS[indicator.denominator]
    total = now[whole.code]
    return Denominator(whole.code, whole.label, total, share(int(value), total))
