"""Reading acceptances, settlements and effects."""

from khuyencong.flow.settlement.queries.cases import Basis, bases_of
from khuyencong.flow.settlement.queries.effects import Effects, effects_of, revenue_before, sum_of
from khuyencong.flow.settlement.queries.lists import (
    WorkFilter,
    acceptance_list,
    settled_by_centre,
    settlement_list,
    survey_list,
    voucher_list,
)
from khuyencong.flow.settlement.queries.matching import (
    OutputRow,
    differences,
    equipment_faults,
    outputs_of,
    same_serials,
)
from khuyencong.flow.settlement.queries.papers import (
    Missing,
    OwedPaper,
    VoucherSum,
    accepted_parts,
    missing_for_liquidation,
    over_advanced,
    owed_papers,
    repeats_of,
    voucher_faults,
    voucher_sums,
)

__all__ = (
    "Basis",
    "Effects",
    "Missing",
    "OutputRow",
    "OwedPaper",
    "VoucherSum",
    "WorkFilter",
    "acceptance_list",
    "accepted_parts",
    "bases_of",
    "differences",
    "effects_of",
    "equipment_faults",
    "missing_for_liquidation",
    "outputs_of",
    "over_advanced",
    "owed_papers",
    "repeats_of",
    "revenue_before",
    "same_serials",
    "settled_by_centre",
    "settlement_list",
    "sum_of",
    "survey_list",
    "voucher_faults",
    "voucher_list",
    "voucher_sums",
)
