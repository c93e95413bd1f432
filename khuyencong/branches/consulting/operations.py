"""Planning and recording consulting."""

from datetime import date

from django.db.models import Sum

from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.establishments.queries import refuse_merged
from khuyencong.ground.accounts.models import Organisation


@operation(Can.CONSULTING_PLAN, verb="Giao kế hoạch tư vấn")
def set_plan(
    actor: Acting, centre: Organisation, *, year: int, jobs: int, revenue: Dong, today: date
) -> ConsultingPlan:
    """Set the year's plan of a centre; a second call replaces the numbers and the log keeps the first.

    The plan counts from the day of the first call, within the year by either cut-off (NĐ 09/2019 ends it on 14
    December): a revision does not move it into another period.
    """
    require(jobs > 0, "Số dự án phải lớn hơn 0.", field="jobs")
    require(revenue >= 0, "Doanh thu không được âm.", field="revenue")
    since = min(max(today, date(year, 1, 1)), date(year, 12, 14))
    plan = ConsultingPlan.objects.filter(centre=centre, year=year).first()
    plan = plan or ConsultingPlan(centre=centre, year=year, effective_on=since)
    plan.jobs, plan.revenue = jobs, revenue
    plan.save()
    return plan


@operation(Can.CONSULTING_RECORD, verb="Ghi hợp đồng tư vấn")
def sign_job(
    actor: Acting,
    centre: Organisation,
    *,
    number: str,
    client: str,
    service: ServiceKind,
    value: Dong,
    signed_on: date,
    today: date,
    establishment_id: int | None = None,
) -> ConsultingContract:
    """Record a consulting contract of ``centre``."""
    require(number.strip(), "Hãy ghi số hợp đồng.", field="number")
    require(client.strip(), "Hãy ghi tên khách hàng.", field="client")
    require(value > 0, "Giá trị hợp đồng phải lớn hơn 0.", field="value")
    require(signed_on <= today, "Ngày ký không thể ở tương lai.", field="signed_on")
    exists = ConsultingContract.objects.filter(centre=centre, number=number.strip()).exists()
    require(not exists, f"Hợp đồng tư vấn {number} đã có.", field="number")
    refuse_merged([establishment_id])
    return ConsultingContract.objects.create(
        centre=centre,
        number=number.strip(),
        client=client.strip(),
        service=service,
        value=value,
        signed_on=signed_on,
        establishment_id=establishment_id,
    )


@operation(Can.CONSULTING_RECORD, verb="Ghi bàn giao tư vấn")
def hand_over(actor: Acting, contract: ConsultingContract, *, advised_on: date, today: date) -> ConsultingContract:
    """Say on which day the advice was handed over: the job counts from then."""
    require(advised_on <= today, "Ngày bàn giao không thể ở tương lai.", field="advised_on")
    require(advised_on >= contract.signed_on, "Ngày bàn giao phải từ ngày ký.", field="advised_on")
    contract.advised_on = advised_on
    contract.save(update_fields=["advised_on"])
    return contract


@operation(Can.CONSULTING_RECORD, verb="Ghi doanh thu tư vấn")
def recognise(
    actor: Acting, contract: ConsultingContract, *, amount: Dong, recognised_on: date, invoice: str, today: date
) -> RevenueEntry:
    """Recognise revenue within the contract's value."""
    require(amount > 0, "Số tiền phải lớn hơn 0.", field="amount")
    require(invoice.strip(), "Hãy ghi số hóa đơn.", field="invoice")
    require(recognised_on <= today, "Ngày ghi nhận không thể ở tương lai.", field="recognised_on")
    require(recognised_on >= contract.signed_on, "Ngày ghi nhận phải từ ngày ký.", field="recognised_on")
    repeated = contract.revenue.filter(invoice=invoice.strip()).exists()
    require(not repeated, f"Hóa đơn {invoice} đã ghi cho hợp đồng này.", field="invoice")
    done = contract.revenue.aggregate(total=Sum("amount"))["total"] or 0
    if amount > contract.value - done:
        raise NoRoom(Dong(contract.value - done), amount)
    return RevenueEntry.objects.create(
        contract=contract, amount=amount, recognised_on=recognised_on, invoice=invoice.strip()
    )


@operation(Can.CONSULTING_RECORD, verb="Hủy doanh thu ghi nhầm", reason_owed=True)
def cancel_revenue(actor: Acting, entry: RevenueEntry, *, reason: str) -> None:
    """Remove an entry recorded by mistake; the log keeps it."""
    entry.delete()
