"""Which acts a page offers: what the state allows and the actor may do.  The operation judges again."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.web.acts import Offer
from khuyencong.faces.web.projects.next_steps import level_of
from khuyencong.faces.web.projects.records import Records, acceptance_of, settlement_of
from khuyencong.flow.appraisal.enums import AppraisalLevel
from khuyencong.flow.contracts.enums import ContractState, PaymentAction, PaymentKind, PaymentState
from khuyencong.flow.contracts.lifecycle import PAYMENT
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.enums import ProjectAction, ProjectState
from khuyencong.flow.proposals.lifecycle import PROJECT
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.supervision.enums import AdjustmentState
from khuyencong.flow.supervision.lifecycle import ADJUSTMENT
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.access.actor import Actor

May = Callable[[Can], bool]
Offers = tuple[Offer, ...]


def may_in(actor: Actor, project: Project) -> May:
    """Return the question "may the actor do this to the rows of ``project``", answered without a query."""
    place = Scope(province_id=project.province_id, organisation_id=project.centre_id)
    return lambda capability: actor.may(capability, place)


def for_project(actor: Actor, records: Records) -> Offers:
    """Return the acts on the đề án itself."""
    return (*_of_proposal(actor, records), *_of_approved(records, may_in(actor, records.project)))


def _of_proposal(actor: Actor, records: Records) -> Iterator[Offer]:
    project, may = records.project, may_in(actor, records.project)
    if project.state == ProjectState.DRAFT and may(Can.PROJECT_DRAFT):
        yield _link(_("Sửa đề án"), "project_edit", project.pk, icon="edit")
    for step in PROJECT.allowed(ProjectState(project.state)):
        if step.action is ProjectAction.SUBMIT and may(Can.PROJECT_SUBMIT):
            question = _("Trình đề án này? Sau khi trình thì không sửa được nữa, trừ khi bị trả lại.")
            url = reverse("project_submit", args=[project.pk])
            yield Offer(step.text, url, "primary", "send", post=True, confirm=question)
        if step.action is ProjectAction.WITHDRAW and may(Can.PROJECT_SUBMIT):
            yield _link(step.text, "project_withdraw", project.pk, tone="danger", icon="x")
    if project.state == ProjectState.SUBMITTED and may(Can.APPRAISAL_CONCLUDE):
        ours = level_of(records) is AppraisalLevel.BASE or actor.may(Can.APPRAISAL_CONCLUDE, NATION)
        if ours:
            label = _("Kết luận thẩm định")
            yield _link(label, "project_conclude", project.pk, tone="primary", icon="clipboard-check")
            yield _link(_("Trả lại kèm góp ý"), "project_return", project.pk, icon="edit")


def _of_approved(records: Records, may: May) -> Iterator[Offer]:
    project = records.project
    if project.state != ProjectState.APPROVED:
        return
    planned = {line.state for line in records.lines}
    if may(Can.PLAN_ASSIGN) and LineState.STOPPED not in planned:
        tone = "default" if planned else "primary"
        yield _link(_("Đưa vào kế hoạch"), "line_add", project.pk, tone=tone, icon="calendar")
    if may(Can.EVENT_RECORD):
        yield _link(_("Ghi trình diễn, hội chợ"), "event_record", project.pk, icon="presentation")
    if may(Can.ADJUSTMENT_REQUEST):
        yield _link(_("Đề nghị điều chỉnh, ngừng"), "adjustment_request", project.pk, icon="flag")


def for_item(item: SupportItem, state: str, may: May) -> Offers:
    """Return the acts on a support item and its acceptance."""
    if state != ProjectState.APPROVED or not may(Can.ACCEPTANCE_RECORD):
        return ()
    accepted = acceptance_of(item)
    if accepted is None:
        failed = _link(_("Không đạt"), "item_refuse", item.pk, tone="quiet")
        return (_link(_("Nghiệm thu"), "item_accept", item.pk), failed)
    return (_link(_("Hủy nghiệm thu"), "acceptance_cancel", accepted.pk, tone="quiet"),)


def for_line(line: PlanLine, *, changed: bool, may: May, done: bool = False) -> Offers:
    """Return the acts on a plan line; of a đề án that is ``done`` a further contract is not what is next."""
    found = []
    running = line.state in {LineState.PLANNED, LineState.CONTRACTED}
    if running and line.effective_on and line.current > line.contracted and may(Can.CONTRACT_SIGN):
        found.append(_link(_("Ký hợp đồng"), "contract_sign", line.pk, tone="quiet" if done else "primary"))
    if running and line.effective_on and may(Can.PLAN_ASSIGN):
        found.append(_link(_("Điều chỉnh"), "line_change", line.pk))
    if line.state == LineState.PLANNED and line.effective_on and line.current and may(Can.ADJUSTMENT_DECIDE):
        found.append(_link(_("Chuyển tiếp"), "line_carry", line.pk, tone="quiet"))
    untouched = line.state == LineState.PLANNED and not line.contracted and not changed
    if untouched and may(Can.PLAN_ASSIGN):
        found.append(_link(_("Rút khỏi kế hoạch"), "line_out", line.pk, tone="quiet"))
    return tuple(found)


def for_contract(contract: Contract, *, stopped: bool, may: May) -> Offers:
    """Return the acts on a contract: ``stopped`` says that its plan line was stopped."""
    found = []
    running = contract.state == ContractState.SIGNED
    settled = settlement_of(contract) is not None
    takes = contract.takes_money
    ahead = running and takes and not settled and not stopped and contract.advanced < contract.amount
    if (ahead or contract.payable) and may(Can.MONEY_REQUEST):
        found.append(_link(_("Đề nghị chi"), "payment_request", contract.pk))
    if running and contract.outstanding and may(Can.MONEY_ADVANCE):
        found.append(_link(_("Thu hồi"), "contract_recover", contract.pk, tone="quiet"))
    if running and takes and not settled and may(Can.MONEY_SETTLE):
        found.append(_link(_("Quyết toán"), "contract_settle", contract.pk))
    if running and not settled and not stopped and may(Can.CONTRACT_SIGN):
        found.append(_link(_("Ký phụ lục"), "contract_addendum", contract.pk, tone="quiet"))
    if may(Can.CONTRACT_READ):
        found.append(_link(_("Dự toán"), "contract_estimate", contract.pk, tone="quiet"))
    ready = running and (settled or stopped or not takes) and not contract.outstanding
    if ready and may(Can.CONTRACT_LIQUIDATE):
        question = _("Thanh lý hợp đồng %(number)s? Sau đó chỉ còn chi được số đã quyết toán.")
        url = reverse("contract_liquidate", args=[contract.pk])
        confirm = question % {"number": contract.number}
        found.append(Offer(_("Thanh lý"), url, "primary", post=True, confirm=confirm))
    return tuple(found)


_STEPS = {
    PaymentAction.CHECK: ("payment_check", "primary"),
    PaymentAction.APPROVE: ("payment_approve", "primary"),
    PaymentAction.PAY: ("payment_pay", "primary"),
    PaymentAction.ASK_AGAIN: ("payment_again", "primary"),
    PaymentAction.RETURN: ("payment_return", "quiet"),
    PaymentAction.CANCEL: ("payment_cancel", "quiet"),
    PaymentAction.REVERSE: ("payment_reverse", "quiet"),
}


def for_payment(payment: Payment, contract: Contract, may: May) -> Offers:
    """Return the acts on a payment; why somebody may not approve is told on the page of the act."""
    if contract.state != ContractState.SIGNED and payment.kind == PaymentKind.ADVANCE:
        return ()
    found = []
    for step in PAYMENT.allowed(PaymentState(payment.state)):
        route, tone = _STEPS[step.action]
        if may(Can(step.capability)):
            found.append(_link(step.text, route, payment.pk, tone=tone))
    return tuple(found)


def for_event(event: Event, may: May) -> Offers:
    """Return the acts on an event."""
    return (_link(_("Hủy việc ghi nhầm"), "event_remove", event.pk, tone="quiet"),) if may(Can.EVENT_RECORD) else ()


def for_attendance(attendance: Attendance, may: May) -> Offers:
    """Return the acts on an attendance."""
    return (_link(_("Bỏ"), "attendance_remove", attendance.pk, tone="quiet"),) if may(Can.EVENT_RECORD) else ()


def for_adjustment(adjustment: Adjustment, may: May) -> Offers:
    """Return the way to a request, where its acts are."""
    if not may(Can.PLAN_READ):
        return ()
    waits = bool(ADJUSTMENT.allowed(AdjustmentState(adjustment.state)))
    return (_link(_("Mở đề nghị"), "adjustment", adjustment.pk, tone="primary" if waits else "default"),)


def _link(label: str, name: str, pk: int, *, tone: str = "default", icon: str = "") -> Offer:
    return Offer(label, reverse(name, args=[pk]), tone, icon)
