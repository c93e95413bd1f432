"""Everything that an establishment asked for and received, from any source: a frozen value for its page."""

from dataclasses import dataclass

from khuyencong.branches.consulting.models import ConsultingContract
from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong
from khuyencong.faces.web.projects.choices import TONES
from khuyencong.faces.web.projects.records import acceptance_of
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision.models import Attendance
from khuyencong.ground.access.actor import Actor, visible


@dataclass(frozen=True)
class Support:
    """One support item, with its đề án and its acceptance."""

    item: SupportItem
    acceptance: Acceptance | None
    label: str
    tone: str


@dataclass(frozen=True)
class Story:
    """What the page shows.  Money in đồng: asked for, approved, and accepted (the State's part of accepted items)."""

    supports: tuple[Support, ...]
    attendances: tuple[Attendance, ...]
    consulting: tuple[ConsultingContract, ...]
    asked: Dong
    approved: Dong
    accepted: Dong
    counterpart: Dong


def story_of(actor: Actor, establishment: Establishment) -> Story:
    """Read the story of ``establishment``, as far as ``actor`` may see it.  Three queries."""
    items = SupportItem.objects.filter(establishment=establishment).select_related("project", "content", "acceptance")
    supports = tuple(
        Support(item, acceptance_of(item), label_of(ProjectState(item.project.state)), TONES[item.project.state])
        for item in visible(actor, Can.PROJECT_READ, items).order_by("-project__year", "project__number", "id")
    )
    came = Attendance.objects.filter(establishment=establishment).select_related("event__project")
    jobs = ConsultingContract.objects.filter(establishment=establishment)
    approved = [found for found in supports if found.item.project.state == ProjectState.APPROVED]
    return Story(
        supports,
        tuple(visible(actor, Can.PROJECT_READ, came).order_by("-event__closed_on")),
        tuple(visible(actor, Can.CONSULTING_READ, jobs).order_by("-signed_on")),
        asked=Dong(sum(found.item.support for found in supports)),
        approved=Dong(sum(found.item.support for found in approved)),
        accepted=Dong(sum(found.item.support for found in approved if found.acceptance)),
        counterpart=Dong(sum(found.item.counterpart for found in approved)),
    )
