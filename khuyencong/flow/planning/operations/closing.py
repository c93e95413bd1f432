"""Closing the books of a plan's year: what was not spent is carried over or cancelled, then nothing of it moves."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, lock, operation, require
from khuyencong.flow.ledger import entries
from khuyencong.flow.planning.closing_queries import last_day, unspent_lines
from khuyencong.flow.planning.enums import ClosingAction, ClosingState, Fund, LineState, PlanState
from khuyencong.flow.planning.lifecycle import CLOSING
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanLine, YearClosing
from khuyencong.flow.planning.operations import money
from khuyencong.flow.planning.operations.lines import stop_line
from khuyencong.flow.planning.operations.powers import owes_power


@operation(Can.ADJUSTMENT_DECIDE, verb="Hủy dự toán còn lại của dòng kế hoạch", reason_owed=True)
def cancel_rest(actor: Acting, line: PlanLine, *, decision: str, today: date, reason: str) -> PlanLine:
    """Return what was not contracted of a line to its envelope; a line without any contract is stopped with it."""
    plan = line.envelope.plan
    owes_power(actor, Fund(plan.fund), line)
    require(decision.strip(), "Hãy ghi số quyết định hủy dự toán.", field="decision")
    require(
        line.effective_on is not None,
        "Dòng kế hoạch chưa có hiệu lực: hãy rút đề án khỏi kế hoạch dự thảo.",
    )
    require(line.state in {LineState.PLANNED, LineState.CONTRACTED}, "Dòng kế hoạch này đã kết thúc.")
    rest = Dong(line.current - line.contracted)
    require(rest > 0, "Dòng kế hoạch đã ký hợp đồng hết: không còn dự toán để hủy.")
    if line.state == LineState.PLANNED and not line.contracted:
        return stop_line(actor, line, today=today, reason=reason)
    money.free(line, rest, day=today, reference=f"{decision.strip()}: hủy dự toán")
    return line


@operation(Can.YEAR_CLOSE, verb="Chốt sổ kinh phí năm")
def close_year(actor: Acting, plan: AnnualPlan, *, decision: str, locks_on: date, today: date) -> YearClosing:
    """Close the year of a plan from its last day on: every line is dealt with, what envelopes have left is cancelled.

    Until ``locks_on`` entries of the year may still be put right; then it is locked, by hand or by the worker.
    """
    owes_power(actor, Fund(plan.fund), plan)
    end = last_day(plan)
    require(plan.state == PlanState.APPROVED, "Kế hoạch chưa phê duyệt: không có sổ kinh phí để chốt.")
    require(today >= end, f"Năm {plan.year} chưa kết thúc: chốt sổ từ ngày {end:%d/%m/%Y}.")
    require(decision.strip(), "Hãy ghi số văn bản chốt sổ.", field="decision")
    require(locks_on > end, "Ngày khóa sổ phải sau ngày 31/12 của năm kế hoạch.", field="locks_on")
    require(locks_on >= today, "Ngày khóa sổ không thể ở trước ngày chốt sổ.", field="locks_on")
    require(not YearClosing.objects.filter(plan=plan).exists(), "Năm này đã được chốt sổ.")
    _nothing_unspent(plan)
    _cancel_left(plan, reference=f"Hủy dự toán: {decision.strip()}")
    return YearClosing.objects.create(plan=plan, decision=decision.strip(), closed_on=today, locks_on=locks_on)


@operation(Can.YEAR_CLOSE, verb="Khóa sổ kinh phí năm")
def lock_year(actor: Acting, closing: YearClosing, *, today: date) -> YearClosing:
    """Lock a closed year: from now on no money of the plan moves on a day up to its 31 December."""
    step = CLOSING.step(ClosingAction.LOCK, ClosingState(closing.state))
    plan = lock(closing.plan)
    owes_power(actor, Fund(plan.fund), plan)
    require(today > last_day(plan), f"Khóa sổ sau ngày {last_day(plan):%d/%m/%Y}.")
    _cancel_left(plan, reference=f"Hủy dự toán: {closing.decision}")
    for envelope in plan.envelopes.order_by("pk").select_related("account"):
        entries.close_books(envelope.account, through=last_day(plan))
    # Asked behind the lock: what came in meanwhile is seen.
    _nothing_unspent(plan)
    closing.state, closing.locked_on = step.target, today
    closing.save(update_fields=["state", "locked_on"])
    return closing


@operation(Can.YEAR_REOPEN, verb="Mở lại sổ kinh phí năm", reason_owed=True)
def reopen_year(actor: Acting, closing: YearClosing, *, reason: str) -> YearClosing:
    """Let entries of a locked year be put right again; it is locked again by hand.

    What was cancelled stays cancelled: money that is needed again is given anew.
    """
    step = CLOSING.step(ClosingAction.REOPEN, ClosingState(closing.state))
    plan = lock(closing.plan)
    owes_power(actor, Fund(plan.fund), plan)
    for envelope in plan.envelopes.order_by("pk").select_related("account"):
        entries.open_books(envelope.account)
    closing.state = step.target
    closing.save(update_fields=["state"])
    return closing


def _nothing_unspent(plan: AnnualPlan) -> None:
    numbers = list(unspent_lines(plan).values_list("project__number", flat=True))
    require(
        not numbers,
        f"Còn {len(numbers)} dòng kế hoạch chưa sử dụng hết dự toán ({', '.join(numbers[:5])}):"
        " hãy chuyển sang năm sau hoặc hủy từng dòng trước khi chốt sổ.",
    )


def _cancel_left(plan: AnnualPlan, *, reference: str) -> None:
    rows = Envelope.objects.filter(plan=plan).order_by("pk").select_for_update(of=("self",))
    for envelope in rows.select_related("account"):
        money.cancel_left(envelope, day=last_day(plan), reference=reference)
