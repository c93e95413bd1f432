"""Writing in the ledger: called by the operations of the stages that own the money, under the locks that they hold.

Nothing here is an operation of its own: whoever moves a đồng holds the row (envelope, line, contract) whose money it
is, and the database refuses an entry that nobody is named for or that an account cannot bear.
"""

from datetime import date

from khuyencong.core.errors import NotValid
from khuyencong.core.money import Dong
from khuyencong.flow.ledger.enums import AccountKind, TransferKind
from khuyencong.flow.ledger.models import Account, AccountLock, Transfer
from khuyencong.flow.ledger.queries import locked_through


def open_source(*, province_id: int | None) -> Account:
    """Open an account for money of the State, from outside this book: the only kind that goes below zero."""
    return Account.objects.create(kind=AccountKind.SOURCE, province_id=province_id)


def open_envelope(above: Account, *, province_id: int | None) -> Account:
    """Open the account of an envelope under its source or under the envelope that feeds it."""
    return Account.objects.create(kind=AccountKind.ENVELOPE, parent=above, province_id=province_id)


def open_under(
    parent: Account, kind: AccountKind, *, province_id: int | None = None, organisation_id: int | None = None
) -> Account:
    """Open an account under ``parent``, in its province and of its organisation unless told."""
    return Account.objects.create(
        kind=kind,
        parent=parent,
        province_id=province_id or parent.province_id,
        organisation_id=organisation_id or parent.organisation_id,
    )


def part(of: Account, kind: AccountKind) -> Account:
    """Return the one account of ``kind`` under ``of``, opened now if need be; the owner's row is locked."""
    return Account.objects.filter(parent=of, kind=kind).first() or open_under(of, kind)


def post(
    kind: TransferKind, *, taken_from: Account, given_to: Account, amount: Dong, day: date, reference: str
) -> Transfer:
    """Move ``amount`` đồng, more than 0; refused on a day of closed books."""
    _still_open((taken_from.pk, given_to.pk), day)
    return Transfer.objects.create(
        kind=kind, taken_from=taken_from, given_to=given_to, amount=amount, day=day, reference=reference[:200]
    )


def reverse(transfer: Transfer, *, day: date, reference: str) -> Transfer:
    """Undo a transfer as a whole by one in the other direction; refused on a day of closed books."""
    _still_open((transfer.taken_from_id, transfer.given_to_id), day)
    return Transfer.objects.create(
        kind=TransferKind.REVERSED,
        taken_from_id=transfer.given_to_id,
        given_to_id=transfer.taken_from_id,
        amount=transfer.amount,
        day=day,
        reference=reference[:200],
        reverses=transfer,
    )


def close_books(envelope: Account, *, through: date) -> None:
    """Let no transfer dated up to ``through`` touch the account of an envelope or what stands under it."""
    AccountLock.objects.update_or_create(account=envelope, defaults={"through": through})


def open_books(envelope: Account) -> None:
    """Take the lock of an envelope's account away."""
    for row in AccountLock.objects.filter(account=envelope):
        row.delete()


def root(account: Account) -> Account:
    """Return the source that an account stands under in the end."""
    at = account
    while at.parent is not None:
        at = at.parent
    return at


def _still_open(accounts: tuple[int, int], day: date) -> None:
    through = locked_through(accounts, day)
    if through is not None:
        raise NotValid(
            f"Sổ kinh phí đã khóa đến hết ngày {through:%d/%m/%Y}: không ghi được khoản của ngày {day:%d/%m/%Y};"
            " nếu phải sửa, hãy đề nghị mở lại sổ."
        )
