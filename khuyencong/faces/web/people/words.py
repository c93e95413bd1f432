"""The log in words: what a row of the log says to somebody who knows no table and no column."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import BooleanField, CheckConstraint, DateField, Field, ForeignKey, GeneratedField, Model
from django.urls import reverse

from khuyencong.core.capabilities import Can
from khuyencong.core.fields import DongField, ValidityField
from khuyencong.core.formats import parse_date, show_date
from khuyencong.core.models import AuditEntry, Record
from khuyencong.core.money import Dong, show_million
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.queries import names_on

NAMES: Final = {
    "Unit": "Đơn vị hành chính",
    "Succession": "Kế thừa đơn vị hành chính",
    "Organisation": "Cơ quan, tổ chức",
    "OrganisationName": "Tên gọi theo thời kỳ",
    "User": "Người dùng",
    "Post": "Vị trí công tác",
    "LegalInstrument": "Văn bản pháp lý",
    "ActivityContent": "Nội dung hoạt động khuyến công",
    "ContentGrouping": "Nhóm nội dung báo cáo",
    "SupportNorm": "Mức hỗ trợ",
    "Provision": "Quy định",
    "StoredFile": "Tệp lưu trữ",
    "Establishment": "Cơ sở công nghiệp nông thôn",
    "YearFigures": "Số liệu năm của cơ sở",
    "Certification": "Chứng nhận sản phẩm tiêu biểu",
    "Campaign": "Đợt khảo sát nhu cầu",
    "Need": "Nhu cầu của cơ sở",
    "NeedConfirmation": "Lần hỏi lại nhu cầu",
    "Project": "Đề án khuyến công",
    "SupportItem": "Hạng mục hỗ trợ",
    "Machine": "Phiếu máy móc thiết bị",
    "ExpectedOutput": "Kết quả dự kiến",
    "Milestone": "Mốc tiến độ",
    "ProjectPaper": "Giấy tờ của đề án",
    "Submission": "Lần trình đề án",
    "ReviewNote": "Góp ý của Sở",
    "Conclusion": "Kết luận thẩm định",
    "ConclusionReason": "Lý do không đạt, trả lại",
    "Council": "Hội đồng thẩm định",
    "CouncilMember": "Thành viên hội đồng",
    "Session": "Phiên họp thẩm định",
    "SessionItem": "Đề án của phiên họp",
    "Invitation": "Giấy mời họp",
    "ConflictOfInterest": "Xung đột lợi ích",
    "Opinion": "Ý kiến thẩm định",
    "Programme": "Chương trình khuyến công giai đoạn",
    "ProgrammeTarget": "Mục tiêu của chương trình",
    "ProgrammeMoney": "Kinh phí của chương trình",
    "AnnualPlan": "Kế hoạch khuyến công năm",
    "PlanApprover": "Cơ quan phê duyệt kế hoạch",
    "PlanBatch": "Đợt kế hoạch",
    "Assignment": "Giao kế hoạch",
    "Scenario": "Phương án kế hoạch",
    "ScenarioChoice": "Đề án của phương án",
    "Envelope": "Nguồn kinh phí giao",
    "PlanLine": "Dòng kế hoạch",
    "PlanChange": "Điều chỉnh kế hoạch",
    "Contract": "Hợp đồng thực hiện đề án",
    "NumberSeries": "Dãy số hợp đồng",
    "EstimateLine": "Dòng dự toán chi tiết",
    "Addendum": "Phụ lục hợp đồng",
    "Payment": "Khoản chi",
    "PaymentPaper": "Giấy tờ của khoản chi",
    "Recovery": "Thu hồi kinh phí",
    "ApprovalThreshold": "Hạn mức duyệt chi",
    "Account": "Tài khoản sổ kinh phí",
    "AccountLock": "Khóa tài khoản sổ kinh phí",
    "YearClosing": "Chốt sổ kinh phí năm",
    "Transfer": "Bút toán sổ kinh phí",
    "Adjustment": "Điều chỉnh, bổ sung đề án",
    "Event": "Sự kiện",
    "Attendance": "Lượt tham gia",
    "Acceptance": "Nghiệm thu cơ sở",
    "FailedAcceptance": "Nghiệm thu không đạt",
    "AcceptanceSeat": "Thành phần nghiệm thu",
    "AcceptedEquipment": "Thiết bị được nghiệm thu",
    "MeasuredOutput": "Kết quả đo khi nghiệm thu",
    "AcceptancePhoto": "Ảnh nghiệm thu",
    "Voucher": "Chứng từ",
    "Settlement": "Quyết toán",
    "ProgressRound": "Kỳ báo cáo tiến độ",
    "ProgressReport": "Báo cáo tiến độ",
    "Photo": "Ảnh hiện trường",
    "InspectionPlan": "Kế hoạch kiểm tra",
    "PlannedInspection": "Lượt kiểm tra theo kế hoạch",
    "Inspection": "Biên bản kiểm tra",
    "Finding": "Tồn tại phát hiện khi kiểm tra",
    "Obstacle": "Vướng mắc",
    "Escalation": "Lần chuyển cấp trên",
    "ObstacleComment": "Ý kiến về vướng mắc",
    "WatchRule": "Quy tắc cảnh báo sớm",
    "SettledItem": "Quyết toán hạng mục",
    "SettlementPaper": "Giấy tờ hồ sơ quyết toán",
    "EffectSurvey": "Khảo sát hiệu quả sau hỗ trợ",
    "ConsultingPlan": "Kế hoạch tư vấn",
    "ConsultingContract": "Hợp đồng tư vấn",
    "RevenueEntry": "Doanh thu ghi nhận",
}
"""The models' names as the glossary has them (a test compares the two)."""

