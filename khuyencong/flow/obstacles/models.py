"""Obstacles: what stands in the way of a đề án, whose it is, by when, and how it went up and away."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import in_order, not_blank, one_of, state_has, state_lacks
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.fieldwork.models import Finding
from khuyencong.flow.obstacles.enums import ObstacleKind, ObstacleLevel, ObstacleState
from khuyencong.flow.obstacles.lifecycle import OBSTACLE
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.accounts.models import Organisation, User


class Obstacle(Record):
    """Something in the way of a đề án.  Its owner is a person or an organisation, never both."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="obstacles", verbose_name="đề án")
    kind = models.CharField("loại", max_length=12)
    description = models.TextField("vướng mắc")
    remedy = models.TextField("hướng tháo gỡ", blank=True)
    raised_on = models.DateField("ngày phát sinh")
    due_on = models.DateField("hạn tháo gỡ")
    owner_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người xử lý")
    owner_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị xử lý"
    )
    level = models.CharField("cấp xử lý", max_length=12, default=ObstacleLevel.CENTRE)
    state = models.CharField("trạng thái", max_length=10, default=ObstacleState.OPEN)
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, related_name="obstacle", verbose_name="từ biên bản kiểm tra"
    )
    resolved_on = models.DateField("ngày tháo gỡ", null=True)
    closed_on = models.DateField("ngày kết thúc", null=True)
    outcome = models.TextField("đã tháo gỡ thế nào", blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")
    lifecycle = OBSTACLE

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            one_of("kind", ObstacleKind),
            one_of("level", ObstacleLevel),
            one_of("state", ObstacleState),
            not_blank("description"),
            in_order("raised_on", "due_on"),
            in_order("raised_on", "resolved_on"),
            in_order("raised_on", "closed_on"),
            state_has([ObstacleState.RESOLVED], "resolved_on"),
            state_lacks([ObstacleState.OPEN, ObstacleState.ESCALATED], "resolved_on"),
            state_has([ObstacleState.CLOSED], "closed_on"),
            state_lacks([ObstacleState.OPEN, ObstacleState.ESCALATED, ObstacleState.RESOLVED], "closed_on"),
            models.CheckConstraint(
                condition=Q(owner_user__isnull=True, owner_organisation__isnull=False)
                | Q(owner_user__isnull=False, owner_organisation__isnull=True),
                name="obstacle_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RESOLVED", "CLOSED"]) | ~Q(outcome=""), name="obstacle_ends_with_an_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(state="ESCALATED") | ~Q(level="CENTRE"), name="obstacle_escalated_above_the_centre"
            ),
        )
        indexes = (
            models.Index(fields=["due_on"], condition=Q(state__in=["OPEN", "ESCALATED"]), name="obstacle_waiting"),
        )

    def __str__(self) -> str:
        return self.description[:80]

    @property
    def waits(self) -> bool:
        """Say whether somebody still has to do something about it."""
        return self.state in {ObstacleState.OPEN, ObstacleState.ESCALATED}


class Escalation(Record):
    """One step up: to which level, on which day, and why."""

    obstacle = models.ForeignKey(Obstacle, models.PROTECT, related_name="escalations", verbose_name="vướng mắc")
    level = models.CharField("lên cấp", max_length=12)
    escalated_on = models.DateField("ngày chuyển")
    explanation = models.TextField("lý do")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="obstacle__project__province_id", organisation="obstacle__project__centre_id"
    )

    class Meta:
        ordering = ("escalated_on", "id")
        constraints = (
            one_of("level", ObstacleLevel),
            not_blank("explanation"),
            models.UniqueConstraint(fields=["obstacle", "level"], name="escalation_once_a_level"),
        )

    def __str__(self) -> str:
        return ObstacleLevel(self.level).label


class ObstacleComment(Record):
    """What somebody says about an obstacle."""

    obstacle = models.ForeignKey(Obstacle, models.PROTECT, related_name="comments", verbose_name="vướng mắc")
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người viết")
    written_at = models.DateTimeField("lúc viết")
    text = models.TextField("ý kiến")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="obstacle__project__province_id", organisation="obstacle__project__centre_id"
    )

    class Meta:
        ordering = ("written_at", "id")
        constraints = (not_blank("text"),)

    def __str__(self) -> str:
        return self.text[:80]
