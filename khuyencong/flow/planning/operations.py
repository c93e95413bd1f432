"""Opening plans, spending envelopes, changing and stopping lines."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom, NotAllowed
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, lock, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.flow.planning.enums import Fund, LineAction, LineState, PlanAction, PlanState, Source
from khuyencong.flow.planning.lifecycle import LINE, PLAN, power_over
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanChange, PlanLine
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify


@operation(Can.PLAN_OPEN, verb="Mở kế hoạch năm")
def open_plan(actor: Acting, place: Scope, *, year: int, fund: Fund) -> AnnualPlan:
    """Open the plan of ``fund`` for the province in ``place``."""
    _owes_power(actor, fund, place)
    province = owed(place.province_id, "Hãy chọn tỉnh của kế hoạch.", field="province")
    exists = AnnualPlan.objects.filter(province=province, year=year, fund=fund).exists()
    require(not exists, f"Kế hoạch {fund.label} năm {year} của tỉnh này đã mở.", field="year")
    return AnnualPlan.objects.create(province_id=province, year=year, fund=fund)


@operation(Can.PLAN_OPEN, verb="Giao dự toán")
def give_envelope(actor: Acting, plan: AnnualPlan, *, source: Source, amount: Dong) -> Envelope:
    """Give the plan ``amount`` đồng of ``source``, or change what was given; never below what is committed."""
    _owes_power(actor, Fund(plan.fund), plan)
    require(
        source.fund == plan.fund, f"{source.label.capitalize()} không thuộc {Fund(plan.fund).label}.", field="source"
    )
    require(amount >= 0, "Dự toán không được âm.", field="amount")
    envelope = plan.envelopes.select_for_update().filter(source=source).first() or Envelope(plan=plan, source=source)
    if amount < envelope.committed:
        raise NoRoom(Dong(amount), Dong(envelope.committed))
    envelope.amount = amount
    envelope.save()
    return envelope


@operation(Can.PLAN_ASSIGN, verb="Đưa đề án vào kế hoạch")
def put_in_plan(
    actor: Acting, envelope: Envelope, *, project: Project, amount: Dong, added_on: date | None = None
) -> PlanLine:
    """Commit ``amount`` đồng of the locked envelope to an approved đề án; ``NoRoom`` says how much is left.

    In a plan already approved the line counts from ``added_on``, so that the plan of an earlier day stays what it was.
    """
    _owes_power(actor, Fund(envelope.plan.fund), envelope)
    require(
        project.state == ProjectState.APPROVED,
        f"Đề án {project.number} chưa được duyệt sau thẩm định.",
        field="project",
    )
    require(project.province_id == envelope.plan.province_id, "Đề án thuộc tỉnh khác.", field="project")
    require(project.year == envelope.plan.year, "Đề án thuộc năm kế hoạch khác.", field="project")
    require(amount > 0, "Kinh phí phải lớn hơn 0.", field="amount")
    exists = envelope.lines.filter(project=project).exists()
    require(not exists, f"Đề án {project.number} đã có trong nguồn này: hãy điều chỉnh dòng đã có.", field="project")
    # Whoever stops the đề án holds its row, so that no line slips in beside the stop.  He waits for no envelope in
    # which the đề án has no line, hence the lock of the row stands after that question and nobody waits in a ring.
    lock(project)
    stopped = PlanLine.objects.filter(project=project, state=LineState.STOPPED).exists()
    require(not stopped, f"Đề án {project.number} đã ngừng: không đưa vào kế hoạch được nữa.", field="project")
    _commit(envelope, amount)
    approved = envelope.plan.approved_on
    since = _effective(envelope.plan, max(approved, added_on or approved)) if approved else None
    if approved:
        notify(actor, Kind.PLAN_ASSIGNED, project, money=show_million(amount))
    return PlanLine.objects.create(
        envelope=envelope, project=project, amount=amount, current=amount, effective_on=since
    )


@operation(Can.PLAN_APPROVE, verb="Phê duyệt kế hoạch")
def approve_plan(actor: Acting, plan: AnnualPlan, *, decision: str, today: date) -> AnnualPlan:
    """Approve: from this day (from 1 January at the earliest) the lines count as planned money."""
    _owes_power(actor, Fund(plan.fund), plan)
    step = PLAN.step(PlanAction.APPROVE, PlanState(plan.state))
    require(decision.strip(), "Hãy ghi số quyết định phê duyệt.", field="decision")
    _lock_whole(plan)
    # A line that was stopped while the plan was a draft gave its money back: it never takes effect.
    lines = PlanLine.objects.filter(envelope__plan=plan, state=LineState.PLANNED)
    require(lines.exists(), "Kế hoạch chưa có đề án nào.")
    plan.state, plan.approved_on, plan.decision = step.target, today, decision.strip()
    plan.save()
    count = lines.update(effective_on=_effective(plan, today))
    notify(actor, Kind.PLAN_APPROVED, plan, fund=Fund(plan.fund).label, count=count)
    return plan


@operation(Can.PLAN_ASSIGN, verb="Điều chỉnh kinh phí kế hoạch")
def change_line(
    actor: Acting, line: PlanLine, *, to: Dong, seen: Dong | None, decision: str, today: date
) -> PlanChange:
    """Let a line hold ``to`` đồng, within its envelope and not below its contracts.

    ``seen`` is what it held when the actor decided: refused where somebody changed it since (``None`` asks nothing).
    """
    _owes_power(actor, Fund(line.envelope.plan.fund), line)
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
    _commit(Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id), delta)
    line.current = to
    line.save(update_fields=["current"])
    return PlanChange.objects.create(line=line, decided_on=today, delta=delta, decision=decision.strip())


@operation(Can.PLAN_ASSIGN, verb="Rút đề án khỏi kế hoạch dự thảo", reason_owed=True)
def take_out(actor: Acting, line: PlanLine, *, reason: str) -> None:
    """Remove a line; only while nothing was signed on it.  The money goes back to the envelope."""
    _owes_power(actor, Fund(line.envelope.plan.fund), line)
    require(line.contracted == 0 and line.state == LineState.PLANNED, "Dòng kế hoạch đã có hợp đồng hoặc đã kết thúc.")
    require(not line.changes.exists(), "Dòng kế hoạch đã có điều chỉnh: hãy ngừng thay vì rút.")
    _commit(Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id), Dong(-line.current))
    line.delete()


@operation(Can.CONTRACT_SIGN, verb="Ghi nhận hợp đồng vào kế hoạch")
def note_contract(actor: Acting, line: PlanLine, *, amount: Dong) -> PlanLine:
    """Note that ``amount`` đồng of the line was contracted.  Called by ``contracts``, which stands above."""
    require(line.effective_on is not None, "Kế hoạch chưa được phê duyệt: chưa ký hợp đồng được.")
    if line.state != LineState.CONTRACTED:
        line.state = LINE.step(LineAction.CONTRACT, LineState(line.state)).target
    left = Dong(line.current - line.contracted)
    if amount > left:
        raise NoRoom(left, amount)
    line.contracted += amount
    line.save(update_fields=["state", "contracted"])
    return line


@operation(Can.ADJUSTMENT_DECIDE, verb="Ngừng dòng kế hoạch", reason_owed=True)
def stop_line(actor: Acting, line: PlanLine, *, today: date, reason: str) -> PlanLine:
    """Stop a line: what was not contracted goes back to its envelope at once.

    In a plan still in draft nothing was assigned yet, so that there is no change of the plan to write.
    """
    line.state = LINE.step(LineAction.STOP, LineState(line.state)).target
    freed = Dong(line.current - line.contracted)
    line.stopped_on = today
    if freed:
        _commit(Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id), Dong(-freed))
        line.current -= freed
    if freed and line.effective_on is not None:
        PlanChange.objects.create(line=line, decided_on=today, delta=-freed, decision=f"Ngừng: {reason}"[:60])
    line.save(update_fields=["state", "stopped_on", "current"])
    return line


def _owes_power(actor: Acting, fund: Fund, target: object) -> None:
    """Refuse whoever does not decide on ``fund``: the ministry on national money, the Sở on its province's."""
    if not actor.may(power_over(fund), target):
        raise NotAllowed(f"Việc của {fund.label} không do anh/chị quyết định: {fund.decided_by} quyết định.")


def _commit(envelope: Envelope, amount: Dong) -> None:
    """Take ``amount`` from a locked envelope (below zero: give back)."""
    if amount > envelope.left:
        raise NoRoom(Dong(envelope.left), amount)
    envelope.committed += amount
    envelope.save(update_fields=["committed"])


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


def _effective(plan: AnnualPlan, approved: date) -> date:
    return max(approved, date(plan.year, 1, 1))
