"""Everything that an establishment asked for and received, from any source: a frozen value for its page."""

from dataclasses import dataclass

from django.db.models import Prefetch

from khuyencong.branches.consulting.models import ConsultingContract
from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong
from khuyencong.faces.web.projects.choices import TONES
from khuyencong.faces.web.projects.records import acceptance_of
from khuyencong.flow.establishments.models import Certification, Establishment, YearFigures
from khuyencong.flow.establishments.queries import certifications_of, year_figures_of
from khuyencong.flow.needs.enums import NeedState
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.queries import of_establishment as needs_of
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey
from khuyencong.flow.supervision.models import Attendance
from khuyencong.ground.access.actor import Actor, visible


@dataclass(frozen=True)
class Support:
    """One support item, with its đề án and its acceptance."""

    item: SupportItem
    acceptance: Acceptance | None
    label: str
    tone: str
    surveys: tuple[EffectSurvey, ...] = ()


@dataclass(frozen=True)
class ToldNeed:
    """One need, as the page lists it."""

    need: Need
    label: str
    tone: str


@dataclass(frozen=True)
class Story:
    """What the page shows.  Money in đồng: asked for, approved, and accepted (the State's part of accepted items)."""

    duplicates: tuple[Establishment, ...]
    needs: tuple[ToldNeed, ...]
    years: tuple[YearFigures, ...]
    certifications: tuple[Certification, ...]
    supports: tuple[Support, ...]
    attendances: tuple[Attendance, ...]
    consulting: tuple[ConsultingContract, ...]
    asked: Dong
    approved: Dong
    accepted: Dong
    counterpart: Dong


def story_of(actor: Actor, establishment: Establishment) -> Story:
    """Read the story of ``establishment`` and of the duplicates merged into it, as far as ``actor`` may see it.

    Nine queries, whatever there is to tell.
    """
    duplicates = tuple(establishment.duplicates.order_by("merged_on", "pk"))
    ids = (establishment.pk, *(duplicate.pk for duplicate in duplicates))
    items = SupportItem.objects.filter(establishment__in=ids)
    items = items.select_related("project", "content", "acceptance", "establishment")
    items = items.prefetch_related(Prefetch("surveys", EffectSurvey.objects.filter(surveyed_on__isnull=False)))
    supports = tuple(
        Support(
            item,
            acceptance_of(item),
            label_of(ProjectState(item.project.state)),
            TONES[item.project.state],
            tuple(item.surveys.all()),
        )
        for item in visible(actor, Can.PROJECT_READ, items).order_by("-project__year", "project__number", "id")
    )
    came = Attendance.objects.filter(establishment__in=ids).select_related("event__project")
    jobs = ConsultingContract.objects.filter(establishment__in=ids)
    told = (
        ToldNeed(need, label_of(NeedState(need.state)), TONES[need.state])
        for need in visible(actor, Can.NEED_READ, needs_of(ids))
    )
    approved = [found for found in supports if found.item.project.state == ProjectState.APPROVED]
    return Story(
        duplicates,
        tuple(told),
        year_figures_of(ids),
        certifications_of(ids),
        supports,
        tuple(visible(actor, Can.PROJECT_READ, came).order_by("-event__closed_on")),
        tuple(visible(actor, Can.CONSULTING_READ, jobs).order_by("-signed_on")),
        asked=Dong(sum(found.item.support for found in supports)),
        approved=Dong(sum(found.item.support for found in approved)),
        accepted=Dong(sum(found.item.support for found in approved if found.acceptance)),
        counterpart=Dong(sum(found.item.counterpart for found in approved)),
    )
