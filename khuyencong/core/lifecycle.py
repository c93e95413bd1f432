"""Lifecycles as tables: what may follow what, checked whole when the module is imported.

A stage declares its states and actions as two StrEnums and one `Lifecycle` of `Step`s. A table with a fault
(a state that nothing reaches, one that nothing leaves, two targets for one action) never starts the program.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from khuyencong.core.errors import NotAllowed

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step(Generic[S, A]):
    """One row of the table: `action` leads from any of `sources` to `target`.

    `capability` names what an actor needs to take it, and `reason_owed` says whether a written reason must
    come with it. `label` is the button's text; without it the action's own label is used.
    """

    action: A
    sources: frozenset[S]
    target: S
    capability: str
    reason_owed: bool = False
    label: str = ""

    @property
    def text(self) -> str:
        """The words for the user: `label`, or else the action's own."""
        return self.label or label_of(self.action)


@dataclass(frozen=True)
class Lifecycle(Generic[S, A]):
    """The whole table for one kind of object; `name` is the object's name in Vietnamese ("đề án").

    Raises ValueError, with every fault in it, when the table is not sound.
    """

    name: str
    initial: S
    steps: tuple[Step[S, A], ...]
    final: frozenset[S]

    def __post_init__(self) -> None:
        """Refuse a table with any fault."""
        if faults := list(_faults(self)):
            message = f"lifecycle {self.name!r}: " + "; ".join(faults)
            raise ValueError(message)

    def step(self, action: A, state: S) -> Step[S, A]:
        """Return the step that `action` takes from `state`; raises NotAllowed when there is none."""
        found = self._table.get((action, state))
        if found is None:
            raise NotAllowed(self._refusal(action, state))
        return found

    def allowed(self, state: S) -> tuple[Step[S, A], ...]:
        """Return the steps that leave `state`, in the table's order."""
        return tuple(step for step in self.steps if state in step.sources)

    def moves(self) -> dict[S, tuple[S, ...]]:
        """Return the states that may follow each state, by whatever action, in the enum's order."""
        return {
            state: tuple(_in_order({step.target for step in self.allowed(state)} - {state}))
            for state in type(self.initial)
        }

    def grid(self) -> list[tuple[S, A, S | None]]:
        """Return every (state, action, target) in the enums' order, target None where there is no step."""
        rows: list[tuple[S, A, S | None]] = []
        for state in type(self.initial):
            for action in type(self.steps[0].action):
                found = self._table.get((action, state))
                rows.append((state, action, found.target if found else None))
        return rows

    def mermaid(self) -> str:
        """Return the diagram as Mermaid stateDiagram-v2 text, labelled in Vietnamese."""
        states = [f'    state "{label_of(state)}" as {state.name}' for state in type(self.initial)]
        moves = [
            f"    {source.name} --> {step.target.name}: {step.text}"
            for step in self.steps
            for source in _in_order(step.sources)
        ]
        ends = [f"    {state.name} --> [*]" for state in _in_order(self.final)]
        return "\n".join(["stateDiagram-v2", *states, f"    [*] --> {self.initial.name}", *moves, *ends])

    @cached_property
    def _table(self) -> dict[tuple[A, S], Step[S, A]]:
        return {(step.action, source): step for step in self.steps for source in step.sources}

    def _refusal(self, action: A, state: S) -> str:
        named = next((step.text for step in self.steps if step.action is action), label_of(action))
        possible = ", ".join(f"“{step.text}”" for step in self.allowed(state))
        advice = (
            f"lúc này chỉ có thể: {possible}" if possible else "đây là trạng thái cuối, không còn bước nào tiếp theo"
        )
        return f"Không thể “{named}” vì {self.name} đang ở trạng thái “{label_of(state)}”; {advice}."


def label_of(member: StrEnum) -> str:
    """Return an enum member's `label` when its enum has one, or else its value."""
    return str(getattr(member, "label", member.value))


def _in_order(states: Iterable[S]) -> list[S]:
    """Put a set of states in the order in which their enum declares them."""
    chosen = set(states)
    return [state for state in type(next(iter(chosen))) if state in chosen] if chosen else []


def _faults(table: Lifecycle[S, A]) -> Iterator[str]:
    """Yield every fault, one sentence each. Strangers first: with them the rest cannot be judged."""
    strangers = sorted(set(_strangers(table)))
    yield from strangers
    if not strangers:
        yield from _repeated(table)
        yield from _dead_ends(table)
        yield from _unreached(table)
        yield from _unused_actions(table)


def _strangers(table: Lifecycle[S, A]) -> Iterator[str]:
    """Yield what belongs to another enum: two StrEnums' members are equal when their values are."""
    if not table.steps:
        yield "there are no steps"
        return
    state_type, action_type = type(table.initial), type(table.steps[0].action)
    for state in table.final:
        if not isinstance(state, state_type):
            yield f"unknown final state {state!r}"
    for step in table.steps:
        if not isinstance(step.action, action_type):
            yield f"unknown action {step.action!r}"
        if not step.sources:
            yield f"{step.action} starts from no state"
        strange = (state for state in {*step.sources, step.target} if not isinstance(state, state_type))
        yield from (f"unknown state {state!r} in {step.action}" for state in strange)


def _repeated(table: Lifecycle[S, A]) -> Iterator[str]:
    seen: set[tuple[A, S]] = set()
    for step in table.steps:
        for source in _in_order(step.sources):
            if (step.action, source) in seen:
                yield f"{step.action} from {source} is declared twice"
            seen.add((step.action, source))


def _dead_ends(table: Lifecycle[S, A]) -> Iterator[str]:
    """Yield final states that can be left, and others that cannot, or that never come to an end."""
    backward = _closure(table.final, [(step.target, source) for step in table.steps for source in step.sources])
    left = {source for step in table.steps for source in step.sources}
    for state in type(table.initial):
        if state in table.final and state in left:
            yield f"{state} is final but has a way out"
        elif state not in table.final and state not in left:
            yield f"{state} is not final but has no way out"
        elif table.final and state not in backward:
            yield f"{state} never leads to a final state"


def _unreached(table: Lifecycle[S, A]) -> Iterator[str]:
    forward = _closure({table.initial}, [(source, step.target) for step in table.steps for source in step.sources])
    for state in type(table.initial):
        if state not in forward:
            yield f"{state} cannot be reached from {table.initial}"


def _unused_actions(table: Lifecycle[S, A]) -> Iterator[str]:
    used = {step.action for step in table.steps}
    for action in type(table.steps[0].action):
        if action not in used:
            yield f"action {action} is never used"


def _closure(seeds: Iterable[S], edges: list[tuple[S, S]]) -> set[S]:
    """Return the states to which the edges lead from `seeds`, the seeds too."""
    reached: set[S] = set()
    waiting = list(seeds)
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [there for start, there in edges if start == here]
    return reached
