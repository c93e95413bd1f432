"""What the worker does: letters, the letter of the day, the daily look at what is late.

Loaded by procrastinate in every process that starts Django; what is heavy is imported when a task runs.
"""

from contextlib import suppress
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from khuyencong.ground.accounts.models import User
from khuyencong.ground.notices import mailing
from khuyencong.ground.notices.queries import digest_readers
from khuyencong.ground.notices.telling import MAIL_NOTICE

MAIL_DIGEST: Final = "mail_digest"
MAIL_RESET: Final = "mail_reset"
RETRY: Final = RetryStrategy(max_attempts=6, exponential_wait=6)
"""A failed letter waits 6 s, 36 s, 4 and 22 minutes, 2 and 13 hours between attempts, then is the administrator's."""

AT_SEVEN: Final = "0 0 * * *"
"""07:00 in Vietnam: procrastinate counts in UTC."""

BEFORE: Final = "30 23 * * *"
"""06:30 in Vietnam, so that what is late stands in the letter of seven."""


@app.task(name=MAIL_NOTICE, queue="mail", retry=RETRY)
def mail_notice(notice: int) -> bool:
    """Send the letter of one notice, once."""
    from khuyencong.faces.web.notices.letters import send_notice  # noqa: PLC0415

    return mailing.mail_once(notice, send_notice, now=timezone.now())


@app.task(name=MAIL_DIGEST, queue="mail", retry=RETRY)
def mail_digest(user: int) -> int:
    """Send a person's letter of the day."""
    from khuyencong.faces.web.notices.letters import send_digest  # noqa: PLC0415

    now = timezone.now()
    today = timezone.localdate(now)
    return mailing.digest_once(user, lambda notices: send_digest(notices, today=today), now=now)


@app.task(name=MAIL_RESET, queue="mail", retry=RETRY)
def mail_reset(user: int) -> None:
    """Send the link that sets a new password, unless the account was closed meanwhile."""
    from khuyencong.faces.web.notices.letters import send_reset  # noqa: PLC0415

    found = User.objects.filter(pk=user, is_active=True).first()
    if found is not None:
        send_reset(found)


@app.periodic(cron=BEFORE)
@app.task(name="scan_deadlines", queueing_lock="scan_deadlines")
def scan_deadlines(timestamp: int) -> int:
    """Tell everybody what of theirs is late."""
    from khuyencong.faces.web.home.late import tell_late  # noqa: PLC0415

    return tell_late(today=timezone.localdate())


@app.periodic(cron=BEFORE)
@app.task(name="lock_years", queueing_lock="lock_years")
def lock_years(timestamp: int) -> int:
    """Lock the closed years whose day has come; one where money still waits stays open and is told by its page."""
    from khuyencong.core.errors import Refused  # noqa: PLC0415
    from khuyencong.flow.planning.closing_queries import due_to_lock  # noqa: PLC0415
    from khuyencong.flow.planning.operations import lock_year  # noqa: PLC0415
    from khuyencong.ground.access.actor import SYSTEM  # noqa: PLC0415

    today, locked = timezone.localdate(), 0
    for closing in due_to_lock(today):
        with suppress(Refused):
            lock_year(SYSTEM, closing, today=today)
            locked += 1
    return locked


@app.periodic(cron=AT_SEVEN)
@app.task(name="daily_digest", queueing_lock="daily_digest")
def daily_digest(timestamp: int) -> int:
    """Defer a letter for each person for whom something waits; one that still waits is not deferred twice."""
    readers = digest_readers()
    for user in readers:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(MAIL_DIGEST, queueing_lock=f"digest-{user}").defer(user=user)
    return len(readers)
