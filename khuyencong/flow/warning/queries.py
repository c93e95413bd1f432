"""From the rows of every stage to the facts and scores of all running đề án of a province: so many queries, no more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from khuyencong.core.money import Dong
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.fieldwork.models import ProgressReport
from khuyencong.flow.fieldwork.rules import Stretch, expected_percent
from khuyencong.flow.needs.enums import NeedAnswer
from khuyencong.flow.needs.models import Need
from khuyencong.flow.obstacles.enums import ObstacleState
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Milestone, Project, SupportItem
from khuyencong.flow.warning.enums import WatchCode
from khuyencong.flow.warning.models import WatchRule
from khuyencong.flow.warning.rules import Facts, Rule, Rules, Score, score, worst_first

HISTORY_YEARS = 5
"""How many earlier years tell how often a content stops."""

WAITING = (ObstacleState.OPEN, ObstacleState.ESCALATED)


@dataclass(frozen=True)
class Watched:
    """A running đề án as the list names it, with its score."""

    project_id: int
    number: str
    name: str
    score: Score


@dataclass(frozen=True)
class MoneyPath:
    """Đồng of the running đề án: planned, contracted, advanced, settled."""

    planned: Dong
    contracted: Dong
    advanced: Dong
    settled: Dong


def running(provinces: Iterable[int]) -> QuerySet[Project]:
    """Return the approved đề án of some provinces that are in a plan in force and not yet liquidated."""
    lines = PlanLine.objects.filter(project=OuterRef("pk"), effective_on__isnull=False)
    signed = Contract.objects.filter(line__project=OuterRef("pk"), state=ContractState.SIGNED)
    return Project.objects.filter(
        Exists(lines.filter(state=LineState.PLANNED)) | Exists(signed),
        province__in=set(provinces),
        state=ProjectState.APPROVED,
    ).order_by("pk")


def rules_on(day: date, province_id: int | None) -> Rules:
    """Return the rules of a day as a province has them, else as the country does.  One query."""
    theirs = Q(province__isnull=True) | Q(province=province_id) if province_id else Q(province__isnull=True)
    rows = WatchRule.objects.filter(theirs, since__lte=day).order_by(F("province").asc(nulls_first=True), "since")
    return {WatchCode(row.code): _rule(row) for row in rows}


def watch(projects: QuerySet[Project], rules: Rules, day: date) -> tuple[Watched, ...]:
    """Score ``projects`` and put the most worrying first.  Eleven queries, whatever their number."""
    named = {row[0]: row for row in projects.values_list("pk", "number", "name")}
    found = worst_first([score(facts, rules, day) for facts in facts_of(projects, day)])
    return tuple(
        Watched(one.facts.project_id, named[one.facts.project_id][1], named[one.facts.project_id][2], one)
        for one in found
        if one.facts.project_id in named
    )


def facts_of(projects: QuerySet[Project], day: date) -> list[Facts]:
    """Gather what is known of ``projects`` on a day.  Nine queries, whatever their number."""
    rows = list(projects.values_list("pk", "year", "content_id", "need_id"))
    ids = projects.order_by().values("pk")
    planned, contracts, items = _planned(ids), _contracts(ids), _items(ids)
    reports, obstacles, needs = _reports(ids), _obstacles(ids), _needs(ids)
    history, stretches = _history(day), _milestones(ids)
    found = []
    for pk, year, content, need in rows:
        known = Facts(pk, year, planned.get(pk, 0), 0, unaccepted=items.get(pk, 0), need_told_on=needs.get(need))
        known = _with_contracts(known, contracts.get(pk), stretches.get(pk, ()), day)
        decided, stopped = history.get(content, (0, 0))
        percent, month = reports.get(pk, (None, None))
        waiting, due = obstacles.get(pk, (0, None))
        found.append(
            replace(
                known,
                content_decided=decided,
                content_stopped=stopped,
                reported_percent=percent,
                reported_month=month,
                obstacles_waiting=waiting,
                obstacle_due_on=due,
            )
        )
    return found


def money_path(projects: QuerySet[Project]) -> MoneyPath:
    """Add up the money of ``projects``.  Two queries."""
    ids = projects.order_by().values("pk")
    lines = PlanLine.objects.filter(project__in=ids, effective_on__isnull=False).order_by()
    sums = Contract.objects.filter(line__project__in=ids).order_by()
    money = sums.aggregate(contracted=Sum("amount"), advanced=Sum("advanced"), settled=Sum("settled"))
    planned = lines.aggregate(planned=Sum("current"))["planned"]
    return MoneyPath(*(Dong(amount or 0) for amount in (planned, *(money[name] for name in money))))


def _rule(row: WatchRule) -> Rule:
    return Rule(WatchCode(row.code), row.words, row.threshold, row.weight, row.active, row.source)


Ids = QuerySet[Project, Any]


def _planned(ids: Ids) -> Mapping[int, int]:
    rows = PlanLine.objects.filter(project__in=ids, effective_on__isnull=False).order_by()
    return dict(rows.values_list("project").annotate(sum=Sum("current")))


@dataclass(frozen=True, slots=True)
class _Signed:
    first: date
    due_on: date
    unadvanced_since: date | None
    paid: int


def _contracts(ids: Ids) -> Mapping[int, _Signed]:
    """Read the running contracts of each đề án at once; what was paid counts those that were liquidated too."""
    nothing = Q(advanced=0, settled=0, state=ContractState.SIGNED)
    rows = Contract.objects.filter(line__project__in=ids).order_by().values_list("line__project")
    told = rows.annotate(
        first=Min("signed_on"),
        due=Max("due_on"),
        unadvanced=Min("signed_on", filter=nothing),
        paid=Sum(Greatest("advanced", "settled")),
    )
    return {row[0]: _Signed(*row[1:]) for row in told}


def _with_contracts(known: Facts, signed: _Signed | None, stretches: Sequence[Stretch], day: date) -> Facts:
    if signed is None:
        return known
    return replace(
        known,
        paid=signed.paid,
        contracted_on=signed.first,
        contract_due_on=signed.due_on,
        unadvanced_since=signed.unadvanced_since,
        expected_percent=expected_percent(stretches or (Stretch(signed.first, signed.due_on),), day),
    )


def _milestones(ids: Ids) -> Mapping[int, Sequence[Stretch]]:
    """Read the schedules: a đề án without one is judged by the term of its contracts."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    rows = Milestone.objects.filter(project__in=ids).order_by()
    for pk, starts_on, due_on in rows.values_list("project", "starts_on", "due_on"):
        found[pk].append(Stretch(starts_on, due_on))
    return found


