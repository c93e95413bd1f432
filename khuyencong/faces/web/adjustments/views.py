"""The page of a request: what is asked, who decides, what was decided."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.lifecycle import label_of
from khuyencong.core.three_way import Merged
from khuyencong.faces.web.acts import Fact
from khuyencong.faces.web.adjustments.crumbs import adjustments_crumb, offers_of, power_words, title_of
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.choices import TONES, first_upper
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.flow.supervision.adjusting.queries import (
    adjustment_list,
    applied_of,
    changes_of,
    clash_words,
    merged,
    power_of,
    told,
)
from khuyencong.flow.supervision.enums import WAITING, AdjustmentCause, AdjustmentState
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import get

NOTHING = Merged((), ())


@page(Can.PLAN_READ)
def adjustment(request: Request, pk: int) -> HttpResponse:
    """Show one request.  The number of queries does not grow with its fields."""
    found = get(request.actor, Can.PLAN_READ, adjustment_list(), pk)
    project, state = found.project, AdjustmentState(found.state)
    power = power_of(found, project)
    open_still = state in WAITING
    clashes = merged(found, project).clashes if open_still else ()
    context = {
        "one": found,
        "title": title_of(found),
        "label": first_upper(label_of(state)),
        "tone": TONES[state],
        "crumbs": (adjustments_crumb(),),
        "offers": offers_of(request.actor, found, power),
        "facts": _facts(found),
        "power": power_words(power),
        "doubtful": power.rule is not None and not power.binding,
        "waits_for_department": power.confirmed_first and state == AdjustmentState.REQUESTED,
        "asked": told(project, changes_of(found)),
        "applied": told(project, applied_of(found)),
        "clashes": clash_words(project, clashes),
        "may_letter": request.actor.may(Can.ADJUSTMENT_REQUEST, found),
        "may_decide": request.actor.may(Can.ADJUSTMENT_DECIDE, found),
        "letter_url": reverse("adjustment_letter", args=[pk]),
        "decision_url": reverse("adjustment_decision", args=[pk]),
    }
    return show(request, "adjustments/adjustment.html", context)


def _facts(one: Adjustment) -> tuple[Fact, ...]:
    project = one.project
    by = _("Sở Công Thương") if one.by_department else _("Trung tâm khuyến công")
    facts = [
        project_fact(project),
        Fact(_("Tỉnh, thành phố"), project.province.name),
        Fact(_("Ngày đề nghị"), f"{show_date(one.requested_on)} – {by}"),
        Fact(_("Nhóm lý do"), first_upper(label_of(AdjustmentCause(one.cause)))),
        Fact(_("Lý do, căn cứ"), one.explanation),
    ]
    if one.before or one.after:
        facts.append(Fact(_("Bằng lời"), f"{one.before or '–'} → {one.after or '–'}"))
    if one.confirmed_on:
        facts.append(Fact(_("Sở đã xác nhận"), f"{one.confirmation}, {show_date(one.confirmed_on)}"))
    if one.decided_on:
        facts.append(Fact(_("Quyết định"), f"{one.decision}, {show_date(one.decided_on)}"))
    if one.answer:
        facts.append(Fact(_("Ý kiến của cơ quan giải quyết"), one.answer))
    return tuple(facts)
