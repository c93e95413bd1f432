"""The part of the page of a đề án about its supervision: progress, obstacles, the last visit, its risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Offer
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.records import Records
from khuyencong.flow.fieldwork.models import Inspection, ProgressReport
from khuyencong.flow.fieldwork.rules import Stretch
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.obstacles.queries import WAITING
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Milestone, Project
from khuyencong.flow.warning.enums import Band
from khuyencong.flow.warning.queries import facts_of, rules_on, running
from khuyencong.flow.warning.rules import Score, score
from khuyencong.ground.access.actor import Actor

TONES = {Band.HIGH: "danger", Band.MEDIUM: "warning", Band.LOW: "success"}


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with the percent of it that should be done today."""

    milestone: Milestone
    planned: int


@dataclass(frozen=True)
class Supervision:
    """What the section shows; ``score`` is none where the đề án is not running."""

    report: ProgressReport | None
    milestones: tuple[MilestoneRow, ...]
    obstacles: tuple[Obstacle, ...]
    visit: Inspection | None
    score: Score | None
    label: str
    tone: str
    offers: tuple[Offer, ...]


def section_of(actor: Actor, records: Records, today: date) -> Supervision | None:
    """Gather the section of an approved đề án for whoever may see it.  Fifteen queries at most."""
    project = records.project
    if project.state != ProjectState.APPROVED or not actor.may(Can.MONITOR_READ, project):
        return None
    facts = facts_of(running((project.province_id,)).filter(pk=project.pk), today)
    found = score(facts[0], rules_on(today, project.province_id), today) if facts else None
    milestones = Milestone.objects.filter(project=project)
    return Supervision(
        records.reports[0] if records.reports else None,
        tuple(MilestoneRow(one, Stretch(one.starts_on, one.due_on).percent_on(today)) for one in milestones),
        tuple(row for row in records.obstacles if row.state in WAITING),
        records.visits[0] if records.visits else None,
        found,
        first_upper(found.band.label) if found else "",
        TONES[found.band] if found else "neutral",
        _offers(actor, project),
    )


def _offers(actor: Actor, project: Project) -> tuple[Offer, ...]:
    named: Sequence[tuple[Can, str, str]] = (
        (Can.PROGRESS_REPORT, _("Báo cáo tiến độ"), "progress_report"),
        (Can.INSPECTION_RECORD, _("Ghi biên bản kiểm tra"), "inspection_record"),
        (Can.OBSTACLE_RECORD, _("Ghi vướng mắc"), "obstacle_raise"),
    )
    return tuple(
        Offer(label, reverse(name, args=[project.pk])) for can, label, name in named if actor.may(can, project)
    )
