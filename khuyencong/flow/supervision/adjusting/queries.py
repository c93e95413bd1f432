"""Reading adjustments: the copy of a đề án, who decides, what a grant would come to, and what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from khuyencong.core.money import Dong
from khuyencong.core.three_way import NOTHING_CHOSEN, Change, Merged, Side, differences, three_way
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.planning.queries import deciding_fund
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.supervision.adjusting.rules import ITEM_FIELDS, LOCAL, Said, item_key, moved, parts, total, words
from khuyencong.flow.supervision.enums import WAITING, AdjustmentKind
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.regulations.powers import Decider, PowerRule, deciding
from khuyencong.ground.regulations.queries import power_rules_on

WORDS: Final = ("name", "summary")


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


def copy_of(project: Project) -> dict[str, Any]:
    """Return the values of ``project`` that a copy may change, by the keys of ``adjusting.rules``.  One query."""
    values: dict[str, Any] = {field: getattr(project, field) for field in WORDS}
    for item in project.items.order_by("pk"):
        for field in ITEM_FIELDS:
            stored = "establishment_id" if field == "establishment" else field
            values[item_key(item.pk, field)] = getattr(item, stored)
    return values


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


def names_for(project: Project, changes: tuple[Change, ...]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the items' and the establishments' names that ``changes`` need.  Two queries at most."""
    return _names(project, changes)


def applied_of(adjustment: Adjustment) -> tuple[Change, ...]:
    """Return what the decision changed."""
    return tuple(Change(row["key"], row["before"], row["after"]) for row in adjustment.applied)


def adjustment_list() -> QuerySet[Adjustment]:
    """Return requests, the newest first, each with its đề án, and ``national``: whether any of its money is."""
    national = Exists(SupportItem.objects.filter(project=OuterRef("project"), national__gt=0))
    rows = Adjustment.objects.select_related("project__province", "project__content")
    return rows.annotate(national=national).order_by("-requested_on", "-pk")


def waiting() -> QuerySet[Adjustment]:
    """Return requests that somebody still has to deal with, the oldest first."""
    return adjustment_list().filter(state__in=WAITING).order_by("requested_on", "pk")


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
