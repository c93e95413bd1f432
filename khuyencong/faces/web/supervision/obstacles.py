"""Obstacles: the list, "việc cần tháo gỡ tuần này", the page of one, its workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.acts import Crumb, Fact, Offer
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.faces.web.supervision.obstacle_forms import ObstacleFilterForm
from khuyencong.faces.web.supervision.place import Place, place_of, supervision_crumb
from khuyencong.faces.web.supervision.tabs import tabs
from khuyencong.flow.obstacles.enums import ObstacleKind, ObstacleLevel, ObstacleState
from khuyencong.flow.obstacles.lifecycle import OBSTACLE
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.obstacles.queries import obstacle_list, to_escalate
from khuyencong.flow.warning.enums import WatchCode
from khuyencong.flow.warning.queries import rules_on
from khuyencong.flow.warning.rules import Rules
from khuyencong.ground.access.actor import Actor, get, visible
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.queries import names_on

COLUMNS = (
    "Mã số đề án",
    "Tên đề án",
    "Loại",
    "Vướng mắc",
    "Hướng tháo gỡ",
    "Ai xử lý",
    "Cấp xử lý",
    "Ngày phát sinh",
    "Hạn tháo gỡ",
    "Trạng thái",
    "Ngày tháo gỡ",
    "Kết quả",
)
STATE_TONES = {"OPEN": "warning", "ESCALATED": "danger", "RESOLVED": "success", "CLOSED": "neutral"}


@dataclass(frozen=True)
class ObstacleRow:
    """An obstacle as the list shows it."""

    obstacle: Obstacle
    label: str
    tone: str
    owner: str
    days_late: int
    proposed: bool
    """Whether the rule proposes to send it up."""


@page(Can.MONITOR_READ)
def obstacles(request: Request) -> HttpResponse:
    """List the obstacles of a province, those that wait first."""
    place = place_of(request)
    form = ObstacleFilterForm(request, place)
    shown = paginate(request, _found(request, place, form))
    rules = rules_on(request.today, place.province_id)
    context = {
        "form": form,
        "page": shown,
        "rows": rows_of(list(shown.object_list), rules, request.today),
        "query": query_without_page(request),
        "tabs": tabs("obstacles", place.query),
        "place": place,
    }
    return show(request, "supervision/obstacles.html", context)


@page(Can.MONITOR_READ)
def obstacles_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    place = place_of(request)
    form = ObstacleFilterForm(request, place)
    found = list(_found(request, place, form).iterator(chunk_size=CHUNK))
    owners = owner_names(found, request.today)
    title = _("Danh sách vướng mắc của đề án khuyến công")
    return workbook("vuong-mac", title, filters_of(form, request), COLUMNS, (_cells(row, owners) for row in found))


@page(Can.MONITOR_READ)
def obstacle(request: Request, pk: int) -> HttpResponse:
    """Show one obstacle: whose it is, how it went up, what was said."""
    found = get(request.actor, Can.MONITOR_READ, _with_all(), pk)
    rules = rules_on(request.today, found.project.province_id)
    row = rows_of([found], rules, request.today)[0]
    context = {
        "row": row,
        "facts": _facts(row),
        "escalations": found.escalations.all(),
        "comments": found.comments.select_related("author"),
        "offers": _offers(request.actor, found),
        "rule": rules.get(WatchCode.ESCALATE_AFTER),
        "may_comment": found.state != ObstacleState.CLOSED and request.actor.may(Can.OBSTACLE_RECORD, found),
        "crumbs": obstacle_crumbs(),
    }
    return show(request, "supervision/obstacle.html", context)


def obstacle_crumbs() -> tuple[Crumb, ...]:
    """Return the way back to the list."""
    return (supervision_crumb(), Crumb(_("Vướng mắc"), reverse("obstacles")))


def obstacle_url(found: Obstacle) -> str:
    """Return the page of an obstacle."""
    return reverse("obstacle", args=[found.pk])


def rows_of(found: Sequence[Obstacle], rules: Rules, today: date) -> list[ObstacleRow]:
    """Put obstacles into rows.  One query, for the names of organisations."""
    owners = owner_names(found, today)
    rule = rules.get(WatchCode.ESCALATE_AFTER)
    after = rule.threshold if rule is not None and rule.active else None
    return [
        ObstacleRow(
            one,
            first_upper(label_of(ObstacleState(one.state))),
            STATE_TONES[one.state],
            owners[one.pk],
            max(0, (today - one.due_on).days) if one.waits else 0,
            to_escalate(one, after, today),
        )
        for one in found
    ]


def owner_names(found: Sequence[Obstacle], today: date) -> dict[int, str]:
    """Return who has to clear each obstacle.  One query."""
    bodies = names_on(today, {one.owner_organisation_id for one in found if one.owner_organisation_id})
    return {one.pk: _owner(one, {pk: row.name for pk, row in bodies.items()}) for one in found}


def _owner(one: Obstacle, bodies: dict[int, str]) -> str:
    if one.owner_user is not None:
        return one.owner_user.full_name
    body = one.owner_organisation
    assert isinstance(body, Organisation)
    return bodies.get(body.pk, body.code)


def _with_all() -> "QuerySet[Obstacle]":
    related = ("project__province", "owner_user", "owner_organisation", "finding__inspection")
    return Obstacle.objects.select_related(*related)


def _found(request: Request, place: Place, form: ObstacleFilterForm) -> "QuerySet[Obstacle]":
    return visible(request.actor, Can.MONITOR_READ, obstacle_list(form.narrow(place), request.today))


def _facts(row: ObstacleRow) -> tuple[Fact, ...]:
    one = row.obstacle
    visit = one.finding.inspection if one.finding else None
    return (
        project_fact(one.project),
        Fact(_("Loại"), first_upper(ObstacleKind(one.kind).label)),
        Fact(_("Hướng tháo gỡ"), one.remedy),
        Fact(_("Cấp xử lý"), ObstacleLevel(one.level).label),
        Fact(_("Ai xử lý"), row.owner),
        Fact(_("Ngày phát sinh"), show_date(one.raised_on)),
        Fact(_("Hạn tháo gỡ"), show_date(one.due_on)),
        Fact(
            _("Từ biên bản kiểm tra"),
            visit.number if visit else "",
            reverse("inspection", args=[visit.pk]) if visit else "",
        ),
        Fact(_("Kết quả"), one.outcome),
    )


def _offers(actor: Actor, found: Obstacle) -> tuple[Offer, ...]:
    if not actor.may(Can.OBSTACLE_RESOLVE, found):
        return ()
    pages = {
        "ESCALATE": ("obstacle_escalate", "default", "arrow-up"),
        "RESOLVE": ("obstacle_resolve", "primary", "check"),
        "REOPEN": ("obstacle_reopen", "default", "refresh"),
        "CLOSE": ("obstacle_close", "quiet", ""),
    }
    offers = []
    for step in OBSTACLE.allowed(ObstacleState(found.state)):
        if step.action == "ESCALATE" and not _may_escalate(actor, found):
            continue
        name, tone, icon = pages[step.action]
        offers.append(Offer(step.text, reverse(name, args=[found.pk]), tone, icon))
    return tuple(offers)


def _may_escalate(actor: Actor, found: Obstacle) -> bool:
    level = ObstacleLevel(found.level)
    power = actor.may(Can.FUND_LOCAL, found) or actor.may(Can.FUND_NATIONAL, found)
    return level.above is not None and (level is ObstacleLevel.CENTRE or power)


def _cells(row: Obstacle, owners: dict[int, str]) -> Sequence[Any]:
    return (
        row.project.number,
        row.project.name,
        ObstacleKind(row.kind).label,
        row.description,
        row.remedy,
        owners[row.pk],
        ObstacleLevel(row.level).label,
        row.raised_on,
        row.due_on,
        ObstacleState(row.state).label,
        row.resolved_on,
        row.outcome,
    )
