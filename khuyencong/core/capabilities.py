"""Every capability of the system, in one list.

It stands on the lowest floor because the operations of every floor name one; which role has which is said in
``ground.access.roles``.
"""

from enum import StrEnum


class Can(StrEnum):
    """What somebody may be allowed to do.  The label completes "được …"."""

    TERRITORY_LOAD = "territory.load"
    REGULATIONS_LOAD = "regulations.load"
    REGULATIONS_READ = "regulations.read"
    REGULATIONS_MAINTAIN = "regulations.maintain"
    ORGANISATION_REGISTER = "organisation.register"
    POST_ASSIGN = "post.assign"
    ESTABLISHMENT_READ = "establishment.read"
    ESTABLISHMENT_REGISTER = "establishment.register"
    ESTABLISHMENT_MERGE = "establishment.merge"
    NEED_READ = "need.read"
    NEED_RECORD = "need.record"
    NEED_CHECK = "need.check"
    NEED_CAMPAIGN = "need.campaign"
    PROJECT_READ = "project.read"
    PROJECT_DRAFT = "project.draft"
    PROJECT_SUBMIT = "project.submit"
    PROJECT_DECIDE = "project.decide"
    MACHINE_READ = "machine.read"
    APPRAISAL_READ = "appraisal.read"
    APPRAISAL_CONVENE = "appraisal.convene"
    APPRAISAL_OPINE = "appraisal.opine"
    APPRAISAL_CONCLUDE = "appraisal.conclude"
    PROGRAMME_DRAFT = "programme.draft"
    PROGRAMME_APPROVE = "programme.approve"
    PLAN_READ = "plan.read"
    PLAN_OPEN = "plan.open"
    PLAN_ASSIGN = "plan.assign"
    PLAN_APPROVE = "plan.approve"
    YEAR_CLOSE = "year.close"
    YEAR_REOPEN = "year.reopen"
    SCENARIO_DRAFT = "scenario.draft"
    FUND_NATIONAL = "fund.national"
    FUND_LOCAL = "fund.local"
    CONTRACT_READ = "contract.read"
    CONTRACT_SIGN = "contract.sign"
    MONEY_REQUEST = "money.request"
    MONEY_ADVANCE = "money.advance"
    MONEY_APPROVE = "money.approve"
    MONEY_APPROVE_DEPARTMENT = "money.approve_department"
    MONEY_APPROVE_AGENCY = "money.approve_agency"
    MONEY_RETURN = "money.return"
    MONEY_RULES = "money.rules"
    MONEY_SETTLE = "money.settle"
    CONTRACT_LIQUIDATE = "contract.liquidate"
    EVENT_RECORD = "event.record"
    ADJUSTMENT_REQUEST = "adjustment.request"
    ADJUSTMENT_CONFIRM = "adjustment.confirm"
    ADJUSTMENT_DECIDE = "adjustment.decide"
    ACCEPTANCE_RECORD = "acceptance.record"
    MONITOR_READ = "monitor.read"
    PROGRESS_REPORT = "progress.report"
    PROGRESS_CLOSE = "progress.close"
    PHOTO_STORE = "photo.store"
    INSPECTION_RECORD = "inspection.record"
    OBSTACLE_RECORD = "obstacle.record"
    OBSTACLE_RESOLVE = "obstacle.resolve"
    WATCH_TUNE = "watch.tune"
    ACCEPTANCE_FILE = "acceptance.file"
    EFFECT_READ = "effect.read"
    EFFECT_RECORD = "effect.record"
    CONSULTING_READ = "consulting.read"
    CONSULTING_PLAN = "consulting.plan"
    CONSULTING_RECORD = "consulting.record"
    FIGURES_REBUILD = "figures.rebuild"
    REPORT_READ = "report.read"
    HISTORY_READ = "history.read"
    JOB_RETRY = "job.retry"

    @property
    def label(self) -> str:
        """The Vietnamese words of the page "Ai được làm gì"."""
        return _LABELS[self]


