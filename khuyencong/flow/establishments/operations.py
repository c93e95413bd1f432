"""Registering and correcting establishments."""

from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.rules import compact_tax_code, tax_code_fault
from khuyencong.ground.territory.models import Unit


@dataclass(frozen=True)
class Particulars:
    """What is written about an establishment.  ``tax_code`` is empty for one that has none."""

    name: str
    legal_form: LegalForm
    tax_code: str
    commune_id: int | None
    address: str
    industry: str
    founded_on: date | None = None
    workers: int | None = None


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
    actor: Acting, establishment: Establishment, *, particulars: Particulars, today: date, reason: str = ""
) -> Establishment:
    """Replace the particulars of ``establishment``; the log keeps the old ones."""
    _write(establishment, particulars, today)
    establishment.save()
    return establishment


def _write(establishment: Establishment, particulars: Particulars, today: date) -> None:
    name = squeeze(particulars.name)
    require(name, "Tên cơ sở không được để trống.", field="name")
    require(squeeze(particulars.industry), "Hãy ghi ngành nghề sản xuất.", field="industry")
    code = compact_tax_code(particulars.tax_code)
    _check_tax_code(establishment, particulars.legal_form, code)
    _check_commune(establishment, particulars.commune_id)
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
    establishment.folded = fold(f"{name} {particulars.address} {particulars.industry} {code}")


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
    commune = Unit.objects.select_related("parent").filter(pk=commune_id).first()
    province = None
    if commune is not None and commune.parent is not None:
        province = commune.parent.parent_id or commune.parent_id
    require(
        commune is not None and province == establishment.province_id and establishment.registered_on in commune.valid,
        "Xã, phường đã chọn không thuộc tỉnh này, hoặc không còn (chưa có) vào ngày đăng ký.",
        field="commune",
    )
