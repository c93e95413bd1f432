"""What was paid: payments from request to voucher, their papers, money recovered, and who must approve how much."""

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.contracts.enums import Approver, PaymentKind, PaymentState
from khuyencong.flow.contracts.lifecycle import PAYMENT
from khuyencong.flow.contracts.models.agreed import Contract
from khuyencong.flow.ledger.models import Transfer
from khuyencong.ground.accounts.models import User
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.territory.models import Unit

_OF_CONTRACT = ScopePaths(
    province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
)


class Payment(Record):
    """Money of a contract: asked for, its papers checked, approved by a second person, paid by a Treasury voucher.

    ``key`` comes with the request: sent twice, it asks once.  ``brought_in`` marks a payment from before requests
    were kept here, of which nobody's name is known.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="payments", verbose_name="hợp đồng")
    kind = models.CharField("loại", max_length=10, default=PaymentKind.ADVANCE)
    state = models.CharField("trạng thái", max_length=10, default=PaymentState.REQUESTED)
    amount = DongField("số tiền")
    key = models.UUIDField("khóa đề nghị", unique=True, db_default=RandomUUID())
    purpose = models.CharField("nội dung chi", max_length=300, blank=True)
    progress = models.DecimalField("tiến độ (%)", max_digits=5, decimal_places=2, null=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người đề nghị")
    requested_on = models.DateField("ngày đề nghị", null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người kiểm tra")
    checked_on = models.DateField("ngày kiểm tra", null=True)
    remarks = models.TextField("ghi nhận khi kiểm tra", blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt")
    approved_on = models.DateField("ngày duyệt", null=True)
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người ghi chi")
    paid_on = models.DateField("ngày chi", null=True)
    voucher = models.CharField("số chứng từ", max_length=60, null=True)  # noqa: DJ001  NULL: not paid
    returned_because = models.TextField("lý do trả lại", blank=True)
    brought_in = models.BooleanField("khoản chi có từ trước", default=False)
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, null=True, related_name="payment", verbose_name="bút toán"
    )

    scope: ClassVar[ScopePaths] = _OF_CONTRACT
    lifecycle = PAYMENT

    class Meta:
        ordering = ("requested_on", "id")
        constraints = (
            one_of("kind", PaymentKind),
            one_of("state", PaymentState),
            positive("amount"),
            not_blank("voucher"),
            in_order("requested_on", "approved_on"),
            in_order("approved_on", "paid_on"),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__gte=0, progress__lte=100),
                name="payment_progress_0_to_100",
            ),
            # The approver is a second person, whoever writes the row.
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="payment_approver_is_not_requester",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("checked_by")),
                name="payment_approver_is_not_checker",
            ),
            models.CheckConstraint(
                condition=Q(brought_in=True) | Q(requested_by__isnull=False, requested_on__isnull=False),
                name="payment_has_requester",
            ),
            models.CheckConstraint(
                condition=Q(brought_in=True)
                | ~Q(state__in=["APPROVED", "PAID", "REVERSED"])
                | Q(
                    checked_by__isnull=False,
                    checked_on__isnull=False,
                    approved_by__isnull=False,
                    approved_on__isnull=False,
                ),
                name="payment_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["PAID", "REVERSED"],
                    paid_on__isnull=False,
                    voucher__isnull=False,
                    transfer__isnull=False,
                )
                | (
                    ~Q(state__in=["PAID", "REVERSED"])
                    & Q(paid_on__isnull=True, voucher__isnull=True, transfer__isnull=True)
                ),
                name="payment_voucher_when_paid",
            ),
            # A voucher pays once; one that was reversed may be written again.
            models.UniqueConstraint(
                fields=["contract", "voucher"], condition=Q(state="PAID"), name="payment_voucher_once"
            ),
        )

    def __str__(self) -> str:
        return self.voucher or f"{PaymentKind(self.kind).label} ({PaymentState(self.state).label})"


class PaymentPaper(Record):
    """A paper that a request for payment comes with: which one the rule names, its number and day, its scan."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="papers", verbose_name="đề nghị chi")
    name = models.CharField("giấy tờ", max_length=200)
    number = models.CharField("số, ký hiệu", max_length=60)
    dated_on = models.DateField("ngày", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="bản quét")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="payment__contract__line__project__province_id",
        organisation="payment__contract__line__project__centre_id",
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("name"),
            not_blank("number"),
            models.UniqueConstraint(fields=["payment", "name"], name="paymentpaper_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} số {self.number}"


class Recovery(Record):
    """Money that came back (thu hồi): an advance that no settlement clears, paid in by a voucher."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="recoveries", verbose_name="hợp đồng")
    amount = DongField("số tiền")
    recovered_on = models.DateField("ngày nộp trả")
    voucher = models.CharField("số chứng từ", max_length=60)
    explanation = models.TextField("lý do thu hồi")
    key = models.UUIDField("khóa", unique=True)
    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="recovery", verbose_name="bút toán")

    scope: ClassVar[ScopePaths] = _OF_CONTRACT

    class Meta:
        ordering = ("recovered_on", "id")
        constraints = (
            positive("amount"),
            not_blank("voucher"),
            not_blank("explanation"),
            models.UniqueConstraint(fields=["contract", "voucher"], name="recovery_voucher_once"),
        )

    def __str__(self) -> str:
        return self.voucher


class ApprovalThreshold(Record):
    """Who must approve a payment above an amount, in a province (or, without one, in the whole country)."""

    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    fund = models.CharField("nguồn", max_length=8)
    above = DongField("từ trên mức")
    approver = models.CharField("người duyệt", max_length=10)
    decision = models.CharField("văn bản quy định", max_length=100)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("fund", "above")
        constraints = (
            one_of("approver", Approver),
            not_blank("decision"),
            not_negative("above"),
            models.CheckConstraint(condition=Q(fund__in=["NATIONAL", "LOCAL"]), name="approvalthreshold_fund_known"),
            models.UniqueConstraint(
                fields=["province", "fund", "above"], nulls_distinct=False, name="approvalthreshold_once"
            ),
        )

    def __str__(self) -> str:
        return f"{Approver(self.approver).label} ({self.decision})"
