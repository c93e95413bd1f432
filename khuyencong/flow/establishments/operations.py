"""Registering, correcting and merging establishments; their yearly figures and certificates."""

from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
from khuyencong.flow.establishments.enums import AwardLevel, LegalForm
from khuyencong.flow.establishments.models import Certification, Establishment, YearFigures
from khuyencong.flow.establishments.queries import communes_of, refuse_merged
from khuyencong.flow.establishments.rules import (
    compact_phone,
    compact_tax_code,
    phone_fault,
    tax_code_fault,
    vsic_fault,
)


@dataclass(frozen=True)
class Particulars:
    """What is written about an establishment.  ``tax_code`` is empty for one that has none; capital in đồng."""

    name: str
    legal_form: LegalForm
    tax_code: str
    commune_id: int | None
    address: str
    industry: str
    founded_on: date | None = None
    workers: int | None = None
    vsic_code: str = ""
    phone: str = ""
    registered_capital: Dong | None = None
    woman_owned: bool = False
    minority_owned: bool = False
    craft_village: str = ""


@operation(Can.ESTABLISHMENT_REGISTER, verb="Đăng ký cơ sở")
def register(actor: Acting, place: Scope, *, particulars: Particulars, today: date) -> Establishment:
    """Add an establishment to the register of the province in ``place``."""
    province = owed(place.province_id, "Hãy chọn tỉnh của cơ sở.", field="province")
    establishment = Establishment(province_id=province, registered_on=today)
    _write(establishment, particulars, today)
    establishment.save()
    return establishment


@operation(Can.ESTABLISHMENT_REGISTER, verb="Sửa thông tin cơ sở")
def correct(
    actor: Acting,
    establishment: Establishment,
    *,
    particulars: Particulars,
    version: int,
    today: date,
    reason: str = "",
) -> Establishment:
    """Replace the particulars of ``establishment``, if nobody else did since ``version``; the log keeps the old."""
    require(
        establishment.version == version,
        f"“{establishment}” vừa được người khác sửa (nay là lần ghi {establishment.version}): xem lại rồi ghi.",
    )
    establishment.version += 1
    _write(establishment, particulars, today)
    establishment.save()
    return establishment


@operation(Can.ESTABLISHMENT_REGISTER, verb="Ghi số liệu năm của cơ sở")
def record_year(
    actor: Acting,
    establishment: Establishment,
    *,
    year: int,
    revenue: Dong | None,
    workers: int | None,
    capital: Dong | None,
    today: date,
) -> YearFigures:
    """Write the figures of one year (đồng, people); a second call replaces them and the log keeps the first."""
    refuse_merged([establishment.pk])
    require(1986 <= year <= today.year, f"Năm {year} không hợp lệ: chỉ ghi số liệu của năm đã đến.", field="year")  # noqa: PLR2004  Đổi Mới
    said = [value for value in (revenue, workers, capital) if value is not None]
    require(said, "Hãy ghi ít nhất một số liệu: doanh thu, lao động hoặc vốn.", field="revenue")
    require(min(said) >= 0, "Số liệu năm không được âm.", field="revenue")
    row = YearFigures.objects.filter(establishment=establishment, year=year).first()
    row = row or YearFigures(establishment=establishment, year=year)
    row.revenue, row.workers, row.capital = revenue, workers, capital
    row.save()
    return row


@operation(Can.ESTABLISHMENT_REGISTER, verb="Ghi sản phẩm được chứng nhận")
def certify(
    actor: Acting, establishment: Establishment, *, product: str, level: AwardLevel, certified_on: date, today: date
) -> Certification:
    """Record a product that was certified as typical."""
    refuse_merged([establishment.pk])
    name = squeeze(product)
    require(name, "Hãy ghi tên sản phẩm.", field="product")
    require(certified_on <= today, "Ngày cấp không thể ở tương lai.", field="certified_on")
    known = Certification.objects.filter(
        establishment=establishment, product=name, level=level, certified_on=certified_on
    )
    require(not known.exists(), f"Chứng nhận {level.label} của “{name}” ngày này đã ghi.", field="product")
    return Certification.objects.create(
        establishment=establishment, product=name, level=level, certified_on=certified_on
    )


@operation(Can.ESTABLISHMENT_REGISTER, verb="Bỏ chứng nhận ghi nhầm", reason_owed=True)
def remove_certification(actor: Acting, certification: Certification, *, reason: str) -> None:
    """Remove a certificate that was recorded by mistake; the log keeps it."""
    certification.delete()


