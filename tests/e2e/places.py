"""Every page of the site as an address that exists in the demonstration, derived from the routes themselves."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.e2e.conftest import PEOPLE, ROOT, Site


@dataclass(frozen=True)
class Place:
    """A page to open: who opens it, and what it answers."""

    path: str
    person: str
    status: int = 200


NOT_PAGES = frozenset(
    {
        "csv",
        "file",
        "paper",
        "export",
        "options",
        "ceiling",
        "health",
        "sheet",
        "worker",
        "minutes",
        "template",
        "unread",
        "letter",
        "decision",
    }
)
"""Routes that give a file or a fragment; their own tests read those."""


def places(site: Site) -> list[Place]:
    """Return the pages of the running site, told by a process of its own on the site's data."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.places"],
        env={**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Place(**place) for place in json.loads(done.stdout.splitlines()[-1])]


def _main() -> None:
    import django  # noqa: PLC0415  the settings are named by the caller

    django.setup()
    sys.stdout.write(json.dumps([asdict(place) for place in _found()]) + "\n")


def _found() -> list[Place]:
    from django.urls import reverse  # noqa: PLC0415

    from tests.web.test_routes import _routes  # noqa: PLC0415

    rows, actors = _rows(), _actors()
    found = []
    for route in _routes():
        access = route.access
        if access is None or "GET" not in access.methods or NOT_PAGES & set(route.name.split("_")):
            continue
        person = "" if access.public else _person(actors, access.capability)
        if person is None:
            continue
        missing = [name for name in route.values if (route.name, name) not in rows and name not in rows]
        assert not missing, f"say in _rows with which {missing} {route.name} is opened"
        values = {name: rows[(route.name, name)] if (route.name, name) in rows else rows[name] for name in route.values}
        found.append(Place(reverse(route.name, kwargs=values), person))
    found += [
        Place("/tai-khoan/login/", ""),
        Place("/tai-khoan/password/reset/", ""),
        Place("/de-an/999999/", "lan", 404),
    ]
    return [*found, Place("/tai-khoan/password/change/", "lan"), Place("/de-an/lap/", "minh", 403)]


def _actors() -> dict[str, object]:
    from datetime import date  # noqa: PLC0415

    from khuyencong.ground.access.queries import actor_of  # noqa: PLC0415
    from khuyencong.ground.accounts.models import User  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011  whoever holds a post today
    return {name: actor_of(User.objects.get(email=mail), today=today) for name, mail in PEOPLE.items()}


def _person(actors: dict[str, object], capability: object) -> str | None:
    """Return the first person who may open it, province before ministry."""
    order = ("lan", "hoa", "tuan", "minh")
    if capability is None:
        return "lan"
    national = {"history.read", "report.read", "regulations.maintain"}
    names = ("minh",) if str(capability) in national else order
    if str(capability).startswith("appraisal."):
        names = ("hoa",)
    return next((name for name in names if actors[name].may_anywhere(capability)), None)  # type: ignore[attr-defined]


def _of_appraisal(one: Callable[..., int]) -> dict[object, int | None]:
    """Return the rows of the council's pages."""
    from khuyencong.flow.appraisal.models import Council, CouncilMember, Invitation, Session, SessionItem  # noqa: PLC0415

    held, called = one(SessionItem, session__state="HELD"), one(SessionItem, session__state="CALLED")
    chair = one(CouncilMember, role="CHAIR")
    return {
        "chair": chair,
        "council": one(Council),
        "session_call": one(Council),
        "session": one(Session, state="HELD"),
        "session_hold": one(Session, state="CALLED"),
        "session_close": one(Session, state="HELD"),
        "agenda_add": one(Session, state="CALLED"),
        "invitation_answer": one(Invitation, session__state="CALLED", member=chair),
        "agenda_remove": called,
        "item_conclude": held,
        "opinion_give": held,
        "conflict_declare": called,
    }


ADJUSTMENT_PAGES = (
    "adjustment",
    "adjustment_confirm",
    "adjustment_decide",
    "adjustment_resend",
    "adjustment_return",
    "adjustment_withdraw",
)
"""Pages of one request for adjustment."""

PAYMENT_ACTS = (
    "payment_again",
    "payment_check",
    "payment_approve",
    "payment_pay",
    "payment_return",
    "payment_cancel",
    "payment_reverse",
)


