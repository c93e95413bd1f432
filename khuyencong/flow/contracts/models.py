"""Contracts that carry out the plan, and the advances paid on them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import at_most, in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.lifecycle import CONTRACT
from khuyencong.flow.planning.models import PlanLine


class Contract(Record):
    """The contract on a plan line: the agency or Sở with the implementing unit.  Money in đồng.

    ``settled`` is what the settlement recognised: an advance and the settlement that clears it are one đồng.
    """

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="contracts", verbose_name="dòng kế hoạch")
    number = models.CharField("số hợp đồng", max_length=60)
    partner = models.CharField("bên thực hiện", max_length=200)
    signed_on = models.DateField("ngày ký")
    due_on = models.DateField("thời hạn")
    amount = DongField("giá trị")
    advanced = DongField("đã tạm ứng")
    settled = DongField("đã quyết toán")
    state = models.CharField("trạng thái", max_length=10, default=ContractState.SIGNED)
    liquidated_on = models.DateField("ngày thanh lý", null=True)

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
            not_blank("number"),
            positive("amount"),
            not_negative("advanced", "settled"),
            at_most("advanced", "amount"),
            at_most("settled", "amount"),
            in_order("signed_on", "due_on"),
            in_order("signed_on", "liquidated_on"),
            models.CheckConstraint(
                condition=Q(state="LIQUIDATED", liquidated_on__isnull=False)
                | Q(state="SIGNED", liquidated_on__isnull=True),
                name="contract_liquidated_on_when_liquidated",
            ),
            models.UniqueConstraint(fields=["line", "number"], name="contract_number_once"),
        )

    def __str__(self) -> str:
        return self.number


class Advance(Record):
    """Money paid ahead on a contract."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="advances", verbose_name="hợp đồng")
    paid_on = models.DateField("ngày chi")
    amount = DongField("số tiền")
    voucher = models.CharField("số chứng từ", max_length=60)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
    )

    class Meta:
        ordering = ("paid_on", "id")
        constraints = (
            positive("amount"),
            not_blank("voucher"),
            # A request repeated (a double click, a retry) carries the same voucher and is refused.
            models.UniqueConstraint(fields=["contract", "voucher"], name="advance_voucher_once"),
        )

    def __str__(self) -> str:
        return self.voucher