_LABELS = {
    Can.TERRITORY_LOAD: "nạp danh mục đơn vị hành chính",
    Can.REGULATIONS_LOAD: "nạp văn bản, nội dung và định mức",
    Can.REGULATIONS_READ: "xem quy định và định mức",
    Can.REGULATIONS_MAINTAIN: "cập nhật quy định và định mức",
    Can.ORGANISATION_REGISTER: "đăng ký cơ quan, đơn vị",
    Can.POST_ASSIGN: "bổ nhiệm và kết thúc nhiệm vụ của người dùng",
    Can.ESTABLISHMENT_READ: "xem cơ sở công nghiệp nông thôn",
    Can.ESTABLISHMENT_REGISTER: "đăng ký, sửa cơ sở công nghiệp nông thôn",
    Can.ESTABLISHMENT_MERGE: "gộp, tách hồ sơ cơ sở trùng",
    Can.NEED_READ: "xem nhu cầu của cơ sở",
    Can.NEED_RECORD: "ghi, sửa nhu cầu của cơ sở",
    Can.NEED_CHECK: "kiểm tra, hỏi lại, kết thúc nhu cầu",
    Can.NEED_CAMPAIGN: "mở đợt khảo sát nhu cầu",
    Can.PROJECT_READ: "xem đề án",
    Can.PROJECT_DRAFT: "lập, sửa đề án đang dự thảo",
    Can.PROJECT_SUBMIT: "trình đề án",
    Can.PROJECT_DECIDE: "phê duyệt hoặc từ chối đề án sau thẩm định",
    Can.MACHINE_READ: "tra cứu giá máy móc thiết bị của các đề án trong cả nước",
    Can.APPRAISAL_READ: "xem hội đồng, phiên họp, thống kê và thứ tự ưu tiên thẩm định",
    Can.APPRAISAL_CONVENE: "thành lập hội đồng thẩm định, mời và điều hành phiên họp",
    Can.APPRAISAL_OPINE: "dự phiên họp của hội đồng mình là thành viên, khai xung đột lợi ích, cho ý kiến thẩm định",
    Can.APPRAISAL_CONCLUDE: "kết luận thẩm định",
    Can.PROGRAMME_DRAFT: "lập, sửa chương trình khuyến công giai đoạn",
    Can.PROGRAMME_APPROVE: "phê duyệt chương trình khuyến công giai đoạn",
    Can.PLAN_READ: "xem kế hoạch kinh phí",
    Can.PLAN_OPEN: "mở kế hoạch năm, giao dự toán theo nguồn và phân bổ cho cấp dưới",
    Can.PLAN_ASSIGN: "đưa đề án vào kế hoạch, điều chỉnh kinh phí kế hoạch",
    Can.PLAN_APPROVE: "phê duyệt kế hoạch năm từng đợt, giao kế hoạch cho đơn vị",
    Can.YEAR_CLOSE: "chốt sổ, khóa sổ kinh phí cuối năm",
    Can.YEAR_REOPEN: "mở lại sổ kinh phí năm đã khóa",
    Can.SCENARIO_DRAFT: "lập, so sánh, bỏ phương án kế hoạch",
    Can.FUND_NATIONAL: "quyết định việc của khuyến công quốc gia (thẩm định cấp Bộ, kế hoạch, điều chỉnh)",
    Can.FUND_LOCAL: "quyết định việc của khuyến công địa phương (thẩm định cấp cơ sở, kế hoạch, điều chỉnh)",
    Can.CONTRACT_READ: "xem hợp đồng, tạm ứng, quyết toán",
    Can.CONTRACT_SIGN: "ký hợp đồng",
    Can.MONEY_REQUEST: "lập, sửa, hủy đề nghị tạm ứng, thanh toán",
    Can.MONEY_ADVANCE: "kiểm tra hồ sơ đề nghị chi, ghi chứng từ chi và thu hồi",
    Can.MONEY_APPROVE: "duyệt chi (không duyệt đề nghị do mình lập hoặc kiểm tra)",
    Can.MONEY_APPROVE_DEPARTMENT: "duyệt các khoản chi thuộc thẩm quyền của Sở Công Thương",
    Can.MONEY_APPROVE_AGENCY: "duyệt các khoản chi thuộc thẩm quyền của cơ quan quản lý khuyến công quốc gia",
    Can.MONEY_RETURN: "trả lại đề nghị chi để bổ sung",
    Can.MONEY_RULES: "quy định hạn mức duyệt chi, mẫu số hợp đồng",
    Can.MONEY_SETTLE: "quyết toán kinh phí",
    Can.CONTRACT_LIQUIDATE: "thanh lý hợp đồng",
    Can.EVENT_RECORD: "ghi buổi trình diễn, hội chợ và cơ sở tham gia",
    Can.ADJUSTMENT_REQUEST: "đề nghị điều chỉnh hoặc ngừng đề án",
    Can.ADJUSTMENT_CONFIRM: "xác nhận hoặc trả lại đề nghị điều chỉnh, ngừng của trung tâm",
    Can.ADJUSTMENT_DECIDE: "quyết định điều chỉnh hoặc ngừng đề án",
    Can.ACCEPTANCE_RECORD: "ghi biên bản nghiệm thu",
    Can.MONITOR_READ: "xem tiến độ, kiểm tra, vướng mắc và cảnh báo sớm",
    Can.PROGRESS_REPORT: "báo cáo tiến độ hằng tháng kèm ảnh hiện trường",
    Can.PROGRESS_CLOSE: "chốt và mở lại kỳ báo cáo tiến độ của tháng",
    Can.PHOTO_STORE: "lưu, bỏ ảnh hiện trường",
    Can.INSPECTION_RECORD: "lập kế hoạch kiểm tra, ghi biên bản kiểm tra",
    Can.OBSTACLE_RECORD: "ghi vướng mắc, trao đổi về vướng mắc",
    Can.OBSTACLE_RESOLVE: "chuyển cấp trên, tháo gỡ, kết thúc vướng mắc",
    Can.WATCH_TUNE: "điều chỉnh ngưỡng cảnh báo sớm",
    Can.ACCEPTANCE_FILE: "ghi hồ sơ nghiệm thu: thành phần, thiết bị, ảnh, chứng từ",
    Can.EFFECT_READ: "xem theo dõi hiệu quả sau hỗ trợ",
    Can.EFFECT_RECORD: "khảo sát hiệu quả sau hỗ trợ",
    Can.CONSULTING_READ: "xem hoạt động tư vấn",
    Can.CONSULTING_PLAN: "giao kế hoạch tư vấn năm",
    Can.CONSULTING_RECORD: "ghi hợp đồng và doanh thu tư vấn",
    Can.FIGURES_REBUILD: "tính lại toàn bộ số liệu từ hồ sơ",
    Can.REPORT_READ: "xem báo cáo tổng hợp và chứng cứ",
    Can.HISTORY_READ: "xem nhật ký thay đổi",
    Can.JOB_RETRY: "xem và chạy lại thư, việc nền bị lỗi",
}
