"""Eligibility over the register: the unit of its day, what was received, and what a submission refuses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.errors import NotValid
from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION, Scope
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.eligibility import Question, eligibility, item_verdicts, verdicts
from khuyencong.flow.proposals.eligibility_rules import Answer, Reason, Verdict
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.operations import Item
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations import operations as regulations
from khuyencong.ground.regulations.enums import Confidence
from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, SupportNorm
from khuyencong.ground.regulations.queries import norm_on
from khuyencong.ground.regulations.versions import NormTerms, Origin
from khuyencong.ground.territory.models import Unit
from tests import people
from tests.factories import flow
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
LAST_OF_A, FIRST_OF_B = date(2025, 10, 14), date(2025, 10, 15)


def _commune(name: str, province: str, day: date) -> Unit:
    units = Unit.objects.filter(level="COMMUNE", name=name, valid__contains=day)
    return (units.filter(parent__name=province) | units.filter(parent__parent__name=province))[0]


def _workshop(commune: Unit | None, province: Unit, *, today: date, craft_village: str = "") -> Establishment:
    told = replace(
        flow.particulars(), commune_id=commune.pk if commune else None, vsic_code="1610", craft_village=craft_village
    )
    return establishments.register(SYSTEM, Scope(province_id=province.pk), particulars=told, today=today)


def _province(name: str, day: date) -> Unit:
    return Unit.objects.get(level="PROVINCE", name=name, valid__contains=day)


def _area(verdict: Verdict) -> Reason:
    return next(reason for reason in verdict.reasons if any(term == "Địa bàn" for term, _ in reason.data))


HANOI_WARD = ("Phường Hoàn Kiếm", "Hà Nội")


@pytest.mark.parametrize(("day", "answer"), [(LAST_OF_A, Answer.WARN), (FIRST_OF_B, Answer.NO)])
def test_a_ward_of_hanoi_around_nd235(day: date, answer: Answer) -> None:
    registered = date(2025, 7, 2)
    ward = _commune(*HANOI_WARD, registered)
    workshop = _workshop(ward, _province("Hà Nội", registered), today=registered)
    found = _area(eligibility(workshop, flow.content(), on=day))
    assert found.answer is answer
    assert ("Địa bàn", "Phường Hoàn Kiếm, Hà Nội") in found.data
    assert found.confidence is Confidence.READ


@pytest.mark.parametrize(
    ("day", "words", "answer"),
    [
        (date(2025, 6, 30), "Xã Hòa An, Huyện Phú Hoà, Phú Yên", Answer.YES),
        (date(2025, 7, 1), "Đắk Lắk", Answer.WARN),
        (LAST_OF_A, "Đắk Lắk", Answer.WARN),
        (FIRST_OF_B, "Đắk Lắk", Answer.YES),
    ],
)
def test_an_establishment_is_where_it_is_on_the_day(day: date, words: str, answer: Answer) -> None:
    """Registered in a commune of Phú Yên in 2017: since 1/7/2025 its province is Đắk Lắk, its commune not known."""
    registered = flow.DRAFTED
    phu_yen = people.province_unit(people.PHU_YEN)
    commune = (
        Unit.objects.filter(
            level="COMMUNE", parent__parent=phu_yen, name="Xã Hòa An", valid__contains=registered
        ).first()
        or Unit.objects.filter(level="COMMUNE", parent__parent=phu_yen, name__startswith="Xã")[0]
    )
    found = _area(eligibility(_workshop(commune, phu_yen, today=registered), flow.content(), on=day))
    assert found.answer is answer
    expected = words if words == "Đắk Lắk" else f"{commune.name}, {commune.parent}, Phú Yên"
    assert ("Địa bàn", expected) in found.data


def test_a_province_made_of_two_is_not_looked_up_on_the_old_map() -> None:
    """Đà Nẵng of today held two provinces in 2024: where a workshop of today lay then is not known."""
    registered = date(2025, 7, 2)
    da_nang = _province("Đà Nẵng", registered)
    workshop = _workshop(None, da_nang, today=registered)
    assert _area(eligibility(workshop, flow.content(), on=date(2024, 1, 1))).answer is Answer.WARN


def _draft_of(workshop: Establishment, code: str = "MACHINERY", *, today: date) -> Project:
    item = Item("Máy cưa", workshop.pk, provincial=Dong(50_000_000), counterpart=Dong(150_000_000))
    return flow.draft(Scope(workshop.province_id, people.centre_of().pk), code=code, items=(item,), today=today)


@pytest.mark.parametrize(("day", "refused"), [(LAST_OF_A, False), (FIRST_OF_B, True)])
def test_a_submission_is_refused_for_what_was_read(day: date, *, refused: bool) -> None:
    registered = date(2025, 7, 2)
    workshop = _workshop(_commune(*HANOI_WARD, registered), _province("Hà Nội", registered), today=registered)
    project = _draft_of(workshop, today=day)
    if refused:
        with pytest.raises(NotValid, match="Phường Hoàn Kiếm, Hà Nội không thuộc địa bàn được hỗ trợ") as refusal:
            proposals.submit(SYSTEM, project, today=day)
        assert refusal.value.field == "items"
        assert "235/2025/NĐ-CP" in refusal.value.message
    else:
        assert proposals.submit(SYSTEM, project, today=day).state == "SUBMITTED"


def test_a_craft_village_lets_the_ward_in() -> None:
    registered = date(2025, 11, 3)
    ward = _commune(*HANOI_WARD, registered)
    workshop = _workshop(ward, _province("Hà Nội", registered), today=registered, craft_village="Làng nghề lụa")
    project = _draft_of(workshop, today=registered)
    assert proposals.submit(SYSTEM, project, today=registered).state == "SUBMITTED"


def test_support_received_counts_for_an_establishment_and_those_merged_into_it() -> None:
    item = flow.item()
    project = flow.approved_project(items=(item,))
    workshop = Establishment.objects.get(pk=item.establishment_id or 0)
    other = flow.establishment()
    on = date(2018, 6, 1)
    found = eligibility(workshop, flow.content(), on=on)
    assert project.number in next(r.sentence for r in found.reasons if "đã được hỗ trợ 50 triệu" in r.sentence)
    assert found.answer is Answer.NO
    assert found.blocking == ()
    assert "Chưa được hỗ trợ" in str(eligibility(other, flow.content(), on=on))
    establishments.merge(SYSTEM, other, duplicate=workshop, today=on, reason="trùng")
    assert project.number in str(eligibility(other, flow.content(), on=on))


def test_the_item_that_asks_is_no_duplicate_of_itself() -> None:
    project = flow.draft()
    (verdict,) = item_verdicts(project.items.all(), on=people.TODAY).values()
    assert "đang xin hỗ trợ" not in str(verdict)
    item = project.items.get()
    question = Question(item.establishment_id or 0, item.content_id)
    assert "đang xin hỗ trợ" in str(verdicts([question], on=people.TODAY)[question])


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_of_items_costs_the_same(count: int, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    project = flow.draft(items=[flow.item() for _ in range(count)])
    items = list(project.items.all())
    with django_assert_max_num_queries(9):
        assert len(item_verdicts(items, on=people.TODAY)) == count


def test_the_pages_tell_the_conditions() -> None:
    project = flow.draft()
    workshop = project.items.get().establishment
    assert workshop is not None
    client: Client = signed_in(people.LAN)
    url = reverse("establishment", args=[workshop.pk])
    assert "Xét điều kiện" in client.get(url).content.decode()
    html = client.get(url, {"content": str(flow.content().pk), "on": "14/10/2025"}).content.decode()
    assert "theo quy định ngày 14/10/2025" in html
    assert "45/2012/NĐ-CP" in html
    assert (
        "không có trong lịch"
        in client.get(url, {"content": str(flow.content().pk), "on": "31/02/2025"}).content.decode()
    )
    page = client.get(reverse("project", args=[project.pk])).content.decode()
    assert "Điều kiện hưởng hỗ trợ" in page


def test_a_multiple_follows_the_norm_that_it_is_a_multiple_of() -> None:
    """A production line has 1,5 times the ceiling of a machine, whatever that becomes."""
    today = date(2026, 3, 2)
    machine = SupportNorm.objects.get(content__code="MACHINERY", province=None, valid__contains=today)
    origin = Origin(today, LegalInstrument.objects.get(code="TT28"), "Công báo", Confidence.READ)
    regulations.replace_norm(SYSTEM, machine, terms=NormTerms(origin, Decimal(50), 400_000_000, "cơ sở"), today=today)
    line = ActivityContent.objects.get(code="PRODUCTION_LINE")
    found = norm_on(today, line, national=True, province_id=0)
    before = norm_on(date(2026, 3, 1), line, national=True, province_id=0)
    assert (before and before.cap, found and found.cap) == (450_000_000, 600_000_000)


def test_a_province_that_was_taken_over_follows_its_heir() -> None:
    phu_yen = people.province_unit(people.PHU_YEN)
    content = flow.content("DEMO_MODEL")
    eve = norm_on(date(2025, 7, 25), content, national=False, province_id=phu_yen.pk)
    since = norm_on(date(2025, 7, 26), content, national=False, province_id=phu_yen.pk)
    assert eve
    assert "tham chiếu mức quốc gia" in eve.citation
    assert since
    assert since.cap == 800_000_000


def test_a_norm_of_a_province_that_is_none_that_day_is_refused() -> None:
    phu_yen = people.province_unit(people.PHU_YEN)
    origin = Origin(date(2026, 3, 2), LegalInstrument.objects.get(code="TT28"), "Công báo", Confidence.READ)
    with pytest.raises(NotValid, match="Ngày 02/03/2026 không có tỉnh, thành phố “Phú Yên”"):
        regulations.add_norm(
            SYSTEM,
            Scope(province_id=phu_yen.pk),
            content=flow.content("SHOWROOM"),
            terms=NormTerms(origin, Decimal(50)),
        )


def test_a_new_version_may_not_run_into_one_that_is_to_come() -> None:
    today = date(2026, 3, 2)
    norm = SupportNorm.objects.get(content__code="DEMO_MODEL", province=None, valid__contains=today)
    instrument = LegalInstrument.objects.get(code="TT28")

    def terms(since: date, until: date | None = None) -> NormTerms:
        return NormTerms(Origin(since, instrument, "Công báo", Confidence.READ, until=until), Decimal(40))

    later = regulations.replace_norm(SYSTEM, norm, terms=terms(date(2026, 9, 1)), today=today)
    norm.refresh_from_db()
    with pytest.raises(NotValid, match="Đã có phiên bản từ 01/09/2026"):
        regulations.replace_norm(SYSTEM, norm, terms=terms(date(2026, 5, 1)), today=today)
    between = regulations.replace_norm(SYSTEM, norm, terms=terms(date(2026, 5, 1), date(2026, 8, 31)), today=today)
    assert between.valid == DateRange(date(2026, 5, 1), date(2026, 9, 1))
    sooner = regulations.replace_norm(SYSTEM, later, terms=terms(date(2026, 9, 1)), today=today)
    assert not SupportNorm.objects.filter(pk=later.pk).exists()
    assert sooner.valid.lower == date(2026, 9, 1)


def test_an_instrument_with_norms_in_force_is_not_ended() -> None:
    instrument = LegalInstrument.objects.get(code="TT28")
    with pytest.raises(NotValid, match=r"mức hỗ trợ và .* quy định của văn bản này có hiệu lực sau ngày"):
        regulations.end_instrument(
            SYSTEM, instrument, last_day=date(2026, 12, 31), today=date(2026, 3, 2), reason="thay thế"
        )
    content = flow.content("SHOWROOM")
    regulations.end_content(SYSTEM, content, last_day=date(2026, 12, 31), today=date(2026, 3, 2), reason="bãi bỏ")
    content.refresh_from_db()
    assert content.valid.upper == date(2027, 1, 1)
    made = regulations.add_content(
        SYSTEM, NATION, name="Hỗ trợ thương mại điện tử", name_en="", group=4, unit="cơ sở",
        origin=Origin(date(2026, 3, 2), LegalInstrument.objects.get(code="ND235"), "Công báo", Confidence.READ),
    )  # fmt: skip
    assert made.name_en == made.name
