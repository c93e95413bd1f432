"""What is late, told once a day: the queues of each person's first page, as one notice."""

from datetime import date

from django.db import transaction

from khuyencong.faces.web.home.board import queues_of
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.accounts.models import User
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.inbox import forget_unread
from khuyencong.ground.notices.telling import write


def tell_late(*, today: date) -> int:
    """Write a notice for everybody with something late; yesterday's that was not read goes.  Return how many."""
    told = 0
    for user in User.objects.filter(is_active=True, posts__valid__contains=today).distinct():
        words = late_words(actor_of(user, today=today), today)
        with transaction.atomic():
            forget_unread(user.pk, Kind.DEADLINE)
            if words:
                told += len(write(Kind.DEADLINE, [user.pk], {"what": words}, by=SYSTEM.label, about=None))
    return told


def late_words(actor: Actor, today: date) -> str:
    """Say which queues of the actor hold something late, and how many things wait there."""
    queues = queues_of(actor, today)
    return "; ".join(f"{queue.title} ({queue.total})" for queue in queues if any(task.late for task in queue.tasks))
