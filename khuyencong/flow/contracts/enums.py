"""States of contracts."""

from enum import StrEnum


class ContractState(StrEnum):
    """A contract begins and ends liquidated."""

    SIGNED = "SIGNED"
    LIQUIDATED = "LIQUIDATED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"SIGNED": "đang thực hiện", "LIQUIDATED": "đã thanh lý"}[self]


class ContractAction(StrEnum):
    """What may be done to a contract."""

    LIQUIDATE = "LIQUIDATE"

    @property
    def label(self) -> str:
        """The words on the button."""
        return "Thanh lý hợp đồng"
