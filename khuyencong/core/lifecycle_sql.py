"""The lifecycles in the database: a state that no step leads to is refused, whoever writes it and however.

A model names its table of steps (``lifecycle``); the triggers are made from that table after every ``migrate``, so
there is no second definition.  ``install`` is idempotent.

The triggers stand AFTER the row is written: what the row promises by itself (CHECK, UNIQUE, "nobody is named") answers
first, and no other trigger can change the state behind their back.  The moves that are allowed stand in the trigger's
WHEN, so that a good write costs one comparison.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

from khuyencong.core.audit_sql import records
from khuyencong.core.lifecycle import Lifecycle, label_of
from khuyencong.core.models import Record

BIRTH, MOVE = "kc_lifecycle_birth", "kc_lifecycle_move"
"""The two triggers of a table: what a new row may be, and what may follow what."""

COLUMN = "state"

_FUNCTION = """
CREATE OR REPLACE FUNCTION kc_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  name text := TG_ARGV[0];
  labels jsonb := TG_ARGV[1];
  moves jsonb := TG_ARGV[2];
  wanted text := coalesce(labels ->> NEW.state, NEW.state);
  present text;
  possible text;
  refusal text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    refusal := format('%s mới phải ở trạng thái “%s”, không thể là “%s”.', name, labels ->> TG_ARGV[3], wanted);
  ELSE
    present := coalesce(labels ->> OLD.state, OLD.state);
    SELECT string_agg(format('“%s”', labels ->> value), ', ') INTO possible
      FROM jsonb_array_elements_text(moves -> OLD.state);
    refusal := format('%s không thể chuyển từ “%s” sang “%s”; %s.', name, present, wanted,
      coalesce('từ đây chỉ có thể sang ' || possible, 'đây là trạng thái cuối, không còn bước nào tiếp theo'));
  END IF;
  RAISE EXCEPTION '%', refusal USING ERRCODE = '23514', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;
"""


def governed() -> Iterator[tuple[type[Record], Lifecycle[Any, Any]]]:
    """Yield each model that has a lifecycle, with it."""
    return ((model, model.lifecycle) for model in records() if model.lifecycle is not None)


def install(using: str) -> None:
    """(Re)make the function and the triggers in the database ``using``."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for model in records():
            table = model._meta.db_table
            if table not in existing:
                continue
            cursor.execute(f"DROP TRIGGER IF EXISTS {BIRTH} ON {table}; DROP TRIGGER IF EXISTS {MOVE} ON {table}")
            if model.lifecycle is not None:
                _watch(cursor, table, model.lifecycle)


def _watch(cursor: CursorWrapper, table: str, lifecycle: Lifecycle[Any, Any]) -> None:
    moves = lifecycle.moves()
    told = [
        lifecycle.name[0].upper() + lifecycle.name[1:],
        json.dumps({str(state): label_of(state) for state in moves}, ensure_ascii=False),
        json.dumps({str(state): [str(after) for after in following] for state, following in moves.items()}),
        str(lifecycle.initial),
    ]
    steps = [(str(state), str(after)) for state, following in moves.items() for after in following]
    call = f"FOR EACH ROW WHEN ({{when}}) EXECUTE FUNCTION kc_lifecycle({', '.join(['%s'] * len(told))})"
    born = f"NEW.{COLUMN} <> %s"
    moved = (
        f"OLD.{COLUMN} <> NEW.{COLUMN} AND (OLD.{COLUMN}, NEW.{COLUMN}) NOT IN ({', '.join(['(%s, %s)'] * len(steps))})"
    )
    cursor.execute(f"CREATE TRIGGER {BIRTH} AFTER INSERT ON {table} " + call.format(when=born), [told[-1], *told])
    # Not `UPDATE OF state`: a BEFORE trigger may change the column without naming it.
    pairs = [word for step in steps for word in step]
    cursor.execute(f"CREATE TRIGGER {MOVE} AFTER UPDATE ON {table} " + call.format(when=moved), [*pairs, *told])
