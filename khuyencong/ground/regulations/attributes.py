"""What each kind of provision holds besides its words: one table, for the form, the operation and the tests.

Pure: a lawyer may ask to read it.  Attributes that a row has and this table does not name are kept as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from khuyencong.ground.regulations.deadlines import PARTIES, Duty, OnDayOff
from khuyencong.ground.regulations.enums import AREA_LABELS, ProvisionKind

Words = Mapping[str, str]


class Shape(StrEnum):
    """How an attribute is stored."""

    WORD = "WORD"
    NUMBER = "NUMBER"
    MONEY = "MONEY"
    PERCENT = "PERCENT"
    FLAG = "FLAG"
    CHOICE = "CHOICE"
    MANY = "MANY"
    LINES = "LINES"
    CONTENTS = "CONTENTS"


@dataclass(frozen=True)
class Attribute:
    """One attribute and how it is stored.

    A word, a whole number, đồng, a percent (as text), a flag, one or more of ``choices``, lines of text, or codes of
    contents.  ``least`` and ``most`` bound a number.
    """

    name: str
    label: str
    shape: Shape
    choices: Words | None = None
    owed: bool = False
    least: int = 0
    most: int = 10**15


_REGIMES: Final = {"A": "Nghị định 45/2012 (đến 14/10/2025)", "B": "Nghị định 235/2025 (từ 15/10/2025)"}
_FORMS: Final = {
    "SME": "doanh nghiệp nhỏ và vừa",
    "COOP": "hợp tác xã",
    "COOP_UNION": "liên hiệp hợp tác xã",
    "COOP_GROUP": "tổ hợp tác",
    "HOUSEHOLD": "hộ kinh doanh",
    "INDUSTRIAL_ESTABLISHMENT": "cơ sở sản xuất công nghiệp (mọi quy mô, mọi địa bàn)",
    "CLUSTER_INVESTOR": "chủ đầu tư hạ tầng cụm công nghiệp",
    "ARTISAN": "nghệ nhân",
    "SERVICE_ORGANISATION": "tổ chức dịch vụ khuyến công",
}
_UNITS: Final = {u: u for u in ("huyện", "thị xã", "thị trấn", "xã", "phường", "đặc khu")}
_PROVINCES: Final = {"province": "tỉnh", "city": "thành phố trực thuộc trung ương"}
_POWERS: Final = {
    "MINISTER": "Bộ trưởng",
    "AGENCY": "Cục",
    "DOIT": "Sở Công Thương",
    "PLAN_APPROVER": "cấp phê duyệt kế hoạch",
}
_ADJUSTMENTS: Final = {
    "INCREASE_TOTAL": "tăng tổng mức hỗ trợ",
    "CHANGE_CONTENT": "thay đổi nội dung",
    "EXTENSION": "gia hạn sang năm sau",
    "ADDITION": "bổ sung đề án",
    "STOP": "ngừng triển khai",
    "CHANGE_PLACE": "thay đổi địa điểm",
    "CHANGE_BENEFICIARY": "thay đổi đơn vị thụ hưởng",
    "CHANGE_PARTNER": "thay đổi đơn vị phối hợp",
    "CHANGE_TIME": "thay đổi thời gian trong năm",
    "KEEP_OR_REDUCE_TOTAL": "không đổi hoặc giảm tổng mức",
    "OTHER": "điều chỉnh khác",
    "ANY": "mọi điều chỉnh",
}
_STEPS: Final = {
    "REGISTER": "đăng ký với Sở",
    "BASE_APPRAISAL": "thẩm định cấp cơ sở",
    "MINISTRY_APPRAISAL": "thẩm định cấp Bộ",
    "CONTRACT": "ký hợp đồng",
    "ADVANCE": "tạm ứng",
    "ACCEPTANCE": "nghiệm thu",
    "SETTLEMENT": "quyết toán",
}
STEP_LABELS: Final = _STEPS
"""Steps at which papers are owed, in the order of the work."""
_TYPES: Final = {"SINGLE": "đề án (đơn)", "GROUP": "đề án nhóm", "FLAGSHIP": "đề án điểm", "TASK": "nhiệm vụ"}
_SIZES: Final = {
    "EITHER": "một trong các giới hạn là đủ",
    "WORKERS_AND_EITHER": "số lao động, và doanh thu hoặc vốn",
}

_regime = Attribute("regime", "Thời kỳ", Shape.CHOICE, _REGIMES)
_contents = Attribute("contents", "Nội dung khuyến công áp dụng", Shape.CONTENTS)
_documents = Attribute("documents", "Giấy tờ, mỗi dòng một loại", Shape.LINES)
_vsic = Attribute("vsic", "Đầu mã ngành kinh tế (VSIC), mỗi dòng một mã", Shape.LINES)
_keywords = Attribute("keywords", "Từ để nhận ra ngành nghề, mỗi dòng một từ", Shape.LINES)
_areas = Attribute("areas", "Chỉ tại địa bàn", Shape.MANY, AREA_LABELS)
_order = Attribute("order", "Thứ tự", Shape.NUMBER, most=99)
_key = Attribute("key", "Khóa", Shape.WORD)

ATTRIBUTES: Final[Mapping[ProvisionKind, tuple[Attribute, ...]]] = {
    ProvisionKind.LEGAL_FORM: (
        _regime,
        Attribute("form", "Đối tượng", Shape.CHOICE, _FORMS, owed=True),
        Attribute("area_test", "Phải ở địa bàn được hỗ trợ", Shape.FLAG),
        _contents,
    ),
    ProvisionKind.AREA: (
        _regime,
        Attribute("unit_kinds", "Loại đơn vị hành chính", Shape.MANY, _UNITS),
        Attribute("province_kind", "Thuộc", Shape.CHOICE, _PROVINCES),
        Attribute("craft_village", "Làng nghề được công nhận", Shape.FLAG),
    ),
    ProvisionKind.INDUSTRY: (_regime, Attribute("point", "Điểm", Shape.WORD), _areas, _vsic, _keywords),
    ProvisionKind.PRIORITY_AREA: (Attribute("area", "Loại địa bàn", Shape.CHOICE, AREA_LABELS, owed=True),),
    ProvisionKind.PRIORITY_INDUSTRY: (
        Attribute("industry", "Khóa ngành nghề", Shape.WORD, owed=True),
        _vsic,
        _keywords,
    ),
    ProvisionKind.SELECTION_ORDER: (_order, _key),
    ProvisionKind.CONDITION: (
        _key,
        Attribute("years", "Xét trong số năm", Shape.NUMBER, most=50),
        Attribute("days", "Trong số ngày", Shape.NUMBER, most=3_650),
        Attribute("percent", "Tỷ lệ tối thiểu, %", Shape.PERCENT),
        Attribute("points", "Điểm tối đa của mỗi tiêu chí", Shape.NUMBER, most=100),
    ),
    ProvisionKind.ADVANCE: (
        Attribute("percent", "Tỷ lệ tạm ứng, %", Shape.PERCENT),
        Attribute("progress_over", "Khi khối lượng hoàn thành đã trên, %", Shape.PERCENT),
        _contents,
        _documents,
        Attribute("multiple", "Được tạm ứng nhiều lần", Shape.FLAG),
    ),
    ProvisionKind.ADJUSTMENT_POWER: (
        Attribute("kind", "Loại điều chỉnh", Shape.CHOICE, _ADJUSTMENTS, owed=True),
        Attribute("scope", "Nguồn vốn", Shape.CHOICE, {"NATIONAL": "quốc gia", "LOCAL": "địa phương"}, owed=True),
        Attribute("decided_by", "Quyết định", Shape.CHOICE, _POWERS, owed=True),
        Attribute("confirmed_by", "Xác nhận", Shape.CHOICE, _POWERS),
        Attribute("amount_over", "Chỉ khi mức thay đổi trên", Shape.MONEY),
        Attribute("share_over", "Chỉ khi mức thay đổi trên, % mức hỗ trợ đã duyệt", Shape.PERCENT),
    ),
    ProvisionKind.DEADLINE: (
        Attribute("duty", "Việc phải làm", Shape.CHOICE, {str(duty): duty.label for duty in Duty}),
        Attribute("owed_by", "Ai phải làm", Shape.CHOICE, PARTIES),
        Attribute("owed_to", "Gửi cho ai", Shape.CHOICE, PARTIES),
        Attribute("scope", "Nguồn vốn", Shape.CHOICE, {"NATIONAL": "quốc gia", "LOCAL": "địa phương"}),
        Attribute("month", "Tháng", Shape.NUMBER, least=1, most=12),
        Attribute("day", "Ngày", Shape.NUMBER, least=1, most=31),
        Attribute("year_offset", "Năm so với năm kế hoạch", Shape.NUMBER, least=-2, most=5),
        Attribute("before", "Trước ngày này (không tính ngày này)", Shape.FLAG),
        Attribute("on_day_off", "Gặp ngày nghỉ thì", Shape.CHOICE, {str(where): where.label for where in OnDayOff}),
        Attribute("working_days", "Hoặc: số ngày làm việc kể từ khi nhận việc", Shape.NUMBER, least=1, most=365),
    ),
    ProvisionKind.REFUSAL_REASON: (Attribute("reason", "Mã lý do", Shape.WORD, owed=True),),
    ProvisionKind.PROJECT_TYPE: (
        Attribute("type", "Loại đề án", Shape.CHOICE, _TYPES, owed=True),
        Attribute("min_contents", "Số nội dung tối thiểu", Shape.NUMBER, most=99),
        Attribute("min_beneficiaries", "Số đơn vị thụ hưởng tối thiểu", Shape.NUMBER, most=999),
        Attribute("min_years", "Số năm tối thiểu", Shape.NUMBER, most=20),
        Attribute("max_years", "Số năm tối đa", Shape.NUMBER, most=20),
        _contents,
    ),
    ProvisionKind.APPRAISAL_CRITERION: (_order, _key),
    ProvisionKind.REQUIRED_DOCUMENT: (
        Attribute("step", "Bước", Shape.CHOICE, _STEPS, owed=True),
        _contents,
        Attribute("documents", "Giấy tờ, mỗi dòng một loại", Shape.LINES, owed=True),
        Attribute("copies", "Số bộ", Shape.NUMBER, most=20),
    ),
    ProvisionKind.SME_SIZE: (
        Attribute("rule", "Cách xét", Shape.CHOICE, _SIZES, owed=True),
        Attribute("workers", "Số lao động tối đa", Shape.NUMBER),
        Attribute("revenue", "Doanh thu tối đa", Shape.MONEY),
        Attribute("registered_capital", "Tổng nguồn vốn tối đa", Shape.MONEY),
    ),
}


def faults_of(kind: ProvisionKind, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the attribute and the Vietnamese sentence of each fault."""
    for attribute in ATTRIBUTES[kind]:
        value = said.get(attribute.name)
        if value in (None, "", []):
            if attribute.owed:
                yield attribute.name, f"Hãy ghi “{attribute.label}”."
        elif sentence := _fault(attribute, value):
            yield attribute.name, sentence
    if kind is ProvisionKind.DEADLINE:
        yield from _deadline_faults(said)


