"""Every plan gets its first batch: the approval that it had, with its day and decision, and the lines that it has.

When the lines took effect does not change, so that no figure does.
"""

from django.db import migrations

SQL = """
SELECT set_config('kc.operation', gen_random_uuid()::text, true),
       set_config('kc.verb', 'Chuyển kế hoạch đã phê duyệt thành đợt 1', true), set_config('kc.actor', '', true),
       set_config('kc.actor_label', 'Hệ thống', true), set_config('kc.reason', '', true);
INSERT INTO planning_planbatch (plan_id, number, state, approved_on, decision)
SELECT id, 1, state, approved_on, decision FROM planning_annualplan;
UPDATE planning_planline l SET batch_id = b.id
  FROM planning_planbatch b JOIN planning_envelope e ON e.plan_id = b.plan_id WHERE e.id = l.envelope_id;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT set_config('kc.operation', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_programmes_batches_delegation")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
