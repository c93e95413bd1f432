"""Merging two records of one establishment: both histories stay, no new record names the duplicate, figures count one."""

import re
from dataclasses import replace
from datetime import date

import pytest

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.core.errors import Refused
from khuyencong.core.models import AuditEntry
from khuyencong.core.scope import NATION
from khuyencong.figures.indicators.operations import rebuild
from khuyencong.figures.indicators.queries import recount
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import AwardLevel, LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import likely_duplicates, whole_of
from khuyencong.ground.access.actor import SYSTEM, Actor
from tests import figures, people
from tests.factories import flow

pytestmark = pytest.mark.django_db
REASON = "Cùng một hộ, đăng ký hai lần"


def merged() -> tuple[Establishment, Establishment]:
    keep, duplicate = flow.establishment(name="Gốm Quảng Đức"), flow.establishment(name="Gốm Quảng Đức (2)")
    return keep, establishments.merge(SYSTEM, keep, duplicate=duplicate, reason=REASON, today=people.TODAY)


def accepted_for(workshop: Establishment) -> None:
    item = replace(flow.item(), establishment_id=workshop.pk)
    flow.acceptance(flow.approved_project(items=[item]).items.get())


def value(code: str) -> tuple[object, int]:
    told, counted = figures.told(ASKED), figures.counted(ASKED, figures.entries())
    assert told == counted
    return told[code]


ASKED = figures.request("2017H1")


def test_a_duplicate_points_at_the_kept_and_the_log_says_why():
    keep, duplicate = merged()
    assert (duplicate.merged_into, duplicate.merged_on) == (keep, people.TODAY)
    entry = AuditEntry.objects.filter(table="establishments_establishment", row=duplicate.pk).latest("id")
    assert (entry.verb, entry.reason) == ("Gộp hồ sơ cơ sở trùng", REASON)
    assert whole_of(keep) == (keep.pk, duplicate.pk)


def test_figures_count_a_merged_pair_once_and_twice_again_when_unmerged():
    keep, other = flow.establishment(), flow.establishment()
    accepted_for(keep)
    accepted_for(other)
    assert value("result.machinery") == (2, 2)
    establishments.merge(SYSTEM, keep, duplicate=other, reason=REASON, today=people.TODAY)
    assert value("result.machinery") == (1, 2)
    assert recount(date(2017, 12, 31)) == []
    other.refresh_from_db()
    establishments.unmerge(SYSTEM, other, reason="Hai hộ khác nhau")
    assert value("result.machinery") == (2, 2)
    assert recount(date(2017, 12, 31)) == []


def test_two_records_of_one_at_one_fair_are_one_participation():
    keep, other = flow.establishment(), flow.establishment()
    flow.event(establishments=[keep.pk, other.pk])
    flow.event(establishments=[other.pk])
    assert value("result.fair_participations") == (3, 3)
    establishments.merge(SYSTEM, keep, duplicate=other, reason=REASON, today=people.TODAY)
    assert value("result.fair_participations") == (2, 3)
    rebuild(SYSTEM, NATION)
    assert value("result.fair_participations") == (2, 3)


def test_no_new_record_names_a_duplicate():
    keep, duplicate = merged()
    sentence = f"“{duplicate}” đã được gộp vào “{keep}”"
    item = replace(flow.item(), establishment_id=duplicate.pk)
    attempts = (
        lambda: flow.draft(items=[item]),
        lambda: flow.event(establishments=[duplicate.pk]),
        lambda: flow.need(of=flow.told(establishment_id=duplicate.pk)),
        lambda: establishments.record_year(
            SYSTEM, duplicate, year=2016, revenue=flow.dong(1), workers=None, capital=None, today=people.TODAY
        ),
        lambda: establishments.certify(
            SYSTEM, duplicate, product="Bình", level=AwardLevel.PROVINCE, certified_on=people.SINCE, today=people.TODAY
        ),
        lambda: consulting.sign_job(
            SYSTEM,
            people.centre_of(),
            number="TV-9",
            client="x",
            service=ServiceKind.ENERGY_AUDIT,
            value=flow.dong(1),
            signed_on=flow.SIGNED,
            today=flow.SIGNED,
            establishment_id=duplicate.pk,
        ),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match=re.escape(sentence)):
            attempt()


