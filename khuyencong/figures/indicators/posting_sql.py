"""The database's half of the figures: triggers that post, and the functions that recount and fold.

Each source table has one generated function that tells what its rows post; three statement triggers keep postings,
cells and presences in step with the rows, in the same transaction and set by set.
"""

import hashlib
from collections.abc import Iterator

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from khuyencong.core.audit_sql import application_role, close_functions
from khuyencong.figures.indicators.registry import SERIES, Reading, Roll, Series
from khuyencong.figures.indicators.sources import SOURCES, Source

_COMMON = """
CREATE OR REPLACE FUNCTION kc_spans(day date, mode text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH shifted(prefix, d) AS (
    VALUES ('', day),
           -- NĐ 09/2019 Đ.12: a month runs from the 15th of the one before to its 14th.
           ('nd09:', CASE WHEN extract(day FROM day) >= 15 THEN (date_trunc('month', day) + interval '1 month')::date
                          ELSE day END))
  SELECT to_char(day, CASE WHEN extract(day FROM day) >= 15 THEN 'YYYY-MM-15' ELSE 'YYYY-MM-01' END)
    WHERE mode = 'S'
  UNION ALL
  SELECT prefix || to_char(d, f) FROM shifted,
    unnest(ARRAY['YYYY-MM', 'YYYY"Q"Q', 'YYYY',
                 CASE WHEN extract(month FROM d) <= 6 THEN 'YYYY"H1"' ELSE 'YYYY"H2"' END]) f
    WHERE mode = 'D'
  UNION ALL
  SELECT prefix || to_char(d, 'YYYY"N9"') FROM shifted WHERE mode = 'D' AND extract(month FROM d) <= 9
  UNION ALL
  SELECT 'ytd:' || prefix || to_char(d, 'YYYY-') || lpad(m::text, 2, '0')
    FROM shifted, generate_series(extract(month FROM d)::int, 12) m WHERE mode = 'Y'
$$;

CREATE OR REPLACE FUNCTION kc_unpost(src text, ids bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH moved AS (DELETE FROM indicators_posting WHERE source = src AND "row" = ANY (ids) RETURNING *),
  {apply_minus}
$$;

CREATE OR REPLACE FUNCTION kc_posted_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    EXECUTE format('SELECT kc_post_%s(array_agg(id)) FROM new_rows', TG_TABLE_NAME);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM kc_unpost(TG_TABLE_NAME, array_agg(id)) FROM old_rows;
  ELSE
    EXECUTE format('SELECT kc_repost_%s(array_agg(id)) FROM new_rows', TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION kc_owes_name() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Inside a SECURITY DEFINER function current_user is the owner and session_user whoever signed in.
  IF session_user <> current_user AND coalesce(current_setting('kc.operation', true), '') = '' THEN
    RAISE EXCEPTION 'Tính lại số liệu phải đi qua một thao tác' USING ERRCODE = '42501';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION kc_compact() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE left_over bigint;
BEGIN
  PERFORM kc_owes_name();
  -- Two foldings, or one beside a rebuild, would each fold what the other has not yet shown.
  LOCK TABLE indicators_cell IN SHARE ROW EXCLUSIVE MODE;
  WITH gone AS (DELETE FROM indicators_cell RETURNING *),
  folded AS (
    INSERT INTO indicators_cell (series, province, span, content, fund, value, n)
    SELECT series, province, span, content, fund, sum(value), sum(n) FROM gone GROUP BY 1, 2, 3, 4, 5
    HAVING sum(n) <> 0 OR sum(value) <> 0 RETURNING 1),
  absent AS (DELETE FROM indicators_presence WHERE n = 0)
  SELECT count(*) INTO left_over FROM folded;
  RETURN left_over;
END $$;
"""

