"""Somebody's notices."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, QuerySet
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from khuyencong.ground.accounts.models import User
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


def digest_readers() -> list[int]:
    """Return the users for whom something waits for the letter of the day."""
    return sorted(set(to_digest().order_by().values_list("user", flat=True)))


def failed_jobs() -> "QuerySet[ProcrastinateJob]":
    """Return the jobs that were given up, the newest first."""
    return ProcrastinateJob.objects.filter(status="failed").order_by("-id")


def failed_at(jobs: Sequence[ProcrastinateJob]) -> dict[int, datetime]:
    """Return when each job was given up.  One query."""
    rows = ProcrastinateEvent.objects.filter(job__in=[job.pk for job in jobs], type="failed")
    return dict(rows.values_list("job").annotate(Max("at")))


def addressees(jobs: Sequence[ProcrastinateJob]) -> dict[int, User]:
    """Return for whom each job is, where it is for somebody.  Two queries."""
    about = {job.pk: job.args.get("notice") for job in jobs}
    users = {job.pk: job.args.get("user") for job in jobs}
    of_notice = dict(Notice.objects.filter(pk__in=[pk for pk in about.values() if pk]).values_list("pk", "user"))
    wanted = {job: of_notice.get(about[job]) or users[job] for job in about}
    people = User.objects.in_bulk([pk for pk in wanted.values() if pk])
    return {job: people[pk] for job, pk in wanted.items() if pk in people}
