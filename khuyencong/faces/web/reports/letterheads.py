"""Whose paper a report is: the office of the person who takes it along."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from khuyencong.faces.documents.consolidated_report import Letterhead
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation, OrganisationName
from khuyencong.ground.territory.models import Unit

DEMO_NOTICE: Final = (
    "Số liệu minh họa: tổng của vùng theo bài viết về Hội nghị khuyến công 15 tỉnh, thành phố khu vực miền Trung – Tây"
    " Nguyên ngày 11/7/2017; phân bổ theo tỉnh là minh họa."
)


@dataclass(frozen=True)
class _Office:
    """What a kind of organisation puts on its papers; ``{}`` is the province, in full."""

    superior: str
    symbol: str
    signer_title: str
    recipients: tuple[str, ...]


_OFFICES: Final = {
    OrganisationKind.AGENCY: _Office("Bộ Công Thương", "CTĐP", "Cục trưởng", ("Lãnh đạo Bộ (để báo cáo)",)),
    OrganisationKind.DEPARTMENT: _Office(
        "Ủy ban nhân dân {}", "SCT", "Giám đốc", ("Ủy ban nhân dân {} (để báo cáo)", "Cục (để báo cáo)")
    ),
    OrganisationKind.CENTRE: _Office("Sở Công Thương {}", "TTKC", "Giám đốc", ("Sở Công Thương {} (để báo cáo)",)),
}

_KINDS: Final = {"province": "tỉnh", "city": "thành phố"}


def demo_notice() -> str:
    """Return what every paper of a demonstration says first; empty in earnest."""
    return DEMO_NOTICE if settings.DEMO else ""


def letterhead_of(actor: Actor) -> Letterhead:
    """Return the letterhead of the actor's office; number, day and signer are left for the clerk.  One query."""
    organisation = Organisation.objects.select_related("province").filter(pk=actor.home.organisation_id or 0).first()
    kind = OrganisationKind(organisation.kind) if organisation else OrganisationKind.AGENCY
    province = organisation.province if organisation else None
    office = _OFFICES[kind]
    where = full_name(province) if province else ""
    return Letterhead(
        superior=office.superior.format(where),
        body=actor.organisation if organisation else _agency(),
        symbol=office.symbol,
        place=province.name if province else "Hà Nội",
        signer_title=office.signer_title,
        recipients=tuple(recipient.format(where) for recipient in office.recipients),
        notice=demo_notice(),
    )


def full_name(province: Unit) -> str:
    """Name a province with its kind: "tỉnh Phú Yên", "thành phố Đà Nẵng"."""
    return f"{_KINDS[province.kind]} {province.name}"


def _agency() -> str:
    """Name the ministry's agency, in whose name the command line writes.  One query."""
    names = OrganisationName.objects.filter(organisation__kind=OrganisationKind.AGENCY)
    latest = names.order_by("-valid").values_list("name", flat=True).first()
    return latest or "Cục"
