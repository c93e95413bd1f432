"""The thread of real work in a browser: from the region's figure to the page of a đề án, and a change that moves it."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Door, Site

pytestmark = pytest.mark.e2e


def report(site: Site) -> dict[str, int | str]:
    done = site.run("report", "--area", "central-highlands", "--period", "2017H1", "--format", "json")
    assert done.returncode == 0, done.stderr
    return {figure["code"]: figure["value"] for figure in json.loads(done.stdout)["figures"]}


def test_three_clicks_from_a_figure_to_its_project(door: Door) -> None:
    page = door.page("minh")
    page.goto("/bao-cao/central-highlands/2017H1/")
    page.locator("a[href*='/chung-cu/result.demo_models']").first.click()
    expect(page.locator("h1")).to_contain_text("trình diễn")
    page.locator("main table a[href^='/de-an/']").first.click()
    expect(page.locator(".kc-life").first).to_be_visible()
    page.close()


@pytest.mark.parametrize("person", ["minh", "hoa", "lan", "tuan", "binh"])
def test_each_role_has_a_home(door: Door, person: str) -> None:
    page = door.page(person)
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    page.close()


def test_a_stranger_finds_nothing(door: Door) -> None:
    page = door.page("lan")
    page.goto("/de-an/?year=2017")
    path = page.locator("main table a[href^='/de-an/']").first.get_attribute("href") or ""
    page.close()
    stranger = door.page("que")
    answer = stranger.goto(path)
    assert answer is not None
    assert answer.status == 404
    stranger.close()


def test_one_record_removed_moves_its_figure_and_no_other(site: Site, door: Door) -> None:
    before = report(site)
    page = door.page("lan")
    page.goto("/de-an/?q=tham+gia+hoi+cho&year=2017")
    page.locator("main table a[href^='/de-an/']").first.click()
    page.locator("a[href*='/luot-tham-gia/']").first.click()
    page.fill("textarea[name=reason]", "Ghi trùng, cơ sở không tham gia hội chợ")
    page.locator("main form.kc-form button[type=submit]").first.click()
    expect(page.locator(".kc-life").first).to_be_visible()
    page.close()
    after = report(site)
    changed = {code for code in before if before[code] != after[code]}
    assert changed == {"result.fair_participations"}
    assert after["result.fair_participations"] == int(before["result.fair_participations"]) - 1
