"""A letter goes once: its notice is locked while it is sent, and says when it went."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from khuyencong.ground.notices.models import Notice
from khuyencong.ground.notices.queries import to_digest


def mail_once(notice_id: int, send: Callable[[Notice], object], *, now: datetime) -> bool:
    """Send the letter of a notice unless it went already or its person is gone; say whether it went.

    What ``send`` raises is the caller's: the notice stays unsent.
    """
    with transaction.atomic():
        rows = Notice.objects.select_for_update(of=("self",)).select_related("user")
        notice = rows.filter(pk=notice_id, mailed_at=None, user__is_active=True).first()
        if notice is None:
            return False
        send(notice)
        notice.mailed_at = now
        notice.save(update_fields=["mailed_at"])
    return True


def digest_once(user_id: int, send: Callable[[Sequence[Notice]], object], *, now: datetime) -> int:
    """Send one letter of what waits for a user's digest; return how many notices it holds."""
    with transaction.atomic():
        rows = to_digest().filter(user=user_id).select_related("user").order_by("id")
        notices = list(rows.select_for_update(of=("self",)))
        if notices:
            send(notices)
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return len(notices)
