"""The books of a plan's year, closed."""

from typing import ClassVar

from django.db import models

from khuyencong.core.constraints import in_order, not_blank, one_of, state_has, state_lacks
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.planning.enums import ClosingState
from khuyencong.flow.planning.lifecycle import CLOSING
from khuyencong.flow.planning.models.plans import AnnualPlan


class YearClosing(Record):
    """The year of one plan: closed by a decision, put right until ``locks_on``, then locked.

    Once locked no money of the plan moves on a day of that year (:class:`khuyencong.flow.ledger.models.AccountLock`).
    ``locks_on`` is what the decision says; the deadline of the law only proposes it.
    """

    plan = models.OneToOneField(AnnualPlan, models.PROTECT, related_name="closing", verbose_name="kế hoạch")
    state = models.CharField("trạng thái", max_length=8, default=ClosingState.CLOSED)
    decision = models.CharField("quyết định", max_length=60)
    closed_on = models.DateField("ngày chốt")
    locks_on = models.DateField("khóa sổ từ ngày")
    locked_on = models.DateField("ngày khóa sổ", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="plan__province_id")
    lifecycle = CLOSING

    class Meta:
        ordering = ("plan",)
        constraints = (
            one_of("state", ClosingState),
            not_blank("decision"),
            in_order("closed_on", "locks_on"),
            in_order("closed_on", "locked_on"),
            state_has([ClosingState.LOCKED], "locked_on"),
            state_lacks([ClosingState.CLOSED], "locked_on"),
        )

    def __str__(self) -> str:
        return f"Chốt sổ {self.plan}"
