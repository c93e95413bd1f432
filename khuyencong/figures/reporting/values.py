"""A consolidated report as a frozen value: what the page, Word, Excel and JSON are all built from."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from khuyencong.core.periods import Cutoff, Period
from khuyencong.figures.indicators.registry import UnitKind

Number = int | str
"""A whole number (đồng where the unit is money), or text with two decimals."""


@dataclass(frozen=True)
class Comparison:
    """The same figure of another period.  ``change_percent`` is ``None`` where there was nothing to grow from."""

    period: Period
    value: Number
    change_percent: Decimal | None


@dataclass(frozen=True)
class Denominator:
    """What a percentage is of: a percentage is never shown without its name."""

    code: str
    label: str
    value: int
    percent: Decimal | None


@dataclass(frozen=True)
class Figure:
    """One figure.  ``evidence_count`` says how many records it stands on; ``remark`` completes it in words."""

    code: str
    label: str
    label_en: str
    unit: UnitKind
    value: Number
    source: str
    evidence_count: int
    comparison: Comparison | None = None
    denominator: Denominator | None = None
    remark: str = ""

    @property
    def is_money(self) -> bool:
        """Say whether ``value`` is in đồng."""
        return self.unit is UnitKind.DONG


@dataclass(frozen=True)
class GroupMoney:
    """Planned money of one content group, in đồng, with its share of the plan."""

    code: str
    name: str
    value: int
    percent: Decimal | None


@dataclass(frozen=True)
class ProvinceFigures:
    """The figures of one province of the report's map.

    ``inside`` names the units of other days that are shown within it; ``reported`` is false where no record at all
    stands behind it, which is not the same as zero.
    """

    id: int
    code: str
    name: str
    inside: tuple[str, ...]
    reported: bool
    figures: tuple[Figure, ...]

    def figure(self, code: str) -> Figure:
        """Return the figure of an indicator."""
        return next(figure for figure in self.figures if figure.code == code)


@dataclass(frozen=True)
class Report:
    """A consolidated report for an area and a period on the map of a day."""

    area: str
    area_label: str
    period: Period
    cutoff: Cutoff
    map_date: date
    generated_at: datetime
    figures: tuple[Figure, ...]
    groups: tuple[GroupMoney, ...]
    provinces: tuple[ProvinceFigures, ...]
    notes: tuple[str, ...]

    def figure(self, code: str) -> Figure:
        """Return the figure of an indicator."""
        return next(figure for figure in self.figures if figure.code == code)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the provinces behind which no record stands."""
        return tuple(province.name for province in self.provinces if not province.reported)
