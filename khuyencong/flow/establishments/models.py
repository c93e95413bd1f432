"""Rural industrial establishments (cơ sở công nghiệp nông thôn)."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from khuyencong.core.constraints import both_or_neither, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.enums import AwardLevel, LegalForm
from khuyencong.ground.territory.models import Unit


class Establishment(Record):
    """A workshop, company, cooperative or household that makes things in the country.

    ``province`` and ``commune`` are the units of the day of registration.  A duplicate points at the row that was
    kept (``merged_into``, one step and never a chain): it keeps its own history and takes no new records.  ``version``
    counts the changes of its particulars, so that two who changed them learn of each other.
    """

    version = models.PositiveIntegerField("lần ghi", default=1)
    name = models.CharField("tên cơ sở", max_length=200)
    legal_form = models.CharField("loại hình", max_length=20)
    tax_code = models.CharField("mã số thuế", max_length=14, null=True, unique=True)  # noqa: DJ001  NULL: has none
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="xã, phường")
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    industry = models.CharField("ngành nghề", max_length=200)
    vsic_code = models.CharField("mã ngành kinh tế", max_length=5, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    registered_capital = DongField("vốn đăng ký", null=True, default=None)
    woman_owned = models.BooleanField("do phụ nữ làm chủ", default=False)
    minority_owned = models.BooleanField("do đồng bào dân tộc thiểu số làm chủ", default=False)
    craft_village = models.CharField("làng nghề được công nhận", max_length=200, blank=True)
    founded_on = models.DateField("ngày thành lập", null=True)
    registered_on = models.DateField("ngày đăng ký vào hệ thống")
    workers = models.PositiveIntegerField("số lao động", null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", verbose_name="đã gộp vào"
    )
    merged_on = models.DateField("ngày gộp", null=True)
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
            positive("version"),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=True) | Q(tax_code__regex=r"^(\d{10}(-\d{3})?|\d{12})$"),
                name="establishment_tax_code_shape",
            ),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=False) | Q(legal_form__in=["HOUSEHOLD", "COOP_GROUP"]),
                name="establishment_tax_code_unless_household",
            ),
            models.CheckConstraint(
                condition=Q(vsic_code="") | Q(vsic_code__regex=r"^\d{2,5}$"), name="establishment_vsic_code_shape"
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^0\d{9,10}$"), name="establishment_phone_shape"
            ),
            not_negative("registered_capital"),
            both_or_neither("merged_into", "merged_on"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="establishment_not_into_itself"
            ),
        )
        indexes = (
            GinIndex(fields=["search"]),
            models.Index(fields=["province", "name"]),
            models.Index(fields=["phone"]),
        )

    def __str__(self) -> str:
        return self.name


class YearFigures(Record):
    """What an establishment was in one year: revenue and capital in đồng, workers at the end of the year."""

    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="year_figures", verbose_name="cơ sở")
    year = models.PositiveSmallIntegerField("năm")
    revenue = DongField("doanh thu", null=True, default=None)
    workers = models.PositiveIntegerField("số lao động", null=True)
    capital = DongField("vốn", null=True, default=None)

    scope: ClassVar[ScopePaths] = ScopePaths(province="establishment__province_id", establishment="establishment_id")

    class Meta:
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=["establishment", "year"], name="yearfigures_one_row_a_year"),
            models.CheckConstraint(condition=Q(year__range=(1986, 2100)), name="yearfigures_year_since_the_reform"),
            not_negative("revenue"),
            not_negative("capital"),
            models.CheckConstraint(
                condition=Q(revenue__isnull=False) | Q(workers__isnull=False) | Q(capital__isnull=False),
                name="yearfigures_say_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.establishment_id}: {self.year}"


class Certification(Record):
    """A product that was certified as typical of rural industry (TT 26/2014/TT-BCT)."""

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="certifications", verbose_name="cơ sở"
    )
    product = models.CharField("sản phẩm", max_length=200)
    level = models.CharField("cấp", max_length=10)
    certified_on = models.DateField("ngày cấp")

    scope: ClassVar[ScopePaths] = ScopePaths(province="establishment__province_id", establishment="establishment_id")

    class Meta:
        ordering = ("-certified_on", "id")
        constraints = (
            one_of("level", AwardLevel),
            not_blank("product"),
            models.UniqueConstraint(
                fields=["establishment", "product", "level", "certified_on"], name="certification_once"
            ),
        )

    def __str__(self) -> str:
        return self.product
