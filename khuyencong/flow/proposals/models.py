"""Đề án and the support they ask for."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import in_order, not_blank, not_negative, one_of, positive, state_has, state_lacks
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs.models import Need
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.lifecycle import PROJECT
from khuyencong.flow.proposals.part_models import ExpectedOutput, Machine, Milestone, ProjectPaper
from khuyencong.flow.proposals.review_models import DraftKept, ReviewNote, Submission
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.territory.models import Unit

__all__ = (
    "DraftKept",
    "ExpectedOutput",
    "Machine",
    "Milestone",
    "Project",
    "ProjectPaper",
    "ReviewNote",
    "Submission",
    "SupportItem",
)


class Project(Record):
    """A đề án or nhiệm vụ: one number and one page from draft to liquidation.

    ``state`` ends when the proposal is decided; later stages point here and are asked (the lifeline).  ``version``
    counts the changes of its words and items, so that two who changed them learn of each other.
    """

    number = models.CharField("mã số", max_length=30, unique=True)
    version = models.PositiveIntegerField("lần ghi", default=1)
    name = models.CharField("tên đề án", max_length=300)
    kind = models.CharField("loại", max_length=10)
    year = models.PositiveSmallIntegerField("năm kế hoạch")
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="projects", verbose_name="đơn vị thực hiện")
    content = models.ForeignKey(ActivityContent, models.PROTECT, related_name="projects", verbose_name="nội dung")
    summary = models.TextField("mục tiêu, quy mô", blank=True)
    place = models.CharField("địa điểm thực hiện", max_length=300, blank=True)
    starts_on = models.DateField("bắt đầu thực hiện", null=True)
    ends_on = models.DateField("kết thúc thực hiện", null=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="projects", verbose_name="từ nhu cầu")
    state = models.CharField("trạng thái", max_length=10, default=ProjectState.DRAFT)
    drafted_on = models.DateField("ngày lập")
    submitted_on = models.DateField("ngày trình", null=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    folded = models.TextField("để tìm không dấu")
    search = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="province_id", organisation="centre_id", establishment="items__establishment_id"
    )
    lifecycle = PROJECT

    class Meta:
        ordering = ("-year", "number")
        constraints = (
            one_of("kind", ProjectKind),
            one_of("state", ProjectState),
            not_blank("name"),
            positive("version"),
            models.CheckConstraint(condition=Q(year__range=(2004, 2100)), name="project_year_of_the_programme"),
            in_order("drafted_on", "submitted_on"),
            in_order("starts_on", "ends_on"),
            in_order("submitted_on", "decided_on"),
            state_has([ProjectState.SUBMITTED, ProjectState.APPROVED, ProjectState.REJECTED], "submitted_on"),
            state_has([ProjectState.APPROVED, ProjectState.REJECTED], "decided_on"),
            state_lacks([ProjectState.DRAFT], "submitted_on"),
            state_lacks([ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.WITHDRAWN], "decided_on"),
        )
        indexes = (
            GinIndex(fields=["search"]),
            models.Index(fields=["province", "-year", "number"]),
            models.Index(fields=["-year", "number"]),
        )

    def __str__(self) -> str:
        return self.name


class SupportItem(Record):
    """One content for one establishment within a đề án, with the money of each source in đồng."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="items", verbose_name="đề án")
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, related_name="items", verbose_name="đơn vị thụ hưởng"
    )
    content = models.ForeignKey(ActivityContent, models.PROTECT, related_name="items", verbose_name="nội dung")
    description = models.CharField("hạng mục, máy móc thiết bị", max_length=300)
    national = DongField("khuyến công quốc gia")
    provincial = DongField("khuyến công tỉnh")
    district = DongField("khuyến công huyện")
    counterpart = DongField("đối ứng của cơ sở")
    other = DongField("nguồn khác")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="project__province_id", organisation="project__centre_id", establishment="establishment_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("description"),
            not_negative("national", "provincial", "district", "counterpart", "other"),
        )

    def __str__(self) -> str:
        return self.description

    @property
    def support(self) -> int:
        """Money of the State's industrial promotion, in đồng."""
        return self.national + self.provincial + self.district

    @property
    def cost(self) -> int:
        """The whole cost, in đồng: support, counterpart and other money."""
        return self.support + self.counterpart + self.other
