"""Telling people of what an operation did: the notice, the job that mails it and the row commit together.

``notify`` is called inside an operation.  It writes on the operation's connection, and so does the queue of jobs:
what is rolled back was told to nobody.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from khuyencong.core.capabilities import Can
from khuyencong.core.models import AuditEntry, Record
from khuyencong.core.operations import Acting
from khuyencong.ground.access.actor import scope_of
from khuyencong.ground.access.queries import holders_of
from khuyencong.ground.accounts.models import User
from khuyencong.ground.notices.enums import Kind, Way
from khuyencong.ground.notices.models import Notice, Preference
from khuyencong.ground.notices.rules import RULES, Rule, fields_of, text_of

MAIL_NOTICE: Final = "mail_notice"
"""The task that mails one notice; the faces define it, because a letter has words and addresses of pages."""

_silent: ContextVar[bool] = ContextVar("khuyencong_silent", default=False)


def notify(
    actor: Acting,
    kind: Kind,
    about: Record,
    *,
    to: Collection[int] | None = None,
    also: Collection[Can] = (),
    wrote: Record | None = None,
    **values: object,
) -> None:
    """Tell whom the rule of ``kind`` names, the actor aside, about the row ``about``.

    ``to`` are ids of users, for a rule that names nobody; ``also`` are capabilities that the recipients need besides
    the rule's; ``wrote`` is the row whose authors are meant where it is not ``about``.  ``values`` fill the sentence;
    what they lack is the column of that name of ``about`` (AttributeError where there is none).

    Three queries and two inserts at most, whatever the number of people.
    """
    if _silent.get():
        return
    people = (_active(to) if to is not None else _people(RULES[kind], about, also, wrote or about)) - {actor.id}
    if not people:
        return
    said = {name: str(values[name] if name in values else getattr(about, name)) for name in fields_of(kind)}
    write(kind, people, said, by=actor.label, about=about)


def write(
    kind: Kind, people: Iterable[int], values: Mapping[str, str], *, by: str, about: Record | None
) -> list[Notice]:
    """Write a notice for each of ``people`` who did not decline it, and defer the letters that go at once."""
    rule = RULES[kind]
    people = sorted(people)
    chosen = dict(Preference.objects.filter(kind=kind, user__in=people).values_list("user", "way"))
    ways = {pk: Way(chosen.get(pk, rule.way)) for pk in people}
    rows = Notice.objects.bulk_create(
        Notice(
            user_id=pk,
            kind=kind,
            text=text_of(kind, values),
            values=dict(values),
            by=by,
            about_table=about._meta.db_table if about else "",
            about_row=about.pk if about else None,
            way=way,
        )
        for pk, way in ways.items()
        if way is not Way.NONE
    )
    letters: list[JSONDict] = [{"notice": row.pk} for row in rows if row.way == Way.AT_ONCE]
    if letters:
        app.configure_task(MAIL_NOTICE).batch_defer(*letters)
    return rows


@contextmanager
def untold() -> Iterator[None]:
    """Tell nobody inside: what is written is long past (a demonstration's years, an import of old papers)."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _active(people: Collection[int]) -> set[int]:
    return set(User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))


def _people(rule: Rule, about: Record, also: Collection[Can], written: Record) -> set[int]:
    """Return the holders; of them the authors, unless none of them holds such a post any more."""
    holders = set(holders_of({*rule.needs, *also}, scope_of(about)))
    if rule.author and len(holders) > 1:
        entries = AuditEntry.objects.filter(table=written._meta.db_table, row=written.pk, actor__in=holders)
        return {pk for pk in entries.values_list("actor", flat=True) if pk is not None} or holders
    return holders
