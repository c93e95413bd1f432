"""Reading adjustments: the copy of a đề án, who decides, what a grant would come to, and what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from khuyencong.core.money import Dong, share
from khuyencong.core.text import fold
from khuyencong.core.three_way import NOTHING_CHOSEN, Change, Clash, Merged, Side, differences, three_way
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.planning.queries import deciding_fund
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import national_money
from khuyencong.flow.supervision.adjusting.rules import (
    DAYS,
    ITEM_FIELDS,
    LOCAL,
    OWN_FIELDS,
    Said,
    item_key,
    label,
    moved,
    parts,
    show,
    total,
    unit,
    words,
    write_day,
)
from khuyencong.flow.supervision.enums import WAITING, AdjustmentCause, AdjustmentKind, AdjustmentState
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.regulations.powers import Decider, PowerRule, deciding
from khuyencong.ground.regulations.queries import power_rules_on


@dataclass(frozen=True)
class Power:
    """Who decides on a request, and why.

    ``rule`` is the law in force on the day of the request; only one that was read in its source binds.  Otherwise the
    authority of the fund decides, as it always did, and the rule is shown as a warning.
    """

    fund: Fund
    rule: PowerRule | None

    @property
    def binding(self) -> bool:
        """Say whether the rule may refuse."""
        return self.rule is not None and self.rule.confidence.may_block

    @property
    def decider(self) -> str:
        """Who decides, in words."""
        return self.rule.decided_by.label if self.rule is not None else self.fund.decided_by

    @property
    def decided_on_fund(self) -> Fund:
        """The fund whose authority records the decision: the Sở's where a binding rule gives it the power."""
        if self.binding and self.rule is not None and self.rule.decided_by is Decider.DOIT:
            return Fund.LOCAL
        return self.fund

    @property
    def confirmed_first(self) -> bool:
        """Say whether the Sở must confirm before the decision."""
        return self.binding and self.asks_confirmation

    @property
    def asks_confirmation(self) -> bool:
        """Say whether the rule names the Sở as confirming, however surely the rule is known."""
        return self.rule is not None and self.rule.confirmed_by is Decider.DOIT


def powers_on(day: date, project: Project) -> dict[AdjustmentKind, Power]:
    """Return who would decide on each kind of request made on ``day``.  Four queries at most."""
    rules, fund = power_rules_on(day), _fund_of(project)
    national = fund is Fund.NATIONAL
    return {kind: Power(fund, deciding(rules, kind=kind.law, national=national)) for kind in AdjustmentKind}


def copy_of(project: Project) -> dict[str, Any]:
    """Return the values of ``project`` that a copy may change, by the keys of ``adjusting.rules``.  One query."""
    values: dict[str, Any] = {field: getattr(project, field) for field in OWN_FIELDS}
    values |= {field: write_day(values[field]) for field in DAYS}
    for item in project.items.order_by("pk"):
        for field in ITEM_FIELDS:
            stored = "establishment_id" if field == "establishment" else field
            values[item_key(item.pk, field)] = getattr(item, stored)
    return values


def accepted_items(project: Project) -> dict[int, str]:
    """Return the items that were accepted on site, by id, with their names: what is done is not changed any more.

    Acceptances belong to the settlement, which stands above: they are asked for by their relation.  One query.
    """
    return dict(project.items.filter(acceptance__isnull=False).values_list("pk", "description"))


def changes_of(adjustment: Adjustment) -> tuple[Change, ...]:
    """Return what the copy of a request changes."""
    return differences(adjustment.base, adjustment.proposed)


def power_of(adjustment: Adjustment, project: Project) -> Power:
    """Return who decides on a request.  Four queries at most.

    The fund is that whose money the copy moves; where it moves none, that of the plan lines.
    """
    changes = changes_of(adjustment)
    money = moved(changes)
    if money["national"]:
        fund = Fund.NATIONAL
    elif any(money[source] for source in LOCAL):
        fund = Fund.LOCAL
    else:
        fund = _fund_of(project)
    rule = deciding(
        power_rules_on(adjustment.requested_on),
        kind=AdjustmentKind(adjustment.kind).law,
        national=fund is Fund.NATIONAL,
        delta=Dong(sum(money.values())),
        before=Dong(total(adjustment.base)),
    )
    return Power(fund, rule)


def merged(adjustment: Adjustment, project: Project, chosen: Mapping[str, Side] = NOTHING_CHOSEN) -> Merged:
    """Return what granting would change in ``project`` as it stands, and what must be decided first.  One query."""
    return three_way(adjustment.base, copy_of(project), adjustment.proposed, chosen)


def told(project: Project, changes: tuple[Change, ...]) -> tuple[Said, ...]:
    """Return changes in words.  Two queries at most."""
    return words(changes, *_names(project, changes)) if changes else ()


def clash_words(project: Project, clashes: tuple[Clash, ...]) -> tuple[tuple[str, str, str, str], ...]:
    """Return for each clash what it is about and its values when asked, now and proposed.  Two queries at most."""
    sides = tuple(Change(c.key, value, c.now) for c in clashes for value in (c.base, c.proposed))
    items, names = _names(project, sides)
    told_ones = []
    for clash in clashes:
        item, field = parts(clash.key)
        values = (show(field, value, names) for value in (clash.base, clash.now, clash.proposed))
        base, now, proposed = (f"{value}{unit(field)}" for value in values)
        told_ones.append((label(item, field, items), base, now, proposed))
    return tuple(told_ones)


