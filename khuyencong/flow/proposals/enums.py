"""Kinds and states of a đề án."""

from enum import StrEnum


class ProjectKind(StrEnum):
    """TT 36/2013 Đ.3a (TT 17/2018): single, group and flagship projects; tasks."""

    SINGLE = "SINGLE"
    GROUP = "GROUP"
    FLAGSHIP = "FLAGSHIP"
    TASK = "TASK"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"SINGLE": "đề án (đơn)", "GROUP": "đề án nhóm", "FLAGSHIP": "đề án điểm", "TASK": "nhiệm vụ"}[self]


class ProjectState(StrEnum):
    """Where a proposal stands until it is decided; what comes later is asked of later stages."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            "DRAFT": "dự thảo",
            "SUBMITTED": "đã trình, chờ thẩm định",
            "APPROVED": "đã được duyệt",
            "REJECTED": "không được duyệt",
            "WITHDRAWN": "đã rút",
        }[self]


class ProjectAction(StrEnum):
    """What may be done to a proposal."""

    SUBMIT = "SUBMIT"
    RETURN = "RETURN"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {
            "SUBMIT": "Trình Sở Công Thương",
            "RETURN": "Trả lại để bổ sung",
            "APPROVE": "Phê duyệt",
            "REJECT": "Từ chối",
            "WITHDRAW": "Rút đề án",
        }[self]


class MachineRole(StrEnum):
    """What a machine is in the change that a đề án pays for."""

    NEW = "NEW"
    OLD = "OLD"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"NEW": "đầu tư mới", "OLD": "đang dùng, sẽ thay"}[self]


class OutputMeasure(StrEnum):
    """What a đề án promises to bring about, by the contents of NĐ 45/2012 Đ.4 and its economic effect."""

    ESTABLISHMENTS = "ESTABLISHMENTS"
    STARTUPS = "STARTUPS"
    TRAINED = "TRAINED"
    MANAGERS_TRAINED = "MANAGERS_TRAINED"
    MODELS = "MODELS"
    MACHINES = "MACHINES"
    BOOTHS = "BOOTHS"
    PRODUCTS = "PRODUCTS"
    BRANDS = "BRANDS"
    SHOWROOMS = "SHOWROOMS"
    CONSULTED = "CONSULTED"
    CLUSTERS = "CLUSTERS"
    PUBLICATIONS = "PUBLICATIONS"
    JOBS = "JOBS"
    REVENUE = "REVENUE"
    CAPACITY = "CAPACITY"
    ENERGY = "ENERGY"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return _MEASURES[self][0]

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return _MEASURES[self][1]


_MEASURES = {
    "ESTABLISHMENTS": ("cơ sở công nghiệp nông thôn được hỗ trợ", "cơ sở"),
    "STARTUPS": ("doanh nghiệp được thành lập", "doanh nghiệp"),
    "TRAINED": ("lao động được đào tạo nghề, truyền nghề", "người"),
    "MANAGERS_TRAINED": ("người được nâng cao năng lực quản lý", "người"),
    "MODELS": ("mô hình trình diễn kỹ thuật, sản xuất sạch hơn", "mô hình"),
    "MACHINES": ("máy móc thiết bị được đưa vào sản xuất", "máy"),
    "BOOTHS": ("gian hàng tham gia hội chợ, triển lãm", "gian hàng"),
    "PRODUCTS": ("sản phẩm công nghiệp nông thôn tiêu biểu", "sản phẩm"),
    "BRANDS": ("nhãn hiệu được xây dựng, đăng ký", "nhãn hiệu"),
    "SHOWROOMS": ("phòng trưng bày, điểm giới thiệu sản phẩm", "phòng"),
    "CONSULTED": ("cơ sở được tư vấn, trợ giúp", "cơ sở"),
    "CLUSTERS": ("cụm công nghiệp được hỗ trợ", "cụm"),
    "PUBLICATIONS": ("bản tin, chương trình, ấn phẩm truyền thông", "sản phẩm"),
    "JOBS": ("việc làm tăng thêm", "người"),
    "REVENUE": ("doanh thu tăng thêm", "%"),
    "CAPACITY": ("công suất, sản lượng tăng thêm", "%"),
    "ENERGY": ("năng lượng, nguyên liệu tiết kiệm", "%"),
}
