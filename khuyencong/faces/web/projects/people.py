"""Who has to do with a đề án: who told the need, wrote, submitted and concluded, who chairs, whom it is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.models import AuditEntry
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.records import Records
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole
from khuyencong.flow.appraisal.models import Conclusion, CouncilMember
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import Actor


@dataclass(frozen=True)
class Involved:
    """Somebody's part in a đề án; ``contact`` is a telephone number or a title, ``href`` a page of theirs."""

    part: str
    name: str
    contact: str = ""
    href: str = ""


def people_of(actor: Actor, records: Records) -> tuple[Involved, ...]:
    """Return who has to do with a đề án, each part and name once.  Two queries.

    Who chaired and who concluded is told to those who may read the log.
    """
    official = actor.may(Can.HISTORY_READ, records.project)
    found = [*_of_need(records), *_from_log(records, official=official)]
    if official:
        found += _chairs(records)
    return tuple(dict.fromkeys([*found, *_served(actor, records)]))


def _of_need(records: Records) -> Iterator[Involved]:
    need = records.project.need
    if need is not None and need.recorded_by is not None:
        yield Involved(_("Người ghi nhu cầu"), need.recorded_by.full_name)


def _from_log(records: Records, *, official: bool) -> Iterator[Involved]:
    """Yield who wrote, submitted and concluded, as the log names them; the machine is nobody.  One query."""
    tables = (Project._meta.db_table, Conclusion._meta.db_table)
    own = Q(table=tables[0], row=records.project.pk) & (Q(change="I") | Q(after__state=ProjectState.SUBMITTED))
    concluded = Q(table=tables[1], row__in=[found.pk for found in records.conclusions], change="I")
    level = {found.pk: first_upper(AppraisalLevel(found.level).label) for found in records.conclusions}
    rows = AuditEntry.objects.filter(own | concluded, actor__isnull=False).order_by("id")
    for table, row, change, label in rows.values_list("table", "row", "change", "actor_label"):
        if table == tables[0]:
            yield Involved(_("Người lập") if change == "I" else _("Người trình"), label)
        elif official:
            yield Involved(_("Người kết luận"), label, level.get(row, ""))


def _chairs(records: Records) -> Iterator[Involved]:
    """Yield the chairs of the councils on whose agenda the đề án was.  One query."""
    chairs = CouncilMember.objects.filter(
        role=CouncilRole.CHAIR, council__sessions__items__project=records.project
    ).distinct()
    for chair in chairs:
        href = reverse("council", args=[chair.council_id])
        yield Involved(_("Chủ tịch hội đồng thẩm định"), chair.name, chair.title, href)


def _served(actor: Actor, records: Records) -> Iterator[Involved]:
    linked = actor.may_anywhere(Can.ESTABLISHMENT_READ)
    for item in records.items:
        if item.establishment is not None:
            href = reverse("establishment", args=[item.establishment.pk]) if linked else ""
            yield Involved(_("Cơ sở thụ hưởng"), item.establishment.name, item.establishment.phone, href)
