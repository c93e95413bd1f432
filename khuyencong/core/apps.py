"""The core app: the audit log, and the triggers that every migration renews."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """Owns the audit log and the triggers of every record."""

    name = "khuyencong.core"
    label = "core"

    def ready(self) -> None:
        """After every ``migrate``: each domain table gets its trigger, the application's role its rights."""
        from khuyencong.core import audit_sql, lifecycle_sql  # noqa: PLC0415  models are loaded by now

        def renew(using: str, **_: Any) -> None:
            audit_sql.install(using)
            lifecycle_sql.install(using)

        post_migrate.connect(renew, sender=self, weak=False, dispatch_uid="core.audit_sql")
