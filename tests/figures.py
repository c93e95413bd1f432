"""Figures counted by hand from the records, in Python, to be compared with what the database keeps."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.core.periods import Cutoff, Period
from khuyencong.figures.indicators.registry import INDICATORS, SERIES, Indicator, Roll
from khuyencong.figures.reporting.queries import GROUPING, Request, consolidated
from khuyencong.flow.contracts.models import Addendum, Contract, Payment
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.models import PlanChange, PlanLine
from khuyencong.flow.settlement.models import Acceptance, Settlement
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.regulations.models import ContentGrouping

NOW = datetime(2019, 1, 1, tzinfo=UTC)
MAP = date(2017, 6, 30)

REGION = "central-highlands"

Value = int | str


@dataclass(frozen=True)
class Entry:
    """What one record adds to one series on one day."""

    series: str
    day: date
    value: int
    province: int
    fund: str = ""
    content: int | None = None
    member: int | None = None


def request(period: str, *, area: str = REGION, cutoff: Cutoff = Cutoff.CALENDAR) -> Request:
    """Return the question that a report answers."""
    return Request(area, Period.parse(period), MAP, cutoff)


def told(asked: Request) -> dict[str, tuple[Value, int]]:
    """Return what the system says: code → (value, number of records behind it)."""
    return {f.code: (f.value, f.evidence_count) for f in consolidated(asked, now=NOW).figures}


def counted(asked: Request, entries: list[Entry]) -> dict[str, tuple[Value, int]]:
    """Return the same counted by hand."""
    groups = dict(ContentGrouping.objects.filter(grouping=GROUPING).values_list("content_id", "group_name"))
    return {code: _count(i, asked, entries, groups) for code, i in INDICATORS.items() if i.printed}


def _count(indicator: Indicator, asked: Request, entries: list[Entry], groups: dict[int, str]) -> tuple[Value, int]:
    series = SERIES[indicator.series]
    first, after = _days(asked, series.roll)
    inside = [e for e in entries if e.series == series.code and first <= e.day < after]
    if indicator.funds:
        inside = [e for e in inside if e.fund in {str(fund) for fund in indicator.funds}]
    if series.distinct:
        inside = [e for e in inside if e.member is not None]
        return len({(e.province, e.member) for e in inside}), len(inside)
    if indicator.shape is None:
        return sum(e.value for e in inside), len(inside)
    money: dict[str, int] = defaultdict(int)
    for entry in inside:
        money[groups[entry.content or 0]] += entry.value
    return _shaped(indicator.code, list(money.values())), len(inside)


def _shaped(code: str, money: list[int]) -> Value:
    if code == "plan.largest_content":
        return max(money, default=0) if any(money) else 0
    squares = sum(m * m for m in money)
    number = Fraction(sum(money) ** 2, squares) if squares else Fraction(0)
    hundredths = int(number * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _days(asked: Request, roll: Roll) -> tuple[date, date]:
    """Return the first day counted and the first day not, by the calendar alone."""
    period = asked.period
    last = period.first_month + period.kind.months - 1
    first = period.first_month if roll is Roll.FLOW else 1
    lower = date.min if roll is Roll.STOCK else _month(period.year, first, asked.cutoff)
    return lower, _month(period.year, last + 1, asked.cutoff)


def _month(year: int, month: int, cutoff: Cutoff) -> date:
    """Return the first day of a month; under NĐ 09/2019 it is the 15th of the month before."""
    if cutoff is Cutoff.ND09:
        month -= 1
    year, month = (year - 1, 12) if month == 0 else (year + 1, 1) if month == 13 else (year, month)
    return date(year, month, 15 if cutoff is Cutoff.ND09 else 1)


def entries() -> list[Entry]:
    """Read every record and say what it adds."""
    return [*_of_plans(), *_of_contracts(), *_of_acceptances(), *_of_events(), *_of_adjustments(), *_of_centres()]


def _in_year(day: date | None, year: int) -> date:
    """Money of a plan counts in its year under both cut-offs."""
    assert day is not None
    return min(day, date(year, 12, 14))


def _of_plans() -> Iterator[Entry]:
    for line in PlanLine.objects.select_related("project", "envelope").filter(effective_on__isnull=False):
        project, fund = line.project, line.envelope.source
        where = (project.province_id, fund, project.content_id)
        yield Entry("plan.money", _in_year(line.effective_on, project.year), line.amount, *where)  # type: ignore[arg-type]
        yield Entry("plan.projects", _in_year(line.effective_on, project.year), 1, *where, member=project.pk)  # type: ignore[arg-type]
    for change in PlanChange.objects.select_related("line__project", "line__envelope"):
        project, fund = change.line.project, change.line.envelope.source
        yield Entry(
            "plan.money",
            _in_year(change.decided_on, project.year),
            change.delta,
            project.province_id,
            fund,
            project.content_id,
        )


def _of_contracts() -> Iterator[Entry]:
    for contract in Contract.objects.filter(parent=None).select_related("line__project"):
        yield Entry("money.contracted", contract.signed_on, contract.signed_amount, contract.line.project.province_id)
    for addendum in Addendum.objects.filter(contract__parent=None).select_related("contract__line__project"):
        delta = addendum.amount_after - addendum.amount_before
        if delta:
            yield Entry("money.contracted", addendum.signed_on, delta, addendum.contract.line.project.province_id)
    paid = Payment.objects.filter(kind="ADVANCE", state="PAID")
    for advance in paid.select_related("contract__line__project"):
        yield Entry("money.advanced", advance.paid_on, advance.amount, advance.contract.line.project.province_id)
    for settled in Settlement.objects.select_related("contract__line__project"):
        yield Entry("money.settled", settled.settled_on, settled.amount, settled.contract.line.project.province_id)


RESULTS = {
    "MACHINERY": "result.machinery",
    "PRODUCTION_LINE": "result.machinery",
    "BRAND": "result.brands",
    "STARTUP": "result.enterprises",
}


def _of_acceptances() -> Iterator[Entry]:
    for accepted in Acceptance.objects.select_related("item__project", "item__content", "item__establishment"):
        item = accepted.item
        if series := RESULTS.get(item.content.code):
            member = _kept(item.establishment) if item.establishment else None
            yield Entry(series, accepted.accepted_on, 1, item.project.province_id, member=member)


def _kept(establishment: Establishment) -> int:
    """Return the establishment that stands for this one after merges."""
    return establishment.merged_into_id or establishment.pk


def _of_events() -> Iterator[Entry]:
    for event in Event.objects.select_related("project"):
        province = event.project.province_id
        if event.kind == "DEMONSTRATION":
            yield Entry("result.demo_models", event.closed_on, 1, province)
        if event.kind == "FAIR" and event.organised:
            yield Entry("result.fairs", event.closed_on, 1, province)
    for came in Attendance.objects.select_related("event__project", "establishment").filter(event__kind="FAIR"):
        member = came.event_id * 2**32 + _kept(came.establishment)
        yield Entry(
            "result.fair_participations", came.event.closed_on, 1, came.event.project.province_id, member=member
        )


def _of_adjustments() -> Iterator[Entry]:
    for granted in Adjustment.objects.select_related("project").filter(state="GRANTED"):
        series = "projects.stopped" if granted.kind == "STOP" else "projects.adjusted"
        day, project = granted.decided_on, granted.project
        yield Entry(series, day, 1, project.province_id, member=project.pk)  # type: ignore[arg-type]


def _of_centres() -> Iterator[Entry]:
    for centre in Organisation.objects.filter(kind="CENTRE"):
        yield Entry("centres.all", centre.opened_on, 1, centre.province_id or 0)
        if centre.closed_on:
            yield Entry("centres.all", centre.closed_on, -1, centre.province_id or 0)
    for plan in ConsultingPlan.objects.select_related("centre"):
        province = plan.centre.province_id or 0
        yield Entry("consulting.centres", plan.effective_on, 1, province, member=plan.centre_id)
        yield Entry("consulting.plan_jobs", plan.effective_on, plan.jobs, province)
        yield Entry("consulting.plan_revenue", plan.effective_on, plan.revenue, province)
    for job in ConsultingContract.objects.select_related("centre").filter(advised_on__isnull=False):
        yield Entry("consulting.jobs", job.advised_on, 1, job.centre.province_id or 0)  # type: ignore[arg-type]
    for entry in RevenueEntry.objects.select_related("contract__centre"):
        yield Entry("consulting.revenue", entry.recognised_on, entry.amount, entry.contract.centre.province_id or 0)
