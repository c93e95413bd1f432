"""Say in the deadlines that are loaded already what is due, by whom and to whom; what was edited since stays."""

from django.db import migrations

NAMED = """
SELECT set_config('kc.operation', gen_random_uuid()::text, true), set_config('kc.actor', '', true),
       set_config('kc.verb', 'Ghi việc phải làm vào các thời hạn', true),
       set_config('kc.actor_label', 'Hệ thống', true), set_config('kc.reason', '', true)
"""
UNNAMED = """
SELECT set_config('kc.operation', '', true), set_config('kc.actor', '', true), set_config('kc.verb', '', true),
       set_config('kc.actor_label', '', true), set_config('kc.reason', '', true)
"""
WRITE = """
UPDATE regulations_provision SET attributes = %s::jsonb || attributes
WHERE kind = 'DEADLINE' AND starts_with(code, %s) AND NOT attributes ? 'on_day_off' AND NOT attributes ? 'duty'
"""
MORE = (
    ("DEADLINE-REGISTER-DOIT", '{"duty": "REGISTER", "owed_by": "CENTRE", "owed_to": "DEPARTMENT"}'),
    ("DEADLINE-REGISTER-AGENCY", '{"duty": "SEND_AGENCY", "owed_by": "DEPARTMENT", "owed_to": "AGENCY", "scope": "NATIONAL"}'),
    ("DEADLINE-MINISTRY-APPRAISAL-1", '{"duty": "MINISTRY_APPRAISAL", "owed_by": "AGENCY", "scope": "NATIONAL"}'),
    ("DEADLINE-MINISTRY-APPRAISAL-2", '{"duty": "MINISTRY_APPRAISAL", "owed_by": "AGENCY", "scope": "NATIONAL"}'),
    ("DEADLINE-ASSIGN", '{"duty": "PLAN_APPROVE", "on_day_off": "STAY"}'),
    ("DEADLINE-SETTLEMENT-FILE", '{"duty": "SETTLE", "owed_by": "CENTRE"}'),
    ("DEADLINE-BOOKS-PAY", '{"owed_by": "CENTRE", "on_day_off": "STAY"}'),
    ("DEADLINE-BOOKS-ADJUST", '{"owed_by": "CENTRE", "on_day_off": "STAY"}'),
    ("DEADLINE-CUTOFF-", '{"on_day_off": "STAY"}'),
)


def say(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(NAMED)
        for code, attributes in MORE:
            cursor.execute(WRITE, [attributes, code])
        cursor.execute(UNNAMED)


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_initial")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
