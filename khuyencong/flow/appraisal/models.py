"""Conclusions of appraisals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import one_of
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.proposals.models import Project


class Conclusion(Record):
    """What an appraisal concluded about a đề án, and on which day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="conclusions", verbose_name="đề án")
    level = models.CharField("cấp", max_length=8)
    result = models.CharField("kết luận", max_length=6)
    concluded_on = models.DateField("ngày kết luận")
    remarks = models.TextField("nhận xét", blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("concluded_on", "id")
        constraints = (
            one_of("level", AppraisalLevel),
            one_of("result", Result),
            models.CheckConstraint(condition=Q(result="PASS") | ~Q(remarks=""), name="conclusion_refusal_says_why"),
            models.UniqueConstraint(
                fields=["project", "level"], condition=Q(result="PASS"), name="conclusion_passed_once_a_level"
            ),
        )

    def __str__(self) -> str:
        return f"{AppraisalLevel(self.level).label}: {Result(self.result).label}"
