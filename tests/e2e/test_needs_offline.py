"""A collaborator's phone without a network: the form opens, keeps what is typed, and sends it once when it can."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import NARROW, Door

FORM = "/nhu-cau/ghi/"


@pytest.fixture
def phone(door: Door) -> Iterator[Page]:
    """Lan's phone with the form open and its worker in charge; its own store of forms is emptied afterwards."""
    page = door.page("lan", NARROW)
    page.goto(FORM)
    page.evaluate("navigator.serviceWorker.ready")
    _until(page, "navigator.serviceWorker.controller")
    # The worker keeps the page while it is installed; from now on it may be opened without a network.
    _until(page, f"await caches.match('{FORM}')")
    yield page
    page.context.set_offline(False)
    page.evaluate("indexedDB.deleteDatabase('kc-needs')")
    page.close()


def _until(page: Page, condition: str) -> None:
    """Wait in the page itself: its policy forbids the evaluation that ``wait_for_function`` needs."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise((go) => setTimeout(go, 50)); }}")


def _fill(page: Page, name: str, phone: str, **other: str) -> None:
    told = {"name": name, "phone": phone, "industry": "chế biến gỗ", "wish": "Thay máy cũ", "machine": "Máy cưa CNC"}
    for field, text in {**told, "cost": "300", "support": "100", **other}.items():
        page.fill(f"#kc-need-form [name={field}]", text)
    page.select_option(
        "#kc-need-form [name=content]", label="Ứng dụng máy móc thiết bị tiên tiến, tiến bộ khoa học kỹ thuật"
    )


def _submit(page: Page) -> None:
    page.click("#kc-need-form button.btn-primary")


def _listed(page: Page, name: str) -> int:
    """Count the needs of that name on the server."""
    other = page.context.new_page()
    other.goto(f"/nhu-cau/?q={name}")
    count = other.get_by_role("row").filter(has_text=name).count()
    other.close()
    return count


def _number() -> str:
    return f"09{uuid4().int % 10**8:08d}"


def test_filled_offline_it_is_synced_once_when_the_network_is_back(phone: Page):
    name = f"Mộc ngoại tuyến {uuid4().hex[:8]}"
    context: BrowserContext = phone.context
    context.set_offline(True)
    answered = phone.goto(FORM)
    assert answered is not None
    assert answered.from_service_worker
    expect(phone.locator("#kc-need-net")).to_contain_text("Không có mạng")
    _fill(phone, name, _number())
    _submit(phone)
    item = phone.locator("#kc-need-list li").filter(has_text=name)
    expect(item).to_contain_text("Chờ gửi")
    expect(phone.locator("#kc-need-form [name=name]")).to_have_value("")
    phone.reload()  # what is kept outlives the page
    expect(item).to_contain_text("Chờ gửi")

    context.set_offline(False)
    expect(item).to_contain_text("Đã gửi", timeout=15_000)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", item.inner_text())
    phone.reload()
    phone.click("#kc-need-send")
    expect(item).to_contain_text("Đã gửi")
    assert _listed(phone, name) == 1


def test_other_pages_of_the_survey_lead_to_the_form_while_there_is_no_network(phone: Page):
    phone.context.set_offline(True)
    phone.goto("/nhu-cau/")
    assert phone.url.endswith(FORM)
    expect(phone.locator("#kc-need-form")).to_be_visible()


def test_what_is_missing_is_told_before_anything_is_kept(phone: Page):
    _fill(phone, "", _number())
    _submit(phone)
    expect(phone.locator(".kc-field").filter(has=phone.locator("[name=name]"))).to_contain_text("bắt buộc")
    assert phone.locator("#kc-need-list li").count() == 0


def test_what_the_server_refuses_comes_back_to_its_field(phone: Page):
    name = f"Sai số {uuid4().hex[:8]}"
    _fill(phone, name, "12345")
    _submit(phone)
    item = phone.locator("#kc-need-list li").filter(has_text=name)
    expect(item).to_contain_text("không đúng", timeout=15_000)
    item.get_by_role("button", name="Sửa").click()
    expect(phone.locator(".kc-field").filter(has=phone.locator("[name=phone]"))).to_contain_text("không đúng")
    phone.fill("#kc-need-form [name=phone]", _number())
    _submit(phone)
    expect(item).to_contain_text("Đã gửi", timeout=15_000)
    assert _listed(phone, name) == 1


def test_the_same_wish_on_a_second_form_is_shown_and_recorded_only_when_wanted(phone: Page):
    name, number = f"Hai phiếu {uuid4().hex[:8]}", _number()
    for _ in range(2):
        _fill(phone, name, number)
        _submit(phone)
        _until(phone, "document.documentElement.dataset.kcNeeds === '0'")
    twin = phone.locator("#kc-need-list li").filter(has_text="đã có nhu cầu cùng nội dung")
    expect(twin).to_have_count(1)
    assert _listed(phone, name) == 1
    twin.get_by_role("button", name="Vẫn ghi").click()
    sent = phone.locator("#kc-need-list li").filter(has_text=name).filter(has_text="Đã gửi")
    expect(sent).to_have_count(2, timeout=15_000)
    assert _listed(phone, name) == 2


def test_a_form_changed_on_both_sides_is_shown_with_both(phone: Page):
    name = f"Hai bên {uuid4().hex[:8]}"
    _fill(phone, name, _number(), wish="Bản đầu")
    _submit(phone)
    item = phone.locator("#kc-need-list li").filter(has_text=name)
    expect(item).to_contain_text("Đã gửi", timeout=15_000)

    office = phone.context.new_page()
    office.goto(str(item.get_by_role("link").get_attribute("href")))
    office.get_by_role("link", name="Sửa", exact=True).click()
    office.fill("[name=wish]", "Bản ở trung tâm")
    office.click("form.kc-form button.btn-primary")
    office.wait_for_url(re.compile(r"/nhu-cau/\d+/$"))

    phone.context.set_offline(True)
    item.get_by_role("button", name="Sửa").click()
    phone.fill("#kc-need-form [name=wish]", "Bản ở cơ sở")
    _submit(phone)
    expect(item).to_contain_text("Chờ gửi")
    phone.context.set_offline(False)
    expect(item).to_contain_text("Người khác đã sửa", timeout=15_000)
    expect(item).to_contain_text("Bản ở cơ sở")
    expect(item).to_contain_text("Bản ở trung tâm")

    item.get_by_role("button", name="Giữ bản trong máy").click()
    expect(item).to_contain_text("Đã gửi", timeout=15_000)
    office.reload()
    expect(office.locator("main")).to_contain_text("Bản ở cơ sở")
    office.close()
    assert _listed(phone, name) == 1


def test_the_worker_keeps_nothing_that_was_typed(phone: Page):
    kept = phone.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)"
        ".then((cache) => cache.keys()))).then((all) => JSON.stringify(all.flat().map((r) => r.url))))"
    )
    paths = {re.sub(r"^https?://[^/]+", "", url) for url in json.loads(kept)}
    assert FORM in paths
    assert {path for path in paths if not path.startswith("/static/")} == {FORM}
