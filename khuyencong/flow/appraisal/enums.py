"""Levels and results of appraisal."""

from enum import StrEnum


class AppraisalLevel(StrEnum):
    """TT 36/2013 Đ.8: the provincial level for all, the ministry's for national money."""

    BASE = "BASE"
    MINISTRY = "MINISTRY"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"BASE": "thẩm định cấp cơ sở", "MINISTRY": "thẩm định cấp Bộ"}[self]

    @property
    def held_by(self) -> str:
        """Who concludes at this level."""
        return {"BASE": "Sở Công Thương", "MINISTRY": "Cục"}[self]


class Result(StrEnum):
    """How an appraisal ends."""

    PASS = "PASS"  # noqa: S105  a result, not a password
    FAIL = "FAIL"
    RETURN = "RETURN"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"PASS": "đạt", "FAIL": "không đạt", "RETURN": "trả lại để bổ sung"}[self]


class CouncilRole(StrEnum):
    """What somebody is in a council."""

    CHAIR = "CHAIR"
    SECRETARY = "SECRETARY"
    MEMBER = "MEMBER"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"CHAIR": "chủ tịch hội đồng", "SECRETARY": "ủy viên thư ký", "MEMBER": "ủy viên"}[self]


class SessionState(StrEnum):
    """Where a session of a council stands."""

    CALLED = "CALLED"
    HELD = "HELD"
    CLOSED = "CLOSED"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"CALLED": "đã mời họp", "HELD": "đang họp", "CLOSED": "đã kết thúc"}[self]


class SessionAction(StrEnum):
    """What may be done to a session."""

    HOLD = "HOLD"
    CLOSE = "CLOSE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"HOLD": "Bắt đầu họp", "CLOSE": "Kết thúc phiên họp"}[self]


class Reply(StrEnum):
    """How an invited member answers."""

    COMING = "COMING"
    DECLINED = "DECLINED"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"COMING": "sẽ dự họp", "DECLINED": "xin vắng mặt"}[self]
