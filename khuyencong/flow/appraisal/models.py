"""Councils of appraisal, their sessions, what members said, and what was concluded."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import both_or_neither, in_order, not_blank, one_of, state_has, state_lacks
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole, Reply, Result, SessionState
from khuyencong.flow.appraisal.lifecycle import SESSION
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.accounts.models import User
from khuyencong.ground.regulations.models import Provision
from khuyencong.ground.territory.models import Unit


class Conclusion(Record):
    """What an appraisal concluded about a đề án, and on which day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="conclusions", verbose_name="đề án")
    level = models.CharField("cấp", max_length=8)
    result = models.CharField("kết luận", max_length=6)
    concluded_on = models.DateField("ngày kết luận")
    remarks = models.TextField("nhận xét", blank=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("concluded_on", "id")
        constraints = (
            one_of("level", AppraisalLevel),
            one_of("result", Result),
            models.CheckConstraint(condition=Q(result="PASS") | ~Q(remarks=""), name="conclusion_refusal_says_why"),
            models.UniqueConstraint(
                fields=["project", "level"], condition=Q(result="PASS"), name="conclusion_passed_once_a_level"
            ),
        )

    def __str__(self) -> str:
        return f"{AppraisalLevel(self.level).label}: {Result(self.result).label}"


class ConclusionReason(Record):
    """One reason, by its code in the law's tables, why a đề án was refused or returned."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="reasons", verbose_name="kết luận")
    reason = models.ForeignKey(Provision, models.PROTECT, related_name="+", verbose_name="lý do")

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="conclusion__project__province_id", organisation="conclusion__project__centre_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["conclusion", "reason"], name="conclusionreason_once"),)

    def __str__(self) -> str:
        return self.reason.text


class Council(Record):
    """A council of appraisal (hội đồng thẩm định, TT 36/2013 Đ.8), of one province or, without one, the ministry's."""

    level = models.CharField("cấp", max_length=8)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    year = models.PositiveSmallIntegerField("năm kế hoạch")
    decision = models.CharField("quyết định thành lập", max_length=60)
    established_on = models.DateField("ngày thành lập")

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("-year", "-established_on", "id")
        constraints = (
            one_of("level", AppraisalLevel),
            not_blank("decision"),
            models.CheckConstraint(
                condition=Q(level="BASE", province__isnull=False) | Q(level="MINISTRY", province__isnull=True),
                name="council_province_at_the_base",
            ),
            models.CheckConstraint(condition=Q(year__range=(2004, 2100)), name="council_year_of_the_programme"),
            models.UniqueConstraint(
                fields=["level", "province", "decision"], nulls_distinct=False, name="council_decision_once"
            ),
        )

    def __str__(self) -> str:
        return f"Hội đồng {AppraisalLevel(self.level).label} năm {self.year}"


class CouncilMember(Record):
    """A seat in a council: a person of this system (``user``), or an outsider known by name and title.

    ``province`` is where they may act from: their own post's, which for a ministry's council is seldom the project's.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="members", verbose_name="hội đồng")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="seats", verbose_name="tài khoản")
    name = models.CharField("họ và tên", max_length=100)
    title = models.CharField("chức vụ, đơn vị", max_length=200)
    role = models.CharField("vai trò", max_length=10)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh công tác")

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("role", CouncilRole),
            not_blank("name"),
            not_blank("title"),
            models.UniqueConstraint(fields=["council", "name", "title"], name="councilmember_once"),
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(user__isnull=False), name="councilmember_one_seat_a_user"
            ),
            models.UniqueConstraint(fields=["council"], condition=Q(role="CHAIR"), name="councilmember_one_chair"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(role="SECRETARY"), name="councilmember_one_secretary"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Session(Record):
    """One meeting of a council."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions", verbose_name="hội đồng")
    held_on = models.DateField("ngày họp")
    place = models.CharField("địa điểm", max_length=200)
    state = models.CharField("trạng thái", max_length=6, default=SessionState.CALLED)
    closed_on = models.DateField("ngày kết thúc", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="council__province_id")
    lifecycle = SESSION

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = (
            one_of("state", SessionState),
            not_blank("place"),
            in_order("held_on", "closed_on"),
            state_has([SessionState.CLOSED], "closed_on"),
            state_lacks([SessionState.CALLED, SessionState.HELD], "closed_on"),
            models.UniqueConstraint(fields=["council", "held_on"], name="session_once_a_day"),
        )

    def __str__(self) -> str:
        return f"Phiên họp ngày {self.held_on:%d/%m/%Y}"


