"""What came of the support: the surveys added up by content and by province."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from khuyencong.core.money import Dong
from khuyencong.flow.establishments.models import YearFigures
from khuyencong.flow.settlement.models import EffectSurvey
from khuyencong.flow.settlement.rules import EffectSum


@dataclass(frozen=True)
class Effects:
    """The sums of some surveys: of all, by content (its name) and by province (its name)."""

    whole: EffectSum
    contents: tuple[tuple[str, EffectSum], ...]
    provinces: tuple[tuple[str, EffectSum], ...]


def effects_of(surveys: "QuerySet[EffectSurvey]") -> Effects:
    """Add up surveys, of each item the latest that was made.  Two queries."""
    rows = list(
        surveys.select_related("item__project__province", "item__content", "item__acceptance").order_by("item", "round")
    )
    latest: dict[int, EffectSurvey] = {}
    for row in rows:
        kept = latest.get(row.item_id)
        if kept is None or row.surveyed_on is not None:
            latest[row.item_id] = row
    before = revenue_before(latest.values())
    contents: dict[str, EffectSum] = defaultdict(EffectSum)
    provinces: dict[str, EffectSum] = defaultdict(EffectSum)
    whole = EffectSum()
    for row in latest.values():
        one = sum_of(row, before.get(row.item_id))
        whole = whole.plus(one)
        content, province = row.item.content.name, row.item.project.province.name
        contents[content] = contents[content].plus(one)
        provinces[province] = provinces[province].plus(one)
    return Effects(whole, tuple(sorted(contents.items())), tuple(sorted(provinces.items())))


def sum_of(survey: EffectSurvey, before: Dong | None) -> EffectSum:
    """Return one survey as a sum; ``before`` is the establishment's revenue of the year before the acceptance."""
    if survey.surveyed_on is None:
        return EffectSum(scheduled=1)
    compared = before is not None and before > 0 and survey.revenue is not None
    return EffectSum(
        scheduled=1,
        surveyed=1,
        in_use=int(bool(survey.in_use)),
        new_jobs=survey.new_jobs or 0,
        replicated=survey.replicated or 0,
        money=Dong(survey.item.support),
        compared=int(compared),
        revenue_before=Dong(before or 0) if compared else Dong(0),
        revenue_after=Dong(survey.revenue or 0) if compared else Dong(0),
    )


def revenue_before(surveys: Iterable[EffectSurvey]) -> Mapping[int, Dong]:
    """Return, by item, the revenue of its establishment in the year before its acceptance.  One query."""
    wanted: dict[tuple[int, int], list[int]] = defaultdict(list)
    for survey in surveys:
        accepted = getattr(survey.item, "acceptance", None)
        if accepted is not None and survey.item.establishment_id is not None:
            wanted[survey.item.establishment_id, accepted.accepted_on.year - 1].append(survey.item_id)
    rows = YearFigures.objects.filter(
        establishment__in={workshop for workshop, _ in wanted}, revenue__isnull=False
    ).values_list("establishment", "year", "revenue")
    found: dict[int, Dong] = {}
    for workshop, year, revenue in rows:
        for item in wanted.get((workshop, year), ()):
            found[item] = Dong(revenue or 0)
    return found
