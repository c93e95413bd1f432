"""Reading appraisals."""

from django.db.models import Sum

from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.rules import next_level
from khuyencong.flow.proposals.models import Project


def level_due(project: Project) -> AppraisalLevel | None:
    """Return the level that must conclude next.  Two queries."""
    national = project.items.aggregate(total=Sum("national"))["total"] or 0
    passed = project.conclusions.filter(result=Result.PASS).values_list("level", flat=True)
    return next_level(national_money=national > 0, passed=passed)
