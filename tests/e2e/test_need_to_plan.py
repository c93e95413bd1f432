"""From a workshop's need to an assigned plan, played by four people in their browsers."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Door
from tests.e2e.to_plan import (
    TRAINING,
    Desks,
    carried_through,
    described,
    drafted_for_two,
    drafted_from_a_need,
    drafted_with_two_contents,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def desks(door: Door) -> Desks:
    """A fresh page for each of the four."""
    return Desks.of(door)


def test_a_machine_from_the_need_to_the_assigned_plan(desks: Desks) -> None:
    project = drafted_from_a_need(desks.lan)
    described(desks.lan, project, machines=["Máy cưa CNC"])
    carried_through(desks, project, support="280")


def test_a_group_of_two_workshops_from_the_draft_to_the_assigned_plan(desks: Desks) -> None:
    project = drafted_for_two(desks.lan)
    described(desks.lan, project, machines=["Máy chiên chân không", "Máy đóng gói"])
    carried_through(desks, project, support="400")


def test_a_flagship_of_two_contents_and_two_years_from_the_draft_to_the_assigned_plan(desks: Desks) -> None:
    project = drafted_with_two_contents(desks.lan)
    described(desks.lan, project, machines=["Máy sấy cá"], ends_on="15/12/2026")
    carried_through(desks, project, support="245")
    desks.lan.goto(project)
    main = desks.lan.locator("main")
    expect(main).to_contain_text("Đề án điểm")
    # The draft was written again after its return: the second item still has its own content.
    expect(main.get_by_role("row").filter(has_text="Đào tạo nghề vận hành máy sấy")).to_contain_text(TRAINING)
    desks.hoa.goto(f"{project}lan-trinh/")
    expect(desks.hoa.locator("main")).to_contain_text(TRAINING)
