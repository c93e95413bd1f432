"""Reading the register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from khuyencong.core.operations import require
from khuyencong.core.text import fold
from khuyencong.flow.establishments.models import Certification, Establishment, YearFigures
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit
from khuyencong.ground.territory.queries import standing_for

STEM = 10
"""The digits of a tax code that a company and its branches share."""


def words(text: str) -> SearchQuery | None:
    """Return a query for rows that hold every word of ``text`` (accents aside), each as a beginning."""
    parts = fold(text).split()
    if not parts:
        return None
    return SearchQuery(" & ".join(f"{part}:*" for part in parts), search_type="raw", config="simple")


def register_of(search: str = "", province_id: int | None = None) -> QuerySet[Establishment]:
    """Return establishments by name, narrowed by words and province."""
    rows = Establishment.objects.select_related("province", "commune", "merged_into").order_by("name", "id")
    if query := words(search):
        rows = rows.filter(search=query)
    return rows.filter(province=province_id) if province_id else rows


def current(rows: QuerySet[Establishment]) -> QuerySet[Establishment]:
    """Leave out the duplicates that were merged away: what a new record may name."""
    return rows.filter(merged_into__isnull=True)


@dataclass(frozen=True)
class RegisterFilter:
    """What the register is narrowed by; empty fields narrow nothing."""

    search: str = ""
    province_id: int | None = None
    legal_form: str = ""
    vsic: str = ""
    """The first digits of an industry code."""
    owner: str = ""
    """``woman`` or ``minority``."""
    craft_village: bool = False
    certified: bool = False
    merged: bool = False
    """``True``: the duplicates that were merged away instead of the rest."""


def register_list(narrow: RegisterFilter) -> QuerySet[Establishment]:
    """Return the register narrowed."""
    rows = register_of(narrow.search, narrow.province_id).filter(merged_into__isnull=not narrow.merged)
    if narrow.legal_form:
        rows = rows.filter(legal_form=narrow.legal_form)
    if narrow.vsic:
        rows = rows.filter(vsic_code__startswith=narrow.vsic)
    if narrow.owner:
        rows = rows.filter(**{{"woman": "woman_owned", "minority": "minority_owned"}[narrow.owner]: True})
    if narrow.craft_village:
        rows = rows.exclude(craft_village="")
    if narrow.certified:
        rows = rows.filter(pk__in=Certification.objects.values("establishment"))
    return rows


def communes_of(province_id: int, day: date) -> QuerySet[Unit]:
    """Return the communes of a province on ``day``, through districts while there were some.

    Of a province that was merged before that day, those of its heir: its offices and registers go on under its name.
    """
    province = standing_for(province_id, day).values("pk")
    rows = Unit.objects.filter(level=Level.COMMUNE, valid__contains=day)
    return rows.filter(parent__in=province) | rows.filter(parent__parent__in=province)


def whole_of(establishment: Establishment) -> tuple[int, ...]:
    """Return the ids whose records make up one establishment: its own, and those merged into it.  One query."""
    return (establishment.pk, *establishment.duplicates.order_by("pk").values_list("pk", flat=True))


def year_figures_of(ids: Iterable[int]) -> tuple[YearFigures, ...]:
    """Return the yearly figures of an establishment and its duplicates, the latest first.  One query."""
    rows = YearFigures.objects.filter(establishment__in=ids).select_related("establishment")
    return tuple(rows.order_by("-year", "establishment"))


def certifications_of(ids: Iterable[int]) -> tuple[Certification, ...]:
    """Return the certified products of an establishment and its duplicates, the latest first.  One query."""
    rows = Certification.objects.filter(establishment__in=ids).select_related("establishment")
    return tuple(rows.order_by("-certified_on", "pk"))


def refuse_merged(ids: Iterable[int | None], *, field: str = "establishment") -> None:
    """Refuse new records that name a duplicate: its page leads to the row that was kept.  One query."""
    named = [pk for pk in ids if pk is not None]
    gone = Establishment.objects.filter(pk__in=named, merged_into__isnull=False).select_related("merged_into").first()
    require(
        gone is None,
        f"“{gone}” đã được gộp vào “{gone.merged_into if gone else ''}”: hãy chọn cơ sở được giữ lại.",
        field=field,
    )


@dataclass(frozen=True)
class Likeness:
    """Two establishments that may be one; ``why`` are the Vietnamese words of what they share."""

    first: Establishment
    second: Establishment
    why: tuple[str, ...]


def likely_duplicates(rows: QuerySet[Establishment], limit: int) -> tuple[Likeness, ...]:
    """Return pairs of ``rows`` that share the stem of a tax code, a name in one commune, or a telephone number.

    Three queries for the pairs and one for the establishments; at most ``limit`` pairs, the likeliest first.
    """
    found: dict[tuple[int, int], list[str]] = {}
    for why, pairs in _shared(current(rows)).items():
        for pair in pairs:
            found.setdefault(pair, []).append(why)
    ranked = sorted(found, key=lambda pair: (-len(found[pair]), pair))[:limit]
    known = Establishment.objects.select_related("province", "commune").in_bulk({pk for pair in ranked for pk in pair})
    return tuple(Likeness(known[a], known[b], tuple(found[a, b])) for a, b in ranked)


def _shared(rows: QuerySet[Establishment]) -> Mapping[str, list[tuple[int, int]]]:
    stems = [(code[:STEM], pk) for code, pk in rows.exclude(tax_code=None).values_list("tax_code", "pk") if code]
    names = [
        (f"{province}/{commune}/{fold(name)}", pk)
        for province, commune, name, pk in rows.values_list("province", "commune", "name", "pk")
    ]
    phones = list(rows.exclude(Q(phone="")).values_list("phone", "pk"))
    return {
        "cùng gốc mã số thuế": _pairs(stems),
        "cùng tên trong một địa bàn": _pairs(names),
        "cùng số điện thoại": _pairs(phones),
    }


def _pairs(keyed: Iterable[tuple[str, int]]) -> list[tuple[int, int]]:
    """Return the neighbours within each group of equal keys: n rows give n-1 pairs."""
    groups: dict[str, list[int]] = {}
    for key, pk in keyed:
        groups.setdefault(key, []).append(pk)
    ordered = (sorted(group) for group in groups.values() if len(group) > 1)
    return [pair for group in ordered for pair in pairwise(group)]
