"""Every contract that takes money gets its account; the ledger begins with what was contracted, advanced and settled.

A settlement of before counts as paid on its day, and what it left of the contract goes back to the plan line.
"""

from django.db import migrations, models

OPEN = """
-- The table was renamed with its triggers of figures, which call a function by the table's name: they are made again
-- after this migration, with all that they post.
DROP TRIGGER IF EXISTS kc_post_insert ON contracts_payment;
DROP TRIGGER IF EXISTS kc_post_update ON contracts_payment;
DROP TRIGGER IF EXISTS kc_post_delete ON contracts_payment;
DO $$
DECLARE
  c record; p record; own bigint; advance bigint; payable bigint; spent bigint; posted bigint;
  cleared bigint; cash bigint; rest bigint; day date; settled_on date;
BEGIN
  PERFORM set_config('kc.operation', gen_random_uuid()::text, true), set_config('kc.verb', 'Mở sổ kinh phí', true),
    set_config('kc.actor', '', true), set_config('kc.actor_label', 'Hệ thống', true), set_config('kc.reason', '', true);
  FOR c IN SELECT k.*, l.account_id AS line_account, a.province_id, a.organisation_id
             FROM contracts_contract k JOIN planning_planline l ON l.id = k.line_id
             JOIN ledger_account a ON a.id = l.account_id ORDER BY k.id LOOP
    INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
      VALUES ('CONTRACT', c.line_account, c.province_id, c.organisation_id) RETURNING id INTO own;
    INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
      VALUES (c.signed_on, 'CONTRACTED', c.line_account, own, c.amount, 'Mở sổ: hợp đồng ' || c.number);
    UPDATE contracts_contract SET account_id = own WHERE id = c.id;
    advance := NULL;
    FOR p IN SELECT * FROM contracts_payment WHERE contract_id = c.id ORDER BY id LOOP
      IF advance IS NULL THEN
        INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
          VALUES ('ADVANCE', own, c.province_id, c.organisation_id) RETURNING id INTO advance;
      END IF;
      INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
        VALUES (p.paid_on, 'ADVANCED', own, advance, p.amount, left('Mở sổ: chứng từ ' || p.voucher, 200))
        RETURNING id INTO posted;
      UPDATE contracts_payment SET transfer_id = posted WHERE id = p.id;
    END LOOP;
    CONTINUE WHEN c.settled = 0;
    settled_on := NULL;
    IF to_regclass('settlement_settlement') IS NOT NULL THEN
      EXECUTE 'SELECT settled_on FROM settlement_settlement WHERE contract_id = $1' INTO settled_on USING c.id;
    END IF;
    day := coalesce(settled_on, c.liquidated_on, c.due_on);
    cleared := least(c.advanced, c.settled);
    cash := c.settled - cleared;
    rest := c.amount - c.advanced - cash;
    INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
      VALUES ('SPENT', own, c.province_id, c.organisation_id) RETURNING id INTO spent;
    IF cleared > 0 THEN
      INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
        VALUES (day, 'SETTLED', advance, spent, cleared, 'Mở sổ: quyết toán hợp đồng ' || c.number);
    END IF;
    IF cash > 0 THEN
      INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
        VALUES ('PAYABLE', own, c.province_id, c.organisation_id) RETURNING id INTO payable;
      INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
        VALUES (day, 'SETTLED', own, payable, cash, 'Mở sổ: quyết toán hợp đồng ' || c.number),
               (day, 'PAID', payable, spent, cash, 'Mở sổ: thanh toán hợp đồng ' || c.number);
    END IF;
    IF rest > 0 THEN
      INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
        VALUES (day, 'RETURNED', own, c.line_account, rest, 'Mở sổ: hợp đồng ' || c.number || ' không dùng hết');
      UPDATE planning_planline SET contracted = contracted - rest WHERE id = c.line_id;
    END IF;
    UPDATE contracts_contract SET paid = cash, returned = rest WHERE id = c.id;
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


class Migration(migrations.Migration):
    """Accounts under contracts."""

    dependencies = [("contracts", "0003_money"), ("planning", "0005_ledger_accounts")]

    operations = [
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
        migrations.RunSQL(BALANCES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_on__isnull', False), ('state__in', ['PAID', 'REVERSED']), ('transfer__isnull', False), ('voucher__isnull', False)), models.Q(models.Q(('state__in', ['PAID', 'REVERSED']), _negated=True), ('paid_on__isnull', True), ('transfer__isnull', True), ('voucher__isnull', True)), _connector='OR'), name='payment_voucher_when_paid'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('parent__isnull', True)), models.Q(('account__isnull', True), ('advanced', 0), ('parent__isnull', False), ('settled', 0)), _connector='OR'), name='contract_money_once'),
        ),
    ]
