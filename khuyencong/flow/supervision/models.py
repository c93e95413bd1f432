"""The work as it happens: events with those who came, adjustments and stops."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import both_or_neither, in_order, not_blank, one_of, state_has, state_lacks
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState, EventKind
from khuyencong.flow.supervision.lifecycle import ADJUSTMENT


class Event(Record):
    """A demonstration or a fair that a đề án held."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="events", verbose_name="đề án")
    kind = models.CharField("loại", max_length=14)
    name = models.CharField("tên", max_length=300)
    place = models.CharField("địa điểm", max_length=200)
    opened_on = models.DateField("ngày khai mạc")
    closed_on = models.DateField("ngày kết thúc")
    organised = models.BooleanField("đơn vị tổ chức", default=True)
    """False: the đề án only takes establishments to a fair of somebody else."""

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("closed_on", "id")
        constraints = (
            one_of("kind", EventKind),
            not_blank("name"),
            in_order("opened_on", "closed_on"),
            models.UniqueConstraint(fields=["project", "kind", "name", "opened_on"], name="event_once"),
        )

    def __str__(self) -> str:
        return self.name


class Attendance(Record):
    """One establishment at one fair: one *lượt*."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances", verbose_name="hội chợ")
    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="attendances", verbose_name="cơ sở")
    booths = models.PositiveSmallIntegerField("số gian hàng", default=1)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="event__project__province_id",
        organisation="event__project__centre_id",
        establishment="establishment_id",
    )

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["event", "establishment"], name="attendance_once_an_event"),)

    def __str__(self) -> str:
        return f"{self.establishment} tại {self.event}"


class Adjustment(Record):
    """A request to change or stop an approved đề án, with its reason and its decision."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="adjustments", verbose_name="đề án")
    kind = models.CharField("loại", max_length=12)
    state = models.CharField("trạng thái", max_length=10, default=AdjustmentState.REQUESTED)
    requested_on = models.DateField("ngày đề nghị")
    explanation = models.TextField("lý do")
    before = models.CharField("hiện tại", max_length=300, blank=True)
    after = models.CharField("đề nghị", max_length=300, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    decision = models.CharField("văn bản quyết định", max_length=60, null=True)  # noqa: DJ001  NULL: not decided

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")
    lifecycle = ADJUSTMENT

    class Meta:
        ordering = ("requested_on", "id")
        constraints = (
            one_of("kind", AdjustmentKind),
            one_of("state", AdjustmentState),
            not_blank("explanation"),
            in_order("requested_on", "decided_on"),
            both_or_neither("decided_on", "decision"),
            state_has([AdjustmentState.GRANTED, AdjustmentState.REFUSED], "decided_on"),
            state_lacks([AdjustmentState.REQUESTED], "decided_on"),
            models.UniqueConstraint(
                fields=["project", "kind"], condition=Q(state="REQUESTED"), name="adjustment_one_waiting_a_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{AdjustmentKind(self.kind).label}: {AdjustmentState(self.state).label}"
