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


class BatchState(StrEnum):
    """A batch of a plan is a draft until its decision."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"DRAFT": "dự thảo", "APPROVED": "đã phê duyệt"}[self]


class BatchAction(StrEnum):
    """What may be done to a batch of a plan."""

    APPROVE = "APPROVE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return "Phê duyệt đợt"


class ApprovingBody(StrEnum):
    """Who approves a plan: national plans the ministry (TT 36/2013 Đ.6), local ones whom the province names."""

    MINISTRY = "MINISTRY"
    PEOPLES_COMMITTEE = "PEOPLES_COMMITTEE"
    DEPARTMENT = "DEPARTMENT"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "MINISTRY": "Bộ Công Thương",
            "PEOPLES_COMMITTEE": "Ủy ban nhân dân tỉnh",
            "DEPARTMENT": "Sở Công Thương",
        }[self]


class CarryTo(StrEnum):
    """Where a line that was not carried out goes: the next year of its fund, or the local budget."""

    NEXT_YEAR = "NEXT_YEAR"
    LOCAL = "LOCAL"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"NEXT_YEAR": "kế hoạch năm sau, cùng nguồn", "LOCAL": "ngân sách địa phương"}[self]


class ProgrammeState(StrEnum):
    """A five-year programme is a draft until it is approved."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"DRAFT": "dự thảo", "APPROVED": "đã phê duyệt"}[self]


class ProgrammeAction(StrEnum):
    """What may be done to a programme."""

    APPROVE = "APPROVE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return "Phê duyệt chương trình"


class ScenarioState(StrEnum):
    """A scenario is worked on until it is adopted or dropped; then it is history."""

    DRAFT = "DRAFT"
    ADOPTED = "ADOPTED"
    DROPPED = "DROPPED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"DRAFT": "đang lập", "ADOPTED": "đã chọn", "DROPPED": "không chọn"}[self]


class ScenarioAction(StrEnum):
    """What may be done to a scenario."""

    ADOPT = "ADOPT"
    DROP = "DROP"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"ADOPT": "Chọn phương án", "DROP": "Bỏ phương án"}[self]


class ClosingState(StrEnum):
    """The books of a plan's year: closed, to be put right for a while yet, then locked."""

    CLOSED = "CLOSED"
    LOCKED = "LOCKED"
    REOPENED = "REOPENED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"CLOSED": "đã chốt, đang chỉnh lý", "LOCKED": "đã khóa sổ", "REOPENED": "đã mở lại sổ"}[self]


class ClosingAction(StrEnum):
    """What may be done to the books of a year."""

    LOCK = "LOCK"
    REOPEN = "REOPEN"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"LOCK": "Khóa sổ", "REOPEN": "Mở lại sổ"}[self]


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
            "CARRIED_OVER": "đã chuyển tiếp",
        }[self]


class LineAction(StrEnum):
    """What may be done to a plan line."""

    CONTRACT = "CONTRACT"
    STOP = "STOP"
    CARRY_OVER = "CARRY_OVER"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {"CONTRACT": "Ký hợp đồng", "STOP": "Ngừng triển khai", "CARRY_OVER": "Chuyển tiếp"}[self]
