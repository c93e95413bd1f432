"""What may follow what in a request for adjustment."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.supervision.enums import AdjustmentAction as Do
from khuyencong.flow.supervision.enums import AdjustmentState as Is

_OPEN = frozenset({Is.REQUESTED, Is.RETURNED})

ADJUSTMENT = Lifecycle(
    name="đề nghị điều chỉnh",
    initial=Is.REQUESTED,
    steps=(
        # TT 36/2013 Đ.11: the Sở confirms a request of a centre before the ministry's side decides.
        Step(Do.CONFIRM, frozenset({Is.REQUESTED}), Is.CONFIRMED, Can.ADJUSTMENT_CONFIRM),
        Step(Do.RETURN, frozenset({Is.REQUESTED}), Is.RETURNED, Can.ADJUSTMENT_CONFIRM, reason_owed=True),
        Step(Do.RESEND, frozenset({Is.RETURNED}), Is.REQUESTED, Can.ADJUSTMENT_REQUEST),
        Step(
            Do.WITHDRAW, frozenset({Is.REQUESTED, Is.RETURNED}), Is.WITHDRAWN, Can.ADJUSTMENT_REQUEST, reason_owed=True
        ),
        # Local money, and what the Sở itself asks for, is decided without a confirmation; the operation judges which.
        Step(Do.GRANT, frozenset({Is.REQUESTED, Is.CONFIRMED}), Is.GRANTED, Can.ADJUSTMENT_DECIDE),
        Step(Do.REFUSE, frozenset({Is.REQUESTED, Is.CONFIRMED}), Is.REFUSED, Can.ADJUSTMENT_DECIDE, reason_owed=True),
    ),
    final=frozenset({Is.GRANTED, Is.REFUSED, Is.WITHDRAWN}),
)
