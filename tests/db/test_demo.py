"""The demonstration comes to the figures of the article, and to those of the two cases of FIELD.md."""

import hashlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import Count, F, Sum
from stdnum.vn import mst

from khuyencong.core.capabilities import Can
from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong
from khuyencong.core.periods import Period
from khuyencong.core.scope import NATION
from khuyencong.faces.cli.demo import people
from khuyencong.faces.cli.demo.build import build
from khuyencong.faces.cli.demo.projects import MARK
from khuyencong.faces.cli.demo.provinces import BINH_DINH, LAM_DONG, PHU_YEN, QUANG_NAM
from khuyencong.faces.cli.demo.targets import ARTICLE, CASE_P, CASE_Q, CONSULTING, PLANS
from khuyencong.faces.web.reports.letterheads import DEMO_NOTICE as NOTICE
from khuyencong.figures.indicators.operations import rebuild
from khuyencong.figures.indicators.queries import recount
from khuyencong.figures.reporting.queries import Request, consolidated
from khuyencong.figures.reporting.values import Report
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.contracts.recount import differences
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.enums import Fund, LineState
from khuyencong.flow.planning.models import Envelope, PlanLine
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.queries import ceiling_of
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import SYSTEM, visible
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.models import Organisation, User
from tests.environment import ROOT

pytestmark = pytest.mark.usefixtures("demo")

MIDDLE = date(2017, 6, 30)
MILLION = 1_000_000
BOOK = "7465442adff9f769"
"""Digest of every đề án's number, name and support: the same book on every machine."""

EXPECTED = {
    "plan.total": ARTICLE.total * MILLION,
    "plan.national": ARTICLE.plan.national * MILLION,
    "plan.local": ARTICLE.plan.local * MILLION,
    "result.demo_models": ARTICLE.results.demos,
    "result.machinery": ARTICLE.results.machinery,
    "result.fairs": ARTICLE.results.fairs,
    "result.fair_participations": ARTICLE.results.participations,
    "result.brands": ARTICLE.results.brands,
    "result.enterprises": ARTICLE.results.enterprises,
    "consulting.centres": ARTICLE.consulting_centres,
    "consulting.plan_jobs": ARTICLE.consulting_plan_jobs,
    "consulting.plan_revenue": ARTICLE.consulting_plan_revenue * MILLION,
    "consulting.jobs": ARTICLE.consulting_jobs,
    "consulting.revenue": ARTICLE.consulting_revenue * MILLION,
    "projects.adjusted": 14,
    "projects.stopped": 2,
}

NOT_SUMS = {"plan.largest_content", "plan.effective_contents"}


def _report(period: str = "2017H1", map_date: date = MIDDLE) -> Report:
    request = Request("central-highlands", Period.parse(period), map_date)
    return consolidated(request, now=datetime(2017, 7, 10, tzinfo=UTC))


@pytest.mark.parametrize("map_date", [MIDDLE, date(2026, 1, 1)])
def test_the_figures_of_the_article_come_out_on_the_map_of_any_day(map_date: date):
    report = _report(map_date=map_date)
    assert {code: report.figure(code).value for code in EXPECTED} == EXPECTED
    assert [code for code in EXPECTED if not report.figure(code).evidence_count] == []


def test_growth_is_printed_as_the_article_prints_it():
    report = _report()
    growth = {code: report.figure(code).comparison for code in ("plan.total", "plan.local")}
    assert growth["plan.total"].change_percent == Decimal(ARTICLE.total_growth)
    assert growth["plan.local"].change_percent == Decimal(ARTICLE.local_growth)
    assert growth["plan.total"].value == PLANS[2016].total * MILLION


def test_eleven_of_fifteen_centres():
    denominator = _report().figure("consulting.centres").denominator
    assert denominator.value == ARTICLE.centres == len(_report().provinces)


@pytest.mark.parametrize("map_date", [MIDDLE, date(2026, 1, 1)])
@pytest.mark.parametrize("period", ["2016H1", "2016", "2017H1", "2017"])
def test_provinces_sum_to_the_region(period: str, map_date: date):
    report = _report(period, map_date)
    summable = [figure for figure in report.figures if figure.code not in NOT_SUMS]
    parts = {f.code: sum(province.figure(f.code).value for province in report.provinces) for f in summable}
    assert parts == {figure.code: figure.value for figure in summable}


def test_everything_grew_a_little_since_the_first_half_of_2016():
    report = _report()
    less = [code for code in EXPECTED if report.figure(code).comparison.value >= report.figure(code).value]
    assert less == []


def test_money_moves_slowly():
    report = _report()
    percents = [report.figure(f"money.{word}").denominator.percent for word in ("contracted", "advanced", "settled")]
    contracted, advanced, settled = percents
    assert contracted < 75
    assert advanced < 30
    assert 0 < settled < 10


