"""What may follow what in a request for adjustment."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.supervision.enums import AdjustmentAction as Do
from khuyencong.flow.supervision.enums import AdjustmentState as Is

ADJUSTMENT = Lifecycle(
    name="đề nghị điều chỉnh",
    initial=Is.REQUESTED,
    steps=(
        Step(Do.GRANT, frozenset({Is.REQUESTED}), Is.GRANTED, Can.ADJUSTMENT_DECIDE),
        Step(Do.REFUSE, frozenset({Is.REQUESTED}), Is.REFUSED, Can.ADJUSTMENT_DECIDE, reason_owed=True),
    ),
    final=frozenset({Is.GRANTED, Is.REFUSED}),
)
