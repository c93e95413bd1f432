"""What every page shows: the menu, the actor, the search."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION
from khuyencong.ground.access.actor import Actor


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu."""

    label: str
    url: str
    icon: str
    active: bool


_MENU: tuple[tuple[str, str, str, Can | None], ...] = (
    ("Việc của tôi", "home", "home", None),
    ("Báo cáo", "report_home", "chart-bar", Can.REPORT_READ),
    ("Đề án", "projects", "files", Can.PROJECT_READ),
    ("Cơ sở CNNT", "establishments", "building-factory-2", Can.ESTABLISHMENT_READ),
    ("Nhu cầu", "needs", "clipboard-check", Can.NEED_READ),
    ("Thẩm định", "appraisal", "scale", Can.APPRAISAL_OPINE),
    ("Kế hoạch", "plans", "calendar", Can.PLAN_READ),
    ("Hợp đồng", "contracts", "file-text", Can.CONTRACT_READ),
    ("Điều chỉnh, ngừng", "adjustments", "flag", Can.PLAN_READ),
    ("Giám sát", "watch", "eye", Can.MONITOR_READ),
    ("Nghiệm thu", "acceptances", "clipboard-check", Can.PROJECT_READ),
    ("Quyết toán", "settlements", "scale", Can.CONTRACT_READ),
    ("Theo dõi hiệu quả", "effects", "chart-bar", Can.EFFECT_READ),
    ("Tư vấn", "consulting", "users", Can.CONSULTING_READ),
    ("Quy định", "regulations", "scale", Can.REGULATIONS_READ),
    ("Ai được làm gì", "who_may", "lock", None),
    ("Người dùng", "people", "user", Can.POST_ASSIGN),
    ("Nhật ký", "history", "history", Can.HISTORY_READ),
)
_NATIONAL = frozenset({"history"})
"""Pages that know no province: a post in one does not open them."""


def _may_open(actor: Actor, name: str, capability: Can) -> bool:
    return actor.may(capability, NATION) if name in _NATIONAL else actor.may_anywhere(capability)


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context; the menu holds what the actor may open somewhere."""
    actor = getattr(request, "actor", None)
    if actor is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"demo": settings.DEMO}
    items = []
    for label, name, icon, capability in _MENU:
        if capability is None or _may_open(actor, name, capability):
            url = reverse(name)
            active = request.path == url or (url != "/" and request.path.startswith(url))
            items.append(NavItem(_(label), url, icon, active))
    search = reverse("projects") if actor.may_anywhere(Can.PROJECT_READ) else ""
    return {
        "demo": settings.DEMO,
        "nav": items,
        "actor": actor,
        "search_url": search,
        "search_query": request.GET.get("q", ""),
    }
