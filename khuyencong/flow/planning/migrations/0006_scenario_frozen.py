"""A scenario that was adopted or dropped is history: neither it nor what it chose is changed any more."""

from django.db import migrations

_FROZEN = """
CREATE OR REPLACE FUNCTION kc_scenario_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.state = 'DRAFT' THEN
    RETURN OLD;
  END IF;
  -- Another state is for the trigger of the lifecycle to judge: it lets nothing out of a final one.
  IF TG_OP = 'UPDATE' AND (OLD.state = 'DRAFT' OR NEW.state <> OLD.state OR NEW IS NOT DISTINCT FROM OLD) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Phương án đã kết thúc không sửa, không xóa được'
    USING ERRCODE = '23514', CONSTRAINT = 'kc_scenario_frozen', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER kc_scenario_frozen BEFORE UPDATE OR DELETE ON planning_scenario
  FOR EACH ROW EXECUTE FUNCTION kc_scenario_frozen();

-- Every scenario that the row stood in, or would stand in, is asked; a row of a scenario that is gone may go.
CREATE OR REPLACE FUNCTION kc_scenariochoice_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before_id bigint := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.scenario_id END;
  after_id bigint := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.scenario_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM planning_scenario WHERE id IN (before_id, after_id) AND state <> 'DRAFT') THEN
    RAISE EXCEPTION 'Phương án đã kết thúc: không sửa được các đề án đã chọn'
      USING ERRCODE = '23514', CONSTRAINT = 'kc_scenariochoice_frozen', TABLE = TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kc_scenariochoice_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_scenariochoice
  FOR EACH ROW EXECUTE FUNCTION kc_scenariochoice_frozen();
"""
_THAWED = """
DROP TRIGGER kc_scenariochoice_frozen ON planning_scenariochoice;
DROP FUNCTION kc_scenariochoice_frozen();
DROP TRIGGER kc_scenario_frozen ON planning_scenario;
DROP FUNCTION kc_scenario_frozen();
"""


class Migration(migrations.Migration):
    """Freeze."""

    dependencies = [("planning", "0005_ledger_accounts")]
    operations = [migrations.RunSQL(_FROZEN, _THAWED)]
