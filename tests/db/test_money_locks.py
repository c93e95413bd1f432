"""Two people spend the last of the money at one moment: one gets it, the other is told what is left."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from khuyencong.core.errors import NoRoom, NotValid
from khuyencong.core.money import Dong
from khuyencong.core.operations import lock
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import PaymentKind
from khuyencong.flow.contracts.models import Contract, NumberSeries, Payment
from khuyencong.flow.ledger.models import Transfer
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import LineState, Source
from khuyencong.flow.planning.models import Envelope, PlanLine
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.operations import in_thread, wait_until_blocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed")]


def _at_one_moment(first: Callable[[], Any], second: Callable[[], Any]) -> BaseException | None:
    """Do ``first`` in a transaction that ends only when ``second`` waits for it; return what ``second`` met."""
    with ExitStack() as threads, transaction.atomic():
        first()
        waiting = threads.enter_context(in_thread(second))
        wait_until_blocked()
    return waiting.exception()


def test_the_last_of_an_envelope() -> None:
    envelope = flow.envelope(amount=flow.dong(100))
    one, two = flow.approved_project(), flow.approved_project()

    met = _at_one_moment(
        lambda: planning.put_in_plan(SYSTEM, envelope, project=one, amount=flow.dong(70)),
        lambda: planning.put_in_plan(SYSTEM, envelope, project=two, amount=flow.dong(50)),
    )

    assert isinstance(met, NoRoom)
    assert (met.left, met.wanted) == (flow.dong(30), flow.dong(50))
    assert str(met).startswith("Kinh phí chỉ còn 30 triệu đồng, không đủ cho 50 triệu đồng")
    assert _committed(envelope) == flow.dong(70)


def test_what_fits_after_all_is_given() -> None:
    envelope = flow.envelope(amount=flow.dong(100))
    one, two = flow.approved_project(), flow.approved_project()

    met = _at_one_moment(
        lambda: planning.put_in_plan(SYSTEM, envelope, project=one, amount=flow.dong(70)),
        lambda: planning.put_in_plan(SYSTEM, envelope, project=two, amount=flow.dong(30)),
    )

    assert met is None
    assert _committed(envelope) == flow.dong(100)


def test_who_was_first_and_gave_up_took_nothing() -> None:
    envelope = flow.envelope(amount=flow.dong(100))
    one, two = flow.approved_project(), flow.approved_project()

    with ExitStack() as threads, transaction.atomic():
        planning.put_in_plan(SYSTEM, envelope, project=one, amount=flow.dong(70))
        second = threads.enter_context(
            in_thread(lambda: planning.put_in_plan(SYSTEM, envelope, project=two, amount=flow.dong(100)))
        )
        wait_until_blocked()
        transaction.set_rollback(True)

    assert second.result().amount == flow.dong(100)
    assert _committed(envelope) == flow.dong(100)


def test_the_last_of_a_line() -> None:
    line = flow.approved_line(amount=flow.dong(50))

    met = _at_one_moment(
        lambda: flow.contract(line, amount=flow.dong(40)), lambda: flow.contract(line, amount=flow.dong(20))
    )

    assert isinstance(met, NoRoom)
    assert met.left == flow.dong(10)


def test_the_last_of_a_contract() -> None:
    contract = flow.contract(amount=flow.dong(40))

    first, second = (flow.approved(flow.requested(contract, amount=flow.dong(amount))) for amount in (15, 30))

    met = _at_one_moment(lambda: _pay(first, "PC-1"), lambda: _pay(second, "PC-2"))

    assert isinstance(met, NoRoom)
    assert (met.left, met.wanted) == (flow.dong(25), flow.dong(30))
    contract.refresh_from_db()
    assert contract.advanced == flow.dong(15)


def test_a_double_click_pays_once_and_shows_the_same_result() -> None:
    payment = flow.approved(flow.requested(flow.contract(amount=flow.dong(40)), amount=flow.dong(5)))

    met = _at_one_moment(lambda: _pay(payment, "PC-1"), lambda: _pay(payment, "PC-1"))

    assert met is None
    payment.contract.refresh_from_db()
    assert payment.contract.advanced == flow.dong(5)
    assert Transfer.objects.filter(kind="ADVANCED").count() == 1


def test_a_request_sent_twice_asks_once() -> None:
    contract = flow.contract(amount=flow.dong(40))
    lan, key = flow.standing_in(people.LAN), uuid4()

    def click() -> object:
        asked = {"key": key, "kind": PaymentKind.ADVANCE, "amount": flow.dong(5), "today": flow.PAID}
        return contracts.request_payment(lan, contract, **asked)

    met = _at_one_moment(click, click)

    assert met is None
    assert Payment.objects.count() == 1


def test_two_contracts_signed_at_once_get_two_numbers_in_a_row() -> None:
    one, two = flow.approved_line(), flow.approved_line()

    met = _at_one_moment(lambda: _sign(one), lambda: _sign(two))

    assert met is None
    assert sorted(Contract.objects.values_list("number", flat=True)) == ["01/HĐ-TTKC", "02/HĐ-TTKC"]
    assert NumberSeries.objects.get().last == 2


def test_a_signing_that_fails_leaves_no_gap_in_the_numbers() -> None:
    line, other = flow.approved_line(amount=flow.dong(50)), flow.approved_line()

    with pytest.raises(NoRoom):
        _sign(line, amount=flow.dong(60))

    assert _sign(other).number == "01/HĐ-TTKC"


def test_the_envelope_is_not_cut_below_what_is_being_committed() -> None:
    envelope = flow.envelope(amount=flow.dong(100))
    project = flow.approved_project()

    met = _at_one_moment(
        lambda: planning.put_in_plan(SYSTEM, envelope, project=project, amount=flow.dong(70)),
        lambda: planning.give_envelope(SYSTEM, envelope.plan, source=flow.Source.PROVINCIAL, amount=flow.dong(60)),
    )

    assert isinstance(met, NoRoom)


def test_the_last_of_a_consulting_contract() -> None:
    job = flow.consulting_contract(value=flow.dong(80))

    met = _at_one_moment(
        lambda: flow.revenue(job, amount=flow.dong(50)),
        lambda: flow.revenue(job, amount=flow.dong(50)),
    )

    assert isinstance(met, NoRoom)
    assert met.left == flow.dong(30)


def test_one_number_each_for_two_drafts_at_one_moment() -> None:
    place = flow.people.place_of()
    items = [flow.item(place)]

    met = _at_one_moment(lambda: flow.draft(place, items=items), lambda: flow.draft(place, items=items))

    assert met is None


def test_a_line_added_while_the_plan_is_approved_is_told_to_wait_for_a_supplement() -> None:
    line = flow.line(amount=flow.dong(50))
    late = flow.approved_project()
    plan = line.envelope.plan

    met = _at_one_moment(
        lambda: planning.approve_plan(SYSTEM, plan, decision="QĐ 1", today=flow.PLANNED),
        lambda: planning.put_in_plan(SYSTEM, line.envelope, project=late, amount=flow.dong(30)),
    )

    assert isinstance(met, NotValid)
    assert "hãy mở đợt bổ sung" in str(met)
    assert not late.lines.exists()
    envelope = Envelope.objects.get(pk=line.envelope_id)
    assert envelope.committed == flow.dong(50)


def test_a_line_that_two_change_at_once_holds_what_the_first_said() -> None:
    line = flow.approved_line(amount=flow.dong(50))

    def change(millions: float) -> object:
        said = {"seen": flow.dong(50), "decision": "QĐ 9", "today": flow.HELD}
        return planning.change_line(SYSTEM, line, to=flow.dong(millions), **said)

    met = _at_one_moment(lambda: change(60), lambda: change(70))

    assert isinstance(met, NotValid)
    assert str(met) == "Kinh phí vừa được người khác đổi thành 60 triệu đồng: hãy mở lại trang."
    line.refresh_from_db()
    assert line.current == flow.dong(60)


def test_who_approves_a_plan_does_not_wait_in_a_ring_with_who_takes_a_line_out() -> None:
    line, other = flow.line(), flow.line()

    with ExitStack() as threads, transaction.atomic():
        lock(line)
        plan = line.envelope.plan
        approving = threads.enter_context(
            in_thread(lambda: planning.approve_plan(SYSTEM, plan, decision="QĐ 1", today=flow.PLANNED))
        )
        wait_until_blocked()
        planning.take_out(SYSTEM, line, reason="Cơ sở xin rút")

    assert approving.exception() is None
    other.refresh_from_db()
    assert other.effective_on == flow.PLANNED


def test_no_line_slips_into_a_plan_beside_a_stop() -> None:
    line = flow.approved_line()
    asked = flow.adjustment(line.project, kind=AdjustmentKind.STOP)
    elsewhere = flow.envelope(source=Source.DISTRICT)
    grant = {"action": AdjustmentAction.GRANT, "decision": "QĐ 9", "today": flow.HELD}

    met = _at_one_moment(
        lambda: adjusting.decide_adjustment(SYSTEM, asked, **grant),
        lambda: planning.put_in_plan(SYSTEM, elsewhere, project=line.project, amount=flow.dong(7)),
    )

    assert isinstance(met, NotValid)
    assert "đã ngừng" in str(met)
    assert line.project.lines.get().state == LineState.STOPPED


def _pay(payment: Payment, voucher: str) -> Payment:
    tuan = flow.standing_in(people.TUAN)
    return contracts.pay(tuan, payment, voucher=voucher, paid_on=flow.PAID, today=flow.PAID)


def _sign(line: PlanLine, *, amount: Dong | None = None) -> Contract:
    said = {"partner": "Trung tâm", "signed_on": flow.SIGNED, "due_on": flow.DUE, "today": flow.RECORDED}
    return contracts.sign(SYSTEM, line, amount=amount or Dong(line.current), **said)


def _committed(envelope: Envelope) -> Dong:
    envelope.refresh_from_db()
    return Dong(envelope.committed)