_APPLY = """
  spread AS (
    SELECT m.series, m.mode, m.province, s.span, m.content, m.fund, m.member, m.value
      FROM moved m CROSS JOIN LATERAL kc_spans(m.on_date, m.mode) AS s(span)),
  sums AS (
    INSERT INTO indicators_cell (series, province, span, content, fund, value, n)
    SELECT series, province, span, content, fund, {sign} sum(value), {sign} count(*)
      FROM spread WHERE mode = 'S' GROUP BY 1, 2, 3, 4, 5),
  counted AS (
    SELECT series, span, province, member, {sign} count(*) AS d
      FROM spread WHERE mode <> 'S' AND member IS NOT NULL GROUP BY 1, 2, 3, 4),
  kept AS (
    INSERT INTO indicators_presence AS p (series, span, province, member, n)
    SELECT series, span, province, member, d FROM counted ORDER BY 1, 2, 3, 4
    ON CONFLICT (series, span, province, member) DO UPDATE SET n = p.n + excluded.n
    RETURNING series, span, province, member, n)
  INSERT INTO indicators_cell (series, province, span, value, n)
  SELECT series, province, span,
         sum(CASE WHEN kept.n > 0 AND kept.n - d <= 0 THEN 1 WHEN kept.n <= 0 AND kept.n - d > 0 THEN -1 ELSE 0 END),
         sum(d)
    FROM kept JOIN counted USING (series, span, province, member) GROUP BY 1, 2, 3
"""

_COLUMNS = 'series, mode, source, "row", on_date, value, member, province, content, fund, project'

_PER_SOURCE = """
CREATE OR REPLACE FUNCTION kc_post_{table}(ids bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH moved AS (INSERT INTO indicators_posting ({columns}) {select} RETURNING *),
  {apply_plus}
$$;

CREATE OR REPLACE FUNCTION kc_repost_{table}(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed bigint[];
BEGIN
  WITH fresh AS ({select}),
  stale AS (SELECT {columns} FROM indicators_posting WHERE source = '{table}' AND "row" = ANY (ids))
  SELECT array_agg(DISTINCT "row") INTO changed FROM (
    (TABLE fresh EXCEPT ALL TABLE stale) UNION ALL (TABLE stale EXCEPT ALL TABLE fresh)) AS differing;
  IF changed IS NOT NULL THEN
    PERFORM kc_unpost('{table}', changed);
    PERFORM kc_post_{table}(changed);
  END IF;
END $$;

DROP TRIGGER IF EXISTS kc_post_insert ON {table};
DROP TRIGGER IF EXISTS kc_post_update ON {table};
DROP TRIGGER IF EXISTS kc_post_delete ON {table};
CREATE TRIGGER kc_post_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION kc_posted_trigger();
CREATE TRIGGER kc_post_update AFTER UPDATE ON {table} REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION kc_posted_trigger();
CREATE TRIGGER kc_post_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION kc_posted_trigger();
"""

_PER_PARENT = """
CREATE OR REPLACE FUNCTION kc_parent_{parent}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE moved bigint[];
BEGIN
  SELECT array_agg(id) INTO moved FROM new_rows n JOIN old_rows o USING (id)
    WHERE ({new_columns}) IS DISTINCT FROM ({old_columns});
  IF moved IS NOT NULL THEN
    {reposts}
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS kc_parent ON {parent};
CREATE TRIGGER kc_parent AFTER UPDATE ON {parent} REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION kc_parent_{parent}();
"""

_STRAYS = """
CREATE OR REPLACE FUNCTION kc_strays() RETURNS TABLE (source text, strays bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE ids bigint[];
BEGIN
  {checks}
END $$;
"""

_STRAYS_OF = """
  ids := ARRAY(SELECT r.id FROM {table} r);
  RETURN QUERY WITH fresh AS ({select}),
  stale AS (SELECT {columns} FROM indicators_posting i WHERE i.source = '{table}')
  SELECT '{table}'::text, count(*) FROM (
    (TABLE fresh EXCEPT ALL TABLE stale) UNION ALL (TABLE stale EXCEPT ALL TABLE fresh)) AS differing
  HAVING count(*) > 0;
"""

_RIGHTS = """
GRANT EXECUTE ON FUNCTION kc_rebuild(), kc_compact(), kc_strays(), kc_spans(date, text) TO {role};
"""

_REBUILD = """
CREATE OR REPLACE FUNCTION kc_rebuild() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM kc_owes_name();
  LOCK TABLE indicators_cell IN SHARE ROW EXCLUSIVE MODE;
  LOCK TABLE indicators_posting IN EXCLUSIVE MODE;
  DELETE FROM indicators_posting; DELETE FROM indicators_cell; DELETE FROM indicators_presence;
  {posts}
  PERFORM kc_compact();
  RETURN (SELECT count(*) FROM indicators_posting);
END $$;
"""