def test_stops_left_the_plan_as_it_was_and_districts_pay_a_part():
    changes = PlanLine.objects.filter(envelope__plan__year=2017, changes__decided_on__lte=MIDDLE)
    assert changes.aggregate(total=Sum("changes__delta"))["total"] < 0, "one stop went to a line of its own"
    assert _report().figure("plan.total").value == ARTICLE.total * MILLION
    assert _report().figure("plan.district").value > 0


def test_what_is_added_to_a_plan_counts_from_its_day():
    added = PlanLine.objects.filter(
        project__year=2017, effective_on__gt=F("envelope__plan__approved_on"), effective_on__month__gt=1
    ).order_by("effective_on", "id")
    where = [
        (line.project.province.code, line.effective_on.month) for line in added.select_related("project__province")
    ]
    assert where == [("62", 5), ("58", 9), (LAM_DONG, 9), (LAM_DONG, 9)]


def test_the_year_goes_on():
    half, year = _report(), _report("2017")
    for code in ("result.machinery", "result.demo_models", "result.fairs", "money.settled", "consulting.revenue"):
        assert year.figure(code).value > half.figure(code).value
    assert year.figure("consulting.jobs").value == sum(CONSULTING[2017].jobs)


def test_case_p_binh_dinh():
    province = next(one for one in _report().provinces if one.code == BINH_DINH)
    assert province.figure("plan.total").value == CASE_P.total * MILLION
    assert province.figure("plan.local").value == CASE_P.local * MILLION
    assert province.figure("plan.projects").value == CASE_P.projects
    lines = PlanLine.objects.filter(
        project__province__code=BINH_DINH, project__year=2017, envelope__plan__fund=Fund.LOCAL
    )
    groups = {
        ("MACHINERY", "DEMO_MODEL"): CASE_P.machinery_and_models,
        ("BRAND", "SHOWROOM", "PACKAGING"): CASE_P.brands_showrooms_design,
        ("COMMUNICATION",): CASE_P.communications,
        ("CAPACITY",): CASE_P.capacity,
    }
    for contents, (count, tenths) in groups.items():
        found = lines.filter(project__content__code__in=contents)
        assert (found.count(), found.aggregate(total=Sum("amount"))["total"]) == (count, tenths * MILLION // 10)
    assert {line.effective_on for line in lines} == {date(2017, 6, 15)}


def test_case_p_the_known_project():
    machine = SupportItem.objects.get(national=CASE_P.one_support * MILLION, counterpart=707 * MILLION)
    items = machine.project.items.all()
    assert machine.cost == CASE_P.one_machine * MILLION
    assert sum(item.cost for item in items) == CASE_P.one_cost * MILLION
    assert sum(item.support for item in items) == CASE_P.one_support * MILLION
    assert machine.project.conclusions.earliest("concluded_on").concluded_on.strftime("%Y-%m") == "2016-07"


def test_case_q_lam_dong_at_mid_year():
    province = next(one for one in _report().provinces if one.code == LAM_DONG)
    given = Envelope.objects.get(plan__province__code=LAM_DONG, plan__year=2017, source="PROVINCIAL").amount
    assert given == CASE_Q.local_given * MILLION
    assert province.figure("plan.local").value == CASE_Q.local * MILLION
    assert province.figure("plan.national").value == CASE_Q.national * MILLION
    assert province.figure("plan.projects").value == CASE_Q.projects
    assert province.figure("money.advanced").value == CASE_Q.advanced * MILLION
    assert province.figure("money.settled").value == 0
    started = Contract.objects.filter(
        line__project__province__code=LAM_DONG,
        line__envelope__plan__fund=Fund.LOCAL,
        signed_on__range=(date(2017, 1, 1), MIDDLE),
    )
    assert started.count() == CASE_Q.started
    assert started.filter(line__project__items__description__contains="có thu hồi").count() == CASE_Q.recoverable


def test_case_q_lam_dong_at_the_end_of_the_year():
    for fund, (count, million) in ((Fund.LOCAL, CASE_Q.year_end_local), (Fund.NATIONAL, CASE_Q.year_end_national)):
        lines = PlanLine.objects.filter(
            envelope__plan__province__code=LAM_DONG, envelope__plan__year=2017, envelope__plan__fund=fund
        )
        running = lines.exclude(state=LineState.STOPPED)
        assert (running.count(), running.aggregate(total=Sum("current"))["total"]) == (count, million * MILLION)


def test_the_book_is_always_the_same():
    rows = Project.objects.annotate(
        support=Sum(F("items__national") + F("items__provincial") + F("items__district"))
    ).order_by("number")
    text = "\n".join(f"{row.number}|{row.name}|{row.support}|{row.decided_on}" for row in rows)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == BOOK


def test_the_ledger_is_the_sum_of_every_dong_of_the_book():
    assert list(differences()) == []
    assert not Payment.objects.filter(approved_by=F("requested_by")).exists()
    assert not Payment.objects.filter(requested_by=None).exists()


def test_a_second_build_changes_nothing():
    before = AuditEntry.objects.count()
    assert build(today=date(2026, 7, 11)) is False
    assert AuditEntry.objects.count() == before


def test_cells_agree_with_postings_and_a_recount_changes_no_figure():
    assert recount(date(2018, 12, 31)) == []
    before = _report("2017")
    rebuild(SYSTEM, NATION)
    assert _report("2017").figures == before.figures


def test_the_notice_says_what_is_illustrative():
    assert NOTICE.startswith("Số liệu minh họa: tổng của vùng theo bài viết")
    assert "phân bổ theo tỉnh là minh họa" in NOTICE
    assert Project.objects.exclude(summary__endswith=MARK).count() == 0


def test_no_target_stands_outside_its_file():
    numbers = re.compile(r"48\.?331|23600|24731|9889|1769|20[.,]85|14[.,]31")
    package = ROOT / "khuyencong"
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for suffix in ("py", "html", "txt")
        for path in sorted(package.rglob(f"*.{suffix}"))
        if path != package / "faces" / "cli" / "demo" / "targets.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if numbers.search(line)
    ]
    assert found == []


