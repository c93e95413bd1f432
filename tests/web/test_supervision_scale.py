"""The board of a province with 5,000 running đề án: the queries of one with five."""

import pytest
from django.db import connection, models
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.fieldwork.models import ProgressReport
from khuyencong.flow.ledger.models import Account
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.models import Project, SupportItem
from tests import people
from tests.factories import field, flow
from tests.operations import under_operation
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

BOARD_QUERIES = 21


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def copies(model: type[models.Model], pk: int, count: int, **values: str) -> None:
    """Insert ``count`` copies of a row with some columns given as SQL over ``n`` (1 … count)."""
    columns = [
        column.column for column in model._meta.concrete_fields if not column.primary_key and not column.generated
    ]
    selected = ", ".join(values.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {selected} FROM {table} t, generate_series(1, %s) n WHERE t.id = %s",
            [count, pk],
        )


def accounts(pk: int, count: int) -> str:
    """Open ``count`` accounts like one in the ledger; return SQL over ``n`` that gives each of them once."""
    last = Account.objects.order_by("-pk")[0].pk
    copies(Account, pk, count)
    first = Account.objects.filter(pk__gt=last).order_by("pk")[0].pk
    return f"{first} + n - 1"


def grow(count: int) -> None:
    """Copy one running đề án with its line, contract, items, report and obstacle, ``count`` times, in one transaction."""
    contract = flow.contract()
    line, project = contract.line, contract.line.project
    report, obstacle = field.report(project), field.obstacle(project)
    new = f"(SELECT id FROM proposals_project WHERE number = 'N-{project.pk}-' || n)"
    with under_operation():
        draft = {"state": "'DRAFT'", "submitted_on": "NULL", "decided_on": "NULL"}
        copies(Project, project.pk, count, number=f"'N-{project.pk}-' || n", **draft)
        made = Project.objects.filter(number__startswith=f"N-{project.pk}-")
        # A row is not born in the middle of its life: it goes the steps that the database allows.
        made.update(state="SUBMITTED", submitted_on=project.submitted_on)
        made.update(state="APPROVED", decided_on=project.decided_on)
        held = accounts(line.account_id, count)
        copies(PlanLine, line.pk, count, project_id=new, state="'PLANNED'", account_id=held)
        of = f"(SELECT l.id FROM planning_planline l JOIN proposals_project p ON p.id = l.project_id WHERE p.number = 'N-{project.pk}-' || n)"
        assert contract.account_id is not None
        copies(Contract, contract.pk, count, line_id=of, account_id=accounts(contract.account_id, count))
        copies(SupportItem, project.items.get().pk, count, project_id=new)
        copies(ProgressReport, report.pk, count, project_id=new)
        copies(Obstacle, obstacle.pk, count, project_id=new)


def test_the_board_costs_the_same_at_five_and_at_five_thousand(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    hoa, url = signed_in(people.HOA), reverse("watch")
    grow(4)
    hoa.get(url)
    with django_assert_num_queries(BOARD_QUERIES):
        assert hoa.get(url).context["board"].total == 5
    for count in (*[499] * 9, 494):
        # By hundreds: the planner takes rows that are not yet committed for few, and a trigger that loops over all
        # tables for each of 5,000 new rows takes minutes.
        grow(count)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
    with django_assert_num_queries(BOARD_QUERIES):
        board = hoa.get(url).context["board"]
    assert board.total == 5_000
    assert sum(tile.count for tile in board.bands) == 5_000
    assert board.obstacles[0].total == 5_000
