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
    MACHINE = "MACHINE"
    NEXT_YEAR = "NEXT_YEAR"
    LOCAL_BUDGET = "LOCAL_BUDGET"

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
            "MACHINE": "thay đổi máy móc, thiết bị",
            "NEXT_YEAR": "chuyển tiếp kinh phí sang kế hoạch năm sau",
            "LOCAL_BUDGET": "chuyển sang ngân sách địa phương",
        }[self]

    @property
    def law(self) -> str:
        """The word by which the rules on powers call it (``regulations.attributes``)."""
        return {
            "MORE_MONEY": "INCREASE_TOTAL",
            "LESS_MONEY": "KEEP_OR_REDUCE_TOTAL",
            "CONTENT": "CHANGE_CONTENT",
            "EXTENSION": "EXTENSION",
            "PLACE": "CHANGE_PLACE",
            "BENEFICIARY": "CHANGE_BENEFICIARY",
            "PARTNER": "CHANGE_PARTNER",
            "TIME": "CHANGE_TIME",
            "STOP": "STOP",
            "MACHINE": "OTHER",
            "NEXT_YEAR": "EXTENSION",
            # For the national plan the đề án ends: whoever may stop it decides.
            "LOCAL_BUDGET": "STOP",
        }[self]

    @property
    def ends(self) -> bool:
        """Say whether the đề án ends by it, so that there is no copy to edit."""
        return self is AdjustmentKind.STOP

    @property
    def carries(self) -> bool:
        """Say whether the money that was not contracted leaves its plan, for the next year's or for the local one."""
        return self in {AdjustmentKind.NEXT_YEAR, AdjustmentKind.LOCAL_BUDGET}


class AdjustmentCause(StrEnum):
    """Why a đề án is adjusted or stopped: coded, so that it can be counted."""

    NO_COUNTERPART = "NO_COUNTERPART"
    NOT_WANTED = "NOT_WANTED"
    OWN_INVESTMENT = "OWN_INVESTMENT"
    NEEDS_CHANGED = "NEEDS_CHANGED"
    PRICE = "PRICE"
    LATE_DELIVERY = "LATE_DELIVERY"
    LATE_MONEY = "LATE_MONEY"
    SITE = "SITE"
    DISASTER = "DISASTER"
    OTHER_FUND = "OTHER_FUND"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "NO_COUNTERPART": "cơ sở không bố trí được vốn đối ứng",
            "NOT_WANTED": "cơ sở không còn nhu cầu, xin thôi",
            "OWN_INVESTMENT": "cơ sở đã tự đầu tư trước khi có kinh phí",
            "NEEDS_CHANGED": "nhu cầu, công nghệ của cơ sở thay đổi",
            "PRICE": "giá máy móc, dịch vụ thay đổi",
            "LATE_DELIVERY": "bên cung cấp giao máy, thực hiện chậm",
            "LATE_MONEY": "kinh phí được giao chậm",
            "SITE": "vướng mặt bằng, nhà xưởng, thủ tục",
            "DISASTER": "thiên tai, dịch bệnh",
            "OTHER_FUND": "chuyển sang nguồn kinh phí khác",
            "OTHER": "lý do khác",
        }[self]


class AdjustmentState(StrEnum):
    """A request waits, is confirmed or returned by the Sở, then is granted or refused."""

    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"
    RETURNED = "RETURNED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "REQUESTED": "chờ xử lý",
            "CONFIRMED": "Sở đã xác nhận, chờ quyết định",
            "RETURNED": "Sở trả lại",
            "GRANTED": "được chấp thuận",
            "REFUSED": "không chấp thuận",
            "WITHDRAWN": "đã rút",
        }[self]


WAITING = (AdjustmentState.REQUESTED, AdjustmentState.CONFIRMED, AdjustmentState.RETURNED)
"""The states of a request that somebody still has to deal with."""


class AdjustmentAction(StrEnum):
    """What may be done to a request."""

    CONFIRM = "CONFIRM"
    RETURN = "RETURN"
    RESEND = "RESEND"
    WITHDRAW = "WITHDRAW"
    GRANT = "GRANT"
    REFUSE = "REFUSE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {
            "CONFIRM": "Sở xác nhận",
            "RETURN": "Sở trả lại",
            "RESEND": "Gửi lại",
            "WITHDRAW": "Rút đề nghị",
            "GRANT": "Chấp thuận",
            "REFUSE": "Không chấp thuận",
        }[self]
