"""Every envelope and line gets its account, and the ledger begins with what they hold."""

import django.db.models.deletion
from django.db import migrations, models

OPEN = """
DO $$
DECLARE
  given record; held record; feeds bigint; own bigint;
BEGIN
  PERFORM set_config('kc.operation', gen_random_uuid()::text, true), set_config('kc.verb', 'Mở sổ kinh phí', true),
    set_config('kc.actor', '', true), set_config('kc.actor_label', 'Hệ thống', true), set_config('kc.reason', '', true);
  FOR given IN SELECT n.id, n.amount, n.parent_id, p.year, p.province_id,
             greatest(coalesce(p.approved_on, make_date(p.year, 1, 1)), make_date(p.year, 1, 1)) AS day
             FROM planning_envelope n JOIN planning_annualplan p ON p.id = n.plan_id
             -- What feeds an envelope is opened before it: the country, its provinces, their districts.
             ORDER BY n.parent_id IS NOT NULL, n.unit_id IS NOT NULL, n.id LOOP
    IF given.parent_id IS NULL THEN
      INSERT INTO ledger_account (kind, province_id) VALUES ('SOURCE', given.province_id) RETURNING id INTO feeds;
    ELSE
      SELECT account_id INTO feeds FROM planning_envelope WHERE id = given.parent_id;
    END IF;
    INSERT INTO ledger_account (kind, parent_id, province_id) VALUES ('ENVELOPE', feeds, given.province_id)
      RETURNING id INTO own;
    UPDATE planning_envelope SET account_id = own WHERE id = given.id;
    IF given.amount > 0 THEN
      INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
        VALUES (given.day, 'ALLOCATED', feeds, own, given.amount, 'Mở sổ: dự toán giao năm ' || given.year);
    END IF;
  END LOOP;
  INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
    SELECT o.carried_on, 'CARRIED_OVER', f.account_id, t.account_id, l.amount, 'Mở sổ: đề án chuyển tiếp'
    FROM planning_planline l JOIN planning_planline o ON o.id = l.carried_from_id
    JOIN planning_envelope f ON f.id = o.envelope_id JOIN planning_envelope t ON t.id = l.envelope_id
    WHERE o.carried_to = 'NEXT_YEAR' ORDER BY l.id;
  FOR held IN SELECT l.id, l.current, n.account_id AS parent, j.province_id, j.centre_id, j.number,
             coalesce(l.effective_on, make_date(j.year, 1, 1)) AS day
             FROM planning_planline l JOIN planning_envelope n ON n.id = l.envelope_id
             JOIN proposals_project j ON j.id = l.project_id ORDER BY l.id LOOP
    INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
      VALUES ('LINE', held.parent, held.province_id, held.centre_id) RETURNING id INTO own;
    UPDATE planning_planline SET account_id = own WHERE id = held.id;
    IF held.current > 0 THEN
      INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
        VALUES (held.day, 'COMMITTED', held.parent, own, held.current, 'Mở sổ: đề án ' || held.number);
    END IF;
  END LOOP;
  PERFORM set_config('kc.operation', '', true);
  SET CONSTRAINTS ALL IMMEDIATE;
END $$;
"""

BALANCES = """
INSERT INTO ledger_balance (account_id, amount, overdrawable)
  SELECT a.id, coalesce(sum(CASE WHEN t.given_to_id = a.id THEN t.amount ELSE -t.amount END), 0), a.kind = 'SOURCE'
  FROM ledger_account a LEFT JOIN ledger_transfer t ON a.id IN (t.given_to_id, t.taken_from_id) GROUP BY a.id, a.kind
  ON CONFLICT (account_id) DO UPDATE SET amount = EXCLUDED.amount;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def _account(owner: str, *, null: bool) -> models.Field:
    return models.OneToOneField(
        "ledger.Account",
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=owner,
        verbose_name="tài khoản trong sổ",
    )


class Migration(migrations.Migration):
    """Accounts under envelopes and lines."""

    dependencies = [("ledger", "0001_initial"), ("planning", "0004_lines_belong_to_a_batch")]

    operations = [
        migrations.AddField("envelope", "account", _account("envelope", null=True)),
        migrations.AddField("planline", "account", _account("line", null=True)),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
        migrations.RunSQL(BALANCES, migrations.RunSQL.noop),
        migrations.AlterField("envelope", "account", _account("envelope", null=False)),
        migrations.AlterField("planline", "account", _account("line", null=False)),
    ]
