"""The indicators app: the series kept by the database."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    """Owns postings, cells and presences."""

    name = "khuyencong.figures.indicators"
    label = "indicators"

    def ready(self) -> None:
        """After every ``migrate``: renew the triggers that post, and post anew when a definition changed."""
        from khuyencong.figures.indicators import posting_sql  # noqa: PLC0415  models are loaded by now

        def renew(using: str, **_: Any) -> None:
            posting_sql.install(using)

        post_migrate.connect(renew, sender=self, weak=False, dispatch_uid="indicators.posting_sql")
