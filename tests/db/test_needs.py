"""The needs survey: recorded once, checked, proposed without typing, asked again before a contract."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from khuyencong.core.errors import Refused
from khuyencong.core.scope import Scope
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.contracts.queries import need_standing
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.enums import Channel, NeedAnswer, NeedState
from khuyencong.flow.needs.lifecycle import NEED
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.queries import ask_again_rule, same_wish
from khuyencong.flow.needs.rules import AskAgain, days_unasked, is_stale
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM, Actor, public_survey
from khuyencong.ground.regulations.models import Provision
from tests import people
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db
TAX_CODE = "0100109106"


def drafted(need: Need, *, national: bool = False) -> Project:
    return proposals.draft_from_need(
        SYSTEM, need, place=people.place_of(), year=2018, national=national, today=people.TODAY
    )


def line_of(need: Need) -> PlanLine:
    """Take a need all the way to a line of the approved plan of 2018."""
    project = proposals.submit(SYSTEM, drafted(need), today=date(2018, 1, 16))
    while project.state == ProjectState.SUBMITTED:
        appraisal.conclude(SYSTEM, project, result=Result.PASS, today=date(2018, 2, 6))
        project.refresh_from_db()
    return flow.approved_line(project, amount=flow.dong(100))


def answer(need: Need, said: NeedAnswer, on: date) -> None:
    needs.confirm_need(SYSTEM, need, asked_on=on, answer=said, answered_on=on, today=on)


def test_a_form_that_arrives_twice_is_one_need():
    client_id, said = uuid4(), flow.told()
    first = flow.need(of=said, client_id=client_id)
    again = flow.need(of=replace(said, wish="khác"), client_id=client_id)
    assert again == first
    assert Need.objects.get().wish == "Cần máy cưa thay máy cũ"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": "  "}, "name", "tên cơ sở"),
        ({"wish": ""}, "wish", "Hãy ghi nhu cầu"),
        ({"industry": ""}, "industry", "ngành nghề"),
        ({"tax_code": "0100109107"}, "tax_code", "không đúng: cần 10 số"),
        ({"phone": "123"}, "phone", "Số điện thoại “123” không đúng"),
        ({"phone": ""}, "phone", "điện thoại hoặc mã số thuế"),
        ({"support": flow.dong(400)}, "support", "không thể lớn hơn tổng chi phí"),
        ({"cost": flow.dong(-1), "support": flow.dong(0)}, "cost", "không được âm"),
        ({"commune_id": 999_999}, "commune", "không thuộc tỉnh này"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_leaves_no_row(change, field, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        flow.need(of=flow.told(**change))
    assert refusal.value.field == field
    assert not Need.objects.exists()


@pytest.mark.parametrize("code", [TAX_CODE, f"{TAX_CODE}-001", "054190001234"])
def test_a_need_carries_a_tax_code_of_ten_or_thirteen_or_the_personal_number(code: str):
    assert flow.need(of=flow.told(tax_code=code)).tax_code == code


def test_the_register_is_searched_by_tax_code_and_a_duplicates_kept_row_is_taken():
    told = establishments.Particulars("Hồng Ngọc", LegalForm.COMPANY, TAX_CODE, None, "", "gốm")
    old = establishments.register(SYSTEM, people.place_of(), particulars=told, today=flow.DRAFTED)
    assert flow.need(of=flow.told(tax_code=TAX_CODE)).establishment == old
    assert flow.need(of=flow.told(tax_code=TAX_CODE), channel=Channel.SELF).establishment is None
    keep = flow.establishment()
    establishments.merge(SYSTEM, keep, duplicate=old, reason="trùng", today=people.TODAY)
    assert flow.need(of=flow.told(tax_code=TAX_CODE)).establishment == keep


def test_the_public_may_only_tell_a_need_of_that_province():
    public = public_survey(people.province_unit(people.PHU_YEN).pk)
    need = flow.need(actor=public, campaign=flow.campaign(), channel=Channel.SELF)
    assert (need.recorded_by, need.state) == (None, NeedState.RECORDED)
    for attempt in (
        lambda: flow.need(people.place_of(people.QUANG_NAM), actor=public),
        lambda: needs.check_need(public, need),
        lambda: flow.establishment(actor=public),
    ):
        with pytest.raises(Refused, match="không có quyền"):
            attempt()


def test_a_campaign_takes_needs_within_its_days_and_province():
    campaign = flow.campaign()
    with pytest.raises(Refused, match="đã đóng hoặc chưa mở"):
        flow.need(campaign=campaign, today=date(2018, 1, 1))
    with pytest.raises(Refused, match="của tỉnh khác"):
        flow.need(people.place_of(people.QUANG_NAM), campaign=campaign)
    needs.change_term(SYSTEM, campaign, closes_on=date(2017, 7, 9))
    campaign.refresh_from_db()
    with pytest.raises(Refused, match="đã đóng"):
        flow.need(campaign=campaign)
    with pytest.raises(Refused, match="đã có"):
        flow.campaign(title=campaign.title)


def test_two_who_change_one_need_learn_of_each_other():
    need = flow.need()
    needs.revise_need(SYSTEM, need, told=flow.told(wish="A"), version=1, today=people.TODAY)
    with pytest.raises(Refused, match="vừa được người khác sửa"):
        needs.revise_need(SYSTEM, need, told=flow.told(wish="B"), version=1, today=people.TODAY)
    need.refresh_from_db()
    assert (need.wish, need.version) == ("A", 2)


def test_the_same_wish_of_the_same_establishment_is_found():
    said = flow.told(tax_code=TAX_CODE)
    need = flow.need(of=said)
    unit = people.province_unit(people.PHU_YEN).pk

    def found(**other: object) -> Need | None:
        asked = {"tax_code": "", "phone": "", "name": "x", "content_id": need.content_id, "but": uuid4()}
        return same_wish(unit, **{**asked, **other})

    assert found(tax_code=TAX_CODE) == need
    assert found(phone=need.phone) == need
    assert found(name=need.name.upper()) == need
    assert found() is None
    assert found(tax_code=TAX_CODE, but=need.client_id) is None
    assert found(tax_code=TAX_CODE, content_id=flow.content("BRAND").pk) is None
    needs.drop_need(SYSTEM, need, reason="đã tự mua", today=people.TODAY)
    assert found(tax_code=TAX_CODE) is None


def test_from_a_need_to_a_draft_nothing_is_typed_twice():
    need = flow.checked_need(of=flow.told(name="Mộc Phú Ân", wish="Thay máy cũ", phone="0905123456"))
    project = drafted(need)
    need.refresh_from_db()
    item = project.items.get()
    workshop = Establishment.objects.get()
    assert (need.state, need.establishment, project.need) == (NeedState.PROPOSED, workshop, need)
    assert (workshop.name, workshop.phone, workshop.industry) == ("Mộc Phú Ân", "0905123456", "chế biến gỗ")
    assert (item.description, item.establishment, item.content) == ("Máy cưa CNC", workshop, need.content)
    assert (item.provincial, item.national, item.counterpart) == (flow.dong(100), 0, flow.dong(200))
    assert (project.year, project.summary, project.state) == (2018, "Thay máy cũ", ProjectState.DRAFT)
    assert "Mộc Phú Ân" in project.name
    with pytest.raises(Refused):
        drafted(need)


def test_a_known_establishment_is_not_registered_again_and_national_money_is_national():
    workshop = flow.establishment()
    need = flow.checked_need(of=flow.told(establishment_id=workshop.pk))
    item = drafted(need, national=True).items.get()
    assert (item.establishment, item.national, item.provincial) == (workshop, flow.dong(100), 0)
    assert Establishment.objects.count() == 1


def test_a_need_that_is_not_checked_gives_no_draft_and_leaves_nothing():
    need = flow.need()
    with pytest.raises(Refused):
        drafted(need)
    assert not Project.objects.exists()
    assert not Establishment.objects.exists()


def test_every_step_of_the_table_and_no_other():
    steps = {(step.action, source): step.target for step in NEED.steps for source in step.sources}
    assert steps == {
        ("CHECK", "RECORDED"): "CHECKED",
        ("PROPOSE", "CHECKED"): "PROPOSED",
        ("DROP", "RECORDED"): "DROPPED",
        ("DROP", "CHECKED"): "DROPPED",
        ("GIVE_BACK", "PROPOSED"): "CHECKED",
    }


def test_dropping_owes_a_reason_and_is_the_end():
    need = flow.need()
    with pytest.raises(Refused, match="phải ghi lý do"):
        needs.drop_need(SYSTEM, need, reason="", today=people.TODAY)
    needs.drop_need(SYSTEM, need, reason="đã tự mua", today=people.TODAY)
    for attempt in (
        lambda: needs.check_need(SYSTEM, need),
        lambda: needs.revise_need(SYSTEM, need, told=flow.told(), version=1, today=people.TODAY),
        lambda: answer(need, NeedAnswer.YES, people.TODAY),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a_question_waits_for_its_answer():
    need = flow.need()
    later = people.TODAY + timedelta(days=9)
    needs.confirm_need(SYSTEM, need, asked_on=people.TODAY, answer=None, answered_on=None, today=people.TODAY)
    with pytest.raises(Refused, match="hãy ghi câu trả lời"):
        needs.confirm_need(SYSTEM, need, asked_on=later, answer=None, answered_on=None, today=later)
    needs.confirm_need(SYSTEM, need, asked_on=later, answer=NeedAnswer.YES, answered_on=later, today=later)
    row = need.confirmations.get()
    assert (row.asked_on, row.answered_on, row.answer) == (people.TODAY, later, "YES")
    with pytest.raises(Refused, match="từ ngày hỏi đến hôm nay"):
        needs.confirm_need(SYSTEM, need, asked_on=later, answer=NeedAnswer.NO, answered_on=people.TODAY, today=later)


def test_a_no_blocks_the_contract_and_a_later_yes_frees_it():
    need = flow.checked_need()
    line = line_of(need)
    answer(need, NeedAnswer.NO, date(2018, 3, 1))
    with pytest.raises(Refused, match=f"không còn nhu cầu .phiếu {need.code}, ngày 01/03/2018"):
        flow.contract(line, signed_on=date(2018, 3, 6))
    answer(need, NeedAnswer.YES, date(2018, 3, 5))
    assert flow.contract(line, signed_on=date(2018, 3, 6)).pk


def test_an_old_need_warns_until_it_is_asked_and_never_blocks_on_a_rule_of_practice():
    need = flow.checked_need()
    line = line_of(need)
    on = people.TODAY + timedelta(days=181)
    standing = need_standing(line, on)
    assert standing is not None
    assert standing.stale
    assert standing.rule is not None
    assert (standing.rule.days, standing.rule.may_block) == (180, False)
    day_before = need_standing(line, on - timedelta(days=1))
    assert day_before is not None
    assert not day_before.stale
    answer(need, NeedAnswer.YES, on)
    fresh = need_standing(line, on)
    assert fresh is not None
    assert not fresh.stale
    assert flow.contract(line, signed_on=date(2018, 3, 6)).pk


def test_the_rule_is_data_and_blocks_once_it_was_read():
    need = flow.checked_need()
    line = line_of(need)
    rule = Provision.objects.get(code="CONDITION-NEED-CONFIRMED")
    assert (rule.source, rule.confidence) == ("practice", "low")
    rule.confidence, rule.attributes = "read", {**rule.attributes, "days": 30}
    with under_operation():
        rule.save()
    with pytest.raises(Refused, match="quá 30 ngày"):
        flow.contract(line, signed_on=date(2018, 3, 6))


def test_the_arithmetic_of_asking_again():
    recorded = date(2017, 7, 10)
    rule = AskAgain(180, "", may_block=False, sure="")
    assert days_unasked(recorded, None, date(2017, 7, 20)) == 10
    assert days_unasked(recorded, date(2017, 7, 15), date(2017, 7, 20)) == 5
    assert not is_stale(rule, recorded, None, recorded + timedelta(days=180))
    assert is_stale(rule, recorded, None, recorded + timedelta(days=181))
    assert not is_stale(None, recorded, None, date(2099, 1, 1))
    assert ask_again_rule(people.TODAY) is not None


def test_who_may(lan: Actor, hoa: Actor, que: Actor, tuan: Actor):
    need = flow.need(actor=lan)
    assert need.recorded_by_id == lan.id
    for stranger in (que, tuan, hoa):
        with pytest.raises(Refused, match="không có quyền"):
            flow.need(actor=stranger)
        with pytest.raises(Refused, match="không có quyền"):
            needs.check_need(stranger, need)
    needs.check_need(lan, need)
    place = Scope(people.place_of().province_id, people.place_of().organisation_id)
    project = proposals.draft_from_need(lan, need, place=place, year=2018, national=False, today=people.TODAY)
    assert project.need == need
