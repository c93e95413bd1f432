"""The rules of early warning, and how worrying a score is."""

from enum import StrEnum


class WatchCode(StrEnum):
    """The rules of early warning: eight that give points, and three levels that are only read."""

    ADVANCE_LATE = "ADVANCE_LATE"
    BEHIND_SCHEDULE = "BEHIND_SCHEDULE"
    CONTENT_STOPS = "CONTENT_STOPS"
    SPENDING_LOW = "SPENDING_LOW"
    OBSTACLE_OVERDUE = "OBSTACLE_OVERDUE"
    NEED_UNCONFIRMED = "NEED_UNCONFIRMED"
    REPORT_MISSING = "REPORT_MISSING"
    ACCEPTANCE_LATE = "ACCEPTANCE_LATE"
    BAND_MEDIUM = "BAND_MEDIUM"
    BAND_HIGH = "BAND_HIGH"
    ESCALATE_AFTER = "ESCALATE_AFTER"

    @property
    def label(self) -> str:
        """The Vietnamese words, short."""
        return {
            "ADVANCE_LATE": "chưa tạm ứng sau khi ký hợp đồng",
            "BEHIND_SCHEDULE": "chậm tiến độ",
            "CONTENT_STOPS": "nội dung hay phải ngừng",
            "SPENDING_LOW": "giải ngân thấp từ giữa năm",
            "OBSTACLE_OVERDUE": "vướng mắc quá hạn",
            "NEED_UNCONFIRMED": "chưa hỏi lại nhu cầu",
            "REPORT_MISSING": "thiếu báo cáo tiến độ",
            "ACCEPTANCE_LATE": "quá hạn nghiệm thu",
            "BAND_MEDIUM": "mức theo dõi",
            "BAND_HIGH": "mức rủi ro cao",
            "ESCALATE_AFTER": "đề xuất chuyển cấp trên",
        }[self]

    @property
    def unit(self) -> str:
        """What the threshold counts."""
        return {
            "ADVANCE_LATE": "ngày",
            "BEHIND_SCHEDULE": "điểm phần trăm",
            "CONTENT_STOPS": "%",
            "SPENDING_LOW": "%",
            "OBSTACLE_OVERDUE": "ngày",
            "NEED_UNCONFIRMED": "ngày",
            "REPORT_MISSING": "ngày",
            "ACCEPTANCE_LATE": "ngày",
            "BAND_MEDIUM": "điểm",
            "BAND_HIGH": "điểm",
            "ESCALATE_AFTER": "ngày",
        }[self]

    @property
    def scored(self) -> bool:
        """Say whether the rule gives points to a đề án."""
        return self not in {WatchCode.BAND_MEDIUM, WatchCode.BAND_HIGH, WatchCode.ESCALATE_AFTER}


class Band(StrEnum):
    """How worrying a score is."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"HIGH": "rủi ro cao", "MEDIUM": "cần theo dõi", "LOW": "bình thường"}[self]
