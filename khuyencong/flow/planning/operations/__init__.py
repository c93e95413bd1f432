"""The verbs of planning."""

from khuyencong.flow.planning.operations.closing import cancel_rest, close_year, lock_year, reopen_year
from khuyencong.flow.planning.operations.delegation import delegate_envelope
from khuyencong.flow.planning.operations.lines import (
    carry_over,
    change_line,
    note_contract,
    put_in_plan,
    stop_line,
    take_out,
)
from khuyencong.flow.planning.operations.plans import (
    approve_batch,
    approve_plan,
    assign_batch,
    give_envelope,
    open_plan,
    open_supplement,
    set_approver,
)
from khuyencong.flow.planning.operations.programmes import (
    Target,
    approve_programme,
    draft_programme,
    revise_programme,
)
from khuyencong.flow.planning.operations.scenarios import (
    Choice,
    adopt_scenario,
    draft_scenario,
    drop_scenario,
    revise_scenario,
)

__all__ = [
    "Choice",
    "Target",
    "adopt_scenario",
    "approve_batch",
    "approve_plan",
    "approve_programme",
    "assign_batch",
    "cancel_rest",
    "carry_over",
    "change_line",
    "close_year",
    "delegate_envelope",
    "draft_programme",
    "draft_scenario",
    "drop_scenario",
    "give_envelope",
    "lock_year",
    "note_contract",
    "open_plan",
    "open_supplement",
    "put_in_plan",
    "reopen_year",
    "revise_programme",
    "revise_scenario",
    "set_approver",
    "stop_line",
    "take_out",
]