def _of_supervision(one: Callable[..., int], here: int) -> dict[object, int | None]:
    """Return the rows of the pages of supervision."""
    from khuyencong.flow.fieldwork.models import (  # noqa: PLC0415
        Finding,
        Inspection,
        InspectionPlan,
        Photo,
        PlannedInspection,
        ProgressReport,
        ProgressRound,
    )
    from khuyencong.flow.obstacles.models import Obstacle  # noqa: PLC0415

    watched = one(ProgressReport, project__province=here, project__obstacles__isnull=False)
    project = ProgressReport.objects.get(pk=watched).project_id
    obstacle, visit = one(Obstacle, state="ESCALATED"), one(Inspection, project__province=here)
    acts = ("obstacle", "obstacle_escalate", "obstacle_resolve", "obstacle_reopen", "obstacle_close")
    return {
        **dict.fromkeys((*acts, "obstacle_comment"), obstacle),
        **dict.fromkeys(("watch_project", "obstacle_raise", "progress_report", "inspection_record"), project),
        **dict.fromkeys(("progress_one", "progress_correct", "progress_photos"), watched),
        **dict.fromkeys(("inspection", "inspection_correct", "inspection_photos"), visit),
        "round_reopen": one(ProgressRound, province=here),
        "photo_remove": one(Photo, project__province=here),
        "visit_plan": one(InspectionPlan, province=here),
        "visit_unplan": one(PlannedInspection, plan__province=here),
        "finding_raise": one(Finding, inspection__project__province=here),
    }


def _of_settlement(one: Callable[..., int], here: int) -> dict[object, int | None]:
    """Return the rows of the pages of acceptance, settlement and after-care."""
    from khuyencong.flow.contracts.models import Contract  # noqa: PLC0415
    from khuyencong.flow.proposals.models import SupportItem  # noqa: PLC0415
    from khuyencong.flow.settlement.models import Acceptance, AcceptanceSeat, EffectSurvey, Settlement  # noqa: PLC0415

    accepted = one(Acceptance, item__project__province=here, vouchers__isnull=False)
    settled = one(Settlement, contract__line__project__province=here)
    names = ("acceptance", "acceptance_seats", "acceptance_outputs", "acceptance_equipment", "acceptance_photos")
    names += ("acceptance_vouchers", "acceptance_remedied")
    return {
        **dict.fromkeys(names, accepted),
        "acceptance_part_remove": one(AcceptanceSeat, acceptance__item__project__province=here),
        "item_refuse": one(SupportItem, project__province=here, acceptance__isnull=True, project__state="APPROVED"),
        "settlement": settled,
        "settlement_cancel": settled,
        "settlement_paper_receive": one(Contract, line__project__province=here),
        "survey_record": one(EffectSurvey, item__project__province=here, surveyed_on__isnull=True),
        "survey_cancel": one(EffectSurvey, item__project__province=here, surveyed_on__isnull=False),
    }


