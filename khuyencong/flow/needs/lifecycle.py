"""What may follow what in a need."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.needs.enums import NeedAction as Do
from khuyencong.flow.needs.enums import NeedState as Is

NEED = Lifecycle(
    name="nhu cầu",
    initial=Is.RECORDED,
    steps=(
        Step(Do.CHECK, frozenset({Is.RECORDED}), Is.CHECKED, Can.NEED_CHECK),
        Step(Do.PROPOSE, frozenset({Is.CHECKED}), Is.PROPOSED, Can.PROJECT_DRAFT),
        Step(Do.DROP, frozenset({Is.RECORDED, Is.CHECKED}), Is.DROPPED, Can.NEED_CHECK, reason_owed=True),
        Step(Do.GIVE_BACK, frozenset({Is.PROPOSED}), Is.CHECKED, Can.PROJECT_SUBMIT),
    ),
    final=frozenset({Is.DROPPED}),
)
