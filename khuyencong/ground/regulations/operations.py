"""Loading and maintaining the law as data.

What has begun cannot be rewritten: a version in force may only be ended, from today on, or followed by a new one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid
from khuyencong.core.formats import show_date
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
from khuyencong.ground.regulations import loading
from khuyencong.ground.regulations.enums import ProvisionKind
from khuyencong.ground.regulations.models import (
    ActivityContent,
    ContentGrouping,
    LegalInstrument,
    Provision,
    SupportNorm,
)
from khuyencong.ground.regulations.queries import (
    code_for,
    family_of,
    provision_family,
    same_case,
    says_the_same,
    versions,
)
from khuyencong.ground.regulations.versions import (
    NormTerms,
    Origin,
    ProvisionTerms,
    V,
    check_days,
    check_end,
    check_rule,
    check_terms,
    check_to_come,
    gives_way,
    instrument_of,
)
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit


@dataclass(frozen=True)
class SheetRow:
    """One norm of a province's resolution: its content, and what it says."""

    content: ActivityContent
    terms: NormTerms


@operation(Can.REGULATIONS_LOAD, verb="Nạp văn bản, nội dung và định mức")
def load_regulations(actor: Acting, nation: Scope) -> int:
    """Load the package's tables of law; return how many instruments were added (0: done before)."""
    if LegalInstrument.objects.exists():
        return 0
    instruments = {row.code: row for row in LegalInstrument.objects.bulk_create(loading.instruments())}
    contents = {row.code: row for row in ActivityContent.objects.bulk_create(loading.contents(instruments))}
    ContentGrouping.objects.bulk_create(loading.groupings(contents))
    SupportNorm.objects.bulk_create(loading.norms(instruments, contents))
    Provision.objects.bulk_create(loading.provisions(instruments))
    return len(instruments)


@operation(Can.REGULATIONS_MAINTAIN, verb="Nhập văn bản quy định")
def add_instrument(
    actor: Acting, place: Scope, *, number: str, title: str, issuer: str, issued_on: date | None, origin: Origin
) -> LegalInstrument:
    """Add an instrument of the country, or of the province in ``place``."""
    named = squeeze(number)
    require(named, "Hãy ghi số, ký hiệu của văn bản.", field="number")
    require(squeeze(title), "Hãy ghi trích yếu của văn bản.", field="title")
    check_days(origin)
    require(
        issued_on is None or issued_on <= origin.since,
        "Văn bản không thể có hiệu lực trước ngày ban hành.",
        field="since",
    )
    held = LegalInstrument.objects.filter(number__iexact=named, province=place.province_id).first()
    require(held is None, f"Văn bản số {named} đã có trong hệ thống.", field="number")
    return LegalInstrument.objects.create(
        code=_code_of(named, place.province_id),
        number=named,
        title=squeeze(title),
        issuer=squeeze(issuer),
        issued_on=issued_on,
        province_id=place.province_id,
        **origin.columns(),
    )


@operation(Can.REGULATIONS_MAINTAIN, verb="Ghi văn bản hết hiệu lực", reason_owed=True)
def end_instrument(
    actor: Acting, instrument: LegalInstrument, *, last_day: date, today: date, reason: str
) -> LegalInstrument:
    """End an instrument; what was read from it must have been ended or replaced first."""
    check_end(instrument.valid, last_day, today)
    rest = DateRange(last_day + timedelta(days=1), None)
    open_norms = instrument.norms.filter(valid__overlap=rest).count()
    open_rules = instrument.provisions.filter(valid__overlap=rest).count()
    require(
        not open_norms and not open_rules,
        f"Còn {open_norms} mức hỗ trợ và {open_rules} quy định của văn bản này có hiệu lực sau ngày"
        f" {show_date(last_day)}: hãy thay hoặc chấm dứt chúng trước.",
        field="last_day",
    )
    instrument.valid = DateRange(instrument.valid.lower, last_day + timedelta(days=1))
    instrument.save(update_fields=["valid"])
    return instrument


