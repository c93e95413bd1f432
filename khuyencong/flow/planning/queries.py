"""Reading plans: the list of a year, and the envelopes that a đề án may draw on."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanLine
from khuyencong.flow.proposals.models import Project


@dataclass(frozen=True)
class PlanFilter:
    """What a list of plans is narrowed by; empty fields narrow nothing."""

    year: int | None = None
    fund: str = ""
    province_id: int | None = None


def plan_list(narrow: PlanFilter) -> QuerySet[AnnualPlan]:
    """Return plans, newest year first, each with ``given``, ``committed`` (đồng) and ``line_count``.

    The sums are subqueries: two joins to many rows would multiply them.
    """
    envelopes = Envelope.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    lines = PlanLine.objects.filter(envelope__plan=OuterRef("pk")).order_by().values("envelope__plan")
    rows = AnnualPlan.objects.select_related("province").annotate(
        given=_or_zero(envelopes.annotate(total=Sum("amount")).values("total")),
        committed=_or_zero(envelopes.annotate(total=Sum("committed")).values("total")),
        line_count=_or_zero(lines.annotate(n=Count("pk")).values("n")),
    )
    if narrow.year:
        rows = rows.filter(year=narrow.year)
    if narrow.fund:
        rows = rows.filter(fund=narrow.fund)
    return rows.filter(province=narrow.province_id) if narrow.province_id else rows


def lines_of(plan: AnnualPlan) -> QuerySet[PlanLine]:
    """Return the lines of ``plan`` with their đề án, by envelope and number."""
    rows = PlanLine.objects.filter(envelope__plan=plan).select_related("project", "envelope__plan")
    return rows.order_by("envelope", "project__number")


def envelopes_for(project: Project) -> QuerySet[Envelope]:
    """Return the envelopes of the province and year of ``project`` in which it is not yet."""
    rows = Envelope.objects.filter(plan__province=project.province_id, plan__year=project.year)
    return rows.exclude(lines__project=project).select_related("plan").order_by("plan__fund", "id")


def _or_zero(sums: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def deciding_fund(project: Project) -> Fund:
    """Return the fund whose authority decides on the project's adjustments: national where any of its money is.

    One query.
    """
    national = PlanLine.objects.filter(project=project, envelope__source=Source.NATIONAL).exists()
    return Fund.NATIONAL if national else Fund.LOCAL


def plan_decision_of(project: Project) -> str:
    """Return the decision that approved the first plan of ``project``: "Quyết định số … ngày …"; empty before it.

    One query.
    """
    lines = PlanLine.objects.filter(project=project, envelope__plan__decision__isnull=False)
    found = lines.order_by("pk").values_list("envelope__plan__decision", "envelope__plan__approved_on").first()
    return f"Quyết định số {found[0]} ngày {found[1]:%d/%m/%Y}" if found else ""
