"""What was accepted, and what was settled."""

from typing import ClassVar

from django.db import models

from khuyencong.core.constraints import not_blank, not_negative, positive
from khuyencong.core.fields import DongField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.ground.files.models import StoredFile


class Acceptance(Record):
    """The on-site acceptance (biên bản nghiệm thu cơ sở) of one support item, with its verified cost in đồng."""

    item = models.OneToOneField(SupportItem, models.PROTECT, related_name="acceptance", verbose_name="hạng mục")
    accepted_on = models.DateField("ngày nghiệm thu")
    minutes = models.CharField("số biên bản", max_length=60)
    cost = DongField("chi phí được nghiệm thu")
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="bản quét biên bản")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="item__project__province_id",
        organisation="item__project__centre_id",
        establishment="item__establishment_id",
    )

    class Meta:
        ordering = ("accepted_on", "id")
        constraints = (not_blank("minutes"), not_negative("cost"))

    def __str__(self) -> str:
        return self.minutes


class Settlement(Record):
    """The settlement (quyết toán) of a contract: what of its money was well spent, in đồng."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="settlement", verbose_name="hợp đồng")
    settled_on = models.DateField("ngày quyết toán")
    accepted_cost = DongField("chi phí được nghiệm thu")
    amount = DongField("kinh phí quyết toán")
    explanation = models.TextField("cách tính", blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="contract__line__project__province_id", organisation="contract__line__project__centre_id"
    )

    class Meta:
        ordering = ("settled_on", "id")
        constraints = (positive("amount"), not_negative("accepted_cost"))

    def __str__(self) -> str:
        return f"Quyết toán {self.contract.number}"
