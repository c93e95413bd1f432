"""Kinds, levels and states of obstacles."""

from enum import StrEnum


class ObstacleKind(StrEnum):
    """What an obstacle is about."""

    MONEY = "MONEY"
    PROCEDURE = "PROCEDURE"
    SUPPLIER = "SUPPLIER"
    BENEFICIARY = "BENEFICIARY"
    SITE = "SITE"
    TECHNICAL = "TECHNICAL"
    WEATHER = "WEATHER"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "MONEY": "kinh phí, vốn đối ứng",
            "PROCEDURE": "thủ tục, hồ sơ",
            "SUPPLIER": "nhà cung cấp, nhập khẩu",
            "BENEFICIARY": "đơn vị thụ hưởng",
            "SITE": "mặt bằng, nhà xưởng, điện",
            "TECHNICAL": "kỹ thuật, lắp đặt",
            "WEATHER": "thiên tai, dịch bệnh",
            "OTHER": "vướng mắc khác",
        }[self]


class ObstacleLevel(StrEnum):
    """Who must clear an obstacle; it goes up one step at a time."""

    CENTRE = "CENTRE"
    DEPARTMENT = "DEPARTMENT"
    AGENCY = "AGENCY"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "CENTRE": "Trung tâm khuyến công",
            "DEPARTMENT": "Sở Công Thương",
            "AGENCY": "Cục, Bộ Công Thương",
        }[self]

    @property
    def above(self) -> "ObstacleLevel | None":
        """The next level, none above the agency."""
        levels = list(ObstacleLevel)
        place = levels.index(self) + 1
        return levels[place] if place < len(levels) else None


class ObstacleState(StrEnum):
    """An obstacle is open, perhaps escalated, then resolved and closed."""

    OPEN = "OPEN"
    ESCALATED = "ESCALATED"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "OPEN": "đang xử lý",
            "ESCALATED": "đã chuyển cấp trên",
            "RESOLVED": "đã tháo gỡ",
            "CLOSED": "đã kết thúc",
        }[self]


class ObstacleAction(StrEnum):
    """What may be done to an obstacle."""

    ESCALATE = "ESCALATE"
    RESOLVE = "RESOLVE"
    REOPEN = "REOPEN"
    CLOSE = "CLOSE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {
            "ESCALATE": "Chuyển cấp trên",
            "RESOLVE": "Đã tháo gỡ",
            "REOPEN": "Chưa xong, xử lý tiếp",
            "CLOSE": "Kết thúc",
        }[self]
