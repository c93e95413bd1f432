"""`{% load show %}`: values as a Vietnamese office writes them."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from django import template
from django.utils import timezone

from khuyencong.core.formats import show_date, show_number, show_quantity
from khuyencong.core.money import Dong, show_million, show_percent

register = template.Library()

NOTHING = "–"


@register.filter
def trieu(dong: Any) -> str:
    """Write đồng in triệu đồng: 1234500000 → "1.234,5"."""
    return show_million(Dong(dong)) if isinstance(dong, int) else NOTHING


@register.filter
def so(number: Any) -> str:
    """Write a number with "." between thousands: 10051 → "10.051"."""
    return show_number(number) if isinstance(number, int | Decimal) else NOTHING


@register.filter
def luong(number: Any) -> str:
    """Write how many of something there are: 1.00 → "1", 2.50 → "2,5"."""
    return show_quantity(number) if isinstance(number, int | Decimal) else NOTHING


@register.filter
def ngay(day: Any) -> str:
    """Write a day (of a moment: the day here) as 05/07/2017."""
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return show_date(day) if isinstance(day, date) else NOTHING


@register.filter
def phan_tram(percent: Any) -> str:
    """Write a percentage with its sign: 12.34 → "12,34%"; none as "–"."""
    if isinstance(percent, int):
        percent = Decimal(percent)
    return f"{show_percent(percent)}%" if isinstance(percent, Decimal) else NOTHING


@register.filter
def hoa(text: Any) -> str:
    """Begin with a capital, the rest as it stands: "đã trình, chờ thẩm định" → "Đã trình, chờ thẩm định"."""
    words = str(text)
    return words[:1].upper() + words[1:]


@register.filter
def nhan(value: Any, kind: str) -> str:
    """Return the Vietnamese label of a stored member: {{ project.state|nhan:"ProjectState" }}; none as "–".

    Raises KeyError for an enum that no stage has: a slip in a template is found by its first test.
    """
    if value is None or value == "":
        return NOTHING
    return str(_enums()[kind](value).label)  # type: ignore[attr-defined]  # every enum here has a label


@cache
def _enums() -> dict[str, type[StrEnum]]:
    """Every labelled enum of the stages, by its name."""
    found: dict[str, type[StrEnum]] = {}
    waiting = list(StrEnum.__subclasses__())
    for kind in waiting:
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("khuyencong.") and hasattr(kind, "label"):
            if kind.__name__ in found and found[kind.__name__] is not kind:
                message = f"two enums are called {kind.__name__}"
                raise LookupError(message)
            found[kind.__name__] = kind
    return found
