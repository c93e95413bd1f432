"""Kinds of organisations."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """Who acts in industrial promotion (DOMAIN: actors)."""

    AGENCY = "AGENCY"
    DEPARTMENT = "DEPARTMENT"
    CENTRE = "CENTRE"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            "AGENCY": "cơ quan quản lý trung ương",
            "DEPARTMENT": "Sở Công Thương",
            "CENTRE": "trung tâm khuyến công",
        }[self]
