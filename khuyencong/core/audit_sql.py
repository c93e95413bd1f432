"""The audit trail in the database: a trigger on every domain table that refuses an anonymous write.

``install`` runs after every ``migrate`` and is idempotent: a new table cannot be forgotten, because nobody has
to remember it.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from khuyencong.core.models import AuditEntry, Derived, Private, Record

TRIGGER = "kc_audit"
JOB_TABLES = frozenset(
    {"procrastinate_jobs", "procrastinate_events", "procrastinate_workers", "procrastinate_periodic_defers"}
)
"""The queue of jobs: a job is deferred in the transaction of what it is about."""
FRAMEWORK_TABLES = frozenset({"django_session", "account_emailaddress", "account_emailconfirmation"}) | JOB_TABLES
"""Tables of frameworks that the application writes: sessions, sign-in, jobs.  They are not of the domain and not in
the log."""

_CLOSE = """
DO $$ DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT oid FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(kc|procrastinate)_'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
  -- A temporary table of a known name could carry a trigger of ours.
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
"""

_OPEN_QUEUE = """
DO $$ DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname ~ '^procrastinate_' LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f, '{role}');
  END LOOP;
END $$;
"""

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION kc_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  operation text := current_setting('kc.operation', true);
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  row_id bigint := coalesce(after ->> 'id', before ->> 'id');
  hidden text;
BEGIN
  IF operation IS NULL OR operation = '' THEN
    RAISE EXCEPTION 'Không ai đứng tên việc ghi này: % trên bảng % phải đi qua một thao tác', TG_OP, TG_TABLE_NAME
      USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF before = after THEN RETURN NULL; END IF;
    SELECT jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, a.value) INTO before, after
      FROM jsonb_each(before) b JOIN jsonb_each(after) a USING (key) WHERE a.value IS DISTINCT FROM b.value;
  END IF;
  FOREACH hidden IN ARRAY coalesce(TG_ARGV::text[], '{}') LOOP
    IF before ? hidden THEN before := before || jsonb_build_object(hidden, '***'); END IF;
    IF after ? hidden THEN after := after || jsonb_build_object(hidden, '***'); END IF;
  END LOOP;
  INSERT INTO core_auditentry
    (at, operation, verb, actor, actor_label, reason, table_name, row_id, change, before, after)
  VALUES (clock_timestamp(), operation::uuid, current_setting('kc.verb'),
          nullif(current_setting('kc.actor'), '')::bigint, current_setting('kc.actor_label'),
          current_setting('kc.reason'), TG_TABLE_NAME, row_id, left(TG_OP, 1), before, after);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION kc_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Nhật ký chỉ được ghi thêm' USING ERRCODE = '42501';
END $$;
"""

_LOG_GUARD = """
DROP TRIGGER IF EXISTS kc_append_only_rows ON core_auditentry;
DROP TRIGGER IF EXISTS kc_append_only_table ON core_auditentry;
CREATE TRIGGER kc_append_only_rows BEFORE UPDATE OR DELETE ON core_auditentry
  FOR EACH ROW EXECUTE FUNCTION kc_append_only();
CREATE TRIGGER kc_append_only_table BEFORE TRUNCATE ON core_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION kc_append_only();
"""


def records() -> Iterator[type[Record]]:
    """Yield each concrete domain model."""
    return (model for model in apps.get_models(include_auto_created=True) if issubclass(model, Record))


def read_only_models() -> Iterator[type[AuditEntry | Derived]]:
    """Yield each model that the application's role may read and never write."""
    return (model for model in apps.get_models() if issubclass(model, (AuditEntry, Derived)))


def private_models() -> Iterator[type[Private]]:
    """Yield each model whose rows are one user's own."""
    return (model for model in apps.get_models() if issubclass(model, Private))


def install(using: str) -> None:
    """(Re)make functions, triggers and rights in the database ``using``."""
    connection = connections[using]
    if AuditEntry._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS + _LOG_GUARD)
        existing = set(connection.introspection.table_names(cursor))
        for model in records():
            if model._meta.db_table in existing:
                _audit(cursor, model)
        _grant(cursor, existing)


def _audit(cursor: CursorWrapper, model: type[Record]) -> None:
    table = model._meta.db_table
    hidden = ", ".join(f"'{column}'" for column in model.audit_redact)
    cursor.execute(
        f"DROP TRIGGER IF EXISTS {TRIGGER} ON {table};"
        f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION kc_audit({hidden})"
    )


def application_role(cursor: CursorWrapper) -> str | None:
    """Return the application's role, where it exists and is not the owner itself."""
    role = settings.DATABASE_APP_ROLE
    cursor.execute("SELECT current_user <> %s AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role, role])
    return role if cursor.fetchone()[0] else None


def close_functions(cursor: CursorWrapper) -> None:
    """Let nobody call our functions by hand: a trigger needs no right to fire, and a hand could forge a figure."""
    cursor.execute(_CLOSE)


def _grant(cursor: CursorWrapper, existing: set[str]) -> None:
    """Give the application's role its rights: to read all, to write records and what is private, no TRUNCATE.

    It writes what sign-in and jobs need, too.  The log and the derived tables are written by triggers alone.
    """
    close_functions(cursor)
    role = application_role(cursor)
    if role is None:
        return
    cursor.execute(
        f'GRANT USAGE ON SCHEMA public TO "{role}";'
        f'REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM "{role}";'
        f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{role}";'
        f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"'
    )
    cursor.execute(_OPEN_QUEUE.replace("{role}", role))
    ours = {model._meta.db_table for model in (*records(), *private_models())}
    for table in sorted(existing):
        if table in ours or table in FRAMEWORK_TABLES:
            cursor.execute(f'GRANT INSERT, UPDATE, DELETE ON {table} TO "{role}"')
