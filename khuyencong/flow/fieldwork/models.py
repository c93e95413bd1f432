"""What is seen at the site: monthly progress reports (TT 36/2013 mẫu 3a, 3b), inspections, photographs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import (
    both_or_neither,
    not_blank,
    not_negative,
    one_of,
    positive,
    state_has,
    state_lacks,
)
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.fieldwork.enums import RoundState
from khuyencong.flow.fieldwork.lifecycle import ROUND
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.accounts.models import Organisation, User
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.territory.models import Unit


class ProgressRound(Record):
    """The reports of one province and month; ``month`` is the first day of it."""

    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    month = models.DateField("tháng")
    state = models.CharField("trạng thái", max_length=6, default=RoundState.OPEN)
    closed_on = models.DateField("ngày chốt", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")
    lifecycle = ROUND

    class Meta:
        ordering = ("-month", "id")
        constraints = (
            one_of("state", RoundState),
            state_has([RoundState.CLOSED], "closed_on"),
            state_lacks([RoundState.OPEN], "closed_on"),
            models.CheckConstraint(condition=Q(month__day=1), name="progressround_month_by_its_first_day"),
            models.UniqueConstraint(fields=["province", "month"], name="progressround_once_a_month"),
        )

    def __str__(self) -> str:
        return f"Tháng {self.month:%m/%Y}"


class ProgressReport(Record):
    """How far a đề án was at the end of a month: percent of the work, money spent to date by source, in words.

    Money is in đồng and cumulative: what was spent since the beginning, not in the month.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress_reports", verbose_name="đề án")
    round = models.ForeignKey(ProgressRound, models.PROTECT, related_name="reports", verbose_name="kỳ báo cáo")
    reported_on = models.DateField("ngày báo cáo")
    percent = models.PositiveSmallIntegerField("khối lượng hoàn thành, %")
    done = models.TextField("công việc đã làm")
    difficulties = models.TextField("khó khăn", blank=True)
    coming = models.TextField("việc tháng tới", blank=True)
    national = DongField("đã chi khuyến công quốc gia")
    provincial = DongField("đã chi khuyến công tỉnh")
    district = DongField("đã chi khuyến công huyện")
    counterpart = DongField("đã chi đối ứng của cơ sở")
    other = DongField("đã chi nguồn khác")
    reporter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người báo cáo")
    version = models.PositiveIntegerField("lần ghi", default=1)

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("-round__month", "id")
        constraints = (
            not_blank("done"),
            not_negative("national", "provincial", "district", "counterpart", "other"),
            positive("version"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="progressreport_percent_of_the_whole"),
            models.UniqueConstraint(fields=["project", "round"], name="progressreport_once_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.project.number}, {self.round}"

    @property
    def spent(self) -> int:
        """Money of every source spent to date, in đồng."""
        return self.national + self.provincial + self.district + self.counterpart + self.other


class InspectionPlan(Record):
    """The plan of inspections of one organisation for a year, in one province."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="inspection_plans", verbose_name="đơn vị kiểm tra"
    )
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    year = models.PositiveSmallIntegerField("năm")
    decision = models.CharField("số văn bản", max_length=60, blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("-year", "id")
        constraints = (
            models.CheckConstraint(condition=Q(year__range=(2004, 2100)), name="inspectionplan_year_of_the_programme"),
            models.UniqueConstraint(fields=["organisation", "province", "year"], name="inspectionplan_once_a_year"),
        )

    def __str__(self) -> str:
        return f"Kế hoạch kiểm tra năm {self.year}"


class PlannedInspection(Record):
    """A đề án to be inspected in a month of the plan's year, and by whom."""

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="lines", verbose_name="kế hoạch kiểm tra")
    project = models.ForeignKey(Project, models.PROTECT, related_name="planned_inspections", verbose_name="đề án")
    month = models.PositiveSmallIntegerField("tháng")
    inspector = models.CharField("người kiểm tra", max_length=200)

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("month", "id")
        constraints = (
            not_blank("inspector"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="plannedinspection_month_of_the_year"),
            models.UniqueConstraint(fields=["plan", "project", "month"], name="plannedinspection_once_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.project.number}, tháng {self.month}"


class Inspection(Record):
    """The minutes of a visit.  ``attendees`` holds one person a line, with title and body."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="inspections", verbose_name="đề án")
    planned = models.OneToOneField(
        PlannedInspection, models.PROTECT, null=True, related_name="inspection", verbose_name="theo kế hoạch"
    )
    number = models.CharField("số biên bản", max_length=60)
    held_on = models.DateField("ngày kiểm tra")
    place = models.CharField("địa điểm", max_length=200)
    attendees = models.TextField("thành phần")
    observed = models.TextField("kết quả kiểm tra")
    conclusion = models.TextField("kết luận, kiến nghị")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người ghi")

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = (
            not_blank("number"),
            not_blank("place"),
            not_blank("attendees"),
            not_blank("observed"),
            not_blank("conclusion"),
            models.UniqueConstraint(fields=["project", "number"], name="inspection_number_once"),
        )

    def __str__(self) -> str:
        return self.number


class Finding(Record):
    """Something that a visit found wrong, what is to be done about it, and by when."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="biên bản")
    description = models.CharField("tồn tại", max_length=500)
    remedy = models.CharField("yêu cầu khắc phục", max_length=500)
    due_on = models.DateField("hạn khắc phục")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="inspection__project__province_id", organisation="inspection__project__centre_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (not_blank("description"), not_blank("remedy"))

    def __str__(self) -> str:
        return self.description


class Photo(Record):
    """A photograph.  ``latitude`` and ``longitude`` are in degrees (WGS 84), where the photographer gave them."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="photos", verbose_name="đề án")
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, null=True, related_name="photos", verbose_name="báo cáo tiến độ"
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, related_name="photos", verbose_name="biên bản kiểm tra"
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="photo", verbose_name="tệp ảnh")
    taken_at = models.DateTimeField("lúc chụp", null=True)
    latitude = models.DecimalField("vĩ độ", max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField("kinh độ", max_digits=8, decimal_places=5, null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            both_or_neither("latitude", "longitude"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, inspection__isnull=True)
                | Q(report__isnull=True, inspection__isnull=False),
                name="photo_of_a_report_or_of_a_visit",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="photo_on_the_earth",
            ),
        )

    def __str__(self) -> str:
        return self.file.name
