"""The tabs of supervision: the board, warnings, obstacles, progress, inspections."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Tab:
    """A page beside this one."""

    label: str
    url: str
    active: bool
    count: int | None = None


def tabs(active: str, query: str = "") -> tuple[Tab, ...]:
    """Return the tabs with ``active`` (a route) chosen; ``query`` keeps the province."""
    named = (
        ("watch", _("Tổng quan")),
        ("watch_list", _("Cảnh báo sớm")),
        ("obstacles", _("Vướng mắc")),
        ("progress", _("Tiến độ hằng tháng")),
        ("inspections", _("Kiểm tra")),
    )
    return tuple(Tab(label, reverse(name) + (f"?{query}" if query else ""), name == active) for name, label in named)
