"""The only place where the money of a plan moves: source → envelope → line → contract, and back.

Every function takes rows that its caller has locked: lines before envelopes, each in the order of their keys.  It
changes the stored sum and writes the transfer that it is the sum of; the CHECKs of the tables and the ledger's own
balances are the last net.
"""

from datetime import date

from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong
from khuyencong.flow.ledger import entries
from khuyencong.flow.ledger.enums import TransferKind
from khuyencong.flow.ledger.models import Account
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanChange, PlanLine


def budget_day(plan: AnnualPlan) -> date:
    """Return the day on which money of a plan moves when nobody says another: its approval, or 1 January."""
    return max(plan.approved_on or date(plan.year, 1, 1), date(plan.year, 1, 1))


def opened(plan: AnnualPlan, source: str, *, above: Envelope | None = None, **where: object) -> Envelope:
    """Return a new envelope, not yet stored, with its account: under ``above``, or under a source of its own."""
    parent = above.account if above else entries.open_source(province_id=plan.province_id)
    account = entries.open_envelope(parent, province_id=plan.province_id)
    return Envelope(plan=plan, source=source, account=account, **where)


def commit(envelope: Envelope, amount: Dong, *, account: Account, day: date, reference: str) -> None:
    """Take ``amount`` đồng for the line of ``account`` (below zero: give back)."""
    if amount > envelope.left:
        raise NoRoom(Dong(envelope.left), amount)
    _post(TransferKind.COMMITTED, envelope.account, account, amount, day, reference)
    envelope.committed += amount
    envelope.save(update_fields=["committed"])


def give(envelope: Envelope, amount: Dong, *, day: date) -> None:
    """Let an envelope that stands below none hold ``amount`` đồng in all; never less than went out of it."""
    _fits(envelope, amount)
    source = envelope.account.parent
    if source is not None:
        reference = f"Giao dự toán {envelope} năm {envelope.plan.year}"
        _post(TransferKind.ALLOCATED, source, envelope.account, Dong(amount - envelope.amount), day, reference)
    envelope.amount = amount
    envelope.save()


def delegate(parent: Envelope, child: Envelope, amount: Dong, *, day: date) -> None:
    """Let ``child`` hold ``amount`` đồng in all out of ``parent``: the difference moves between them.

    A child that stood alone until now comes under ``parent`` with all that it holds: its own source takes back what
    it gave.
    """
    under = child.parent_id == parent.pk
    delta = Dong(amount - (child.amount if under else 0))
    if delta > parent.left:
        raise NoRoom(parent.left, delta)
    _fits(child, amount)
    reference = f"Phân bổ dự toán {child} năm {child.plan.year}"
    _post(TransferKind.ALLOCATED, parent.account, child.account, delta, day, reference)
    if not under and child.amount and child.account.parent is not None:
        own = child.account.parent
        _post(TransferKind.ALLOCATED, own, child.account, Dong(-child.amount), day, reference)
    parent.delegated += delta
    parent.save(update_fields=["delegated"])
    child.parent, child.amount = parent, amount
    child.save()


def carry(
    out_of: Envelope, into: Envelope, amount: Dong, *, old: Account, new: Account, day: date, reference: str
) -> None:
    """Move ``amount`` đồng that a line of ``out_of`` held (account ``old``) to its line in the next year (``new``)."""
    commit(out_of, Dong(-amount), account=old, day=day, reference=reference)
    _post(TransferKind.CARRIED_OVER, out_of.account, into.account, amount, day, reference)
    out_of.carried_out += amount
    out_of.save(update_fields=["carried_out"])
    into.carried_in += amount
    into.save(update_fields=["carried_in"])
    commit(into, amount, account=new, day=day, reference=reference)


def cancel_left(envelope: Envelope, *, day: date, reference: str) -> Dong:
    """Give what a locked envelope has left back to the budget that it came from; return how much it was."""
    left = envelope.left
    if left:
        source = entries.root(envelope.account)
        _post(TransferKind.ALLOCATED, source, envelope.account, Dong(-left), day, reference)
        envelope.cancelled += left
        envelope.save(update_fields=["cancelled"])
    return left


def contract(line: PlanLine, amount: Dong, *, account: Account, day: date, reference: str) -> None:
    """Take ``amount`` of a locked line for the contract of ``account``; the caller saves the line."""
    left = Dong(line.current - line.contracted)
    if amount > left:
        raise NoRoom(left, amount)
    _post(TransferKind.CONTRACTED, line.account, account, amount, day, reference)
    line.contracted += amount


def give_back(line: PlanLine, amount: Dong, *, account: Account, day: date, reference: str) -> None:
    """Return ``amount`` of a contract to its locked line; of a stopped line it goes on to the envelope."""
    if not amount:
        return
    _post(TransferKind.CONTRACTED, line.account, account, Dong(-amount), day, reference)
    line.contracted -= amount
    line.save(update_fields=["contracted"])
    if line.state == LineState.STOPPED:
        free(line, amount, day=day, reference=reference)


def free(line: PlanLine, amount: Dong, *, day: date, reference: str) -> None:
    """Give uncontracted money of a locked line back to its envelope; a plan in force keeps it as a change."""
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=line.envelope_id)
    commit(envelope, Dong(-amount), account=line.account, day=day, reference=reference)
    line.current -= amount
    line.save(update_fields=["current"])
    if line.effective_on is not None:
        PlanChange.objects.create(line=line, decided_on=day, delta=-amount, decision=reference[:60])


def _post(kind: TransferKind, source: Account, target: Account, amount: Dong, day: date, reference: str) -> None:
    """Write what moved from ``source`` to ``target`` (below zero: what came back)."""
    if amount > 0:
        entries.post(kind, taken_from=source, given_to=target, amount=amount, day=day, reference=reference)
    elif amount < 0:
        entries.post(
            TransferKind.RETURNED,
            taken_from=target,
            given_to=source,
            amount=Dong(-amount),
            day=day,
            reference=reference,
        )


def _fits(envelope: Envelope, amount: Dong) -> None:
    went_out = Dong(envelope.amount - envelope.left)
    if amount < went_out:
        raise NoRoom(amount, went_out)
