"""The needs survey of the demonstration: one province, in each state, and a register with its details."""

from datetime import date
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.wishes import Home
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import AwardLevel, LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.enums import Channel, NeedAnswer
from khuyencong.flow.needs.models import Campaign, Need
from khuyencong.flow.needs.operations import Told
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.models import ActivityContent

MILLION: Final = 1_000_000
OPENED: Final = date(2017, 3, 1)
TOLD: Final = (
    (
        "Cơ sở Bánh tráng Bảy Lành",
        "sản xuất bánh tráng",
        "Máy tráng bánh tự động",
        "Tráng tay không kịp đơn hàng Tết",
        280,
        100,
    ),
    ("Hộ kinh doanh Lê Văn Tám", "sản xuất đồ gỗ", "Máy cưa CNC", "Thay máy cưa đĩa cũ, gỗ hao nhiều", 420, 150),
    (
        "Cơ sở Nước mắm Cô Ba",
        "sản xuất nước mắm",
        "Máy chiết rót đóng chai",
        "Chiết tay chậm, chai không đều",
        350,
        120,
    ),
    ("Cơ sở Mây tre Sáu Hiền", "hàng mây tre đan", "Máy chẻ nan", "Thiếu thợ chẻ nan, giao hàng trễ", 90, 40),
    ("Hộ kinh doanh Phan Thị Út", "chế biến thủy sản", "Máy sấy cá bằng điện", "Mùa mưa không phơi được cá", 260, 100),
)
"""Name, industry, machine, words of the establishment, whole cost and support asked for in triệu đồng."""


def write_needs(home: Home, contents: dict[str, ActivityContent], today: date) -> None:
    """Open a survey that is still open ``today``, and write its needs: one checked, one dropped, one asked again."""
    place = Scope(province_id=home.unit.pk)
    campaign = needs.open_campaign(
        SYSTEM,
        place,
        year=2018,
        title="Khảo sát nhu cầu máy móc thiết bị năm 2018",
        opens_on=OPENED,
        closes_on=date(2017, 12, 31),
    )
    needs.open_campaign(
        SYSTEM,
        place,
        year=today.year + 1,
        title=f"Khảo sát nhu cầu cho kế hoạch năm {today.year + 1}",
        opens_on=today,
        closes_on=date(today.year + 1, 12, 31),
    )
    told = [_tell(place, campaign, contents["MACHINERY"], number) for number in range(len(TOLD))]
    checked, dropped, asked = told[:3]
    needs.check_need(SYSTEM, checked)
    needs.drop_need(SYSTEM, dropped, reason="Cơ sở đã tự mua máy", today=date(2017, 5, 10))
    day = date(2017, 6, 1)
    needs.confirm_need(
        SYSTEM, asked, asked_on=day, answer=NeedAnswer.YES, answered_on=day, today=day, note="qua điện thoại"
    )


def write_register(home: Home) -> None:
    """Give one establishment its years and a certificate, and leave one registered twice and merged."""
    here = Establishment.objects.filter(province=home.unit).order_by("pk")
    first, second = here.filter(items__isnull=False).distinct()[:2]
    for year, revenue in ((2015, 4_200), (2016, 4_900)):
        establishments.record_year(
            SYSTEM, first, year=year, revenue=Dong(revenue * MILLION), workers=20, capital=None, today=date(2017, 3, 1)
        )
    establishments.certify(
        SYSTEM,
        first,
        product=f"Sản phẩm của {first.name}",
        level=AwardLevel.PROVINCE,
        certified_on=date(2016, 9, 15),
        today=date(2017, 3, 1),
    )
    again = establishments.Particulars(
        name=f"{second.name} (đăng ký lại)",
        legal_form=LegalForm.HOUSEHOLD,
        tax_code="",
        commune_id=second.commune_id,
        address=second.address,
        industry=second.industry,
    )
    twice = establishments.register(SYSTEM, Scope(province_id=home.unit.pk), particulars=again, today=date(2017, 3, 1))
    establishments.merge(
        SYSTEM, second, duplicate=twice, reason="Cùng một cơ sở, đăng ký hai lần", today=date(2017, 4, 3)
    )


def _tell(place: Scope, campaign: Campaign, content: ActivityContent, number: int) -> Need:
    name, industry, machine, wish, cost, support = TOLD[number]
    told = Told(
        name=name,
        legal_form=LegalForm.HOUSEHOLD,
        industry=industry,
        content=content,
        wish=wish,
        phone=f"0905{number:06d}",
        machine=machine,
        cost=Dong(cost * MILLION),
        support=Dong(support * MILLION),
    )
    return needs.record_need(
        SYSTEM,
        place,
        told=told,
        client_id=uuid5(NAMESPACE_URL, f"khuyencong.demo.need.{number}"),
        channel=Channel.SELF if number % 2 else Channel.STAFF,
        today=OPENED,
        campaign=campaign,
    )
