"""From a signed-in user to an actor; who holds what; who wrote what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from khuyencong.core.capabilities import Can
from khuyencong.core.models import AuditEntry
from khuyencong.core.moments import WRITTEN_ON
from khuyencong.core.scope import Scope
from khuyencong.core.search import folded, holds
from khuyencong.ground.access.actor import NOBODY, Actor, Grant
from khuyencong.ground.access.models import Post
from khuyencong.ground.access.roles import ROLES, Reach, Role
from khuyencong.ground.accounts.models import User
from khuyencong.ground.accounts.queries import names_on
from khuyencong.ground.territory.models import Succession
from khuyencong.ground.territory.queries import with_predecessors


def actor_of(user: User, *, today: date) -> Actor:
    """Build the actor of ``user`` from the posts held on ``today``.  Three queries at most."""
    posts = list(
        Post.objects.filter(user=user, valid__contains=today).select_related("organisation").order_by("id")
        if user.is_active
        else ()
    )
    if not posts:
        return Actor(user.pk, user.full_name, "Chưa có nhiệm vụ", "", NOBODY.grants)
    first = posts[0]
    names = names_on(today, [post.organisation_id for post in posts if post.organisation_id])
    organisation = names[first.organisation_id].name if first.organisation_id in names else ""
    return Actor(
        user.pk,
        user.full_name,
        Role(first.role).label,
        organisation,
        tuple(_grant(post) for post in posts),
        _home(first),
    )


@dataclass(frozen=True)
class PeopleFilter:
    """What the list of people is narrowed by; empty fields narrow nothing."""

    search: str = ""
    role: str = ""
    idle: bool | None = None
    """``True``: without a post today; ``False``: with one."""


def people(narrow: PeopleFilter, *, today: date) -> QuerySet[User]:
    """Return people by name, each with ``posts_today``.  The page's rows cost two queries, whatever their number."""
    held = Post.objects.filter(valid__contains=today).select_related("organisation").order_by("id")
    rows = User.objects.order_by(folded("full_name"), "full_name", "email").prefetch_related(
        Prefetch("posts", queryset=held, to_attr="posts_today")
    )
    if narrow.role:
        rows = rows.filter(Exists(held.filter(user=OuterRef("pk"), role=narrow.role)))
    if narrow.idle is not None:
        some = Exists(held.filter(user=OuterRef("pk")))
        rows = rows.filter(~some if narrow.idle else some)
    return rows.filter(holds(narrow.search, ("full_name", "email")))


def posts_of(user: User) -> tuple[Post, ...]:
    """Return every post of a person, the newest first.  One query."""
    return tuple(user.posts.select_related("organisation").order_by("-valid", "-id"))


def holders_of(capabilities: Collection[Can], place: Scope) -> frozenset[int]:
    """Return the users whose one post gives all of ``capabilities`` at ``place`` today.  One query.

    Today is the database's day, as the log's hour is: who is told of a deed holds the post when it is done.
    """
    wanted = {role for role, rule in ROLES.items() if rule.capabilities.issuperset(capabilities)}
    heirs = Succession.objects.filter(predecessor=place.province_id).values("successor")
    here = Q(organisation__province=place.province_id) | Q(organisation__province__in=heirs)
    reached = {
        Reach.NATION: Q(),
        Reach.PROVINCE: here if place.province_id else Q(pk__in=()),
        Reach.ORGANISATION: Q(organisation=place.organisation_id) if place.organisation_id else Q(pk__in=()),
        Reach.ESTABLISHMENT: Q(establishment=place.establishment_id) if place.establishment_id else Q(pk__in=()),
    }
    found = Q(pk__in=())
    for reach, condition in reached.items():
        found |= Q(role__in=[role for role in wanted if ROLES[role].reach is reach]) & condition
    held = Post.objects.filter(found, user__is_active=True, valid__contains=WRITTEN_ON)
    return frozenset(held.values_list("user", flat=True))


def staff_of(organisation_id: int) -> frozenset[int]:
    """Return the users who hold a post at an organisation today, by the database's day.  One query."""
    held = Post.objects.filter(organisation=organisation_id, user__is_active=True, valid__contains=WRITTEN_ON)
    return frozenset(held.values_list("user", flat=True))


@dataclass(frozen=True)
class HistoryFilter:
    """What the log is narrowed by; empty fields narrow nothing."""

    table: str = ""
    person: str = ""
    verb: str = ""
    change: str = ""
    since: date | None = None
    until: date | None = None
    operation: UUID | None = None


def history(narrow: HistoryFilter) -> QuerySet[AuditEntry]:
    """Return entries of the log, the newest first."""
    rows = AuditEntry.objects.order_by("-id")
    same = {"table": narrow.table, "verb": narrow.verb, "change": narrow.change, "operation": narrow.operation}
    rows = rows.filter(**{column: value for column, value in same.items() if value})
    if narrow.since:
        rows = rows.filter(at__gte=_midnight(narrow.since))
    if narrow.until:
        rows = rows.filter(at__lt=_midnight(narrow.until + timedelta(days=1)))
    return rows.filter(holds(narrow.person, ("actor_label",)))


def history_of(
    rows: Mapping[str, Sequence[int]], children: Mapping[str, tuple[str, int]] | None = None
) -> QuerySet[AuditEntry]:
    """Return the log of some rows (table → ids), and of rows that point or pointed at one (table → column, id)."""
    found = Q(pk__in=())
    for table, ids in rows.items():
        found |= Q(table=table, row__in=ids)
    for table, (column, parent) in (children or {}).items():
        found |= Q(table=table) & (Q(**{f"after__{column}": parent}) | Q(**{f"before__{column}": parent}))
    return AuditEntry.objects.filter(found).order_by("-id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _grant(post: Post) -> Grant:
    rule = ROLES[Role(post.role)]
    if rule.reach is Reach.NATION:
        return Grant(rule.capabilities, rule.reach)
    if rule.reach is Reach.PROVINCE and post.organisation and post.organisation.province_id:
        return Grant(rule.capabilities, rule.reach, with_predecessors(frozenset({post.organisation.province_id})))
    if rule.reach is Reach.ORGANISATION and post.organisation_id:
        return Grant(rule.capabilities, rule.reach, frozenset({post.organisation_id}))
    return Grant(rule.capabilities, rule.reach, frozenset({post.establishment} if post.establishment else ()))


def _home(post: Post) -> Scope:
    organisation = post.organisation
    if organisation is None:
        return Scope(establishment_id=post.establishment)
    return Scope(province_id=organisation.province_id, organisation_id=organisation.pk)
