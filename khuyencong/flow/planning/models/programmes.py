"""Five-year programmes: what is to be reached, and with how much money."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from khuyencong.core.constraints import not_blank, one_of, positive, state_has, state_lacks
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.planning.enums import ProgrammeState, Source
from khuyencong.flow.planning.lifecycle import PROGRAMME
from khuyencong.ground.territory.models import Unit


class Programme(Record):
    """The programme of a province (or, without one, of the country) for a period of years."""

    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    title = models.CharField("tên chương trình", max_length=200)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    state = models.CharField("trạng thái", max_length=8, default=ProgrammeState.DRAFT)
    approved_on = models.DateField("ngày phê duyệt", null=True)
    decision = models.CharField("quyết định", max_length=60, null=True)  # noqa: DJ001  NULL: not decided

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")
    lifecycle = PROGRAMME

    class Meta:
        ordering = ("-first_year", "province__code")
        constraints = (
            one_of("state", ProgrammeState),
            not_blank("title"),
            models.CheckConstraint(
                condition=Q(first_year__gte=2004, last_year__gte=F("first_year"), last_year__lte=F("first_year") + 9),
                name="programme_years_in_order",
            ),
            ExclusionConstraint(
                name="programme_one_a_year",
                expressions=[
                    (
                        Func(
                            Coalesce(F("province"), Value(0)),
                            Coalesce(F("province"), Value(0)),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("first_year"), F("last_year"), Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            state_has([ProgrammeState.APPROVED], "approved_on"),
            state_has([ProgrammeState.APPROVED], "decision"),
            state_lacks([ProgrammeState.DRAFT], "approved_on"),
            state_lacks([ProgrammeState.DRAFT], "decision"),
        )

    def __str__(self) -> str:
        return self.title


class ProgrammeTarget(Record):
    """How much of an indicator the programme is to reach in all its years.

    ``indicator`` is a code of ``figures``, which stands above: this stage stores it and does not read it.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="targets", verbose_name="chương trình")
    indicator = models.CharField("chỉ tiêu", max_length=60)
    quantity = models.BigIntegerField("mục tiêu")
    unit = models.CharField("đơn vị tính", max_length=30)

    scope: ClassVar[ScopePaths] = ScopePaths(province="programme__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("indicator"),
            not_blank("unit"),
            positive("quantity"),
            models.UniqueConstraint(fields=["programme", "indicator"], name="programmetarget_once"),
        )

    def __str__(self) -> str:
        return self.indicator


class ProgrammeMoney(Record):
    """Money of one source that the programme foresees for all its years."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="money", verbose_name="chương trình")
    source = models.CharField("ngân sách", max_length=10)
    amount = DongField("kinh phí dự kiến")

    scope: ClassVar[ScopePaths] = ScopePaths(province="programme__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("source", Source),
            positive("amount"),
            models.UniqueConstraint(fields=["programme", "source"], name="programmemoney_once_a_source"),
        )

    def __str__(self) -> str:
        return Source(self.source).label
