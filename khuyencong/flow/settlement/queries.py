"""Reading settlements."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count

from khuyencong.flow.settlement.models import Settlement


def settled_by_centre(centres: Iterable[int], *, since: date, until: date) -> Mapping[int, int]:
    """Return how many contracts of each centre were settled from ``since`` to ``until``, both days in.  One query."""
    rows = Settlement.objects.filter(
        settled_on__range=(since, until), contract__line__project__centre__in=set(centres)
    ).order_by()
    counted = rows.values("contract__line__project__centre").annotate(n=Count("pk"))
    return {row["contract__line__project__centre"]: row["n"] for row in counted}
