"""Figures cannot be forged, doubled or hidden: the faults that a review once showed, each as a test."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from khuyencong.branches.consulting import operations as consulting
from khuyencong.core.money import Dong
from khuyencong.core.periods import Cutoff, Period
from khuyencong.core.scope import NATION, Scope
from khuyencong.figures.indicators import operations as indicators
from khuyencong.figures.indicators.queries import recount, strays
from khuyencong.figures.reporting.queries import Request, consolidated
from khuyencong.figures.reporting.values import Report
from khuyencong.flow.planning.models import PlanChange
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.accounts import operations as accounts
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.territory.models import Unit
from tests import database
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db

MAP = date(2017, 6, 30)


def report(area: str, period: str, on: date = MAP, cutoff: Cutoff = Cutoff.CALENDAR) -> Report:
    return consolidated(Request(area, Period.parse(period), on, cutoff), now=datetime.now(UTC))


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "forgery",
    [
        "SELECT kc_post_planning_planline(ARRAY(SELECT id FROM planning_planline))",
        "SELECT kc_unpost('planning_planline', ARRAY(SELECT id FROM planning_planline))",
        """CREATE TEMPORARY TABLE mine (id bigint);
           CREATE TRIGGER forged AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION kc_audit()""",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "SELECT kc_rebuild()",
        "SELECT kc_compact()",
    ],
)
def test_the_application_cannot_forge_a_figure(forgery: str) -> None:
    flow.line()
    with pytest.raises(DatabaseError):
        run(forgery)


@pytest.mark.parametrize("cutoff", list(Cutoff))
def test_a_change_of_a_plan_counts_in_the_plans_year(cutoff: Cutoff) -> None:
    line = flow.line()
    year = line.project.year
    before = report("vietnam", str(year), cutoff=cutoff).figure("plan.total").value
    with under_operation():
        PlanChange.objects.create(line=line, decided_on=date(year + 1, 1, 10), delta=-1_000_000, decision="QĐ 1")
    assert report("vietnam", str(year), cutoff=cutoff).figure("plan.total").value == int(before) - 1_000_000
    assert report("vietnam", str(year + 1), cutoff=cutoff).figure("plan.total").value == 0


def test_a_plan_of_consulting_keeps_its_day_when_it_is_revised() -> None:
    plan = flow.consulting_plan()
    since = plan.effective_on
    consulting.set_plan(
        SYSTEM, plan.centre, year=plan.year, jobs=plan.jobs, revenue=Dong(plan.revenue), today=date(plan.year + 1, 1, 5)
    )
    plan.refresh_from_db()
    assert plan.effective_on == since


def centre_of(code: str) -> None:
    unit = Unit.objects.get(level="PROVINCE", code=code, valid__contains=date(2026, 1, 1))
    accounts.register_organisation(
        SYSTEM,
        Scope(province_id=unit.pk),
        code=f"TTKC-{code}-2025",
        kind=OrganisationKind.CENTRE,
        name=f"Trung tâm {code}",
        short=code,
        opened_on=date(2025, 7, 1),
    )


def test_a_province_that_never_merged_keeps_its_figures_on_an_old_map() -> None:
    centre_of("01")
    new, old = (report("01@2026-01-01", "2025", day).provinces[0] for day in (date(2025, 12, 31), MAP))
    assert old.name == new.name == "Hà Nội"
    assert old.inside == ()
    # One centre, counted as the denominator of the centres that consult.
    assert all(one.figure("consulting.centres").denominator.value == 1 for one in (new, old))  # type: ignore[union-attr]


def test_what_an_old_map_cannot_show_is_said() -> None:
    centre_of("66")
    assert not any("Không cộng được" in note for note in report("vietnam", "2025", date(2025, 12, 31)).notes)
    notes = report("vietnam", "2025", MAP).notes
    assert any("Không cộng được số liệu của Đắk Lắk" in note for note in notes)


def test_a_period_across_the_merger_says_what_it_counts_twice() -> None:
    assert any("cả trước và sau" in note for note in report("vietnam", "2025", date(2025, 12, 31)).notes)
    assert not any("cả trước và sau" in note for note in report("vietnam", "2017H1").notes)


@pytest.mark.usefixtures("committed")
def test_verify_sees_a_record_that_lost_its_posting() -> None:
    flow.contract()
    assert strays() == []
    with database.connect(connection.settings_dict["NAME"]) as owner:
        owner.execute("DELETE FROM indicators_posting WHERE series = 'plan.money'")
    assert strays() == [("planning_planline", 1)]
    indicators.rebuild(SYSTEM, NATION)
    assert strays() == []
    assert recount(date(2030, 1, 1)) == []
