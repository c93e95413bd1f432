"""Advances become payments that somebody asked for and somebody else approved; contracts get kinds, parties, addenda.

What was paid before requests were kept here is marked as brought in: nobody's name is known for it.
"""

import django.contrib.postgres.functions
import django.db.models.deletion
import khuyencong.core.fields
import khuyencong.flow.contracts.enums
from django.conf import settings
from django.db import migrations, models

PROTECT = django.db.models.deletion.PROTECT
KEPT = "SELECT set_config('kc.operation', gen_random_uuid()::text, true), set_config('kc.verb', 'Chuyển đổi dữ liệu', true), set_config('kc.actor', '', true), set_config('kc.actor_label', 'Hệ thống', true), set_config('kc.reason', '', true)"
SIGNED = f"{KEPT}; UPDATE contracts_contract SET signed_amount = amount; SELECT set_config('kc.operation', '', true); SET CONSTRAINTS ALL IMMEDIATE;"


def _person(words):
    return models.ForeignKey(
        null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name=words
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("establishments", "0001_initial"),
        ("files", "0001_initial"),
        ("ledger", "0001_initial"),
        ("planning", "0005_ledger_accounts"),
        ("contracts", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("advance", "advance_amount_positive"),
        migrations.RemoveConstraint("advance", "advance_voucher_not_blank"),
        migrations.RemoveConstraint("advance", "advance_voucher_once"),
        migrations.RenameModel("Advance", "Payment"),
        migrations.AddField("contract", "signed_amount", khuyencong.core.fields.DongField(default=0, verbose_name="giá trị khi ký")),
        migrations.RunSQL(SIGNED, migrations.RunSQL.noop),
        migrations.AddField("payment", "state", models.CharField(default="PAID", max_length=10, verbose_name="trạng thái")),
        migrations.AddField("payment", "brought_in", models.BooleanField(default=True, verbose_name="khoản chi có từ trước")),
        migrations.AddField("payment", "key", models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), unique=True, verbose_name="khóa đề nghị")),
    ]