@operation(Can.REGULATIONS_MAINTAIN, verb="Thêm nội dung khuyến công")
def add_content(
    actor: Acting, nation: Scope, *, name: str, name_en: str, group: int, unit: str, origin: Origin
) -> ActivityContent:
    """Add a content of promotion, which reports put under ``group`` of NĐ 45/2012 Đ.4."""
    named = squeeze(name)
    require(named, "Hãy ghi tên nội dung.", field="name")
    require(1 <= group <= 9, "Nhóm của Điều 4 Nghị định 45/2012 là từ 1 đến 9.", field="group")  # noqa: PLR2004
    instrument = instrument_of(origin)
    held = ActivityContent.objects.filter(name__iexact=named, valid__overlap=origin.valid).first()
    require(held is None, f"Nội dung “{named}” đang có hiệu lực rồi.", field="name")
    return ActivityContent.objects.create(
        code=_code_of(named, None)[:26] + f"-{origin.since:%y}",
        group=group,
        name=named,
        name_en=squeeze(name_en) or named,
        unit=squeeze(unit),
        instrument=instrument,
        article=squeeze(origin.article),
        **origin.columns(),
    )


@operation(Can.REGULATIONS_MAINTAIN, verb="Chấm dứt nội dung khuyến công", reason_owed=True)
def end_content(
    actor: Acting, content: ActivityContent, *, last_day: date, today: date, reason: str
) -> ActivityContent:
    """End a content: no proposal for it is drafted afterwards."""
    check_end(content.valid, last_day, today)
    content.valid = DateRange(content.valid.lower, last_day + timedelta(days=1))
    content.save(update_fields=["valid"])
    return content


@operation(Can.REGULATIONS_MAINTAIN, verb="Thêm mức hỗ trợ")
def add_norm(actor: Acting, place: Scope, *, content: ActivityContent, terms: NormTerms) -> SupportNorm:
    """Add a norm of the country or of the province in ``place``, on days for which none is held.

    The content is locked: two people cannot add to one content at once.
    """
    ActivityContent.objects.select_for_update().get(pk=content.pk)
    check_terms(terms)
    _check_province(place, terms.origin)
    held = family_of(content.pk, place.province_id).filter(valid__overlap=terms.origin.valid)
    clash = next((row for row in held if same_case(row.attributes, terms.attributes)), None)
    if clash is not None:
        raise NotValid(
            f"Từ {show_date(clash.valid.lower)} đã có mức cho nội dung này, trùng thời gian và điều kiện:"
            " hãy lập phiên bản mới của mức đó, hoặc ghi điều kiện để phân biệt.",
            field="since",
        )
    return _write_norm(code_for(content, place.province_id, terms.attributes), content, place.province_id, terms)


@operation(Can.REGULATIONS_MAINTAIN, verb="Thay mức hỗ trợ bằng phiên bản mới")
def replace_norm(actor: Acting, norm: SupportNorm, *, terms: NormTerms, today: date) -> SupportNorm:
    """Let a new version follow ``norm``, which ends the day before; one that has not begun gives way altogether."""
    check_terms(terms)
    _make_way(norm, versions(norm), terms.origin, today)
    return _write_norm(norm.code, norm.content, norm.province_id, terms)


@operation(Can.REGULATIONS_MAINTAIN, verb="Chấm dứt mức hỗ trợ", reason_owed=True)
def end_norm(actor: Acting, norm: SupportNorm, *, last_day: date, today: date, reason: str) -> SupportNorm:
    """End a norm that nothing follows."""
    return _end(norm, last_day, today)


@operation(Can.REGULATIONS_MAINTAIN, verb="Hủy mức hỗ trợ chưa có hiệu lực", reason_owed=True)
def withdraw_norm(actor: Acting, norm: SupportNorm, *, today: date, reason: str) -> None:
    """Remove a version that has not begun; the one that would have ended for it goes on."""
    _withdraw(
        norm, SupportNorm.objects.filter(code=norm.code, content=norm.content_id, province=norm.province_id), today
    )


@operation(Can.REGULATIONS_MAINTAIN, verb="Nhập mức hỗ trợ từ bảng")
def import_norms(actor: Acting, place: Scope, *, rows: list[SheetRow], today: date) -> int:
    """Write a whole sheet of norms, or nothing; return how many versions were written.

    A row that says what is in force already writes nothing.  A refusal names the row's content.
    """
    written = 0
    for row in rows:
        held = family_of(row.content.pk, place.province_id).filter(valid__overlap=row.terms.origin.valid)
        before = next((one for one in held if same_case(one.attributes, row.terms.attributes)), None)
        if before is not None and says_the_same(before, row.terms.percent, row.terms.cap, row.terms.unit):
            continue
        try:
            if before is None:
                add_norm(actor, place, content=row.content, terms=row.terms)
            else:
                replace_norm(actor, before, terms=row.terms, today=today)
        except NotValid as refusal:
            raise NotValid(f"“{row.content.name}”: {refusal.message}", field=refusal.field) from refusal
        written += 1
    return written


