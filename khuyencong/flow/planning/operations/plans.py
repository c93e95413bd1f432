"""Opening plans, giving them money, approving them batch by batch, assigning what was approved."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.flow.planning.enums import (
    ApprovingBody,
    BatchAction,
    BatchState,
    Fund,
    LineState,
    PlanAction,
    PlanState,
    Source,
)
from khuyencong.flow.planning.lifecycle import BATCH, PLAN
from khuyencong.flow.planning.models import AnnualPlan, Assignment, Envelope, PlanApprover, PlanBatch, PlanLine
from khuyencong.flow.planning.operations import money
from khuyencong.flow.planning.operations.powers import owes_power
from khuyencong.flow.planning.queries import approver_on
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify


@operation(Can.PLAN_OPEN, verb="Mở kế hoạch năm")
def open_plan(actor: Acting, place: Scope, *, year: int, fund: Fund) -> AnnualPlan:
    """Open the plan of ``fund`` for the province in ``place``, with its first batch.

    Without a province it is the national plan of the whole country.
    """
    owes_power(actor, fund, place)
    local = fund is Fund.LOCAL
    require(place.province_id or not local, "Hãy chọn tỉnh của kế hoạch.", field="province")
    exists = AnnualPlan.objects.filter(province=place.province_id, year=year, fund=fund).exists()
    where = "của tỉnh này" if place.province_id else "của cả nước"
    require(not exists, f"Kế hoạch {fund.label} năm {year} {where} đã mở.", field="year")
    return opened(place.province_id, year=year, fund=fund)


@operation(Can.PLAN_OPEN, verb="Giao dự toán")
def give_envelope(
    actor: Acting, plan: AnnualPlan, *, source: Source, amount: Dong, today: date | None = None
) -> Envelope:
    """Give the plan ``amount`` đồng of ``source``, or change what was given; never below what went out of it.

    ``today`` is the day in the ledger; without it the plan's own day.
    """
    owes_power(actor, Fund(plan.fund), plan)
    require(
        source.fund == plan.fund, f"{source.label.capitalize()} không thuộc {Fund(plan.fund).label}.", field="source"
    )
    require(amount >= 0, "Dự toán không được âm.", field="amount")
    found = plan.envelopes.select_for_update().filter(source=source, unit=None).first()
    from_above = "Dự toán này do cấp trên giao: hãy đổi ở nguồn của kế hoạch cả nước."
    require(found is None or found.parent_id is None, from_above, field="source")
    if found is None and plan.fund == Fund.NATIONAL and plan.province_id:
        above = Envelope.objects.filter(plan__province=None, plan__year=plan.year, source=source)
        require(not above.exists(), from_above, field="source")
    envelope = found or money.opened(plan, source)
    money.give(envelope, amount, day=today or money.budget_day(plan))
    return envelope


@operation(Can.PLAN_APPROVE, verb="Phê duyệt kế hoạch")
def approve_plan(actor: Acting, plan: AnnualPlan, *, decision: str, today: date) -> AnnualPlan:
    """Approve a plan with its first batch: from this day (1 January at the earliest) the lines count as planned."""
    owes_power(actor, Fund(plan.fund), plan)
    PLAN.step(PlanAction.APPROVE, PlanState(plan.state))
    _approve(actor, plan, 1, decision=decision, today=today)
    return plan


@operation(Can.PLAN_APPROVE, verb="Phê duyệt đợt kế hoạch")
def approve_batch(actor: Acting, plan: AnnualPlan, *, number: int, decision: str, today: date) -> PlanBatch:
    """Approve a batch by its own decision; the first one approves the plan."""
    owes_power(actor, Fund(plan.fund), plan)
    return _approve(actor, plan, number, decision=decision, today=today)


@operation(Can.PLAN_ASSIGN, verb="Mở đợt bổ sung kế hoạch")
def open_supplement(actor: Acting, plan: AnnualPlan) -> PlanBatch:
    """Open the next batch of an approved plan: what is put in from now on waits for its decision."""
    owes_power(actor, Fund(plan.fund), plan)
    require(plan.state == PlanState.APPROVED, "Kế hoạch chưa phê duyệt: hãy đưa thêm đề án vào đợt 1.")
    last = plan.batches.order_by("-number").first()
    require(last is None or last.state == BatchState.APPROVED, f"Đợt {last and last.number} đang mở.")
    return PlanBatch.objects.create(plan=plan, number=last.number + 1 if last else 1)


@operation(Can.PLAN_APPROVE, verb="Giao kế hoạch cho đơn vị thực hiện")
def assign_batch(
    actor: Acting, batch: PlanBatch, *, organisation: Organisation, number: str, assigned_on: date, today: date
) -> Assignment:
    """Assign an approved batch to a unit that carries out some of it."""
    owes_power(actor, Fund(batch.plan.fund), batch)
    approved = owed(batch.approved_on, "Đợt kế hoạch chưa phê duyệt: chưa giao được.")
    require(number.strip(), "Hãy ghi số văn bản giao kế hoạch.", field="number")
    require(approved <= assigned_on <= today, "Ngày giao phải từ ngày phê duyệt đến hôm nay.", field="assigned_on")
    theirs = batch.lines.filter(project__centre=organisation).exists()
    require(theirs, "Đơn vị không có đề án nào trong đợt này.", field="organisation")
    known = batch.assignments.filter(organisation=organisation).exists()
    require(not known, "Đợt này đã giao cho đơn vị.", field="organisation")
    return Assignment.objects.create(
        batch=batch, organisation=organisation, number=number.strip(), assigned_on=assigned_on
    )


@operation(Can.PLAN_APPROVE, verb="Ghi cơ quan phê duyệt kế hoạch")
def set_approver(
    actor: Acting, place: Scope, *, body: ApprovingBody, name: str, signer: str, symbol: str, since: date
) -> PlanApprover:
    """Say who approves the plans of a province (without one: the national plans) from ``since`` on."""
    owes_power(actor, Fund.LOCAL if place.province_id else Fund.NATIONAL, place)
    fits = (body is ApprovingBody.MINISTRY) is (place.province_id is None)
    require(fits, "Bộ phê duyệt kế hoạch quốc gia, tỉnh phê duyệt kế hoạch của tỉnh.", field="body")
    for field, text in (("name", name), ("signer", signer), ("symbol", symbol)):
        require(text.strip(), "Hãy ghi nội dung này.", field=field)
    told = {"body": body, "name": name.strip(), "signer": signer.strip(), "symbol": symbol.strip()}
    row, _new = PlanApprover.objects.update_or_create(province_id=place.province_id, since=since, defaults=told)
    return row


def opened(province_id: int | None, *, year: int, fund: Fund) -> AnnualPlan:
    """Write a new plan with its first batch.  For operations alone."""
    plan = AnnualPlan.objects.create(province_id=province_id, year=year, fund=fund)
    PlanBatch.objects.create(plan=plan, number=1)
    return plan


def _approve(actor: Acting, plan: AnnualPlan, number: int, *, decision: str, today: date) -> PlanBatch:
    require(decision.strip(), "Hãy ghi số quyết định phê duyệt.", field="decision")
    _lock_whole(plan)
    # The batch is locked after the envelopes: whoever adds a line holds one of them and then refers to the batch.
    found = plan.batches.select_for_update(of=("self",)).filter(number=number).first()
    batch = owed(found, f"Kế hoạch không có đợt {number}.")
    step = BATCH.step(BatchAction.APPROVE, BatchState(batch.state))
    earlier = plan.approved_on
    require(earlier is None or today >= earlier, "Ngày phê duyệt đợt phải từ ngày phê duyệt kế hoạch.")
    # A line that was stopped while the batch was a draft gave its money back: it never takes effect.
    lines = batch.lines.filter(state=LineState.PLANNED)
    allotted = plan.province_id is None and plan.envelopes.filter(delegated__gt=0).exists()
    require(allotted or lines.exists(), f"{'Kế hoạch' if number == 1 else 'Đợt này'} chưa có đề án nào.")
    if plan.state == PlanState.DRAFT:
        plan.state, plan.approved_on, plan.decision = PlanState.APPROVED, today, decision.strip()
        plan.save()
    batch.state, batch.approved_on, batch.decision = step.target, today, decision.strip()
    batch.approver = approver_on(plan, today)
    batch.save()
    count = lines.update(effective_on=max(today, date(plan.year, 1, 1)))
    if number == 1:
        notify(actor, Kind.PLAN_APPROVED, plan, fund=Fund(plan.fund).label, count=count)
    else:
        for line in batch.lines.filter(state=LineState.PLANNED).select_related("project"):
            notify(actor, Kind.PLAN_ASSIGNED, line.project, year=plan.year, money=show_million(Dong(line.current)))
    return batch


def _lock_whole(plan: AnnualPlan) -> None:
    """Lock the lines of a plan, then its envelopes, each in the order of their keys as everywhere else.

    A line is added under its envelope's lock: with all of them held, none is added any more.  One that came between
    the two locks is taken now if it is free; waiting for whoever holds it would be waiting in a ring.
    """
    lines = PlanLine.objects.filter(envelope__plan=plan).order_by("pk")
    list(lines.select_for_update(of=("self",)))
    list(plan.envelopes.select_for_update(of=("self",)).order_by("pk"))
    free = {line.pk for line in lines.select_for_update(of=("self",), skip_locked=True)}
    require(
        free == set(lines.values_list("pk", flat=True)),
        "Kế hoạch đang được người khác sửa: hãy xem lại rồi phê duyệt.",
    )
