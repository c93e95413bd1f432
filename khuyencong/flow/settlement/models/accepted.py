"""What was accepted: the minutes, who signed them, the equipment, the photographs and the vouchers.  Money in đồng."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.proposals.part_models import ExpectedOutput, Machine
from khuyencong.flow.settlement.enums import AcceptanceForm, AcceptanceResult, Payer, SeatRole
from khuyencong.ground.files.models import StoredFile

_OF_ACCEPTANCE = ScopePaths(
    province="acceptance__item__project__province_id",
    organisation="acceptance__item__project__centre_id",
    establishment="acceptance__item__establishment_id",
)
_OF_ITEM = ScopePaths(
    province="item__project__province_id",
    organisation="item__project__centre_id",
    establishment="item__establishment_id",
)


class Acceptance(Record):
    """The on-site acceptance (biên bản nghiệm thu cơ sở) of one support item, with its verified cost in đồng.

    The five columns of sources say whose money the cost was; all zero in rows of before they were kept
    (``rules.parts_of`` then divides the cost as the item planned it).
    """

    item = models.OneToOneField(SupportItem, models.PROTECT, related_name="acceptance", verbose_name="hạng mục")
    form = models.CharField("mẫu", max_length=2, default=AcceptanceForm.A5)
    accepted_on = models.DateField("ngày nghiệm thu")
    minutes = models.CharField("số biên bản", max_length=60)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    cost = DongField("chi phí được nghiệm thu")
    national = DongField("khuyến công quốc gia")
    provincial = DongField("khuyến công tỉnh")
    district = DongField("khuyến công huyện")
    counterpart = DongField("đối ứng của cơ sở")
    other = DongField("nguồn khác")
    result = models.CharField("kết luận", max_length=7, default=AcceptanceResult.PASS)
    remedy = models.TextField("việc phải khắc phục", blank=True)
    remedy_due_on = models.DateField("khắc phục trước ngày", null=True)
    remedied_on = models.DateField("ngày khắc phục xong", null=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="bản quét biên bản")

    scope: ClassVar[ScopePaths] = _OF_ITEM

    class Meta:
        ordering = ("accepted_on", "id")
        constraints = (
            not_blank("minutes"),
            not_negative("cost"),
            one_of("form", AcceptanceForm),
            one_of("result", AcceptanceResult),
            not_negative("national", "provincial", "district", "counterpart", "other"),
            models.CheckConstraint(
                condition=Q(national=0, provincial=0, district=0, counterpart=0, other=0)
                | Q(cost=F("national") + F("provincial") + F("district") + F("counterpart") + F("other")),
                name="acceptance_sources_sum_to_cost",
            ),
            models.CheckConstraint(
                condition=Q(result="PASS", remedy="", remedy_due_on__isnull=True, remedied_on__isnull=True)
                | (Q(result="PARTIAL", remedy_due_on__isnull=False) & ~Q(remedy="")),
                name="acceptance_partial_says_the_remedy",
            ),
            in_order("accepted_on", "remedy_due_on"),
            in_order("accepted_on", "remedied_on"),
        )

    def __str__(self) -> str:
        return self.minutes


class FailedAcceptance(Record):
    """An acceptance that failed: the item is still to be accepted, and no figure counts it."""

    item = models.ForeignKey(SupportItem, models.PROTECT, related_name="failed_acceptances", verbose_name="hạng mục")
    held_on = models.DateField("ngày nghiệm thu")
    minutes = models.CharField("số biên bản", max_length=60)
    explanation = models.TextField("lý do không đạt")
    remedy = models.TextField("việc phải khắc phục")
    remedy_due_on = models.DateField("khắc phục trước ngày")

    scope: ClassVar[ScopePaths] = _OF_ITEM

    class Meta:
        ordering = ("held_on", "id")
        constraints = (
            not_blank("minutes"),
            not_blank("explanation"),
            not_blank("remedy"),
            in_order("held_on", "remedy_due_on"),
            models.UniqueConstraint(fields=["item", "minutes"], name="failedacceptance_minutes_once"),
        )

    def __str__(self) -> str:
        return self.minutes


class AcceptanceSeat(Record):
    """Somebody who took part in an acceptance and signs its minutes."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="seats", verbose_name="nghiệm thu")
    name = models.CharField("họ và tên", max_length=100)
    title = models.CharField("chức vụ, đơn vị", max_length=200)
    role = models.CharField("vai trò", max_length=11, default=SeatRole.MEMBER)

    scope: ClassVar[ScopePaths] = _OF_ACCEPTANCE

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("role", SeatRole),
            not_blank("name"),
            not_blank("title"),
            models.UniqueConstraint(fields=["acceptance", "name", "title"], name="acceptanceseat_once"),
            models.UniqueConstraint(fields=["acceptance"], condition=Q(role="CHAIR"), name="acceptanceseat_one_chair"),
            models.UniqueConstraint(
                fields=["acceptance"], condition=Q(role="SECRETARY"), name="acceptanceseat_one_secretary"
            ),
        )

    def __str__(self) -> str:
        return self.name


