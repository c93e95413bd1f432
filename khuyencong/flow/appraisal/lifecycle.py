"""What may follow what in a session of a council, and whose power a level of appraisal is."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.appraisal.enums import AppraisalLevel
from khuyencong.flow.appraisal.enums import SessionAction as Do
from khuyencong.flow.appraisal.enums import SessionState as Is

SESSION = Lifecycle(
    name="phiên họp thẩm định",
    initial=Is.CALLED,
    steps=(
        Step(Do.HOLD, frozenset({Is.CALLED}), Is.HELD, Can.APPRAISAL_CONVENE),
        Step(Do.CLOSE, frozenset({Is.HELD}), Is.CLOSED, Can.APPRAISAL_CONVENE),
    ),
    final=frozenset({Is.CLOSED}),
)


def power_at(level: AppraisalLevel) -> Can:
    """Return the capability that a level asks for (TT 36/2013 Đ.8): the Sở's at the base, the agency's above."""
    return Can.FUND_NATIONAL if level is AppraisalLevel.MINISTRY else Can.FUND_LOCAL