def _deadline_faults(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a deadline: it is a day of the year, or working days after a duty begins."""
    month, day, days = said.get("month"), said.get("day"), said.get("working_days")
    if bool(month) is not bool(day):
        yield ("day" if month else "month"), "Hãy ghi cả ngày và tháng."
    elif bool(month) is bool(days):
        yield "working_days", "Hãy ghi ngày, tháng trong năm, hoặc ghi số ngày làm việc (một trong hai)."
    elif days and not said.get("duty"):
        yield "duty", "Thời hạn tính theo ngày làm việc phải nói rõ việc phải làm."


def cleaned(kind: ProvisionKind, said: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the attributes to store: those said, over those of the version ``before`` that the table does not name.

    What is empty is left out.
    """
    named = {attribute.name for attribute in ATTRIBUTES[kind]}
    kept = {key: value for key, value in (before or {}).items() if key not in named}
    flags = {attribute.name for attribute in ATTRIBUTES[kind] if attribute.shape is Shape.FLAG}
    filled = {
        key: value
        for key, value in said.items()
        if key in named and (value not in (None, "", []) and (value is not False or key in flags))
    }
    return kept | filled


def _fault(attribute: Attribute, value: Any) -> str:
    match attribute.shape:
        case Shape.CHOICE:
            known = value in (attribute.choices or {})
            return "" if known else f"“{attribute.label}”: hãy chọn trong danh sách."
        case Shape.MANY:
            known = isinstance(value, list) and set(value) <= set(attribute.choices or {})
            return "" if known else f"“{attribute.label}”: hãy chọn trong danh sách."
        case Shape.PERCENT:
            return "" if _is_percent(value) else f"“{attribute.label}” phải trên 0 và không quá 100."
        case Shape.NUMBER | Shape.MONEY:
            fits = isinstance(value, int) and attribute.least <= value <= attribute.most
            return "" if fits else f"“{attribute.label}” phải là số nguyên từ {attribute.least} đến {attribute.most}."
        case _:
            return ""


def _is_percent(value: Any) -> bool:
    try:
        return 0 < Decimal(str(value)) <= 100  # noqa: PLR2004  a share of the whole
    except InvalidOperation:
        return False
