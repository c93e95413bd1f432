"""The needs survey: campaigns, what establishments wish, and whether they still wish it."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import both_or_neither, in_order, not_blank, not_negative, one_of, positive
from khuyencong.core.fields import DongField
from khuyencong.core.lifecycle import Lifecycle
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs.enums import Channel, NeedAnswer, NeedState
from khuyencong.flow.needs.lifecycle import NEED
from khuyencong.ground.accounts.models import User
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.territory.models import Unit


class Campaign(Record):
    """A survey of a province for the plan of ``year``; ``token`` is the public link for establishments themselves."""

    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    year = models.PositiveSmallIntegerField("năm kế hoạch")
    title = models.CharField("tên đợt", max_length=200)
    opens_on = models.DateField("mở từ ngày")
    closes_on = models.DateField("đến hết ngày")
    token = models.CharField("mã đường dẫn", max_length=40, unique=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("-year", "-opens_on", "id")
        constraints = (
            not_blank("title"),
            not_blank("token"),
            in_order("opens_on", "closes_on"),
            models.CheckConstraint(condition=Q(year__range=(2004, 2100)), name="campaign_year_of_the_programme"),
            models.UniqueConstraint(fields=["province", "year", "title"], name="campaign_title_once"),
        )

    def __str__(self) -> str:
        return self.title


class Need(Record):
    """What one establishment wishes to be supported with.  Money in đồng.

    The particulars are as they were told; ``establishment`` is the row of the register, once it is known.
    ``client_id`` is made where the form was filled (a phone without a network), so that one form is one need however
    often it is sent; ``version`` counts its changes, so that two who changed it learn of each other.
    """

    client_id = models.UUIDField("mã phiếu trên máy", unique=True)
    code = models.CharField("mã tra cứu", max_length=12, unique=True)
    version = models.PositiveIntegerField("lần ghi", default=1)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="needs", verbose_name="đợt khảo sát")
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="tỉnh")
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, related_name="needs", verbose_name="cơ sở"
    )
    name = models.CharField("tên cơ sở", max_length=200)
    legal_form = models.CharField("loại hình", max_length=20)
    tax_code = models.CharField("mã số thuế, số định danh", max_length=14, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="xã, phường")
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    industry = models.CharField("ngành nghề", max_length=200)
    content = models.ForeignKey(ActivityContent, models.PROTECT, related_name="+", verbose_name="nội dung đề nghị")
    wish = models.TextField("nhu cầu")
    machine = models.CharField("máy móc, thiết bị", max_length=300, blank=True)
    cost = DongField("tổng chi phí dự kiến")
    support = DongField("đề nghị hỗ trợ")
    wanted_by = models.DateField("cần trước ngày", null=True)
    recorded_on = models.DateField("ngày ghi")
    channel = models.CharField("ai khai", max_length=8)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người ghi")
    state = models.CharField("trạng thái", max_length=10, default=NeedState.RECORDED)
    decided_on = models.DateField("ngày kết thúc", null=True)
    folded = models.TextField("để tìm không dấu")
    search = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id", establishment="establishment_id")
    lifecycle: ClassVar[Lifecycle[Any, Any] | None] = NEED

    class Meta:
        ordering = ("-recorded_on", "-id")
        constraints = (
            one_of("state", NeedState),
            one_of("channel", Channel),
            one_of("legal_form", LegalForm),
            not_blank("code"),
            not_blank("name"),
            not_blank("industry"),
            not_blank("wish"),
            positive("version"),
            not_negative("cost"),
            not_negative("support"),
            models.CheckConstraint(
                condition=Q(cost=0) | Q(support__lte=models.F("cost")), name="need_support_within_cost"
            ),
            models.CheckConstraint(
                condition=Q(tax_code="") | Q(tax_code__regex=r"^(\d{10}(-\d{3})?|\d{12})$"), name="need_tax_code_shape"
            ),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=r"^0\d{9,10}$"), name="need_phone_shape"),
            models.CheckConstraint(
                condition=Q(state__in=["PROPOSED", "DROPPED"], decided_on__isnull=False)
                | Q(state__in=["RECORDED", "CHECKED"], decided_on__isnull=True),
                name="need_decided_on_when_decided",
            ),
            in_order("recorded_on", "decided_on"),
        )
        indexes = (
            GinIndex(fields=["search"]),
            models.Index(fields=["province", "-recorded_on"]),
            models.Index(fields=["tax_code"]),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class NeedConfirmation(Record):
    """The question "vẫn còn nhu cầu?" asked on a day, and the answer once there is one."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="confirmations", verbose_name="nhu cầu")
    asked_on = models.DateField("ngày hỏi")
    answered_on = models.DateField("ngày trả lời", null=True)
    answer = models.CharField("trả lời", max_length=3, null=True)  # noqa: DJ001  NULL: not answered
    note = models.CharField("ghi chú", max_length=300, blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="need__province_id", establishment="need__establishment_id")

    class Meta:
        ordering = ("asked_on", "id")
        constraints = (
            # NULL is not among the members, and a CHECK lets the unknown pass.
            one_of("answer", NeedAnswer),
            both_or_neither("answered_on", "answer"),
            in_order("asked_on", "answered_on"),
            models.UniqueConstraint(
                fields=["need"], condition=Q(answered_on__isnull=True), name="needconfirmation_one_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.need_id}: {self.asked_on:%d/%m/%Y}"
