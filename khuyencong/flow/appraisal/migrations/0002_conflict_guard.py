"""A conflict of interest and an opinion never stand side by side, whoever writes them and however."""

from django.db import migrations

_FORWARD = """
CREATE OR REPLACE FUNCTION kc_conflict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  beside boolean;
BEGIN
  -- Both sides wait for each other at the member's row.
  PERFORM 1 FROM appraisal_councilmember WHERE id = NEW.member_id FOR UPDATE;
  IF TG_TABLE_NAME = 'appraisal_opinion' THEN
    SELECT EXISTS (
      SELECT 1 FROM appraisal_conflictofinterest c JOIN appraisal_sessionitem i ON i.project_id = c.project_id
      WHERE c.member_id = NEW.member_id AND i.id = NEW.item_id) INTO beside;
  ELSE
    SELECT EXISTS (
      SELECT 1 FROM appraisal_opinion o JOIN appraisal_sessionitem i ON i.id = o.item_id
      WHERE o.member_id = NEW.member_id AND i.project_id = NEW.project_id) INTO beside;
  END IF;
  IF beside THEN
    RAISE EXCEPTION 'Thành viên đã khai xung đột lợi ích không được cho ý kiến về đề án này'
      USING ERRCODE = '23514', CONSTRAINT = 'kc_conflict_guard', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kc_conflict_guard BEFORE INSERT OR UPDATE ON appraisal_opinion
  FOR EACH ROW EXECUTE FUNCTION kc_conflict_guard();
CREATE TRIGGER kc_conflict_guard BEFORE INSERT OR UPDATE ON appraisal_conflictofinterest
  FOR EACH ROW EXECUTE FUNCTION kc_conflict_guard();
"""
_BACKWARD = """
DROP TRIGGER kc_conflict_guard ON appraisal_opinion;
DROP TRIGGER kc_conflict_guard ON appraisal_conflictofinterest;
DROP FUNCTION kc_conflict_guard();
"""


class Migration(migrations.Migration):
    """Add the guard."""

    dependencies = [("appraisal", "0001_initial")]
    operations = [migrations.RunSQL(_FORWARD, _BACKWARD)]
