"""The only place where an envelope's money moves.  Every function takes rows that its caller has locked.

Rows are locked in the order of their keys, lines before envelopes; the CHECKs of :class:`Envelope` are the last net.
"""

from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong
from khuyencong.flow.planning.models import Envelope


def commit(envelope: Envelope, amount: Dong, *, project_id: int) -> None:
    """Take ``amount`` đồng for a line of the đề án ``project_id`` (below zero: give back)."""
    if amount > envelope.left:
        raise NoRoom(Dong(envelope.left), amount)
    envelope.committed += amount
    envelope.save(update_fields=["committed"])


def give(envelope: Envelope, amount: Dong) -> None:
    """Let an envelope that stands below none hold ``amount`` đồng in all; never less than went out of it."""
    _fits(envelope, amount)
    envelope.amount = amount
    envelope.save()


def delegate(parent: Envelope, child: Envelope, amount: Dong) -> None:
    """Let ``child`` hold ``amount`` đồng in all out of ``parent``: the difference moves between them.

    A child that stood alone until now comes under ``parent`` with all that it holds.
    """
    delta = Dong(amount - (child.amount if child.parent_id == parent.pk else 0))
    if delta > parent.left:
        raise NoRoom(parent.left, delta)
    _fits(child, amount)
    parent.delegated += delta
    parent.save(update_fields=["delegated"])
    child.parent, child.amount = parent, amount
    child.save()


def carry(out_of: Envelope, into: Envelope, amount: Dong, *, project_id: int) -> None:
    """Move ``amount`` đồng that a line of ``out_of`` held into the next year's envelope, for the same đề án's line."""
    commit(out_of, Dong(-amount), project_id=project_id)
    out_of.carried_out += amount
    out_of.save(update_fields=["carried_out"])
    into.carried_in += amount
    into.save(update_fields=["carried_in"])
    commit(into, amount, project_id=project_id)


def _fits(envelope: Envelope, amount: Dong) -> None:
    went_out = Dong(envelope.amount - envelope.left)
    if amount < went_out:
        raise NoRoom(amount, went_out)