@operation(Can.ESTABLISHMENT_MERGE, verb="Gộp hồ sơ cơ sở trùng", reason_owed=True)
def merge(actor: Acting, keep: Establishment, *, duplicate: Establishment, reason: str, today: date) -> Establishment:
    """Merge ``duplicate`` into ``keep``: it stays with its history, takes no new records, and counts no more.

    Nothing is moved, so that :func:`unmerge` gives back exactly what was there.
    """
    require(keep.pk != duplicate.pk, "Hãy chọn một cơ sở khác: không gộp cơ sở vào chính nó.", field="duplicate")
    gone = lock(duplicate)
    if not actor.may(Can.ESTABLISHMENT_MERGE, gone):
        raise NotAllowed(f"“{gone}” không thuộc phạm vi của anh/chị: hãy đề nghị nơi quản lý cơ sở đó.")
    require(gone.merged_into_id is None, f"“{gone}” đã được gộp rồi.", field="duplicate")
    refuse_merged([keep.pk])
    require(
        not gone.duplicates.exists(),
        f"“{gone}” đang giữ hồ sơ trùng khác: hãy lấy “{gone}” làm hồ sơ giữ lại, hoặc tách các hồ sơ đó trước.",
        field="duplicate",
    )
    gone.merged_into, gone.merged_on = keep, today
    gone.save(update_fields=["merged_into", "merged_on"])
    return gone


@operation(Can.ESTABLISHMENT_MERGE, verb="Tách hồ sơ cơ sở đã gộp", reason_owed=True)
def unmerge(actor: Acting, duplicate: Establishment, *, reason: str) -> Establishment:
    """Take a merge back: the two are two establishments again."""
    require(duplicate.merged_into_id is not None, f"“{duplicate}” chưa được gộp vào cơ sở nào.")
    duplicate.merged_into, duplicate.merged_on = None, None
    duplicate.save(update_fields=["merged_into", "merged_on"])
    return duplicate


def _write(establishment: Establishment, particulars: Particulars, today: date) -> None:
    name = squeeze(particulars.name)
    require(name, "Tên cơ sở không được để trống.", field="name")
    require(squeeze(particulars.industry), "Hãy ghi ngành nghề sản xuất.", field="industry")
    code = compact_tax_code(particulars.tax_code)
    _check_tax_code(establishment, particulars.legal_form, code)
    _check_commune(establishment, particulars.commune_id)
    _check_details(particulars)
    founded = particulars.founded_on
    require(founded is None or founded <= today, "Ngày thành lập không thể ở tương lai.", field="founded_on")
    establishment.name = name
    establishment.legal_form = particulars.legal_form
    establishment.tax_code = code or None
    establishment.commune_id = particulars.commune_id
    establishment.address = squeeze(particulars.address)
    establishment.industry = squeeze(particulars.industry)
    establishment.founded_on = founded
    establishment.workers = particulars.workers
    establishment.vsic_code = particulars.vsic_code.strip()
    establishment.phone = compact_phone(particulars.phone)
    establishment.registered_capital = particulars.registered_capital
    establishment.woman_owned = particulars.woman_owned
    establishment.minority_owned = particulars.minority_owned
    establishment.craft_village = squeeze(particulars.craft_village)
    establishment.folded = fold(
        f"{name} {particulars.address} {particulars.industry} {particulars.craft_village} {code}"
    )


def _check_details(particulars: Particulars) -> None:
    if particulars.vsic_code.strip():
        fault = vsic_fault(particulars.vsic_code.strip())
        require(fault is None, fault or "", field="vsic_code")
    if particulars.phone.strip():
        fault = phone_fault(compact_phone(particulars.phone))
        require(fault is None, fault or "", field="phone")
    capital = particulars.registered_capital
    require(capital is None or capital >= 0, "Vốn đăng ký không được âm.", field="registered_capital")


def _check_tax_code(establishment: Establishment, form: LegalForm, code: str) -> None:
    if not code:
        require(not form.needs_tax_code, f"Loại hình “{form.label}” phải có mã số thuế.", field="tax_code")
        return
    fault = tax_code_fault(code)
    require(fault is None, fault or "", field="tax_code")
    other = Establishment.objects.filter(tax_code=code).exclude(pk=establishment.pk).first()
    require(other is None, f"Mã số thuế {code} đã có: “{other}”.", field="tax_code")


def _check_commune(establishment: Establishment, commune_id: int | None) -> None:
    if commune_id is None:
        return
    communes = communes_of(establishment.province_id, establishment.registered_on)
    require(
        communes.filter(pk=commune_id).exists(),
        "Xã, phường đã chọn không thuộc tỉnh này, hoặc không còn (chưa có) vào ngày đăng ký.",
        field="commune",
    )
