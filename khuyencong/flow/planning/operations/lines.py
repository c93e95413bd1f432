"""Putting đề án into plans, changing, stopping and carrying over their lines."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import AccountKind
from khuyencong.flow.ledger.models import Account
from khuyencong.flow.planning.enums import BatchState, CarryTo, Fund, LineAction, LineState, Source
from khuyencong.flow.planning.lifecycle import LINE
from khuyencong.flow.planning.models import Envelope, PlanBatch, PlanChange, PlanLine
from khuyencong.flow.planning.operations import money
from khuyencong.flow.planning.operations.powers import owes_power
from khuyencong.flow.planning.queries import awaiting_local_budget, next_year_envelope
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project


@operation(Can.PLAN_ASSIGN, verb="Đưa đề án vào kế hoạch")
def put_in_plan(actor: Acting, envelope: Envelope, *, project: Project, amount: Dong) -> PlanLine:
    """Commit ``amount`` đồng of the locked envelope to an approved đề án; ``NoRoom`` says how much is left.

    The line belongs to the batch that is open, and takes effect when that is approved.  A đề án that was carried over
    from national money to the local budget may enter the local plan of its year or of the next.
    """
    plan = envelope.plan
    owes_power(actor, Fund(plan.fund), envelope)
    require(
        project.state == ProjectState.APPROVED,
        f"Đề án {project.number} chưa được duyệt sau thẩm định.",
        field="project",
    )
    require(project.province_id == plan.province_id, "Đề án thuộc tỉnh khác.", field="project")
    origin = awaiting_local_budget(project) if plan.fund == Fund.LOCAL else None
    years = {project.year, project.year + 1} if origin else {project.year}
    require(plan.year in years, "Đề án thuộc năm kế hoạch khác.", field="project")
    require(amount > 0, "Kinh phí phải lớn hơn 0.", field="amount")
    exists = envelope.lines.filter(project=project).exists()
    require(not exists, f"Đề án {project.number} đã có trong nguồn này: hãy điều chỉnh dòng đã có.", field="project")
    # Whoever stops the đề án holds its row, so that no line slips in beside the stop.  He waits for no envelope in
    # which the đề án has no line, hence the lock of the row stands after that question and nobody waits in a ring.
    lock(project)
    stopped = PlanLine.objects.filter(project=project, state=LineState.STOPPED).exists()
    require(not stopped, f"Đề án {project.number} đã ngừng: không đưa vào kế hoạch được nữa.", field="project")
    batch = _open_batch(envelope)
    account = entries.open_under(
        envelope.account, AccountKind.LINE, province_id=project.province_id, organisation_id=project.centre_id
    )
    day, reference = money.budget_day(plan), f"Đưa đề án {project.number} vào kế hoạch"
    money.commit(envelope, amount, account=account, day=day, reference=reference)
    return PlanLine.objects.create(
        envelope=envelope,
        batch=batch,
        project=project,
        amount=amount,
        current=amount,
        carried_from=origin,
        account=account,
    )


@operation(Can.PLAN_ASSIGN, verb="Điều chỉnh kinh phí kế hoạch")
def change_line(
    actor: Acting, line: PlanLine, *, to: Dong, seen: Dong | None, decision: str, today: date
) -> PlanChange:
    """Let a line hold ``to`` đồng, within its envelope and not below its contracts.

    ``seen`` is what it held when the actor decided: refused where somebody changed it since (``None`` asks nothing).
    """
    owes_power(actor, Fund(line.envelope.plan.fund), line)
    require(
        seen is None or seen == line.current,
        f"Kinh phí vừa được người khác đổi thành {show_million(Dong(line.current))} triệu đồng: hãy mở lại trang.",
        field="to",
    )
    delta = Dong(to - line.current)
    require(delta != 0, "Mức điều chỉnh phải khác 0.", field="to")
    require(line.effective_on is not None, "Kế hoạch chưa phê duyệt: hãy rút đề án khỏi kế hoạch rồi đưa vào lại.")
    require(line.state in {LineState.PLANNED, LineState.CONTRACTED}, "Dòng kế hoạch này đã kết thúc.")
    require(to >= line.contracted, "Không thể giảm dưới số đã ký hợp đồng.", field="to")
    reference = f"Điều chỉnh kế hoạch: {decision.strip()}"
    money.commit(_envelope_of(line), delta, account=line.account, day=today, reference=reference)
    line.current = to
    line.save(update_fields=["current"])
    return PlanChange.objects.create(line=line, decided_on=today, delta=delta, decision=decision.strip())


@operation(Can.PLAN_ASSIGN, verb="Rút đề án khỏi kế hoạch dự thảo", reason_owed=True)
def take_out(actor: Acting, line: PlanLine, *, reason: str) -> None:
    """Remove a line; only while nothing was signed on it.  The money goes back to the envelope."""
    owes_power(actor, Fund(line.envelope.plan.fund), line)
    require(line.contracted == 0 and line.state == LineState.PLANNED, "Dòng kế hoạch đã có hợp đồng hoặc đã kết thúc.")
    require(not line.changes.exists(), "Dòng kế hoạch đã có điều chỉnh: hãy ngừng thay vì rút.")
    require(line.carried_from_id is None, "Kinh phí này đã chuyển từ năm trước: hãy ngừng thay vì rút.")
    envelope, reference = _envelope_of(line), f"Rút khỏi kế hoạch: {reason.strip()}"
    day = money.budget_day(envelope.plan)
    money.commit(envelope, Dong(-line.current), account=line.account, day=day, reference=reference)
    line.delete()


@operation(Can.CONTRACT_SIGN, verb="Ghi nhận hợp đồng vào kế hoạch")
def note_contract(
    actor: Acting, line: PlanLine, *, amount: Dong, account: Account, day: date, reference: str
) -> PlanLine:
    """Note that ``amount`` đồng of the line went into the contract of ``account``.

    Called by ``contracts``, which stands above.
    """
    require(line.effective_on is not None, "Kế hoạch chưa được phê duyệt: chưa ký hợp đồng được.")
    if line.state != LineState.CONTRACTED:
        line.state = LINE.step(LineAction.CONTRACT, LineState(line.state)).target
    money.contract(line, amount, account=account, day=day, reference=reference)
    line.save(update_fields=["state", "contracted"])
    return line


@operation(Can.ADJUSTMENT_DECIDE, verb="Ngừng dòng kế hoạch", reason_owed=True)
def stop_line(actor: Acting, line: PlanLine, *, today: date, reason: str) -> PlanLine:
    """Stop a line: what was not contracted goes back to its envelope at once.

    In a plan still in draft nothing was assigned yet, so that there is no change of the plan to write.
    """
    line.state = LINE.step(LineAction.STOP, LineState(line.state)).target
    since = line.effective_on
    require(since is None or since <= today, "Ngày ngừng phải từ ngày kế hoạch có hiệu lực.")
    line.stopped_on = today
    line.save(update_fields=["state", "stopped_on"])
    if freed := Dong(line.current - line.contracted):
        money.free(line, freed, day=today, reference=f"Ngừng: {reason}")
    return line


@operation(Can.ADJUSTMENT_DECIDE, verb="Chuyển tiếp dòng kế hoạch", reason_owed=True)
def carry_over(
    actor: Acting, line: PlanLine, *, to: CarryTo, decision: str, today: date, reason: str
) -> PlanLine | None:
    """End a line that was not contracted: its money goes on to the next year's plan, or back to make room there.

    To the next year the money moves from envelope to envelope and a new line, which is returned, points back here; it
    takes effect with its batch.  To the local budget the national money is free again, and the Sở puts the đề án into
    its own plan.  Either way the old year shows the decrease on ``today``: no đồng counts twice.
    """
    owes_power(actor, Fund(line.envelope.plan.fund), line)
    step = LINE.step(LineAction.CARRY_OVER, LineState(line.state))
    require(decision.strip(), "Hãy ghi số quyết định chuyển tiếp.", field="decision")
    since = owed(line.effective_on, "Kế hoạch chưa phê duyệt: hãy rút đề án khỏi kế hoạch rồi đưa vào lại.")
    require(today >= since, "Ngày chuyển tiếp phải từ ngày kế hoạch có hiệu lực.")
    freed = Dong(line.current)
    require(freed > 0, "Dòng kế hoạch không còn kinh phí để chuyển.")
    made: PlanLine | None = None
    if to is CarryTo.NEXT_YEAR:
        made = _into_next_year(line, freed, day=today, reference=f"Chuyển tiếp: {decision.strip()}")
    else:
        _into_local_budget(line, freed, day=today, reference=f"Chuyển tiếp: {decision.strip()}")
    line.state, line.current, line.carried_on, line.carried_to = step.target, 0, today, to
    line.save(update_fields=["state", "current", "carried_on", "carried_to"])
    PlanChange.objects.create(line=line, decided_on=today, delta=-freed, decision=decision.strip())
    return made


def _into_next_year(line: PlanLine, freed: Dong, *, day: date, reference: str) -> PlanLine:
    old = line.envelope
    year = old.plan.year + 1
    source = Source(old.source).label
    found = owed(
        next_year_envelope(old), f"Kế hoạch năm {year} chưa có {source}: hãy mở kế hoạch và giao dự toán trước."
    )
    pair = Envelope.objects.filter(pk__in=[old.pk, found.pk]).order_by("pk").select_for_update(of=("self",))
    locked = {row.pk: row for row in pair}
    batch = _open_batch(found)
    held = line.account
    account = entries.open_under(
        found.account, AccountKind.LINE, province_id=held.province_id, organisation_id=held.organisation_id
    )
    money.carry(locked[old.pk], locked[found.pk], freed, old=held, new=account, day=day, reference=reference)
    return PlanLine.objects.create(
        envelope=found,
        batch=batch,
        project_id=line.project_id,
        amount=freed,
        current=freed,
        carried_from=line,
        account=account,
    )


def _into_local_budget(line: PlanLine, freed: Dong, *, day: date, reference: str) -> None:
    national = line.envelope.source == Source.NATIONAL
    require(national, "Dòng này đã là ngân sách địa phương: chỉ chuyển sang năm sau.", field="to")
    money.commit(_envelope_of(line), Dong(-freed), account=line.account, day=day, reference=reference)


def _envelope_of(line: PlanLine) -> Envelope:
    return Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id)


def _open_batch(envelope: Envelope) -> PlanBatch:
    found = PlanBatch.objects.filter(plan=envelope.plan_id, state=BatchState.DRAFT).first()
    return owed(found, f"{envelope.plan} đã phê duyệt: hãy mở đợt bổ sung trước khi đưa thêm đề án.")
