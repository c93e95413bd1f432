"""Events, and kinds of adjustments."""

from enum import StrEnum


class EventKind(StrEnum):
    """What was held."""

    DEMONSTRATION = "DEMONSTRATION"
    FAIR = "FAIR"
    FAIR_ABROAD = "FAIR_ABROAD"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "DEMONSTRATION": "trình diễn kỹ thuật",
            "FAIR": "hội chợ, triển lãm trong nước",
            "FAIR_ABROAD": "hội chợ, triển lãm nước ngoài",
        }[self]


class AdjustmentKind(StrEnum):
    """TT 36/2013 Đ.11: what may be changed in an approved đề án."""

    MORE_MONEY = "MORE_MONEY"
    LESS_MONEY = "LESS_MONEY"
    CONTENT = "CONTENT"
    EXTENSION = "EXTENSION"
    PLACE = "PLACE"
    BENEFICIARY = "BENEFICIARY"
    PARTNER = "PARTNER"
    TIME = "TIME"
    STOP = "STOP"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "MORE_MONEY": "tăng tổng mức hỗ trợ",
            "LESS_MONEY": "giảm hoặc không đổi tổng mức hỗ trợ",
            "CONTENT": "thay đổi nội dung hoạt động",
            "EXTENSION": "gia hạn sang năm sau",
            "PLACE": "thay đổi địa điểm",
            "BENEFICIARY": "thay đổi đơn vị thụ hưởng",
            "PARTNER": "thay đổi đơn vị phối hợp",
            "TIME": "thay đổi thời gian trong năm",
            "STOP": "ngừng triển khai",
        }[self]

    @property
    def needs_minister(self) -> bool:
        """Say whether national money needs the Minister for it (TT 36/2013 Đ.11 k.2a); the agency decides the rest."""
        return self in {
            AdjustmentKind.MORE_MONEY,
            AdjustmentKind.CONTENT,
            AdjustmentKind.EXTENSION,
            AdjustmentKind.STOP,
        }


class AdjustmentState(StrEnum):
    """A request waits, then is granted or refused."""

    REQUESTED = "REQUESTED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"REQUESTED": "chờ quyết định", "GRANTED": "được chấp thuận", "REFUSED": "không chấp thuận"}[self]


class AdjustmentAction(StrEnum):
    """What may be done to a request."""

    GRANT = "GRANT"
    REFUSE = "REFUSE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"GRANT": "Chấp thuận", "REFUSE": "Không chấp thuận"}[self]
