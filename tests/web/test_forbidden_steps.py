"""Each step that a lifecycle forbids, posted to the page of its act by somebody who may do the act where it is allowed:
a sentence says why not, and nothing is written.  The same post is done wherever the table allows it.
"""

from datetime import date
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from khuyencong.core.audit_sql import records
from khuyencong.core.models import AuditEntry, Record
from khuyencong.flow.appraisal.models import Session
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.fieldwork.models import ProgressRound
from khuyencong.flow.needs.models import Need
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.planning.models import AnnualPlan, PlanBatch, PlanLine, Programme, Scenario, YearClosing
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.models import Adjustment
from tests import people
from tests.factories import flow
from tests.factories.states import LIFECYCLES, row_in
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

DAY = "10/07/2017"
CONCLUSION = {"remarks": "Thiếu báo giá"}
DECISION = {"decision": "QĐ 7", "reason": "Không có căn cứ"}
CONTRACT = {"number": "99/HĐ", "partner": "Trung tâm", "amount": "1", "signed_on": DAY, "due_on": "15/12/2017"}

PAGES: dict[tuple[type[Record], str], tuple[people.Person, str, dict[str, str]]] = {
    (Need, "CHECK"): (people.LAN, "need_check", {"establishment": ""}),
    (Need, "PROPOSE"): (people.LAN, "need_draft", {"year": "2018", "fund": "provincial"}),
    (Need, "DROP"): (people.LAN, "need_drop", {"reason": "Cơ sở xin thôi"}),
    (Project, "SUBMIT"): (people.LAN, "project_submit", {}),
    (Project, "WITHDRAW"): (people.LAN, "project_withdraw", {"reason": "Cơ sở xin thôi"}),
    (Project, "RETURN"): (people.HOA, "project_conclude", {"result": "RETURN", **CONCLUSION}),
    (Project, "APPROVE"): (people.HOA, "project_conclude", {"result": "PASS", **CONCLUSION}),
    (Project, "REJECT"): (people.HOA, "project_conclude", {"result": "FAIL", **CONCLUSION}),
    (AnnualPlan, "APPROVE"): (people.HOA, "plan_approve", {"decision": "QĐ 7"}),
    (PlanBatch, "APPROVE"): (people.HOA, "batch_approve", {"decision": "QĐ 7"}),
    (Programme, "APPROVE"): (people.HOA, "programme_approve", {"decision": "NQ 12", "approved_on": DAY}),
    (Scenario, "ADOPT"): (people.HOA, "scenario_adopt", {"seen": "1"}),
    (Scenario, "DROP"): (people.HOA, "scenario_drop", {"reason": "Phương án khác tốt hơn"}),
    (PlanLine, "CARRY_OVER"): (people.HOA, "line_carry", {"to": "NEXT_YEAR", "decision": "QĐ 7", "reason": "Máy chậm"}),
    (PlanLine, "CONTRACT"): (people.LAN, "contract_sign", CONTRACT),
    (Contract, "LIQUIDATE"): (people.TUAN, "contract_liquidate", {}),
    (Adjustment, "CONFIRM"): (people.HOA, "adjustment_confirm", {"confirmation": "15/SCT", "confirmed_on": DAY}),
    (Adjustment, "RETURN"): (people.HOA, "adjustment_return", {"reason": "Thiếu đơn của cơ sở"}),
    (Adjustment, "RESEND"): (people.LAN, "adjustment_resend", {"cause": "PRICE", "explanation": "Đã bổ sung đơn"}),
    (Adjustment, "WITHDRAW"): (people.LAN, "adjustment_withdraw", {"reason": "Cơ sở làm kịp"}),
    (Payment, "CHECK"): (people.TUAN, "payment_check", {}),
    (Payment, "APPROVE"): (people.NAM, "payment_approve", {}),
    (Payment, "PAY"): (people.TUAN, "payment_pay", {"voucher": "UNC 7", "paid_on": DAY}),
    (Payment, "RETURN"): (people.TUAN, "payment_return", {"reason": "Thiếu hồ sơ"}),
    (Payment, "ASK_AGAIN"): (
        people.LAN,
        "payment_again",
        {"amount": "10", "key": "00000000-0000-4000-8000-000000000000"},
    ),
    (Payment, "CANCEL"): (people.LAN, "payment_cancel", {"reason": "Nhầm"}),
    (Payment, "REVERSE"): (people.TUAN, "payment_reverse", {"reason": "Ghi nhầm"}),
    (Adjustment, "GRANT"): (people.HOA, "adjustment_decide", {"action": "GRANT", **DECISION}),
    (Adjustment, "REFUSE"): (people.HOA, "adjustment_decide", {"action": "REFUSE", **DECISION}),
    (ProgressRound, "CLOSE"): (people.LAN, "round_close", {}),
    (ProgressRound, "REOPEN"): (people.LAN, "round_reopen", {"reason": "Ghi thiếu"}),
    (Obstacle, "ESCALATE"): (people.HOA, "obstacle_escalate", {"due_on": "20/07/2017", "reason": "Quá hạn"}),
    (Obstacle, "RESOLVE"): (people.LAN, "obstacle_resolve", {"reason": "Máy đã về"}),
    (Obstacle, "REOPEN"): (people.LAN, "obstacle_reopen", {"due_on": "20/07/2017", "reason": "Chưa xong"}),
    (Obstacle, "CLOSE"): (people.LAN, "obstacle_close", {"reason": "Không còn"}),
    (YearClosing, "LOCK"): (people.HOA, "year_lock", {}),
    (YearClosing, "REOPEN"): (people.HOA, "year_reopen", {"reason": "Kiểm toán kiến nghị sửa"}),
}