class SessionItem(Record):
    """A đề án on the agenda of a session; ``conclusion`` is what the session ended with.

    A đề án stands on one agenda at a time; once concluded (returned, say) it may come back to another.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="items", verbose_name="phiên họp")
    project = models.ForeignKey(Project, models.PROTECT, related_name="agenda", verbose_name="đề án")
    conclusion = models.OneToOneField(
        Conclusion, models.PROTECT, null=True, related_name="item", verbose_name="kết luận"
    )

    scope: ClassVar[ScopePaths] = ScopePaths(province="project__province_id", organisation="project__centre_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["project"], condition=Q(conclusion__isnull=True), name="sessionitem_one_open_a_project"
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} ({self.session_id})"


class Invitation(Record):
    """A member called to a session: when, what they answered, whether they came."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations", verbose_name="phiên họp")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="invitations", verbose_name="thành viên")
    sent_on = models.DateField("ngày gửi giấy mời")
    reply = models.CharField("trả lời", max_length=8, null=True)  # noqa: DJ001  NULL: has not answered
    replied_on = models.DateField("ngày trả lời", null=True)
    attended = models.BooleanField("có mặt", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="member__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("reply", Reply),
            both_or_neither("reply", "replied_on"),
            in_order("sent_on", "replied_on"),
            models.UniqueConstraint(fields=["session", "member"], name="invitation_once_a_session"),
        )

    def __str__(self) -> str:
        return f"Giấy mời {self.sent_on:%d/%m/%Y}"


class ConflictOfInterest(Record):
    """A member's declared interest in a đề án: from then on they neither judge it nor see how others did.

    The database holds to it (migration ``conflict_guard``): no opinion beside a conflict, and none the other way.
    """

    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="conflicts", verbose_name="thành viên")
    project = models.ForeignKey(Project, models.PROTECT, related_name="conflicts", verbose_name="đề án")
    reason = models.CharField("lý do", max_length=500)
    declared_on = models.DateField("ngày khai")

    scope: ClassVar[ScopePaths] = ScopePaths(province="member__province_id")

    class Meta:
        ordering = ("id",)
        constraints = (
            not_blank("reason"),
            models.UniqueConstraint(fields=["member", "project"], name="conflictofinterest_once"),
        )

    def __str__(self) -> str:
        return self.reason


class Opinion(Record):
    """What one member says of one đề án by one criterion (TT 36/2013 Đ.9); points where the province gives them."""

    item = models.ForeignKey(SessionItem, models.PROTECT, related_name="opinions", verbose_name="đề án của phiên")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="opinions", verbose_name="thành viên")
    criterion = models.ForeignKey(Provision, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    passed = models.BooleanField("đạt")
    remarks = models.TextField("nhận xét", blank=True)
    points = models.SmallIntegerField("điểm", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(
        province="item__project__province_id", organisation="item__project__centre_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(passed=True) | ~Q(remarks=""), name="opinion_refusal_says_why"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__range=(0, 100)), name="opinion_points_0_to_100"
            ),
            models.UniqueConstraint(fields=["item", "member", "criterion"], name="opinion_once_a_criterion"),
        )

    def __str__(self) -> str:
        return "đạt" if self.passed else "không đạt"
