"""The first page of the appraisals, a council, a session and its minutes."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.documents.appraisal_minutes import build_minutes
from khuyencong.faces.web.acts import Fact, Offer
from khuyencong.faces.web.appraisal.crumbs import (
    appraisal_crumb,
    council_title,
    session_for,
    session_title,
    sessions_for,
)
from khuyencong.faces.web.appraisal.minutes import minutes_of
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.reports.letterheads import letterhead_of
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole, Result, SessionState
from khuyencong.flow.appraisal.lifecycle import power_at
from khuyencong.flow.appraisal.models import (
    ConflictOfInterest,
    Council,
    CouncilMember,
    Invitation,
    Opinion,
    Session,
    SessionItem,
)
from khuyencong.flow.appraisal.queries import conflicted_projects, quorum_on, seat_of
from khuyencong.flow.appraisal.rules import quorum
from khuyencong.ground.access.actor import Actor, get, visible

TONES = {
    "CALLED": "info",
    "HELD": "warning",
    "CLOSED": "success",
    "PASS": "success",
    "FAIL": "danger",
    "RETURN": "warning",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class MemberRow:
    """A member of a session: whether they answered and came, what they may do."""

    member: CouncilMember
    invitation: Invitation
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Voice:
    """What one member said of a đề án: how many criteria pass, or that they have an interest."""

    member: CouncilMember
    opinions: tuple[Opinion, ...]
    conflict: ConflictOfInterest | None
    offers: tuple[Offer, ...]

    @property
    def passed(self) -> int:
        """How many criteria the member finds met."""
        return sum(row.passed for row in self.opinions)

    @property
    def points(self) -> int | None:
        """The sum of points; ``None`` where none were given."""
        given = [row.points for row in self.opinions if row.points is not None]
        return sum(given) if given else None


@page(Can.APPRAISAL_OPINE)
def appraisal(request: Request) -> HttpResponse:
    """List the sessions that the actor may see, and the councils of their place."""
    shown = paginate(request, sessions_for(request.actor).order_by("-held_on", "-pk"))
    councils = visible(request.actor, Can.APPRAISAL_READ, Council.objects.select_related("province"))
    context = {
        "page": shown,
        "rows": [(row, council_title(row.council), TONES[row.state]) for row in shown.object_list],
        "councils": [(row, council_title(row)) for row in councils[:50]],
        "query": query_without_page(request),
        "may_convene": request.actor.may_anywhere(Can.APPRAISAL_CONVENE),
        "may_read": request.actor.may_anywhere(Can.APPRAISAL_READ),
        "year": request.today.year + 1,
    }
    return show(request, "appraisal/index.html", context)


@page(Can.APPRAISAL_READ)
def council(request: Request, pk: int) -> HttpResponse:
    """Show a council: its members and its sessions."""
    found = get(request.actor, Can.APPRAISAL_READ, Council.objects.select_related("province"), pk)
    facts = (
        Fact(_("Quyết định thành lập"), found.decision),
        Fact(_("Ngày thành lập"), f"{found.established_on:%d/%m/%Y}"),
    )
    call = Offer(_("Mời họp"), reverse("session_call", args=[found.pk]), "primary", "calendar")
    context = {
        "title": council_title(found),
        "crumbs": (appraisal_crumb(),),
        "facts": facts,
        "members": [(row, label_of(CouncilRole(row.role))) for row in found.members.select_related("user")],
        "sessions": [(row, TONES[row.state]) for row in found.sessions.all()],
        "offers": (call,) if _convenes(request.actor, found, found) else (),
    }
    return show(request, "appraisal/council.html", context)


@page(Can.APPRAISAL_OPINE)
def session(request: Request, pk: int) -> HttpResponse:
    """Show a session: who was invited and came, the agenda, what was said and concluded."""
    found = session_for(request.actor, pk)
    convenes = _convenes(request.actor, found, found.council)
    seat = seat_of(request.actor.id, found.council_id)
    invitations = list(found.invitations.select_related("member"))
    rule, came = quorum_on(found.held_on), sum(bool(row.attended) for row in invitations)
    least = quorum(len(invitations), rule.percent) if rule else 0
    context = {
        "session": found,
        "title": session_title(found),
        "council": council_title(found.council),
        "crumbs": (appraisal_crumb(),),
        "tone": TONES[found.state],
        "members": [_member(found, row, seat) for row in invitations],
        "items": _items(request.actor, found, invitations, seat),
        "offers": _offers(found, convenes=convenes),
        "short": least if found.state != SessionState.CALLED and came < least else 0,
        "came": came,
    }
    return show(request, "appraisal/session.html", context)


@page(Can.APPRAISAL_OPINE)
def session_minutes(request: Request, pk: int) -> HttpResponseBase:
    """Send the minutes as Word; a member who declared an interest does not get what was said of that đề án."""
    found = session_for(request.actor, pk)
    hidden = conflicted_projects(request.actor.id, found)
    head = letterhead_of(request.actor)
    response = HttpResponse(build_minutes(minutes_of(found, hidden=hidden), letterhead=head), content_type=WORD)
    name = f"Biên bản họp thẩm định {found.held_on:%d-%m-%Y}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _convenes(actor: Actor, where: Session | Council, of: Council) -> bool:
    return actor.may(Can.APPRAISAL_CONVENE, where) and actor.may(power_at(AppraisalLevel(of.level)), where)


def _offers(found: Session, *, convenes: bool) -> tuple[Offer, ...]:
    offers = []
    if convenes and found.state == SessionState.CALLED:
        offers.append(Offer(_("Bắt đầu họp"), reverse("session_hold", args=[found.pk]), "primary"))
    if convenes and found.state != SessionState.CLOSED:
        offers.append(Offer(_("Thêm đề án"), reverse("agenda_add", args=[found.pk]), icon="plus"))
    if convenes and found.state == SessionState.HELD:
        offers.append(Offer(_("Kết thúc phiên họp"), reverse("session_close", args=[found.pk]), "primary", post=True))
    if found.state != SessionState.CALLED:
        offers.append(Offer(_("Biên bản (Word)"), reverse("session_minutes", args=[found.pk]), icon="file-text"))
    return tuple(offers)


def _speaks_for(member: CouncilMember, seat: CouncilMember | None) -> bool:
    """Say whether ``seat`` is the member's, or the secretary's for somebody without an account."""
    if seat is None:
        return False
    return member.pk == seat.pk or (member.user_id is None and seat.role == CouncilRole.SECRETARY)


def _member(found: Session, row: Invitation, seat: CouncilMember | None) -> MemberRow:
    answers = found.state == SessionState.CALLED and _speaks_for(row.member, seat)
    offer = Offer(_("Trả lời giấy mời"), reverse("invitation_answer", args=[row.pk]))
    return MemberRow(row.member, row, (offer,) if answers else ())


def _items(
    actor: Actor, found: Session, invitations: list[Invitation], seat: CouncilMember | None
) -> list[dict[str, object]]:
    """Return the agenda with every voice.  The number of queries does not grow with it."""
    items = list(found.items.select_related("project", "conclusion").prefetch_related("conclusion__reasons__reason"))
    said: dict[tuple[int, int], list[Opinion]] = defaultdict(list)
    for opinion in Opinion.objects.filter(item__in=items).order_by("pk"):
        said[opinion.item_id, opinion.member_id].append(opinion)
    declared = ConflictOfInterest.objects.filter(member__council=found.council_id)
    conflicts = {(row.project_id, row.member_id): row for row in declared}
    rows: list[dict[str, object]] = []
    for item in items:
        hidden = seat is not None and (item.project_id, seat.pk) in conflicts
        voices = []
        for row in invitations:
            conflict = conflicts.get((item.project_id, row.member_id))
            opinions = () if hidden else tuple(said[item.pk, row.member_id])
            mine = _speaks_for(row.member, seat) and item.conclusion_id is None and conflict is None
            offers = _voice_offers(found, item, row) if mine else ()
            voices.append(Voice(row.member, opinions, conflict, offers))
        ended = Result(item.conclusion.result) if item.conclusion else None
        told = {"label": ended.label, "tone": TONES[ended]} if ended else {}
        rows.append(
            {"item": item, "hidden": hidden, "voices": voices, "offers": _item_offers(actor, found, item), **told}
        )
    return rows


def _voice_offers(found: Session, item: SessionItem, row: Invitation) -> tuple[Offer, ...]:
    values = [item.pk, row.member_id]
    conflict = Offer(_("Khai xung đột"), reverse("conflict_declare", args=values))
    if found.state == SessionState.HELD and row.attended:
        return (Offer(_("Cho ý kiến"), reverse("opinion_give", args=values), "primary"), conflict)
    return (conflict,)


def _item_offers(actor: Actor, found: Session, item: SessionItem) -> tuple[Offer, ...]:
    if item.conclusion_id is not None or not _convenes(actor, found, found.council):
        return ()
    offers = []
    if found.state == SessionState.HELD and actor.may_anywhere(Can.APPRAISAL_CONCLUDE):
        offers.append(Offer(_("Kết luận"), reverse("item_conclude", args=[item.pk]), "primary"))
    if found.state != SessionState.CLOSED:
        offers.append(Offer(_("Rút khỏi phiên"), reverse("agenda_remove", args=[item.pk]), "quiet"))
    return tuple(offers)
