"""What may follow what in a plan line."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.planning.enums import LineAction as Do
from khuyencong.flow.planning.enums import LineState as Is

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
