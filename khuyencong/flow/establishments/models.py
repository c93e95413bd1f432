"""Rural industrial establishments (cơ sở công nghiệp nông thôn)."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import not_blank, one_of
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.ground.territory.models import Unit


class Establishment(Record):
    """A workshop, company, cooperative or household that makes things in the country.

    ``province`` and ``commune`` are the units of the day of registration.
    """

    name = models.CharField("tên cơ sở", max_length=200)
    legal_form = models.CharField("loại hình", max_length=20)
    tax_code = models.CharField("mã số thuế", max_length=14, null=True, unique=True)  # noqa: DJ001  NULL: has none
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="xã, phường")
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    industry = models.CharField("ngành nghề", max_length=200)
    founded_on = models.DateField("ngày thành lập", null=True)
    registered_on = models.DateField("ngày đăng ký vào hệ thống")
    workers = models.PositiveIntegerField("số lao động", null=True)
    folded = models.TextField("để tìm không dấu")
    search = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id", establishment="id")

    class Meta:
        ordering = ("name", "id")
        constraints = (
            one_of("legal_form", LegalForm),
            not_blank("name"),
            not_blank("industry"),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=True) | Q(tax_code__regex=r"^(\d{10}(-\d{3})?|\d{12})$"),
                name="establishment_tax_code_shape",
            ),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=False) | Q(legal_form__in=["HOUSEHOLD", "COOP_GROUP"]),
                name="establishment_tax_code_unless_household",
            ),
        )
        indexes = (GinIndex(fields=["search"]), models.Index(fields=["province", "name"]))

    def __str__(self) -> str:
        return self.name
