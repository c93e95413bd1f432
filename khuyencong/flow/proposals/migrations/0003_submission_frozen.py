"""What was submitted stays as it was; needs whose đề án came to nothing may be proposed again."""

from django.db import migrations

_FROZEN = """
CREATE OR REPLACE FUNCTION kc_submission_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.returned_on IS NULL
     AND (OLD.project_id, OLD.round, OLD.submitted_on, OLD.content)
       = (NEW.project_id, NEW.round, NEW.submitted_on, NEW.content) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Bản đã trình không sửa, không xóa được'
    USING ERRCODE = '23514', CONSTRAINT = 'kc_submission_frozen', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER kc_submission_frozen BEFORE UPDATE OR DELETE ON proposals_submission
  FOR EACH ROW EXECUTE FUNCTION kc_submission_frozen();
"""
_THAWED = """
DROP TRIGGER kc_submission_frozen ON proposals_submission;
DROP FUNCTION kc_submission_frozen();
"""

# The trigger of the lifecycle still knows the old steps; it is made anew after every `migrate`.
_GIVEN_BACK = """
DROP TRIGGER IF EXISTS kc_lifecycle_move ON needs_need;
SELECT set_config('kc.operation', gen_random_uuid()::text, true), set_config('kc.actor', '', true),
       set_config('kc.actor_label', 'Hệ thống', true), set_config('kc.verb', 'Trả nhu cầu của đề án không thành', true),
       set_config('kc.reason', 'Nâng cấp hệ thống: đề án đã rút hoặc không được duyệt', true);
UPDATE needs_need n SET state = 'CHECKED', decided_on = NULL
 WHERE n.state = 'PROPOSED'
   AND EXISTS (SELECT 1 FROM proposals_project p WHERE p.need_id = n.id)
   AND NOT EXISTS (SELECT 1 FROM proposals_project p WHERE p.need_id = n.id AND p.state NOT IN ('WITHDRAWN', 'REJECTED'));
SELECT set_config('kc.operation', '', true);
"""


class Migration(migrations.Migration):
    """Freeze, and give back."""

    dependencies = [("proposals", "0002_review")]
    operations = [
        migrations.RunSQL(_FROZEN, _THAWED),
        migrations.RunSQL(_GIVEN_BACK, migrations.RunSQL.noop),
    ]
