"""The one door: what is not done under a name is refused by the database, and what is done is in the log."""

import uuid
from collections.abc import Callable
from contextlib import ExitStack, suppress

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, models, transaction

from khuyencong.core.errors import NotAllowed, NotValid
from khuyencong.core.models import AuditEntry
from khuyencong.figures.indicators.models import Cell, Posting, Presence
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.operations import correct
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.accounts.models import User
from tests import people
from tests.database import connect
from tests.factories import flow
from tests.operations import in_thread, under_operation, wait_until_blocked

NOBODY_NAMED = "Không ai đứng tên việc ghi này"

Deed = Callable[[Establishment], object]


def _save(workshop: Establishment) -> None:
    workshop.name = "Tên khác"
    workshop.save()


def _update(workshop: Establishment) -> None:
    Establishment.objects.filter(pk=workshop.pk).update(name="Tên khác")


def _bulk_create(workshop: Establishment) -> None:
    copy = Establishment.objects.get(pk=workshop.pk)
    copy.pk = None
    Establishment.objects.bulk_create([copy])


def _bulk_update(workshop: Establishment) -> None:
    workshop.name = "Tên khác"
    Establishment.objects.bulk_update([workshop], ["name"])


def _delete(workshop: Establishment) -> None:
    workshop.delete()


def _raw(workshop: Establishment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE establishments_establishment SET name = 'Tên khác' WHERE id = %s", [workshop.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("deed", [_save, _update, _bulk_create, _bulk_update, _delete, _raw])
def test_a_write_outside_an_operation_is_refused(deed: Deed) -> None:
    workshop = flow.establishment()
    before = workshop.name

    with pytest.raises(DatabaseError, match=NOBODY_NAMED), transaction.atomic():
        deed(workshop)

    assert list(Establishment.objects.values_list("name", flat=True)) == [before]


@pytest.mark.django_db
@pytest.mark.parametrize("deed", [_save, _update, _bulk_create, _bulk_update, _delete, _raw])
def test_the_same_write_inside_an_operation_is_done_and_logged(deed: Deed) -> None:
    workshop = flow.establishment()
    logged = AuditEntry.objects.count()

    with under_operation():
        deed(workshop)

    assert AuditEntry.objects.count() == logged + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET actor_label = 'Người khác'",
        "DELETE FROM core_auditentry",
        "TRUNCATE core_auditentry",
        """INSERT INTO core_auditentry (at, operation, verb, actor_label, reason, table_name, row_id, change)
        VALUES (now(), gen_random_uuid(), 'Bịa', 'Người khác', '', 'x', 1, 'I')""",
    ],
)
def test_the_application_cannot_touch_the_log(statement: str) -> None:
    flow.establishment()
    with pytest.raises(ProgrammingError, match="permission denied"), under_operation(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditentry SET verb = 'Bịa'", "DELETE FROM core_auditentry", "TRUNCATE core_auditentry"]
)
def test_not_even_the_owner_rewrites_the_log(committed: None, statement: str) -> None:
    flow.establishment()
    with (
        connect(connection.settings_dict["NAME"]) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="Nhật ký chỉ được ghi thêm"),
    ):
        owner.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Posting, Cell, Presence])
def test_derived_tables_are_written_by_the_database_alone(model: type[models.Model]) -> None:
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES", f"TRUNCATE {table}"):
        with pytest.raises(ProgrammingError, match="permission denied"), under_operation():
            connection.cursor().execute(statement)


@pytest.mark.django_db
def test_the_log_says_who_did_what_and_why(lan: Actor) -> None:
    draft = flow.draft()

    proposals.withdraw(lan, draft, reason="Cơ sở  xin thôi")

    entry = AuditEntry.objects.latest("id")
    assert (entry.actor, entry.actor_label, entry.verb) == (lan.id, "Nguyễn Thị Lan", "Rút đề án")
    assert entry.reason == "Cơ sở xin thôi"
    assert (entry.table, entry.row, entry.change) == ("proposals_project", draft.pk, "U")
    assert (entry.before, entry.after) == ({"state": "DRAFT"}, {"state": "WITHDRAWN"})


@pytest.mark.django_db
def test_the_log_keeps_a_whole_row_when_it_comes_and_when_it_goes() -> None:
    workshop = flow.establishment(name="Cơ sở Tân Lập")
    born = AuditEntry.objects.latest("id")
    with under_operation():
        workshop.delete()
    gone = AuditEntry.objects.latest("id")

    assert (born.change, born.before, gone.change, gone.after) == ("I", None, "D", None)
    assert born.after == gone.before
    assert born.after["name"] == "Cơ sở Tân Lập"


