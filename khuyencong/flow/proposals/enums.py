"""Kinds and states of a đề án."""

from enum import StrEnum


class ProjectKind(StrEnum):
    """TT 36/2013 Đ.3a (TT 17/2018): single, group and flagship projects; tasks."""

    SINGLE = "SINGLE"
    GROUP = "GROUP"
    FLAGSHIP = "FLAGSHIP"
    TASK = "TASK"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"SINGLE": "đề án (đơn)", "GROUP": "đề án nhóm", "FLAGSHIP": "đề án điểm", "TASK": "nhiệm vụ"}[self]


class ProjectState(StrEnum):
    """Where a proposal stands until it is decided; what comes later is asked of later stages."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            "DRAFT": "dự thảo",
            "SUBMITTED": "đã trình, chờ thẩm định",
            "APPROVED": "đã được duyệt",
            "REJECTED": "không được duyệt",
            "WITHDRAWN": "đã rút",
        }[self]


class ProjectAction(StrEnum):
    """What may be done to a proposal."""

    SUBMIT = "SUBMIT"
    RETURN = "RETURN"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {
            "SUBMIT": "Trình Sở Công Thương",
            "RETURN": "Trả lại để bổ sung",
            "APPROVE": "Phê duyệt",
            "REJECT": "Từ chối",
            "WITHDRAW": "Rút đề án",
        }[self]
