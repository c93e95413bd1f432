"""Money under load: fifty people at one envelope at one moment, and ten thousand deeds in an order nobody chose."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from khuyencong.core.errors import NoRoom, Refused
from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit
from tests import people
from tests.database import connect
from tests.factories import flow

THREADS = 50
RESERVE = 20
"""Connections that others of the test session, and the superuser, may want meanwhile."""
DEEDS = 10_000
LENGTH = 100
"""Deeds in one story of hypothesis; every story begins with empty plans."""


# --- fifty at one moment ----------------------------------------------------------------------------------------------


FIFTY_AT_ONCE = pytest.mark.xdist_group("fifty connections")
"""One worker does these, one after the other: two at once would want more connections than the server gives."""


@FIFTY_AT_ONCE
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_never_pass_the_envelope(committed: None) -> None:
    envelope = flow.envelope(amount=flow.dong(1_000))
    projects = [flow.approved_project() for _ in range(THREADS)]

    with watched(envelope) as seen:
        met = at_once([_put(envelope, project, flow.dong(30)) for project in projects])

    assert Counter(type(outcome) for outcome in met) == {PlanLine: 33, NoRoom: 17}
    assert {outcome.left for outcome in met if isinstance(outcome, NoRoom)} == {flow.dong(10)}
    assert standing(envelope) == (flow.dong(1_000), flow.dong(990), flow.dong(990))
    assert seen
    assert all(lines == taken <= amount for amount, taken, lines in seen)


@FIFTY_AT_ONCE
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_that_add_take_and_stop_leave_a_sum_that_is_right(committed: None) -> None:
    envelope = flow.envelope(amount=flow.dong(1_000))
    lines = [flow.approved_line(amount=flow.dong(20)) for _ in range(THREADS // 2)]
    projects = [flow.approved_project() for _ in range(THREADS // 2)]
    flow.open_batch(envelope.plan)
    more, fewer, stopped = lines[:10], lines[10:18], lines[18:]

    with watched(envelope) as seen:
        met = at_once(
            [
                *[_change(line, flow.dong(40)) for line in more],
                *[_change(line, flow.dong(-5)) for line in fewer],
                *[_stop(line) for line in stopped],
                *[_put(envelope, project, flow.dong(35)) for project in projects],
            ]
        )

    assert [outcome for outcome in met if isinstance(outcome, BaseException) and not isinstance(outcome, NoRoom)] == []
    assert any(isinstance(outcome, NoRoom) for outcome in met), (
        "the envelope was never full: the test asks for too little"
    )
    given = sum(flow.dong(40) for outcome in met[:10] if not isinstance(outcome, NoRoom))
    new = sum(flow.dong(35) for outcome in met[25:] if not isinstance(outcome, NoRoom))
    expected = 25 * flow.dong(20) + given - 8 * flow.dong(5) - 7 * flow.dong(20) + new
    assert standing(envelope) == (flow.dong(1_000), expected, expected)
    assert all(held == taken <= amount for amount, taken, held in seen)


@FIFTY_AT_ONCE
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_never_delegate_more_than_the_country_has(committed: None) -> None:
    country = planning.open_plan(SYSTEM, NATION, year=2017, fund=Fund.NATIONAL)
    envelope = planning.give_envelope(SYSTEM, country, source=Source.NATIONAL, amount=flow.dong(1_000))
    provinces = list(Unit.objects.filter(level=Level.PROVINCE, valid__contains=flow.HELD).order_by("code")[:THREADS])

    met = at_once([_delegate(envelope, province, flow.dong(30)) for province in provinces])

    assert Counter(type(outcome) for outcome in met) == {Envelope: 33, NoRoom: 17}
    envelope.refresh_from_db()
    children = list(envelope.children.all())
    assert (envelope.delegated, envelope.left) == (flow.dong(990), flow.dong(10))
    assert sum(child.amount for child in children) == envelope.delegated

    taken = at_once([_delegate(envelope, child.plan.province, Dong(0)) for child in children])

    assert {type(outcome) for outcome in taken} == {Envelope}
    envelope.refresh_from_db()
    assert (envelope.delegated, envelope.left) == (0, flow.dong(1_000))


def _delegate(envelope: Envelope, to: Unit, amount: Dong) -> Callable[[], object]:
    return lambda: planning.delegate_envelope(SYSTEM, envelope, to=to, amount=amount, today=flow.HELD)


def _put(envelope: Envelope, project: Project, amount: Dong) -> Callable[[], object]:
    return lambda: planning.put_in_plan(SYSTEM, envelope, project=project, amount=amount)


def _change(line: PlanLine, delta: Dong) -> Callable[[], object]:
    return lambda: flow.changed_line(line, delta)


def _stop(line: PlanLine) -> Callable[[], object]:
    return lambda: planning.stop_line(SYSTEM, line, today=flow.HELD, reason="Cơ sở xin ngừng")


def _wait_for_room(wanted: int) -> None:
    """Wait until the server has let go of connections that were closed a moment ago: it takes a hundred at most."""
    with connect() as owner:
        for _ in range(600):
            row = owner.execute(
                "SELECT current_setting('max_connections')::int - count(*) FROM pg_stat_activity"
            ).fetchone()
            assert row is not None
            if int(str(row[0])) >= wanted + RESERVE:
                return
            time.sleep(0.1)
    message = f"the server had no room for {wanted} connections within a minute"
    raise AssertionError(message)


def at_once(deeds: Sequence[Callable[[], object]]) -> list[Any]:
    """Do every deed in a thread and a connection of its own, all begun together; return what each gave or raised."""
    gate = threading.Barrier(len(deeds))
    _wait_for_room(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@contextmanager
def watched(envelope: Envelope) -> Iterator[list[tuple[int, int, int]]]:
    """Read the envelope again and again from outside while others write it."""
    seen: list[tuple[int, int, int]] = []
    over = threading.Event()

    def look() -> None:
        try:
            while not over.is_set():
                seen.append(standing(envelope))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        try:
            yield seen
        finally:
            over.set()
    looking.result()


def standing(envelope: Envelope) -> tuple[int, int, int]:
    """Return what was given, what is committed, and what the lines hold, as of one moment (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT amount, committed, (SELECT coalesce(sum(current), 0)::bigint FROM planning_planline l WHERE l.envelope_id = e.id)"
            " FROM planning_envelope e WHERE id = %s",
            [envelope.pk],
        )
        amount, taken, lines = cursor.fetchone()
    return amount, taken, lines


