from dataclasses import replace
from enum import StrEnum

import pytest

from khuyencong.core.errors import NotAllowed
from khuyencong.core.lifecycle import Lifecycle, Step, label_of


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"draft": "Bản thảo", "submitted": "Đã nộp", "approved": "Đã duyệt", "withdrawn": "Đã rút"}[self]


class Deed(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    WITHDRAW = "withdraw"


class Stranger(StrEnum):
    DRAFT = "draft"
    SUBMIT = "submit"


SUBMIT = Step(Deed.SUBMIT, frozenset({State.DRAFT}), State.SUBMITTED, "proposal.submit", label="Nộp hồ sơ")
RETURN = Step(Deed.RETURN, frozenset({State.SUBMITTED}), State.DRAFT, "proposal.appraise", reason_owed=True)
APPROVE = Step(Deed.APPROVE, frozenset({State.SUBMITTED}), State.APPROVED, "proposal.approve", label="Duyệt")
WITHDRAW = Step(
    Deed.WITHDRAW,
    frozenset({State.DRAFT, State.SUBMITTED}),
    State.WITHDRAWN,
    "proposal.submit",
    reason_owed=True,
    label="Rút",
)
STEPS = (SUBMIT, RETURN, APPROVE, WITHDRAW)
FINAL = frozenset({State.APPROVED, State.WITHDRAWN})


def lifecycle(
    *steps: Step[State, Deed], final: frozenset[State] = FINAL, initial: State = State.DRAFT
) -> Lifecycle[State, Deed]:
    return Lifecycle("đề xuất", initial, steps, final)


SOUND = lifecycle(*STEPS)


def test_a_step_that_may_follow() -> None:
    assert SOUND.step(Deed.WITHDRAW, State.SUBMITTED) is WITHDRAW
    assert SOUND.allowed(State.SUBMITTED) == (RETURN, APPROVE, WITHDRAW)
    assert SOUND.allowed(State.APPROVED) == ()


def test_the_refusal_names_action_state_and_what_is_possible() -> None:
    with pytest.raises(NotAllowed) as refusal:
        SOUND.step(Deed.APPROVE, State.DRAFT)
    assert str(refusal.value) == (
        "Không thể “Duyệt” vì đề xuất đang ở trạng thái “Bản thảo”; lúc này chỉ có thể: “Nộp hồ sơ”, “Rút”."
    )
    with pytest.raises(NotAllowed, match="“Đã duyệt”; đây là trạng thái cuối"):
        SOUND.step(Deed.SUBMIT, State.APPROVED)


def test_labels_fall_back_to_values() -> None:
    assert (label_of(State.DRAFT), label_of(Deed.RETURN), RETURN.text) == ("Bản thảo", "return", "return")


def test_the_moves_are_the_grid_without_its_actions_and_without_standing_still() -> None:
    revised = lifecycle(*STEPS, replace(SUBMIT, action=Deed.RETURN, target=State.DRAFT))
    assert (
        revised.moves()
        == SOUND.moves()
        == {
            State.DRAFT: (State.SUBMITTED, State.WITHDRAWN),
            State.SUBMITTED: (State.DRAFT, State.APPROVED, State.WITHDRAWN),
            State.APPROVED: (),
            State.WITHDRAWN: (),
        }
    )


def test_the_grid_has_every_state_and_action() -> None:
    grid = SOUND.grid()
    assert len(grid) == len(State) * len(Deed)
    assert grid[:2] == [
        (State.DRAFT, Deed.SUBMIT, State.SUBMITTED),
        (State.DRAFT, Deed.RETURN, None),
    ]
    for state, action, target in grid:
        if target is None:
            with pytest.raises(NotAllowed):
                SOUND.step(action, state)
        else:
            assert SOUND.step(action, state).target is target


def test_the_diagram() -> None:
    assert SOUND.mermaid().splitlines() == [
        "stateDiagram-v2",
        '    state "Bản thảo" as DRAFT',
        '    state "Đã nộp" as SUBMITTED',
        '    state "Đã duyệt" as APPROVED',
        '    state "Đã rút" as WITHDRAWN',
        "    [*] --> DRAFT",
        "    DRAFT --> SUBMITTED: Nộp hồ sơ",
        "    SUBMITTED --> DRAFT: return",
        "    SUBMITTED --> APPROVED: Duyệt",
        "    DRAFT --> WITHDRAWN: Rút",
        "    SUBMITTED --> WITHDRAWN: Rút",
        "    APPROVED --> [*]",
        "    WITHDRAWN --> [*]",
    ]


NOWHERE: frozenset[State] = frozenset()

UNSOUND: dict[str, tuple[tuple[Step[State, Deed], ...], frozenset[State]]] = {
    "submit from draft is declared twice": ((*STEPS, replace(SUBMIT, target=State.WITHDRAWN)), FINAL),
    "approved cannot be reached from draft": (
        (SUBMIT, RETURN, replace(APPROVE, target=State.DRAFT), WITHDRAW),
        FINAL,
    ),
    "withdrawn is final but has a way out": (
        (SUBMIT, replace(RETURN, sources=frozenset({State.SUBMITTED, State.WITHDRAWN})), APPROVE, WITHDRAW),
        FINAL,
    ),
    "withdrawn is not final but has no way out": (STEPS, frozenset({State.APPROVED})),
    "withdrawn never leads to a final state": (
        (*STEPS, replace(WITHDRAW, sources=frozenset({State.WITHDRAWN}))),
        frozenset({State.APPROVED}),
    ),
    "action return is never used": ((SUBMIT, APPROVE, WITHDRAW), FINAL),
    "return starts from no state": ((SUBMIT, replace(RETURN, sources=NOWHERE), APPROVE, WITHDRAW), FINAL),
    "there are no steps": ((), FINAL),
    "unknown state <Stranger.DRAFT: 'draft'> in return": (
        (SUBMIT, replace(RETURN, target=Stranger.DRAFT), APPROVE, WITHDRAW),  # type: ignore[arg-type]
        FINAL,
    ),
    "unknown action <Stranger.SUBMIT: 'submit'>": (
        (SUBMIT, RETURN, APPROVE, WITHDRAW, replace(SUBMIT, action=Stranger.SUBMIT)),  # type: ignore[arg-type]
        FINAL,
    ),
    "unknown final state <Stranger.DRAFT: 'draft'>": (STEPS, frozenset({Stranger.DRAFT})),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("fault", UNSOUND)
def test_an_unsound_table_is_refused(fault: str) -> None:
    steps, final = UNSOUND[fault]
    with pytest.raises(ValueError, match="lifecycle 'đề xuất'") as refusal:
        lifecycle(*steps, final=final)
    assert fault in str(refusal.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ValueError, match="lifecycle") as refusal:
        lifecycle(SUBMIT, final=NOWHERE)
    for fault in ("submitted is not final", "approved cannot be reached", "action return", "action withdraw"):
        assert fault in str(refusal.value)


def test_a_lifecycle_without_an_end_is_possible() -> None:
    class Switch(StrEnum):
        ON = "on"
        OFF = "off"

    class Turn(StrEnum):
        TURN = "turn"

    steps = (
        Step(Turn.TURN, frozenset({Switch.ON}), Switch.OFF, "switch"),
        Step(Turn.TURN, frozenset({Switch.OFF}), Switch.ON, "switch"),
    )
    endless: Lifecycle[Switch, Turn] = Lifecycle("công tắc", Switch.ON, steps, frozenset())
    assert endless.step(Turn.TURN, Switch.OFF).target is Switch.ON
    assert endless.mermaid().endswith("OFF --> ON: turn")
