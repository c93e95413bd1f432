"""Handing money down: from the country to a province, from a province to its districts or communes."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.planning.models import AnnualPlan, Envelope
from khuyencong.flow.planning.operations import money
from khuyencong.flow.planning.operations.plans import opened
from khuyencong.flow.planning.operations.powers import owes_power
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit


@operation(Can.PLAN_OPEN, verb="Phân bổ dự toán cho cấp dưới")
def delegate_envelope(actor: Acting, envelope: Envelope, *, to: Unit, amount: Dong, today: date) -> Envelope:
    """Let the envelope of ``to`` hold ``amount`` đồng in all out of this one; less than before takes money back.

    From the whole country ``to`` is a province, whose national plan is opened if need be; an envelope that it was
    given before comes under this one.  From a province it is a district, or a commune since there are none.

    The envelope above is locked before the one below.  Within a plan that is the order of their keys; across plans
    nobody locks a province's envelope before the country's.
    """
    owes_power(actor, Fund(envelope.plan.fund), envelope)
    require(amount >= 0, "Dự toán không được âm.", field="amount")
    plan = envelope.plan
    # Who stands under whom is told by the map of the plan's year.
    day = min(today, date(plan.year, 12, 31))
    require(day in to.valid, f"“{to.name}” không có trên bản đồ hành chính của năm kế hoạch.", field="unit")
    if plan.province_id is None:
        require(to.level == Level.PROVINCE, "Dự toán cả nước phân bổ cho tỉnh, thành phố.", field="unit")
        child = _envelope(_plan_of(plan, to), envelope, None)
    else:
        require(envelope.unit_id is None, "Huyện, xã không phân bổ tiếp.", field="unit")
        require(_stands_under(to, plan.province_id), f"“{to.name}” không phải cấp dưới của tỉnh.", field="unit")
        child = _envelope(plan, envelope, to)
    money.delegate(envelope, child, amount, day=today)
    return child


def _plan_of(plan: AnnualPlan, province: Unit) -> AnnualPlan:
    # The country's envelope is locked: nobody else opens the same plan from above at this moment.
    found = AnnualPlan.objects.filter(province=province, year=plan.year, fund=plan.fund).first()
    return found or opened(province.pk, year=plan.year, fund=Fund(plan.fund))


def _envelope(plan: AnnualPlan, above: Envelope, unit: Unit | None) -> Envelope:
    found = plan.envelopes.select_for_update(of=("self",)).filter(source=above.source, unit=unit).first()
    return found or money.opened(plan, above.source, above=above, parent=above, unit=unit)


def _stands_under(unit: Unit, province_id: int) -> bool:
    """Districts stand under a province until 30/6/2025, communes since: their parents say which."""
    return unit.parent_id == province_id and unit.level != Level.PROVINCE
