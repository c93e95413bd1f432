"""Does a figure stand on its records?  Both are asked, and the page shows both."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from khuyencong.figures.indicators.queries import Window, evidence, sums
from khuyencong.figures.indicators.registry import INDICATORS, SERIES
from khuyencong.figures.reporting.queries import Request, units_of
from khuyencong.ground.territory.queries import area_provinces, map_of


@dataclass(frozen=True)
class Proof:
    """A figure as reports add it up, and its records counted and summed one by one.

    In a series that counts members, ``members`` is how many there are among the records of each province; elsewhere it
    is ``None``.
    """

    figure: int
    rows: int
    total: int
    members: int | None

    @property
    def holds(self) -> bool:
        """Say whether figure and records agree."""
        return self.figure == (self.total if self.members is None else self.members)


def proof(request: Request, code: str) -> Proof:
    """Add an indicator up both ways.  Four queries (five for a province); reading all records takes its time.

    A shaped indicator (the largest group, concentration) is proved by the sum that it is computed from.
    Raises KeyError for a code that no indicator has.
    """
    indicator = INDICATORS[code]
    series = SERIES[indicator.series]
    on = map_of(request.map_date)
    units = units_of(area_provinces(request.area, on), on)
    window: Window = request.windows[0]
    cells = sums(units, [window], [series.code])
    figure = sum(s.value for key, s in cells.items() if not indicator.funds or key.fund in indicator.funds)
    records = evidence(indicator, units, window).order_by()
    found = records.aggregate(rows=Count("pk"), total=Sum("value"))
    members = None
    if series.distinct:
        members = records.values("province", "member").distinct().count()
    return Proof(figure, found["rows"], found["total"] or 0, members)