WITHOUT_PAGE = {
    (Need, "GIVE_BACK"): "a need comes back when its đề án is withdrawn or refused",
    (Session, "HOLD"): "tests/web/test_appraisal.py plays sessions whole",
    (Session, "CLOSE"): "tests/web/test_appraisal.py plays sessions whole",
    (PlanLine, "STOP"): "a line is stopped by granting an adjustment",
}

GRID = [
    pytest.param(model, str(state), str(action), target and str(target), id=f"{model.__name__}-{state}-{action}")
    for model, table in LIFECYCLES.items()
    for state, action, target in table.grid()
    if (model, str(action)) not in WITHOUT_PAGE
]

WHY_NOT = {
    (Project, "RETURN"): "không chờ thẩm định",
    (Project, "APPROVE"): "không chờ thẩm định",
    (Project, "REJECT"): "không chờ thẩm định",
}
"""What is said instead of “Không thể …” where another sentence answers first."""


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def test_every_action_has_its_page_or_a_reason_for_none() -> None:
    actions = {(model, str(a)) for model, table in LIFECYCLES.items() for a in type(table.steps[0].action)}
    assert actions == set(PAGES) | set(WITHOUT_PAGE)


@pytest.mark.parametrize(("model", "state", "action", "target"), GRID)
def test_the_page_takes_the_step_or_says_why_not(
    model: type[Record], state: str, action: str, target: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if model is YearClosing:  # the books of 2017 are locked in the year that follows
        monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: date(2018, 2, 1))
    row = row_in(model, state)
    if (model, action) == (PlanLine, "CARRY_OVER"):
        flow.envelope(amount=flow.dong(0), year=2018)
    person, name, data = PAGES[model, action]
    client, url = signed_in(person), reverse(name, args=[row.plan_id if isinstance(row, YearClosing) else row.pk])
    before = everything()

    response = client.post(url, data, follow=True)

    assert response.status_code == 200
    if target is not None:
        row.refresh_from_db()
        assert row.state == target, response.content.decode()
        return
    said = [sentence for sentence in sentences(response) if WHY_NOT.get((model, action), "Không thể “") in sentence]
    assert said or full(model, state, action, sentences(response)), sentences(response)
    assert everything() == before


def full(model: type[Record], state: str, action: str, said: list[str]) -> bool:
    """A second contract on a line is no step: it is refused for want of money, since the first took all of it."""
    return (model, state, action) == (PlanLine, "CONTRACTED", "CONTRACT") and any("chỉ còn 0" in one for one in said)


def sentences(response: Any) -> list[str]:
    """Return what the page says against the act: the errors of its form, and the messages."""
    form = response.context.get("form")
    errors = [str(error) for found in form.errors.values() for error in found] if form is not None else []
    return [*errors, *(str(message) for message in response.context.get("messages", ()))]


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the domain, and how long the log is."""
    rows = {model._meta.label: list(_rows(model)) for model in records() if model._meta.app_label in FLOW}
    return {**rows, "log": [{"entries": AuditEntry.objects.count()}]}


FLOW = frozenset(
    {
        "establishments",
        "needs",
        "proposals",
        "appraisal",
        "planning",
        "contracts",
        "supervision",
        "settlement",
        "fieldwork",
        "obstacles",
    }
)


def _rows(model: type[models.Model]) -> "models.QuerySet[Any, dict[str, Any]]":
    return model._base_manager.order_by("pk").values()


def test_a_line_in_a_draft_plan_that_was_stopped_gives_its_money_back_and_the_plan_is_approved_without_it() -> None:
    kept, stopped = flow.line(amount=flow.dong(30)), flow.line(amount=flow.dong(50))
    adjustment = flow.adjustment(stopped.project, kind=flow.AdjustmentKind.STOP)
    data = {"action": "GRANT", "decision": "QĐ 7", "reason": ""}
    assert signed_in(people.HOA).post(reverse("adjustment_decide", args=[adjustment.pk]), data).status_code == 302

    stopped.refresh_from_db()
    assert (stopped.state, stopped.current, stopped.stopped_on) == ("STOPPED", 0, people.TODAY)
    assert not stopped.changes.exists()
    envelope = stopped.envelope
    envelope.refresh_from_db()
    assert envelope.committed == flow.dong(30)

    later = signed_in(people.HOA).post(reverse("plan_approve", args=[envelope.plan_id]), {"decision": "QĐ 8"})
    assert later.status_code == 302
    kept.refresh_from_db()
    stopped.refresh_from_db()
    assert (kept.effective_on, stopped.effective_on) == (date(2017, 7, 10), None)