def install(using: str) -> None:
    """(Re)make functions and triggers in the database ``using``; count anew when any definition changed.

    The triggers are made at every ``migrate``, since a table that was made again has lost its own.
    """
    connection = connections[using]
    if "indicators_posting" not in connection.introspection.table_names():
        return
    script = build()
    digest = hashlib.sha256(script.encode()).hexdigest()
    with transaction.atomic(using=using), connection.cursor() as cursor:
        counted = _installed(cursor) == digest
        cursor.execute(script)
        if not counted:
            cursor.execute("SELECT kc_rebuild()")
            cursor.execute(f"COMMENT ON FUNCTION kc_rebuild() IS '{digest}'")
        close_functions(cursor)
        if role := application_role(cursor):
            cursor.execute(_RIGHTS.replace("{role}", connection.ops.quote_name(role)))


def build() -> str:
    """Return the whole script, from the registry alone."""
    common = _COMMON.replace("{apply_minus}", _APPLY.replace("{sign}", "-"))
    posts = "\n  ".join(
        f"PERFORM kc_post_{table}(array_agg(id)) FROM {table} HAVING count(*) > 0;" for table in SOURCES
    )
    return "\n".join(
        [
            common,
            *(_source_sql(source) for source in SOURCES.values()),
            *_parents_sql(),
            _STRAYS.replace("{checks}", "".join(_strays_of(source) for source in SOURCES.values())),
            _REBUILD.replace("{posts}", posts),
        ]
    )


def _installed(cursor: CursorWrapper) -> str | None:
    cursor.execute("SELECT obj_description(to_regproc('kc_rebuild'), 'pg_proc')")
    found = cursor.fetchone()[0]
    return None if found is None else str(found)


def _source_sql(source: Source) -> str:
    return (
        _PER_SOURCE.replace("{apply_plus}", _APPLY.replace("{sign}", ""))
        .replace("{select}", _selects(source))
        .replace("{columns}", _COLUMNS)
        .replace("{table}", source.table)
    )


def _strays_of(source: Source) -> str:
    columns = ", ".join(f"i.{column.strip()}" for column in _COLUMNS.split(","))
    return (
        _STRAYS_OF.replace("{select}", _selects(source)).replace("{columns}", columns).replace("{table}", source.table)
    )


def _selects(source: Source) -> str:
    """Return the query that tells what the rows ``ids`` of a source post."""
    parts = [
        _select(series, reading, source)
        for series in SERIES.values()
        for reading in series.readings
        if reading.source == source.table
    ]
    return "\n  UNION ALL\n  ".join(parts)


def _select(series: Series, reading: Reading, source: Source) -> str:
    # Columns are cast so that EXCEPT compares the stored row with the fresh one type by type.
    return (
        f"SELECT '{series.code}'::varchar AS series, '{_mode(series)}'::varchar AS mode,"
        f" '{source.table}'::varchar AS source,"
        f' r.id AS "row", {reading.on} AS on_date, ({reading.value})::bigint AS value,'
        f" ({reading.member})::bigint AS member, ({source.province})::bigint AS province,"
        f" ({source.content})::bigint AS content, ({source.fund})::varchar AS fund,"
        f" ({source.project})::bigint AS project"
        f" FROM {source.table} r {source.joins} WHERE r.id = ANY (ids) AND {reading.where}"
    )


def _mode(series: Series) -> str:
    if not series.distinct:
        return "S"
    return "Y" if series.roll is Roll.YEAR_TO_DATE else "D"


def _parents_sql() -> Iterator[str]:
    """Yield one trigger for each parent table, whose change posts its children again."""
    parents: dict[str, tuple[set[str], list[tuple[str, Source]]]] = {}
    for source in SOURCES.values():
        for alias, (parent, columns) in source.parents.items():
            if parent == source.table:
                continue
            known, children = parents.setdefault(parent, (set(), []))
            known.update(columns)
            children.append((alias, source))
    for parent, (watched, children) in sorted(parents.items()):
        reposts = "\n    ".join(
            f"PERFORM kc_repost_{source.table}(array_agg(r.id)) FROM {source.table} r {source.joins}"
            f" WHERE {alias}.id = ANY (moved) HAVING count(*) > 0;"
            for alias, source in children
        )
        yield (
            _PER_PARENT.replace("{parent}", parent)
            .replace("{new_columns}", ", ".join(f"n.{column}" for column in sorted(watched)))
            .replace("{old_columns}", ", ".join(f"o.{column}" for column in sorted(watched)))
            .replace("{reposts}", reposts)
        )
