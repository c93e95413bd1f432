"""The law that the software applies: what is in force on a day, with its source.

Law has no place: whoever may read it anywhere reads all of it, so no list here is narrowed to an actor's reach.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.regulations import rows as law
from khuyencong.faces.web.regulations.forms import LawFilterForm
from khuyencong.faces.web.regulations.offers import additions
from khuyencong.ground.regulations.enums import ProvisionKind
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.regulations.queries import (
    LawFilter,
    content_list,
    instrument_list,
    norm_list,
    norm_scopes,
    provision_list,
)

COLUMNS = ("Quy định", "Mức", "Nội dung", "Căn cứ", "Hiệu lực", "Độ tin cậy", "Nguồn")


@dataclass(frozen=True)
class Tab:
    """One table of law."""

    label: str
    find: Callable[[LawFilter], QuerySet[Any]]
    tell: Callable[[Any, date], law.LawRow]
    filters: tuple[str, ...] = ()


TABS: Final = {
    "van-ban": Tab("Văn bản", instrument_list, law.instrument_row),
    "noi-dung": Tab("Nội dung hoạt động", content_list, law.content_row),
    "muc": Tab("Mức hỗ trợ", norm_list, law.norm_row, ("scope",)),
    "khac": Tab("Quy định khác", provision_list, law.provision_row, ("kind",)),
}
QUICK: Final = (
    ProvisionKind.ADVANCE,
    ProvisionKind.LEGAL_FORM,
    ProvisionKind.AREA,
    ProvisionKind.ADJUSTMENT_POWER,
    ProvisionKind.DEADLINE,
)
"""What newcomers ask for first: linked above the tables."""


@dataclass(frozen=True)
class Question:
    """What the address asks: which table, narrowed by what, on which day."""

    tab: str
    narrow: LawFilter
    day: date
    form: LawFilterForm


@page(Can.REGULATIONS_READ)
def regulations(request: Request) -> HttpResponse:
    """Show one table of law, and how many rows each of the others has."""
    asked = _question(request)
    tab = TABS[asked.tab]
    found = paginate(request, tab.find(asked.narrow))
    context = {
        "asked": asked,
        "offers": additions(request),
        "tabs": _tabs(request, asked),
        "quick": [
            (kind.label, f"{reverse('regulations')}?tab=khac&kind={kind}", kind == asked.narrow.kind) for kind in QUICK
        ],
        "fields": [asked.form[name] for name in ("q", "day", *tab.filters, "every")],
        "page": found,
        "rows": [_told(request, tab, row, asked.day) for row in found.object_list],
        "query": query_without_page(request),
        "narrowed": bool(asked.narrow.search or asked.narrow.kind or asked.narrow.scope),
    }
    return show(request, "regulations/index.html", context)


@page(Can.REGULATIONS_READ)
def export(request: Request) -> HttpResponseBase:
    """Send the table as a workbook."""
    asked = _question(request)
    tab, narrow = TABS[asked.tab], asked.narrow
    scopes = dict(asked.form.fields["scope"].choices)  # type: ignore[attr-defined]  # a choice field
    filters = filter_words(
        ("Có hiệu lực ngày", show_date(narrow.day) if narrow.day else _("mọi ngày")),
        ("Tìm", narrow.search),
        ("Loại quy định", ProvisionKind(narrow.kind).label if narrow.kind else ""),
        ("Phạm vi", scopes.get(narrow.scope, "") if narrow.scope else ""),
        today=request.today,
    )
    told = (tab.tell(row, asked.day) for row in tab.find(narrow))
    cells = ((r.title, r.level, r.text, r.citation, r.days, r.confidence, r.source) for r in told)
    return workbook(f"quy-dinh-{asked.tab}", _("Quy định: %s") % tab.label, filters, COLUMNS, cells)


def _question(request: Request) -> Question:
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "van-ban"
    typed = request.GET.copy()
    if not typed.get("day"):
        typed["day"] = show_date(request.today)
    form = LawFilterForm(typed, scopes=norm_scopes())
    form.is_valid()
    said = form.cleaned_data
    day = said.get("day") or request.today
    mine = {name: said.get(name, "") for name in TABS[tab].filters}
    narrow = LawFilter(search=said.get("q", ""), day=None if said.get("every") else day, **mine)
    return Question(tab, narrow, day, form)


def _told(request: Request, tab: Tab, row: Any, day: date) -> law.LawRow:
    said = tab.tell(row, day)
    in_force = isinstance(row, ActivityContent) and request.today in row.valid
    if in_force and request.actor.may(Can.REGULATIONS_MAINTAIN, row):
        return replace(said, end_url=reverse("content_end", args=[row.pk]))
    return said


def _tabs(request: Request, asked: Question) -> list[dict[str, object]]:
    """Return the tabs; each keeps the words and the day, so that one search can be read in every table."""
    made = []
    for key, tab in TABS.items():
        query = request.GET.copy()
        for name in ("page", "kind", "scope"):
            query.pop(name, None)
        query["tab"] = key
        narrow = asked.narrow if key == asked.tab else LawFilter(asked.narrow.search, asked.narrow.day)
        count = tab.find(narrow).count()
        url = f"{reverse('regulations')}?{query.urlencode()}"
        made.append({"label": _(tab.label), "url": url, "active": key == asked.tab, "count": count})
    return made
