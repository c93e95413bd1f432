"""Reading the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Sum, When

from khuyencong.core.money import Dong
from khuyencong.flow.ledger.enums import AccountKind, TransferKind
from khuyencong.flow.ledger.ledger_sql import LOCKED
from khuyencong.flow.ledger.models import Account, Balance, Transfer


@dataclass(frozen=True)
class Entry:
    """A transfer as one account sees it: ``change`` in đồng (below zero: it left), ``running`` after it."""

    transfer: Transfer
    change: Dong
    running: Dong

    @property
    def day(self) -> date:
        """The day of the transfer."""
        return self.transfer.day

    @property
    def kind(self) -> TransferKind:
        """Why it moved."""
        return TransferKind(self.transfer.kind)


@dataclass(frozen=True)
class Wrong:
    """A stored sum of an account that is not the sum of its transfers, in đồng."""

    account_id: int
    stored: Dong
    counted: Dong


def locked_through(accounts: Iterable[int], day: date) -> date | None:
    """Return until when the books of any of ``accounts`` are closed, where that holds ``day``.  One query."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKED.format(accounts="ANY(%s)", day="%s"), [list(accounts), day])
        found: date | None = cursor.fetchone()[0]
    return found


def held_on(accounts: Iterable[int], day: date) -> Mapping[int, Mapping[AccountKind, Dong]]:
    """Return what each account of a plan line, its contracts and their parts held at the end of ``day``, by kind.

    Counted from the transfers, so that it can be told for any day.  Two queries.
    """
    wanted = set(accounts)
    told: dict[int, dict[AccountKind, Dong]] = {account: {} for account in wanted}
    for side, sign in (("given_to", 1), ("taken_from", -1)):
        top = Case(
            When(**{f"{side}__kind": AccountKind.LINE}, then=F(side)),
            When(**{f"{side}__kind": AccountKind.CONTRACT}, then=F(f"{side}__parent")),
            default=F(f"{side}__parent__parent"),
        )
        rows = Transfer.objects.filter(day__lte=day).annotate(top=top).filter(top__in=wanted).order_by()
        for account, kind, total in rows.values_list("top", f"{side}__kind").annotate(Sum("amount")):
            one = told[account]
            one[AccountKind(kind)] = Dong(one.get(AccountKind(kind), 0) + sign * int(total))
    return told


def balance_of(account: Account) -> Dong:
    """Return what an account holds, in đồng.  One query."""
    return Dong(Balance.objects.values_list("amount", flat=True).get(account=account))


def part_balance(account: Account, kind: AccountKind) -> Dong:
    """Return what the part of ``kind`` under an account holds; 0 where it has none.  One query."""
    found = Balance.objects.filter(account__parent=account, account__kind=kind).values_list("amount", flat=True).first()
    return Dong(found or 0)


def transfers_of(account: Account) -> "QuerySet[Transfer]":
    """Return the transfers of an account with both its sides, in the order in which they were written."""
    rows = Transfer.objects.filter(Q(taken_from=account) | Q(given_to=account))
    return rows.select_related("taken_from", "given_to", "reverses").order_by("id")


def entries(transfers: Iterable[Transfer], account: Account, *, before: Dong = Dong(0)) -> list[Entry]:
    """Return the transfers as ``account`` sees them, with what it held after each; ``before`` is held at the start."""
    told, running = [], int(before)
    for transfer in transfers:
        change = transfer.amount if transfer.given_to_id == account.pk else -transfer.amount
        running += change
        told.append(Entry(transfer, Dong(change), Dong(running)))
    return told


def recount() -> list[Wrong]:
    """Count every balance anew from the transfers; return those that differ.  One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH moved AS (SELECT given_to_id AS account_id, amount FROM ledger_transfer"
            " UNION ALL SELECT taken_from_id, -amount FROM ledger_transfer),"
            " counted AS (SELECT account_id, sum(amount) AS amount FROM moved GROUP BY 1)"
            " SELECT a.id, coalesce(b.amount, 0), coalesce(c.amount, 0) FROM ledger_account a"
            " LEFT JOIN ledger_balance b ON b.account_id = a.id LEFT JOIN counted c ON c.account_id = a.id"
            " WHERE coalesce(b.amount, 0) <> coalesce(c.amount, 0) OR b.account_id IS NULL ORDER BY a.id"
        )
        return [Wrong(account, Dong(stored), Dong(int(counted))) for account, stored, counted in cursor.fetchall()]
