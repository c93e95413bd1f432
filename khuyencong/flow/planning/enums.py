"""Funds, sources and states of plans."""

from enum import StrEnum


class Fund(StrEnum):
    """The two levels of industrial promotion."""

    NATIONAL = "NATIONAL"
    LOCAL = "LOCAL"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"NATIONAL": "khuyến công quốc gia", "LOCAL": "khuyến công địa phương"}[self]

    @property
    def short(self) -> str:
        """The abbreviation that tables use."""
        return {"NATIONAL": "KCQG", "LOCAL": "KCĐP"}[self]

    @property
    def decided_by(self) -> str:
        """Who decides on plans and adjustments of the fund (TT 36/2013 Đ.6, Đ.11; local plans: the province)."""
        return {"NATIONAL": "Bộ Công Thương (Cục)", "LOCAL": "Sở Công Thương"}[self]


class Source(StrEnum):
    """The budget that pays.  The district's ended on 30/6/2025."""

    NATIONAL = "NATIONAL"
    PROVINCIAL = "PROVINCIAL"
    DISTRICT = "DISTRICT"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"NATIONAL": "ngân sách trung ương", "PROVINCIAL": "ngân sách tỉnh", "DISTRICT": "ngân sách huyện"}[self]

    @property
    def fund(self) -> Fund:
        """The fund to which the source belongs."""
        return Fund.NATIONAL if self is Source.NATIONAL else Fund.LOCAL


class PlanState(StrEnum):
    """A yearly plan is a draft until it is approved."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"DRAFT": "dự thảo", "APPROVED": "đã phê duyệt"}[self]


class PlanAction(StrEnum):
    """What may be done to a yearly plan."""

    APPROVE = "APPROVE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return "Phê duyệt kế hoạch"


class LineState(StrEnum):
    """A plan line begins, and ends contracted, stopped or carried over."""

    PLANNED = "PLANNED"
    CONTRACTED = "CONTRACTED"
    STOPPED = "STOPPED"
    CARRIED_OVER = "CARRIED_OVER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "PLANNED": "đã giao kế hoạch",
            "CONTRACTED": "đã ký hợp đồng",
            "STOPPED": "đã ngừng",
            "CARRIED_OVER": "chuyển sang năm sau",
        }[self]


class LineAction(StrEnum):
    """What may be done to a plan line."""

    CONTRACT = "CONTRACT"
    STOP = "STOP"
    CARRY_OVER = "CARRY_OVER"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"CONTRACT": "Ký hợp đồng", "STOP": "Ngừng triển khai", "CARRY_OVER": "Chuyển sang năm sau"}[self]
