"""A figure changes exactly when a record changes, and is what a count by hand gives."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from khuyencong.branches.consulting import operations as consulting
from khuyencong.core.money import Dong
from khuyencong.core.periods import Cutoff, Period
from khuyencong.core.scope import NATION
from khuyencong.figures.indicators.models import Cell, Posting, Presence
from khuyencong.figures.indicators.operations import compact, rebuild
from khuyencong.figures.indicators.queries import Window, evidence, recount
from khuyencong.figures.indicators.registry import INDICATORS, SERIES
from khuyencong.figures.reporting.queries import consolidated
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.supervision import operations as supervision
from khuyencong.flow.supervision.enums import AdjustmentKind, EventKind
from khuyencong.flow.supervision.models import Attendance
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.operations import register_organisation
from tests import people
from tests.database import connect
from tests.factories import flow
from tests.factories.flow import dong
from tests.figures import NOW, REGION, Entry, counted, entries, request, told
from tests.operations import under_operation

pytestmark = pytest.mark.django_db

YEAR = request("2017")
Change = dict[str, int]
SHAPES = frozenset(code for code, indicator in INDICATORS.items() if indicator.shape)


def _told() -> dict[str, int]:
    """Return every whole figure of 2017, the number of centres too; figures of shape follow planned money."""
    figures = {code: value for code, (value, _) in told(YEAR).items() if code not in SHAPES}
    whole = consolidated(YEAR, now=NOW).figure("consulting.centres").denominator
    figures["centres.all"] = whole.value if whole else 0
    return {code: value for code, value in figures.items() if isinstance(value, int)}


def _changes(deed: Callable[[], object]) -> Change:
    """Do something and return every figure that changed by it, with the difference."""
    before = _told()
    deed()
    return {code: value - before[code] for code, value in _told().items() if value != before[code]}


def _planned(amount: int, *, projects: int = 0, **other: int) -> Change:
    change = {"plan.total": amount, "plan.local": amount, **other}
    return {**change, "plan.projects": projects} if projects else change


def test_a_plan_counts_when_it_is_approved_and_not_before() -> None:
    project = flow.approved_project()
    assert _changes(lambda: flow.line(project, amount=dong(50))) == {}
    line = project.lines.get()
    approve = lambda: planning.approve_plan(SYSTEM, line.envelope.plan, decision="QĐ 1", today=flow.PLANNED)  # noqa: E731
    assert _changes(approve) == _planned(50_000_000, projects=1)
    line.refresh_from_db()
    more = lambda: flow.changed_line(line, dong(5))  # noqa: E731
    assert _changes(more) == _planned(5_000_000)


def test_two_lines_of_one_project_are_one_project() -> None:
    project = flow.approved_project()
    flow.approved_line(project, amount=dong(50))
    changes = _changes(lambda: flow.approved_line(project, source=Source.DISTRICT, amount=dong(7)))
    assert changes == _planned(7_000_000) | {"plan.district": 7_000_000}


def test_money_of_the_state_is_not_local() -> None:
    place = people.place_of()
    project = flow.approved_project(place, items=[flow.item(place, source=Source.NATIONAL)])
    changes = _changes(lambda: flow.approved_line(project, source=Source.NATIONAL, amount=dong(50)))
    assert changes == {"plan.total": 50_000_000, "plan.national": 50_000_000, "plan.projects": 1}


def test_a_line_taken_out_is_gone() -> None:
    line = flow.approved_line(amount=dong(50))
    changes = _changes(lambda: planning.take_out(SYSTEM, line, reason="Cơ sở rút"))
    assert changes == _planned(-50_000_000, projects=-1)


def test_money_contracted_advanced_settled() -> None:
    line = flow.approved_line(amount=dong(50))
    assert _changes(lambda: flow.contract(line, amount=dong(40))) == {"money.contracted": 40_000_000}
    contract = line.contracts.get()
    assert _changes(lambda: flow.advance(contract, amount=dong(12))) == {"money.advanced": 12_000_000}
    cancel = lambda: contracts.reverse_payment(SYSTEM, contract.payments.get(), reason="Ghi nhầm", today=flow.HELD)  # noqa: E731
    assert _changes(cancel) == {"money.advanced": -12_000_000}
    assert _changes(lambda: flow.settled(contract, claimed=dong(38))) == {"money.settled": 38_000_000}
    liquidate = lambda: contracts.liquidate(SYSTEM, contract, today=flow.DUE)  # noqa: E731
    assert _changes(liquidate) == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("MACHINERY", "result.machinery"),
        ("PRODUCTION_LINE", "result.machinery"),
        ("BRAND", "result.brands"),
        ("STARTUP", "result.enterprises"),
        ("TRAINING", ""),
    ],
)
def test_an_acceptance_counts_by_its_content(content: str, code: str) -> None:
    item = flow.approved_project(code=content).items.get()
    assert _changes(lambda: flow.acceptance(item)) == ({code: 1} if code else {})


def test_an_establishment_counts_once_while_any_of_its_acceptances_stands() -> None:
    workshop = flow.establishment().pk
    items = [
        flow.approved_project(items=[flow.Item("Máy", workshop, provincial=dong(20), counterpart=dong(60))]).items.get()
        for _ in range(2)
    ]
    assert _changes(lambda: flow.acceptance(items[0])) == {"result.machinery": 1}
    assert _changes(lambda: flow.acceptance(items[1])) == {}
    cancel = settlement.cancel_acceptance
    assert _changes(lambda: cancel(SYSTEM, items[0].acceptance, reason="Ghi nhầm")) == {}
    assert _changes(lambda: cancel(SYSTEM, items[1].acceptance, reason="Ghi nhầm")) == {"result.machinery": -1}


def test_an_item_without_an_establishment_counts_nobody() -> None:
    project = flow.approved_project(items=[flow.Item("Máy dùng chung", provincial=dong(20), counterpart=dong(60))])
    assert _changes(lambda: flow.acceptance(project.items.get())) == {}


def test_a_demonstration_a_fair_a_fair_of_others_a_fair_abroad() -> None:
    project = flow.approved_project(code="FAIR_ORGANISE")
    guests = [flow.establishment().pk for _ in range(3)]

    def hold(kind: EventKind, *, organised: bool = True) -> Change:
        return _changes(lambda: flow.event(project, kind=kind, establishments=guests, organised=organised))

    assert hold(EventKind.DEMONSTRATION) == {"result.demo_models": 1}
    assert hold(EventKind.FAIR) == {"result.fairs": 1, "result.fair_participations": 3}
    assert hold(EventKind.FAIR, organised=False) == {"result.fair_participations": 3}
    assert hold(EventKind.FAIR_ABROAD) == {}


def test_who_did_not_come_and_what_was_not_held() -> None:
    event = flow.event(establishments=[flow.establishment().pk for _ in range(3)])
    absent = Attendance.objects.filter(event=event)[0]
    assert _changes(lambda: supervision.remove_attendance(SYSTEM, absent, reason="Không đến")) == {
        "result.fair_participations": -1
    }
    assert _changes(lambda: supervision.remove_event(SYSTEM, event, reason="Ghi nhầm")) == {
        "result.fairs": -1,
        "result.fair_participations": -2,
    }


def test_a_project_is_adjusted_once_and_stopped_once() -> None:
    project = flow.approved_project()
    flow.approved_line(project, amount=dong(50))
    assert _changes(lambda: flow.adjustment(project, kind=AdjustmentKind.PLACE)) == {}
    assert _changes(lambda: flow.granted(project, kind=AdjustmentKind.TIME)) == {"projects.adjusted": 1}
    assert _changes(lambda: flow.granted(project, kind=AdjustmentKind.PARTNER)) == {}
    stopped = _changes(lambda: flow.granted(project, kind=AdjustmentKind.STOP))
    assert stopped == _planned(-50_000_000) | {"projects.stopped": 1}


def test_consulting_is_counted_by_plans_jobs_and_revenue() -> None:
    centre = people.centre_of()
    assert _changes(lambda: flow.consulting_plan(centre, jobs=10, revenue=dong(500))) == {
        "consulting.centres": 1,
        "consulting.plan_jobs": 10,
        "consulting.plan_revenue": 500_000_000,
    }
    assert _changes(lambda: flow.consulting_plan(centre, jobs=12, revenue=dong(450))) == {
        "consulting.plan_jobs": 2,
        "consulting.plan_revenue": -50_000_000,
    }
    assert _changes(lambda: flow.consulting_contract(centre, advised_on=None)) == {}
    job = centre.consulting_contracts.get()
    handed = lambda: consulting.hand_over(SYSTEM, job, advised_on=flow.HELD, today=flow.HELD)  # noqa: E731
    assert _changes(handed) == {"consulting.jobs": 1}
    later = lambda: consulting.hand_over(SYSTEM, job, advised_on=date(2018, 1, 5), today=flow.RECORDED)  # noqa: E731
    assert _changes(later) == {"consulting.jobs": -1}
    assert _changes(lambda: flow.revenue(job, amount=dong(30))) == {"consulting.revenue": 30_000_000}
    cancel = lambda: consulting.cancel_revenue(SYSTEM, job.revenue.get(), reason="Hóa đơn hủy")  # noqa: E731
    assert _changes(cancel) == {"consulting.revenue": -30_000_000}


def test_a_centre_counts_from_its_first_day_and_a_department_never() -> None:
    def register(kind: OrganisationKind) -> Organisation:
        place = people.place_of()
        return register_organisation(
            SYSTEM, place, code=f"MỚI-{kind}", kind=kind, name="Mới", short="Mới", opened_on=date(2017, 5, 1)
        )

    people.centre_of()
    assert _changes(lambda: register(OrganisationKind.DEPARTMENT)) == {}
    assert _changes(lambda: register(OrganisationKind.CENTRE)) == {"centres.all": 1}


def test_the_cases_above_move_every_series() -> None:
    whole = _whole_world()
    assert {entry.series for entry in entries()} == set(SERIES), whole


def test_a_figure_is_of_its_days_under_both_rules() -> None:
    flow.event(closed_on=date(2017, 6, 14))
    flow.event(closed_on=date(2017, 6, 15))
    flow.event(closed_on=date(2017, 6, 30))

    def fairs(period: str, cutoff: Cutoff) -> int:
        return int(told(request(period, cutoff=cutoff))["result.fairs"][0])

    assert [fairs(p, Cutoff.CALENDAR) for p in ("2017-06", "2017H1", "2017-07", "2017H2")] == [3, 3, 0, 0]
    assert [fairs(p, Cutoff.ND09) for p in ("2017-06", "2017H1", "2017-07", "2017H2")] == [1, 1, 2, 2]


def test_a_change_of_a_parent_moves_what_its_children_posted() -> None:
    project = flow.approved_project()
    flow.contract(flow.approved_line(project, amount=dong(50)))
    brand = flow.content("BRAND")
    elsewhere = people.province_unit(people.QUANG_NAM)

    with under_operation():
        Project.objects.filter(pk=project.pk).update(content=brand)
    assert set(Posting.objects.filter(project=project.pk).values_list("content", flat=True)) == {brand.pk}
    _assert_counted("2017")

    with under_operation():
        Project.objects.filter(pk=project.pk).update(province=elsewhere)
    assert set(Posting.objects.filter(project=project.pk).values_list("province", flat=True)) == {elsewhere.pk}
    assert told(request("2017", area=f"{people.PHU_YEN}@2017-06-30"))["plan.total"][0] == 0
    assert told(request("2017", area=f"{people.QUANG_NAM}@2017-06-30"))["plan.total"][0] == 50_000_000


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proposals_supportitem SET establishment_id = (SELECT min(id) FROM establishments_establishment)",
        "UPDATE proposals_supportitem SET content_id = (SELECT id FROM regulations_activitycontent WHERE code = 'BRAND')",
        "UPDATE proposals_supportitem SET project_id = (SELECT max(id) FROM proposals_project)",
        "UPDATE supervision_event SET kind = 'DEMONSTRATION'",
        "UPDATE supervision_event SET closed_on = '2018-03-20'",
        "UPDATE supervision_event SET organised = false",
        "UPDATE supervision_event SET project_id = (SELECT max(id) FROM proposals_project)",
        "UPDATE accounts_organisation SET province_id = (SELECT max(province_id) FROM proposals_project)",
        "UPDATE accounts_organisation SET closed_on = '2017-06-15'",
        "UPDATE planning_envelope SET source = 'DISTRICT' WHERE source = 'PROVINCIAL'",
        "UPDATE planning_planline SET effective_on = '2016-12-31' WHERE effective_on IS NOT NULL",
        "UPDATE planning_planline SET project_id = (SELECT max(id) FROM proposals_project)",
        "UPDATE contracts_contract SET line_id = (SELECT max(id) FROM planning_planline)",
        "UPDATE contracts_payment SET amount = 1, paid_on = '2017-12-31'",
        "UPDATE consulting_consultingcontract SET centre_id = (SELECT max(id) FROM accounts_organisation)",
        "UPDATE consulting_revenueentry SET recognised_on = '2017-06-15'",
        "DELETE FROM settlement_acceptance",
        "DELETE FROM supervision_attendance",
        "WITH parts AS (DELETE FROM settlement_settleditem) DELETE FROM settlement_settlement",
    ],
)
def test_whatever_is_changed_and_however_the_figures_follow(statement: str) -> None:
    _whole_world()
    with under_operation(), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    _assert_counted("2016", "2017", "2017H1", "2017-06", "2017-07", "2018")
    assert recount(date(2030, 1, 1)) == []


def test_counting_anew_changes_no_figure() -> None:
    _whole_world()
    before = _snapshot()
    assert rebuild(SYSTEM, NATION) == Posting.objects.count() > 0
    assert _snapshot() == before


def test_folding_changes_no_figure_and_leaves_one_cell_each() -> None:
    _whole_world()
    project = flow.approved_project(code="FAIR_ORGANISE")
    supervision.remove_event(SYSTEM, flow.event(project), reason="Ghi nhầm")
    before = _snapshot()
    assert compact(SYSTEM, NATION) == Cell.objects.count()
    assert _snapshot() == before
    assert not Presence.objects.filter(n=0).exists()
    places = list(Cell.objects.values_list("series", "province", "span", "content", "fund"))
    assert len(places) == len(set(places))


def test_nothing_is_left_of_what_was_undone() -> None:
    centre = people.centre_of()
    before = _snapshot()
    job = flow.consulting_contract(centre, advised_on=None)
    consulting.cancel_revenue(SYSTEM, flow.revenue(job), reason="Ghi nhầm")
    assert _snapshot() == before


def test_the_evidence_behind_a_figure_is_as_many_records_as_it_says() -> None:
    _whole_world()
    for period in ("2017", "2017H1", "2017-05"):
        asked = request(period)
        window = Window("now", asked.period, asked.cutoff)
        provinces = list(Posting.objects.values_list("province", flat=True).distinct())
        for code, (_, records) in told(asked).items():
            assert evidence(INDICATORS[code], provinces, window).count() == records, (code, period)


@pytest.mark.parametrize("day", [date(2017, 5, 1), date(2017, 5, 14), date(2017, 5, 15), date(2017, 5, 20)])
def test_recounting_up_to_any_day_finds_no_fault(day: date) -> None:
    flow.event(closed_on=date(2017, 5, 10), establishments=[flow.establishment().pk])
    flow.event(closed_on=date(2017, 5, 20))
    assert recount(day) == []


@pytest.mark.django_db(transaction=True)
def test_recounting_finds_a_cell_that_somebody_changed(committed: None) -> None:
    flow.event(establishments=[flow.establishment().pk])
    flow.acceptance()
    with connect(connection.settings_dict["NAME"]) as owner:
        owner.execute(
            "UPDATE indicators_cell SET value = value + 1 WHERE series IN ('result.fairs', 'result.machinery')"
        )
    assert {series for series, _, _ in recount(date(2030, 1, 1))} == {"result.fairs", "result.machinery"}
    rebuild(SYSTEM, NATION)
    assert recount(date(2030, 1, 1)) == []


def _assert_counted(*periods: str) -> None:
    """Compare every figure of some periods, under both rules, with a count by hand."""
    found = entries()
    for period in periods:
        for cutoff in Cutoff:
            for area, inside in _areas(found).items():
                asked = request(period, area=area, cutoff=cutoff)
                assert told(asked) == counted(asked, inside), (period, cutoff, area)


def _areas(found: list[Entry]) -> dict[str, list[Entry]]:
    """Return the region, in which all lies, and the two provinces by themselves."""
    alone = {code: people.province_unit(code).pk for code in (people.PHU_YEN, people.QUANG_NAM)}
    provinces = {f"{code}@2017-06-30": [e for e in found if e.province == pk] for code, pk in alone.items()}
    return {REGION: found, **provinces}


def _snapshot() -> dict[tuple[str, Cutoff], dict[str, tuple[int | str, int]]]:
    periods = ("2016", "2017", "2017H1", "2017Q2", "2017N9", "2017-05", "2017-06", "2018")
    return {(p, cutoff): told(request(p, cutoff=cutoff)) for p in periods for cutoff in Cutoff}


def _whole_world() -> list[object]:
    """Make at least one record of everything that is counted, in two provinces."""
    here, there = people.place_of(), people.place_of(people.QUANG_NAM)
    first = flow.approved_project(here)
    national = flow.approved_project(there, items=[flow.item(there, source=Source.NATIONAL)])
    line = flow.approved_line(first, amount=dong(50))
    flow.changed_line(line, Dong(7))
    other = flow.approved_line(national, source=Source.NATIONAL, amount=dong(40))
    contract = flow.contract(line, amount=dong(45))
    guests = [flow.establishment(here).pk for _ in range(3)]
    return [
        flow.advance(contract),
        flow.acceptance(first.items.get()),
        flow.acceptance(flow.approved_project(here, code="BRAND").items.get()),
        flow.acceptance(flow.approved_project(there, code="STARTUP").items.get()),
        flow.settled(contract),
        flow.contract(other),
        flow.event(first, establishments=guests),
        flow.event(first, kind=EventKind.DEMONSTRATION, closed_on=date(2017, 6, 15)),
        flow.granted(first),
        flow.granted(national, kind=AdjustmentKind.STOP),
        flow.consulting_plan(),
        flow.consulting_plan(people.centre_of(people.QUANG_NAM)),
        flow.revenue(),
        SupportItem.objects.count(),
        Period.parse("2017"),
    ]
