"""Who decides on which money."""

from khuyencong.core.errors import NotAllowed
from khuyencong.core.operations import Acting
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.planning.lifecycle import power_over


def owes_power(actor: Acting, fund: Fund, target: object) -> None:
    """Refuse whoever does not decide on ``fund``: the ministry on national money, the Sở on its province's."""
    if not actor.may(power_over(fund), target):
        raise NotAllowed(f"Việc của {fund.label} không do anh/chị quyết định: {fund.decided_by} quyết định.")
