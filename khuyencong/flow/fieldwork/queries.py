"""Reading progress reports by month and the inspections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from khuyencong.flow.fieldwork.enums import RoundState
from khuyencong.flow.fieldwork.models import Inspection, PlannedInspection, ProgressReport, ProgressRound
from khuyencong.flow.proposals.models import Project


@dataclass(frozen=True)
class MonthRow:
    """A running đề án in a month: its report, or none, and the last one before."""

    project: Project
    report: ProgressReport | None
    before: ProgressReport | None


def month_rows(projects: Iterable[Project], month: date) -> tuple[MonthRow, ...]:
    """Put each đề án beside its report of ``month`` and the latest one before it.  Two queries."""
    listed = list(projects)
    rows = ProgressReport.objects.filter(project__in=[project.pk for project in listed]).select_related("round")
    now = {row.project_id: row for row in rows.filter(round__month=month)}
    earlier = rows.filter(round__month__lt=month).order_by("project_id", "-round__month").distinct("project_id")
    before = {row.project_id: row for row in earlier}
    return tuple(MonthRow(project, now.get(project.pk), before.get(project.pk)) for project in listed)


def round_of(province_id: int, month: date) -> ProgressRound | None:
    """Return the round of a province's month, if anything was reported in it."""
    return ProgressRound.objects.filter(province=province_id, month=month).first()


def is_open(within: ProgressRound | None) -> bool:
    """Say whether reports of a round may still be written."""
    return within is None or within.state == RoundState.OPEN


def reports_of(project: Project) -> QuerySet[ProgressReport]:
    """Return the reports of a đề án, the latest month first, with their photographs counted by the page."""
    return ProgressReport.objects.filter(project=project).select_related("round", "reporter").order_by("-round__month")


def inspections_of(project: Project) -> QuerySet[Inspection]:
    """Return the visits to a đề án, the latest first."""
    return Inspection.objects.filter(project=project).order_by("-held_on", "-pk")


def planned_of(plan_ids: Iterable[int]) -> QuerySet[PlannedInspection]:
    """Return the lines of some plans with their đề án and their minutes, month by month."""
    rows = PlannedInspection.objects.filter(plan__in=set(plan_ids)).select_related("project", "inspection")
    return rows.order_by("month", "pk")
