"""Yearly plans, the envelopes that limit them, and the lines that spend the envelopes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import at_most, not_blank, not_negative, one_of, positive, state_has, state_lacks
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.money import Dong
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.planning.enums import Fund, LineState, PlanState, Source
from khuyencong.flow.planning.lifecycle import LINE, PLAN
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.territory.models import Unit


class AnnualPlan(Record):
    """The plan of one fund for one province and year."""

    year = models.PositiveSmallIntegerField("năm")
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
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
            models.UniqueConstraint(fields=["province", "year", "fund"], name="annualplan_once_a_year"),
            state_has([PlanState.APPROVED], "approved_on"),
            state_has([PlanState.APPROVED], "decision"),
            state_lacks([PlanState.DRAFT], "approved_on"),
            state_lacks([PlanState.DRAFT], "decision"),
        )

    def __str__(self) -> str:
        return f"Kế hoạch {Fund(self.fund).label} năm {self.year}"


class Envelope(Record):
    """Money of one source for a plan.  What its lines hold is ``committed``, and never passes ``amount``."""

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="envelopes", verbose_name="kế hoạch")
    source = models.CharField("ngân sách", max_length=10)
    amount = DongField("dự toán giao")
    committed = DongField("đã phân bổ")

    scope: ClassVar[ScopePaths] = ScopePaths(province="plan__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("source", Source),
            not_negative("amount", "committed"),
            at_most("committed", "amount"),
            models.UniqueConstraint(fields=["plan", "source"], name="envelope_one_a_source"),
        )

    def __str__(self) -> str:
        return Source(self.source).label

    @property
    def left(self) -> Dong:
        """Đồng not yet given to any line."""
        return Dong(self.amount - self.committed)


class PlanLine(Record):
    """A đề án in a plan, paid by one envelope.

    ``amount`` is what was assigned on ``effective_on``; later changes are rows of their own (:class:`PlanChange`), so
    that the plan of any day can be told.  ``current`` is the sum.
    """

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="lines", verbose_name="nguồn")
    project = models.ForeignKey(Project, models.PROTECT, related_name="lines", verbose_name="đề án")
    amount = DongField("kinh phí giao")
    current = DongField("kinh phí hiện tại")
    contracted = DongField("đã ký hợp đồng")
    state = models.CharField("trạng thái", max_length=12, default=LineState.PLANNED)
    effective_on = models.DateField("ngày có hiệu lực", null=True)
    stopped_on = models.DateField("ngày ngừng", null=True)

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
