"""What every table is: a record (audited), somebody's private paper, a derived table, or the log itself."""

from typing import Any, ClassVar

from django.db import models

from khuyencong.core.lifecycle import Lifecycle
from khuyencong.core.scope import ScopePaths


class Record(models.Model):
    """A row of the domain: it is written through an operation, and each write is in the log."""

    audit_redact: ClassVar[tuple[str, ...]] = ()
    """Columns whose values never reach the log (secrets); that they changed does."""

    scope: ClassVar[ScopePaths] = ScopePaths()

    lifecycle: ClassVar[Lifecycle[Any, Any] | None] = None
    """What may follow what in the column ``state``; the database holds to it (:mod:`khuyencong.core.lifecycle_sql`)."""

    class Meta:
        abstract = True


class Private(models.Model):
    """What one user keeps for themself while working: no record of anything, so not in the log (ADR 11)."""

    class Meta:
        abstract = True


class Derived(models.Model):
    """A row computed by the database from records; the application's role may only read it."""

    class Meta:
        abstract = True


class AuditEntry(models.Model):
    """One row written: who, when, by which operation, why, and the columns before and after.  Append-only."""

    at = models.DateTimeField("lúc")
    operation = models.UUIDField("thao tác")
    verb = models.CharField("việc", max_length=120)
    actor = models.BigIntegerField("mã người", null=True)
    actor_label = models.CharField("người", max_length=200)
    reason = models.TextField("lý do", blank=True)
    table = models.CharField("bảng", max_length=63, db_column="table_name")
    row = models.BigIntegerField("dòng", db_column="row_id")
    change = models.CharField("loại", max_length=1)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["table", "row"]),
            models.Index(fields=["operation"]),
            # What was deleted is found by table alone: the row is no longer there to lead to it.
            models.Index(fields=["table"], condition=models.Q(change="D"), name="auditentry_deleted"),
        )

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_label}: {self.verb}"