def test_merges_make_no_chain_and_no_circle():
    keep, duplicate = merged()
    third = flow.establishment()
    for target, other, sentence in (
        (duplicate, third, "đã được gộp vào"),
        (third, keep, "đang giữ hồ sơ trùng khác"),
        (third, duplicate, "đã được gộp rồi"),
        (keep, keep, "không gộp cơ sở vào chính nó"),
    ):
        with pytest.raises(Refused, match=sentence):
            establishments.merge(SYSTEM, target, duplicate=other, reason=REASON, today=people.TODAY)
    with pytest.raises(Refused, match="phải ghi lý do"):
        establishments.merge(SYSTEM, keep, duplicate=third, reason=" ", today=people.TODAY)
    with pytest.raises(Refused, match="chưa được gộp"):
        establishments.unmerge(SYSTEM, third, reason=REASON)


def test_nobody_merges_what_is_another_provinces(lan: Actor):
    mine, theirs = flow.establishment(), flow.establishment(people.place_of(people.QUANG_NAM))
    for keep, duplicate in ((mine, theirs), (theirs, mine)):
        with pytest.raises(Refused, match=r"không thuộc phạm vi|không có quyền"):
            establishments.merge(lan, keep, duplicate=duplicate, reason=REASON, today=people.TODAY)
    assert not Establishment.objects.filter(merged_into__isnull=False).exists()


def company(name: str, tax_code: str, phone: str = "") -> Establishment:
    told = establishments.Particulars(name, LegalForm.COMPANY, tax_code, None, "", "gốm", phone=phone)
    return establishments.register(SYSTEM, people.place_of(), particulars=told, today=flow.DRAFTED)


def test_likely_duplicates_share_a_stem_a_name_or_a_telephone():
    head, branch = company("Hồng Ngọc", "0100109106"), company("Chi nhánh Hồng Ngọc", "0100109106-001")
    one, two = flow.establishment(name="Lò rèn Tư Đen"), flow.establishment(name="Lò Rèn tư đen")
    a = company("An", "0101243150", phone="0905 123 456")
    b = company("Bình", "0100107518", phone="+84 905 123 456")
    flow.establishment(name="Chẳng giống ai")
    found = {(like.first, like.second): like.why for like in likely_duplicates(Establishment.objects.all(), 50)}
    assert found == {
        (head, branch): ("cùng gốc mã số thuế",),
        (one, two): ("cùng tên trong một địa bàn",),
        (a, b): ("cùng số điện thoại",),
    }
    establishments.merge(SYSTEM, one, duplicate=two, reason=REASON, today=people.TODAY)
    left = likely_duplicates(Establishment.objects.all(), 50)
    assert {(like.first, like.second) for like in left} == {(head, branch), (a, b)}


def test_year_figures_are_one_row_a_year():
    workshop = flow.establishment()

    def record(year: int = 2016, workers: int | None = 12, revenue: float | None = 900) -> object:
        money = None if revenue is None else flow.dong(revenue)
        return establishments.record_year(
            SYSTEM, workshop, year=year, revenue=money, workers=workers, capital=None, today=people.TODAY
        )

    record()
    record(workers=15)
    row = workshop.year_figures.get()
    assert (row.year, row.workers, row.revenue) == (2016, 15, flow.dong(900))
    for bad, sentence in (
        ({"year": 2018}, "không hợp lệ"),
        ({"workers": None, "revenue": None}, "ít nhất một số liệu"),
        ({"revenue": -1}, "không được âm"),
    ):
        with pytest.raises(Refused, match=sentence):
            record(**bad)
    assert workshop.year_figures.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("vsic_code", "1", "Mã ngành “1” không đúng"),
        ("phone", "12345", "Số điện thoại “12345” không đúng"),
        ("registered_capital", -1, "không được âm"),
    ],
)
def test_bad_details_are_refused_at_their_field(field: str, value: object, sentence: str):
    told = replace(flow.particulars(), **{field: value})
    with pytest.raises(Refused, match=sentence) as refusal:
        establishments.register(SYSTEM, people.place_of(), particulars=told, today=flow.DRAFTED)
    assert refusal.value.field == field
    assert not Establishment.objects.exists()
