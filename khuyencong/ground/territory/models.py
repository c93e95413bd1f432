"""Administrative units with their days.

Codes were reused with another meaning on 1/7/2025 (24 was Bắc Giang and is Bắc Ninh), so no key is a code without
a date: facts point at a unit, and a unit is in force on stated days.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from khuyencong.core.constraints import no_overlap, not_blank, one_of
from khuyencong.core.fields import ValidityField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.ground.territory.enums import Level, Region


class Unit(Record):
    """A province, district or commune as it was or is on the days of ``valid``."""

    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=100)
    folded = models.CharField("tên không dấu", max_length=100)
    level = models.CharField("cấp", max_length=8)
    kind = models.CharField("loại", max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="thuộc")
    region = models.CharField("vùng", max_length=20, null=True)  # noqa: DJ001  NULL: below the province
    valid = ValidityField()
    key = models.GeneratedField(
        expression=models.Case(
            models.When(level="PROVINCE", then=models.Value(1_000_000)),
            models.When(level="DISTRICT", then=models.Value(2_000_000)),
            default=models.Value(3_000_000),
        )
        + Cast("code", models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    scope: ClassVar[ScopePaths] = ScopePaths(province="id")

    class Meta:
        ordering = ("code",)
        constraints = (
            one_of("level", Level),
            not_blank("name"),
            # NULL IN (…) is unknown, and a CHECK lets the unknown pass: hence the region is asked for twice.
            models.CheckConstraint(
                condition=Q(
                    level="PROVINCE", region__in=[str(r) for r in Region], region__isnull=False, parent__isnull=True
                )
                | (~Q(level="PROVINCE") & Q(region__isnull=True, parent__isnull=False)),
                name="%(class)s_region_of_provinces_parent_of_the_rest",
            ),
            no_overlap("unit_code_once_a_day", "key"),
        )
        indexes = (GistIndex(fields=["valid"]), models.Index(fields=["level", "folded"]))

    def __str__(self) -> str:
        return self.name


class Succession(Record):
    """``successor`` took over the whole area of ``predecessor``."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị trước")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị sau")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["predecessor"], name="succession_one_heir"),)

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
