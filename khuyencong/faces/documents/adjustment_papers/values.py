"""What the papers of an adjustment say, as frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that changes, with its values before and after as written."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the đề án, what and why, who decides.

    ``addressee`` is who the letter goes to; ``decider`` who signs the decision; ``law`` the rule on the power with its
    source; ``plan`` the decision that approved the plan (empty while there is none); ``confirmation`` the Sở's paper;
    ``stops``: the đề án ends.
    """

    number: str
    name: str
    unit: str
    province: str
    kind: str
    explanation: str
    requested_on: date
    addressee: str
    decider: str
    law: str
    changes: tuple[ChangeLine, ...]
    plan: str = ""
    confirmation: str = ""
    stops: bool = False
