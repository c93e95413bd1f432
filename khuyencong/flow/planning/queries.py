"""Reading plans: the list of a year, and the envelopes that a đề án may draw on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from khuyencong.core.models import AuditEntry
from khuyencong.flow.planning.enums import BatchState, CarryTo, Fund, LineState, PlanState, Source
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanApprover, PlanBatch, PlanLine
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project

_LEFT = F("amount") + F("carried_in") - F("committed") - F("delegated") - F("carried_out") - F("cancelled")


@dataclass(frozen=True)
class PlanFilter:
    """What a list of plans is narrowed by; empty fields narrow nothing."""

    year: int | None = None
    fund: str = ""
    province_id: int | None = None


def plan_list(narrow: PlanFilter) -> QuerySet[AnnualPlan]:
    """Return plans, newest year first, each with ``given``, ``committed``, ``left`` (đồng) and ``line_count``.

    What a district or commune holds was given to the plan before: it counts once.  The sums are subqueries: two joins
    to many rows would multiply them.
    """
    envelopes = Envelope.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    lines = PlanLine.objects.filter(envelope__plan=OuterRef("pk")).order_by().values("envelope__plan")
    rows = AnnualPlan.objects.select_related("province").annotate(
        given=_or_zero(envelopes.filter(unit=None).annotate(total=Sum(F("amount") + F("carried_in"))).values("total")),
        left=_or_zero(envelopes.annotate(total=Sum(_LEFT)).values("total")),
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
    rows = PlanLine.objects.filter(envelope__plan=plan)
    rows = rows.select_related("project", "envelope__plan", "envelope__unit", "batch")
    return rows.order_by("envelope", "project__number")


def envelopes_for(project: Project) -> QuerySet[Envelope]:
    """Return the envelopes in which ``project`` may get a line: of its province and year, and not yet in them.

    Carried over to the local budget, it may also enter the local plan of the next year.
    """
    years = Q(plan__year=project.year)
    if awaiting_local_budget(project):
        years |= Q(plan__year=project.year + 1, plan__fund=Fund.LOCAL)
    rows = Envelope.objects.filter(years, plan__province=project.province_id)
    rows = rows.exclude(lines__project=project).select_related("plan", "unit")
    return rows.order_by("plan__year", "plan__fund", "id")


def awaiting_local_budget(project: Project) -> PlanLine | None:
    """Return the line of national money that was carried over to the local budget and has no line there yet."""
    rows = PlanLine.objects.filter(project=project, state=LineState.CARRIED_OVER, carried_to=CarryTo.LOCAL)
    return rows.filter(carried_into=None).order_by("pk").first()


def next_year_envelope(envelope: Envelope) -> Envelope | None:
    """Return the envelope of the same place, fund and source a year later; ``None`` where none was opened yet."""
    plan = envelope.plan
    rows = Envelope.objects.filter(plan__province=plan.province_id, plan__fund=plan.fund, plan__year=plan.year + 1)
    return rows.filter(source=envelope.source, unit=None).first()


def choosable(envelope: Envelope) -> QuerySet[Project]:
    """Return the approved đề án of the envelope's province and year that are in no plan and were not stopped."""
    plan = envelope.plan
    rows = Project.objects.filter(province=plan.province_id, year=plan.year, state=ProjectState.APPROVED)
    return rows.exclude(pk__in=PlanLine.objects.filter(project__year=plan.year).values("project")).order_by("number")


def approver_on(plan: AnnualPlan, day: date) -> PlanApprover | None:
    """Return who approves ``plan`` on ``day``: the ministry national ones, the province's own body local ones."""
    province = plan.province_id if plan.fund == Fund.LOCAL else None
    return PlanApprover.objects.filter(province=province, since__lte=day).order_by("-since").first()


def _or_zero(sums: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def deciding_fund(project: Project) -> Fund:
    """Return the fund whose authority decides on the project's adjustments: national where any of its money is.

    One query.
    """
    national = PlanLine.objects.filter(project=project, envelope__source=Source.NATIONAL)
    national = national.exclude(state=LineState.CARRIED_OVER, carried_to=CarryTo.LOCAL)
    return Fund.NATIONAL if national.exists() else Fund.LOCAL


def plan_decision_of(project: Project) -> str:
    """Return the decision that approved the first plan line of ``project``: "Quyết định số … ngày …"; empty before it.

    One query.
    """
    lines = PlanLine.objects.filter(project=project, batch__decision__isnull=False)
    found = lines.order_by("pk").values_list("batch__decision", "batch__approved_on").first()
    return f"Quyết định số {found[0]} ngày {found[1]:%d/%m/%Y}" if found else ""


def waiting_supplements() -> QuerySet[PlanBatch]:
    """Return the supplements that hold đề án and wait for their decision; ``since`` they were opened.

    ``year`` and ``province`` are the plan's.
    """
    opened = AuditEntry.objects.filter(table=PlanBatch._meta.db_table, row=OuterRef("pk"), change="I").order_by("pk")
    lines = PlanLine.objects.filter(batch=OuterRef("pk"))
    rows = PlanBatch.objects.filter(Exists(lines), state=BatchState.DRAFT, plan__state=PlanState.APPROVED)
    rows = rows.select_related("plan__province").annotate(since=Subquery(opened.values("at__date")[:1]))
    return rows.order_by("plan__year", "plan__province__code", "pk")


def draft_plans() -> QuerySet[AnnualPlan]:
    """Return plans in draft by year and province; ``since`` they were opened.

    A plan keeps no day of its own until it is approved; the log knows when it was opened.
    """
    opened = AuditEntry.objects.filter(table=AnnualPlan._meta.db_table, row=OuterRef("pk"), change="I").order_by("pk")
    rows = AnnualPlan.objects.filter(state=PlanState.DRAFT).select_related("province")
    return rows.annotate(since=Subquery(opened.values("at__date")[:1])).order_by("year", "province__code", "pk")
