"""The rules of early warning as dated rows: a province may have its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import not_blank, one_of
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.warning.enums import WatchCode
from khuyencong.ground.territory.models import Unit


class WatchRule(Record):
    """How one rule reads from ``since`` on, until a later row says otherwise; without a province, for the country.

    ``threshold`` is in the unit of its code; ``weight`` is the points that the rule gives when it is met.
    """

    code = models.CharField("quy tắc", max_length=20)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    since = models.DateField("áp dụng từ ngày")
    words = models.CharField("nội dung", max_length=300)
    threshold = models.PositiveIntegerField("ngưỡng")
    weight = models.PositiveSmallIntegerField("số điểm")
    active = models.BooleanField("đang áp dụng", default=True)
    source = models.CharField("căn cứ", max_length=300)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("code", "province", "since")
        constraints = (
            one_of("code", WatchCode),
            not_blank("words"),
            not_blank("source"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="watchrule_weight_of_a_hundred"),
            models.UniqueConstraint(
                fields=["code", "province", "since"], nulls_distinct=False, name="watchrule_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return WatchCode(self.code).label
