"""Reading consulting: the year of each centre, and the list of contracts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.core.money import Dong, share
from khuyencong.core.search import holds
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation


class JobState(StrEnum):
    """Where a consulting job stands in a year: what the list is narrowed by, and what each figure counts."""

    OPEN = "OPEN"
    ADVISED = "ADVISED"
    EARNING = "EARNING"
    UNPAID = "UNPAID"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "OPEN": "chưa bàn giao",
            "ADVISED": "bàn giao trong năm",
            "EARNING": "có doanh thu trong năm",
            "UNPAID": "đã bàn giao, chưa ghi đủ doanh thu",
        }[self]


@dataclass(frozen=True)
class JobFilter:
    """What the list of contracts is narrowed by; empty fields narrow nothing but the year."""

    year: int
    search: str = ""
    service: str = ""
    centre_id: int | None = None
    state: str = ""


@dataclass(frozen=True)
class YearOfCentre:
    """Plan and performance of one centre in a year (or of all of them); ``None``: no plan was given."""

    centre_id: int | None
    name: str
    planned_jobs: int | None
    planned_revenue: Dong | None
    jobs: int
    revenue: Dong

    @property
    def jobs_percent(self) -> Decimal | None:
        """Jobs done as a percentage of the jobs planned for the whole year."""
        return share(self.jobs, self.planned_jobs or 0)

    @property
    def revenue_percent(self) -> Decimal | None:
        """Revenue as a percentage of the revenue planned for the whole year."""
        return share(self.revenue, self.planned_revenue or 0)

    @property
    def value_ratio(self) -> Decimal | None:
        """Revenue per job done over revenue per job planned; below 1 the jobs were smaller than planned."""
        below = self.jobs * (self.planned_revenue or 0)
        if not below or not self.planned_jobs:
            return None
        return (Decimal(self.revenue * self.planned_jobs) / Decimal(below)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def idle(self) -> bool:
        """Say whether the centre neither planned nor did anything."""
        return self.planned_jobs is None and not self.jobs and not self.revenue


@dataclass(frozen=True)
class ConsultingYear:
    """A year of consulting: each centre, their sum, and the centres that have none."""

    year: int
    until: date
    centres: tuple[YearOfCentre, ...]
    total: YearOfCentre
    idle: tuple[str, ...]

    @property
    def active(self) -> int:
        """How many centres planned or did any consulting."""
        return len(self.centres)


def centres_in(year: int) -> QuerySet[Organisation]:
    """Return the promotion centres that existed on a day of ``year``, those that closed within it included."""
    there = Q(closed_on__isnull=True) | Q(closed_on__gt=date(year, 1, 1))
    return Organisation.objects.filter(there, kind=OrganisationKind.CENTRE, opened_on__lte=date(year, 12, 31))


def year_of(year: int, centres: Mapping[int, str], *, today: date) -> ConsultingYear:
    """Return the year of ``centres`` (id → name), counted until ``today`` or the year's end.  Three queries.

    A job counts on the day its advice was handed over, money on the day it was recognised: as the report counts them.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    until = min(last, max(first, today))
    plans = {plan.centre_id: plan for plan in ConsultingPlan.objects.filter(year=year, centre__in=centres)}
    jobs = dict(
        ConsultingContract.objects.filter(centre__in=centres, advised_on__range=(first, until))
        .values_list("centre")
        .annotate(Count("id"))
        .order_by()
    )
    revenue = dict(
        RevenueEntry.objects.filter(contract__centre__in=centres, recognised_on__range=(first, until))
        .values_list("contract__centre")
        .annotate(Sum("amount"))
        .order_by()
    )
    rows = [
        _year_of_centre(pk, name, plans.get(pk), jobs.get(pk, 0), revenue.get(pk, 0)) for pk, name in centres.items()
    ]
    working = tuple(row for row in rows if not row.idle)
    return ConsultingYear(year, until, working, _total(working), tuple(row.name for row in rows if row.idle))


def _year_of_centre(pk: int, name: str, plan: ConsultingPlan | None, jobs: int, revenue: int) -> YearOfCentre:
    planned_jobs, planned_revenue = (plan.jobs, Dong(plan.revenue)) if plan else (None, None)
    return YearOfCentre(pk, name, planned_jobs, planned_revenue, jobs, Dong(revenue))


def _total(rows: Iterable[YearOfCentre]) -> YearOfCentre:
    rows = tuple(rows)
    planned = [row for row in rows if row.planned_jobs is not None]
    return YearOfCentre(
        None,
        "Cộng",
        sum(row.planned_jobs or 0 for row in planned) if planned else None,
        Dong(sum(row.planned_revenue or 0 for row in planned)) if planned else None,
        sum(row.jobs for row in rows),
        Dong(sum(row.revenue for row in rows)),
    )


def years_with(plans: QuerySet[ConsultingPlan], contracts: QuerySet[ConsultingContract]) -> tuple[int, ...]:
    """Return the years of ``plans`` and of the signing of ``contracts``, newest first.  Two queries."""
    planned = set(plans.order_by().values_list("year", flat=True).distinct())
    signed = contracts.order_by().dates("signed_on", "year")
    return tuple(sorted(planned | {day.year for day in signed}, reverse=True))


def job_list(narrow: JobFilter) -> QuerySet[ConsultingContract]:
    """Return contracts that touch the year, newest first, with ``earned`` (in all) and ``earned_in_year`` in đồng."""
    first, last = date(narrow.year, 1, 1), date(narrow.year, 12, 31)
    rows = ConsultingContract.objects.annotate(
        earned=_earned(Q()), earned_in_year=_earned(Q(recognised_on__range=(first, last)))
    ).order_by("-signed_on", "-id")
    rows = rows.filter(_in_state(narrow.state, first, last))
    if narrow.service:
        rows = rows.filter(service=narrow.service)
    if narrow.centre_id:
        rows = rows.filter(centre=narrow.centre_id)
    return rows.filter(holds(narrow.search, ("number", "client")))


def _earned(when: Q) -> Coalesce:
    """Sum the entries of a contract by a subquery, which neither repeats rows nor weighs on counting them."""
    sums = (
        RevenueEntry.objects.filter(when, contract=OuterRef("pk"))
        .order_by()
        .values("contract")
        .annotate(s=Sum("amount"))
    )
    return Coalesce(Subquery(sums.values("s"), output_field=BigIntegerField()), 0, output_field=BigIntegerField())


def _in_state(state: str, first: date, last: date) -> Q:
    advised = Q(advised_on__range=(first, last))
    earning = Q(Exists(RevenueEntry.objects.filter(contract=OuterRef("pk"), recognised_on__range=(first, last))))
    open_ = Q(signed_on__lte=last) & (Q(advised_on__isnull=True) | Q(advised_on__gt=last))
    return {
        "": Q(signed_on__range=(first, last)) | advised | earning,
        JobState.OPEN: open_,
        JobState.ADVISED: advised,
        JobState.EARNING: earning,
        JobState.UNPAID: Q(advised_on__lte=last, earned__lt=F("value")),
    }[state]


def sums_of(rows: QuerySet[ConsultingContract]) -> tuple[int, int]:
    """Return the value and the year's revenue of a list of :func:`job_list`, in đồng.  One query."""
    found = rows.order_by().aggregate(worth=Sum("value"), earned_sum=Sum("earned_in_year"))
    return found["worth"] or 0, found["earned_sum"] or 0


def entries_of(contract: ConsultingContract) -> tuple[RevenueEntry, ...]:
    """Return the revenue entries of a contract by date.  One query."""
    return tuple(contract.revenue.order_by("recognised_on", "id"))
