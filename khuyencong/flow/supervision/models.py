"""The work as it happens: events with those who came, adjustments and stops."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import both_or_neither, in_order, not_blank, one_of, state_has, state_lacks
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.enums import AdjustmentCause, AdjustmentKind, AdjustmentState, EventKind
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
    """A request to change or stop an approved đề án: its reason, a copy of what it would become, its decision.

    ``base`` and ``proposed`` are the copy, field by field (the keys of ``adjusting.rules``): what stood when it was
    asked for, and what is asked.  ``applied`` is what the decision changed, with the values before and after.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="adjustments", verbose_name="đề án")
    kind = models.CharField("loại", max_length=12)
    state = models.CharField("trạng thái", max_length=10, default=AdjustmentState.REQUESTED)
    requested_on = models.DateField("ngày đề nghị")
    cause = models.CharField("nhóm lý do", max_length=14, default=AdjustmentCause.OTHER)
    explanation = models.TextField("lý do")
    by_department = models.BooleanField("Sở tự đề nghị", default=False)
    before = models.CharField("hiện tại", max_length=300, blank=True)
    after = models.CharField("đề nghị", max_length=300, blank=True)
    base = models.JSONField("giá trị khi đề nghị", default=dict, blank=True)
    proposed = models.JSONField("giá trị đề nghị", default=dict, blank=True)
    applied = models.JSONField("giá trị đã điều chỉnh", default=list, blank=True)
    confirmed_on = models.DateField("ngày Sở xác nhận", null=True)
    confirmation = models.CharField("văn bản xác nhận", max_length=60, null=True)  # noqa: DJ001  NULL: none
    answer = models.TextField("ý kiến của cơ quan giải quyết", blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    decision = models.CharField("văn bản quyết định", max_length=60, null=True)  # noqa: DJ001  NULL: not decided

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")
    lifecycle = ADJUSTMENT

    class Meta:
        ordering = ("requested_on", "id")
        constraints = (
            one_of("kind", AdjustmentKind),
            one_of("state", AdjustmentState),
            one_of("cause", AdjustmentCause),
            not_blank("explanation"),
            in_order("requested_on", "decided_on"),
            in_order("requested_on", "confirmed_on"),
            in_order("confirmed_on", "decided_on"),
            both_or_neither("decided_on", "decision"),
            both_or_neither("confirmed_on", "confirmation"),
            state_has([AdjustmentState.GRANTED, AdjustmentState.REFUSED], "decided_on"),
            state_has([AdjustmentState.CONFIRMED], "confirmed_on"),
            state_lacks([AdjustmentState.REQUESTED], "decided_on"),
            state_lacks([AdjustmentState.CONFIRMED, AdjustmentState.RETURNED], "decided_on"),
            state_lacks([AdjustmentState.WITHDRAWN], "decided_on"),
            state_lacks([AdjustmentState.REQUESTED], "confirmed_on"),
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(state__in=["REQUESTED", "CONFIRMED", "RETURNED"]),
                name="adjustment_one_waiting_a_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{AdjustmentKind(self.kind).label}: {AdjustmentState(self.state).label}"
