"""Kinds and states of contracts and payments."""

from enum import StrEnum


class ContractKind(StrEnum):
    """Between whom a contract is."""

    AGREEMENT = "AGREEMENT"
    SUPPORT = "SUPPORT"
    SUPPLIER = "SUPPLIER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "AGREEMENT": "hợp đồng thực hiện đề án",
            "SUPPORT": "hợp đồng hỗ trợ",
            "SUPPLIER": "hợp đồng mua sắm, cung ứng",
        }[self]

    @property
    def parties(self) -> str:
        """Who the two sides are."""
        return {
            "AGREEMENT": "cơ quan giao kinh phí – đơn vị thực hiện",
            "SUPPORT": "đơn vị thực hiện – đơn vị thụ hưởng",
            "SUPPLIER": "bên mua – nhà cung cấp",
        }[self]


class ContractState(StrEnum):
    """A contract begins and ends liquidated."""

    SIGNED = "SIGNED"
    LIQUIDATED = "LIQUIDATED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"SIGNED": "đang thực hiện", "LIQUIDATED": "đã thanh lý"}[self]


class ContractAction(StrEnum):
    """What may be done to a contract."""

    LIQUIDATE = "LIQUIDATE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return "Thanh lý hợp đồng"


class PaymentKind(StrEnum):
    """Money ahead of the work, or what a settlement recognised beyond the advances."""

    ADVANCE = "ADVANCE"
    FINAL = "FINAL"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"ADVANCE": "tạm ứng", "FINAL": "thanh toán sau quyết toán"}[self]


class PaymentState(StrEnum):
    """Where a payment stands, from its request to the Treasury's voucher."""

    REQUESTED = "REQUESTED"
    CHECKED = "CHECKED"
    APPROVED = "APPROVED"
    PAID = "PAID"
    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
    REVERSED = "REVERSED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "REQUESTED": "chờ kiểm tra hồ sơ",
            "CHECKED": "chờ duyệt chi",
            "APPROVED": "đã duyệt, chờ chi",
            "PAID": "đã chi",
            "RETURNED": "trả lại để bổ sung",
            "CANCELLED": "đã hủy đề nghị",
            "REVERSED": "đã hủy khoản chi ghi nhầm",
        }[self]


class PaymentAction(StrEnum):
    """What may be done to a payment."""

    CHECK = "CHECK"
    APPROVE = "APPROVE"
    PAY = "PAY"
    RETURN = "RETURN"
    ASK_AGAIN = "ASK_AGAIN"
    CANCEL = "CANCEL"
    REVERSE = "REVERSE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {
            "CHECK": "Xác nhận đã kiểm tra hồ sơ",
            "APPROVE": "Duyệt chi",
            "PAY": "Ghi đã chi",
            "RETURN": "Trả lại để bổ sung",
            "ASK_AGAIN": "Đề nghị lại",
            "CANCEL": "Hủy đề nghị",
            "REVERSE": "Hủy khoản chi ghi nhầm",
        }[self]


class Approver(StrEnum):
    """Who approves a payment, from the lowest."""

    UNIT = "UNIT"
    DEPARTMENT = "DEPARTMENT"
    AGENCY = "AGENCY"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "UNIT": "lãnh đạo đơn vị thực hiện",
            "DEPARTMENT": "Sở Công Thương",
            "AGENCY": "cơ quan quản lý khuyến công quốc gia",
        }[self]
