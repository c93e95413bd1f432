"""Kinds of consulting services."""

from enum import StrEnum


class ServiceKind(StrEnum):
    """What centres are paid to advise on."""

    INVESTMENT = "INVESTMENT"
    CLUSTER = "CLUSTER"
    DESIGN = "DESIGN"
    ENERGY_AUDIT = "ENERGY_AUDIT"
    CLEANER_PRODUCTION = "CLEANER_PRODUCTION"
    ENVIRONMENT = "ENVIRONMENT"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "INVESTMENT": "lập dự án đầu tư",
            "CLUSTER": "quy hoạch cụm công nghiệp",
            "DESIGN": "thiết kế, giám sát công trình điện, công nghiệp",
            "ENERGY_AUDIT": "kiểm toán năng lượng",
            "CLEANER_PRODUCTION": "đánh giá sản xuất sạch hơn",
            "ENVIRONMENT": "báo cáo môi trường",
            "OTHER": "tư vấn khác",
        }[self]
