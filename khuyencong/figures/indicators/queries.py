"""Reading figures: sums of cells, and the postings behind them."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from khuyencong.core.periods import Cutoff, Period, bucket_of
from khuyencong.figures.indicators.models import Posting
from khuyencong.figures.indicators.registry import SERIES, Indicator, Roll, Series

_FIRST = "0001-01-01"


@dataclass(frozen=True)
class Window:
    """A period under a cut-off rule, with a name by which its sums are asked back."""

    name: str
    period: Period
    cutoff: Cutoff


@dataclass(frozen=True)
class Span:
    """The cells of a series that make up a window: ``first`` ≤ span ≤ ``last`` as text."""

    first: str
    last: str


@dataclass(frozen=True)
class Sum:
    """A sum of cells: its value and how many postings it stands on."""

    value: int = 0
    n: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.value + other.value, self.n + other.n)


@dataclass(frozen=True)
class Key:
    """What sums are told apart by: window, series, province unit, fund and content."""

    window: str
    series: str
    province: int
    fund: str | None
    content: int | None


Sums = Mapping[Key, Sum]


def span_of(series: Series, window: Window) -> Span:
    """Return which cells of ``series`` a window needs."""
    prefix = "" if window.cutoff is Cutoff.CALENDAR else f"{window.cutoff.lower()}:"
    if series.distinct:
        code = prefix + window.period.code
        if series.roll is Roll.YEAR_TO_DATE:
            code = f"ytd:{prefix}{window.period.year}-{_last_month(window.period):02d}"
        return Span(code, code)
    lower, _ = window.period.bounds(window.cutoff)
    if series.roll is Roll.YEAR_TO_DATE:
        lower, _ = window.period.whole_year().bounds(window.cutoff)
    first = _FIRST if series.roll is Roll.STOCK else lower.isoformat()
    # Cells are named by their first day, and no period ends within one.
    return Span(first, window.period.last_day(window.cutoff).isoformat())


def sums(provinces: Iterable[int], windows: Sequence[Window], series: Iterable[str]) -> Sums:
    """Return every sum of ``series`` in ``windows`` over the province units ``provinces``.  One query."""
    wanted = [(w.name, code, span_of(SERIES[code], w)) for w in windows for code in series]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.name, c.series, c.province, c.fund, c.content, sum(c.value)::bigint, sum(c.n)::bigint"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS w(name, series, first, last)"
            " JOIN indicators_cell c ON c.series = w.series AND c.span BETWEEN w.first AND w.last"
            " WHERE c.province = ANY (%s) GROUP BY 1, 2, 3, 4, 5",
            [*(list(column) for column in _columns(wanted)), sorted(provinces)],
        )
        return {Key(*row[:5]): Sum(row[5], row[6]) for row in cursor.fetchall()}


def with_data(windows: Sequence[Window], provinces: Iterable[int] | None = None) -> list[Window]:
    """Return the windows in which anything happened (in ``provinces``, or anywhere), in their order.

    One query of index look-ups: it takes no longer when there are more records.
    """
    moving = [code for code, series in SERIES.items() if not series.distinct and series.roll is not Roll.STOCK]
    bounds = [window.period.bounds(window.cutoff)[0].isoformat() for window in windows]
    ends = [window.period.last_day(window.cutoff).isoformat() for window in windows]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.place FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS w(first, last, place)"
            " WHERE EXISTS (SELECT 1 FROM unnest(%s::text[]) AS s(code) JOIN indicators_cell c"
            "   ON c.series = s.code AND c.span BETWEEN w.first AND w.last"
            "   WHERE %s::bigint[] IS NULL OR c.province = ANY (%s::bigint[]))",
            [bounds, ends, moving, *[None if provinces is None else sorted(provinces)] * 2],
        )
        found = {row[0] for row in cursor.fetchall()}
    return [window for place, window in enumerate(windows, 1) if place in found]


def evidence(indicator: Indicator, provinces: Iterable[int], window: Window) -> Any:
    """Return the postings behind an indicator's figure, newest first: a query set to page through."""
    series = SERIES[indicator.series]
    lower, upper = window.period.bounds(window.cutoff)
    if series.roll is Roll.YEAR_TO_DATE:
        lower, _ = window.period.whole_year().bounds(window.cutoff)
    rows = Posting.objects.filter(series=series.code, province__in=sorted(provinces), on_date__lt=upper)
    if series.roll is not Roll.STOCK:
        rows = rows.filter(on_date__gte=lower)
    if indicator.funds:
        rows = rows.filter(fund__in=[str(fund) for fund in indicator.funds])
    if series.distinct:
        rows = rows.filter(member__isnull=False)
    return rows.order_by("-on_date", "source", "row")


def recount(day: date) -> list[tuple[str, int, int]]:
    """Return the series whose cells differ from their postings: (series, by cells, by postings).  Empty is right.

    Sums are compared by province and half-month, up to the half-month that holds ``day``, so that a check can be
    repeated on the same ground; what is counted once a period is compared for every period.
    """
    last = day.replace(day=14 if bucket_of(day).day == 1 else monthrange(day.year, day.month)[1])
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, {"last": last, "span": last.isoformat(), "once": list(_ONCE)})
        return [(row[0], int(row[1]), int(row[2])) for row in cursor.fetchall()]


def strays() -> list[tuple[str, int]]:
    """Return the tables some of whose rows post something else than what is stored: (table, rows).  Empty is right.

    Slow on purpose: it asks every record anew what it contributes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, strays FROM kc_strays()")
        return [(row[0], int(row[1])) for row in cursor.fetchall()]


_ONCE = tuple(code for code, series in SERIES.items() if series.distinct)

_RECOUNT = """
WITH kept AS (
  SELECT series, province, span, sum(value) AS value, sum(n) AS n FROM indicators_cell
   WHERE span <= %(span)s OR series = ANY (%(once)s) GROUP BY 1, 2, 3),
owed AS (
  SELECT p.series, p.province, s.span, count(*) AS n,
         CASE p.mode WHEN 'S' THEN sum(p.value) ELSE count(DISTINCT p.member) END AS value
    FROM indicators_posting p CROSS JOIN LATERAL kc_spans(p.on_date, p.mode) AS s(span)
   WHERE CASE p.mode WHEN 'S' THEN p.on_date <= %(last)s ELSE p.member IS NOT NULL END
   GROUP BY p.series, p.mode, p.province, s.span)
SELECT series, coalesce(sum(kept.value), 0)::bigint, coalesce(sum(owed.value), 0)::bigint
  FROM kept FULL JOIN owed USING (series, province, span)
 WHERE (coalesce(kept.value, 0), coalesce(kept.n, 0)) <> (coalesce(owed.value, 0), coalesce(owed.n, 0))
 GROUP BY series ORDER BY series
"""


def _columns(wanted: Sequence[tuple[str, str, Span]]) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        [name for name, _, _ in wanted],
        [code for _, code, _ in wanted],
        [span.first for _, _, span in wanted],
        [span.last for _, _, span in wanted],
    )


def _last_month(period: Period) -> int:
    return period.first_month + period.kind.months - 1
