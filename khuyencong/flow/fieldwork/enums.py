"""The states of a month's round of progress reports."""

from enum import StrEnum


class RoundState(StrEnum):
    """The reports of one month are open until the round is closed."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"OPEN": "đang mở", "CLOSED": "đã chốt"}[self]


class RoundAction(StrEnum):
    """What may be done to a month's round."""

    CLOSE = "CLOSE"
    REOPEN = "REOPEN"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"CLOSE": "Chốt kỳ báo cáo", "REOPEN": "Mở lại kỳ báo cáo"}[self]
