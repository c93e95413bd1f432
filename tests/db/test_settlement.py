"""Acceptances with their file, settlements item by item, ends of contracts and surveys, on PostgreSQL."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuyencong.core.errors import NotValid, Refused
from khuyencong.core.money import Dong
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.enums import AcceptanceResult, Payer
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey, SettledItem, Settlement, Voucher
from khuyencong.flow.settlement.operations import AcceptanceFile, Claim, Conclusion, VoucherTold
from khuyencong.flow.settlement.queries import (
    bases_of,
    effects_of,
    missing_for_liquidation,
    repeats_of,
    voucher_sums,
)
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db


def contract_of(count: int = 2, support: float = 50) -> Contract:
    """Return a contract of one đề án with ``count`` items."""
    items = [flow.item(support=flow.dong(support)) for _ in range(count)]
    return flow.contract(flow.approved_line(flow.approved_project(items=items), amount=flow.dong(support * count)))


def accept_all(contract: Contract, percent: int = 100) -> list[Acceptance]:
    """Accept every item of a contract at ``percent`` of its planned cost."""
    return [
        settlement.accept(
            SYSTEM,
            item,
            accepted_on=flow.ACCEPTED,
            minutes=f"BB-{item.pk}",
            cost=Dong(item.cost * percent // 100),
            today=flow.RECORDED,
        )
        for item in contract.line.project.items.all()
    ]


def claims_of(contract: Contract, **other: Any) -> Settlement:
    """Settle a contract for all that each item may have."""
    claims = [Claim(basis.item.pk, basis.share) for basis in bases_of(contract)]
    days = {"settled_on": flow.SETTLED, "today": flow.RECORDED}
    return settlement.settle_items(SYSTEM, contract, claims=claims, **days | other)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), min_size=1, max_size=4))
def test_a_settlement_is_the_sum_of_its_items_each_within_its_bounds(told: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        contract = contract_of(len(told))
        items = list(contract.line.project.items.order_by("pk"))
        for item, (percent, _) in zip(items, told, strict=True):
            settlement.accept(
                SYSTEM,
                item,
                accepted_on=flow.ACCEPTED,
                minutes=f"BB-{item.pk}",
                cost=Dong(item.cost * percent // 100),
                today=flow.RECORDED,
            )
        claims = [
            Claim(item.pk, Dong(flow.dong(50) * claimed // 100)) for item, (_, claimed) in zip(items, told, strict=True)
        ]
        try:
            done = settlement.settle_items(
                SYSTEM, contract, claims=claims, settled_on=flow.SETTLED, today=flow.RECORDED
            )
        except NotValid:
            assert not Settlement.objects.filter(contract=contract).exists()
        else:
            rows = list(done.items.all())
            assert sum(row.amount for row in rows) == done.amount
            assert sum(row.share for row in rows) == contract.amount
            for row in rows:
                assert row.amount <= min(row.share, row.claimed, row.accepted_cost)
                assert row.ceiling is None or row.amount <= row.ceiling
            contract.refresh_from_db()
            assert contract.settled == done.amount
        transaction.set_rollback(True)


def test_each_item_has_its_explanation_and_one_not_accepted_gets_nothing() -> None:
    contract = contract_of(2)
    first, second = contract.line.project.items.order_by("pk")
    flow.acceptance(first)
    done = claims_of(contract)
    rows = {row.item_id: row for row in done.items.all()}
    assert (rows[first.pk].amount, rows[second.pk].amount) == (flow.dong(50), 0)
    assert "Quyết toán 50 triệu đồng" in rows[first.pk].explanation
    assert done.amount == flow.dong(50)
    assert "2 hạng mục" in done.explanation


def test_what_was_over_advanced_is_due_on_a_day() -> None:
    contract = contract_of(2)
    flow.advance(contract, amount=flow.dong(60))
    flow.acceptance(contract.line.project.items.order_by("pk")[0])
    contract.refresh_from_db()
    done = claims_of(contract)
    assert done.recover_by == flow.SETTLED + timedelta(days=30)
    contract.refresh_from_db()
    told = [one.text for one in missing_for_liquidation(contract, flow.RECORDED) if one.blocks]
    assert any("Còn 10 triệu đồng tạm ứng chưa quyết toán" in text for text in told)
    with pytest.raises(Refused, match="phải thu hồi trước khi thanh lý"):
        settlement.liquidate(SYSTEM, contract, today=flow.RECORDED)


def test_a_settlement_is_taken_back_before_the_end_and_not_after() -> None:
    contract = contract_of(1)
    accept_all(contract)
    done = claims_of(contract)
    settlement.cancel_settlement(SYSTEM, done, reason="Nhầm chi phí")
    contract.refresh_from_db()
    assert (contract.settled, Settlement.objects.count(), SettledItem.objects.count()) == (0, 0, 0)
    again = claims_of(contract)
    contract.refresh_from_db()
    settlement.liquidate(SYSTEM, contract, today=flow.RECORDED)
    with pytest.raises(NotValid, match="đã thanh lý"):
        settlement.cancel_settlement(SYSTEM, again, reason="Nhầm")


def test_vouchers_must_sum_by_source_before_the_settlement() -> None:
    contract = contract_of(1)
    accepted = accept_all(contract)[0]
    told = VoucherTold(Payer.PROVINCIAL, "HĐ 1", flow.ACCEPTED, "Công ty A", "Mua máy", flow.dong(10))
    settlement.fill_file(SYSTEM, accepted, add=AcceptanceFile(vouchers=[told]), today=flow.RECORDED)
    with pytest.raises(
        NotValid, match=r"Chứng từ nguồn khuyến công tỉnh .* cộng 10 triệu, chi phí nghiệm thu 50 triệu"
    ):
        claims_of(contract)
    settlement.remove_part(SYSTEM, Voucher.objects.get(), reason="Ghi lại")
    flow.acceptance_file(accepted)
    assert all(one.gap == 0 for one in voucher_sums([accepted])[accepted.pk])
    assert claims_of(contract).amount == flow.dong(50)
    with pytest.raises(NotValid, match="hãy hủy quyết toán trước"):
        settlement.fill_file(SYSTEM, accepted, add=AcceptanceFile(vouchers=[told]), today=flow.RECORDED)


def test_an_invoice_used_in_another_province_is_found_there() -> None:
    here = flow.acceptance()
    there = flow.acceptance(flow.approved_project(people.place_of(people.QUANG_NAM)).items.get())
    for accepted, name in ((here, "CÔNG TY CƠ KHÍ"), (there, "Công ty cơ khí")):
        told = VoucherTold(Payer.COUNTERPART, "0001", flow.ACCEPTED, name, "Mua máy", flow.dong(1))
        settlement.fill_file(SYSTEM, accepted, add=AcceptanceFile(vouchers=[told]), today=flow.RECORDED)
    found = repeats_of(here.vouchers.all())
    assert [row.acceptance_id for rows in found.values() for row in rows] == [there.pk]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"accepted_on": date(2017, 1, 2)}, "accepted_on"),
        ({"accepted_on": date(2099, 1, 2)}, "accepted_on"),
        ({"cost": Dong(-1)}, "cost"),
        ({"sources": {Payer.PROVINCIAL: Dong(1)}}, "cost"),
        ({"ended": Conclusion(AcceptanceResult.PARTIAL)}, "remedy"),
        ({"ended": Conclusion(AcceptanceResult.PARTIAL, "Sửa", date(2017, 1, 1))}, "remedy_due_on"),
        ({"ended": Conclusion(AcceptanceResult.PASS, "Sửa")}, "remedy"),
        ({"minutes": " "}, "minutes"),
    ],
)
def test_a_wrong_acceptance_is_refused_at_its_field_and_leaves_no_row(changes: dict[str, Any], field: str) -> None:
    item = flow.approved_project().items.get()
    good = {"accepted_on": flow.ACCEPTED, "minutes": "BB", "cost": flow.dong(200), "today": flow.RECORDED}
    with pytest.raises(Refused) as refusal:
        settlement.accept(SYSTEM, item, **good | changes)
    assert refusal.value.field == field
    assert not Acceptance.objects.exists()


def test_a_failed_acceptance_is_no_acceptance() -> None:
    item = flow.approved_project().items.get()
    flow.failed_acceptance(item)
    assert not Acceptance.objects.exists()
    assert flow.acceptance(item).item == item


def test_sql_may_not_settle_an_item_above_its_accepted_cost() -> None:
    contract = contract_of(1)
    accept_all(contract)
    claims_of(contract)
    with (
        pytest.raises(IntegrityError, match="settleditem_amount_within_accepted_cost"),
        under_operation(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE settlement_settleditem SET accepted_cost = 1")


def test_the_end_of_a_contract_writes_when_to_look_again_and_surveys_add_up() -> None:
    contract = contract_of(2)
    accept_all(contract)
    claims_of(contract)
    contract.refresh_from_db()
    settlement.liquidate(SYSTEM, contract, today=flow.RECORDED)
    assert EffectSurvey.objects.count() == 6
    survey = EffectSurvey.objects.order_by("item", "round")[0]
    assert survey.due_on == date(2018, 6, 5)
    told = settlement.SurveyTold(date(2018, 6, 6), "Lan", in_use=True, new_jobs=5, workers=20)
    settlement.record_survey(SYSTEM, survey, told=told, today=date(2018, 6, 6))
    with pytest.raises(NotValid, match="đã ghi"):
        settlement.record_survey(SYSTEM, survey, told=told, today=date(2018, 6, 6))
    whole = effects_of(EffectSurvey.objects.all()).whole
    assert (whole.scheduled, whole.surveyed, whole.new_jobs, whole.money) == (2, 1, 5, flow.dong(50))
    assert whole.money_per_job == flow.dong(10)
    settlement.cancel_survey(SYSTEM, survey, reason="Nhầm cơ sở")
    assert effects_of(EffectSurvey.objects.all()).whole.surveyed == 0
