"""What passes between author and reviewer: what was submitted, what was remarked; and what is being typed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import both_or_neither, in_order, not_blank, positive
from khuyencong.core.models import Private, Record
from khuyencong.core.scope import ScopePaths
from khuyencong.ground.accounts.models import User
from khuyencong.ground.regulations.models import Provision

LONGEST_KEPT = 500_000
"""Characters of one kept page: two hundred items with every field at its longest."""


class Submission(Record):
    """A đề án as it was submitted in one round; how the round ended where the Sở returned it.

    ``content`` is a :class:`~khuyencong.flow.proposals.review_rules.Content` as JSON.  The database lets nobody
    change or delete it (migration ``submission_frozen``); the log does not repeat it.
    """

    project = models.ForeignKey("proposals.Project", models.PROTECT, related_name="submissions", verbose_name="đề án")
    round = models.PositiveSmallIntegerField("lần trình")
    submitted_on = models.DateField("ngày trình")
    content = models.JSONField("nội dung đã trình")
    returned_on = models.DateField("ngày trả lại", null=True)
    returned_for = models.TextField("lý do trả lại", null=True)  # noqa: DJ001  NULL: was not returned

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")
    audit_redact: ClassVar[tuple[str, ...]] = ("content",)

    class Meta:
        ordering = ("round", "id")
        constraints = (
            positive("round"),
            both_or_neither("returned_on", "returned_for"),
            in_order("submitted_on", "returned_on"),
            models.UniqueConstraint(fields=["project", "round"], name="submission_round_once"),
        )

    def __str__(self) -> str:
        return f"Lần trình {self.round}, ngày {self.submitted_on:%d/%m/%Y}"


class ReviewNote(Record):
    """A remark of the Sở on one place of a submitted đề án, and how its author dealt with it.

    ``place`` is the key of a word or a row of the submission's content, ``label`` what it was called on that day.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="notes", verbose_name="lần trình")
    place = models.CharField("mã chỗ góp ý", max_length=120)
    label = models.CharField("chỗ góp ý", max_length=300)
    remark = models.TextField("góp ý")
    reason = models.ForeignKey(Provision, models.PROTECT, null=True, related_name="+", verbose_name="lý do")
    answer = models.TextField("giải trình", blank=True)
    answered_on = models.DateField("ngày xử lý", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="submission__project__province_id", organisation="submission__project__centre_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("place"),
            not_blank("label"),
            not_blank("remark"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=False) | Q(answer=""), name="reviewnote_answer_has_its_day"
            ),
            models.UniqueConstraint(fields=["submission", "place"], name="reviewnote_once_a_place"),
        )

    def __str__(self) -> str:
        return self.label


class DraftKept(Private):
    """A draft's page as one user left it, valid or not: what was typed and not yet saved.

    ``page`` is made by the page itself, so that two new drafts typed side by side are two rows.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="kept_drafts", verbose_name="người gõ")
    project = models.ForeignKey(
        "proposals.Project", models.PROTECT, null=True, related_name="kept_drafts", verbose_name="đề án"
    )
    page = models.UUIDField("mã trang đang gõ")
    data = models.JSONField("những gì đã gõ")
    kept_at = models.DateTimeField("giữ lúc")

    class Meta:
        ordering = ("-kept_at", "-id")
        constraints = (models.UniqueConstraint(fields=["user", "page"], name="draftkept_once_a_page"),)
        indexes = (models.Index(fields=["kept_at"]),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kept_at:%d/%m/%Y %H:%M}"
