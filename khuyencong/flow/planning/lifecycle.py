"""What may follow what in a yearly plan and in its lines."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.planning.enums import Fund, PlanAction, PlanState
from khuyencong.flow.planning.enums import LineAction as Do
from khuyencong.flow.planning.enums import LineState as Is

PLAN = Lifecycle(
    name="kế hoạch năm",
    initial=PlanState.DRAFT,
    steps=(Step(PlanAction.APPROVE, frozenset({PlanState.DRAFT}), PlanState.APPROVED, Can.PLAN_APPROVE),),
    final=frozenset({PlanState.APPROVED}),
)

LINE = Lifecycle(
    name="dòng kế hoạch",
    initial=Is.PLANNED,
    steps=(
        Step(Do.CONTRACT, frozenset({Is.PLANNED}), Is.CONTRACTED, Can.CONTRACT_SIGN),
        # A contract under way is stopped too: its money comes back through the settlement.
        Step(Do.STOP, frozenset({Is.PLANNED, Is.CONTRACTED}), Is.STOPPED, Can.ADJUSTMENT_DECIDE, reason_owed=True),
        Step(Do.CARRY_OVER, frozenset({Is.PLANNED}), Is.CARRIED_OVER, Can.ADJUSTMENT_DECIDE, reason_owed=True),
    ),
    final=frozenset({Is.STOPPED, Is.CARRIED_OVER}),
)


def power_over(fund: Fund) -> Can:
    """Return the capability that decides on a fund."""
    return Can.FUND_NATIONAL if fund is Fund.NATIONAL else Can.FUND_LOCAL
