"""Asking for an adjustment, confirming it at the Sở, deciding, and merging the granted copy into the đề án."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, lock, operation, require
from khuyencong.core.three_way import NOTHING_CHOSEN, Change, Side, Values, differences
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import CarryTo, Fund, LineState, Source
from khuyencong.flow.planning.lifecycle import power_over
from khuyencong.flow.planning.models import Envelope, PlanLine
from khuyencong.flow.planning.queries import next_year_envelope
from khuyencong.flow.proposals.amending.operations import amend
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.adjusting.queries import accepted_items, copy_of, merged, power_of
from khuyencong.flow.supervision.adjusting.rules import (
    DAYS,
    LABELS,
    MONEY,
    days_fault,
    fault,
    moved,
    parts,
    read_day,
    value_fault,
)
from khuyencong.flow.supervision.enums import (
    WAITING,
    AdjustmentAction,
    AdjustmentCause,
    AdjustmentKind,
    AdjustmentState,
)
from khuyencong.flow.supervision.lifecycle import ADJUSTMENT
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify

_SOURCES: Final = {
    "national": Source.NATIONAL,
    "provincial": Source.PROVINCIAL,
    "district": Source.DISTRICT,
}
_UNCHANGED: Final[Values] = {}


@operation(Can.ADJUSTMENT_REQUEST, verb="Đề nghị điều chỉnh")
def request_adjustment(
    actor: Acting,
    project: Project,
    *,
    kind: AdjustmentKind,
    explanation: str,
    today: date,
    cause: AdjustmentCause = AdjustmentCause.OTHER,
    before: str = "",
    after: str = "",
    base: Values = _UNCHANGED,
    proposed: Values = _UNCHANGED,
) -> Adjustment:
    """Ask to change or stop an approved đề án.

    ``base`` is the copy as it was when the actor began to edit, ``proposed`` the copy as edited: both by the keys of
    ``adjusting.rules``.  What somebody changed since is for whoever decides.
    """
    require(project.state == ProjectState.APPROVED, "Chỉ điều chỉnh đề án đã được duyệt.")
    require(explanation.strip(), "Hãy nêu lý do đề nghị.", field="explanation")
    waits = project.adjustments.filter(kind=kind, state__in=WAITING).exists()
    require(not waits, f"Đã có đề nghị “{kind.label}” đang chờ quyết định.", field="kind")
    _judge_copy(project, kind, base, proposed)
    asked = Adjustment.objects.create(
        project=project,
        kind=kind,
        cause=cause,
        requested_on=today,
        explanation=explanation.strip(),
        by_department=actor.may(Can.ADJUSTMENT_CONFIRM, project),
        before=before,
        after=after,
        base=dict(base),
        proposed=dict(proposed),
    )
    _tell_next(actor, asked)
    return asked


@operation(Can.ADJUSTMENT_CONFIRM, verb="Sở xác nhận đề nghị điều chỉnh")
def confirm_adjustment(
    actor: Acting, adjustment: Adjustment, *, confirmation: str, confirmed_on: date, today: date
) -> Adjustment:
    """Confirm a request, with the number and the day of the Sở's paper (TT 36/2013 Đ.11)."""
    step = ADJUSTMENT.step(AdjustmentAction.CONFIRM, AdjustmentState(adjustment.state))
    require(confirmation.strip(), "Hãy ghi số văn bản xác nhận.", field="confirmation")
    asked = adjustment.requested_on
    require(confirmed_on >= asked, f"Ngày xác nhận phải từ ngày đề nghị {asked:%d/%m/%Y}.", field="confirmed_on")
    require(confirmed_on <= today, "Ngày xác nhận không được sau hôm nay.", field="confirmed_on")
    adjustment.state = step.target
    adjustment.confirmed_on, adjustment.confirmation = confirmed_on, confirmation.strip()
    adjustment.save(update_fields=["state", "confirmed_on", "confirmation"])
    _tell_next(actor, adjustment)
    return adjustment


@operation(Can.ADJUSTMENT_CONFIRM, verb="Sở trả lại đề nghị điều chỉnh", reason_owed=True)
def return_adjustment(actor: Acting, adjustment: Adjustment, *, reason: str) -> Adjustment:
    """Return a request to whoever asked, with what is missing."""
    step = ADJUSTMENT.step(AdjustmentAction.RETURN, AdjustmentState(adjustment.state))
    adjustment.state, adjustment.answer = step.target, reason.strip()
    adjustment.save(update_fields=["state", "answer"])
    what = AdjustmentKind(adjustment.kind).label
    notify(actor, Kind.ADJUSTMENT_RETURNED, adjustment.project, wrote=adjustment, what=what, reason=reason)
    return adjustment


