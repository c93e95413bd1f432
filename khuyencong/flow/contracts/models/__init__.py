"""The tables of contracts and of the money paid on them."""

from khuyencong.flow.contracts.models.agreed import Addendum, Contract, EstimateLine, NumberSeries
from khuyencong.flow.contracts.models.paid import ApprovalThreshold, Payment, PaymentPaper, Recovery

__all__ = (
    "Addendum",
    "ApprovalThreshold",
    "Contract",
    "EstimateLine",
    "NumberSeries",
    "Payment",
    "PaymentPaper",
    "Recovery",
)
