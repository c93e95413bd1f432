"""The time of a region's report as projects grow, beside the bare SQL that it needs.

    python -m bench.report [1000 10000 100000]

For each number of projects (with an item, a plan line, a contract, an advance and an acceptance each, over the fifteen
provinces and two years) it prints, as medians of eleven runs:

- report   ``consolidated(…)``: everything from the request to the frozen value;
- bare     the report's own statements alone, through the same connection, nothing built from them;
- recount  the peer: the same planned money, contracts and establishments counted from the records by SQL.

The claim under test: report/bare stays small, and report does not grow with the projects while recount does.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 11
PERIOD, MAP_DATE, AREA = "2017H1", date(2017, 6, 30), "central-highlands"

_NAME = """
SELECT set_config('kc.operation', gen_random_uuid()::text, true), set_config('kc.verb', 'bench', true),
       set_config('kc.actor', '', true), set_config('kc.actor_label', 'bench', true), set_config('kc.reason', '', true)
"""

_GROUND = """
INSERT INTO accounts_organisation (code, kind, province_id, opened_on)
SELECT 'TTKC-' || code, 'CENTRE', id, '2010-01-01' FROM territory_unit
 WHERE level = 'PROVINCE' AND region = 'central-highlands' AND valid @> date '2017-06-30';
INSERT INTO planning_annualplan (year, province_id, fund, state, approved_on, decision)
SELECT y, province_id, 'LOCAL', 'APPROVED', make_date(y, 1, 10), 'QĐ' FROM accounts_organisation, generate_series(2016, 2017) y;
INSERT INTO planning_planbatch (plan_id, number, state, approved_on, decision)
SELECT id, 1, 'APPROVED', approved_on, 'QĐ' FROM planning_annualplan;
-- Each owner needs an account of its own; the bench posts nothing to them, the report does not read the ledger.
INSERT INTO ledger_account (kind, province_id) SELECT 'SOURCE', province_id FROM planning_annualplan;
INSERT INTO ledger_account (kind, parent_id, province_id)
SELECT 'ENVELOPE', id, province_id FROM ledger_account WHERE kind = 'SOURCE';
INSERT INTO planning_envelope
  (plan_id, source, amount, committed, delegated, carried_in, carried_out, account_id)
SELECT p.id, 'PROVINCIAL', 1e15::bigint, 0, 0, 0, 0, a.id
  FROM (SELECT row_number() OVER (PARTITION BY province_id ORDER BY id) AS k, * FROM planning_annualplan) p
  JOIN (SELECT row_number() OVER (PARTITION BY province_id ORDER BY id) AS k, * FROM ledger_account
         WHERE kind = 'ENVELOPE') a ON a.province_id = p.province_id AND a.k = p.k;
"""

# Each step adds the rows of projects number {low} to {high}.
_PROJECTS = """
INSERT INTO establishments_establishment
  (version, name, legal_form, province_id, address, industry, vsic_code, phone, woman_owned, minority_owned,
   craft_village, registered_on, folded)
SELECT 1, 'Cơ sở ' || g, 'HOUSEHOLD', o.province_id, '', 'cơ khí', '', '', false, false, '', '2016-01-01', 'co so ' || g
  FROM generate_series({low}, {high}) g
  JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS k, * FROM accounts_organisation) o ON o.k = g % 15;
INSERT INTO proposals_project
  (number, version, name, kind, year, province_id, centre_id, content_id, summary, place, state, drafted_on,
   submitted_on, decided_on, folded)
SELECT 'B' || g, 1, 'Đề án ' || g, 'SINGLE', 2016 + (g / 15) % 2, o.province_id, o.id, c.id, '', '', 'APPROVED',
       make_date(2015 + (g / 15) % 2, 4, 1), make_date(2015 + (g / 15) % 2, 5, 1), make_date(2015 + (g / 15) % 2, 9, 1), 'de an ' || g
  FROM generate_series({low}, {high}) g
  JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS k, * FROM accounts_organisation) o ON o.k = g % 15
  JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS k, id FROM regulations_activitycontent) c ON c.k = g % 20;
INSERT INTO proposals_supportitem
  (project_id, establishment_id, content_id, description, national, provincial, district, counterpart, other)
SELECT p.id, e.id, p.content_id, 'máy', 0, 100000000, 0, 150000000, 0
  FROM proposals_project p JOIN establishments_establishment e ON e.name = 'Cơ sở ' || substr(p.number, 2)
 WHERE substr(p.number, 2)::int BETWEEN {low} AND {high};
-- A line needs its account, and what was paid its transfer: one after the other, as the site writes them.
DO $$
DECLARE p record; own bigint; signed_for bigint; line bigint; contract bigint; moved bigint; signed date;
BEGIN
  FOR p IN SELECT j.id, j.year, j.province_id, j.centre_id, n.id AS envelope, n.account_id, b.id AS batch
             FROM proposals_project j
             JOIN planning_annualplan a ON a.province_id = j.province_id AND a.year = j.year
             JOIN planning_envelope n ON n.plan_id = a.id JOIN planning_planbatch b ON b.plan_id = a.id
            WHERE substr(j.number, 2)::int BETWEEN {low} AND {high} ORDER BY j.id LOOP
    INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
      VALUES ('LINE', p.account_id, p.province_id, p.centre_id) RETURNING id INTO own;
    INSERT INTO planning_planline
        (envelope_id, batch_id, project_id, amount, current, contracted, state, effective_on, account_id)
      VALUES (p.envelope, p.batch, p.id, 100000000, 100000000, 100000000, 'CONTRACTED', make_date(p.year, 1, 10), own)
      RETURNING id INTO line;
    INSERT INTO ledger_account (kind, parent_id, province_id, organisation_id)
      VALUES ('CONTRACT', own, p.province_id, p.centre_id) RETURNING id INTO signed_for;
    signed := make_date(p.year, 2, 1 + line::int % 27);
    INSERT INTO contracts_contract
        (line_id, kind, number, partner, subject, signed_on, due_on, signed_amount, amount, advanced, recovered,
         settled, paid, returned, state, account_id)
      VALUES (line, 'AGREEMENT', 'HĐ' || line, '', '', signed, make_date(p.year, 12, 1), 100000000, 100000000,
              50000000, 0, 0, 0, 0, 'SIGNED', signed_for) RETURNING id INTO contract;
    INSERT INTO ledger_transfer (day, kind, taken_from_id, given_to_id, amount, reference)
      SELECT signed + 30, 'PAID', parent_id, signed_for, 50000000, 'CT' FROM ledger_account WHERE id = p.account_id
      RETURNING id INTO moved;
    INSERT INTO contracts_payment
        (contract_id, kind, state, amount, purpose, remarks, returned_because, brought_in, paid_on, voucher, transfer_id)
      VALUES (contract, 'ADVANCE', 'PAID', 50000000, '', '', '', true, signed + 30, 'CT', moved);
  END LOOP;
