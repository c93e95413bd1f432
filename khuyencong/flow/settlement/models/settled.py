"""What was settled, item by item, with its file; and what came of the support years later.  Money in đồng."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import at_most, both_or_neither, in_order, not_blank, not_negative, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.ground.files.models import StoredFile

LAST_ROUND = 3


class Settlement(Record):
    """The settlement (quyết toán) of a contract: what of its money was well spent, in đồng."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="settlement", verbose_name="hợp đồng")
    settled_on = models.DateField("ngày quyết toán")
    accepted_cost = DongField("chi phí được nghiệm thu")
    amount = DongField("kinh phí quyết toán")
    recover_by = models.DateField("hạn thu hồi tạm ứng thừa", null=True)
    explanation = models.TextField("cách tính", blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
    )

    class Meta:
        ordering = ("settled_on", "id")
        constraints = (
            positive("amount"),
            not_negative("accepted_cost"),
            in_order("settled_on", "recover_by"),
        )

    def __str__(self) -> str:
        return f"Quyết toán {self.contract.number}"


class SettledItem(Record):
    """What a settlement recognised of one support item: never above any of its bounds.

    ``share`` is the item's part of the contract, ``ceiling`` the norm's on the accepted cost less what other
    contracts settled of the item (``None``: no norm binds).
    """

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="items", verbose_name="quyết toán")
    item = models.ForeignKey(SupportItem, models.PROTECT, related_name="settled", verbose_name="hạng mục")
    share = DongField("phần của hợp đồng")
    claimed = DongField("đề nghị quyết toán")
    accepted_cost = DongField("chi phí được nghiệm thu")
    ceiling = DongField("mức trần", null=True, default=None)
    amount = DongField("kinh phí quyết toán")
    explanation = models.TextField("cách tính")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="item__project__province_id",
        organisation="item__project__centre_id",
        establishment="item__establishment_id",
    )

    class Meta:
        ordering = ("item_id",)
        constraints = (
            not_negative("amount", "accepted_cost"),
            at_most("amount", "share"),
            at_most("amount", "claimed"),
            at_most("amount", "accepted_cost"),
            at_most("amount", "ceiling"),
            models.UniqueConstraint(fields=["settlement", "item"], name="settleditem_once"),
        )

    def __str__(self) -> str:
        return str(self.item)


class SettlementPaper(Record):
    """One required paper of a contract's settlement file that was handed in; ``name`` is the provision's words."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="settlement_papers", verbose_name="hợp đồng")
    name = models.CharField("giấy tờ", max_length=300)
    received_on = models.DateField("ngày nhận")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="bản quét")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("name"),
            models.UniqueConstraint(fields=["contract", "name"], name="settlementpaper_once"),
        )

    def __str__(self) -> str:
        return self.name


class EffectSurvey(Record):
    """One look at what became of a support item, ``round`` years after its acceptance; due until ``surveyed_on``.

    ``workers`` and ``revenue`` (đồng, of the whole year before) are the establishment's, ``new_jobs`` those that the
    support made.
    """

    item = models.ForeignKey(SupportItem, models.PROTECT, related_name="surveys", verbose_name="hạng mục")
    round = models.PositiveSmallIntegerField("lần khảo sát")
    due_on = models.DateField("hạn khảo sát")
    surveyed_on = models.DateField("ngày khảo sát", null=True)
    surveyor = models.CharField("người khảo sát", max_length=200, blank=True)
    in_use = models.BooleanField("máy móc còn sử dụng", null=True)
    new_jobs = models.PositiveIntegerField("việc làm tăng thêm", null=True)
    workers = models.PositiveIntegerField("số lao động", null=True)
    revenue = DongField("doanh thu năm trước khảo sát", null=True, default=None)
    output = models.CharField("sản lượng, sản phẩm", max_length=300, blank=True)
    replicated = models.PositiveIntegerField("số cơ sở làm theo", null=True)
    remarks = models.TextField("nhận xét", blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="item__project__province_id",
        organisation="item__project__centre_id",
        establishment="item__establishment_id",
    )

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(round__range=(1, LAST_ROUND)), name="effectsurvey_round_1_to_3"),
            both_or_neither("surveyed_on", "in_use"),
            both_or_neither("surveyed_on", "new_jobs"),
            not_negative("revenue"),
            models.UniqueConstraint(fields=["item", "round"], name="effectsurvey_once_a_round"),
        )
        indexes = (models.Index(fields=["due_on"], condition=Q(surveyed_on__isnull=True), name="effectsurvey_waiting"),)

    def __str__(self) -> str:
        return f"Khảo sát hiệu quả lần {self.round}"