def applied_of(adjustment: Adjustment) -> tuple[Change, ...]:
    """Return what the decision changed."""
    return tuple(Change(row["key"], row["before"], row["after"]) for row in adjustment.applied)


@dataclass(frozen=True)
class AdjustmentFilter:
    """What the list of requests is narrowed by; empty fields narrow nothing."""

    search: str = ""
    year: int | None = None
    state: str = ""
    kind: str = ""
    cause: str = ""
    province_id: int | None = None


NO_FILTER: Final = AdjustmentFilter()


def adjustment_list(narrow: AdjustmentFilter = NO_FILTER) -> QuerySet[Adjustment]:
    """Return requests, the newest first, each with its đề án, and ``national``: whether any of its money is."""
    rows = Adjustment.objects.select_related("project__province", "project__content", "project__centre")
    asked: dict[str, str | int | None] = {"state": narrow.state, "kind": narrow.kind, "cause": narrow.cause}
    asked |= {"project__year": narrow.year, "project__province": narrow.province_id}
    rows = rows.filter(**{column: value for column, value in asked.items() if value})
    if narrow.search:
        rows = rows.filter(project__folded__contains=fold(narrow.search))
    return rows.annotate(national=national_money("project")).order_by("-requested_on", "-pk")


def waiting(*states: AdjustmentState) -> QuerySet[Adjustment]:
    """Return requests in one of ``states``, the oldest first; ``since`` the last paper that came with them."""
    rows = (
        adjustment_list().filter(state__in=states or WAITING).annotate(since=Coalesce("confirmed_on", "requested_on"))
    )
    return rows.order_by("requested_on", "pk")


def awaiting_confirmation() -> QuerySet[Adjustment]:
    """Return requests of centres for national money that the Sở has not confirmed, the oldest first."""
    return waiting(AdjustmentState.REQUESTED).filter(national_money("project"), by_department=False)


@dataclass(frozen=True)
class Tally:
    """Đề án of a plan year by one trait: how many were planned, adjusted and stopped by decision.

    A đề án adjusted and then stopped counts in both.
    """

    label: str
    planned: int
    adjusted: int
    stopped: int

    @property
    def adjusted_share(self) -> Decimal | None:
        """Percent of the planned that were adjusted; ``None`` where none was planned."""
        return share(self.adjusted, self.planned)

    @property
    def stopped_share(self) -> Decimal | None:
        """Percent of the planned that were stopped; ``None`` where none was planned."""
        return share(self.stopped, self.planned)


def tallies(projects: QuerySet[Project], year: int, by: str) -> tuple[Tally, ...]:
    """Count the planned đề án of ``year`` by the column ``by``, the most adjusted and stopped first.  One query."""
    planned = PlanLine.objects.filter(project=OuterRef("pk"), effective_on__isnull=False)
    granted = Adjustment.objects.filter(project=OuterRef("pk"), state=AdjustmentState.GRANTED)
    rows = projects.filter(Exists(planned), year=year).annotate(
        was_adjusted=Exists(granted.exclude(kind=AdjustmentKind.STOP)),
        was_stopped=Exists(granted.filter(kind=AdjustmentKind.STOP)),
    )
    counted = (
        rows.order_by()
        .values(by)
        .annotate(
            planned=Count("pk", distinct=True),
            adjusted=Count("pk", filter=Q(was_adjusted=True), distinct=True),
            stopped=Count("pk", filter=Q(was_stopped=True), distinct=True),
        )
    )
    found = [Tally(str(row[by]), row["planned"], row["adjusted"], row["stopped"]) for row in counted]
    return tuple(sorted(found, key=lambda row: (-(row.adjusted + row.stopped), row.label)))


def causes(requests: QuerySet[Adjustment], year: int, planned: int) -> tuple[Tally, ...]:
    """Count the đề án adjusted and stopped in ``year`` by cause, against the ``planned`` of all.  One query."""
    stops = Q(kind=AdjustmentKind.STOP)
    rows = requests.filter(state=AdjustmentState.GRANTED, project__year=year).order_by().values("cause")
    counted = rows.annotate(
        adjusted=Count("project", filter=~stops, distinct=True), stopped=Count("project", filter=stops, distinct=True)
    )
    found = [Tally(AdjustmentCause(r["cause"]).label, planned, r["adjusted"], r["stopped"]) for r in counted]
    return tuple(sorted(found, key=lambda row: (-(row.adjusted + row.stopped), row.label)))


def _fund_of(project: Project) -> Fund:
    """Return the fund of the plan lines; of the money asked for while no plan holds the đề án."""
    fund = deciding_fund(project)
    if fund is Fund.NATIONAL or project.lines.exists():
        return fund
    return Fund.NATIONAL if project.items.filter(national__gt=0).exists() else Fund.LOCAL


def _names(project: Project, changes: tuple[Change, ...]) -> tuple[dict[int, str], dict[int, str]]:
    ids = {value for change in changes if parts(change.key)[1] == "establishment" for value in _sides(change)}
    items = dict(project.items.values_list("pk", "description"))
    found = Establishment.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    return items, dict(found)


def _sides(change: Change) -> tuple[int, ...]:
    return tuple(value for value in (change.before, change.after) if value)
