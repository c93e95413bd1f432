"""Where a row belongs, as a value: the question that permissions are answered on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScopePaths:
    """Lookups from a model to its province, its organisation and its establishment.

    The same paths answer "may this actor do it to this row" and "which rows" (see ``ground.access``).
    A model without any path belongs to the nation: only somebody whose post reaches the whole country may touch it.
    """

    province: str | None = None
    organisation: str | None = None
    establishment: str | None = None


@dataclass(frozen=True)
class Scope:
    """Where a row is, or where a new row will be."""

    province_id: int | None = None
    organisation_id: int | None = None
    establishment_id: int | None = None


NATION = Scope()
"""A row of the whole country: a region's report, an instrument of law."""
