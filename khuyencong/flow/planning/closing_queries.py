"""Reading the end of a plan's year: what was spent, what stands in contracts, what nobody used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import F, QuerySet, Sum

from khuyencong.core.money import Dong
from khuyencong.flow.ledger.enums import AccountKind
from khuyencong.flow.ledger.queries import held_on
from khuyencong.flow.planning.enums import CarryTo, ClosingState, LineState
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanLine, YearClosing
from khuyencong.ground.regulations.deadlines import DeadlineRule, due_in
from khuyencong.ground.regulations.queries import deadline_rules_on

ADJUST_RULE: Final = "DEADLINE-BOOKS-ADJUST"
"""Until when the books of a year may be put right, among the dated deadlines."""


@dataclass(frozen=True)
class ClosingLine:
    """A plan line in the closing table; money in đồng as the ledger held it on the table's day.

    ``total`` is the sum of the other six.  ``rest`` is what may be carried over or cancelled now.
    """

    line: PlanLine
    total: Dong
    unsigned: Dong
    in_contract: Dong
    advanced: Dong
    payable: Dong
    spent: Dong
    recovered: Dong
    rest: Dong
    fate: str


@dataclass(frozen=True)
class ClosingTable:
    """The closing table of a plan as of a day; its envelopes hold ``left`` and gave back ``cancelled`` (đồng)."""

    as_at: date
    lines: tuple[ClosingLine, ...]
    left: Dong
    cancelled: Dong
    carried_out: Dong

    @property
    def sums(self) -> tuple[Dong, ...]:
        """The sums of the columns, in their order."""
        columns = zip(*(money_of(row) for row in self.lines), strict=True)
        return tuple(Dong(sum(column)) for column in columns) or (Dong(0),) * 7

    @property
    def unspent(self) -> tuple[ClosingLine, ...]:
        """The lines that wait to be carried over or cancelled."""
        return tuple(row for row in self.lines if row.rest)


def money_of(row: ClosingLine) -> tuple[Dong, ...]:
    """Return the columns of money of a line."""
    return (row.total, row.unsigned, row.in_contract, row.advanced, row.payable, row.spent, row.recovered)


def last_day(plan: AnnualPlan) -> date:
    """Return the last day of a plan's budget year."""
    return date(plan.year, 12, 31)


def adjust_rule(day: date) -> DeadlineRule | None:
    """Return the rule that says until when books are put right, as it is in force on ``day``.  One query."""
    return next((rule for rule in deadline_rules_on(day) if rule.code == ADJUST_RULE), None)


def proposed_lock(plan: AnnualPlan, rule: DeadlineRule | None) -> date:
    """Return the day after the last one for putting books right; the day after the year where no rule is known."""
    until = due_in(rule, plan.year) if rule else None
    return (until or last_day(plan)) + timedelta(days=1)


def unspent_lines(plan: AnnualPlan) -> "QuerySet[PlanLine]":
    """Return the lines of a plan that hold money which no contract took."""
    rows = PlanLine.objects.filter(envelope__plan=plan, current__gt=F("contracted"))
    return rows.order_by("project__number", "pk")


def due_to_lock(today: date) -> "QuerySet[YearClosing]":
    """Return the closed years whose day to be locked has come; one that was reopened is locked by hand alone."""
    return YearClosing.objects.filter(state=ClosingState.CLOSED, locks_on__lte=today).order_by("pk")


def closing_of(plan: AnnualPlan) -> YearClosing | None:
    """Return the closing of a plan's year, if there is one.  One query."""
    return YearClosing.objects.filter(plan=plan).first()


def closing_table(plan: AnnualPlan, as_at: date) -> ClosingTable:
    """Return what became of the money of a plan by the end of ``as_at``.  Four queries."""
    lines = list(
        PlanLine.objects.filter(envelope__plan=plan)
        .select_related("project", "envelope__plan", "envelope__unit")
        .order_by("envelope", "project__number", "pk")
    )
    held = held_on([line.account_id for line in lines], as_at)
    rows = tuple(_row(line, [held[line.account_id].get(kind, Dong(0)) for kind in _KINDS]) for line in lines)
    left = F("amount") + F("carried_in") - F("committed") - F("delegated") - F("carried_out") - F("cancelled")
    sums = Envelope.objects.filter(plan=plan).aggregate(
        left=Sum(left), gone=Sum("cancelled"), carried=Sum("carried_out")
    )
    return ClosingTable(as_at, rows, *(Dong(sums[name] or 0) for name in ("left", "gone", "carried")))


_KINDS = (
    AccountKind.LINE,
    AccountKind.CONTRACT,
    AccountKind.ADVANCE,
    AccountKind.PAYABLE,
    AccountKind.SPENT,
    AccountKind.RECOVERED,
)


def _row(line: PlanLine, held: Sequence[Dong]) -> ClosingLine:
    rest = Dong(line.current - line.contracted)
    unsigned, in_contract, advanced, payable, spent, recovered = held
    return ClosingLine(
        line,
        Dong(sum(held)),
        unsigned=unsigned,
        in_contract=in_contract,
        advanced=advanced,
        payable=payable,
        spent=spent,
        recovered=recovered,
        rest=rest,
        fate=_fate(line, rest, held),
    )


def _fate(line: PlanLine, rest: Dong, held: Sequence[Dong]) -> str:
    """Say in words what becomes of a line."""
    _, in_contract, advanced, payable, *_ = held
    if rest:
        return (
            "chưa sử dụng: chuyển sang năm sau hoặc hủy" if line.effective_on else "chưa phê duyệt: rút khỏi kế hoạch"
        )
    if line.state == LineState.CARRIED_OVER and line.carried_to:
        return f"đã chuyển sang {CarryTo(line.carried_to).label}"
    if in_contract or advanced or payable:
        return "tiếp tục chi theo hợp đồng đã ký"
    return "đã ngừng, dự toán đã hủy" if line.state == LineState.STOPPED else "đã quyết toán"
