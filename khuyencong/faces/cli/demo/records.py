"""Writing the year's proposals and plans: survey, draft, submission, appraisal, plan."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.changes import days_before
from khuyencong.faces.cli.demo.machines import parts_of
from khuyencong.faces.cli.demo.provinces import LAM_DONG, PHU_YEN
from khuyencong.faces.cli.demo.shares import million
from khuyencong.faces.cli.demo.targets import CASE_Q
from khuyencong.faces.cli.demo.wishes import NATIONAL_PLANS, Fate, Home, Wish
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, Envelope
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.models import ActivityContent

Contents = dict[str, ActivityContent]

_PLANNED: Final = frozenset({Fate.RUN, Fate.STOP})


def write_proposals(wishes: Sequence[Wish], contents: Contents, rng: Random) -> None:
    """Write the proposals in the order of their days, so that their numbers follow; all are approved."""
    for wish in wishes:
        wish.days = days_before(wish, rng)
        for workshop in wish.workshops():
            workshop.register()
    for wish in sorted(wishes, key=_drafted):
        _propose(wish, contents)
    fresh = Project.objects.in_bulk([wish.row.pk for wish in wishes])
    for wish in wishes:
        wish.project = fresh[wish.row.pk]


def write_plans(home: Home, wishes: Sequence[Wish], year: int, rng: Random) -> None:
    """Open, fill and approve the plans of a province's year."""
    for fund in Fund:
        inside = [wish for wish in wishes if wish.source.fund is fund and wish.fate in _PLANNED]
        if not inside:
            continue
        plan = planning.open_plan(SYSTEM, Scope(home.unit.pk), year=year, fund=fund)
        for source in dict.fromkeys(wish.source for wish in inside):
            _fill(plan, home, [wish for wish in inside if wish.source is source])
        approved, decision = NATIONAL_PLANS[year]
        if fund is Fund.LOCAL:
            approved = home.facts.approved[year - 2016]
            decision = f"{rng.randrange(20, 900)}/QĐ-UBND"
        planning.approve_plan(SYSTEM, plan, decision=decision, today=approved)
    for wish in wishes:
        if wish.fate in _PLANNED:
            wish.line = wish.row.lines.get()


def add_to_plan(wish: Wish) -> None:
    """Put a wish in a plan in force by a supplement of its own day; new national money widens its envelope first."""
    assert wish.added_on is not None
    envelope = Envelope.objects.select_related("plan").get(
        plan__province=wish.home.unit, plan__year=wish.year, source=wish.source
    )
    if wish.fate is Fate.ADDED:
        planning.give_envelope(SYSTEM, envelope.plan, source=wish.source, amount=Dong(envelope.amount + wish.amount))
    plan = AnnualPlan.objects.get(pk=envelope.plan_id)
    supplement = planning.open_supplement(SYSTEM, plan)
    envelope.refresh_from_db()
    line = planning.put_in_plan(SYSTEM, envelope, project=wish.row, amount=wish.amount)
    decision = f"{plan.pk * 10 + supplement.number}/{'QĐ-BCT' if plan.fund == Fund.NATIONAL else 'QĐ-UBND'}"
    planning.approve_batch(SYSTEM, plan, number=supplement.number, decision=decision, today=wish.added_on)
    line.refresh_from_db()
    wish.line = line


def _drafted(wish: Wish) -> date:
    assert wish.days is not None
    return wish.days.drafted


def _propose(wish: Wish, contents: Contents) -> None:
    days = wish.days
    assert days is not None
    project = draft_of(wish, contents, days.drafted)
    proposals.submit(SYSTEM, project, today=days.submitted)
    for day in (days.base, days.ministry):
        if day is not None:
            conclude(SYSTEM, project, result=Result.PASS, today=day, remarks="Đủ điều kiện hỗ trợ")


def draft_of(wish: Wish, contents: Contents, day: date) -> Project:
    """Draft the proposal of ``wish`` on ``day``."""
    items = [
        proposals.Item(
            share.description,
            share.workshop.id if share.workshop else None,
            counterpart=share.counterpart,
            national=share.support if wish.source is Source.NATIONAL else Dong(0),
            provincial=share.support if wish.source is Source.PROVINCIAL else Dong(0),
            district=share.support if wish.source is Source.DISTRICT else Dong(0),
        )
        for share in wish.shares
    ]
    wish.project = proposals.draft(
        SYSTEM,
        Scope(wish.home.unit.pk, wish.home.centre.pk),
        name=wish.name,
        kind=wish.kind,
        year=wish.year,
        content=contents[wish.content],
        items=items,
        today=day,
        summary=wish.summary,
        parts=parts_of(wish),
    )
    return wish.project


def _fill(plan: AnnualPlan, home: Home, wishes: Sequence[Wish]) -> None:
    source, total = wishes[0].source, Dong(sum(wish.amount for wish in wishes))
    envelope = planning.give_envelope(
        SYSTEM, plan, source=source, amount=Dong(total + _unallocated(home, plan.year, source))
    )
    for wish in wishes:
        planning.put_in_plan(SYSTEM, envelope, project=wish.row, amount=wish.amount)


def _unallocated(home: Home, year: int, source: Source) -> Dong:
    """Return what an envelope holds beyond its lines: Lâm Đồng's by its paper, a little in Phú Yên to work with."""
    if year == 2017 and source is Source.PROVINCIAL:
        return million({LAM_DONG: CASE_Q.local_given - CASE_Q.local, PHU_YEN: 80}.get(home.code, 0))
    return Dong(0)
