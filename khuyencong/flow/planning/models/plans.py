"""Yearly plans with their batches, the envelopes that limit them, and the lines that spend the envelopes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import at_most, not_blank, not_negative, one_of, positive, state_has, state_lacks
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.money import Dong
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.ledger.models import Account
from khuyencong.flow.planning.enums import ApprovingBody, BatchState, CarryTo, Fund, LineState, PlanState, Source
from khuyencong.flow.planning.lifecycle import BATCH, LINE, PLAN
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.territory.models import Unit


class AnnualPlan(Record):
    """The plan of one fund for one province and year.

    Without a province it is the ministry's of the whole country: its envelope is allotted to the provinces' plans.
    """

    year = models.PositiveSmallIntegerField("năm")
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    fund = models.CharField("nguồn", max_length=8)
    state = models.CharField("trạng thái", max_length=8, default=PlanState.DRAFT)
    approved_on = models.DateField("ngày phê duyệt", null=True)
    decision = models.CharField("quyết định", max_length=60, null=True)  # noqa: DJ001  NULL: not decided

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")
    lifecycle = PLAN

    class Meta:
        ordering = ("-year", "province__code", "fund")
        constraints = (
            one_of("fund", Fund),
            one_of("state", PlanState),
            models.UniqueConstraint(
                fields=["province", "year", "fund"], nulls_distinct=False, name="annualplan_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(province__isnull=False) | Q(fund="NATIONAL"), name="annualplan_whole_country_is_national"
            ),
            state_has([PlanState.APPROVED], "approved_on"),
            state_has([PlanState.APPROVED], "decision"),
            state_lacks([PlanState.DRAFT], "approved_on"),
            state_lacks([PlanState.DRAFT], "decision"),
        )

    def __str__(self) -> str:
        return f"Kế hoạch {Fund(self.fund).label} năm {self.year}"

    @property
    def place(self) -> str:
        """The name of the province, or the whole country."""
        return self.province.name if self.province else "cả nước"


class PlanApprover(Record):
    """Who approves the plans of a province (or, without one, of the whole country) on the days of ``valid``."""

    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    body = models.CharField("cấp phê duyệt", max_length=20)
    name = models.CharField("tên cơ quan", max_length=120)
    signer = models.CharField("chức danh người ký", max_length=80)
    symbol = models.CharField("ký hiệu quyết định", max_length=20)
    since = models.DateField("áp dụng từ ngày")

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("province__code", "-since")
        constraints = (
            one_of("body", ApprovingBody),
            not_blank("name"),
            not_blank("signer"),
            not_blank("symbol"),
            models.UniqueConstraint(fields=["province", "since"], nulls_distinct=False, name="planapprover_once_a_day"),
            models.CheckConstraint(
                condition=Q(body="MINISTRY", province__isnull=True) | (~Q(body="MINISTRY") & Q(province__isnull=False)),
                name="planapprover_ministry_for_the_country",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PlanBatch(Record):
    """A part of a plan that is approved by one decision: the first, and each supplement within the year."""

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="batches", verbose_name="kế hoạch")
    number = models.PositiveSmallIntegerField("đợt")
    state = models.CharField("trạng thái", max_length=8, default=BatchState.DRAFT)
    approved_on = models.DateField("ngày phê duyệt", null=True)
    decision = models.CharField("quyết định", max_length=60, null=True)  # noqa: DJ001  NULL: not decided
    approver = models.ForeignKey(
        PlanApprover, models.PROTECT, null=True, related_name="+", verbose_name="cơ quan phê duyệt"
    )

    scope: ClassVar[ScopePaths] = ScopePaths(province="plan__province_id")
    lifecycle = BATCH

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            one_of("state", BatchState),
            positive("number"),
            models.UniqueConstraint(fields=["plan", "number"], name="planbatch_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="DRAFT"), name="planbatch_one_open_a_plan"),
            state_has([BatchState.APPROVED], "approved_on"),
            state_has([BatchState.APPROVED], "decision"),
            state_lacks([BatchState.DRAFT], "approved_on"),
            state_lacks([BatchState.DRAFT], "decision"),
        )

    def __str__(self) -> str:
        return f"đợt {self.number}"

    @property
    def is_supplement(self) -> bool:
        """Say whether the plan was approved before."""
        return self.number > 1


class Assignment(Record):
    """An approved batch, assigned to one implementing unit by a paper (giao kế hoạch)."""

    batch = models.ForeignKey(PlanBatch, models.PROTECT, related_name="assignments", verbose_name="đợt")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="đơn vị thực hiện")
    number = models.CharField("số văn bản giao", max_length=60)
    assigned_on = models.DateField("ngày giao")

    scope: ClassVar[ScopePaths] = ScopePaths(province="batch__plan__province_id", organisation="organisation_id")

    class Meta:
        ordering = ("batch", "organisation__code")
        constraints = (
            not_blank("number"),
            models.UniqueConstraint(fields=["batch", "organisation"], name="assignment_once_a_unit"),
        )

    def __str__(self) -> str:
        return self.number


class Envelope(Record):
    """Money of one source for a plan, perhaps of one district or commune of its province (``unit``).

    Đồng come in as given (``amount``; from ``parent`` where there is one) and as carried over from the year before;
    they go out to lines (``committed``), to the envelopes below (``delegated``), to the next year, and back to the
    budget when the year is closed (``cancelled``).  What goes out never passes what came in.  Only
    :mod:`khuyencong.flow.planning.operations.money` writes these columns.
    """

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="envelopes", verbose_name="kế hoạch")
    source = models.CharField("ngân sách", max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="cấp trên")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="huyện, xã")
    amount = DongField("dự toán giao")
    committed = DongField("đã phân bổ")
    delegated = DongField("đã giao cấp dưới")
    carried_in = DongField("chuyển nguồn từ năm trước")
    carried_out = DongField("chuyển nguồn sang năm sau")
    cancelled = DongField("dự toán đã hủy")
    account = models.OneToOneField(Account, models.PROTECT, related_name="envelope", verbose_name="tài khoản trong sổ")

    scope: ClassVar[ScopePaths] = ScopePaths(province="plan__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("source", Source),
            not_negative("amount", "committed"),
            not_negative("delegated", "carried_in", "carried_out"),
            not_negative("cancelled"),
            models.CheckConstraint(
                condition=Q(
                    amount__gte=F("committed") + F("delegated") + F("carried_out") + F("cancelled") - F("carried_in")
                ),
                name="envelope_spent_within_what_came_in",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="envelope_not_below_itself"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(parent__isnull=False), name="envelope_of_a_unit_comes_from_above"
            ),
            models.UniqueConstraint(
                fields=["plan", "source", "unit"], nulls_distinct=False, name="envelope_one_a_source"
            ),
        )

    def __str__(self) -> str:
        source = Source(self.source).label
        return source if self.unit_id is None else f"{source}, {self.unit}"

    @property
    def came_in(self) -> Dong:
        """Đồng given to it and carried over into it."""
        return Dong(self.amount + self.carried_in)

    @property
    def left(self) -> Dong:
        """Đồng not yet given to any line, to any envelope below or to the next year, and not cancelled."""
        return Dong(self.came_in - self.committed - self.delegated - self.carried_out - self.cancelled)


class PlanLine(Record):
    """A đề án in a plan, paid by one envelope.

    ``amount`` is what was assigned on ``effective_on``; later changes are rows of their own (:class:`PlanChange`), so
    that the plan of any day can be told.  ``current`` is the sum.
    """

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="lines", verbose_name="nguồn")
    batch = models.ForeignKey(PlanBatch, models.PROTECT, related_name="lines", verbose_name="đợt")
    project = models.ForeignKey(Project, models.PROTECT, related_name="lines", verbose_name="đề án")
    amount = DongField("kinh phí giao")
    current = DongField("kinh phí hiện tại")
    contracted = DongField("đã ký hợp đồng")
    state = models.CharField("trạng thái", max_length=12, default=LineState.PLANNED)
    effective_on = models.DateField("ngày có hiệu lực", null=True)
    stopped_on = models.DateField("ngày ngừng", null=True)
    carried_on = models.DateField("ngày chuyển tiếp", null=True)
    carried_to = models.CharField("chuyển sang", max_length=10, null=True)  # noqa: DJ001  NULL: not carried over
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="carried_into", verbose_name="chuyển tiếp từ"
    )
    account = models.OneToOneField(Account, models.PROTECT, related_name="line", verbose_name="tài khoản trong sổ")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="project__province_id",
        organisation="project__centre_id",
        establishment="project__items__establishment_id",
    )
    lifecycle = LINE

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("state", LineState),
            positive("amount"),
            not_negative("current", "contracted"),
            at_most("contracted", "current"),
            models.UniqueConstraint(fields=["envelope", "project"], name="planline_once_an_envelope"),
            state_has([LineState.CONTRACTED], "effective_on"),
            models.CheckConstraint(
                condition=Q(state="STOPPED", stopped_on__isnull=False)
                | (~Q(state="STOPPED") & Q(stopped_on__isnull=True)),
                name="planline_stopped_on_when_stopped",
            ),
            models.CheckConstraint(
                condition=Q(state="CARRIED_OVER", carried_on__isnull=False, carried_to__isnull=False)
                | (~Q(state="CARRIED_OVER") & Q(carried_on__isnull=True, carried_to__isnull=True)),
                name="planline_carried_on_when_carried_over",
            ),
            models.CheckConstraint(
                condition=Q(carried_to__isnull=True) | Q(carried_to__in=[str(way) for way in CarryTo]),
                name="planline_carried_to_known",
            ),
            models.UniqueConstraint(
                fields=["carried_from"], condition=Q(carried_from__isnull=False), name="planline_carried_into_one"
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(stopped_on__gte=F("effective_on")),
                name="planline_effective_then_stopped",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project.number} ({Source(self.envelope.source).label})"


class PlanChange(Record):
    """Money added to (or, below zero, taken from) a plan line on a day, by a decision."""

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="changes", verbose_name="dòng kế hoạch")
    decided_on = models.DateField("ngày quyết định")
    delta = DongField("tăng, giảm")
    decision = models.CharField("quyết định", max_length=60)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="line__project__province_id", organisation="line__project__centre_id"
    )

    class Meta:
        ordering = ("decided_on", "id")
        constraints = (
            not_blank("decision"),
            models.CheckConstraint(condition=~Q(delta=0), name="planchange_changes_something"),
        )

    def __str__(self) -> str:
        return self.decision
