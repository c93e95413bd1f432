"""Kinds and confidence of legal data."""

from enum import StrEnum


class Confidence(StrEnum):
    """How surely a row of law is known.  Only what was read may block; the rest warns."""

    READ = "read"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "read": "đã đọc văn bản",
            "high": "chắc chắn cao, chưa đối chiếu văn bản",
            "medium": "cần đối chiếu văn bản",
            "low": "chưa xác minh",
            "unknown": "chưa biết",
        }[self]

    @property
    def may_block(self) -> bool:
        """Say whether the software may refuse on the strength of this row."""
        return self is Confidence.READ


class ProvisionKind(StrEnum):
    """What a provision rules."""

    LEGAL_FORM = "LEGAL_FORM"
    AREA = "AREA"
    INDUSTRY = "INDUSTRY"
    PRIORITY_AREA = "PRIORITY_AREA"
    PRIORITY_INDUSTRY = "PRIORITY_INDUSTRY"
    SELECTION_ORDER = "SELECTION_ORDER"
    CONDITION = "CONDITION"
    ADVANCE = "ADVANCE"
    ADJUSTMENT_POWER = "ADJUSTMENT_POWER"
    DEADLINE = "DEADLINE"
    REFUSAL_REASON = "REFUSAL_REASON"
    PROJECT_TYPE = "PROJECT_TYPE"
    APPRAISAL_CRITERION = "APPRAISAL_CRITERION"

    @property
    def label(self) -> str:
        """The Vietnamese heading."""
        return _KINDS[self]


_KINDS = {
    "LEGAL_FORM": "Đối tượng thụ hưởng",
    "AREA": "Địa bàn được hỗ trợ",
    "INDUSTRY": "Ngành nghề được hỗ trợ",
    "PRIORITY_AREA": "Địa bàn ưu tiên",
    "PRIORITY_INDUSTRY": "Ngành nghề ưu tiên",
    "SELECTION_ORDER": "Thứ tự lựa chọn",
    "CONDITION": "Điều kiện hỗ trợ",
    "ADVANCE": "Tạm ứng",
    "ADJUSTMENT_POWER": "Thẩm quyền điều chỉnh",
    "DEADLINE": "Thời hạn",
    "REFUSAL_REASON": "Lý do từ chối, trả lại",
    "PROJECT_TYPE": "Loại đề án",
    "APPRAISAL_CRITERION": "Tiêu chí thẩm định",
}
