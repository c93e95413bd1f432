"""Levels and regions."""

from enum import StrEnum


class Level(StrEnum):
    """The tier of an administrative unit.  Districts ended on 30/6/2025."""

    PROVINCE = "PROVINCE"
    DISTRICT = "DISTRICT"
    COMMUNE = "COMMUNE"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {"PROVINCE": "tỉnh, thành phố", "DISTRICT": "huyện", "COMMUNE": "xã, phường, đặc khu"}[self]


class Region(StrEnum):
    """The three regions of the industrial-promotion conferences."""

    NORTH = "north"
    CENTRAL_HIGHLANDS = "central-highlands"
    SOUTH = "south"

    @property
    def label(self) -> str:
        """The Vietnamese name."""
        return {"north": "phía Bắc", "central-highlands": "miền Trung – Tây Nguyên", "south": "phía Nam"}[self]

    @property
    def label_en(self) -> str:
        """The English name."""
        return {"north": "North", "central-highlands": "Central – Central Highlands", "south": "South"}[self]
