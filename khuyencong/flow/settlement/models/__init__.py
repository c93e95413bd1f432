"""The tables of acceptance, settlement and after-care."""

from khuyencong.flow.settlement.models.accepted import (
    Acceptance,
    AcceptancePhoto,
    AcceptanceSeat,
    AcceptedEquipment,
    FailedAcceptance,
    MeasuredOutput,
    Voucher,
)
from khuyencong.flow.settlement.models.settled import EffectSurvey, SettledItem, Settlement, SettlementPaper

__all__ = (
    "Acceptance",
    "AcceptancePhoto",
    "AcceptanceSeat",
    "AcceptedEquipment",
    "EffectSurvey",
    "FailedAcceptance",
    "MeasuredOutput",
    "SettledItem",
    "Settlement",
    "SettlementPaper",
    "Voucher",
)
