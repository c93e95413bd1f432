"""What is next for a đề án, and whose it is: pure functions over its records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.projects.records import Records, acceptance_of, settlement_of
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.rules import next_level
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.enums import Fund, LineState
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState
from khuyencong.ground.access.roles import ROLES, Role


@dataclass(frozen=True)
class Next:
    """A thing to do, who holds it, since when it waits and when it is due (``None``: the rows do not say)."""

    what: str
    who: str
    since: date | None = None
    due: date | None = None

    def days(self, today: date) -> int | None:
        """Count the days that it has waited."""
        return None if self.since is None else max(0, (today - self.since).days)


def level_of(records: Records) -> AppraisalLevel | None:
    """Return the level of appraisal that is due."""
    passed = [found.level for found in records.conclusions if found.result == Result.PASS]
    return next_level(national_money=any(item.national for item in records.items), passed=passed)


def next_steps(records: Records) -> tuple[Next, ...]:
    """Return what is next, most urgent first; nothing when the đề án has come to its end."""
    project = records.project
    match project.state:
        case ProjectState.DRAFT:
            return (_for(Role.CENTRE_OFFICER, _("Trình Sở Công Thương thẩm định"), project.drafted_on),)
        case ProjectState.SUBMITTED:
            return (_appraisal(records),)
        case ProjectState.APPROVED:
            return tuple(_after_approval(records))
    return ()


def _appraisal(records: Records) -> Next:
    level = level_of(records)
    since = records.conclusions[-1].concluded_on if records.conclusions else None
    waits = max(filter(None, (since, records.project.submitted_on)), default=None)
    role = Role.MINISTRY_PLANNER if level is AppraisalLevel.MINISTRY else Role.DEPARTMENT_OFFICER
    return _for(role, _("Kết luận %(level)s") % {"level": label_of(level or AppraisalLevel.BASE)}, waits)


def _after_approval(records: Records) -> Iterator[Next]:
    for adjustment in records.adjustments:
        if adjustment.state == AdjustmentState.REQUESTED:
            kind = label_of(AdjustmentKind(adjustment.kind))
            national = any(item.national for item in records.items)
            role = Role.MINISTRY_PLANNER if national else Role.DEPARTMENT_OFFICER
            yield _for(role, _("Quyết định đề nghị “%(kind)s”") % {"kind": kind}, adjustment.requested_on)
    if not records.lines:
        yield _for(Role.DEPARTMENT_OFFICER, _("Đưa vào kế hoạch kinh phí năm"), records.project.decided_on)
    running = [contract for contract in records.contracts if contract.state == ContractState.SIGNED]
    for line in records.lines:
        yield from _for_line(line, done=records.done)
    stopped = records.stopped
    yield from _money_back(running, stopped)
    if going := [contract for contract in running if contract.line_id not in stopped]:
        yield from _work(records, going)
    for contract in running:
        if contract.line_id in stopped and contract.outstanding <= 0:
            words = _("Thanh lý hợp đồng %(number)s của phần đã ngừng") % {"number": contract.number}
            yield _for(Role.CENTRE_ACCOUNTANT, words)


def _for_line(line: PlanLine, *, done: bool) -> Iterator[Next]:
    """Say what a line waits for; of a đề án that is ``done`` nobody signs the rest: it goes back to its source."""
    if line.state not in {LineState.PLANNED, LineState.CONTRACTED}:
        return
    fund = Fund(line.envelope.plan.fund)
    if line.effective_on is None:
        role = Role.MINISTRY_PLANNER if fund is Fund.NATIONAL else Role.DEPARTMENT_OFFICER
        yield _for(role, _("Phê duyệt kế hoạch %(fund)s") % {"fund": fund.label})
    elif line.current > line.contracted:
        left = show_million(Dong(line.current - line.contracted))
        words = {"left": left, "fund": fund.short}
        if done:
            role = Role.MINISTRY_PLANNER if fund is Fund.NATIONAL else Role.DEPARTMENT_OFFICER
            yield _for(role, _("Giảm kế hoạch %(left)s triệu đồng không dùng hết (%(fund)s)") % words)
            return
        yield _for(Role.CENTRE_OFFICER, _("Ký hợp đồng, còn %(left)s triệu đồng (%(fund)s)") % words, line.effective_on)


def _money_back(running: list[Contract], stopped: frozenset[int]) -> Iterator[Next]:
    """Yield the advances that a settlement or a stop leaves to be recovered; until then no contract is ended."""
    for contract in running:
        settled = settlement_of(contract)
        if contract.outstanding > 0 and (settled or contract.line_id in stopped):
            words = _("Thu hồi %(money)s triệu đồng tạm ứng của hợp đồng %(number)s")
            said = {"money": show_million(contract.outstanding), "number": contract.number}
            since = settled.settled_on if settled else contract.line.stopped_on
            yield _for(Role.CENTRE_ACCOUNTANT, words % said, since, settled.recover_by if settled else None)


def _work(records: Records, running: list[Contract]) -> Iterator[Next]:
    waiting = sum(acceptance_of(item) is None for item in records.items)
    unsettled = [contract for contract in running if settlement_of(contract) is None]
    if waiting and unsettled:
        since = min(contract.signed_on for contract in unsettled)
        due = min(contract.due_on for contract in unsettled)
        yield _for(Role.CENTRE_OFFICER, _("Triển khai, nghiệm thu %(count)s hạng mục") % {"count": waiting}, since, due)
    for contract in running:
        settled = settlement_of(contract)
        if settled is not None and contract.outstanding <= 0:
            words = _("Thanh lý hợp đồng %(number)s") % {"number": contract.number}
            yield _for(Role.CENTRE_ACCOUNTANT, words, settled.settled_on)
        elif settled is None and not waiting:
            words = _("Quyết toán hợp đồng %(number)s") % {"number": contract.number}
            accepted = records.acceptances
            yield _for(Role.CENTRE_ACCOUNTANT, words, accepted[-1].accepted_on if accepted else contract.signed_on)


def _for(role: Role, what: str, since: date | None = None, due: date | None = None) -> Next:
    return Next(what, ROLES[role].label, since, due)
