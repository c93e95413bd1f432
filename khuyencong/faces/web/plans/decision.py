"""The decision that approves a batch, with its list, as Word: a draft until the batch is approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date_official
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong
from khuyencong.faces.documents.plan_decision import Approval, Listed, build_plan_decision
from khuyencong.faces.web.adjustments.papers import WORD
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.plans.batches import costs_of
from khuyencong.faces.web.plans.crumbs import plan_title
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.reports.letterheads import demo_notice, full_name
from khuyencong.flow.planning.enums import ApprovingBody, Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, PlanBatch, PlanLine
from khuyencong.flow.planning.queries import approver_on, lines_of
from khuyencong.ground.access.actor import get
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.queries import names_on
from khuyencong.ground.regulations.enums import Confidence
from khuyencong.ground.regulations.models import LegalInstrument

_ACTS: Final = {
    "/NĐ-": "Nghị định",
    "/TTLT-": "Thông tư liên tịch",
    "/TT-": "Thông tư",
    "/NQ-": "Nghị quyết",
    "/QĐ-": "Quyết định",
}
_VERBS: Final = ("về ", "quy định ", "sửa đổi", "ban hành ", "phê duyệt ")
_COMMON: Final = ("ND45", "ND235", "TTLT125", "TTLT26", "TT28", "TT64")
_NATIONAL: Final = ("TT36", "TT17")
"""TT 36/2013 governs the plans of national money alone."""


@dataclass(frozen=True)
class Office:
    """Who decides, who proposed, and who carries out."""

    superior: str
    body: str
    authority: str
    signer: str
    symbol: str
    proposer: str
    manager: str


@page(Can.PLAN_APPROVE)
def batch_decision(request: Request, pk: int) -> HttpResponseBase:
    """Send the decision on a batch.  The number of queries does not grow with its lines."""
    rows = PlanBatch.objects.select_related("plan__province", "approver")
    batch = get(request.actor, Can.PLAN_APPROVE, rows, pk)
    paper = build_plan_decision(_approval(batch, batch.approved_on or request.today))
    response = HttpResponse(paper, content_type=WORD)
    name = f"Quyết định phê duyệt {plan_title(batch.plan)}, đợt {batch.number}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _approval(batch: PlanBatch, day: date) -> Approval:
    plan = batch.plan
    office = _office(batch, day)
    return Approval(
        plan=plan_title(plan),
        year=plan.year,
        batch=batch.number,
        superior=office.superior,
        body=office.body,
        authority=office.authority,
        signer=office.signer,
        symbol=office.symbol,
        place=plan.province.name if plan.province else "Hà Nội",
        proposer=office.proposer,
        manager=office.manager,
        grounds=_grounds(plan, day),
        listed=_listed(batch, day),
        decision=batch.decision or "",
        approved_on=batch.approved_on,
        notice=demo_notice(),
    )


def _office(batch: PlanBatch, day: date) -> Office:
    """Tell the offices around a decision of ``day``; where nobody said who approves, the fund's own authority does."""
    plan = batch.plan
    who = batch.approver or approver_on(plan, day)
    named = _names(plan, day)
    if plan.fund == Fund.NATIONAL:
        body, signer, symbol = (who.name, who.signer, who.symbol) if who else ("Bộ Công Thương", "Bộ trưởng", "QĐ-BCT")
        agency = named[OrganisationKind.AGENCY]
        return Office("", body, "", signer, symbol, f"Cục trưởng {agency}", agency)
    department, centre = named[OrganisationKind.DEPARTMENT], named[OrganisationKind.CENTRE]
    if who is not None and who.body == ApprovingBody.PEOPLES_COMMITTEE:
        proposer = f"Giám đốc {department}"
        return Office("", who.name, "TM. Ủy ban nhân dân", who.signer, who.symbol, proposer, department)
    superior = f"Ủy ban nhân dân {full_name(plan.province)}" if plan.province else ""
    body, signer, symbol = (who.name, who.signer, who.symbol) if who else (department, "Giám đốc", "QĐ-SCT")
    return Office(superior, body, "", signer, symbol, f"Giám đốc {centre}", centre)


def _names(plan: AnnualPlan, day: date) -> Mapping[OrganisationKind, str]:
    """Return, by kind, how the offices of the plan's place are called on ``day``.  Two queries."""
    where = plan.province.name if plan.province else ""
    names = {
        OrganisationKind.AGENCY: "Cục",
        OrganisationKind.DEPARTMENT: f"Sở Công Thương {where}",
        OrganisationKind.CENTRE: f"Trung tâm khuyến công {where}",
    }
    places = [plan.province_id] if plan.fund == Fund.LOCAL else [None]
    rows = Organisation.objects.filter(kind__in=list(names)).order_by("pk")
    kinds = {row.pk: OrganisationKind(row.kind) for row in rows if row.province_id in places}
    known = names_on(day, kinds)
    return {**names, **{kinds[pk]: name.name for pk, name in known.items()}}


def _grounds(plan: AnnualPlan, day: date) -> tuple[str, ...]:
    """Name the instruments in force on ``day`` by which the plan is made; what is hardly known is left to the clerk."""
    codes = (*_COMMON, *(_NATIONAL if plan.fund == Fund.NATIONAL else ()))
    rows = LegalInstrument.objects.filter(valid__contains=day).exclude(confidence=Confidence.LOW).exclude(number="")
    common = rows.filter(code__in=codes)
    own = rows.filter(province=plan.province_id) if plan.fund == Fund.LOCAL and plan.province_id else rows.none()
    return tuple(_cited(row) for row in [*common, *own])


def _cited(row: LegalInstrument) -> str:
    """Write "Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công"."""
    act = next((word for mark, word in _ACTS.items() if mark in row.number), "Văn bản")
    day = f" {show_date_official(row.issued_on)}" if row.issued_on else ""
    issuer = f" của {row.issuer}" if row.issuer else ""
    title = f"{row.title[:1].lower()}{row.title[1:]}"
    about = title if title.startswith(_VERBS) else f"về {title}"
    return f"{act} số {row.number}{day}{issuer} {about}"


def _listed(batch: PlanBatch, day: date) -> tuple[Listed, ...]:
    rows = lines_of(batch.plan).filter(batch=batch).order_by("project__number", "pk")
    lines: Sequence[PlanLine] = list(rows)
    costs: Mapping[int, tuple[int, str]] = costs_of(lines)
    units: Mapping[int, Any] = names_on(day, {line.project.centre_id for line in lines})
    return tuple(
        Listed(
            number=line.project.number,
            name=line.project.name,
            unit=units[line.project.centre_id].name if line.project.centre_id in units else "",
            served=costs.get(line.project_id, (0, ""))[1],
            source=first_upper(label_of(Source(line.envelope.source))),
            cost=Dong(costs.get(line.project_id, (0, ""))[0]),
            support=Dong(line.amount),
        )
        for line in lines
    )
