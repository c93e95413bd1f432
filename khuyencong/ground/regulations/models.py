"""Law as data with dates: instruments, contents, groupings, norms, provisions; each with source and confidence."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import not_blank, one_of
from khuyencong.core.fields import DongField, ValidityField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.territory.models import Unit


class Sourced(Record):
    """A row of law: where it was found and how surely it is known."""

    valid = ValidityField()
    source = models.CharField("nguồn", max_length=300)
    confidence = models.CharField("độ tin cậy", max_length=8)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        abstract = True


class LegalInstrument(Sourced):
    """A decree, circular, decision, resolution."""

    code = models.CharField("mã", max_length=30, unique=True)
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.TextField("trích yếu")
    title_en = models.TextField("trích yếu tiếng Anh", blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    amends = models.CharField("sửa đổi", max_length=120, blank=True)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("issued_on", "code")
        constraints = (one_of("confidence", Confidence), not_blank("source"), not_blank("title"))

    def __str__(self) -> str:
        return self.number


class ActivityContent(Sourced):
    """A content of industrial promotion at the leaf of NĐ 45/2012 Đ.4."""

    code = models.CharField("mã", max_length=30, unique=True)
    group = models.PositiveSmallIntegerField("nhóm NĐ 45")
    name = models.CharField("tên", max_length=300)
    name_en = models.CharField("tên tiếng Anh", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=60)
    unit_en = models.CharField("đơn vị tính tiếng Anh", max_length=60, blank=True)
    instrument = models.ForeignKey(LegalInstrument, models.PROTECT, related_name="contents", verbose_name="văn bản")
    article = models.CharField("điều khoản", max_length=120, blank=True)

    class Meta:
        ordering = ("group", "id")
        constraints = (
            one_of("confidence", Confidence),
            not_blank("source"),
            models.CheckConstraint(condition=Q(group__range=(1, 9)), name="activitycontent_group_1_to_9"),
        )

    def __str__(self) -> str:
        return self.name


class ContentGrouping(Sourced):
    """The place of a content in a grouping used by reports (the nine of NĐ 45, the seven of QĐ 1881)."""

    grouping = models.CharField("cách nhóm", max_length=30)
    grouping_name = models.CharField("tên cách nhóm", max_length=200)
    grouping_name_en = models.CharField("tên cách nhóm tiếng Anh", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")
    group_code = models.CharField("mã nhóm", max_length=30)
    group_name = models.CharField("tên nhóm", max_length=300)
    group_name_en = models.CharField("tên nhóm tiếng Anh", max_length=300, blank=True)
    content = models.ForeignKey(ActivityContent, models.PROTECT, related_name="groupings", verbose_name="nội dung")

    class Meta:
        ordering = ("grouping", "order", "id")
        constraints = (
            one_of("confidence", Confidence),
            models.UniqueConstraint(fields=["grouping", "content"], name="contentgrouping_once"),
        )

    def __str__(self) -> str:
        return f"{self.grouping}: {self.group_name}"


class SupportNorm(Sourced):
    """A ceiling of support: a percent of eligible cost, an amount, or both, for the whole country or one province."""

    code = models.CharField("mã", max_length=60)
    content = models.ForeignKey(ActivityContent, models.PROTECT, related_name="norms", verbose_name="nội dung")
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    percent = models.DecimalField("tỷ lệ tối đa, %", max_digits=5, decimal_places=2, null=True)
    cap = DongField("mức tối đa, đồng", null=True, default=None)
    unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    condition = models.TextField("điều kiện", blank=True)
    attributes = models.JSONField("thuộc tính", default=dict)
    """What the level depends on: tiers, areas, cases, a multiple; see ``rules``."""
    instrument = models.ForeignKey(LegalInstrument, models.PROTECT, related_name="norms", verbose_name="văn bản")
    article = models.CharField("điều khoản", max_length=120, blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("content", "province", "valid", "code")
        constraints = (
            one_of("confidence", Confidence),
            not_blank("source"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gt=0, percent__lte=100),
                name="supportnorm_percent_of_cost",
            ),
            models.CheckConstraint(condition=Q(cap__isnull=True) | Q(cap__gt=0), name="supportnorm_cap_positive"),
            models.UniqueConstraint(
                fields=["code", "content", "province", "valid"], nulls_distinct=False, name="supportnorm_once"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Provision(Sourced):
    """Any other rule: who and what is eligible, advances, powers, deadlines, reasons of refusal."""

    code = models.CharField("mã", max_length=60, unique=True)
    kind = models.CharField("loại", max_length=20)
    text = models.TextField("nội dung")
    text_en = models.TextField("nội dung tiếng Anh", blank=True)
    attributes = models.JSONField("thuộc tính", default=dict)
    instrument = models.ForeignKey(
        LegalInstrument, models.PROTECT, null=True, related_name="provisions", verbose_name="văn bản"
    )
    article = models.CharField("điều khoản", max_length=120, blank=True)

    class Meta:
        ordering = ("kind", "id")
        constraints = (one_of("confidence", Confidence), one_of("kind", ProvisionKind), not_blank("source"))

    def __str__(self) -> str:
        return self.code
