"""Kinds of accounts and of transfers in the ledger."""

from enum import StrEnum


class AccountKind(StrEnum):
    """Where a đồng can be.  Each account stands under another one; only the State's source stands alone."""

    SOURCE = "SOURCE"
    ENVELOPE = "ENVELOPE"
    LINE = "LINE"
    CONTRACT = "CONTRACT"
    ADVANCE = "ADVANCE"
    PAYABLE = "PAYABLE"
    SPENT = "SPENT"
    RECOVERED = "RECOVERED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "SOURCE": "ngân sách nhà nước giao",
            "ENVELOPE": "nguồn chưa phân bổ",
            "LINE": "đề án chưa ký hợp đồng",
            "CONTRACT": "hợp đồng chưa chi",
            "ADVANCE": "tạm ứng chưa quyết toán",
            "PAYABLE": "đã quyết toán, chờ thanh toán",
            "SPENT": "đã quyết toán và đã chi",
            "RECOVERED": "đã thu hồi",
        }[self]

    @property
    def explanation(self) -> str:
        """What a balance of the account says, in one sentence."""
        return {
            "SOURCE": "Số dư âm là dự toán mà ngân sách đã giao cho nguồn.",
            "ENVELOPE": "Còn được phân bổ cho đề án.",
            "LINE": "Còn được ký hợp đồng trong dòng kế hoạch.",
            "CONTRACT": "Còn trong hợp đồng, chưa tạm ứng và chưa quyết toán.",
            "ADVANCE": "Đã chi tạm ứng, chưa được quyết toán xóa tạm ứng hoặc thu hồi.",
            "PAYABLE": "Quyết toán đã công nhận, chưa chi tiền.",
            "SPENT": "Đã chi và quyết toán đã công nhận.",
            "RECOVERED": "Đã nộp trả, không tự quay lại nguồn.",
        }[self]


SINGLE = (AccountKind.ADVANCE, AccountKind.PAYABLE, AccountKind.SPENT, AccountKind.RECOVERED)
"""Kinds of which an account has at most one under it."""


class TransferKind(StrEnum):
    """Why a đồng moved."""

    ALLOCATED = "ALLOCATED"
    COMMITTED = "COMMITTED"
    CONTRACTED = "CONTRACTED"
    ADVANCED = "ADVANCED"
    PAID = "PAID"
    SETTLED = "SETTLED"
    RECOVERED = "RECOVERED"
    RETURNED = "RETURNED"
    CARRIED_OVER = "CARRIED_OVER"
    REVERSED = "REVERSED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "ALLOCATED": "giao dự toán",
            "COMMITTED": "phân bổ cho đề án",
            "CONTRACTED": "ký hợp đồng",
            "ADVANCED": "chi tạm ứng",
            "PAID": "thanh toán",
            "SETTLED": "quyết toán",
            "RECOVERED": "thu hồi",
            "RETURNED": "trả lại",
            "CARRIED_OVER": "chuyển sang năm sau",
            "REVERSED": "bút toán đảo",
        }[self]