def test_every_item_respects_the_norm_of_its_day():
    over = []
    for item in SupportItem.objects.select_related("project", "content").exclude(project__submitted_on=None):
        limit = ceiling_of(item, item.project, on=item.project.submitted_on)
        if limit and limit.amount is not None and item.support > limit.amount:
            over.append((item.project.number, item.content.code, Dong(item.support), limit.sentence))
    assert over == []


def test_days_follow_each_other():
    assert Contract.objects.filter(signed_on__lt=F("line__effective_on")).count() == 0
    assert Acceptance.objects.filter(accepted_on__lt=F("item__project__lines__contracts__signed_on")).count() == 0
    assert Payment.objects.filter(kind="ADVANCE", paid_on__gt=F("contract__settlement__settled_on")).count() == 0
    assert (
        Contract.objects.filter(settlement__settled_on__lt=F("line__project__items__acceptance__accepted_on")).count()
        == 0
    )
    late = Project.objects.exclude(year=F("drafted_on__year") + 1).values_list("province__code", flat=True)
    assert set(late) == {LAM_DONG}, "only the projects that Lâm Đồng added were drafted within their year"


def test_tax_codes_are_right_and_nobodys():
    codes = Establishment.objects.exclude(tax_code=None).values_list("tax_code", flat=True)
    assert len(codes) > 200
    assert all(code.startswith("99") and mst.is_valid(code) for code in codes)


def test_establishments_stand_in_communes_of_their_province():
    astray = Establishment.objects.exclude(commune__parent__parent=F("province"))
    assert astray.count() == 0
    assert Establishment.objects.values("name").annotate(n=Count("id")).filter(n__gt=1).count() == 0


def test_one_centre_and_one_department_in_each_province():
    kinds = Organisation.objects.values_list("kind").annotate(n=Count("id"), provinces=Count("province", distinct=True))
    assert sorted(kinds) == [("AGENCY", 1, 0), ("CENTRE", 15, 15), ("DEPARTMENT", 15, 15)]


@pytest.mark.parametrize("person", people.PEOPLE, ids=lambda person: person.email.partition("@")[0])
def test_each_person_can_sign_in_and_sees_what_is_theirs(person: people.Person):
    user = User.objects.get(email=person.email)
    assert user.check_password(people.PASSWORD)
    actor = actor_of(user, today=date(2026, 7, 11))
    rows, capability = Project.objects.all(), Can.PROJECT_READ
    if person.role is Role.COLLABORATOR:  # who meets establishments, and sees no đề án
        assert not visible(actor, Can.PROJECT_READ, rows).exists()
        rows, capability = Establishment.objects.all(), Can.ESTABLISHMENT_READ
    seen = set(visible(actor, capability, rows).values_list("province__code", flat=True))
    whole = {PHU_YEN} if person.organisation.endswith(PHU_YEN) or not person.organisation else {QUANG_NAM}
    assert seen == whole or (person.organisation == people.AGENCY and len(seen) == 15)


def test_the_owner_was_supported_and_sees_the_acceptance():
    user = User.objects.get(email="binh@demo.khuyencong.vn")
    owned = user.posts.get().establishment
    acceptance = Acceptance.objects.get(item__establishment=owned)
    assert acceptance.accepted_on <= MIDDLE
    assert Establishment.objects.get(pk=owned).name.endswith(user.full_name)


def test_work_waits_on_the_desks():
    states = dict(Project.objects.filter(year=2018, province__code=PHU_YEN).values_list("state").annotate(Count("id")))
    assert states == {"DRAFT": 2, "SUBMITTED": 4, "APPROVED": 1}
    waiting = Adjustment.objects.filter(state=AdjustmentState.REQUESTED, project__province__code=PHU_YEN)
    assert waiting.count() == 2
    stops = Adjustment.objects.filter(kind=AdjustmentKind.STOP, decided_on__range=(date(2017, 1, 1), MIDDLE))
    assert all(stop.explanation and stop.decision for stop in stops)