# --- ten thousand deeds -----------------------------------------------------------------------------------------------


@dataclass
class Held:
    """A line as Python knows it; money in đồng."""

    pk: int
    current: int
    contracted: int = 0
    effective: bool = False
    changed: bool = False
    stopped: bool = False


@dataclass
class Purse:
    """An envelope as Python knows it: what was given, and the line of each project in it."""

    row: Envelope
    fund: Fund
    amount: int
    lines: dict[int, Held] = field(default_factory=dict)
    below: "Purse | None" = None
    """The envelope of a district that draws on this one."""

    @property
    def taken(self) -> int:
        return sum(line.current for line in self.lines.values())

    @property
    def delegated(self) -> int:
        return self.below.amount if self.below else 0

    @property
    def left(self) -> int:
        return self.amount - self.taken - self.delegated


MONEY = st.integers(min_value=-10, max_value=200)
"""In triệu đồng: the envelopes hold a thousand or so, and what is below one is refused."""
PLACE = st.integers(min_value=0, max_value=11)
LINE = st.integers(min_value=0, max_value=35)
"""Which line of those there are, counted round."""
SOURCE = st.sampled_from([Source.PROVINCIAL, Source.DISTRICT, Source.NATIONAL])
BELOW = "BELOW"
"""The purse of a district, which holds what the province's own budget gave it."""

tally: Counter[str] = Counter()


