"""What a person does with their own notices.  No operation: see :class:`khuyencong.core.models.Private`."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from khuyencong.ground.notices.enums import Kind, Way
from khuyencong.ground.notices.models import Notice, Preference


def mark_read(user_id: int, *, now: datetime, notice_id: int | None = None) -> int:
    """Mark one notice of the user as read, or all of them; return how many were not."""
    rows = Notice.objects.filter(user=user_id, read_at=None)
    return (rows.filter(pk=notice_id) if notice_id is not None else rows).update(read_at=now)


def forget_unread(user_id: int, kind: Kind) -> None:
    """Drop what the user has not read of a kind of which only the newest says anything."""
    Notice.objects.filter(user=user_id, kind=kind, read_at=None).delete()


def choose(user_id: int, ways: Mapping[Kind, Way]) -> None:
    """Keep how the user wishes to be told of each kind."""
    with transaction.atomic():
        for kind, way in ways.items():
            Preference.objects.update_or_create(user_id=user_id, kind=kind, defaults={"way": way})
