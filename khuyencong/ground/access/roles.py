"""Every role in one file: a sentence that a manager can read, its reach, its capabilities."""

from dataclasses import dataclass
from enum import StrEnum

from khuyencong.core.capabilities import Can
from khuyencong.ground.accounts.enums import OrganisationKind


class Reach(StrEnum):
    """How far the capabilities of a post go."""

    NATION = "NATION"
    PROVINCE = "PROVINCE"
    ORGANISATION = "ORGANISATION"
    ESTABLISHMENT = "ESTABLISHMENT"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "NATION": "cả nước",
            "PROVINCE": "trong tỉnh",
            "ORGANISATION": "của đơn vị mình",
            "ESTABLISHMENT": "của cơ sở mình",
        }[self]


class Role(StrEnum):
    """What somebody is in this system."""

    MINISTRY_PLANNER = "MINISTRY_PLANNER"
    DEPARTMENT_OFFICER = "DEPARTMENT_OFFICER"
    CENTRE_OFFICER = "CENTRE_OFFICER"
    CENTRE_ACCOUNTANT = "CENTRE_ACCOUNTANT"
    CENTRE_DIRECTOR = "CENTRE_DIRECTOR"
    COUNCIL_MEMBER = "COUNCIL_MEMBER"
    COLLABORATOR = "COLLABORATOR"
    ESTABLISHMENT_OWNER = "ESTABLISHMENT_OWNER"
    SYSTEM_ADMIN = "SYSTEM_ADMIN"

    @property
    def label(self) -> str:
        """The Vietnamese title."""
        return ROLES[self].label


@dataclass(frozen=True)
class RoleRule:
    """A role as it is printed on the page "Ai được làm gì"."""

    label: str
    sentence: str
    reach: Reach
    capabilities: frozenset[Can]


_READ_ALL = frozenset(
    {
        Can.REGULATIONS_READ,
        Can.ESTABLISHMENT_READ,
        Can.NEED_READ,
        Can.PROJECT_READ,
        Can.MACHINE_READ,
        Can.PLAN_READ,
        Can.CONTRACT_READ,
        Can.CONSULTING_READ,
        Can.MONITOR_READ,
        Can.REPORT_READ,
        Can.HISTORY_READ,
        Can.EFFECT_READ,
    }
)

