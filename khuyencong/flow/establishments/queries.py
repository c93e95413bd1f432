"""Reading the register."""

from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from khuyencong.core.text import fold
from khuyencong.flow.establishments.models import Establishment
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit


def words(text: str) -> SearchQuery | None:
    """Return a query for rows that hold every word of ``text`` (accents aside), each as a beginning."""
    parts = fold(text).split()
    if not parts:
        return None
    return SearchQuery(" & ".join(f"{part}:*" for part in parts), search_type="raw", config="simple")


def register_of(search: str = "", province_id: int | None = None) -> QuerySet[Establishment]:
    """Return establishments by name, narrowed by words and province."""
    rows = Establishment.objects.select_related("province", "commune").order_by("name", "id")
    if query := words(search):
        rows = rows.filter(search=query)
    return rows.filter(province=province_id) if province_id else rows


def communes_of(province_id: int, day: date) -> QuerySet[Unit]:
    """Return the communes of a province on ``day``, through districts while there were some."""
    rows = Unit.objects.filter(level=Level.COMMUNE, valid__contains=day)
    return rows.filter(parent=province_id) | rows.filter(parent__parent=province_id)
