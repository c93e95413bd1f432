"""What may follow what in programmes, yearly plans, their batches, scenarios and lines."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.planning.enums import (
    BatchAction,
    BatchState,
    ClosingAction,
    ClosingState,
    Fund,
    PlanAction,
    PlanState,
    ProgrammeAction,
    ProgrammeState,
    ScenarioAction,
    ScenarioState,
)
from khuyencong.flow.planning.enums import LineAction as Do
from khuyencong.flow.planning.enums import LineState as Is

PLAN = Lifecycle(
    name="kế hoạch năm",
    initial=PlanState.DRAFT,
    steps=(Step(PlanAction.APPROVE, frozenset({PlanState.DRAFT}), PlanState.APPROVED, Can.PLAN_APPROVE),),
    final=frozenset({PlanState.APPROVED}),
)

BATCH = Lifecycle(
    name="đợt kế hoạch",
    initial=BatchState.DRAFT,
    steps=(Step(BatchAction.APPROVE, frozenset({BatchState.DRAFT}), BatchState.APPROVED, Can.PLAN_APPROVE),),
    final=frozenset({BatchState.APPROVED}),
)

PROGRAMME = Lifecycle(
    name="chương trình giai đoạn",
    initial=ProgrammeState.DRAFT,
    steps=(
        Step(
            ProgrammeAction.APPROVE, frozenset({ProgrammeState.DRAFT}), ProgrammeState.APPROVED, Can.PROGRAMME_APPROVE
        ),
    ),
    final=frozenset({ProgrammeState.APPROVED}),
)

SCENARIO = Lifecycle(
    name="phương án kế hoạch",
    initial=ScenarioState.DRAFT,
    steps=(
        Step(ScenarioAction.ADOPT, frozenset({ScenarioState.DRAFT}), ScenarioState.ADOPTED, Can.PLAN_ASSIGN),
        Step(
            ScenarioAction.DROP,
            frozenset({ScenarioState.DRAFT}),
            ScenarioState.DROPPED,
            Can.SCENARIO_DRAFT,
            reason_owed=True,
        ),
    ),
    final=frozenset({ScenarioState.ADOPTED, ScenarioState.DROPPED}),
)

CLOSING = Lifecycle(
    name="sổ kinh phí năm",
    initial=ClosingState.CLOSED,
    steps=(
        Step(
            ClosingAction.LOCK,
            frozenset({ClosingState.CLOSED, ClosingState.REOPENED}),
            ClosingState.LOCKED,
            Can.YEAR_CLOSE,
        ),
        Step(
            ClosingAction.REOPEN,
            frozenset({ClosingState.LOCKED}),
            ClosingState.REOPENED,
            Can.YEAR_REOPEN,
            reason_owed=True,
        ),
    ),
    final=frozenset(),
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
