"""Who may do what, read from the same tables that decide it."""

from dataclasses import dataclass

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import DOORS
from khuyencong.ground.access.roles import ROLES, RoleRule


@dataclass(frozen=True)
class MatrixRow:
    """A capability: the deeds that ask for it, and how far each role's reach goes; empty where it has none."""

    code: str
    label: str
    deeds: tuple[str, ...]
    reaches: tuple[str, ...]

    @property
    def nobody(self) -> bool:
        """Say whether no role has it: the operator's command line does."""
        return not any(self.reaches)


@dataclass(frozen=True)
class Matrix:
    """Roles across, capabilities down."""

    roles: tuple[RoleRule, ...]
    rows: tuple[MatrixRow, ...]


def matrix() -> Matrix:
    """Build the page "Ai được làm gì".  No query: roles are code, and code is under review."""
    roles = tuple(ROLES.values())
    deeds: dict[str, list[str]] = {}
    for door in DOORS.values():
        deeds.setdefault(door.capability, []).append(door.verb)
    rows = (
        MatrixRow(
            capability,
            capability.label,
            tuple(sorted(deeds.get(capability, ()))),
            tuple(role.reach.label if capability in role.capabilities else "" for role in roles),
        )
        for capability in Can
    )
    return Matrix(roles, tuple(rows))
