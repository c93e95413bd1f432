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


class Result(StrEnum):
    """How an appraisal ends."""

    PASS = "PASS"  # noqa: S105  a result, not a password
    FAIL = "FAIL"
    RETURN = "RETURN"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"PASS": "đạt", "FAIL": "không đạt", "RETURN": "trả lại để bổ sung"}[self]
