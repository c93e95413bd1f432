"""What may follow what in a proposal."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.proposals.enums import ProjectAction as Do
from khuyencong.flow.proposals.enums import ProjectState as Is

PROJECT = Lifecycle(
    name="đề án",
    initial=Is.DRAFT,
    steps=(
        Step(Do.SUBMIT, frozenset({Is.DRAFT}), Is.SUBMITTED, Can.PROJECT_SUBMIT),
        Step(Do.RETURN, frozenset({Is.SUBMITTED}), Is.DRAFT, Can.PROJECT_DECIDE, reason_owed=True),
        Step(Do.APPROVE, frozenset({Is.SUBMITTED}), Is.APPROVED, Can.PROJECT_DECIDE),
        Step(Do.REJECT, frozenset({Is.SUBMITTED}), Is.REJECTED, Can.PROJECT_DECIDE, reason_owed=True),
        Step(Do.WITHDRAW, frozenset({Is.DRAFT, Is.SUBMITTED}), Is.WITHDRAWN, Can.PROJECT_SUBMIT, reason_owed=True),
    ),
    final=frozenset({Is.APPROVED, Is.REJECTED, Is.WITHDRAWN}),
)
