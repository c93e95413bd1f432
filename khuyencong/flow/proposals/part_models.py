"""The parts of a đề án beside its money: machines, promised outputs, schedule, papers."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.proposals.enums import MachineRole, OutputMeasure
from khuyencong.ground.accounts.models import User
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.regulations.models import Provision

_OF_PROJECT = ScopePaths(province="project__province_id", organisation="project__centre_id")


class Machine(Record):
    """The sheet of one machine of a support item: bought new, or old and replaced.

    ``unit_price`` is đồng for one machine, freight and installation within; an old machine's price may be 0 (not
    known).  ``serial`` is written when it is delivered.
    """

    item = models.ForeignKey(
        "proposals.SupportItem", models.CASCADE, related_name="machines", verbose_name="hạng mục hỗ trợ"
    )
    role = models.CharField("vai trò", max_length=3, default=MachineRole.NEW)
    name = models.CharField("tên máy móc thiết bị", max_length=300)
    model = models.CharField("ký hiệu, model", max_length=100, blank=True)
    specification = models.TextField("thông số kỹ thuật", blank=True)
    origin = models.CharField("xuất xứ", max_length=100, blank=True)
    made_in = models.PositiveSmallIntegerField("năm sản xuất", null=True)
    quantity = models.PositiveIntegerField("số lượng", default=1)
    unit_price = DongField("đơn giá")
    technology = models.TextField("quy trình công nghệ", blank=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="replaced_by", verbose_name="thay cho máy"
    )
    serial = models.CharField("số máy", max_length=100, blank=True)
    folded = models.TextField("để tìm không dấu")
    search = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="item__project__province_id",
        organisation="item__project__centre_id",
        establishment="item__establishment_id",
    )

    class Meta:
        verbose_name = "máy móc thiết bị"
        ordering = ("id",)
        constraints = (
            not_blank("name"),
            one_of("role", MachineRole),
            positive("quantity"),
            not_negative("unit_price"),
            models.CheckConstraint(
                condition=Q(made_in__isnull=True) | Q(made_in__range=(1900, 2100)), name="machine_made_in_a_year"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | Q(role=MachineRole.NEW), name="machine_new_replaces_old"
            ),
        )
        indexes = (GinIndex(fields=["search"]),)

    def __str__(self) -> str:
        return f"{self.name} {self.model}".strip()

    @property
    def price(self) -> int:
        """Price of all of them, in đồng."""
        return self.unit_price * self.quantity


class ExpectedOutput(Record):
    """What a đề án promises, in the unit of its measure; settlement measures it later."""

    project = models.ForeignKey("proposals.Project", models.CASCADE, related_name="outputs", verbose_name="đề án")
    measure = models.CharField("kết quả", max_length=20)
    quantity = models.DecimalField("số lượng", max_digits=14, decimal_places=2)

    scope: ClassVar[ScopePaths] = _OF_PROJECT

    class Meta:
        verbose_name = "kết quả dự kiến"
        ordering = ("id",)
        constraints = (
            one_of("measure", OutputMeasure),
            positive("quantity"),
            models.UniqueConstraint(fields=["project", "measure"], name="expectedoutput_once_a_measure"),
        )

    def __str__(self) -> str:
        return OutputMeasure(self.measure).label

    @property
    def amount(self) -> Decimal:
        """The quantity without idle decimals: 2 and not 2.00."""
        whole = self.quantity.to_integral_value()
        return whole if whole == self.quantity else self.quantity

    @property
    def unit(self) -> str:
        """What the quantity counts."""
        return OutputMeasure(self.measure).unit


class Milestone(Record):
    """A stretch of the schedule of a đề án, by its day of beginning and the day on which it is due."""

    project = models.ForeignKey("proposals.Project", models.CASCADE, related_name="milestones", verbose_name="đề án")
    order = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("công việc", max_length=300)
    starts_on = models.DateField("bắt đầu")
    due_on = models.DateField("hoàn thành")

    scope: ClassVar[ScopePaths] = _OF_PROJECT

    class Meta:
        verbose_name = "mốc tiến độ"
        ordering = ("order", "id")
        constraints = (not_blank("name"), positive("order"), in_order("starts_on", "due_on"))

    def __str__(self) -> str:
        return self.name


class ProjectPaper(Record):
    """A paper handed in for a step, as a provision on required documents asks.

    ``document`` is the paper's name in that provision, kept as it read on the day.
    """

    project = models.ForeignKey("proposals.Project", models.CASCADE, related_name="papers", verbose_name="đề án")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+", verbose_name="quy định về hồ sơ")
    document = models.CharField("giấy tờ", max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="project_papers", verbose_name="tệp")
    handed_on = models.DateField("ngày nộp")
    handed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người nộp")

    scope: ClassVar[ScopePaths] = _OF_PROJECT

    class Meta:
        verbose_name = "giấy tờ"
        ordering = ("id",)
        constraints = (
            not_blank("document"),
            models.UniqueConstraint(
                fields=["project", "provision", "document", "file"], name="projectpaper_once_a_file"
            ),
        )

    def __str__(self) -> str:
        return self.document
