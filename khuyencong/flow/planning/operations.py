"""Opening plans, spending envelopes, changing and stopping lines."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.flow.planning.enums import Fund, LineAction, LineState, PlanState, Source
from khuyencong.flow.planning.lifecycle import LINE
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanChange, PlanLine
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project


@operation(Can.PLAN_OPEN, verb="Mở kế hoạch năm")
def open_plan(actor: Acting, place: Scope, *, year: int, fund: Fund) -> AnnualPlan:
    """Open the plan of ``fund`` for the province in ``place``."""
    province = owed(place.province_id, "Hãy chọn tỉnh của kế hoạch.", field="province")
    exists = AnnualPlan.objects.filter(province=province, year=year, fund=fund).exists()
    require(not exists, f"Kế hoạch {fund.label} năm {year} của tỉnh này đã mở.", field="year")
    return AnnualPlan.objects.create(province_id=province, year=year, fund=fund)


@operation(Can.PLAN_OPEN, verb="Giao dự toán")
def give_envelope(actor: Acting, plan: AnnualPlan, *, source: Source, amount: Dong) -> Envelope:
    """Give the plan ``amount`` đồng of ``source``, or change what was given; never below what is committed."""
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
    _commit(envelope, amount)
    approved = envelope.plan.approved_on
    since = _effective(envelope.plan, max(approved, added_on or approved)) if approved else None
    return PlanLine.objects.create(
        envelope=envelope, project=project, amount=amount, current=amount, effective_on=since
    )


@operation(Can.PLAN_APPROVE, verb="Phê duyệt kế hoạch")
def approve_plan(actor: Acting, plan: AnnualPlan, *, decision: str, today: date) -> AnnualPlan:
    """Approve: from this day (from 1 January at the earliest) the lines count as planned money."""
    require(plan.state == PlanState.DRAFT, "Kế hoạch này đã được phê duyệt.")
    require(decision.strip(), "Hãy ghi số quyết định phê duyệt.", field="decision")
    # A line is added under its envelope's lock: with all of them held none is added that this approval does not see.
    list(plan.envelopes.select_for_update(of=("self",)).order_by("pk"))
    require(PlanLine.objects.filter(envelope__plan=plan).exists(), "Kế hoạch chưa có đề án nào.")
    plan.state, plan.approved_on, plan.decision = PlanState.APPROVED, today, decision.strip()
    plan.save()
    PlanLine.objects.filter(envelope__plan=plan).update(effective_on=_effective(plan, today))
    return plan


@operation(Can.PLAN_ASSIGN, verb="Điều chỉnh kinh phí kế hoạch")
def change_line(actor: Acting, line: PlanLine, *, delta: Dong, decision: str, today: date) -> PlanChange:
    """Add ``delta`` đồng (below zero: take away) to a line, within its envelope and not below its contracts."""
    require(delta != 0, "Mức điều chỉnh phải khác 0.", field="delta")
    require(line.effective_on is not None, "Kế hoạch chưa phê duyệt: hãy sửa trực tiếp dòng kế hoạch.")
    require(line.state in {LineState.PLANNED, LineState.CONTRACTED}, "Dòng kế hoạch này đã kết thúc.")
    require(line.current + delta >= line.contracted, "Không thể giảm dưới số đã ký hợp đồng.", field="delta")
    _commit(Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id), delta)
    line.current += delta
    line.save(update_fields=["current"])
    return PlanChange.objects.create(line=line, decided_on=today, delta=delta, decision=decision.strip())


@operation(Can.PLAN_ASSIGN, verb="Rút đề án khỏi kế hoạch dự thảo", reason_owed=True)
def take_out(actor: Acting, line: PlanLine, *, reason: str) -> None:
    """Remove a line; only while nothing was signed on it.  The money goes back to the envelope."""
    require(line.contracted == 0 and line.state == LineState.PLANNED, "Dòng kế hoạch đã có hợp đồng hoặc đã kết thúc.")
    require(not line.changes.exists(), "Dòng kế hoạch đã có điều chỉnh: hãy ngừng thay vì rút.")
    _commit(Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id), Dong(-line.current))
    line.delete()


@operation(Can.CONTRACT_SIGN, verb="Ghi nhận hợp đồng vào kế hoạch")
def note_contract(actor: Acting, line: PlanLine, *, amount: Dong) -> PlanLine:
    """Note that ``amount`` đồng of the line was contracted.  Called by ``contracts``, which stands above."""
    require(line.effective_on is not None, "Kế hoạch chưa được phê duyệt: chưa ký hợp đồng được.")
    left = Dong(line.current - line.contracted)
    if amount > left:
        raise NoRoom(left, amount)
    if line.state != LineState.CONTRACTED:
        line.state = LINE.step(LineAction.CONTRACT, LineState(line.state)).target
    line.contracted += amount
    line.save(update_fields=["state", "contracted"])
    return line


@operation(Can.ADJUSTMENT_DECIDE, verb="Ngừng dòng kế hoạch", reason_owed=True)
def stop_line(actor: Acting, line: PlanLine, *, today: date, reason: str) -> PlanLine:
    """Stop a line: what was not contracted goes back to its envelope at once."""
    line.state = LINE.step(LineAction.STOP, LineState(line.state)).target
    freed = Dong(line.current - line.contracted)
    line.stopped_on = today
    if freed and line.effective_on is not None:
        _commit(Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id), Dong(-freed))
        line.current -= freed
        PlanChange.objects.create(line=line, decided_on=today, delta=-freed, decision=f"Ngừng: {reason}"[:60])
    line.save(update_fields=["state", "stopped_on", "current"])
    return line


def _commit(envelope: Envelope, amount: Dong) -> None:
    """Take ``amount`` from a locked envelope (below zero: give back)."""
    if amount > envelope.left:
        raise NoRoom(Dong(envelope.left), amount)
    envelope.committed += amount
    envelope.save(update_fields=["committed"])


def _effective(plan: AnnualPlan, approved: date) -> date:
    return max(approved, date(plan.year, 1, 1))
