"""Steps that people take in a browser: fill in the form of a page, send it, follow a link of theirs."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page

Typed = str | Sequence[str]


def send(page: Page, path: str, button: str = "", **fields: Typed) -> str:
    """Open ``path``, fill in its form, send it, and return where that led; a form that is refused fails here."""
    page.goto(path)
    for name, typed in fields.items():
        fill(page.locator(f"main form [name='{name}']"), typed)
    press(page, button)
    refused = page.locator("main [role=alert]")
    assert refused.count() == 0, f"{path}: {refused.all_inner_texts()}"
    return page.url


def fill(control: Locator, typed: Typed) -> None:
    """Type, choose or tick, as the control wants; a radio button or a box is named by its value."""
    kind = control.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind in {"radio", "checkbox"}:
        for value in [typed] if isinstance(typed, str) else typed:
            control.and_(control.page.locator(f"[value='{value}']")).check()
    elif kind == "select":
        control.first.select_option(typed)
    else:
        assert isinstance(typed, str)
        control.first.fill(typed)


def press(page: Page, button: str = "") -> None:
    """Press a button by its words (none: the form's main one) and say yes where it asks once more."""
    named = page.get_by_role("button", name=button, exact=True).first
    found = named if button else page.locator("main form button.btn-primary:not([name])").last
    asks = found.get_attribute("data-kc-confirm")
    with page.expect_navigation():
        found.click()
        if asks:
            page.locator("#kc-confirm[open] button[value=yes]").click()


def link(page: Page, path: str, begins: str, words: str = "") -> str:
    """Return the address of the first link on ``path`` that begins so and says ``words``."""
    page.goto(path)
    found = page.locator(f"main a[href^='{begins}']").filter(has_text=words).first.get_attribute("href")
    assert found, f"{path} has no link {begins}"
    return found
