"""The decision that approves a batch of a plan, with the list of its đề án, as Word."""

from khuyencong.faces.documents.plan_decision.build import build_plan_decision
from khuyencong.faces.documents.plan_decision.values import Approval, Listed

__all__ = ["Approval", "Listed", "build_plan_decision"]