CHANGES: Final = {"I": "Thêm", "U": "Sửa", "D": "Xóa"}

_PAGES: Final = {
    "Project": ("project", Can.PROJECT_READ),
    "Establishment": ("establishment", Can.ESTABLISHMENT_READ),
    "Need": ("need", Can.NEED_READ),
    "ConsultingContract": ("consulting_contract", Can.CONSULTING_READ),
    "LegalInstrument": ("instrument", Can.REGULATIONS_READ),
    "SupportNorm": ("norm", Can.REGULATIONS_READ),
    "Provision": ("provision", Can.REGULATIONS_READ),
    "User": ("person", Can.POST_ASSIGN),
}
"""Rows that have a page of their own, and who may open it."""

_SKIPPED: Final = frozenset({"id", "folded", "version"})
_HIDDEN: Final = "***"
_RANGE: Final = re.compile(r"[\[(](\d{4}-\d\d-\d\d|),(\d{4}-\d\d-\d\d|)[\])]")


@dataclass(frozen=True)
class Difference:
    """One column before and after; an empty side says there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One entry of the log in words."""

    entry: AuditEntry
    kind: str
    change: str
    row: str
    url: str
    differences: tuple[Difference, ...]


def told(entries: Iterable[AuditEntry], actor: Actor | None = None) -> list[Told]:
    """Put entries into words.  One query for each model that they or their keys point at, however many they are.

    With ``actor`` a row has a link where that actor may open its page.
    """
    entries = list(entries)
    names = _names(entries)
    return [_tell(entry, names, actor) for entry in entries]