def _rows() -> dict[object, object]:
    """Return example values: by the name of the value, or by (route, value) where a page needs a certain row."""
    from django.db.models import Model  # noqa: PLC0415

    from khuyencong.branches.consulting.models import ConsultingContract, RevenueEntry  # noqa: PLC0415
    from khuyencong.flow.contracts.models import Contract, Payment  # noqa: PLC0415
    from khuyencong.flow.establishments.models import Certification, Establishment  # noqa: PLC0415
    from khuyencong.flow.needs.models import Campaign, Need  # noqa: PLC0415
    from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanBatch, PlanLine, Programme, Scenario  # noqa: PLC0415
    from khuyencong.flow.proposals.models import Project, ReviewNote  # noqa: PLC0415
    from khuyencong.flow.settlement.models import Acceptance  # noqa: PLC0415
    from khuyencong.flow.supervision.models import Adjustment, Attendance, Event  # noqa: PLC0415
    from khuyencong.ground.accounts.models import Organisation  # noqa: PLC0415
    from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, Provision, SupportNorm  # noqa: PLC0415

    centre = Organisation.objects.get(code="TTKC-54")
    here = centre.province_id

    def one(model: type[Model], **narrow: object) -> int:
        found = model._default_manager.filter(**narrow).order_by("pk").values_list("pk", flat=True).first()
        assert found is not None, f"the demonstration has no {model.__name__} with {narrow}"
        return int(found)

    project = one(Project, province=here, year=2017, lines__contracts__isnull=False)
    draft = one(Project, province=here, state="DRAFT")
    submitted = one(Project, province=here, state="SUBMITTED")
    contract = one(Contract, line__project__province=here, state="SIGNED")
    line = one(PlanLine, project__province=here, project__year=2017)
    item = Project.objects.get(pk=project).items.order_by("pk").values_list("pk", flat=True).first()
    norm = one(SupportNorm, province=None, valid__endswith__isnull=True)
    provision = one(Provision, valid__endswith__isnull=True)
    by_route: dict[object, int | None] = {
        **_of_appraisal(one),
        **_of_supervision(one, here),
        "norm_replace": norm,
        "norm_end": norm,
        "provision_replace": provision,
        "provision_end": provision,
        "instrument_end": one(LegalInstrument),
        "content_end": one(ActivityContent),
        "establishment": one(Establishment, province=here, items__isnull=False),
        "establishment_edit": one(Establishment, province=here),
        "establishment_year": one(Establishment, province=here),
        "establishment_certify": one(Establishment, province=here),
        "establishment_merge": one(Establishment, province=here, merged_into__isnull=True),
        "establishment_unmerge": one(Establishment, province=here, merged_into__isnull=False),
        "certification_remove": one(Certification, establishment__province=here),
        "campaign_term": one(Campaign, province=here),
        "need": one(Need, province=here, confirmations__isnull=False),
        "need_edit": one(Need, province=here, state="RECORDED"),
        "need_check": one(Need, province=here, state="RECORDED"),
        "need_drop": one(Need, province=here, state="RECORDED"),
        "need_confirm": one(Need, province=here, state="CHECKED"),
        "need_draft": one(Need, province=here, state="CHECKED"),
        "project_edit": draft,
        "project_parts": draft,
        "project_hand_in": draft,
        "project_withdraw": draft,
        "project_return": submitted,
        "project_rounds": one(Project, province=here, submissions__round=2),
        "project_rounds_print": one(Project, province=here, submissions__round=2),
        "note_answer": one(ReviewNote, submission__project__province=here, answered_on=None),
        "project_conclude": submitted,
        **dict.fromkeys(ADJUSTMENT_PAGES, one(Adjustment, project__province=here)),
        "item_accept": item,
        "acceptance_cancel": one(Acceptance, item__project__province=here),
        "event_remove": one(Event, project__province=here),
        "attendance_remove": one(Attendance, event__project__province=here),
        "contract_sign": line,
        "contract_addendum": contract,
        "contract_estimate": contract,
        "contract_estimate_set": contract,
        "contract_recover": contract,
        "payment_request": contract,
        **dict.fromkeys(PAYMENT_ACTS, one(Payment, contract__line__project__province=here)),
        "contract_settle": contract,
        **_of_settlement(one, here),
        "plan": one(AnnualPlan, province=here, year=2017),
        "envelope_give": one(AnnualPlan, province=here, year=2017, fund="LOCAL"),
        "plan_approve": one(AnnualPlan, province=here, fund="LOCAL"),
        "plan_closing": one(AnnualPlan, province=here, year=2017, fund="LOCAL"),
        "year_close": one(AnnualPlan, province=here, year=2017, fund="LOCAL"),
        "year_lock": one(AnnualPlan, province=here, year=2017, fund="LOCAL"),
        "year_reopen": one(AnnualPlan, province=here, year=2017, fund="LOCAL"),
        "line_cancel": line,
        "supplement_open": one(AnnualPlan, province=here, year=2017, fund="LOCAL"),
        "batch_approve": one(PlanBatch, plan__province=here),
        "batch_decision": one(PlanBatch, plan__province=here, state="APPROVED"),
        "batch_assign": one(PlanBatch, plan__province=here, state="APPROVED"),
        "envelope_delegate": one(Envelope, plan__province=here, plan__year=2018, plan__fund="LOCAL"),
        "line_carry": line,
        "scenarios": (tried := one(Envelope, plan__province=here, scenarios__isnull=False)),
        "scenario_new": tried,
        "scenario_edit": one(Scenario, envelope__plan__province=here, state="DRAFT"),
        "scenario_adopt": one(Scenario, envelope__plan__province=here, state="DRAFT"),
        "scenario_drop": one(Scenario, envelope__plan__province=here, state="DRAFT"),
        "programme": one(Programme, province=here),
        "programme_edit": one(Programme, province=here),
        "programme_approve": one(Programme, province=here),
        "line_change": line,
        "line_out": line,
        "consulting_contract": one(ConsultingContract, centre=centre),
        "consulting_hand_over": one(ConsultingContract, centre=centre),
        "revenue_recognise": one(ConsultingContract, centre=centre),
        "revenue_cancel": one(RevenueEntry, contract__centre=centre),
        "norm": one(SupportNorm),
        "instrument": one(LegalInstrument, code="ND45"),
        "provision": one(Provision, kind="ADVANCE"),
    }
    rows: dict[object, object] = {(name, "pk"): pk for name, pk in by_route.items()}
    token = Campaign.objects.filter(province=here).latest("closes_on").token
    return {
        **rows,
        "token": token,
        "member": by_route["chair"],
        "kind": "nguoi",
        "year": 2018,
        "rule": "ADVANCE_LATE",
        "pk": project,
        "area": "central-highlands",
        "period": "2017H1",
        "code": "plan.total",
    }


if __name__ == "__main__":
    _main()