ROLES: dict[Role, RoleRule] = {
    Role.MINISTRY_PLANNER: RoleRule(
        "Chuyên viên Cục",
        "Xem toàn bộ hồ sơ và báo cáo của cả nước; mở, phê duyệt kế hoạch khuyến công quốc gia;"
        " quyết định điều chỉnh, ngừng.",
        Reach.NATION,
        _READ_ALL
        | {
            Can.REGULATIONS_MAINTAIN,
            Can.PROJECT_DECIDE,
            Can.APPRAISAL_READ,
            Can.APPRAISAL_CONVENE,
            Can.APPRAISAL_OPINE,
            Can.APPRAISAL_CONCLUDE,
            Can.PROGRAMME_DRAFT,
            Can.PROGRAMME_APPROVE,
            Can.PLAN_OPEN,
            Can.PLAN_ASSIGN,
            Can.SCENARIO_DRAFT,
            Can.PLAN_APPROVE,
            Can.YEAR_CLOSE,
            Can.YEAR_REOPEN,
            Can.FUND_NATIONAL,
            Can.MONEY_APPROVE,
            Can.MONEY_APPROVE_DEPARTMENT,
            Can.MONEY_APPROVE_AGENCY,
            Can.MONEY_RETURN,
            Can.MONEY_RULES,
            Can.ADJUSTMENT_DECIDE,
            Can.PHOTO_STORE,
            Can.INSPECTION_RECORD,
            Can.OBSTACLE_RECORD,
            Can.OBSTACLE_RESOLVE,
            Can.WATCH_TUNE,
        },
    ),
    Role.DEPARTMENT_OFFICER: RoleRule(
        "Chuyên viên Sở Công Thương",
        "Trong tỉnh mình: thẩm định cấp cơ sở, lập và phê duyệt kế hoạch địa phương,"
        " xác nhận và quyết định điều chỉnh, ngừng.",
        Reach.PROVINCE,
        _READ_ALL
        | {
            Can.REGULATIONS_MAINTAIN,
            Can.ESTABLISHMENT_REGISTER,
            Can.ESTABLISHMENT_MERGE,
            Can.NEED_CAMPAIGN,
            Can.PROJECT_DECIDE,
            Can.APPRAISAL_READ,
            Can.APPRAISAL_CONVENE,
            Can.APPRAISAL_OPINE,
            Can.APPRAISAL_CONCLUDE,
            Can.PROGRAMME_DRAFT,
            Can.PROGRAMME_APPROVE,
            Can.PLAN_OPEN,
            Can.PLAN_ASSIGN,
            Can.SCENARIO_DRAFT,
            Can.PLAN_APPROVE,
            Can.YEAR_CLOSE,
            Can.YEAR_REOPEN,
            Can.FUND_LOCAL,
            Can.MONEY_APPROVE,
            Can.MONEY_APPROVE_DEPARTMENT,
            Can.MONEY_RETURN,
            Can.MONEY_RULES,
            Can.ADJUSTMENT_REQUEST,
            Can.ADJUSTMENT_CONFIRM,
            Can.ADJUSTMENT_DECIDE,
            Can.PROGRESS_CLOSE,
            Can.PHOTO_STORE,
            Can.INSPECTION_RECORD,
            Can.OBSTACLE_RECORD,
            Can.OBSTACLE_RESOLVE,
            Can.WATCH_TUNE,
        },
    ),
    Role.CENTRE_OFFICER: RoleRule(
        "Cán bộ trung tâm khuyến công",
        "Trong tỉnh mình: đăng ký cơ sở, khảo sát nhu cầu, lập và trình đề án, theo dõi thực hiện, nghiệm thu,"
        " ghi hoạt động tư vấn.",
        Reach.PROVINCE,
        _READ_ALL
        | {
            Can.ESTABLISHMENT_REGISTER,
            Can.ESTABLISHMENT_MERGE,
            Can.NEED_RECORD,
            Can.NEED_CHECK,
            Can.NEED_CAMPAIGN,
            Can.PROJECT_DRAFT,
            Can.PROJECT_SUBMIT,
            Can.APPRAISAL_OPINE,
            Can.CONTRACT_SIGN,
            Can.MONEY_REQUEST,
            Can.EVENT_RECORD,
            Can.ADJUSTMENT_REQUEST,
            Can.ACCEPTANCE_RECORD,
            Can.PROGRESS_REPORT,
            Can.PROGRESS_CLOSE,
            Can.PHOTO_STORE,
            Can.INSPECTION_RECORD,
            Can.OBSTACLE_RECORD,
            Can.OBSTACLE_RESOLVE,
            Can.ACCEPTANCE_FILE,
            Can.EFFECT_RECORD,
            Can.CONSULTING_PLAN,
            Can.CONSULTING_RECORD,
        },
    ),
    Role.CENTRE_ACCOUNTANT: RoleRule(
        "Kế toán trung tâm khuyến công",
        "Trong tỉnh mình: đề nghị chi, kiểm tra hồ sơ, ghi chứng từ của Kho bạc, quyết toán, thanh lý hợp đồng,"
        " ghi doanh thu tư vấn.",
        Reach.PROVINCE,
        _READ_ALL
        | {
            Can.MONEY_REQUEST,
            Can.MONEY_ADVANCE,
            Can.MONEY_RETURN,
            Can.MONEY_SETTLE,
            Can.CONTRACT_LIQUIDATE,
            Can.CONSULTING_RECORD,
            Can.ACCEPTANCE_FILE,
        },
    ),
    Role.CENTRE_DIRECTOR: RoleRule(
        "Giám đốc trung tâm khuyến công",
        "Trong tỉnh mình: ký hợp đồng, duyệt chi trong hạn mức; không duyệt đề nghị do mình lập hoặc kiểm tra.",
        Reach.PROVINCE,
        _READ_ALL | {Can.CONTRACT_SIGN, Can.MONEY_APPROVE, Can.MONEY_RETURN},
    ),
    Role.COUNCIL_MEMBER: RoleRule(
        "Thành viên hội đồng thẩm định",
        "Trong tỉnh mình: đọc hồ sơ đề án và so sánh giá máy, trả lời giấy mời, khai xung đột lợi ích, ghi ý kiến"
        " của mình; không kết luận.",
        Reach.PROVINCE,
        frozenset(
            {
                Can.REGULATIONS_READ,
                Can.ESTABLISHMENT_READ,
                Can.PROJECT_READ,
                Can.MACHINE_READ,
                Can.APPRAISAL_OPINE,
            }
        ),
    ),
    Role.COLLABORATOR: RoleRule(
        "Cộng tác viên khuyến công",
        "Trong tỉnh mình: đến cơ sở ghi nhu cầu (kể cả khi không có mạng), báo cáo tiến độ kèm ảnh hiện trường,"
        " nêu vướng mắc; xem cơ sở và nhu cầu đã ghi.",
        Reach.PROVINCE,
        frozenset(
            {
                Can.REGULATIONS_READ,
                Can.ESTABLISHMENT_READ,
                Can.NEED_READ,
                Can.NEED_RECORD,
                Can.MONITOR_READ,
                Can.PROGRESS_REPORT,
                Can.PHOTO_STORE,
                Can.OBSTACLE_RECORD,
                Can.EFFECT_READ,
                Can.EFFECT_RECORD,
            }
        ),
    ),
    Role.ESTABLISHMENT_OWNER: RoleRule(
        "Chủ cơ sở công nghiệp nông thôn",
        "Chỉ xem hồ sơ của cơ sở mình: đã đề nghị gì, đang ở bước nào, được hỗ trợ bao nhiêu.",
        Reach.ESTABLISHMENT,
        frozenset({Can.REGULATIONS_READ, Can.ESTABLISHMENT_READ, Can.NEED_READ, Can.PROJECT_READ, Can.CONTRACT_READ}),
    ),
    Role.SYSTEM_ADMIN: RoleRule(
        "Quản trị hệ thống",
        "Đăng ký cơ quan, mở tài khoản, giao và kết thúc nhiệm vụ, nạp danh mục và quy định, xem nhật ký của cả nước;"
        " không lập, không quyết định đề án.",
        Reach.NATION,
        frozenset(
            {
                Can.POST_ASSIGN,
                Can.ORGANISATION_REGISTER,
                Can.FIGURES_REBUILD,
                Can.TERRITORY_LOAD,
                Can.REGULATIONS_LOAD,
                Can.REGULATIONS_READ,
                Can.HISTORY_READ,
                Can.JOB_RETRY,
            }
        ),
    ),
}

SEATS: dict[Role, OrganisationKind | None] = {
    Role.MINISTRY_PLANNER: OrganisationKind.AGENCY,
    Role.DEPARTMENT_OFFICER: OrganisationKind.DEPARTMENT,
    Role.CENTRE_OFFICER: OrganisationKind.CENTRE,
    Role.CENTRE_ACCOUNTANT: OrganisationKind.CENTRE,
    Role.CENTRE_DIRECTOR: OrganisationKind.CENTRE,
    Role.COUNCIL_MEMBER: OrganisationKind.DEPARTMENT,
    Role.COLLABORATOR: OrganisationKind.CENTRE,
    Role.ESTABLISHMENT_OWNER: None,
    Role.SYSTEM_ADMIN: OrganisationKind.AGENCY,
}
"""Where each role is held: a kind of organisation, or (``None``) an establishment."""
