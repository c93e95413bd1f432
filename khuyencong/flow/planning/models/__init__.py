"""The tables of planning: programmes, yearly plans with their money, scenarios."""

from khuyencong.flow.planning.models.closings import YearClosing
from khuyencong.flow.planning.models.plans import (
    AnnualPlan,
    Assignment,
    Envelope,
    PlanApprover,
    PlanBatch,
    PlanChange,
    PlanLine,
)
from khuyencong.flow.planning.models.programmes import Programme, ProgrammeMoney, ProgrammeTarget
from khuyencong.flow.planning.models.scenarios import Scenario, ScenarioChoice

__all__ = [
    "AnnualPlan",
    "Assignment",
    "Envelope",
    "PlanApprover",
    "PlanBatch",
    "PlanChange",
    "PlanLine",
    "Programme",
    "ProgrammeMoney",
    "ProgrammeTarget",
    "Scenario",
    "ScenarioChoice",
    "YearClosing",
]
