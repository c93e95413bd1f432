"""Somebody's notices."""

from django.db.models import QuerySet

from khuyencong.ground.notices.enums import Kind, Way
from khuyencong.ground.notices.models import Notice, Preference
from khuyencong.ground.notices.rules import RULES


def notices_of(user_id: int, *, kind: str = "", unread: bool = False) -> QuerySet[Notice]:
    """Return the notices of a user, the newest first."""
    rows = Notice.objects.filter(user=user_id)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(read_at=None) if unread else rows


def unread_count(user_id: int) -> int:
    """Count what a user has not read.  One query."""
    return Notice.objects.filter(user=user_id, read_at=None).count()


def ways_of(user_id: int) -> dict[Kind, Way]:
    """Return how a user is told of each kind.  One query."""
    chosen = dict(Preference.objects.filter(user=user_id).values_list("kind", "way"))
    return {kind: Way(chosen.get(kind, rule.way)) for kind, rule in RULES.items()}


def to_digest() -> QuerySet[Notice]:
    """Return what waits for the letter of the day."""
    return Notice.objects.filter(way=Way.DIGEST, mailed_at=None, read_at=None, user__is_active=True)
