"""Every route of the site in two golden tables: what it asks for, and what each kind of person gets.

A new URL fails the first table until it has a row, and fails outright when its view is not guarded by ``page``.
A route that takes values fails the second until :func:`_values` says which real object it is opened with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from khuyencong.core.money import Dong
from khuyencong.faces.web.page import Access
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import AwardLevel
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.settlement.queries import owed_papers
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.files.operations import store, store_photo
from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, Provision, SupportNorm
from tests import people
from tests.factories import field, flow
from tests.project.tree import assert_golden
from tests.web.visitors import ADMIN, owner, signed_in

HERE = Path(__file__).parent
FOREIGN = {"allauth": "allauth", "django": "Django"}
"""Packages whose views bring their own guard."""


@dataclass(frozen=True)
class Route:
    """One address of the site."""

    path: str
    name: str
    view: Any
    values: tuple[str, ...]

    @property
    def access(self) -> Access | None:
        """What ``page`` was told; ``None`` for a view that was never guarded."""
        found = getattr(self.view, "access", None)
        return found if isinstance(found, Access) else None

    @property
    def foreign(self) -> str:
        """Whose view it is, if not ours."""
        return FOREIGN.get(self.view.__module__.partition(".")[0], "")

    @property
    def rule(self) -> tuple[str, str]:
        """Who may come, and how."""
        if self.access is None:
            return self.foreign or "UNGUARDED", ""
        who = "public" if self.access.public else str(self.access.capability or "signed in")
        return who, " ".join(self.access.methods)


def _walk(patterns: Any, prefix: str = "") -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).replace("^", "").replace("$", "")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Route(f"/{path}", pattern.name or "", pattern.callback, tuple(pattern.pattern.converters))


def _routes() -> list[Route]:
    """Return the routes by address; of two with one address the first answers, the other never does."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver().url_patterns):
        found.setdefault(route.path, route)
    return [found[path] for path in sorted(found)]


ROUTES = _routes()
OURS = [route for route in ROUTES if not route.foreign]


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.path)
def test_every_route_of_ours_is_guarded(route: Route) -> None:
    assert route.access is not None, f"{route.path}: decorate its view with @page(…) from khuyencong.faces.web.page."


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.path)
def test_every_route_of_ours_has_a_name_of_its_own(route: Route) -> None:
    assert [other.path for other in OURS if other.name == route.name] == [route.path]


def test_routes_are_as_the_golden_table_says() -> None:
    rows = [(route.path, route.name, *route.rule) for route in ROUTES]
    assert_golden(HERE / "routes.txt", _table([("route", "name", "asks for", "methods"), *rows]))


# ---- What each kind of person gets, with real objects of Phú Yên ----


def _project(establishment_id: int) -> Project:
    asked = Item(
        description="Máy cưa CNC",
        establishment_id=establishment_id,
        provincial=flow.dong(50),
        counterpart=flow.dong(150),
    )
    return flow.approved_project(items=[asked])


def _register_and_needs(workshop: Establishment) -> dict[str, Any]:
    day = people.TODAY
    # The public pages are open on the day of the test, whatever day that is.
    campaign = needs.change_term(SYSTEM, flow.campaign(), closes_on=date(2099, 12, 31))
    duplicate = flow.establishment()
    establishments.merge(SYSTEM, flow.establishment(), duplicate=duplicate, reason="trùng", today=day)
    certified = establishments.certify(
        SYSTEM, workshop, product="Tủ gỗ", level=AwardLevel.PROVINCE, certified_on=day, today=day
    )
    return {
        "duplicate": duplicate.pk,
        "certification": certified.pk,
        "campaign": campaign.pk,
        "token": campaign.token,
        "need": flow.need(of=flow.told(establishment_id=workshop.pk)).pk,
    }


def _field_objects(project: Project) -> dict[str, Any]:
    report, planned = field.report(project), field.planned_visit(project)
    visit = field.inspection(project)
    return {
        "report": report.pk,
        "round": report.round_id,
        "photo": field.photo(report).pk,
        "inspection_plan": planned.plan_id,
        "planned_visit": planned.pk,
        "inspection": visit.pk,
        "finding": visit.findings.get().pk,
        "obstacle": field.obstacle(project).pk,
        "rule": "ADVANCE_LATE",
    }


