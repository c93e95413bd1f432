"""Merging an edited copy back into what it was copied from, field by field; pure, and of no stage.

A copy is three mappings of one set of keys: what stood when it was taken (``base``), what stands ``now``, and what is
``proposed``.  A key changed on one side alone merges by itself; one changed on both sides to different values is a
:class:`Clash`, which somebody must decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Values = Mapping[str, Any]


class Side(StrEnum):
    """Whose value stands where both sides changed one field."""

    NOW = "NOW"
    PROPOSED = "PROPOSED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"NOW": "giữ giá trị hiện tại", "PROPOSED": "lấy giá trị đề nghị"}[self]


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both sides changed: the value copied, the value now, the value proposed."""

    key: str
    base: Any
    now: Any
    proposed: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge comes to: the changes to make to what stands now, and what nobody decided yet."""

    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]


NOTHING_CHOSEN: Final[Mapping[str, Side]] = {}


def three_way(base: Values, now: Values, proposed: Values, chosen: Mapping[str, Side] = NOTHING_CHOSEN) -> Merged:
    """Merge ``proposed`` into ``now``.

    ``chosen`` decides clashes by key.  A key that ``base`` or ``proposed`` lacks was never part of the copy and is
    left alone; one that ``now`` lacks was removed meanwhile, which counts as a change to ``None``.
    """
    changes: list[Change] = []
    clashes: list[Clash] = []
    for key in base:
        if key not in proposed or proposed[key] == base[key]:
            continue
        stands = now.get(key)
        if stands == proposed[key] or chosen.get(key) is Side.NOW:
            continue
        if stands == base[key] or chosen.get(key) is Side.PROPOSED:
            changes.append(Change(key, stands, proposed[key]))
        else:
            clashes.append(Clash(key, base[key], stands, proposed[key]))
    return Merged(tuple(changes), tuple(clashes))


def differences(base: Values, proposed: Values) -> tuple[Change, ...]:
    """Return the fields that a copy changes."""
    return three_way(base, base, proposed).changes
