"""No page has an accessibility violation, in both widths; the routes themselves say which pages there are."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import NARROW, WIDE, Door, Site
from tests.e2e.places import Place, places

pytestmark = pytest.mark.e2e

AXE = Axe()
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    found = AXE.run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:3]}" for one in found]


def look(door: Door, place: Place, size: dict[str, int]) -> list[str]:
    """Open a place and return what is wrong with it."""
    page = door.page(place.person, size)
    answer = page.goto(place.path)
    faults = violations(page)
    if answer is None or answer.status != place.status:
        faults.append(f"status {answer.status if answer else None}, expected {place.status}")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 1:
        faults.append(f"the page is {overflow} px wider than the screen")
    page.close()
    return [f"{place.path} at {size['width']} px: {fault}" for fault in faults]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_no_page_has_a_violation(site: Site, door: Door, size: dict[str, int]) -> None:
    door.faults.clear()
    faults = [fault for place in places(site) for fault in look(door, place, size)]
    assert faults == []
    assert [fault for fault in door.faults if "404" not in fault and "403" not in fault] == []
