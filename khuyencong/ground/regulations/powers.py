"""Who decides on an adjustment, from the rules in force on the day it was asked for: pure, as a lawyer may read it.

TT 36/2013/TT-BCT Đ.11 k.2 as rows (``ProvisionKind.ADJUSTMENT_POWER``): by kind and fund, and, where a rule says so,
only above an amount or above a share of the support.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.ground.regulations.enums import Confidence

OTHER: Final = "OTHER"
ANY: Final = "ANY"


class Decider(StrEnum):
    """Who decides or confirms, by the word of the rules."""

    MINISTER = "MINISTER"
    AGENCY = "AGENCY"
    DOIT = "DOIT"
    PLAN_APPROVER = "PLAN_APPROVER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "MINISTER": "Bộ trưởng Bộ Công Thương",
            "AGENCY": "Cục",
            "DOIT": "Sở Công Thương",
            "PLAN_APPROVER": "cấp phê duyệt kế hoạch",
        }[self]


@dataclass(frozen=True)
class PowerRule:
    """One rule: who decides on ``kind`` for the fund, and who confirms it first (``None``: nobody)."""

    kind: str
    national: bool
    decided_by: Decider
    confirmed_by: Decider | None
    sentence: str
    citation: str
    confidence: Confidence
    amount_over: Dong | None = None
    share_over: Decimal | None = None

    def meets(self, delta: Dong, before: Dong) -> bool:
        """Say whether a change of the support by ``delta`` đồng, from ``before``, lies above the rule's thresholds."""
        size = abs(delta)
        if self.amount_over is not None and size <= self.amount_over:
            return False
        return self.share_over is None or Decimal(size) * 100 > self.share_over * before

    @property
    def special(self) -> int:
        """How many thresholds the rule has: a special rule goes before a general one."""
        return (self.amount_over is not None) + (self.share_over is not None)


def deciding(
    rules: Iterable[PowerRule], *, kind: str, national: bool, delta: Dong = Dong(0), before: Dong = Dong(0)
) -> PowerRule | None:
    """Return the rule that says who decides; ``None`` where the law as known says nothing.

    A rule for the kind goes before one for "other adjustments", which goes before one for "any"; of those the one
    with more thresholds met, then the surest.
    """
    order = {kind: 0, OTHER: 1, ANY: 2} if kind != OTHER else {OTHER: 0, ANY: 1}
    fits = [rule for rule in rules if rule.national is national and rule.kind in order and rule.meets(delta, before)]
    sure = list(Confidence)
    ranked = sorted(fits, key=lambda rule: (order[rule.kind], -rule.special, sure.index(rule.confidence)))
    return ranked[0] if ranked else None
