"""Choosing a report: the form, and the short cuts below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.periods import Cutoff, Period, PeriodKind
from khuyencong.core.text import sort_key
from khuyencong.faces.web.fields import DayField
from khuyencong.faces.web.reports.options import Options
from khuyencong.faces.web.reports.scope import own, reads_everything
from khuyencong.figures.indicators.queries import Window, with_data
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.territory.enums import Level, Region
from khuyencong.ground.territory.models import Unit
from khuyencong.ground.territory.queries import Map

FIRST_YEAR: Final = 2010
END, NOW, DAY = "cuoi-ky", "hom-nay", "ngay"
COUNTRY: Final = "vietnam"
_QUICK: Final = 6

_PARTS: Final = (
    ("H1", "6 tháng đầu năm"),
    ("H2", "6 tháng cuối năm"),
    ("N9", "9 tháng đầu năm"),
    ("", "Cả năm"),
    *((f"Q{index}", f"Quý {roman}") for index, roman in enumerate(("I", "II", "III", "IV"), 1)),
    *((f"-{month:02d}", f"Tháng {month}") for month in range(1, 13)),
)


class ChoiceForm(forms.Form):
    """Area, period, map and cut-off; fields are named as the address of the report names them."""

    year = forms.TypedChoiceField(label="Năm", coerce=int)
    part = forms.ChoiceField(label="Kỳ báo cáo", choices=_PARTS, required=False)
    map = forms.ChoiceField(
        label="Bản đồ hành chính",
        choices=[(END, "Theo ngày cuối kỳ"), (NOW, "Bản đồ hôm nay"), (DAY, "Theo một ngày khác")],
    )
    day = DayField(
        label="Ngày của bản đồ", required=False, help_text="Chỉ cần khi chọn “Theo một ngày khác”, ví dụ 01/07/2025"
    )
    cutoff = forms.ChoiceField(
        label="Cách tính kỳ",
        choices=[(Cutoff.CALENDAR, "Tháng dương lịch"), (Cutoff.ND09, "NĐ 09/2019: ngày 15 tháng trước đến ngày 14")],
    )
    area = forms.ChoiceField(
        label="Địa bàn",
        error_messages={
            "invalid_choice": "Bản đồ này không có địa bàn đã chọn trong phạm vi của ông/bà: hãy chọn lại."
        },
    )

    def __init__(self, data: Any, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["year"].choices = [(year, str(year)) for year in range(today.year + 1, FIRST_YEAR - 1, -1)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for the day that "another day" means."""
        if self.cleaned_data.get("map") == DAY and not self.cleaned_data.get("day") and "day" not in self.errors:
            self.add_error("day", "Hãy ghi ngày của bản đồ, ví dụ 01/07/2025.")

    def offer(self, areas: Sequence[tuple[str, Any]]) -> None:
        """Set the areas to choose from."""
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]

    def options(self, area: str) -> Options:
        """Return what was chosen, for ``area``.  What is wrong or not yet chosen falls back to the usual."""
        read = self.cleaned_data
        period = Period.parse(f"{read.get('year') or self.today.year}{read.get('part') or ''}")
        day = {NOW: self.today, DAY: read.get("day")}.get(read.get("map") or END)
        return Options(area, period, day, Cutoff(read.get("cutoff") or Cutoff.CALENDAR))


def initial(options: Options, today: date) -> dict[str, Any]:
    """Return the form's data for an address: what "change the area or period" opens with."""
    code = options.period.code
    day = options.map_day
    return {
        "year": options.period.year,
        "part": code.removeprefix(str(options.period.year)),
        "map": END if day is None else NOW if day == today else DAY,
        "day": f"{day:%d/%m/%Y}" if day else "",
        "cutoff": str(options.cutoff),
        "area": options.area,
    }


def query(options: Options, today: date) -> str:
    """Return the query string with which the form opens at an address."""
    return urlencode(initial(options, today))


def areas(actor: Actor, on: Map) -> list[tuple[str, Any]]:
    """Return the areas whose report ``actor`` may read on a map, as choices."""
    provinces = sorted(own(actor, on.provinces), key=lambda province: sort_key(province.name))
    single = [(f"{p.code}@{on.day.isoformat()}", p.name) for p in provinces]
    if not reads_everything(actor):
        return single
    wide = [(COUNTRY, _("Cả nước")), *((str(region), _("Vùng %s") % region.label) for region in Region)]
    return [(_("Vùng"), wide), (_("Tỉnh, thành phố"), single)]


def codes(offered: Sequence[tuple[str, Any]]) -> Iterator[str]:
    """Yield the values of choices, grouped or not."""
    for value, label in offered:
        if isinstance(label, list):
            yield from codes(label)
        else:
            yield value


def same_area(area: str, on: Map) -> str:
    """Return what a province chosen on another map is called on this one; ``area`` itself where it is not found."""
    code, _at, written = area.partition("@")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return area
    unit = Unit.objects.filter(level=Level.PROVINCE, code=code, valid__contains=day).first()
    heir = on.heir.get(unit.pk) if unit else None
    return next((f"{p.code}@{on.day.isoformat()}" for p in on.provinces if p.id == heir), area)


@dataclass(frozen=True)
class QuickRow:
    """A period with something to report, and the areas to open it for: (label, address)."""

    period: Period
    links: tuple[tuple[str, str], ...]


def halves(today: date) -> list[Window]:
    """Return the half-years that have begun, the latest first."""
    periods = [
        Period(PeriodKind.HALF, year, index) for year in range(today.year, FIRST_YEAR - 1, -1) for index in (2, 1)
    ]
    windows = [Window(period.code, period, Cutoff.CALENDAR) for period in periods]
    return [window for window in windows if window.period.bounds(Cutoff.CALENDAR)[0] <= today]


def quick_links(actor: Actor, today: date) -> tuple[QuickRow, ...]:
    """Return the latest half-years with data, each with the areas that ``actor`` may read.  Two queries."""
    mine = None if reads_everything(actor) else _own_units(actor)
    found = with_data(halves(today), None if mine is None else [unit.pk for unit in mine])
    return tuple(QuickRow(window.period, _links(window.period, mine)) for window in found[:_QUICK])


def _links(period: Period, mine: Sequence[Unit] | None) -> tuple[tuple[str, str], ...]:
    if mine is None:
        wide = [*((str(region), region.label) for region in Region), (COUNTRY, _("cả nước"))]
        return tuple((label, Options(code, period).url) for code, label in wide)
    day = period.last_day(Cutoff.CALENDAR)
    return tuple(
        (unit.name, Options(f"{unit.code}@{day.isoformat()}", period).url) for unit in mine if day in unit.valid
    )


def _own_units(actor: Actor) -> list[Unit]:
    where: Q = actor.rows(Can.REPORT_READ, Unit.scope)
    return list(Unit.objects.filter(where, level=Level.PROVINCE).order_by("code"))
