"""What was agreed: contracts, their detailed estimate, their addenda, and the numbers that an office gives them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import at_most, in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.money import Dong
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.contracts.enums import ContractKind, ContractState
from khuyencong.flow.contracts.lifecycle import CONTRACT
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.ledger.models import Account
from khuyencong.flow.planning.models import PlanLine
from khuyencong.ground.accounts.models import Organisation


class NumberSeries(Record):
    """The numbers that an organisation gives its contracts in one year: its pattern, and the last one given.

    The row is locked while a number is taken, so that the numbers have neither gaps nor doubles.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    pattern = models.CharField("mẫu số", max_length=60)
    """Text with ``{n}`` (the number) and perhaps ``{year}``: ``{n:02}/HĐ-TTKC``."""
    last = models.PositiveIntegerField("số cuối", default=0)

    scope: ClassVar[ScopePaths] = ScopePaths(province="organisation__province_id", organisation="organisation_id")

    class Meta:
        ordering = ("-year", "organisation__code")
        constraints = (
            models.CheckConstraint(condition=Q(pattern__contains="{n"), name="numberseries_pattern_holds_the_number"),
            models.UniqueConstraint(fields=["organisation", "year"], name="numberseries_once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.pattern} ({self.year})"


class Contract(Record):
    """A contract on a plan line.  Money in đồng.

    One without ``parent`` takes State money of the line, and has its ``account``; a contract that follows from another
    (the support of a beneficiary, the supplier of a machine) spends what that one took, and takes nothing itself.
    ``amount`` is ``signed_amount`` with the addenda; ``settled`` is what the settlement recognised, ``paid`` what was
    paid on it beside the advances, ``returned`` what went back to the line unspent.
    """

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="contracts", verbose_name="dòng kế hoạch")
    kind = models.CharField("loại", max_length=10, default=ContractKind.AGREEMENT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="theo hợp đồng")
    number = models.CharField("số hợp đồng", max_length=60)
    series = models.ForeignKey(NumberSeries, models.PROTECT, null=True, related_name="+", verbose_name="dãy số")
    ordinal = models.PositiveIntegerField("số thứ tự", null=True)
    giver = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name="bên giao")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị thực hiện")
    beneficiary = models.ForeignKey(
        Establishment, models.PROTECT, null=True, related_name="contracts", verbose_name="đơn vị thụ hưởng"
    )
    partner = models.CharField("bên thực hiện", max_length=200)
    subject = models.CharField("nội dung", max_length=300, blank=True)
    signed_on = models.DateField("ngày ký")
    due_on = models.DateField("thời hạn")
    signed_amount = DongField("giá trị khi ký")
    amount = DongField("giá trị")
    advanced = DongField("đã tạm ứng")
    recovered = DongField("đã thu hồi")
    settled = DongField("đã quyết toán")
    paid = DongField("đã thanh toán sau quyết toán")
    returned = DongField("đã trả lại dòng kế hoạch")
    state = models.CharField("trạng thái", max_length=10, default=ContractState.SIGNED)
    liquidated_on = models.DateField("ngày thanh lý", null=True)
    account = models.OneToOneField(
        Account, models.PROTECT, null=True, related_name="contract", verbose_name="tài khoản trong sổ"
    )

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="line__project__province_id",
        organisation="line__project__centre_id",
        establishment="line__project__items__establishment_id",
    )
    lifecycle = CONTRACT

    class Meta:
        ordering = ("signed_on", "id")
        constraints = (
            one_of("state", ContractState),
            one_of("kind", ContractKind),
            not_blank("number"),
            positive("amount"),
            positive("signed_amount"),
            not_negative("advanced", "settled"),
            not_negative("recovered", "paid", "returned"),
            at_most("advanced", "amount"),
            at_most("settled", "amount"),
            at_most("recovered", "advanced"),
            at_most("paid", "settled"),
            at_most("returned", "amount"),
            in_order("signed_on", "due_on"),
            in_order("signed_on", "liquidated_on"),
            models.CheckConstraint(
                condition=Q(state="LIQUIDATED", liquidated_on__isnull=False)
                | Q(state="SIGNED", liquidated_on__isnull=True),
                name="contract_liquidated_on_when_liquidated",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, account__isnull=False)
                | Q(parent__isnull=False, account__isnull=True, advanced=0, settled=0),
                name="contract_money_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="SUPPLIER") | Q(parent__isnull=False), name="contract_supplier_follows_another"
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, ordinal__isnull=True)
                | Q(series__isnull=False, ordinal__isnull=False, ordinal__gt=0),
                name="contract_series_with_ordinal",
            ),
            models.UniqueConstraint(fields=["line", "number"], name="contract_number_once"),
            models.UniqueConstraint(fields=["series", "ordinal"], name="contract_ordinal_once"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def takes_money(self) -> bool:
        """Whether this is the contract that takes State money of the line."""
        return self.parent_id is None

    @property
    def outstanding(self) -> Dong:
        """Đồng advanced that no settlement cleared and nobody gave back; 0 once the settlement covers them."""
        return Dong(max(0, self.advanced - self.recovered - self.settled))

    @property
    def payable(self) -> Dong:
        """Đồng that the settlement recognised and that were not paid yet."""
        held = self.advanced - self.recovered
        return Dong(max(0, self.settled - min(held, self.settled) - self.paid))


class EstimateLine(Record):
    """One line of the detailed estimate (dự toán chi tiết), which is also the plan of the work.  Money in đồng."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="estimate", verbose_name="hợp đồng")
    position = models.PositiveSmallIntegerField("thứ tự")
    content = models.CharField("nội dung công việc", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=30, blank=True)
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=3)
    price = DongField("đơn giá")
    state_money = DongField("kinh phí khuyến công")
    other_money = DongField("nguồn khác")
    due_on = models.DateField("hoàn thành trước ngày", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
    )

    class Meta:
        ordering = ("position", "id")
        constraints = (
            not_blank("content"),
            positive("quantity"),
            not_negative("price", "state_money", "other_money"),
            models.UniqueConstraint(fields=["contract", "position"], name="estimateline_one_a_position"),
        )

    def __str__(self) -> str:
        return self.content


class Addendum(Record):
    """A phụ lục: it changes a contract's amount or term from its day on; before and after are kept."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="addenda", verbose_name="hợp đồng")
    number = models.CharField("số phụ lục", max_length=60)
    signed_on = models.DateField("ngày ký")
    amount_before = DongField("giá trị trước")
    amount_after = DongField("giá trị sau")
    due_before = models.DateField("thời hạn trước")
    due_after = models.DateField("thời hạn sau")
    explanation = models.TextField("lý do")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
    )

    class Meta:
        ordering = ("signed_on", "id")
        constraints = (
            not_blank("number"),
            not_blank("explanation"),
            positive("amount_after"),
            models.CheckConstraint(
                condition=~Q(amount_after=F("amount_before")) | ~Q(due_after=F("due_before")),
                name="addendum_changes_something",
            ),
            models.UniqueConstraint(fields=["contract", "number"], name="addendum_number_once"),
        )

    def __str__(self) -> str:
        return self.number