def tables() -> list[tuple[str, str]]:
    """Return the audited tables with their names, for a choice."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    return sorted(((model._meta.db_table, called(model)) for model in models), key=lambda pair: pair[1])


def called(model: type[Model]) -> str:
    """Name a model; one that is too new to be in the list is called what Django calls it, and a test complains."""
    return NAMES.get(model.__name__, str(model._meta.verbose_name))


def _tell(entry: AuditEntry, names: dict[tuple[type[Model], int], str], actor: Actor | None) -> Told:
    model = _models().get(entry.table)
    if model is None:
        return Told(entry, entry.table, CHANGES[entry.change], f"số {entry.row}", "", ())
    url = ""
    if actor is not None and entry.change != "D" and model.__name__ in _PAGES and (model, entry.row) in names:
        page, capability = _PAGES[model.__name__]
        url = reverse(page, args=[entry.row]) if actor.may_anywhere(capability) else ""
    row = names.get((model, entry.row)) or f"số {entry.row}"
    return Told(entry, called(model), CHANGES[entry.change], row, url, tuple(_differences(entry, model, names)))


def _differences(
    entry: AuditEntry, model: type[Model], names: dict[tuple[type[Model], int], str]
) -> Iterator[Difference]:
    before, after = entry.before or {}, entry.after or {}
    for field in model._meta.concrete_fields:
        column = field.column
        if column in _SKIPPED or isinstance(field, GeneratedField) or not (column in before or column in after):
            continue
        was, now = (_value(field, side.get(column), names) for side in (before, after))
        if _HIDDEN in (was, now):
            was, now = "", "đã đổi (không ghi giá trị)"
        if was or now:
            label = str(field.verbose_name)
            yield Difference(label[:1].upper() + label[1:], was, now)


def _value(field: "Field[Any, Any]", value: Any, names: dict[tuple[type[Model], int], str]) -> str:
    """Write a value of the log (JSON, as the database wrote it) as a page would."""
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value)) or f"số {value}"
    if isinstance(field, DongField):
        return f"{show_million(Dong(value))} triệu đồng"
    if isinstance(field, BooleanField):
        return "có" if value else "không"
    if isinstance(field, ValidityField):
        return _days(str(value))
    if isinstance(field, DateField):
        return show_date(datetime.fromisoformat(value).date() if "T" in value else parse_date(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return _labels(field.model, field.name).get(str(value), str(value))


def _days(text: str) -> str:
    match = _RANGE.fullmatch(text)
    if match is None:
        return text
    first, after = (show_date(date.fromisoformat(day)) if day else "" for day in match.groups())
    words = [f"từ {first}" if first else "", f"đến trước {after}" if after else ""]
    return " ".join(word for word in words if word) or "không thời hạn"


def _names(entries: Iterable[AuditEntry]) -> dict[tuple[type[Model], int], str]:
    """Name every row that the entries are about or point at, as far as it still exists."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for entry in entries:
        model = _models().get(entry.table)
        if model is None:
            continue
        wanted[model].add(entry.row)
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                ids = {(side or {}).get(field.column) for side in (entry.before, entry.after)}
                wanted[field.related_model] |= {pk for pk in ids if pk is not None}
    found: dict[tuple[type[Model], int], str] = {}
    for kind, keys in wanted.items():
        if kind is Organisation:
            latest = max((entry.at.date() for entry in entries), default=date.max)
            found |= {(kind, pk): row.name for pk, row in names_on(latest, keys).items()}
        else:
            found |= {(kind, pk): _name(row) for pk, row in kind._default_manager.in_bulk(keys).items()}
    return found


def _name(row: Model) -> str:
    number = getattr(row, "number", "")
    words = str(row)
    return f"{number} – {words}" if number and str(number) not in words else words


@cache
def _models() -> dict[str, type[Record]]:
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Record)}


@cache
def _labels(model: type[Model], field: str) -> dict[str, str]:
    """Return value → label of a column that ``one_of`` holds to an enumeration; nothing for any other column."""
    kind = enumerations(model).get(field)
    return {str(member): str(member.label) for member in kind} if kind else {}  # type: ignore[attr-defined]


@cache
def enumerations(model: type[Model]) -> dict[str, type[StrEnum]]:
    """Return column → the enumeration that ``one_of`` holds it to, where that has labels.

    Of two enumerations with the same members the stage's own is meant.
    """
    found: dict[str, type[StrEnum]] = {}
    home = model.__module__.rpartition(".")[0]
    for constraint in model._meta.constraints:
        match = re.fullmatch(rf"{model.__name__.lower()}_(\w+)_known", constraint.name)
        if match is None or not isinstance(constraint, CheckConstraint):
            continue
        field = match[1]
        values = set(dict(constraint.condition.children)[f"{field}__in"])  # type: ignore[arg-type,union-attr]
        kinds = [kind for kind in _enums() if {str(member) for member in kind} == values]
        kinds.sort(key=lambda kind: not kind.__module__.startswith(home))
        if kinds:
            found[field] = kinds[0]
    return found


def _enums() -> list[type[StrEnum]]:
    return [
        kind
        for kind in StrEnum.__subclasses__()
        if kind.__module__.startswith("khuyencong.") and hasattr(kind, "label")
    ]