def _last_year() -> PlanLine:
    return flow.approved_line(flow.approved_project(year=2016))


def _objects() -> dict[str, Any]:
    """Make one of everything in Phú Yên, about the workshop of one owner."""
    workshop = flow.establishment(name="Cơ sở mộc Phú Ân")
    owner(workshop.pk)
    line = flow.approved_line(_project(workshop.pk))
    contract = flow.contract(line, amount=Dong(line.amount // 2))
    item = line.project.items.get()
    event = flow.event(establishments=[workshop.pk])
    paper = store(SYSTEM, people.place_of(), name="bb.pdf", data=b"%PDF-1.4", now=datetime(2017, 6, 5, tzinfo=UTC))
    accepted = settlement.accept(
        SYSTEM,
        item,
        accepted_on=flow.ACCEPTED,
        minutes="BB-1",
        cost=Dong(item.cost),
        today=date(2017, 7, 10),
        paper=paper,
    )
    lan = people.user(people.LAN)
    called = flow.called_session()
    job = flow.consulting_contract()
    return {
        "establishment": workshop.pk,
        **_register_and_needs(workshop),
        "project": line.project_id,
        "draft": flow.draft().pk,
        "submitted": flow.submitted_project().pk,
        "note": flow.note().pk,
        "project_paper": flow.paper(line.project).pk,
        "item": flow.approved_project().items.get().pk,
        "line": line.pk,
        "plan": line.envelope.plan_id,
        "closed_plan": flow.closed_year(flow.contract(_last_year()).line.envelope.plan).plan_id,
        "open_plan": flow.line(flow.approved_project(year=2018)).envelope.plan_id,
        "batch": line.batch_id,
        "open_batch": flow.line().batch_id,
        "envelope": line.envelope_id,
        "scenario": flow.scenario(of=line.envelope).pk,
        "programme": flow.programme().pk,
        "contract": contract.pk,
        "payment": flow.advance(contract).pk,
        "event": event.pk,
        "attendance": event.attendances.get().pk,
        "adjustment": flow.adjustment(line.project).pk,
        "acceptance": accepted.pk,
        "job": job.pk,
        **_settled_rows(accepted),
        "revenue": flow.revenue(job).pk,
        "person": lan.pk,
        "called": called.pk,
        "council": called.council_id,
        "open_item": called.items.get().pk,
        "invitation": called.invitations.all()[0].pk,
        "member": called.invitations.all()[0].member_id,
        "year": 2017,
        "notice": 1,
        "failed_job": 1,
        **_field_objects(line.project),
        "post": lan.posts.get().pk,
        "instrument": LegalInstrument.objects.order_by("pk")[0].pk,
        "content": ActivityContent.objects.order_by("pk")[0].pk,
        "norm": SupportNorm.objects.order_by("pk")[0].pk,
        "provision": Provision.objects.order_by("pk")[0].pk,
    }


PAYMENT_ACTS = (
    "payment_again",
    "payment_check",
    "payment_approve",
    "payment_pay",
    "payment_return",
    "payment_cancel",
    "payment_reverse",
)


def _settled_rows(accepted: Acceptance) -> dict[str, Any]:
    """Return a settlement of its own project with its paper, and a photograph and surveys of an acceptance."""
    settled = flow.settled()
    name = owed_papers(settled.contract, people.TODAY)[0].name
    paper = settlement.receive_paper(SYSTEM, settled.contract, name=name, received_on=people.TODAY, today=people.TODAY)
    photo = store_photo(
        SYSTEM, people.place_of(), name="may.jpg", data=b"\xff\xd8\xff\xe0", now=datetime(2017, 6, 5, tzinfo=UTC)
    )
    add = settlement.AcceptanceFile(seats=[settlement.Seat("Lan", "Trung tâm")], photos=[(photo, "Máy")])
    settlement.fill_file(SYSTEM, accepted, add=add, today=people.TODAY)
    return {
        "settlement": settled.pk,
        "settlement_paper": paper.pk,
        "accepted_photo": accepted.photos.get().pk,
        "seat": accepted.seats.get().pk,
        "survey": settlement.schedule_surveys(SYSTEM, accepted)[0].pk,
        "kind": "nguoi",
        "form": "7",
    }


OPENED_WITH = {
    "acceptance": "acceptance",
    "acceptance_word_file": "acceptance",
    "acceptance_seats": "acceptance",
    "acceptance_outputs": "acceptance",
    "acceptance_equipment": "acceptance",
    "acceptance_photos": "acceptance",
    "acceptance_vouchers": "acceptance",
    "acceptance_remedied": "acceptance",
    "acceptance_photo_file": "accepted_photo",
    "acceptance_part_remove": "seat",
    "item_refuse": "item",
    "settlement": "settlement",
    "settlement_cancel": "settlement",
    "settlement_form_file": "settlement",
    "settlement_paper_receive": "contract",
    "settlement_paper_return": "settlement_paper",
    "survey_record": "survey",
    "survey_cancel": "survey",
    "survey_schedule": "acceptance",
    "acceptance_cancel": "acceptance",
    "adjustment": "adjustment",
    "adjustment_confirm": "adjustment",
    "adjustment_decide": "adjustment",
    "adjustment_decision": "adjustment",
    "adjustment_letter": "adjustment",
    "adjustment_resend": "adjustment",
    "adjustment_return": "adjustment",
    "adjustment_withdraw": "adjustment",
    "adjustment_request": "project",
    **dict.fromkeys(PAYMENT_ACTS, "payment"),
    "payment_request": "contract",
    "contract_addendum": "contract",
    "contract_estimate": "contract",
    "contract_estimate_set": "contract",
    "contract_estimate_export": "contract",
    "contract_recover": "contract",
    "attendance_remove": "attendance",
    "consulting_contract": "job",
    "consulting_hand_over": "job",
    "contract_liquidate": "contract",
    "contract_settle": "contract",
    "contract_sign": "line",
    "envelope_give": "open_plan",
    "establishment": "establishment",
    "establishment_edit": "establishment",
    "establishment_year": "establishment",
    "establishment_certify": "establishment",
    "establishment_merge": "establishment",
    "establishment_unmerge": "duplicate",
    "certification_remove": "certification",
    "campaign_term": "campaign",
    "need": "need",
    "need_edit": "need",
    "need_check": "need",
    "need_drop": "need",
    "need_confirm": "need",
    "need_draft": "need",
    "event_record": "project",
    "event_remove": "event",
    "content_end": "content",
    "instrument": "instrument",
    "instrument_end": "instrument",
    "item_accept": "item",
    "line_add": "project",
    "line_change": "line",
    "line_out": "line",
    "norm": "norm",
    "norm_end": "norm",
    "norm_replace": "norm",
    "agenda_add": "called",
    "agenda_remove": "open_item",
    "conflict_declare": "open_item",
    "council": "council",
    "invitation_answer": "invitation",
    "item_conclude": "open_item",
    "opinion_give": "open_item",
    "session": "called",
    "session_call": "council",
    "session_close": "called",
    "session_hold": "called",
    "session_minutes": "called",
    "paper": "acceptance",
    "notice_open": "notice",
    "job_retry": "failed_job",
    "person": "person",
    "plan": "plan",
    "plan_sheet": "plan",
    "plan_closing": "plan",
    "plan_closing_export": "plan",
    "year_close": "plan",
    "year_lock": "closed_plan",
    "year_reopen": "closed_plan",
    "line_cancel": "line",
    "supplement_open": "plan",
    "batch_approve": "open_batch",
    "batch_assign": "batch",
    "batch_decision": "batch",
    "envelope_delegate": "envelope",
    "line_carry": "line",
    "scenarios": "envelope",
    "scenarios_export": "envelope",
    "scenario_new": "envelope",
    "scenario_edit": "scenario",
    "scenario_adopt": "scenario",
    "scenario_drop": "scenario",
    "programme": "programme",
    "programme_edit": "programme",
    "programme_approve": "programme",
    "plan_approve": "open_plan",
    "post_assign": "person",
    "post_end": "post",
    "project": "project",
    "project_parts": "draft",
    "project_hand_in": "draft",
    "project_paper": "project_paper",
    "project_paper_remove": "project_paper",
    "project_conclude": "submitted",
    "project_edit": "draft",
    "project_history": "project",
    "project_return": "submitted",
    "project_rounds": "project",
    "project_rounds_print": "project",
    "note_answer": "note",
    "draft_discard": "draft",
    "project_submit": "draft",
    "project_withdraw": "draft",
    "provision": "provision",
    "provision_end": "provision",
    "provision_replace": "provision",
    "revenue_cancel": "revenue",
    "revenue_recognise": "job",
    "watch_project": "project",
    "obstacle_raise": "project",
    "obstacle": "obstacle",
    "obstacle_escalate": "obstacle",
    "obstacle_resolve": "obstacle",
    "obstacle_reopen": "obstacle",
    "obstacle_close": "obstacle",
    "obstacle_comment": "obstacle",
    "progress_3a_export": "project",
    "progress_report": "project",
    "progress_one": "report",
    "progress_correct": "report",
    "progress_photos": "report",
    "round_close": "round",
    "round_reopen": "round",
    "photo_file": "photo",
    "photo_remove": "photo",
    "visit_plan": "inspection_plan",
    "visit_unplan": "planned_visit",
    "inspection_record": "project",
    "inspection": "inspection",
    "inspection_minutes": "inspection",
    "inspection_correct": "inspection",
    "inspection_photos": "inspection",
    "finding_raise": "finding",
}
"""Route → the object whose number stands in its address."""

REPORT = {"area": f"{people.PHU_YEN}@2017-06-30", "period": "2017H1", "fmt": "json", "code": "plan.total"}


def _values(route: Route, objects: dict[str, Any]) -> dict[str, Any]:
    if route.values == ("pk",):
        assert route.name in OPENED_WITH, (
            f"Say in OPENED_WITH with which object the new route “{route.name}” is opened."
        )
        return {"pk": objects[OPENED_WITH[route.name]]}
    found = {name: objects.get(name) or REPORT.get(name) for name in route.values}
    return found | ({"pk": objects[OPENED_WITH[route.name]]} if "pk" in route.values else {})


def _status(client: Client, url: str) -> str:
    response = client.get(url)
    if response.streaming:
        for _part in response.streaming_content:  # a file that is sent is closed when it has been read
            pass
    return str(response.status_code)


@pytest.mark.django_db
def test_what_each_person_gets_is_as_the_golden_table_says() -> None:
    """GET as everybody: 200 open, 302 sign in first (or nothing to do), 403 not your role, 404 not yours."""
    objects = _objects()
    sons = Client()
    sons.force_login(owner(objects["establishment"]))
    visitors = {
        "Minh": signed_in(people.MINH),
        "Hoa": signed_in(people.HOA),
        "Lan": signed_in(people.LAN),
        "Tuấn": signed_in(people.TUAN),
        "Nam": signed_in(people.NAM),
        "Quế": signed_in(people.QUE),
        "owner": sons,
        "admin": signed_in(ADMIN),
        "nobody": Client(),
    }
    rows: list[tuple[str, ...]] = [("route", *visitors)]
    for route in OURS:
        url = reverse(route.name, kwargs=_values(route, objects))
        rows.append((route.name, *(_status(client, url) for client in visitors.values())))
    assert_golden(HERE / "routes_by_role.txt", _table(rows))


@pytest.mark.django_db
def test_the_golden_table_of_people_is_what_a_reader_expects() -> None:
    """The table itself is checked: who has no post anywhere opens nothing but what is public or everybody's."""
    text = (HERE / "routes_by_role.txt").read_text("utf-8").splitlines()
    head, *rows = [line.split() for line in text]
    for name, *got in rows:
        by = dict(zip(head[1:], got, strict=True))
        route = next(route for route in OURS if route.name == name)
        assert route.access is not None
        if "GET" not in route.access.methods:
            assert set(got) == {"405"}
            continue
        assert by["nobody"] == "302" or route.access.public
        assert "500" not in got
        if name in OPENED_WITH and OPENED_WITH[name] not in {"instrument", "norm", "provision", "person", "post"}:
            assert by["Quế"] in {"403", "404"}, f"{name}: Quế of Quảng Nam has no business in Phú Yên"
