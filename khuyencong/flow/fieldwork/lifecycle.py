"""What may follow what in a month's round of progress reports."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.fieldwork.enums import RoundAction, RoundState

ROUND = Lifecycle(
    name="kỳ báo cáo tiến độ",
    initial=RoundState.OPEN,
    steps=(
        Step(RoundAction.CLOSE, frozenset({RoundState.OPEN}), RoundState.CLOSED, Can.PROGRESS_CLOSE),
        Step(RoundAction.REOPEN, frozenset({RoundState.CLOSED}), RoundState.OPEN, Can.PROGRESS_CLOSE, reason_owed=True),
    ),
    final=frozenset(),
)
