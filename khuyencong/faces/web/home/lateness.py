"""What is late: each step with its rows, its day by the rule in force, and whose it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Min, QuerySet

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.home.waits import Day
from khuyencong.flow.appraisal.queries import awaiting_base, awaiting_ministry
from khuyencong.flow.planning.queries import draft_plans
from khuyencong.flow.proposals.queries import drafts, national_money
from khuyencong.flow.settlement import stands
from khuyencong.flow.settlement.queries.waiting import not_accepted, not_settled
from khuyencong.flow.supervision.adjusting.queries import awaiting_confirmation, waiting
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.regulations.deadlines import DeadlineRule, Duty, due, late_by, late_since, late_years, rule_for


@dataclass(frozen=True)
class Source:
    """The rows of one step: where their plan year, the day it began, and their province and đề án are.

    ``own``: the column with a due day of its own (the contract's), which no rule sets.
    """

    duty: Duty
    holder: str
    rows: Callable[[date], "QuerySet[Any]"]
    year: str
    province: str
    project: str = ""
    event: str = "since"
    own: str = ""


SOURCES: Final = (
    Source(Duty.REGISTER, stands.CENTRE, lambda _day: drafts(), "year", "province", event="drafted_on"),
    Source(
        Duty.SEND_AGENCY,
        stands.DEPARTMENT,
        lambda _day: awaiting_base().filter(national_money("pk")),
        "year",
        "province",
    ),
    Source(
        Duty.BASE_APPRAISAL,
        stands.DEPARTMENT,
        lambda _day: awaiting_base().filter(~national_money("pk")),
        "year",
        "province",
    ),
    Source(Duty.MINISTRY_APPRAISAL, stands.AGENCY, lambda _day: awaiting_ministry(), "year", "province"),
    Source(Duty.PLAN_APPROVE, stands.DEPARTMENT, lambda _day: draft_plans(), "year", "province"),
    Source(
        Duty.ADJUSTMENT_CONFIRM,
        stands.DEPARTMENT,
        lambda _day: awaiting_confirmation(),
        "project__year",
        "project__province",
        "project",
    ),
    Source(
        Duty.ADJUSTMENT_DECIDE,
        stands.AGENCY,
        lambda _day: waiting(AdjustmentState.REQUESTED, AdjustmentState.CONFIRMED),
        "project__year",
        "project__province",
        "project",
    ),
    Source(Duty.ACCEPT, stands.CENTRE, not_accepted, "project__year", "project__province", "project", own="since"),
    Source(
        Duty.SETTLE,
        stands.CENTRE,
        lambda _day: not_settled(),
        "line__project__year",
        "line__project__province",
        "line__project",
    ),
)
"""Every step that may be late, in the order of the year."""


@dataclass(frozen=True)
class LateCell:
    """How many of one step are late in one province, and since when the oldest waits."""

    duty: Duty
    holder: str
    province_id: int | None
    """``None``: the ministry's own plan."""
    province: str
    count: int
    oldest: date | None
    law: str


@dataclass(frozen=True)
class LateRow:
    """One thing that is late."""

    step: str
    holder: str
    title: str
    route: str
    pk: int
    province: str
    since: date | None
    due: date
    days: int
    law: str


def cells(actor: Actor, day: Day) -> tuple[LateCell, ...]:
    """Count what is late by step and province, the most first.  One query a step that a rule dates."""
    found: list[LateCell] = []
    for source in SOURCES:
        rows = _late(actor, source, day)
        if rows is None:
            continue
        name = f"{source.province}__name"
        counted = rows.order_by().values(source.province, name).annotate(n=Count("pk"), oldest=Min(source.event))
        law = _law(source, rule_for(day.rules, source.duty))
        found += [
            LateCell(
                source.duty,
                source.holder if row[name] else stands.AGENCY,
                row[source.province],
                row[name] or stands.AGENCY,
                row["n"],
                row["oldest"],
                law,
            )
            for row in counted
        ]
    return tuple(sorted(found, key=lambda cell: (-cell.count, cell.province, cell.duty)))


def late_rows(
    actor: Actor, day: Day, *, duty: str = "", province: int | None = None, most: int | None = None
) -> Iterator[LateRow]:
    """Yield what is late, step by step, the oldest first (``most`` of each); narrowed to a step and a province."""
    for source in SOURCES:
        rows = _late(actor, source, day) if duty in {"", source.duty} else None
        if rows is None:
            continue
        if province is not None:
            rows = rows.filter(**{source.province: province})
        yield from _rows(source, rows.iterator(chunk_size=500) if most is None else rows[:most], day)


def _late(actor: Actor, source: Source, day: Day) -> "QuerySet[Any] | None":
    """Return the rows of a step that are past their day; ``None`` where no rule sets one."""
    rows = visible(actor, Can.PLAN_READ, source.rows(day.today))
    if source.own:
        return rows.filter(**{f"{source.own}__lt": day.today})
    rule = rule_for(day.rules, source.duty)
    if rule is None:
        return None
    if rule.fixed:
        return rows.filter(**{f"{source.year}__in": late_years(rule, day.today)})
    return rows.filter(**{f"{source.event}__lte": late_since(rule, day.today)})


def _rows(source: Source, rows: Iterable[Any], day: Day) -> Iterator[LateRow]:
    rule = rule_for(day.rules, source.duty)
    law = _law(source, rule)
    for row in rows:
        since = getattr(row, source.event)
        project = row
        for step in filter(None, source.project.split("__")):
            project = getattr(project, step)
        last = getattr(row, source.own) if source.own else due(rule, plan_year=project.year, event=since)
        if last is None:
            continue
        title, route, pk = _named(source, row, project)
        days = late_by(last, day.today)
        place, holder = _place(source, project)
        yield LateRow(source.duty.label, holder, title, route, pk, place, since, last, days, law)


def _place(source: Source, project: Any) -> tuple[str, str]:
    """Return where a row belongs and who holds it: the ministry's own plan has no province."""
    return (project.province.name, source.holder) if project.province else (stands.AGENCY, stands.AGENCY)


def _named(source: Source, row: Any, project: Any) -> tuple[str, str, int]:
    match source.duty:
        case Duty.PLAN_APPROVE:
            return str(row), "plan", row.pk
        case Duty.ADJUSTMENT_CONFIRM | Duty.ADJUSTMENT_DECIDE:
            return f"{project.number} – {AdjustmentKind(row.kind).label}", "adjustment", row.pk
        case _:
            return f"{project.number} – {project.name}", "project", project.pk


def _law(source: Source, rule: DeadlineRule | None) -> str:
    if source.own:
        return "Thời hạn hợp đồng"
    if rule is None:
        return ""
    cited = f" ({rule.citation})" if rule.citation else ""
    doubt = "" if rule.confidence.may_block else f"; {rule.confidence.label}"
    return f"{rule.sentence}{cited}{doubt}"
