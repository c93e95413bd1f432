"""Derived tables: what each record contributes to each series, and the sums that reports read.

The database keeps them by triggers in the same transaction as the record, so a figure read after a commit includes
it; nothing else may write them.
"""

from django.db import models

from khuyencong.core.models import Derived


class Posting(Derived):
    """The contribution of one record to one series: the evidence behind a figure."""

    series = models.CharField("chuỗi số liệu", max_length=40)
    mode = models.CharField("cách cộng", max_length=1)
    source = models.CharField("bảng nguồn", max_length=60)
    row = models.BigIntegerField("dòng nguồn")
    on_date = models.DateField("ngày")
    value = models.BigIntegerField("giá trị")
    member = models.BigIntegerField("đối tượng đếm", null=True)
    province = models.BigIntegerField("tỉnh")
    content = models.BigIntegerField("nội dung", null=True)
    fund = models.CharField("ngân sách", max_length=10, null=True)  # noqa: DJ001  NULL: not money of a plan
    project = models.BigIntegerField("đề án", null=True)

    class Meta:
        indexes = (
            models.Index(fields=["source", "row"]),
            models.Index(fields=["series", "province", "on_date"]),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.source}#{self.row}"


class Cell(Derived):
    """A change of a sum: series × province × span (× content × fund).  A figure is the sum of its cells.

    ``span`` is the first day of a half-month (``2017-06-15``) for what adds up over time, or a period
    (``2017H1``, ``nd09:2017H1``, ``ytd:2017-06``) for what is counted once a period.  Rows are only added, so that
    two transactions never wait for each other here; ``kc_compact`` folds them.
    """

    series = models.CharField("chuỗi số liệu", max_length=40)
    province = models.BigIntegerField("tỉnh")
    span = models.CharField("khoảng", max_length=16, db_collation="C")
    content = models.BigIntegerField("nội dung", null=True)
    fund = models.CharField("ngân sách", max_length=10, null=True)  # noqa: DJ001  NULL: not money of a plan
    value = models.BigIntegerField("giá trị")
    n = models.BigIntegerField("số chứng cứ")

    class Meta:
        indexes = (models.Index(fields=["series", "span", "province"]),)

    def __str__(self) -> str:
        return f"{self.series} {self.span}"


class Presence(Derived):
    """How many postings a member has in a span: it counts once while there is one."""

    series = models.CharField("chuỗi số liệu", max_length=40)
    province = models.BigIntegerField("tỉnh")
    span = models.CharField("khoảng", max_length=16, db_collation="C")
    member = models.BigIntegerField("đối tượng đếm")
    n = models.BigIntegerField("số chứng cứ")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["series", "span", "province", "member"], name="presence_once_a_span"),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.span} {self.member}"
