"""The database that tests get."""

import pytest
from django.db import connection

from khuyencong.ground.access.actor import Actor
from khuyencong.ground.accounts.models import User
from khuyencong.ground.regulations.models import LegalInstrument
from khuyencong.ground.territory.models import Unit

EVERY_UNIT = 63 + 34 + 696 + 10_051 + 3_321


@pytest.mark.django_db
def test_the_application_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FILTER (WHERE tableowner = current_user) FROM pg_tables")
        assert cursor.fetchone() == ("khuyencong_app", 0)


@pytest.mark.django_db
def test_territory_and_law_are_loaded() -> None:
    assert Unit.objects.count() == EVERY_UNIT
    assert LegalInstrument.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", ["first", "second"])
def test_what_one_test_commits_the_next_does_not_see(committed: None, run: str, que: Actor) -> None:
    assert Unit.objects.count() == EVERY_UNIT
    assert list(User.objects.values_list("pk", flat=True)) == [que.id]