def _items(ids: Ids) -> Mapping[int, int]:
    rows = SupportItem.objects.filter(project__in=ids, acceptance__isnull=True).order_by()
    return dict(rows.values_list("project").annotate(n=Count("pk")))


def _reports(ids: Ids) -> Mapping[int, tuple[int, date]]:
    rows = ProgressReport.objects.filter(project__in=ids).order_by("project_id", "-round__month").distinct("project_id")
    return {pk: (percent, month) for pk, percent, month in rows.values_list("project", "percent", "round__month")}


def _obstacles(ids: Ids) -> Mapping[int, tuple[int, date]]:
    rows = Obstacle.objects.filter(project__in=ids, state__in=WAITING).order_by().values_list("project")
    return {pk: (n, due) for pk, n, due in rows.annotate(n=Count("pk"), due=Min("due_on"))}


def _needs(ids: Ids) -> Mapping[int, date]:
    yes = Max("confirmations__answered_on", filter=Q(confirmations__answer=NeedAnswer.YES))
    rows = Need.objects.filter(projects__in=ids).order_by().values_list("pk", "recorded_on").annotate(yes=yes)
    return {pk: max(recorded, said or recorded) for pk, recorded, said in rows}


def _history(day: date) -> Mapping[int, tuple[int, int]]:
    years = (day.year - HISTORY_YEARS, day.year - 1)
    rows = PlanLine.objects.filter(effective_on__isnull=False, project__year__range=years).order_by()
    stopped = Count("project", distinct=True, filter=Q(state=LineState.STOPPED))
    told = rows.values_list("project__content").annotate(n=Count("project", distinct=True), stopped=stopped)
    return {content: (n, stops) for content, n, stops in told}
