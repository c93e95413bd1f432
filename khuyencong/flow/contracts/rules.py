"""The arithmetic of advances."""

from decimal import Decimal

from khuyencong.core.money import Dong, percent_of


def advance_left(contract: Dong, percent: Decimal, advanced: Dong) -> Dong:
    """Return how much may still be advanced: ``percent`` of the contract less what was advanced, never below zero.

    TT 36/2013/TT-BCT Đ.13: 30 or 70 percent of the support, by content.
    """
    return Dong(max(0, percent_of(percent, contract) - advanced))
