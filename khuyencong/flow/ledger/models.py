"""The ledger: where each đồng is, and every move that it made.

Accounts and transfers are only ever added (triggers of :mod:`khuyencong.flow.ledger.ledger_sql`); what went wrong is
put right by a transfer that reverses it.  Envelopes, plan lines and contracts point down to their account.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import not_blank, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Derived, Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.ledger.enums import SINGLE, AccountKind, TransferKind
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.territory.models import Unit


class Account(Record):
    """A place where money is.  ``parent`` is the account that feeds it; its owner says what it is of."""

    kind = models.CharField("loại", max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", verbose_name="thuộc tài khoản")
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị")

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id", organisation="organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("kind", AccountKind),
            models.CheckConstraint(
                condition=Q(kind="SOURCE", parent__isnull=True) | (~Q(kind="SOURCE") & Q(parent__isnull=False)),
                name="account_under_another_unless_source",
            ),
            models.UniqueConstraint(
                fields=["parent", "kind"],
                condition=Q(kind__in=[str(kind) for kind in SINGLE]),
                name="account_one_a_kind",
            ),
        )

    def __str__(self) -> str:
        return AccountKind(self.kind).label


class Transfer(Record):
    """Money that moved from one account to another on a day.  ``reverses`` is the transfer that this one undoes."""

    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=12)
    taken_from = models.ForeignKey(Account, models.PROTECT, related_name="taken", verbose_name="từ")
    given_to = models.ForeignKey(Account, models.PROTECT, related_name="given", verbose_name="đến")
    amount = DongField("số tiền")
    reference = models.CharField("căn cứ", max_length=200)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name="đảo bút toán"
    )

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="taken_from__province_id", organisation="taken_from__organisation_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("kind", TransferKind),
            positive("amount"),
            not_blank("reference"),
            models.CheckConstraint(condition=~Q(taken_from=F("given_to")), name="transfer_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(kind="REVERSED", reverses__isnull=False) | (~Q(kind="REVERSED") & Q(reverses__isnull=True)),
                name="transfer_reversal_says_of_what",
            ),
        )

    def __str__(self) -> str:
        return f"{TransferKind(self.kind).label}: {self.reference}"


class AccountLock(Record):
    """The books of an envelope, closed: no transfer dated up to ``through`` touches its account or what is under it.

    The next envelope below has books of its own.  When books are reopened the row goes; the log keeps it.
    """

    account = models.OneToOneField(Account, models.PROTECT, related_name="lock", verbose_name="tài khoản")
    through = models.DateField("khóa đến hết ngày")

    scope: ClassVar[ScopePaths] = ScopePaths(province="account__province_id", organisation="account__organisation_id")

    class Meta:
        ordering = ("account_id",)

    def __str__(self) -> str:
        return f"{self.account}: {self.through:%d/%m/%Y}"


class Balance(Derived):
    """What an account holds: the sum of its transfers, kept by a trigger.  Only a source goes below zero."""

    account = models.OneToOneField(
        Account, models.PROTECT, primary_key=True, related_name="balance", verbose_name="tài khoản"
    )
    amount = DongField("số dư")
    overdrawable = models.BooleanField("được âm", default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0) | Q(overdrawable=True), name="balance_never_overdrawn"),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.amount}"
