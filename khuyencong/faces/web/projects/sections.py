"""The tables of the page of a đề án: each row with what belongs to it and the acts that it offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from khuyencong.core.money import Dong
from khuyencong.faces.web.acts import Offer
from khuyencong.faces.web.establishments.conditions import Told
from khuyencong.faces.web.projects import offers
from khuyencong.faces.web.projects.choices import TONES
from khuyencong.faces.web.projects.records import Records, acceptance_of, by, settlement_of
from khuyencong.flow.contracts.models import Contract, Payment
from khuyencong.flow.planning.models import PlanChange, PlanLine
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import Acceptance, Settlement
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.regulations.rules import Ceiling

Offers = tuple[Offer, ...]


@dataclass(frozen=True)
class ItemRow:
    """A support item with its ceiling and its acceptance."""

    item: SupportItem
    acceptance: Acceptance | None
    ceiling: Ceiling | None
    offers: Offers
    told: Told | None = None

    @property
    def over(self) -> bool:
        """Say whether it asks for more than the ceiling."""
        limit = self.ceiling.amount if self.ceiling else None
        return limit is not None and self.item.support > limit


@dataclass(frozen=True)
class ItemSums:
    """The foot of the items' table, in đồng."""

    national: Dong
    provincial: Dong
    district: Dong
    support: Dong
    counterpart: Dong
    other: Dong
    cost: Dong
    accepted: Dong


@dataclass(frozen=True)
class LineRow:
    """A plan line with its changes."""

    line: PlanLine
    tone: str
    changes: tuple[PlanChange, ...]
    offers: Offers


@dataclass(frozen=True)
class PaymentRow:
    """Money asked for or paid."""

    payment: Payment
    tone: str
    offers: Offers


@dataclass(frozen=True)
class ContractRow:
    """A contract with its payments and its settlement."""

    contract: Contract
    tone: str
    payments: tuple[PaymentRow, ...]
    settlement: Settlement | None
    offers: Offers


@dataclass(frozen=True)
class AttendanceRow:
    """An establishment at an event."""

    attendance: Attendance
    offers: Offers


@dataclass(frozen=True)
class EventRow:
    """An event with those who came."""

    event: Event
    attendances: tuple[AttendanceRow, ...]
    offers: Offers


@dataclass(frozen=True)
class AdjustmentRow:
    """A request for adjustment as the page of its đề án shows it."""

    adjustment: Adjustment
    tone: str
    offers: Offers


@dataclass(frozen=True)
class Sections:
    """Every table of the page."""

    items: tuple[ItemRow, ...]
    sums: ItemSums
    lines: tuple[LineRow, ...]
    contracts: tuple[ContractRow, ...]
    events: tuple[EventRow, ...]
    adjustments: tuple[AdjustmentRow, ...]


def sections_of(
    actor: Actor, records: Records, ceilings: Mapping[int, Ceiling], told: Mapping[int, Told] | None = None
) -> Sections:
    """Lay the records out in tables.  No query."""
    may, state = offers.may_in(actor, records.project), records.project.state
    items = tuple(
        ItemRow(
            item,
            acceptance_of(item),
            ceilings.get(item.pk),
            offers.for_item(item, state, may),
            (told or {}).get(item.pk),
        )
        for item in records.items
    )
    requests = tuple(
        AdjustmentRow(request, TONES[request.state], offers.for_adjustment(request, may))
        for request in records.adjustments
    )
    return Sections(
        items, _sums(records), _lines(records, may), _contracts(records, may), _events(records, may), requests
    )


def _sums(records: Records) -> ItemSums:
    names = ("national", "provincial", "district", "support", "counterpart", "other", "cost")
    sums = {name: Dong(sum(getattr(item, name) for item in records.items)) for name in names}
    return ItemSums(**sums, accepted=Dong(sum(accepted.cost for accepted in records.acceptances)))


def _lines(records: Records, may: offers.May) -> tuple[LineRow, ...]:
    changes = by(records.changes, "line_id")
    return tuple(
        LineRow(
            line,
            TONES[line.state],
            changes[line.pk],
            offers.for_line(line, changed=bool(changes[line.pk]), done=records.done, may=may),
        )
        for line in records.lines
    )


def _contracts(records: Records, may: offers.May) -> tuple[ContractRow, ...]:
    payments = by(records.payments, "contract_id")
    stopped = records.stopped
    return tuple(
        ContractRow(
            contract,
            TONES[contract.state],
            tuple(
                PaymentRow(payment, TONES[payment.state], offers.for_payment(payment, contract, may))
                for payment in payments[contract.pk]
            ),
            settlement_of(contract),
            offers.for_contract(contract, stopped=contract.line_id in stopped, may=may),
        )
        for contract in records.contracts
    )


def _events(records: Records, may: offers.May) -> tuple[EventRow, ...]:
    came = by(records.attendances, "event_id")
    return tuple(
        EventRow(
            event,
            tuple(AttendanceRow(row, offers.for_attendance(row, may)) for row in came[event.pk]),
            offers.for_event(event, may),
        )
        for event in records.events
    )