class AcceptedEquipment(Record):
    """A machine seen at the acceptance.  ``price`` is of one; ``explanation`` says why it is not the one proposed."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="equipment", verbose_name="nghiệm thu")
    machine = models.ForeignKey(
        Machine, models.PROTECT, null=True, related_name="accepted", verbose_name="máy trong đề án"
    )
    name = models.CharField("tên máy, thiết bị", max_length=300)
    model = models.CharField("ký hiệu, mẫu mã", max_length=100, blank=True)
    serial = models.CharField("số sê-ri", max_length=100, blank=True)
    origin = models.CharField("xuất xứ", max_length=100, blank=True)
    quantity = models.PositiveIntegerField("số lượng", default=1)
    price = DongField("đơn giá")
    explanation = models.TextField("lý do khác đề án", blank=True)

    scope: ClassVar[ScopePaths] = _OF_ACCEPTANCE

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("name"),
            positive("quantity"),
            not_negative("price"),
            models.CheckConstraint(condition=Q(serial="") | Q(quantity=1), name="acceptedequipment_serial_of_one"),
            models.UniqueConstraint(
                fields=["acceptance", "serial"], condition=~Q(serial=""), name="acceptedequipment_serial_once"
            ),
        )
        indexes = (models.Index(fields=["serial"], condition=~Q(serial=""), name="acceptedequipment_serial"),)

    def __str__(self) -> str:
        return self.name

    @property
    def total(self) -> int:
        """Quantity times price, in đồng."""
        return self.quantity * self.price


class MeasuredOutput(Record):
    """What an acceptance measured of an output that the đề án promised, in the unit of its measure."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="outputs", verbose_name="nghiệm thu")
    expected = models.ForeignKey(
        ExpectedOutput, models.PROTECT, related_name="measured", verbose_name="kết quả dự kiến"
    )
    quantity = models.DecimalField("số đo được", max_digits=14, decimal_places=2)
    remark = models.CharField("nhận xét", max_length=300, blank=True)

    scope: ClassVar[ScopePaths] = _OF_ACCEPTANCE

    class Meta:
        ordering = ("expected_id",)
        constraints = (
            not_negative("quantity"),
            models.UniqueConstraint(fields=["acceptance", "expected"], name="measuredoutput_once"),
        )

    def __str__(self) -> str:
        return str(self.expected)


class AcceptancePhoto(Record):
    """A photograph taken at the acceptance."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="photos", verbose_name="nghiệm thu")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="ảnh")
    caption = models.CharField("chú thích", max_length=200)

    scope: ClassVar[ScopePaths] = _OF_ACCEPTANCE

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("caption"),
            models.UniqueConstraint(fields=["acceptance", "file"], name="acceptancephoto_once"),
        )

    def __str__(self) -> str:
        return self.caption


class Voucher(Record):
    """A voucher (hóa đơn, chứng từ) of the accepted cost, of whatever source (TT 36/2013, Mẫu 8a, 8b).

    ``seller_key`` is the seller's tax code, or the name without accents: with ``number`` it tells an invoice from
    every other in the country.
    """

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="vouchers", verbose_name="nghiệm thu")
    payer = models.CharField("nguồn chi", max_length=11)
    number = models.CharField("số hóa đơn, chứng từ", max_length=60)
    issued_on = models.DateField("ngày lập")
    seller = models.CharField("bên bán", max_length=200)
    seller_tax_code = models.CharField("mã số thuế bên bán", max_length=14, blank=True)
    seller_key = models.CharField("để so bên bán", max_length=200)
    content = models.CharField("nội dung chi", max_length=300)
    amount = DongField("số tiền")

    scope: ClassVar[ScopePaths] = _OF_ACCEPTANCE

    class Meta:
        ordering = ("issued_on", "id")
        constraints = (
            one_of("payer", Payer),
            not_blank("number"),
            not_blank("seller"),
            not_blank("seller_key"),
            not_blank("content"),
            positive("amount"),
            # An invoice that two sources pay has a row of each.
            models.UniqueConstraint(
                fields=["acceptance", "number", "seller_key", "payer", "content"], name="voucher_once"
            ),
        )
        indexes = (models.Index(fields=["number", "seller_key"], name="voucher_number_seller"),)

    def __str__(self) -> str:
        return f"{self.number}, {self.seller}"