END $$;
INSERT INTO settlement_acceptance
  (item_id, form, accepted_on, minutes, place, cost, national, provincial, district, counterpart, other, result, remedy)
SELECT i.id, '5A', make_date(p.year, 3 + i.id::int % 9, 1 + i.id::int % 28), 'BB', '', 250000000, 0, 100000000, 0,
       150000000, 0, 'PASS', ''
  FROM proposals_supportitem i JOIN proposals_project p ON p.id = i.project_id
 WHERE substr(p.number, 2)::int BETWEEN {low} AND {high};
"""

_RECOUNT = """
SELECT p.province_id, p.content_id, n.source, sum(l.amount), count(*) FROM planning_planline l
  JOIN planning_envelope n ON n.id = l.envelope_id JOIN proposals_project p ON p.id = l.project_id
 WHERE l.effective_on BETWEEN '2016-01-01' AND '2017-06-30' GROUP BY 1, 2, 3;
SELECT p.province_id, sum(k.amount) FROM contracts_contract k JOIN planning_planline l ON l.id = k.line_id
  JOIN proposals_project p ON p.id = l.project_id WHERE k.signed_on BETWEEN '2016-01-01' AND '2017-06-30' GROUP BY 1;
SELECT p.province_id, count(DISTINCT i.establishment_id) FROM settlement_acceptance s
  JOIN proposals_supportitem i ON i.id = s.item_id JOIN proposals_project p ON p.id = i.project_id
 WHERE s.accepted_on BETWEEN '2016-01-01' AND '2017-06-30' GROUP BY 1
"""


def main(sizes: list[int]) -> None:
    """Prepare a database of its own in ``var/bench`` and print one row for each size."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["KHUYENCONG_VAR"] = str(ROOT / "var" / "bench")
    import django  # noqa: PLC0415  the folder must be named first

    django.setup()
    _prepare(_GROUND)
    print(
        f"{'projects':>9} {'report ms':>10} {'bare ms':>9} {'ratio':>6} {'recount ms':>11} {'recount/report':>15} {'queries':>8}"
    )
    done = 0
    for size in sorted(sizes):
        seconds = _grow(done, size)
        done = size
        report, queries = _timed_report()
        bare, recount = _timed_bare(queries), _timed(lambda: _execute(_RECOUNT))
        print(
            f"{size:>9} {report:>10.1f} {bare:>9.1f} {report / bare:>6.1f} {recount:>11.1f} {recount / report:>15.1f}"
            f" {len(queries):>8}   (filled in {seconds:.0f} s)"
        )


def _prepare(ground: str) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from khuyencong.core.lifecycle_sql import BIRTH, governed  # noqa: PLC0415
    from khuyencong.core.scope import NATION  # noqa: PLC0415
    from khuyencong.flow.warning.operations import load_watch_rules  # noqa: PLC0415
    from khuyencong.ground.access.actor import SYSTEM  # noqa: PLC0415
    from khuyencong.ground.regulations.operations import load_regulations  # noqa: PLC0415
    from khuyencong.ground.territory.operations import load_units  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", database="owner", verbosity=0, skip_checks=True)
    load_units(SYSTEM, NATION)
    load_regulations(SYSTEM, NATION)
    load_watch_rules(SYSTEM, NATION)
    with connections["owner"].cursor() as cursor:
        for model, _ in governed():  # the stage is set with rows in the middle of their lives
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER {BIRTH}")
    _fill(ground)


def _grow(done: int, size: int) -> float:
    start = time.perf_counter()
    for low in range(done, size, 10_000):
        _fill(_PROJECTS.format(low=low, high=min(low + 10_000, size) - 1))
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT kc_compact()")
        cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - start


def _fill(script: str) -> None:
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NAME)
        cursor.execute(script)


def _timed_report() -> tuple[float, list[dict[str, str]]]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from khuyencong.core.periods import Period  # noqa: PLC0415
    from khuyencong.figures.reporting.queries import Request, consolidated  # noqa: PLC0415

    def report() -> object:
        return consolidated(Request(AREA, Period.parse(PERIOD), MAP_DATE), now=datetime.now(UTC))

    with CaptureQueriesContext(connection) as captured:
        report()
    return _timed(report), list(captured.captured_queries)


def _timed_bare(queries: list[dict[str, str]]) -> float:
    return _timed(lambda: [_execute(query["sql"]) for query in queries])


def _execute(script: str) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(script)
        if cursor.description:
            cursor.fetchall()


def _timed(act: Callable[[], object]) -> float:
    """Return the median of the runs in milliseconds, after one to warm up."""
    act()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
