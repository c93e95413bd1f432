"""Kinds and confidence of legal data."""

from enum import StrEnum
from typing import Final


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
    REQUIRED_DOCUMENT = "REQUIRED_DOCUMENT"
    SME_SIZE = "SME_SIZE"

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
    "REQUIRED_DOCUMENT": "Hồ sơ phải có",
    "SME_SIZE": "Quy mô doanh nghiệp nhỏ và vừa",
}

AREA_LABELS: Final = {
    "DIFFICULT": "địa bàn có điều kiện kinh tế - xã hội khó khăn",
    "SPECIALLY_DIFFICULT": "địa bàn có điều kiện kinh tế - xã hội đặc biệt khó khăn",
    "NEW_RURAL": "xã trong kế hoạch xây dựng nông thôn mới",
    "HIGHLAND": "huyện vùng cao",
    "ISLAND": "hải đảo",
    "LAND_BORDER": "biên giới đất liền",
    "ETHNIC_MINORITY": "vùng đồng bào dân tộc thiểu số",
    "POOR_DISTRICT": "huyện nghèo",
}
"""Kinds of area, by the code that norms and priorities name."""

CASES: Final = {
    "award_level": {"REGION": "bình chọn cấp khu vực", "NATION": "bình chọn cấp quốc gia"},
    "payer": {"AGENCY": "cơ quan quản lý", "IMPLEMENTER": "đơn vị thực hiện"},
}
"""Cases that a level may be told apart by: attribute → word → Vietnamese."""

MONEY_ATTRIBUTES: Final = frozenset({"registered_capital", "revenue"})
"""Attributes of an establishment that are amounts in đồng."""

_ATTRIBUTES: Final = {
    "registered_capital": "vốn đăng ký",
    "workers": "số lao động",
    "revenue": "doanh thu năm trước",
    "area": "loại địa bàn của nơi thực hiện",
    "award_level": "cấp bình chọn",
    "payer": "bên chi",
}


def attribute_label(name: str) -> str:
    """Return the Vietnamese name of what a norm may depend on."""
    return _ATTRIBUTES.get(name, name)


def case_label(attribute: str, word: str) -> str:
    """Return the Vietnamese words of one case."""
    return CASES.get(attribute, {}).get(word, word)
