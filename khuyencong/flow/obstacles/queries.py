"""Reading obstacles: the list, what is to be cleared this week, how old they are and who holds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from khuyencong.flow.establishments.queries import words
from khuyencong.flow.obstacles.enums import ObstacleLevel, ObstacleState
from khuyencong.flow.obstacles.models import Obstacle

WAITING = (ObstacleState.OPEN, ObstacleState.ESCALATED)
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class ObstacleFilter:
    """What a list of obstacles is narrowed by; empty fields narrow nothing."""

    search: str = ""
    state: str = ""
    level: str = ""
    kind: str = ""
    province_id: int | None = None
    this_week: bool = False
    """Those that wait and are late or due within seven days."""


@dataclass(frozen=True)
class LevelAges:
    """How many obstacles wait at a level, by how late they are."""

    level: ObstacleLevel
    in_time: int
    week: int
    month: int
    longer: int

    @property
    def total(self) -> int:
        """All that wait at the level."""
        return self.in_time + self.week + self.month + self.longer


def obstacle_list(narrow: ObstacleFilter, today: date) -> QuerySet[Obstacle]:
    """Return obstacles with what a list shows: those that wait first, the most overdue on top."""
    rows = Obstacle.objects.select_related("project", "owner_user", "owner_organisation")
    if text := narrow.search.strip():
        query = words(text)
        match = Q(description__icontains=text)
        rows = rows.filter(match | Q(project__search=query) if query else match)
    same = {
        "state": narrow.state,
        "level": narrow.level,
        "kind": narrow.kind,
        "project__province": narrow.province_id,
    }
    rows = rows.filter(**{column: value for column, value in same.items() if value})
    if narrow.this_week:
        rows = rows.filter(state__in=WAITING, due_on__lte=today + WEEK)
    return (
        rows.order_by("closed_on", "resolved_on", "due_on", "pk")
        if not narrow.this_week
        else rows.order_by("due_on", "pk")
    )


def ages(provinces: Iterable[int], today: date) -> tuple[LevelAges, ...]:
    """Count what waits in some provinces by level and age.  One query."""
    rows = Obstacle.objects.filter(project__province__in=set(provinces), state__in=WAITING).order_by()
    counted = rows.values_list("level").annotate(
        in_time=Count("pk", filter=Q(due_on__gte=today)),
        week=Count("pk", filter=Q(due_on__lt=today, due_on__gte=today - WEEK)),
        month=Count("pk", filter=Q(due_on__lt=today - WEEK, due_on__gte=today - MONTH)),
        longer=Count("pk", filter=Q(due_on__lt=today - MONTH)),
    )
    known = {row[0]: row[1:] for row in counted}
    return tuple(LevelAges(level, *known.get(level, (0, 0, 0, 0))) for level in ObstacleLevel)


def to_escalate(obstacle: Obstacle, after: int | None, today: date) -> bool:
    """Say whether the rule proposes to send an obstacle up: it waits, is overdue by more, and somebody is above."""
    if after is None or not obstacle.waits or ObstacleLevel(obstacle.level).above is None:
        return False
    return (today - obstacle.due_on).days > after
