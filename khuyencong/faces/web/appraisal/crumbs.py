"""How councils and sessions are called, who may see them, and the way back."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.faces.web.acts import Crumb
from khuyencong.flow.appraisal.enums import AppraisalLevel
from khuyencong.flow.appraisal.models import Council, CouncilMember, Session, SessionItem
from khuyencong.flow.appraisal.queries import sessions_of
from khuyencong.ground.access.actor import Actor, visible


def appraisal_crumb() -> Crumb:
    """Return the first page of the appraisals."""
    return Crumb(_("Thẩm định"), reverse("appraisal"))


def council_title(council: Council) -> str:
    """Return "Hội đồng thẩm định cấp cơ sở năm 2017, Phú Yên"."""
    level = AppraisalLevel(council.level).label
    where = council.province.name if council.province else _("Bộ Công Thương")
    return _("Hội đồng %(level)s năm %(year)s, %(where)s") % {"level": level, "year": council.year, "where": where}


def session_title(session: Session) -> str:
    """Return "Phiên họp ngày 05/07/2017"."""
    return _("Phiên họp ngày %(day)s") % {"day": show_date(session.held_on)}


def session_url(session: Session) -> str:
    """Return the page of a session."""
    return reverse("session", args=[session.pk])


def session_crumbs(session: Session) -> tuple[Crumb, ...]:
    """Return the first page and the session's own."""
    return (appraisal_crumb(), Crumb(session_title(session), session_url(session)))


def sessions_for(actor: Actor) -> "QuerySet[Session]":
    """Return the sessions of the actor's place, and those of the councils in which they sit."""
    read = visible(actor, Can.APPRAISAL_READ, Session.objects.all())
    rows = Session.objects.filter(Q(pk__in=read.values("pk")) | Q(pk__in=sessions_of(actor.id).values("pk")))
    return rows.select_related("council__province")


def session_for(actor: Actor, pk: int) -> Session:
    """Return one of :func:`sessions_for`; not there and not yours are the same 404."""
    found = sessions_for(actor).filter(pk=pk).first()
    if found is None:
        raise Http404("Không tìm thấy, hoặc không thuộc phạm vi của anh/chị.")
    return found


def item_for(actor: Actor, pk: int) -> SessionItem:
    """Return a đề án of a session that the actor may see, or 404."""
    rows = SessionItem.objects.filter(session__in=sessions_for(actor).values("pk"))
    found = rows.select_related("session__council__province", "project__province").filter(pk=pk).first()
    if found is None:
        raise Http404("Không tìm thấy, hoặc không thuộc phạm vi của anh/chị.")
    return found


def member_of(session: Session, pk: int) -> CouncilMember:
    """Return a member of the session's council, or 404."""
    found = session.council.members.filter(pk=pk).first()
    if found is None:
        raise Http404("Không tìm thấy thành viên này trong hội đồng.")
    return found
