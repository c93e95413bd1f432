"""Notices: who was told what of which row; and how each person wishes to be told."""

from typing import ClassVar

from django.db import models

from khuyencong.core.constraints import not_blank, one_of
from khuyencong.core.models import Private
from khuyencong.core.moments import WRITTEN_AT
from khuyencong.ground.accounts.models import User
from khuyencong.ground.notices.enums import Way


class Notice(Private):
    """A sentence for one person about one row.

    ``text`` is frozen when it is written, ``values`` are what it was made of.  The row is named as the log names it,
    by table and id: its address is found when the notice is shown, so that a page that moves takes its notices along.
    ``kind`` is not held to today's kinds: a notice outlives the kind that it was of.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name="người nhận")
    kind = models.CharField("loại", max_length=24)
    text = models.TextField("nội dung")
    values = models.JSONField("giá trị", default=dict)
    by = models.CharField("người thực hiện", max_length=200)
    about_table = models.CharField("bảng", max_length=63, blank=True)
    about_row = models.BigIntegerField("dòng", null=True)
    way = models.CharField("cách nhận", max_length=8)
    created_at = models.DateTimeField("lúc", db_default=WRITTEN_AT)
    read_at = models.DateTimeField("đọc lúc", null=True)
    mailed_at = models.DateTimeField("gửi thư lúc", null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            not_blank("kind"),
            one_of("way", Way),
            not_blank("text"),
            models.CheckConstraint(
                condition=models.Q(about_table="", about_row__isnull=True)
                | (~models.Q(about_table="") & models.Q(about_row__isnull=False)),
                name="notice_about_a_row_or_nothing",
            ),
        )
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user"], condition=models.Q(mailed_at=None, way="DIGEST"), name="notice_to_digest"),
        ]

    def __str__(self) -> str:
        return self.text


class Preference(Private):
    """How a person wishes to be told of a kind, where it is not the way of the kind's rule."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notice_preferences", verbose_name="người dùng")
    kind = models.CharField("loại", max_length=24)
    way = models.CharField("cách nhận", max_length=8)

    class Meta:
        constraints = (
            not_blank("kind"),
            one_of("way", Way),
            models.UniqueConstraint(fields=["user", "kind"], name="preference_one_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.way}"
