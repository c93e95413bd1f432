"""Signing, paying, settling: the only writers of contracts and of the money paid on them."""

from khuyencong.flow.contracts.operations.changing import Estimated, add_addendum, set_estimate, set_pattern
from khuyencong.flow.contracts.operations.paying import (
    Paper,
    approve_payment,
    ask_again,
    cancel_payment,
    check_payment,
    pay,
    request_payment,
    return_payment,
    reverse_payment,
)
from khuyencong.flow.contracts.operations.settling import liquidate, note_settlement, recover
from khuyencong.flow.contracts.operations.signing import Parties, sign
from khuyencong.flow.contracts.operations.thresholds import drop_threshold, set_threshold

__all__ = (
    "Estimated",
    "Paper",
    "Parties",
    "add_addendum",
    "approve_payment",
    "ask_again",
    "cancel_payment",
    "check_payment",
    "drop_threshold",
    "liquidate",
    "note_settlement",
    "pay",
    "recover",
    "request_payment",
    "return_payment",
    "reverse_payment",
    "set_estimate",
    "set_pattern",
    "set_threshold",
    "sign",
)
