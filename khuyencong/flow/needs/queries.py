"""Reading needs."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from khuyencong.core.text import fold
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import communes_of, words
from khuyencong.flow.needs.enums import NeedAnswer, NeedState
from khuyencong.flow.needs.models import Campaign, Need, NeedConfirmation
from khuyencong.flow.needs.rules import AskAgain, is_stale
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import Provision
from khuyencong.ground.regulations.queries import cite
from khuyencong.ground.territory.queries import with_predecessors

NEED_CONFIRMED = "NEED_CONFIRMED"
"""The key of the rule about asking again, among the conditions of support."""

OPEN = (NeedState.RECORDED, NeedState.CHECKED)


@dataclass(frozen=True)
class NeedFilter:
    """What a list of needs is narrowed by; empty fields narrow nothing."""

    search: str = ""
    year: int | None = None
    state: str = ""
    content_id: int | None = None
    campaign_id: int | None = None
    province_id: int | None = None
    channel: str = ""


def need_list(narrow: NeedFilter) -> QuerySet[Need]:
    """Return needs, the latest first; ``year`` is the year in which they were recorded."""
    rows = Need.objects.select_related("province", "commune", "content", "establishment", "campaign")
    if query := words(narrow.search):
        rows = rows.filter(Q(search=query))
    same = {
        "state": narrow.state,
        "content": narrow.content_id,
        "campaign": narrow.campaign_id,
        "province": narrow.province_id,
        "channel": narrow.channel,
    }
    rows = rows.filter(**{column: value for column, value in same.items() if value})
    if narrow.year:
        rows = rows.filter(recorded_on__range=(date(narrow.year, 1, 1), date(narrow.year, 12, 31)))
    return rows.order_by("-recorded_on", "-id")


def campaigns() -> QuerySet[Campaign]:
    """Return campaigns, the latest first, each with the number of its needs (``told``) and proposed ones."""
    return (
        Campaign.objects.select_related("province")
        .annotate(told=Count("needs"), proposed=Count("needs", filter=Q(needs__state=NeedState.PROPOSED)))
        .order_by("-year", "-opens_on", "id")
    )


def campaign_of(token: str, today: date) -> Campaign | None:
    """Return the campaign behind a public link, open today."""
    rows = Campaign.objects.select_related("province")
    return rows.filter(token=token, opens_on__lte=today, closes_on__gte=today).first()


def open_campaigns(province_id: int, today: date) -> QuerySet[Campaign]:
    """Return the campaigns of a province in which a need of today may be recorded."""
    return Campaign.objects.filter(province=province_id, opens_on__lte=today, closes_on__gte=today).order_by("-year")


def by_client_id(client_id: UUID) -> Need | None:
    """Return the need of one filled form, if it has arrived."""
    return Need.objects.filter(client_id=client_id).first()


def same_wish(province_id: int, *, tax_code: str, phone: str, name: str, content_id: int, but: UUID) -> Need | None:
    """Return an open need of the same establishment for the same content: by tax code, telephone or name."""
    rows = Need.objects.filter(province=province_id, content=content_id, state__in=OPEN).exclude(client_id=but)
    if tax_code:
        return rows.filter(tax_code=tax_code).first()
    if phone and (found := rows.filter(phone=phone).first()):
        return found
    folded = fold(name)
    near = rows.filter(search=words(name)) if words(name) else rows.none()
    return next((need for need in near[:50] if fold(need.name) == folded), None)


def registered(province_id: int, tax_code: str) -> Establishment | None:
    """Return the establishment of the register that bears a tax code in a province (or in one that it took over).

    Of a duplicate that was merged away, the kept row.
    """
    if not tax_code:
        return None
    provinces = with_predecessors(frozenset({province_id}))
    rows = Establishment.objects.filter(province__in=provinces, tax_code=tax_code)
    found = rows.select_related("merged_into").first()
    return found.merged_into or found if found else None


def in_register_of(province_id: int, establishment_id: int) -> bool:
    """Say whether an establishment is of a province, or of one that it took over."""
    provinces = with_predecessors(frozenset({province_id}))
    return Establishment.objects.filter(pk=establishment_id, province__in=provinces).exists()


def commune_in(province_id: int, commune_id: int, day: date) -> bool:
    """Say whether a commune lies in a province on a day."""
    return communes_of(province_id, day).filter(pk=commune_id).exists()


def of_establishment(ids: tuple[int, ...]) -> QuerySet[Need]:
    """Return the needs of an establishment and its duplicates, the latest first."""
    return Need.objects.filter(establishment__in=ids).select_related("content").order_by("-recorded_on", "-id")


@dataclass(frozen=True)
class Standing:
    """Whether a need still stands: the last answers, the rule of the day, and whether it must be asked again."""

    need: Need
    last_yes: date | None
    last_no: NeedConfirmation | None
    """The "no" that no later "yes" took back."""
    rule: AskAgain | None
    stale: bool
    waiting_since: date | None
    """A question that is not answered yet."""


def standing_of(need: Need, on: date) -> Standing:
    """Return how a need stands on a day.  Two queries."""
    told = list(need.confirmations.all())
    answered = sorted((row for row in told if row.answered_on), key=lambda row: (row.answered_on or on, row.pk))
    yeses = [row.answered_on for row in answered if row.answer == NeedAnswer.YES]
    last = answered[-1] if answered else None
    last_yes = max((day for day in yeses if day), default=None)
    rule = ask_again_rule(on)
    return Standing(
        need,
        last_yes,
        last if last is not None and last.answer == NeedAnswer.NO else None,
        rule,
        is_stale(rule, need.recorded_on, last_yes, on),
        next((row.asked_on for row in told if row.answered_on is None), None),
    )


def ask_again_rule(on: date) -> AskAgain | None:
    """Return the rule of a day about asking again, the surest first: a row of the regulations' table, never code."""
    rows = Provision.objects.filter(
        kind=ProvisionKind.CONDITION, valid__contains=on, attributes__key=NEED_CONFIRMED, attributes__has_key="days"
    ).select_related("instrument")
    sure = {confidence: rank for rank, confidence in enumerate(Confidence)}
    for row in sorted(rows, key=lambda row: (sure[Confidence(row.confidence)], row.pk)):
        confidence = Confidence(row.confidence)
        citation = cite(row.instrument.number if row.instrument else "", row.article) or row.text
        return AskAgain(int(row.attributes["days"]), citation, confidence.may_block, confidence.label)
    return None