class Planning(RuleBasedStateMachine):
    """Three envelopes of two plans, a district's below one of them, and a dozen projects.

    Python keeps its own books and foretells each outcome.
    """

    projects: ClassVar[Sequence[Project]] = ()
    plans: ClassVar[dict[Fund, AnnualPlan]] = {}
    district: ClassVar[Unit]

    @initialize(approved=st.sets(st.sampled_from([Fund.LOCAL, Fund.NATIONAL])))
    def begin(self, approved: set[Fund]) -> None:
        self.story = transaction.atomic()
        self.story.__enter__()
        self.deeds = 0
        self.approved: set[Fund] = set()
        self.open: dict[Fund, int] = dict.fromkeys(Fund, 1)
        self.last: dict[Fund, int] = dict.fromkeys(Fund, 1)
        self.purses: dict[str, Purse] = {}
        for source in Source:
            row = planning.give_envelope(SYSTEM, self.plans[source.fund], source=source, amount=flow.dong(1_000))
            self.purses[source] = Purse(row, source.fund, row.amount)
            self.put_in_plan(source, 0, 50)
        above = self.purses[Source.PROVINCIAL]
        child = planning.delegate_envelope(
            SYSTEM, above.row, to=self.district, amount=flow.dong(100), today=people.TODAY
        )
        self.purses[BELOW] = above.below = Purse(child, Fund.LOCAL, child.amount)
        for fund in approved:
            self.approve_plan(fund)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @rule(source=st.one_of(SOURCE, st.just(BELOW)), place=PLACE, millions=MONEY)
    def put_in_plan(self, source: str, place: int, millions: int) -> None:
        purse, amount, project = self.purses[source], flow.dong(millions), self.projects[place]
        held = (each.lines.get(place) for each in self.purses.values())
        ended = any(line is not None and line.stopped for line in held)
        good = place not in purse.lines and amount > 0 and not ended and bool(self.open[purse.fund])
        made = self.does(
            "put",
            lambda: planning.put_in_plan(SYSTEM, purse.row, project=project, amount=amount),
            good=good and amount <= purse.left,
            no_room=good,
        )
        if isinstance(made, PlanLine):
            purse.lines[place] = Held(made.pk, amount)

    def lines(self) -> list[tuple[Purse, int]]:
        return [(purse, place) for purse in self.purses.values() for place in purse.lines]

    def the(self, pick: int) -> tuple[Purse, int, Held, PlanLine]:
        lines = self.lines()
        purse, place = lines[pick % len(lines)]
        return purse, place, purse.lines[place], PlanLine(pk=purse.lines[place].pk)

    @precondition(lines)
    @rule(pick=LINE, millions=st.integers(min_value=-200, max_value=200))
    def change_line(self, pick: int, millions: int) -> None:
        purse, _, held, line = self.the(pick)
        delta = flow.dong(millions)
        good = delta != 0 and held.effective and not held.stopped and held.current + delta >= held.contracted
        made = self.does(
            "change",
            lambda: flow.changed_line(line, delta),
            good=good and delta <= purse.left,
            no_room=good,
        )
        if made is not None:
            held.current += delta
            held.changed = True

    @precondition(lines)
    @rule(pick=LINE)
    def take_out(self, pick: int) -> None:
        purse, place, held, line = self.the(pick)
        good = not (held.contracted or held.stopped or held.changed)
        if self.does("take", lambda: planning.take_out(SYSTEM, line, reason="Cơ sở xin thôi") or line, good=good):
            del purse.lines[place]

    @precondition(lambda self: self.deeds % 4 == 0 and self.lines())  # rarely, or else soon no line is left to change
    @rule(pick=LINE)
    def stop_line(self, pick: int) -> None:
        _, _, held, line = self.the(pick)
        made = self.does(
            "stop",
            lambda: planning.stop_line(SYSTEM, line, today=flow.HELD, reason="Cơ sở xin ngừng"),
            good=not held.stopped,
        )
        if made is not None:
            held.current, held.stopped = held.contracted, True

    @precondition(lines)
    @rule(pick=LINE, millions=st.integers(min_value=-5, max_value=150))
    def sign(self, pick: int, millions: int) -> None:
        _, _, held, line = self.the(pick)
        amount = flow.dong(millions)
        paper = {"number": f"HĐ {sum(tally.values())}", "partner": "TTKC", "signed_on": flow.SIGNED, "due_on": flow.DUE}
        paper["today"] = flow.RECORDED
        good = amount > 0 and held.effective and not held.stopped
        made = self.does(
            "sign",
            lambda: contracts.sign(SYSTEM, line, amount=amount, **paper),
            good=good and amount <= held.current - held.contracted,
            no_room=good,
        )
        if made is not None:
            held.contracted += amount

    @rule(source=SOURCE, millions=st.integers(min_value=-10, max_value=2_000))
    def give_envelope(self, source: Source, millions: int) -> None:
        purse, amount = self.purses[source], flow.dong(millions)
        made = self.does(
            "give",
            lambda: planning.give_envelope(SYSTEM, self.plans[source.fund], source=source, amount=amount),
            good=amount >= purse.taken + purse.delegated,
            no_room=amount >= 0,
        )
        if made is not None:
            purse.amount = amount

    @rule(millions=st.integers(min_value=-10, max_value=600))
    def delegate(self, millions: int) -> None:
        purse, below, amount = self.purses[Source.PROVINCIAL], self.purses[BELOW], flow.dong(millions)
        made = self.does(
            "delegate",
            lambda: planning.delegate_envelope(SYSTEM, purse.row, to=self.district, amount=amount, today=people.TODAY),
            good=below.taken <= amount <= below.amount + purse.left,
            no_room=amount >= 0,
        )
        if made is not None:
            below.amount = amount

    @precondition(lambda self: self.deeds % 6 == 0)
    @rule(fund=st.sampled_from([Fund.LOCAL, Fund.NATIONAL]))
    def approve_plan(self, fund: Fund) -> None:
        number = self.last[fund]
        lines = [
            line
            for purse in self.purses.values()
            if purse.fund is fund
            for line in purse.lines.values()
            if not (line.stopped or line.effective)
        ]
        made = self.does(
            "approve",
            lambda: planning.approve_batch(
                SYSTEM, self.plans[fund], number=number, decision="QĐ 214", today=flow.PLANNED
            ),
            good=bool(lines) and bool(self.open[fund]),
        )
        if made is not None:
            self.approved.add(fund)
            self.open[fund] = 0
            for line in lines:
                line.effective = True

    @precondition(lambda self: self.deeds % 3 == 0)
    @rule(fund=st.sampled_from([Fund.LOCAL, Fund.NATIONAL]))
    def open_supplement(self, fund: Fund) -> None:
        made = self.does(
            "supplement",
            lambda: planning.open_supplement(SYSTEM, self.plans[fund]),
            good=fund in self.approved and not self.open[fund],
        )
        if made is not None:
            self.last[fund] += 1
            self.open[fund] = self.last[fund]

    def does(self, what: str, deed: Callable[[], object], *, good: bool, no_room: bool = False) -> object:
        """Do a deed: it must be done when ``good``; or else be refused, for want of money alone when ``no_room``."""
        self.deeds += 1
        tally[what if good else f"{what} refused"] += 1
        made: object = None
        refusal: Refused | None = None
        try:
            made = deed()
        except Refused as error:
            refusal = error
        assert good is (refusal is None), f"{what}: {refusal or 'done though it was wrong'}"
        assert no_room or not isinstance(refusal, NoRoom), f"{what}: {refusal}"
        return made

    @invariant()
    def every_purse_holds_what_python_counted(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.id, e.amount, e.committed, e.delegated, coalesce(sum(l.current), 0)::bigint, count(l.id)"
                " FROM planning_envelope e LEFT JOIN planning_planline l ON l.envelope_id = e.id GROUP BY e.id"
            )
            found = {pk: tuple(money) for pk, *money in cursor.fetchall()}
        for purse in self.purses.values():
            taken = purse.taken
            assert found[purse.row.pk] == (purse.amount, taken, purse.delegated, taken, len(purse.lines))
            assert purse.left >= 0


@pytest.mark.django_db
def test_ten_thousand_deeds_leave_every_envelope_the_sum_of_its_lines() -> None:
    place = people.place_of()
    Planning.projects = [flow.approved_project(place) for _ in range(12)]
    Planning.plans = {fund: flow.plan(place, fund=fund) for fund in Fund}
    Planning.district = Unit.objects.filter(parent=place.province_id, valid__contains=people.TODAY)[0]
    tally.clear()
    rules = settings(
        max_examples=10,
        stateful_step_count=LENGTH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    # Some stories that hypothesis tries are short: ten at a time until there were deeds enough.
    while sum(tally.values()) < DEEDS:
        run_state_machine_as_test(Planning, settings=rules)

    # Every deed was done and refused a good many times: the books were not kept on one side only.
    for deed in ("put", "change", "take", "stop", "sign", "give", "delegate", "approve", "supplement"):
        assert tally[deed] > 20, tally
        assert tally[f"{deed} refused"] > 20, tally
