"""Scenarios of a plan: which đề án an envelope could pay, tried out before anything is committed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import not_blank, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.planning.enums import ScenarioState
from khuyencong.flow.planning.lifecycle import SCENARIO
from khuyencong.flow.planning.models.plans import Envelope
from khuyencong.flow.proposals.models import Project


class Scenario(Record):
    """A named choice of approved đề án within an envelope.  Adopted or dropped, it stays as history.

    Then the database lets nobody change it or its choices (migration ``scenario_frozen``).  ``version`` counts its
    changes, so that two who worked on it learn of each other.
    """

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="scenarios", verbose_name="nguồn")
    name = models.CharField("tên phương án", max_length=100)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField("lần ghi", default=1)
    state = models.CharField("trạng thái", max_length=8, default=ScenarioState.DRAFT)
    closed_on = models.DateField("ngày kết thúc", null=True)
    room = DongField("nguồn còn khi kết thúc", null=True, default=None)

    scope: ClassVar[ScopePaths] = ScopePaths(province="envelope__plan__province_id")
    lifecycle = SCENARIO

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("state", ScenarioState),
            not_blank("name"),
            positive("version"),
            models.UniqueConstraint(fields=["envelope", "name"], name="scenario_name_once"),
            models.CheckConstraint(
                condition=Q(state="DRAFT", closed_on__isnull=True) | (~Q(state="DRAFT") & Q(closed_on__isnull=False)),
                name="scenario_closed_on_when_closed",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ScenarioChoice(Record):
    """A đề án that a scenario would pay, with how much."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="choices", verbose_name="phương án")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="đề án")
    amount = DongField("kinh phí")

    scope: ClassVar[ScopePaths] = ScopePaths(province="scenario__envelope__plan__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            positive("amount"),
            models.UniqueConstraint(fields=["scenario", "project"], name="scenariochoice_once"),
        )

    def __str__(self) -> str:
        return self.project.number
