"""What a settlement is computed from: each item's part of the contract, accepted cost and norm."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from khuyencong.core.money import Dong
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.proposals.queries import given_of
from khuyencong.flow.settlement.enums import Payer
from khuyencong.flow.settlement.models import Acceptance, SettledItem
from khuyencong.flow.settlement.rules import ItemCase, divide
from khuyencong.ground.regulations.queries import book_of
from khuyencong.ground.regulations.rules import Norm


@dataclass(frozen=True)
class Basis:
    """One item of a contract before anybody claims: its share, its accepted cost (0: not accepted), its norm."""

    item: SupportItem
    acceptance: Acceptance | None
    share: Dong
    accepted_cost: Dong
    norm: Norm | None
    elsewhere: Dong

    def case(self, claimed: Dong, accepted_cost: Dong | None = None) -> ItemCase:
        """Return the case of a claim, on the accepted cost unless another is given."""
        cost = self.accepted_cost if accepted_cost is None else accepted_cost
        return ItemCase(self.share, claimed, cost, self.norm, self.elsewhere)


def bases_of(contract: Contract) -> tuple[Basis, ...]:
    """Return the items of a contract's đề án with what their settlement is computed from.  Five queries at most.

    The contract is divided among the items by the money of its source that each planned, by largest remainder.
    """
    line = contract.line
    project, source = line.project, Source(line.envelope.source)
    items = list(project.items.select_related("establishment", "content", "acceptance"))
    column = Payer(source).column
    planned = [getattr(item, column) for item in items]
    shares = divide(Dong(contract.amount), planned if any(planned) else [item.support for item in items])
    elsewhere = _elsewhere(contract)
    day = project.decided_on or contract.signed_on
    book = book_of(day, [item.content_id for item in items])
    found = []
    for item, share in zip(items, shares, strict=True):
        accepted = getattr(item, "acceptance", None)
        national = source is Source.NATIONAL
        given = given_of(item.establishment)
        choice = book.choice(item.content_id, national=national, province_id=project.province_id, given=given)
        cost = Dong(accepted.cost) if accepted else Dong(0)
        found.append(Basis(item, accepted, share, cost, choice.norm, elsewhere.get(item.pk, Dong(0))))
    return tuple(found)


def _elsewhere(contract: Contract) -> Mapping[int, Dong]:
    rows = SettledItem.objects.filter(item__project=contract.line.project_id).exclude(settlement__contract=contract)
    sums = rows.order_by().values("item").annotate(sum=Sum("amount"))
    return {row["item"]: Dong(row["sum"]) for row in sums}
