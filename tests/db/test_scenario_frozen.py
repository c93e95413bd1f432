"""A scenario that was adopted or dropped is history, for the database too."""

import pytest
from django.db import IntegrityError

from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.models import Scenario, ScenarioChoice
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("adopted", [True, False])
def test_a_closed_scenario_and_its_choices_are_changed_by_nobody(adopted: bool) -> None:
    scenario, other = flow.scenario(), flow.scenario()
    if adopted:
        planning.adopt_scenario(SYSTEM, scenario, seen=1, today=people.TODAY)
    else:
        planning.drop_scenario(SYSTEM, scenario, today=people.TODAY, reason="Chọn phương án khác")
    closed = Scenario.objects.filter(pk=scenario.pk)
    chosen, free = scenario.choices.get(), other.choices.get()
    for act in (
        lambda: closed.update(note="khác"),
        lambda: closed.update(room=1),
        closed.delete,
        lambda: ScenarioChoice.objects.filter(pk=chosen.pk).update(amount=1),
        lambda: ScenarioChoice.objects.filter(pk=chosen.pk).update(scenario=other),
        lambda: ScenarioChoice.objects.filter(pk=free.pk).update(scenario=scenario),
        lambda: ScenarioChoice.objects.create(scenario=scenario, project=free.project, amount=1),
        chosen.delete,
    ):
        with pytest.raises(IntegrityError, match="Phương án đã kết thúc"), under_operation():
            act()


def test_an_open_scenario_is_worked_on_and_may_go() -> None:
    scenario = flow.scenario()
    choices = [planning.Choice(scenario.choices.get().project_id, flow.dong(40))]
    planning.revise_scenario(SYSTEM, scenario, seen=1, name="Phương án khác", choices=choices)
    assert scenario.choices.get().amount == flow.dong(40)
    with under_operation():
        Scenario.objects.get(pk=scenario.pk).delete()
    assert not ScenarioChoice.objects.exists()
