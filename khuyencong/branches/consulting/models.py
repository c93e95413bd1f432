"""Consulting by centres: the year's plan, the contracts, the revenue recognised."""

from typing import ClassVar

from django.db import models

from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.core.constraints import in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.models import Establishment
from khuyencong.ground.accounts.models import Organisation


class ConsultingPlan(Record):
    """How many jobs and how much revenue a centre plans for a year."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="consulting_plans", verbose_name="trung tâm")
    year = models.PositiveSmallIntegerField("năm")
    jobs = models.PositiveIntegerField("số dự án")
    revenue = DongField("doanh thu")
    effective_on = models.DateField("ngày giao")

    scope: ClassVar[ScopePaths] = ScopePaths(province="centre__province_id", organisation="centre_id")

    class Meta:
        ordering = ("-year", "centre")
        constraints = (
            models.UniqueConstraint(fields=["centre", "year"], name="consultingplan_once_a_year"),
            positive("jobs"),
            not_negative("revenue"),
        )

    def __str__(self) -> str:
        return f"Kế hoạch tư vấn năm {self.year}"


class ConsultingContract(Record):
    """One job (dự án tư vấn).  It counts in the period of ``advised_on``; money counts on its own days."""

    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="consulting_contracts", verbose_name="trung tâm"
    )
    number = models.CharField("số hợp đồng", max_length=60)
    client = models.CharField("khách hàng", max_length=200)
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, related_name="consulting", verbose_name="cơ sở"
    )
    service = models.CharField("dịch vụ", max_length=20)
    signed_on = models.DateField("ngày ký")
    advised_on = models.DateField("ngày bàn giao tư vấn", null=True)
    value = DongField("giá trị")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="centre__province_id", organisation="centre_id", establishment="establishment_id"
    )

    class Meta:
        ordering = ("-signed_on", "number")
        constraints = (
            one_of("service", ServiceKind),
            not_blank("number"),
            not_blank("client"),
            positive("value"),
            in_order("signed_on", "advised_on"),
            models.UniqueConstraint(fields=["centre", "number"], name="consultingcontract_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.client}"


class RevenueEntry(Record):
    """Revenue of a contract recognised on a day."""

    contract = models.ForeignKey(ConsultingContract, models.PROTECT, related_name="revenue", verbose_name="hợp đồng")
    recognised_on = models.DateField("ngày ghi nhận")
    amount = DongField("số tiền")
    invoice = models.CharField("số hóa đơn", max_length=60)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__centre__province_id", organisation="contract__centre_id"
    )

    class Meta:
        ordering = ("recognised_on", "id")
        constraints = (
            positive("amount"),
            not_blank("invoice"),
            models.UniqueConstraint(fields=["contract", "invoice"], name="revenueentry_invoice_once"),
        )

    def __str__(self) -> str:
        return self.invoice
