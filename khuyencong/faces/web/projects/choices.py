"""What the selects of these pages offer, and how states look."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.lifecycle import label_of
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit

Choices = list[tuple[str, str]]

TONES = {
    "DRAFT": "neutral",
    "SUBMITTED": "info",
    "APPROVED": "success",
    "REJECTED": "danger",
    "WITHDRAWN": "warning",
    "PLANNED": "info",
    "CONTRACTED": "success",
    "STOPPED": "danger",
    "CARRIED_OVER": "warning",
    "SIGNED": "info",
    "LIQUIDATED": "success",
    "REQUESTED": "warning",
    "CONFIRMED": "info",
    "RETURNED": "warning",
    "GRANTED": "success",
    "REFUSED": "danger",
    "RECORDED": "warning",
    "CHECKED": "info",
    "PROPOSED": "success",
    "DROPPED": "neutral",
    "PAID": "success",
    "CANCELLED": "neutral",
    "REVERSED": "danger",
    "CLOSED": "info",
    "LOCKED": "success",
    "REOPENED": "warning",
}
"""The tone of each state's badge; the label says the same in words."""

FIRST_YEAR = 2004
"""NĐ 134/2004: the first year of the programme."""


def any_of(label: str, choices: Sequence[tuple[str, str]]) -> Choices:
    """Put "Tất cả" before the choices of a filter."""
    return [("", label), *choices]


def members(kind: type[StrEnum]) -> Choices:
    """Return an enum's members with their labels."""
    return [(str(member), first_upper(label_of(member))) for member in kind]


def years(today: date) -> Choices:
    """Return the years of the programme, next year first."""
    return [(str(year), str(year)) for year in range(today.year + 1, FIRST_YEAR - 1, -1)]


def provinces(actor: Actor, capability: Can) -> Choices:
    """Return the provinces where ``actor`` may do ``capability``; one that ended says when.  One query."""
    rows = visible(actor, capability, Unit.objects.filter(level=Level.PROVINCE)).order_by("folded", "valid")
    return [(str(unit.pk), province_name(unit)) for unit in rows]


def province_name(unit: Unit) -> str:
    """Name a province; one of the old map is told from its heir of the same name by its last day."""
    last = unit.valid.upper
    return unit.name if last is None else _("%(name)s (trước %(day)s)") % {"name": unit.name, "day": show_date(last)}


def contents() -> Choices:
    """Return the contents of industrial promotion.  One query."""
    return [(str(pk), name) for pk, name in ActivityContent.objects.values_list("pk", "name")]


def first_upper(text: str) -> str:
    """Begin with a capital; the rest stays, since "cấp Bộ" has one of its own."""
    return text[:1].upper() + text[1:]
