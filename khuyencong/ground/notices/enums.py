"""What somebody may be told of, and how."""

from enum import StrEnum


class Kind(StrEnum):
    """What a notice is about; :mod:`khuyencong.ground.notices.rules` says who is told and in which words."""

    NEED_TOLD = "NEED_TOLD"
    NEED_GONE = "NEED_GONE"
    PROPOSAL_SUBMITTED = "PROPOSAL_SUBMITTED"
    PROPOSAL_FORWARDED = "PROPOSAL_FORWARDED"
    PROPOSAL_RETURNED = "PROPOSAL_RETURNED"
    PROPOSAL_APPROVED = "PROPOSAL_APPROVED"
    PROPOSAL_REJECTED = "PROPOSAL_REJECTED"
    COUNCIL_SEAT = "COUNCIL_SEAT"
    SESSION_CALLED = "SESSION_CALLED"
    PLAN_APPROVED = "PLAN_APPROVED"
    PLAN_ASSIGNED = "PLAN_ASSIGNED"
    ADJUSTMENT_REQUESTED = "ADJUSTMENT_REQUESTED"
    ADJUSTMENT_TO_CONFIRM = "ADJUSTMENT_TO_CONFIRM"
    ADJUSTMENT_RETURNED = "ADJUSTMENT_RETURNED"
    ADJUSTMENT_DECIDED = "ADJUSTMENT_DECIDED"
    OBSTACLE_ASSIGNED = "OBSTACLE_ASSIGNED"
    OBSTACLE_ESCALATED = "OBSTACLE_ESCALATED"
    DEADLINE = "DEADLINE"


class Way(StrEnum):
    """How a notice reaches somebody.  Whatever is mailed also stands in the product."""

    NONE = "NONE"
    PRODUCT = "PRODUCT"
    DIGEST = "DIGEST"
    AT_ONCE = "AT_ONCE"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "NONE": "không nhận",
            "PRODUCT": "chỉ trên hệ thống",
            "DIGEST": "thư tổng hợp hằng ngày",
            "AT_ONCE": "thư ngay khi có việc",
        }[self]