@operation(Can.ADJUSTMENT_REQUEST, verb="Gửi lại đề nghị điều chỉnh")
def resend_adjustment(
    actor: Acting,
    adjustment: Adjustment,
    *,
    explanation: str,
    today: date,
    cause: AdjustmentCause | None = None,
    base: Values = _UNCHANGED,
    proposed: Values = _UNCHANGED,
) -> Adjustment:
    """Send a returned request again, with its words and its copy as edited now (an empty copy keeps the old one)."""
    step = ADJUSTMENT.step(AdjustmentAction.RESEND, AdjustmentState(adjustment.state))
    require(explanation.strip(), "Hãy nêu lý do đề nghị.", field="explanation")
    if base:
        _judge_copy(adjustment.project, AdjustmentKind(adjustment.kind), base, proposed)
        adjustment.base, adjustment.proposed = dict(base), dict(proposed)
    adjustment.state, adjustment.requested_on, adjustment.explanation = step.target, today, explanation.strip()
    adjustment.cause = cause or adjustment.cause
    adjustment.save(update_fields=["state", "requested_on", "explanation", "cause", "base", "proposed"])
    _tell_next(actor, adjustment)
    return adjustment


@operation(Can.ADJUSTMENT_REQUEST, verb="Rút đề nghị điều chỉnh", reason_owed=True)
def withdraw_adjustment(actor: Acting, adjustment: Adjustment, *, reason: str) -> Adjustment:
    """Take a request back before the Sở confirms it."""
    step = ADJUSTMENT.step(AdjustmentAction.WITHDRAW, AdjustmentState(adjustment.state))
    adjustment.state = step.target
    adjustment.save(update_fields=["state"])
    return adjustment


@operation(Can.ADJUSTMENT_DECIDE, verb="Quyết định điều chỉnh")
def decide_adjustment(
    actor: Acting,
    adjustment: Adjustment,
    *,
    action: AdjustmentAction,
    decision: str,
    today: date,
    reason: str = "",
    chosen: Mapping[str, Side] = NOTHING_CHOSEN,
) -> Adjustment:
    """Grant or refuse.

    A granted copy is merged into the đề án and its money into the plan, in this one transaction; ``chosen`` decides
    the fields that both sides changed.  A granted stop stops the plan lines: their uncontracted money returns to the
    envelope.  A granted carry-over takes what was not contracted to the next year or out of the national plan.
    """
    step = ADJUSTMENT.step(action, AdjustmentState(adjustment.state))
    # A line is put into a plan under this lock: a stop misses none.
    project = lock(adjustment.project)
    _owes_power(actor, adjustment, project)
    require(decision.strip(), "Hãy ghi số văn bản quyết định.", field="decision")
    require(not step.reason_owed or reason.strip(), "Không chấp thuận thì phải nêu lý do.", field="reason")
    require(today >= adjustment.requested_on, "Ngày quyết định phải từ ngày đề nghị.")
    if step.target == AdjustmentState.GRANTED:
        adjustment.applied = _apply(actor, adjustment, project, chosen, decision.strip(), today)
    adjustment.state, adjustment.decided_on, adjustment.decision = step.target, today, decision.strip()
    adjustment.answer = reason.strip() or adjustment.answer
    adjustment.save(update_fields=["state", "decided_on", "decision", "applied", "answer"])
    what, result = AdjustmentKind(adjustment.kind).label, AdjustmentState(adjustment.state).label
    said = adjustment.decision
    notify(actor, Kind.ADJUSTMENT_DECIDED, project, wrote=adjustment, what=what, result=result, decision=said)
    return adjustment


def _tell_next(actor: Acting, adjustment: Adjustment) -> None:
    """Tell whoever the request waits for now: the Sở that confirms it, or who decides."""
    project = adjustment.project
    power = power_of(adjustment, project)
    confirmed = adjustment.by_department or adjustment.confirmed_on is not None
    kind = Kind.ADJUSTMENT_REQUESTED
    if power.asks_confirmation and not confirmed:
        kind = Kind.ADJUSTMENT_TO_CONFIRM
    also = [power_over(power.decided_on_fund)] if kind is Kind.ADJUSTMENT_REQUESTED else ()
    what = AdjustmentKind(adjustment.kind).label
    notify(actor, kind, project, also=also, what=what, reason=adjustment.explanation)


def _judge_copy(project: Project, kind: AdjustmentKind, base: Values, proposed: Values) -> None:
    """Refuse a copy that is not of this đề án, that ``kind`` does not cover, or that holds what may not stand."""
    now = copy_of(project)
    require(base.keys() == proposed.keys() and base.keys() <= now.keys(), "Bản đề nghị không thuộc đề án này.")
    changes = differences(base, proposed)
    require(not changes or not kind.ends, "Ngừng triển khai thì không sửa nội dung đề án.", field="kind")
    values = {change.key: change.after for change in changes}
    sentence = value_fault(values) or days_fault(proposed) or fault(kind, changes)
    require(not sentence, sentence, field="kind")
    _spare_accepted(project, changes)


def _spare_accepted(project: Project, changes: tuple[Change, ...]) -> None:
    """Refuse to change an item that was accepted: its figures stand on the minutes of the acceptance."""
    touched = {item for change in changes if (item := parts(change.key)[0]) is not None}
    done = [name for pk, name in accepted_items(project).items() if pk in touched] if touched else []
    require(not done, f"Đã nghiệm thu, không điều chỉnh được nữa: {', '.join(done)}.", field="kind")


