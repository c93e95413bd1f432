"""Whatever people do, and in whatever order, every figure is what a count by hand gives.

Each seed is a sequence of some ninety deeds over two provinces and three years, with days that favour the edges of
periods.  A deed that an operation refuses is part of the sequence: it must leave nothing behind.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

import pytest

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.models import ConsultingContract, RevenueEntry
from khuyencong.core.errors import Refused
from khuyencong.core.money import Dong
from khuyencong.core.periods import Cutoff
from khuyencong.core.scope import NATION, Scope
from khuyencong.figures.indicators.operations import compact, rebuild
from khuyencong.figures.indicators.queries import recount
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import PlanState, Source
from khuyencong.flow.planning.models import AnnualPlan, PlanLine
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision import operations as supervision
from khuyencong.flow.supervision.enums import AdjustmentKind, EventKind
from khuyencong.flow.supervision.models import Attendance, Event
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.figures import counted, entries, request, told

DEEDS = 90
PERIODS = ("2016", "2016H2", "2017-01", "2017-02", "2017-06", "2017-12", "2017Q2", "2017H1", "2017H2", "2017N9")
PERIODS += ("2017", "2018-01", "2018Q1", "2018")
CONTENTS = ("MACHINERY", "PRODUCTION_LINE", "BRAND", "STARTUP", "FAIR_ORGANISE", "TRAINING")
EDGES = (1, 14, 15, 28)

T = TypeVar("T")


class World:
    """Two provinces with a few workshops, and a die."""

    def __init__(self, seed: int) -> None:
        self.die = Random(seed)
        self.places = (people.place_of(), people.place_of(people.QUANG_NAM))
        self.workshops = {place: [flow.establishment(place).pk for _ in range(3)] for place in self.places}
        self.deeds: tuple[Callable[[], object], ...] = (
            self.propose, self.plan, self.approve, self.change, self.take_out, self.sign, self.advance,
            self.cancel_advance, self.settle, self.accept, self.accept, self.cancel_acceptance, self.hold, self.hold,
            self.remove_attendance, self.remove_event, self.adjust, self.plan_consulting, self.consult, self.hand_over,
            self.earn, self.cancel_revenue, self.fold, self.count_anew,
        )  # fmt: skip

    def live(self) -> int:
        """Do some deeds; return how many were done and not refused."""
        done = 0
        for _ in range(DEEDS):
            try:
                self.die.choice(self.deeds)()
                done += 1
            except (Refused, Nothing):
                continue
        return done

    def day(self, year: int = 0) -> date:
        at = date(year or self.die.choice((2016, 2017, 2017, 2018)), self.die.randint(1, 12), 1)
        return at + timedelta(self.die.choice(EDGES) - 1 if self.die.random() < 0.6 else self.die.randint(0, 29))

    def place(self) -> Scope:
        return self.die.choice(self.places)

    def some(self, rows: Sequence[T]) -> T:
        if not rows:
            raise Nothing
        return self.die.choice(rows)

    def money(self, most: int = 60) -> Dong:
        return Dong(self.die.randint(1, most * 1_000_000))

    def propose(self) -> None:
        place, year = self.place(), self.die.choice((2016, 2017, 2018))
        items = [
            flow.Item(f"Máy {n}", workshop, provincial=flow.dong(20), counterpart=flow.dong(80))
            for n, workshop in enumerate(self.die.sample([*self.workshops[place], None], self.die.randint(1, 3)))
        ]
        flow.approved_project(place, code=self.die.choice(CONTENTS), items=items, year=year)

    def plan(self) -> None:
        source = self.die.choice(list(Source))
        flow.line(self.some(Project.objects.all()), source=source, amount=self.money())

    def approve(self) -> None:
        plan = self.some(AnnualPlan.objects.filter(state=PlanState.DRAFT))
        planning.approve_plan(SYSTEM, plan, decision="QĐ", today=self.day(plan.year))

    def change(self) -> None:
        delta = Dong(self.die.randint(-30_000_000, 30_000_000))
        line = self.some(PlanLine.objects.all())
        to = Dong(line.current + delta)
        planning.change_line(SYSTEM, line, to=to, seen=None, decision="QĐ", today=self.day())

    def take_out(self) -> None:
        planning.take_out(SYSTEM, self.some(PlanLine.objects.all()), reason="Thử")

    def sign(self) -> None:
        line = self.some(PlanLine.objects.filter(effective_on__isnull=False))
        signed = self.day(line.project.year)
        number = f"HĐ {self.die.random()}"
        contracts.sign(
            SYSTEM,
            line,
            number=number,
            partner="",
            amount=self.money(),
            signed_on=signed,
            due_on=flow.RECORDED,
            today=flow.RECORDED,
        )

    def advance(self) -> None:
        contract = self.some(Contract.objects.all())
        flow.advance(contract, amount=self.money(10), paid_on=self.day())

    def cancel_advance(self) -> None:
        payment = self.some(Payment.objects.filter(state="PAID"))
        contracts.reverse_payment(SYSTEM, payment, reason="Thử", today=flow.RECORDED)

    def settle(self) -> None:
        flow.settled(self.some(Contract.objects.all()), claimed=self.money(), settled_on=self.day())

    def accept(self) -> None:
        item = self.some(SupportItem.objects.filter(acceptance=None))
        flow.acceptance(item, accepted_on=self.day(item.project.year))

    def cancel_acceptance(self) -> None:
        settlement.cancel_acceptance(SYSTEM, self.some(Acceptance.objects.all()), reason="Thử")

    def hold(self) -> None:
        project = self.some(Project.objects.all())
        guests = self.die.sample([w for each in self.workshops.values() for w in each], self.die.randint(0, 4))
        kind, organised = self.die.choice(list(EventKind)), self.die.random() < 0.7
        flow.event(project, kind=kind, establishments=guests, closed_on=self.day(), organised=organised)

    def remove_attendance(self) -> None:
        supervision.remove_attendance(SYSTEM, self.some(Attendance.objects.all()), reason="Thử")

    def remove_event(self) -> None:
        supervision.remove_event(SYSTEM, self.some(Event.objects.all()), reason="Thử")

    def adjust(self) -> None:
        project = self.some(Project.objects.all())
        flow.granted(project, kind=self.die.choice(list(AdjustmentKind)), decided_on=self.day())

    def plan_consulting(self) -> None:
        centre = people.centre_of(self.die.choice((people.PHU_YEN, people.QUANG_NAM)))
        year = self.die.choice((2016, 2017, 2018))
        flow.consulting_plan(centre, year=year, jobs=self.die.randint(1, 20), revenue=self.money())

    def consult(self) -> None:
        centre = people.centre_of(self.die.choice((people.PHU_YEN, people.QUANG_NAM)))
        signed = self.day()
        flow.consulting_contract(centre, signed_on=signed, advised_on=self.die.choice((None, signed)))

    def hand_over(self) -> None:
        job = self.some(ConsultingContract.objects.all())
        consulting.hand_over(SYSTEM, job, advised_on=self.day(), today=flow.RECORDED)

    def earn(self) -> None:
        flow.revenue(self.some(ConsultingContract.objects.all()), amount=self.money(50), recognised_on=self.day())

    def cancel_revenue(self) -> None:
        consulting.cancel_revenue(SYSTEM, self.some(RevenueEntry.objects.all()), reason="Thử")

    def fold(self) -> None:
        compact(SYSTEM, NATION)

    def count_anew(self) -> None:
        rebuild(SYSTEM, NATION)


class Nothing(Exception):  # noqa: N818  an outcome of the die
    """There is no row yet for the deed that came up."""


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_every_figure_is_what_a_count_by_hand_gives(seed: int) -> None:
    done = World(seed).live()

    assert done > DEEDS // 3
    assert recount(date(2017, 6, 20)) == recount(date(2030, 1, 1)) == []
    _assert_every_figure()
    rebuild(SYSTEM, NATION)
    _assert_every_figure()


def _assert_every_figure() -> None:
    found = entries()
    for period in PERIODS:
        for cutoff in Cutoff:
            asked = request(period, cutoff=cutoff)
            assert told(asked) == counted(asked, found), (period, cutoff)
