"""Stored files: a paper that proves something, by its hash."""

from typing import ClassVar

from django.db import models

from khuyencong.core.constraints import not_blank, positive
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.ground.territory.models import Unit


class StoredFile(Record):
    """A file kept unchanged.  ``sha256`` is of its bytes; ``province`` says who may see it."""

    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu", max_length=100)
    size = models.BigIntegerField("số byte")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    path = models.CharField("nơi lưu", max_length=200, unique=True)
    stored_at = models.DateTimeField("lúc lưu")

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        constraints = (not_blank("name"), positive("size"))
        indexes = (models.Index(fields=["sha256"]),)

    def __str__(self) -> str:
        return self.name
