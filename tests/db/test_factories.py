"""The factories go the whole way, whoever asks first."""

import pytest

from khuyencong.flow.planning.enums import Source
from tests import people
from tests.factories import flow

pytestmark = pytest.mark.django_db


def test_from_a_draft_to_a_settlement() -> None:
    contract = flow.contract()
    flow.advance(contract)
    flow.acceptance(contract.line.project.items.get())
    assert flow.settled(contract).amount == contract.amount


def test_national_money_in_another_province() -> None:
    place = people.place_of(people.QUANG_NAM)
    project = flow.approved_project(place, items=[flow.item(place, source=Source.NATIONAL)])
    line = flow.approved_line(project, source=Source.NATIONAL)
    assert line.envelope.plan.fund == "NATIONAL"


def test_events_adjustments_and_consulting() -> None:
    guests = [flow.establishment().pk for _ in range(3)]
    assert flow.event(establishments=guests).attendances.count() == len(guests)
    assert flow.granted().state == "GRANTED"
    flow.consulting_plan()
    flow.revenue()
