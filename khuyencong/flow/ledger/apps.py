"""The ledger's app: its triggers are renewed after every ``migrate``."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Owns accounts, transfers and balances."""

    name = "khuyencong.flow.ledger"
    label = "ledger"

    def ready(self) -> None:
        """After every ``migrate``: accounts and transfers are guarded, balances kept."""
        from khuyencong.flow.ledger import ledger_sql  # noqa: PLC0415  models are loaded by now

        def renew(using: str, **_: Any) -> None:
            ledger_sql.install(using)

        post_migrate.connect(renew, sender=self, weak=False, dispatch_uid="ledger.ledger_sql")