@operation(Can.REGULATIONS_MAINTAIN, verb="Thêm quy định")
def add_provision(actor: Acting, nation: Scope, *, kind: ProvisionKind, terms: ProvisionTerms) -> Provision:
    """Add a rule that is not a norm."""
    attributes = check_rule(kind, terms)
    base = _code_of(f"{kind} {terms.text}", None)
    taken = Provision.objects.filter(code__startswith=base).count()
    return _write_provision(f"{base}-{taken + 1}" if taken else base, kind, terms, attributes)


@operation(Can.REGULATIONS_MAINTAIN, verb="Thay quy định bằng phiên bản mới")
def replace_provision(actor: Acting, provision: Provision, *, terms: ProvisionTerms, today: date) -> Provision:
    """Let a new version follow ``provision``, which ends the day before."""
    kind = ProvisionKind(provision.kind)
    attributes = check_rule(kind, terms, provision.attributes)
    base, _, _ = provision.code.partition("@")
    _make_way(provision, provision_family(base), terms.origin, today)
    return _write_provision(f"{base}@{terms.origin.since:%Y-%m-%d}", kind, terms, attributes)


@operation(Can.REGULATIONS_MAINTAIN, verb="Chấm dứt quy định", reason_owed=True)
def end_provision(actor: Acting, provision: Provision, *, last_day: date, today: date, reason: str) -> Provision:
    """End a rule that nothing follows."""
    return _end(provision, last_day, today)


@operation(Can.REGULATIONS_MAINTAIN, verb="Hủy quy định chưa có hiệu lực", reason_owed=True)
def withdraw_provision(actor: Acting, provision: Provision, *, today: date, reason: str) -> None:
    """Remove a version that has not begun."""
    _withdraw(provision, provision_family(provision.code.partition("@")[0]), today)


def _make_way(row: V, held: "QuerySet[V]", origin: Origin, today: date) -> None:
    """Close ``row`` on the eve of its next version, or remove it where it has not begun."""
    if gives_way(row, held, origin, today):
        row.delete()
        return
    row.valid = DateRange(row.valid.lower, origin.since)
    row.save(update_fields=["valid"])


def _end(row: V, last_day: date, today: date) -> V:
    check_end(row.valid, last_day, today)
    row.valid = DateRange(row.valid.lower, last_day + timedelta(days=1))
    row.save(update_fields=["valid"])
    return row


def _withdraw(row: V, held: "QuerySet[V]", today: date) -> None:
    """Remove ``row``, which has not begun, and let the version before it go on."""
    check_to_come(row, today)
    before = held.exclude(pk=row.pk).filter(valid__endswith=row.valid.lower).first()
    ends = row.valid.upper
    row.delete()
    if before is not None:
        before.valid = DateRange(before.valid.lower, ends)
        before.save(update_fields=["valid"])


def _check_province(place: Scope, origin: Origin) -> None:
    """Refuse the norm of a province that is none on the norm's first day."""
    if place.province_id is None:
        return
    province = Unit.objects.filter(level=Level.PROVINCE, pk=place.province_id).first()
    there = province is not None and origin.since in province.valid
    require(there, f"Ngày {show_date(origin.since)} không có tỉnh, thành phố “{province or ''}”.", field="since")


def _write_norm(code: str, content: ActivityContent, province_id: int | None, terms: NormTerms) -> SupportNorm:
    origin = terms.origin
    return SupportNorm.objects.create(
        code=code,
        content=content,
        province_id=province_id,
        percent=terms.percent,
        cap=terms.cap,
        unit=squeeze(terms.unit),
        condition=squeeze(terms.condition),
        attributes=terms.attributes,
        instrument=instrument_of(origin),
        article=squeeze(origin.article),
        **origin.columns(),
    )


def _write_provision(code: str, kind: ProvisionKind, terms: ProvisionTerms, attributes: dict[str, Any]) -> Provision:
    origin = terms.origin
    return Provision.objects.create(
        code=code,
        kind=kind,
        text=squeeze(terms.text),
        attributes=attributes,
        instrument=origin.instrument,
        article=squeeze(origin.article),
        **origin.columns(),
    )


def _code_of(text: str, province_id: int | None) -> str:
    """Make a code of at most 30 characters from a number or words."""
    code = "-".join(fold(text).upper().replace("/", " ").split())
    return f"T{province_id}-{code}"[:30] if province_id else code[:30]
