"""What an operation refuses although every field is filled well: what is over, what is not yet, what was said already."""

from datetime import date, timedelta

import pytest

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.core.errors import NotValid
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.supervision import operations as supervision
from khuyencong.flow.supervision.enums import EventKind
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow

pytestmark = pytest.mark.django_db

TODAY = people.TODAY
TOMORROW = TODAY + timedelta(days=1)


def test_a_plan_of_consulting_that_is_revised_stays_in_its_period() -> None:
    centre = people.centre_of()

    def given(year: int, today: date) -> date:
        plan = consulting.set_plan(SYSTEM, centre, year=year, jobs=10, revenue=flow.dong(1), today=today)
        plan.refresh_from_db()
        return plan.effective_on

    assert given(2017, date(2017, 2, 3)) == date(2017, 2, 3)
    assert given(2017, date(2017, 9, 9)) == date(2017, 2, 3)
    assert given(2018, date(2017, 12, 20)) == date(2018, 1, 1)
    assert given(2016, date(2017, 7, 12)) == date(2016, 12, 14)
    assert given(2016, date(2017, 8, 1)) == date(2016, 12, 14)


def test_no_advance_after_the_settlement_or_the_stop() -> None:
    settled, running = flow.settled().contract, flow.contract()
    planning.stop_line(SYSTEM, running.line, today=flow.HELD, reason="Cơ sở xin ngừng")
    with pytest.raises(NotValid, match="đã quyết toán: không tạm ứng được nữa"):
        flow.advance(settled)
    with pytest.raises(NotValid, match="Đề án đã ngừng: không tạm ứng được nữa"):
        flow.advance(running)


def test_a_contract_is_liquidated_after_its_settlement_or_its_stop() -> None:
    def end(contract: Contract) -> Contract:
        return contracts.liquidate(SYSTEM, contract, today=flow.DUE)

    with pytest.raises(NotValid, match="chưa quyết toán: hãy quyết toán trước khi thanh lý"):
        end(flow.contract())
    assert end(flow.settled().contract).liquidated_on == flow.DUE
    stopped, paid = flow.contract(), flow.contract()
    flow.advance(paid)
    for contract in (stopped, paid):
        planning.stop_line(SYSTEM, contract.line, today=flow.HELD, reason="Cơ sở xin ngừng")
    with pytest.raises(NotValid, match="Còn 10 triệu đồng tạm ứng chưa quyết toán"):
        end(paid)
    assert end(stopped).liquidated_on == flow.DUE


def test_what_was_stopped_enters_no_plan_again() -> None:
    line = flow.approved_line()
    planning.stop_line(SYSTEM, line, today=flow.HELD, reason="Cơ sở xin ngừng")
    with pytest.raises(NotValid, match="đã ngừng: không đưa vào kế hoạch được nữa") as refusal:
        flow.line(line.project, source=Source.DISTRICT)
    assert refusal.value.field == "project"


def test_a_line_of_a_draft_plan_is_told_what_to_do() -> None:
    with pytest.raises(NotValid, match="hãy rút đề án khỏi kế hoạch rồi đưa vào lại"):
        flow.changed_line(flow.line(), flow.dong(1))


def test_a_fair_is_recorded_once() -> None:
    project = flow.approved_project(code="FAIR_ORGANISE")

    def hold(opened_on: date = flow.HELD) -> None:
        supervision.record_event(
            SYSTEM,
            project,
            kind=EventKind.FAIR,
            name=" Hội chợ xuân",
            place="Tuy Hòa",
            opened_on=opened_on,
            closed_on=flow.HELD,
            today=TODAY,
        )

    hold()
    with pytest.raises(NotValid, match="“Hội chợ xuân” khai mạc ngày 20/05/2017 đã ghi") as refusal:
        hold()
    assert refusal.value.field == "name"
    hold(flow.HELD - timedelta(days=1))
    assert project.events.count() == 2


def test_nothing_is_recorded_before_it_happened() -> None:
    line, contract, centre = flow.approved_line(), flow.contract(), people.centre_of()
    job = flow.consulting_contract(centre, advised_on=None)
    payment, tuan = flow.approved(flow.requested(contract)), flow.standing_in(people.TUAN)
    one = flow.dong(1)
    paper = {"number": "9", "partner": "x", "amount": one, "due_on": flow.DUE}
    offer = {"number": "9", "client": "x", "service": ServiceKind.OTHER, "value": one}
    deeds = {
        "signed_on": [
            lambda day: contracts.sign(SYSTEM, line, signed_on=day, today=TODAY, **paper),
            lambda day: consulting.sign_job(SYSTEM, centre, signed_on=day, today=TODAY, **offer),
        ],
        "paid_on": [lambda day: contracts.pay(tuan, payment, paid_on=day, voucher="9", today=TODAY)],
        "settled_on": [
            lambda day: settlement.settle(
                SYSTEM, contract, claimed=one, accepted_cost=flow.dong(9), settled_on=day, today=TODAY
            )
        ],
        "advised_on": [lambda day: consulting.hand_over(SYSTEM, job, advised_on=day, today=TODAY)],
        "recognised_on": [
            lambda day: consulting.recognise(SYSTEM, job, amount=one, recognised_on=day, invoice="9", today=TODAY)
        ],
    }
    for field, each in deeds.items():
        for deed in each:
            with pytest.raises(NotValid, match="không thể ở tương lai") as refusal:
                deed(TOMORROW)
            assert refusal.value.field == field
            deed(TODAY)
