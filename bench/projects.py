"""The time of the list of đề án at 100,000, beside a peer's list at 2,000.

    python -m bench.projects [100000]

Fills a database of its own in ``var/bench`` by SQL (each đề án with one item, over the fifteen provinces and twenty
years), signs in as a planner of the ministry, who sees them all, and prints the medians of eleven requests through the
whole program: routing, permission, queries, template.

The peer is Hypha 6.7, measured in another run on a machine of the same kind (two cores): its list of 2,000 projects
took 465 ms, its list of submissions 541 ms on the first page, 687 ms with a search and 2,395 ms on page 100.  The
smallest of them is the limit of every row here: the program exits with 1 when one is slower.
"""

import os
import sys
from typing import Final

from bench.report import ROOT, _fill, _prepare, _timed

LIMIT_MS: Final = 465.0
"""Hypha's list of 2,000 projects, p50 of one client."""

_GROUND = """
INSERT INTO accounts_organisation (code, kind, province_id, opened_on)
SELECT 'TTKC-' || code, 'CENTRE', id, '2010-01-01' FROM territory_unit
 WHERE level = 'PROVINCE' AND region = 'central-highlands' AND valid @> date '2017-06-30';
"""

_PROJECTS = """
INSERT INTO proposals_project
  (number, version, name, kind, year, province_id, centre_id, content_id, summary, place, state, drafted_on, folded)
SELECT y || '-' || lpad(o.province_id::text, 3, '0') || '-' || lpad(g::text, 6, '0'), 1,
       'Hỗ trợ máy ' || (ARRAY['cưa', 'sấy', 'ép', 'nghiền', 'dệt'])[1 + g % 5] || ' cho cơ sở số ' || g, 'SINGLE', y,
       o.province_id, o.id, c.id, '', '', 'DRAFT', make_date(y - 1, 4, 1),
       'ho tro may ' || (ARRAY['cua', 'say', 'ep', 'nghien', 'det'])[1 + g % 5] || ' cho co so so ' || g
  FROM generate_series({low}, {high}) g
  CROSS JOIN LATERAL (SELECT 2006 + g % 20 AS y) years
  JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS k, * FROM accounts_organisation WHERE kind = 'CENTRE') o
    ON o.k = (g / 20) % 15
  JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS k, id FROM regulations_activitycontent) c ON c.k = g % 20;
INSERT INTO proposals_supportitem
  (project_id, content_id, description, national, provincial, district, counterpart, other)
SELECT p.id, p.content_id, 'máy', 0, 100000000, 0, 150000000, 0
  FROM proposals_project p WHERE split_part(p.number, '-', 3)::int BETWEEN {low} AND {high};
"""

VIEWS: Final = {
    "first page": "",
    "middle page": "?page=1000",
    "last page": "?page=999999",
    "search, two words": "?q=may say",
    "search, one row": "?q=so 77777",
    "filter by year and state": "?year=2017&state=DRAFT",
    "sorted by name": "?sort=name",
    "sorted by province, last page": "?sort=-province&page=999999",
}


def main(size: int) -> int:
    """Fill, measure, print; return 1 when a view is slower than the peer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["KHUYENCONG_VAR"] = str(ROOT / "var" / "bench")
    import django  # noqa: PLC0415  the folder must be named first

    django.setup()
    _prepare(_GROUND)
    client = _planner()
    for low in range(0, size, 10_000):
        _fill(_PROJECTS.format(low=low, high=min(low + 10_000, size) - 1))
    _tidy()
    print(f"{size} projects; limit {LIMIT_MS:.0f} ms (Hypha's list of 2,000)")
    print(f"{'view':<32} {'ms':>8} {'limit/ms':>9} {'queries':>8}")
    times = [_measured(client, name, query) for name, query in VIEWS.items()]
    return int(max(times) > LIMIT_MS)


def _measured(client: object, name: str, query: str) -> float:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def ask() -> None:
        response = client.get(f"/de-an/{query}")  # type: ignore[attr-defined]
        assert response.status_code == 200, response.status_code  # noqa: PLR2004

    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # now: the next request empties the connection's list
    took = _timed(ask)
    print(f"{name:<32} {took:>8.1f} {LIMIT_MS / took:>9.1f} {queries:>8}")
    return took


def _planner() -> object:
    from datetime import date  # noqa: PLC0415

    from django.test import Client  # noqa: PLC0415

    from khuyencong.core.scope import NATION, Scope  # noqa: PLC0415
    from khuyencong.ground.access.actor import SYSTEM  # noqa: PLC0415
    from khuyencong.ground.access.operations import assign_post  # noqa: PLC0415
    from khuyencong.ground.access.roles import Role  # noqa: PLC0415
    from khuyencong.ground.accounts.enums import OrganisationKind  # noqa: PLC0415
    from khuyencong.ground.accounts.operations import open_account, register_organisation  # noqa: PLC0415

    since = date(2010, 1, 1)
    kind = OrganisationKind.AGENCY
    agency = register_organisation(
        SYSTEM, NATION, code="CUC", kind=kind, name="Cục Công Thương địa phương", short="Cục", opened_on=since
    )
    user = open_account(SYSTEM, NATION, email="minh@bo.example", full_name="Minh", password="khong-dung-den")  # noqa: S106
    assign_post(SYSTEM, Scope(organisation_id=agency.pk), user=user, role=Role.MINISTRY_PLANNER, since=since)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _tidy() -> None:
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
