"""Writing what happens to planned money: changes, contracts, advances, acceptances, events, settlements."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_URL, uuid5

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.aftercare import file_of
from khuyencong.faces.cli.demo.changes import Change
from khuyencong.faces.cli.demo.names import Register, Workshop
from khuyencong.faces.cli.demo.people import Staff
from khuyencong.faces.cli.demo.provinces import PHU_YEN, QUANG_NAM
from khuyencong.faces.cli.demo.records import add_to_plan
from khuyencong.faces.cli.demo.shares import MILLION
from khuyencong.faces.cli.demo.wishes import Fate, Gathering, Wish
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import PaymentKind
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.queries import terms_of
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.supervision import operations as supervision
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind, EventKind
from khuyencong.ground.access.actor import SYSTEM

FILED = frozenset({PHU_YEN, QUANG_NAM})
"""Provinces whose acceptances have their whole file."""


class Writer:
    """Writes one year's work; ``today`` is the day on which it is recorded."""

    def __init__(self, register: Register, rng: Random, today: date, staff: Mapping[str, Staff]) -> None:
        """Keep the counters of contract and minute numbers."""
        self._register, self._rng, self._today, self._staff = register, rng, today, staff
        self._numbers: Counter[str] = Counter()
        self._papers = Random(today.year)  # noqa: S311  the same book every time, not a secret

    def change(self, change: Change) -> None:
        """Request a change and decide it; a stop frees the money that a reserve then takes."""
        wish = change.wish
        asked = adjusting.request_adjustment(
            SYSTEM,
            wish.row,
            kind=change.kind,
            explanation=change.explanation,
            today=change.requested_on,
            before=change.before,
            after=change.after,
        )
        if change.granted is None:
            return
        action = AdjustmentAction.GRANT if change.granted else AdjustmentAction.REFUSE
        reason = "" if change.granted else "Chưa đủ căn cứ, đề nghị thực hiện theo kế hoạch đã duyệt"
        decision = self._decision(change)
        adjusting.decide_adjustment(
            SYSTEM, asked, action=action, decision=decision, today=change.decided_on, reason=reason
        )
        if change.delta:
            assert wish.line is not None
            wish.line.refresh_from_db(fields=["current"])
            to = Dong(wish.line.current + change.delta)
            planning.change_line(SYSTEM, wish.line, to=to, seen=None, decision=decision, today=change.decided_on)

    def work(self, wish: Wish) -> None:
        """Carry a planned wish out as its days say."""
        if wish.fate in {Fate.RESERVE, Fate.ADDED}:
            add_to_plan(wish)
        if wish.signed_on is None:
            return
        contract = self._sign(wish)
        if wish.advanced and wish.advanced_on:
            voucher = f"UNC {self._rng.randrange(100, 999)}/{wish.advanced_on:%m%y}"
            self._pay(wish, contract, wish.advanced, wish.advanced_on, voucher)
        cost = self._accept(wish)
        for event in wish.gatherings:
            self._hold(wish, event)
        if wish.settled_on is not None:
            settlement.settle(
                SYSTEM,
                contract,
                claimed=Dong(contract.amount),
                accepted_cost=cost,
                settled_on=wish.settled_on,
                today=self._today,
            )
            if wish.liquidated_on is not None:
                settlement.liquidate(SYSTEM, contract, today=wish.liquidated_on)

    def _pay(self, wish: Wish, contract: Contract, amount: Dong, day: date, voucher: str) -> None:
        """Let the centre's officer ask, its accountant check and pay, its director approve."""
        staff = self._staff[wish.home.code]
        asked_on, approved_on = day - timedelta(days=6), day - timedelta(days=2)
        terms = terms_of(contract)
        documents = terms.documents if terms else ()
        papers = [contracts.Paper(name, f"{place:02d}/{asked_on:%m%y}") for place, name in enumerate(documents, 1)]
        payment = contracts.request_payment(
            staff.officer,
            contract,
            key=uuid5(NAMESPACE_URL, f"{contract.pk}/{voucher}"),
            kind=PaymentKind.ADVANCE,
            amount=amount,
            purpose="Tạm ứng kinh phí thực hiện đề án",
            progress=Decimal(60),
            papers=papers,
            today=asked_on,
        )
        contracts.check_payment(staff.accountant, payment, today=approved_on)
        contracts.approve_payment(staff.director, payment, today=approved_on)
        contracts.pay(staff.accountant, payment, voucher=voucher, paid_on=day, today=self._today)

    def _sign(self, wish: Wish) -> Contract:
        assert wish.line is not None
        assert wish.signed_on is not None
        wish.line.refresh_from_db(fields=["current"])
        fund = "KCQG" if wish.source is Source.NATIONAL else "KCĐP"
        number = f"{self._next(f'{wish.home.code}/{wish.year}/{fund}'):02d}/{wish.year}/HĐ-{fund}"
        return contracts.sign(
            SYSTEM,
            wish.line,
            number=number,
            partner=wish.home.centre_name,
            amount=Dong(wish.line.current),
            signed_on=wish.signed_on,
            due_on=date(wish.year, 12, 15),
            today=self._today,
        )

    def _accept(self, wish: Wish) -> Dong:
        """Accept the items whose day has come; return the cost that was verified."""
        verified = 0
        items = list(wish.row.items.order_by("id"))
        for share, item in zip(wish.shares, items, strict=True):
            if share.accepted_on is None:
                continue
            if wish.content == "STARTUP" and share.workshop is not None:
                name = self._register.company_name(share.workshop)
                share.workshop.found(share.accepted_on, self._register.tax_code(), name)
            cost = Dong(share.cost * self._rng.choice((100, 100, 100, 98, 97)) // 100 // MILLION * MILLION)
            minutes = f"{self._next(f'{wish.home.code}/{wish.year}/BB'):02d}/BB-NT"
            accepted = settlement.accept(
                SYSTEM, item, accepted_on=share.accepted_on, minutes=minutes, cost=cost, today=self._today
            )
            if wish.home.code in FILED and share.workshop is not None:
                file_of(accepted, share.workshop.name, self._papers, self._today)
            verified += cost
        return Dong(verified)

    def _hold(self, wish: Wish, event: Gathering) -> None:
        assert event.opened_on is not None
        assert event.closed_on is not None
        fair = wish.content != "DEMO_MODEL"
        supervision.record_event(
            SYSTEM,
            wish.row,
            kind=EventKind.FAIR if fair else EventKind.DEMONSTRATION,
            name=event.name,
            place=event.place,
            opened_on=event.opened_on,
            closed_on=event.closed_on,
            establishments=[workshop.id for workshop in self._guests(wish, event)],
            organised=event.organised,
            today=self._today,
        )

    def _guests(self, wish: Wish, event: Gathering) -> Sequence[Workshop]:
        """Draw who takes part: from the whole region at a fair of one's own, from the province at another's."""
        assert event.opened_on is not None
        known = [
            workshop for workshop in self._register.all if workshop.row and workshop.registered_on < event.opened_on
        ]
        if not event.organised:
            known = [workshop for workshop in known if workshop.province.pk == wish.home.unit.pk]
        return self._rng.sample(known, event.guests)

    def _decision(self, change: Change) -> str:
        number = self._rng.randrange(110, 980)
        if change.wish.source is Source.NATIONAL:
            office = "CNĐP" if change.decided_on < date(2017, 8, 18) else "CTĐP"
            return f"Công văn số {number}/{office}-QLKC"
        if change.kind is AdjustmentKind.STOP or change.delta:
            return f"Quyết định số {number}/QĐ-SCT"
        return f"Công văn số {number}/SCT-QLCN"

    def _next(self, series: str) -> int:
        self._numbers[series] += 1
        return self._numbers[series]