@pytest.mark.django_db
def test_an_update_that_changes_nothing_is_not_in_the_log() -> None:
    workshop = flow.establishment()
    logged = AuditEntry.objects.count()
    with under_operation():
        workshop.save()
    assert AuditEntry.objects.count() == logged


@pytest.mark.django_db
def test_a_secret_is_not_in_the_log_but_that_it_changed_is() -> None:
    somebody = people.user(people.LAN)
    born = AuditEntry.objects.get(table="accounts_user", row=somebody.pk)
    with under_operation():
        somebody.set_password("một mật khẩu khác")
        somebody.save()
    changed = AuditEntry.objects.filter(table="accounts_user").latest("id")

    assert born.after["password"] == "***"
    assert (changed.before, changed.after) == ({"password": "***"}, {"password": "***"})
    assert User.objects.get(pk=somebody.pk).check_password("một mật khẩu khác")


@pytest.mark.django_db
def test_operations_inside_an_operation_are_one_under_the_first_name() -> None:
    project = flow.submitted_project()
    before = AuditEntry.objects.latest("id").pk

    conclude(SYSTEM, project, result=Result.PASS, today=flow.DECIDED)

    entries = AuditEntry.objects.filter(pk__gt=before)
    assert {entry.table for entry in entries} == {"appraisal_conclusion", "proposals_project"}
    assert {entry.verb for entry in entries} == {"Kết luận thẩm định"}
    assert len({entry.operation for entry in entries}) == 1


@pytest.mark.django_db
def test_two_operations_have_two_ids() -> None:
    flow.establishment()
    flow.establishment()
    newest = AuditEntry.objects.filter(table="establishments_establishment").values_list("operation", flat=True)
    assert len(set(newest)) == 2


@pytest.mark.django_db
def test_the_name_does_not_leak_into_the_transaction_around() -> None:
    with transaction.atomic():
        flow.establishment()
        assert _named_now() == ""
        with suppress(NotValid):
            proposals.withdraw(SYSTEM, flow.draft(), reason="")
        assert _named_now() == ""
        with suppress(NotAllowed):
            proposals.approve(SYSTEM, flow.draft(), today=flow.DECIDED)
        assert _named_now() == ""


@pytest.mark.django_db
def test_within_an_operation_the_id_is_one_and_real() -> None:
    with under_operation():
        first = _named_now()
        with under_operation():
            assert _named_now() == first
        assert uuid.UUID(first)


@pytest.mark.django_db
def test_a_reason_owed_is_asked_for() -> None:
    with pytest.raises(NotValid, match="phải ghi lý do"):
        proposals.withdraw(SYSTEM, flow.draft(), reason="  ")


@pytest.mark.django_db
def test_who_may_not_is_told_so_and_nothing_changes(que: Actor) -> None:
    draft = flow.draft()
    with pytest.raises(NotAllowed, match="Hồ Thị Quế"):
        proposals.submit(que, draft, today=flow.SUBMITTED)
    assert Project.objects.get(pk=draft.pk).state == "DRAFT"


@pytest.mark.django_db(transaction=True)
def test_the_locked_row_is_judged_and_not_the_one_that_was_read(committed: None) -> None:
    read_before = flow.draft()

    def submit() -> Project:
        return proposals.submit(SYSTEM, read_before, today=flow.SUBMITTED)

    with ExitStack() as threads:  # noqa: SIM117  the commit must come before the second thread is waited for
        with transaction.atomic():
            submit()
            second = threads.enter_context(in_thread(submit))
            wait_until_blocked()

    assert read_before.state == "DRAFT"
    with pytest.raises(NotAllowed, match="đã trình"):
        second.result()


@pytest.mark.django_db
def test_a_row_deleted_meanwhile_is_told_as_such() -> None:
    read_before = flow.establishment()
    with under_operation():
        Establishment.objects.filter(pk=read_before.pk).delete()
    with pytest.raises(NotValid, match="vừa bị người khác xóa"):
        correct(SYSTEM, read_before, particulars=flow.particulars(), version=1, today=flow.DRAFTED)


def _named_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('kc.operation', true), '')")
        return str(cursor.fetchone()[0])
