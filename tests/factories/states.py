"""A row in every state of every lifecycle, each made through operations wherever one leads there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from khuyencong.core.lifecycle import Lifecycle
from khuyencong.core.lifecycle_sql import governed
from khuyencong.core.models import Record
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.appraisal.models import Session
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.fieldwork.models import ProgressRound
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.models import Need
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.models import AnnualPlan, PlanBatch, PlanLine, Programme, Scenario, YearClosing
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.enums import AdjustmentAction
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import field, flow

LIFECYCLES: dict[type[Record], Lifecycle[Any, Any]] = dict(governed())


def _proposed() -> Need:
    need = flow.checked_need()
    proposals.draft_from_need(SYSTEM, need, place=people.place_of(), year=2018, national=False, today=people.TODAY)
    return Need.objects.get(pk=need.pk)


def _rejected() -> Project:
    project = flow.submitted_project()
    conclude(SYSTEM, project, result=Result.FAIL, today=flow.DECIDED, remarks="Không đủ điều kiện")
    return Project.objects.get(pk=project.pk)


def ready_session() -> Session:
    """Return a session under way whose agenda is empty, so that it can be closed."""
    session = flow.held_session()
    for item in session.items.all():
        appraisal.take_off_agenda(SYSTEM, item, reason="Thiếu hồ sơ")
    return Session.objects.get(pk=session.pk)


def approved_programme() -> Programme:
    """Return a programme that was approved."""
    return planning.approve_programme(
        SYSTEM,
        flow.programme(first_year=2011, last_year=2015),
        decision="NQ 12",
        approved_on=flow.DRAFTED,
        today=people.TODAY,
    )


def adopted_scenario() -> Scenario:
    """Return a scenario whose đề án are in the plan."""
    scenario = flow.scenario()
    planning.adopt_scenario(SYSTEM, scenario, seen=1, today=people.TODAY)
    return Scenario.objects.get(pk=scenario.pk)


def _locked_year() -> YearClosing:
    return planning.lock_year(SYSTEM, flow.closed_year(), today=date(2018, 2, 1))


def _liquidated() -> Contract:
    contract = flow.settled().contract
    return contracts.liquidate(SYSTEM, contract, today=flow.SETTLED)


def _refused() -> Adjustment:
    return adjusting.decide_adjustment(
        SYSTEM,
        flow.adjustment(),
        action=AdjustmentAction.REFUSE,
        decision="QĐ 7",
        today=flow.HELD,
        reason="Không có căn cứ",
    )


def _confirmed() -> Adjustment:
    return adjusting.confirm_adjustment(
        SYSTEM, flow.adjustment(), confirmation="15/SCT-QLCN", confirmed_on=flow.HELD, today=flow.HELD
    )


def _returned() -> Adjustment:
    return adjusting.return_adjustment(SYSTEM, flow.adjustment(), reason="Thiếu đơn của cơ sở")


ROWS: dict[tuple[type[Record], str], Callable[[], Record]] = {
    (Need, "RECORDED"): flow.need,
    (Need, "CHECKED"): flow.checked_need,
    (Need, "PROPOSED"): _proposed,
    (Need, "DROPPED"): lambda: needs.drop_need(SYSTEM, flow.need(), reason="Cơ sở xin thôi", today=people.TODAY),
    (Project, "DRAFT"): flow.draft,
    (Project, "SUBMITTED"): flow.submitted_project,
    (Project, "APPROVED"): flow.approved_project,
    (Project, "REJECTED"): _rejected,
    (Project, "WITHDRAWN"): lambda: proposals.withdraw(SYSTEM, flow.draft(), reason="Cơ sở xin thôi"),
    (Session, "CALLED"): flow.called_session,
    (Session, "HELD"): ready_session,
    (Session, "CLOSED"): lambda: appraisal.close_session(SYSTEM, ready_session(), today=flow.CONVENED),
    (AnnualPlan, "DRAFT"): lambda: flow.line().envelope.plan,
    (AnnualPlan, "APPROVED"): lambda: flow.approved_line().envelope.plan,
    (PlanBatch, "DRAFT"): lambda: flow.line().batch,
    (PlanBatch, "APPROVED"): lambda: flow.approved_line().batch,
    (Programme, "DRAFT"): flow.programme,
    (Programme, "APPROVED"): approved_programme,
    (Scenario, "DRAFT"): flow.scenario,
    (Scenario, "ADOPTED"): adopted_scenario,
    (Scenario, "DROPPED"): lambda: planning.drop_scenario(
        SYSTEM, flow.scenario(), today=people.TODAY, reason="Phương án khác tốt hơn"
    ),
    (YearClosing, "CLOSED"): flow.closed_year,
    (YearClosing, "LOCKED"): _locked_year,
    (YearClosing, "REOPENED"): lambda: planning.reopen_year(SYSTEM, _locked_year(), reason="Kiểm toán kiến nghị sửa"),
    (PlanLine, "PLANNED"): flow.approved_line,
    (PlanLine, "CONTRACTED"): lambda: flow.contract().line,
    (PlanLine, "STOPPED"): lambda: planning.stop_line(
        SYSTEM, flow.approved_line(), today=flow.HELD, reason="Cơ sở xin ngừng"
    ),
    (PlanLine, "CARRIED_OVER"): flow.carried,
    (Contract, "SIGNED"): lambda: flow.settled().contract,
    (Contract, "LIQUIDATED"): _liquidated,
    (Payment, "REQUESTED"): flow.requested,
    (Payment, "CHECKED"): flow.checked,
    (Payment, "APPROVED"): flow.approved,
    (Payment, "PAID"): flow.paid,
    (Payment, "RETURNED"): lambda: contracts.return_payment(SYSTEM, flow.requested(), reason="Thiếu hồ sơ"),
    (Payment, "CANCELLED"): lambda: contracts.cancel_payment(SYSTEM, flow.requested(), reason="Nhầm"),
    (Payment, "REVERSED"): lambda: contracts.reverse_payment(
        SYSTEM, flow.paid(), reason="Ghi nhầm", today=flow.RECORDED
    ),
    (Adjustment, "REQUESTED"): flow.adjustment,
    (Adjustment, "CONFIRMED"): _confirmed,
    (Adjustment, "RETURNED"): _returned,
    (Adjustment, "WITHDRAWN"): lambda: adjusting.withdraw_adjustment(SYSTEM, _returned(), reason="Cơ sở làm kịp"),
    (Adjustment, "GRANTED"): flow.granted,
    (Adjustment, "REFUSED"): _refused,
    (ProgressRound, "OPEN"): field.open_round,
    (ProgressRound, "CLOSED"): field.closed_round,
    (Obstacle, "OPEN"): field.obstacle,
    (Obstacle, "ESCALATED"): field.escalated,
    (Obstacle, "RESOLVED"): field.resolved,
    (Obstacle, "CLOSED"): field.closed,
}


def row_in(model: type[Record], state: str) -> Any:
    """Return a stored row of ``model`` in ``state``, as it is in the database."""
    row = type(made := ROWS[model, state]())._base_manager.get(pk=made.pk)
    assert (type(row), row.state) == (model, state)  # type: ignore[attr-defined]  # governed models have it
    return row
