"""What waits for acceptance or settlement."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.queries import running
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import Acceptance


def not_accepted(today: date) -> QuerySet[SupportItem]:
    """Return items whose contract has ended and that were not accepted, the oldest first; ``since`` it ended."""
    ended = Contract.objects.filter(line__project=OuterRef("project"), state=ContractState.SIGNED, due_on__lt=today)
    rows = SupportItem.objects.filter(acceptance__isnull=True).select_related("project__province")
    rows = rows.annotate(since=Subquery(ended.order_by("due_on").values("due_on")[:1]))
    return rows.filter(since__isnull=False).order_by("since", "pk")


def not_settled() -> QuerySet[Contract]:
    """Return contracts with accepted work and no settlement, the oldest first; ``since`` the first acceptance."""
    accepted = Acceptance.objects.filter(item__project=OuterRef("line__project")).order_by("accepted_on")
    rows = running().filter(settled=0).annotate(since=Subquery(accepted.values("accepted_on")[:1]))
    return rows.filter(since__isnull=False).order_by("since", "pk")
