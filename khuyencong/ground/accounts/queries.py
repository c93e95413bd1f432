"""Organisations as they were called on a day."""

from collections.abc import Iterable
from datetime import date

from khuyencong.ground.accounts.models import OrganisationName


def names_on(day: date, organisations: Iterable[int]) -> dict[int, OrganisationName]:
    """Return the name of each organisation (by its id) on ``day``; the first name where it did not exist yet.

    One query.
    """
    rows = OrganisationName.objects.filter(organisation__in=organisations).order_by("organisation", "valid")
    found: dict[int, OrganisationName] = {}
    for row in rows:
        if row.organisation_id not in found or day in row.valid:
            found[row.organisation_id] = row
    return found