def _owes_power(actor: Acting, adjustment: Adjustment, project: Project) -> None:
    """Refuse whoever does not decide by the rule of the day, and a decision before the Sở's confirmation."""
    power = power_of(adjustment, project)
    fund = power.decided_on_fund
    if not actor.may(power_over(fund), adjustment):
        raise NotAllowed(f"Đề án có kinh phí {fund.label}: {fund.decided_by} quyết định điều chỉnh.")
    confirmed = adjustment.by_department or adjustment.confirmed_on is not None or fund is not power.fund
    rule = power.rule
    require(
        confirmed or not power.confirmed_first,
        f"Chưa có xác nhận của Sở Công Thương ({rule.citation if rule else ''}): Sở xác nhận trước khi quyết định.",
    )


def _apply(
    actor: Acting, adjustment: Adjustment, project: Project, chosen: Mapping[str, Side], decision: str, today: date
) -> list[dict[str, Any]]:
    """Make the granted changes; return them with the values before and after."""
    if adjustment.kind == AdjustmentKind.STOP:
        for line in _running(project):
            planning.stop_line(actor, line, today=today, reason=adjustment.explanation)
        return []
    result = merged(adjustment, project, chosen)
    clash = ", ".join(LABELS[parts(clash.key)[1]] for clash in result.clashes)
    require(
        not result.clashes,
        f"Đề án đã được sửa từ khi đề nghị ({clash}): hãy chọn giá trị cho từng chỗ rồi ghi lại.",
    )
    _spare_accepted(project, result.changes)
    if AdjustmentKind(adjustment.kind).carries:
        _carry(actor, adjustment, project, decision, today)
    if result.changes:
        _amend(actor, project, result.changes)
        _move_money(actor, project, moved(result.changes), decision, today)
    return [{"key": change.key, "before": change.before, "after": change.after} for change in result.changes]


def _amend(actor: Acting, project: Project, changes: tuple[Change, ...]) -> None:
    own: dict[str, Any] = {}
    items: dict[int, dict[str, Any]] = defaultdict(dict)
    for change in changes:
        item, field = parts(change.key)
        if item is None:
            own[field] = read_day(change.after) if field in DAYS else str(change.after)
        else:
            items[item][field] = int(change.after or 0) if field in MONEY else change.after
    amend(actor, project, own=own, items=items)


def _carry(actor: Acting, adjustment: Adjustment, project: Project, decision: str, today: date) -> None:
    """Carry over what the deciding fund planned and nobody contracted; a contract that was signed goes on."""
    to = CarryTo.NEXT_YEAR if adjustment.kind == AdjustmentKind.NEXT_YEAR else CarryTo.LOCAL
    fund = power_of(adjustment, project).fund
    require(to is CarryTo.NEXT_YEAR or fund is Fund.NATIONAL, "Đề án không có kinh phí khuyến công quốc gia để chuyển.")
    rows = PlanLine.objects.filter(project=project, state=LineState.PLANNED, envelope__plan__fund=fund, current__gt=0)
    lines = list(rows.select_for_update(of=("self",)).select_related("envelope__plan").order_by("pk"))
    require(lines, "Đề án không còn kinh phí trong kế hoạch chưa ký hợp đồng để chuyển tiếp.")
    later = [next_year_envelope(line.envelope) for line in lines] if to is CarryTo.NEXT_YEAR else []
    # All that the lines leave and enter, in one order, whatever the order of the lines.
    wanted = {line.envelope_id for line in lines} | {row.pk for row in later if row is not None}
    list(Envelope.objects.filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk"))
    for line in lines:
        planning.carry_over(actor, line, to=to, decision=decision, today=today, reason=adjustment.explanation)


def _move_money(actor: Acting, project: Project, money: Mapping[str, int], decision: str, today: date) -> None:
    """Let the plan lines follow the support: more within their envelope, never less than their contracts."""
    lines = {line.envelope.source: line for line in _running(project)}
    # What gives goes before what takes.
    for source, delta in sorted(money.items(), key=lambda pair: pair[1]):
        line = lines.get(_SOURCES[source])
        if delta and line is not None:
            to = Dong(line.current + delta)
            require(to >= 0, "Kinh phí giảm quá số đang có trong kế hoạch.", field="decision")
            planning.change_line(actor, line, to=to, seen=Dong(line.current), decision=decision, today=today)


def _running(project: Project) -> list[PlanLine]:
    """Lock the lines that run, then their envelopes, each in the order of their keys; return the lines by envelope."""
    rows = PlanLine.objects.filter(project=project, state__in=[LineState.PLANNED, LineState.CONTRACTED])
    lines = list(rows.select_for_update(of=("self",)).select_related("envelope__plan").order_by("pk"))
    envelopes = Envelope.objects.filter(pk__in=[line.envelope_id for line in lines])
    list(envelopes.select_for_update(of=("self",)).order_by("pk"))
    return sorted(lines, key=lambda line: (line.envelope_id, line.pk))
