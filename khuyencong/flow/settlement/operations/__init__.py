"""Accepting work, settling and liquidating money, and looking at what came of it."""

from khuyencong.flow.settlement.operations.accepting import (
    AcceptanceFile,
    Conclusion,
    Machinery,
    Measure,
    Seat,
    VoucherTold,
    accept,
    cancel_acceptance,
    fill_file,
    measure,
    refuse,
    remedy_done,
    remove_part,
)
from khuyencong.flow.settlement.operations.following import (
    SurveyTold,
    cancel_survey,
    liquidate,
    record_survey,
    schedule_surveys,
)
from khuyencong.flow.settlement.operations.settling import (
    Claim,
    cancel_settlement,
    receive_paper,
    return_paper,
    settle,
    settle_items,
)

__all__ = (
    "AcceptanceFile",
    "Claim",
    "Conclusion",
    "Machinery",
    "Measure",
    "Seat",
    "SurveyTold",
    "VoucherTold",
    "accept",
    "cancel_acceptance",
    "cancel_settlement",
    "cancel_survey",
    "fill_file",
    "liquidate",
    "measure",
    "receive_paper",
    "record_survey",
    "refuse",
    "remedy_done",
    "remove_part",
    "return_paper",
    "schedule_surveys",
    "settle",
    "settle_items",
)
