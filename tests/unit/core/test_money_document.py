"""Every row of docs/money.md is run: the page is the specification, and cannot go stale."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import parse_number, show_number
from khuyencong.core.money import (
    Dong,
    MoneyUnit,
    allocate,
    change,
    parse_dong,
    percent_of,
    share,
    show_in,
    show_percent,
)

PAGE = Path(__file__).parents[3] / "docs" / "money.md"
REFUSED = "từ chối"


def whole(cell: str) -> int:
    return int(parse_number(cell))


def dong(cell: str) -> Dong:
    return Dong(whole(cell))


def answer_parse_dong(text: str, unit: str) -> str:
    try:
        return show_number(parse_dong(text, MoneyUnit(unit)))
    except NotValid:
        return REFUSED


def answer_show_in(amount: str, unit: str, places: str) -> str:
    return show_in(dong(amount), MoneyUnit(unit), places=int(places) if places else None)


def answer_percent_of(percent: str, amount: str) -> str:
    return show_number(percent_of(parse_number(percent), dong(amount)))


def answer_share(part: str, of: str) -> str:
    percent = share(whole(part), whole(of))
    return "–" if percent is None else show_number(percent)


def answer_change(new: str, old: str) -> str:
    percent = change(whole(new), whole(old))
    return "–" if percent is None else show_number(percent)


def answer_allocate(total: str, weights: str) -> str:
    try:
        parts = allocate(dong(total), [whole(weight) for weight in weights.split("; ")])
    except ValueError:
        return REFUSED
    return "; ".join(show_number(part) for part in parts)


def answer_show_percent(percent: str) -> str:
    return show_percent(None if percent == "–" else parse_number(percent))


ANSWERS: dict[str, Callable[..., str]] = {
    "parse_dong": answer_parse_dong,
    "show_in": answer_show_in,
    "percent_of": answer_percent_of,
    "share": answer_share,
    "change": answer_change,
    "allocate": answer_allocate,
    "show_percent": answer_show_percent,
}


def rows() -> list[tuple[str, list[str], str]]:
    """Return (function, cells asked, cell answered) for every table row of the page."""
    found: list[tuple[str, list[str], str]] = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        named = re.search(r"`(\w+)`", title)
        assert named, f"the heading “{title}” names no function"
        table = [line for line in body.splitlines() if line.startswith("|")]
        for line in table[2:]:
            *asked, answered = (cell.strip() for cell in line.strip("|").split("|"))
            found.append((named[1], asked, answered))
    return found


@pytest.mark.parametrize(("function", "asked", "answered"), rows())
def test_the_row_is_true(function: str, asked: list[str], answered: str) -> None:
    assert ANSWERS[function](*asked) == answered


def test_every_function_has_a_table() -> None:
    assert {function for function, _, _ in rows()} == set(ANSWERS)
