"""The papers of a request as Word: the letter that asks, and the draft of the decision."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.documents.adjustment_papers import Asked, ChangeLine, build_decision, build_letter
from khuyencong.faces.documents.consolidated_report import Letterhead
from khuyencong.faces.web.adjustments.crumbs import power_words
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.reports.letterheads import letterhead_of
from khuyencong.flow.planning.enums import CarryTo
from khuyencong.flow.planning.queries import plan_decision_of
from khuyencong.flow.supervision.adjusting.queries import (
    Power,
    adjustment_list,
    applied_of,
    changes_of,
    power_of,
    told,
)
from khuyencong.flow.supervision.enums import AdjustmentKind
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import get
from khuyencong.ground.accounts.queries import names_on

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(Can.ADJUSTMENT_REQUEST)
def adjustment_letter(request: Request, pk: int) -> HttpResponseBase:
    """Send the letter of request."""
    return _send(request, Can.ADJUSTMENT_REQUEST, pk, build_letter, "Công văn đề nghị điều chỉnh")


@page(Can.ADJUSTMENT_DECIDE)
def adjustment_decision(request: Request, pk: int) -> HttpResponseBase:
    """Send the draft of the decision: of what was applied once it is granted, of what is asked until then."""
    return _send(request, Can.ADJUSTMENT_DECIDE, pk, build_decision, "Dự thảo quyết định điều chỉnh")


def _send(request: Request, capability: Can, pk: int, build: Callable[..., bytes], title: str) -> HttpResponseBase:
    found = get(request.actor, capability, adjustment_list(), pk)
    head: Letterhead = letterhead_of(request.actor)
    response = HttpResponse(build(_asked(found), letterhead=head), content_type=WORD)
    name = f"{title} {found.project.number}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _asked(found: Adjustment) -> Asked:
    project, power = found.project, power_of(found, found.project)
    unit = names_on(found.requested_on, [project.centre_id]).get(project.centre_id)
    changes = [
        ChangeLine(first_upper(one.label), one.before, one.after)
        for one in told(project, applied_of(found) or changes_of(found))
    ]
    if found.before or found.after:
        label = first_upper(label_of(AdjustmentKind(found.kind)))
        changes.append(ChangeLine(label, found.before or "–", found.after or "–"))
    if AdjustmentKind(found.kind).carries:
        to = CarryTo.NEXT_YEAR if found.kind == AdjustmentKind.NEXT_YEAR else CarryTo.LOCAL
        planned = "Kế hoạch đã giao, phần chưa ký hợp đồng"
        changes.append(ChangeLine("Kinh phí khuyến công hỗ trợ", planned, first_upper(label_of(to))))
    confirmed = f"{found.confirmation} ngày {found.confirmed_on:%d/%m/%Y}" if found.confirmed_on else ""
    return Asked(
        number=project.number,
        name=project.name,
        unit=unit.name if unit else project.centre.code,
        province=project.province.name,
        kind=label_of(AdjustmentKind(found.kind)),
        explanation=found.explanation,
        requested_on=found.requested_on,
        addressee=_addressee(power),
        decider=power.decider,
        law=_law(power),
        changes=tuple(changes),
        plan=plan_decision_of(project),
        confirmation=confirmed,
        stops=found.kind == AdjustmentKind.STOP,
    )


def _addressee(power: Power) -> str:
    return power.fund.decided_by


def _law(power: Power) -> str:
    """Return who decides with its source, without the full stop that the paper sets itself."""
    return power_words(power).rstrip(".")
