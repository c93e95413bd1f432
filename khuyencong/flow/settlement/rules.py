"""The arithmetic of settlements."""

from dataclasses import dataclass

from khuyencong.core.money import Dong, show_million
from khuyencong.ground.regulations.rules import Norm, ceiling


@dataclass(frozen=True)
class Settled:
    """What is recognised, and the sentence that explains it."""

    amount: Dong
    sentence: str


def settle_amount(contract: Dong, claimed: Dong, accepted_cost: Dong, norm: Norm | None) -> Settled:
    """Return ``min(contract, claimed, norm's ceiling on the accepted cost)``.

    The ceiling is computed again on what was accepted (TT 28/2018 Đ.8; TT 36/2013): a cheaper machine lowers the
    grant.  A norm that was not read in its source is told and does not lower.
    """
    amount = min(contract, claimed)
    limit = ceiling(norm, accepted_cost) if norm else None
    if limit is None or limit.amount is None:
        return Settled(amount, f"Theo hợp đồng và đề nghị: {show_million(amount)} triệu đồng.")
    if limit.binding:
        amount = min(amount, limit.amount)
    return Settled(amount, f"Quyết toán {show_million(amount)} triệu đồng. {limit.sentence}")
