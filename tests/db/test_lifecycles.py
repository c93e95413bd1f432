"""Every lifecycle, every pair of its grid: what a step allows is done, what none allows is refused by the operation and
by the database, and the row stays as it was.

The operation is asked action by action; the database knows only states, so it is asked for every state from every other.
A lifecycle, a state or an action without its case here fails the first tests.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from khuyencong.core import lifecycle_sql
from khuyencong.core.errors import Refused
from khuyencong.core.lifecycle import label_of
from khuyencong.core.lifecycle_sql import BIRTH, MOVE
from khuyencong.core.models import AuditEntry, Record
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.models import Session
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import PaymentAction, PaymentState
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.fieldwork import operations as fieldwork
from khuyencong.flow.fieldwork.models import ProgressRound
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import AccountKind
from khuyencong.flow.ledger.models import Transfer
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.models import Need
from khuyencong.flow.obstacles import operations as obstacles
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import CarryTo
from khuyencong.flow.planning.models import AnnualPlan, PlanBatch, PlanLine, Programme, Scenario, YearClosing
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.enums import AdjustmentAction
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.database import connect
from tests.factories import flow
from tests.factories.states import LIFECYCLES, ROWS, row_in
from tests.operations import under_operation

pytestmark = pytest.mark.django_db

WHY = "Để thử"
LATER = date(2017, 6, 30)


def _decide(action: AdjustmentAction) -> Callable[[Any], object]:
    return lambda row: adjusting.decide_adjustment(SYSTEM, row, action=action, decision="QĐ 7", today=LATER, reason=WHY)


def _carry(row: Any) -> object:
    if row.state == "PLANNED":  # a refusal leaves nothing behind, not even the envelope that it would need
        flow.envelope(amount=flow.dong(0), year=2018)
    return planning.carry_over(SYSTEM, row, to=CarryTo.NEXT_YEAR, decision="QĐ 7", today=LATER, reason=WHY)


def _spare_account() -> int:
    with under_operation():
        return entries.open_under(flow.line().account, AccountKind.CONTRACT).pk


def _spare_transfer() -> int:
    flow.line()
    return Transfer.objects.order_by("-pk")[0].pk


def _contracted(line: PlanLine) -> object:
    said = {"account": line.account.parent, "day": LATER, "reference": "HĐ 7"}
    return planning.note_contract(SYSTEM, line, amount=flow.dong(1), **said)


def _payment(action: str) -> Callable[[Any], object]:
    lan, tuan, nam = (flow.standing_in(person) for person in (people.LAN, people.TUAN, people.NAM))
    asked = {"amount": flow.dong(10), "today": LATER}
    deeds: dict[str, Callable[[Any], object]] = {
        "CHECK": lambda row: contracts.check_payment(tuan, row, today=LATER),
        "APPROVE": lambda row: contracts.approve_payment(nam, row, today=LATER),
        "PAY": lambda row: contracts.pay(tuan, row, voucher="UNC 7", paid_on=LATER, today=LATER),
        "RETURN": lambda row: contracts.return_payment(SYSTEM, row, reason=WHY),
        "ASK_AGAIN": lambda row: contracts.ask_again(lan, row, **asked),
        "CANCEL": lambda row: contracts.cancel_payment(SYSTEM, row, reason=WHY),
        "REVERSE": lambda row: contracts.reverse_payment(SYSTEM, row, reason=WHY, today=LATER),
    }
    return deeds[action]


DEEDS: dict[tuple[type[Record], str], Callable[[Any], object]] = {
    (Need, "CHECK"): lambda row: needs.check_need(SYSTEM, row),
    (Need, "PROPOSE"): lambda row: proposals.draft_from_need(
        SYSTEM, row, place=people.place_of(), year=2018, national=False, today=people.TODAY
    ),
    (Need, "DROP"): lambda row: needs.drop_need(SYSTEM, row, reason=WHY, today=people.TODAY),
    (Need, "GIVE_BACK"): lambda row: needs.give_back_withdrawn(SYSTEM, row),
    (Project, "SUBMIT"): lambda row: proposals.submit(SYSTEM, row, today=flow.SUBMITTED),
    (Project, "RETURN"): lambda row: proposals.return_for_work(SYSTEM, row, reason=WHY, today=flow.DECIDED),
    (Project, "APPROVE"): lambda row: proposals.approve(SYSTEM, row, today=flow.DECIDED),
    (Project, "REJECT"): lambda row: proposals.reject(SYSTEM, row, today=flow.DECIDED, reason=WHY),
    (Project, "WITHDRAW"): lambda row: proposals.withdraw(SYSTEM, row, reason=WHY),
    (Session, "HOLD"): lambda row: appraisal.hold_session(
        SYSTEM, row, present=[row.council.members.all()[0].pk], today=flow.CONVENED
    ),
    (Session, "CLOSE"): lambda row: appraisal.close_session(SYSTEM, row, today=flow.CONVENED),
    (AnnualPlan, "APPROVE"): lambda row: planning.approve_plan(SYSTEM, row, decision="QĐ 7", today=LATER),
    (PlanBatch, "APPROVE"): lambda row: planning.approve_batch(
        SYSTEM, row.plan, number=row.number, decision="QĐ 7", today=LATER
    ),
    (Programme, "APPROVE"): lambda row: planning.approve_programme(
        SYSTEM, row, decision="NQ 12", approved_on=LATER, today=LATER
    ),
    (Scenario, "ADOPT"): lambda row: planning.adopt_scenario(SYSTEM, row, seen=row.version, today=LATER),
    (Scenario, "DROP"): lambda row: planning.drop_scenario(SYSTEM, row, today=LATER, reason=WHY),
    (YearClosing, "LOCK"): lambda row: planning.lock_year(SYSTEM, row, today=date(2018, 2, 2)),
    (YearClosing, "REOPEN"): lambda row: planning.reopen_year(SYSTEM, row, reason=WHY),
    (PlanLine, "CARRY_OVER"): _carry,
    (PlanLine, "CONTRACT"): _contracted,
    (PlanLine, "STOP"): lambda row: planning.stop_line(SYSTEM, row, today=LATER, reason=WHY),
    (Contract, "LIQUIDATE"): lambda row: contracts.liquidate(SYSTEM, row, today=LATER),
    **{(Payment, str(action)): lambda row, a=str(action): _payment(a)(row) for action in PaymentAction},
    (Adjustment, "CONFIRM"): lambda row: adjusting.confirm_adjustment(
        SYSTEM, row, confirmation="15/SCT", confirmed_on=LATER, today=LATER
    ),
    (Adjustment, "RETURN"): lambda row: adjusting.return_adjustment(SYSTEM, row, reason=WHY),
    (Adjustment, "RESEND"): lambda row: adjusting.resend_adjustment(SYSTEM, row, explanation=WHY, today=LATER),
    (Adjustment, "WITHDRAW"): lambda row: adjusting.withdraw_adjustment(SYSTEM, row, reason=WHY),
    (Adjustment, "GRANT"): _decide(AdjustmentAction.GRANT),
    (Adjustment, "REFUSE"): _decide(AdjustmentAction.REFUSE),
    (ProgressRound, "CLOSE"): lambda row: fieldwork.close_round(SYSTEM, row, today=people.TODAY),
    (ProgressRound, "REOPEN"): lambda row: fieldwork.reopen_round(SYSTEM, row, reason=WHY),
    (Obstacle, "ESCALATE"): lambda row: obstacles.escalate(
        SYSTEM, row, due_on=people.TODAY, today=people.TODAY, reason=WHY
    ),
    (Obstacle, "RESOLVE"): lambda row: obstacles.resolve(SYSTEM, row, today=people.TODAY, reason=WHY),
    (Obstacle, "REOPEN"): lambda row: obstacles.reopen(
        SYSTEM, row, due_on=people.TODAY, today=people.TODAY, reason=WHY
    ),
    (Obstacle, "CLOSE"): lambda row: obstacles.close(SYSTEM, row, today=people.TODAY, reason=WHY),
}

_OPEN: dict[str, Any] = {"decided_on": None, "decision": None}

NOT_CARRIED = {"carried_on": None, "carried_to": None}
_BROUGHT_IN: dict[str, Any] = {"brought_in": True}

COMPANIONS: dict[tuple[type[Record], str], dict[str, Any]] = {
    (Need, "RECORDED"): {"decided_on": None},
    (Need, "CHECKED"): {"decided_on": None},
    (Need, "PROPOSED"): {"decided_on": people.TODAY},
    (Need, "DROPPED"): {"decided_on": people.TODAY},
    (Project, "DRAFT"): {"submitted_on": None, "decided_on": None},
    (Project, "SUBMITTED"): {"submitted_on": flow.SUBMITTED, "decided_on": None},
    (Project, "APPROVED"): {"submitted_on": flow.SUBMITTED, "decided_on": flow.DECIDED},
    (Project, "REJECTED"): {"submitted_on": flow.SUBMITTED, "decided_on": flow.DECIDED},
    (Project, "WITHDRAWN"): {"decided_on": None},
    (Session, "CALLED"): {"closed_on": None},
    (Session, "HELD"): {"closed_on": None},
    (Session, "CLOSED"): {"closed_on": date(2017, 12, 31)},
    (AnnualPlan, "DRAFT"): {"approved_on": None, "decision": None},
    (AnnualPlan, "APPROVED"): {"approved_on": LATER, "decision": "QĐ 7"},
    (PlanBatch, "DRAFT"): {"approved_on": None, "decision": None},
    (PlanBatch, "APPROVED"): {"approved_on": LATER, "decision": "QĐ 7"},
    (Programme, "DRAFT"): {"approved_on": None, "decision": None},
    (Programme, "APPROVED"): {"approved_on": LATER, "decision": "NQ 12"},
    (Scenario, "DRAFT"): {"closed_on": None},
    (Scenario, "ADOPTED"): {"closed_on": LATER},
    (Scenario, "DROPPED"): {"closed_on": LATER},
    (YearClosing, "CLOSED"): {"locked_on": None},
    (YearClosing, "LOCKED"): {"locked_on": date(2018, 2, 2)},
    (YearClosing, "REOPENED"): {"locked_on": date(2018, 2, 2)},
    (PlanLine, "PLANNED"): {"stopped_on": None, **NOT_CARRIED},
    (PlanLine, "CONTRACTED"): {"stopped_on": None, **NOT_CARRIED},
    (PlanLine, "STOPPED"): {"stopped_on": LATER, **NOT_CARRIED},
    (PlanLine, "CARRIED_OVER"): {"stopped_on": None, "carried_on": LATER, "carried_to": "NEXT_YEAR"},
    (Contract, "SIGNED"): {"liquidated_on": None},
    (Contract, "LIQUIDATED"): {"liquidated_on": LATER},
    **{
        (Payment, str(state)): {**_BROUGHT_IN, "paid_on": None, "voucher": None, "transfer_id": None}
        for state in PaymentState
    },
    (Payment, "PAID"): {**_BROUGHT_IN, "paid_on": LATER, "voucher": "UNC 7", "transfer_id": _spare_transfer},
    (Payment, "REVERSED"): {**_BROUGHT_IN, "paid_on": LATER, "voucher": "UNC 7", "transfer_id": _spare_transfer},
    (Adjustment, "REQUESTED"): {**_OPEN, "confirmed_on": None, "confirmation": None},
    (Adjustment, "CONFIRMED"): {**_OPEN, "confirmed_on": LATER, "confirmation": "15/SCT"},
    (Adjustment, "RETURNED"): _OPEN,
    (Adjustment, "WITHDRAWN"): _OPEN,
    (Adjustment, "GRANTED"): {"decided_on": LATER, "decision": "QĐ 7"},
    (Adjustment, "REFUSED"): {"decided_on": LATER, "decision": "QĐ 7"},
    (ProgressRound, "OPEN"): {"closed_on": None},
    (ProgressRound, "CLOSED"): {"closed_on": LATER},
    (Obstacle, "OPEN"): {"resolved_on": None, "closed_on": None},
    (Obstacle, "ESCALATED"): {"resolved_on": None, "closed_on": None, "level": "DEPARTMENT"},
    (Obstacle, "RESOLVED"): {"resolved_on": LATER, "closed_on": None, "outcome": "Xong"},
    (Obstacle, "CLOSED"): {"closed_on": LATER, "outcome": "Xong"},
}
"""What a row in a state owes by its CHECKs: with it, only the lifecycle can answer.  A function is asked for its value when it is needed."""

ANOTHER: dict[type[Record], Callable[[], dict[str, Any]]] = {
    Need: lambda: {"code": "NC-KHAC", "client_id": uuid4()},
    Project: lambda: {"number": "DA-KHAC"},
    Session: lambda: {"held_on": date(2017, 1, 20)},
    AnnualPlan: lambda: {"year": 2018},
    PlanBatch: lambda: {
        "number": 2,
        "plan_id": flow.approved_line(flow.approved_project(people.place_of(people.QUANG_NAM))).envelope.plan_id,
    },
    Programme: lambda: {"first_year": 2021, "last_year": 2025},
    Scenario: lambda: {"name": "Phương án khác"},
    YearClosing: lambda: {
        "plan_id": flow.approved_line(flow.approved_project(people.place_of(people.QUANG_NAM))).envelope.plan_id,
    },
    PlanLine: lambda: {"project_id": flow.approved_project().pk, "account_id": _spare_account()},
    Contract: lambda: {"number": "HĐ KHÁC", "account_id": _spare_account()},
    Payment: lambda: {"key": uuid4()},
    Adjustment: lambda: {"kind": "PLACE"},
    ProgressRound: lambda: {"month": date(2017, 5, 1)},
    Obstacle: dict,
}
"""What makes a copy of a row another row."""


def _another(row: Any) -> dict[str, Any]:
    own = ANOTHER[type(row)]()
    paid = isinstance(row, Payment) and row.transfer_id is not None
    return {**own, "voucher": "UNC 8", "transfer_id": _spare_transfer()} if paid else own


STATES = [(model, str(state)) for model, table in LIFECYCLES.items() for state in type(table.initial)]
ACTIONS = [(model, str(action)) for model, table in LIFECYCLES.items() for action in type(table.steps[0].action)]
GRID = [
    pytest.param(model, str(state), str(action), target and str(target), id=f"{model.__name__}-{state}-{action}")
    for model, table in LIFECYCLES.items()
    for state, action, target in table.grid()
]
MOVES = [
    pytest.param(model, str(state), str(after), after in following, id=f"{model.__name__}-{state}-to-{after}")
    for model, table in LIFECYCLES.items()
    for state, following in table.moves().items()
    for after in type(table.initial)
    if after is not state
]


def test_every_model_with_a_state_has_a_lifecycle() -> None:
    with_state = {
        model
        for model in apps.get_models()
        if issubclass(model, Record) and any(field.name == lifecycle_sql.COLUMN for field in model._meta.get_fields())
    }
    assert with_state == set(LIFECYCLES)


def test_every_state_and_every_action_has_its_case() -> None:
    assert set(STATES) == set(ROWS) == set(COMPANIONS)
    assert set(ACTIONS) == set(DEEDS)
    assert set(LIFECYCLES) == set(ANOTHER)


def test_a_new_row_is_in_the_initial_state_unless_told() -> None:
    defaults = {model: model._meta.get_field(lifecycle_sql.COLUMN).get_default() for model in LIFECYCLES}
    assert defaults == {model: table.initial for model, table in LIFECYCLES.items()}


@pytest.mark.parametrize(("model", "state", "action", "target"), GRID)
def test_an_operation_takes_the_step_or_refuses_it(
    model: type[Record], state: str, action: str, target: str | None
) -> None:
    deed = DEEDS[model, action]
    row = row_in(model, state)
    for person in (people.LAN, people.TUAN, people.NAM):
        people.user(person)
    if target is not None:
        deed(row)
        assert row_of(row)["state"] == target
        return
    with unchanged(row), pytest.raises(Refused) as refusal:
        deed(row)
    assert len(refusal.value.message) > 20
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(("model", "state", "after", "allowed"), MOVES)
def test_the_database_takes_the_move_or_refuses_it(model: type[Record], state: str, after: str, allowed: bool) -> None:
    row = row_in(model, state)
    companions = COMPANIONS[model, after].items()
    values = {"state": after, **{name: value() if callable(value) else value for name, value in companions}}
    if allowed:
        with under_operation():
            raw_update(row, values)
        assert row_of(row)["state"] == after
        return
    for write in (raw_update, queryset_update, save, bulk_update):
        with unchanged(row), refused(row, MOVE) as said, under_operation():
            write(model._base_manager.get(pk=row.pk), values)
        states = type(LIFECYCLES[model].initial)
        assert f"từ “{label_of(states(state))}” sang “{label_of(states(after))}”" in said[0]


@pytest.mark.parametrize(
    ("model", "state"),
    [(model, state) for model, state in STATES if state != LIFECYCLES[model].initial],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_row_is_not_born_in_the_middle_of_its_life(model: type[Record], state: str) -> None:
    row = row_in(model, state)
    other = _another(row)
    for write in (raw_insert, bulk_create):
        before = model._base_manager.count()
        with refused(row, BIRTH) as said, under_operation():
            write(row, other)
        assert model._base_manager.count() == before
        born = LIFECYCLES[model].initial
        assert f"mới phải ở trạng thái “{label_of(born)}”" in said[0]


@pytest.mark.parametrize("model", LIFECYCLES, ids=lambda model: model.__name__)
def test_the_same_row_is_born_in_the_initial_state(model: type[Record]) -> None:
    state = str(LIFECYCLES[model].initial)
    row = row_in(model, state)
    other = _another(row)
    before = model._base_manager.count()
    with under_operation():
        raw_insert(row, other)
    assert model._base_manager.count() == before + 1


@pytest.mark.parametrize("model", LIFECYCLES, ids=lambda model: model.__name__)
def test_a_write_that_leaves_the_state_alone_is_free_in_every_state(model: type[Record]) -> None:
    for state in type(LIFECYCLES[model].initial):
        row = row_in(model, str(state))
        with under_operation():
            raw_update(row, {"state": str(state)})
        assert row_of(row)["state"] == state


def test_nobody_named_is_refused_as_such_whatever_the_state() -> None:
    row = flow.approved_project()
    with unchanged(row), pytest.raises(DatabaseError, match="Không ai đứng tên"), transaction.atomic():
        raw_update(row, {"state": "DRAFT", **COMPANIONS[Project, "DRAFT"]})


def test_a_final_state_is_told_as_such_and_another_says_what_may_follow() -> None:
    row = flow.approved_project()
    with refused(row, MOVE) as said, under_operation():
        raw_update(row, {"state": "SUBMITTED", "decided_on": None})
    assert said[0] == (
        "Đề án không thể chuyển từ “đã được duyệt” sang “đã trình, chờ thẩm định”; "
        "đây là trạng thái cuối, không còn bước nào tiếp theo."
    )
    draft = flow.draft()
    with refused(draft, MOVE) as said, under_operation():
        raw_update(draft, {"state": "APPROVED", **COMPANIONS[Project, "APPROVED"]})
    assert said[0].endswith("từ đây chỉ có thể sang “đã trình, chờ thẩm định”, “đã rút”.")


def test_one_bad_row_among_many_refuses_them_all() -> None:
    good, bad = flow.draft(), flow.approved_project()
    with unchanged(good), unchanged(bad), refused(bad, MOVE), under_operation():
        Project.objects.filter(pk__in=[good.pk, bad.pk]).update(state="WITHDRAWN", decided_on=None)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_installing_again_changes_nothing_and_repairs_what_is_missing(committed: None) -> None:
    before = _definitions()
    with connect(connection.settings_dict["NAME"]) as owner:
        owner.execute("DROP TRIGGER kc_lifecycle_move ON proposals_project")
    assert _definitions() != before

    lifecycle_sql.install("owner")
    connections["owner"].close()

    assert _definitions() == before
    assert len(before) == 2 * len(LIFECYCLES)


def raw_update(row: Any, values: dict[str, Any]) -> None:
    columns = ", ".join(f"{column} = %s" for column in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {columns} WHERE id = %s", [*values.values(), row.pk])
        assert cursor.rowcount == 1


def queryset_update(row: Any, values: dict[str, Any]) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def save(row: Any, values: dict[str, Any]) -> None:
    _with(row, values).save()


def bulk_update(row: Any, values: dict[str, Any]) -> None:
    type(row)._base_manager.bulk_update([_with(row, values)], list(values))


def raw_insert(row: Any, values: dict[str, Any]) -> None:
    kept = [
        field.column
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.generated and field.column not in values
    ]
    columns, copied = ", ".join([*values, *kept]), ", ".join([*["%s"] * len(values), *kept])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({columns}) SELECT {copied} FROM {row._meta.db_table} WHERE id = %s",
            [*values.values(), row.pk],
        )
        assert cursor.rowcount == 1


def bulk_create(row: Any, values: dict[str, Any]) -> None:
    copy = _with(type(row)._base_manager.get(pk=row.pk), values)
    copy.pk = None
    type(row)._base_manager.bulk_create([copy])


def _with(row: Any, values: dict[str, Any]) -> Any:
    for column, value in values.items():
        setattr(row, column, value)
    return row


def row_of(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = type(row)._base_manager.filter(pk=row.pk).values().get()
    return found


@contextmanager
def unchanged(row: Any) -> Iterator[None]:
    """The row, and the log with it, are afterwards as they were before."""
    before, logged = row_of(row), AuditEntry.objects.count()
    yield
    assert row_of(row) == before
    assert AuditEntry.objects.count() == logged


@contextmanager
def refused(row: Any, trigger: str) -> Iterator[list[str]]:
    """The database refuses by this trigger; the list receives its sentence."""
    said: list[str] = []
    with pytest.raises(IntegrityError) as refusal:
        yield said
    diag = refusal.value.__cause__.diag  # type: ignore[union-attr]
    assert (diag.sqlstate, diag.constraint_name, diag.table_name) == ("23514", trigger, row._meta.db_table)
    said.append(diag.message_primary)


def _definitions() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE tgname IN (%s, %s) ORDER BY 1, 2",
            [BIRTH, MOVE],
        )
        return cursor.fetchall()
