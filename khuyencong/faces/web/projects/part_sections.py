"""The sections of a đề án's page beside its money: machines, outputs, schedule, papers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import Scope
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.flow.proposals.enums import MachineRole, ProjectState
from khuyencong.flow.proposals.models import ExpectedOutput, Machine, Milestone, Project, SupportItem
from khuyencong.flow.proposals.parts.kind_rules import KindFault
from khuyencong.flow.proposals.parts.queries import StepPapers, faults_of, machines_of, papers_of
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.regulations.attributes import STEP_LABELS

STEPS: Final = tuple(STEP_LABELS)
"""Every step that papers are owed at, in the order of the work."""


@dataclass(frozen=True)
class StepRows:
    """The papers of one step, under its name."""

    label: str
    papers: StepPapers


@dataclass(frozen=True)
class Parts:
    """The sections.  ``machines`` are the new ones; each leads to the old one that it replaces."""

    machines: tuple[Machine, ...]
    outputs: tuple[ExpectedOutput, ...]
    milestones: tuple[Milestone, ...]
    steps: tuple[StepRows, ...]
    faults: tuple[KindFault, ...]
    may_fill: bool
    may_hand: bool
    may_take_back: bool
    may_look: bool


def law_day(project: Project, today: date) -> date:
    """Return the day by whose law a đề án is judged."""
    return project.decided_on or project.submitted_on or today


def parts_of(actor: Actor, project: Project, today: date) -> Parts:
    """Read the sections.  The number of queries does not grow with the rows."""
    items = list(
        visible(actor, Can.PROJECT_READ, SupportItem.objects.filter(project=project).select_related("content"))
    )
    machines = visible(actor, Can.PROJECT_READ, machines_of([project.pk]))
    contents = {project.content.code, *(item.content.code for item in items)}
    day = law_day(project, today)
    steps = papers_of(project, contents, on=day, steps=STEPS)
    place = Scope(province_id=project.province_id, organisation_id=project.centre_id)
    may_draft, drafted = actor.may(Can.PROJECT_DRAFT, place), project.state == ProjectState.DRAFT
    still = project.state in {ProjectState.DRAFT, ProjectState.SUBMITTED}
    return Parts(
        machines=tuple(machine for machine in machines if machine.role == MachineRole.NEW),
        outputs=tuple(project.outputs.all()),
        milestones=tuple(project.milestones.all()),
        steps=tuple(StepRows(first_upper(STEP_LABELS[step.step]), step) for step in steps if step.owed),
        faults=faults_of(project, items, on=day) if still else (),
        may_fill=may_draft and drafted,
        may_hand=may_draft and project.state not in {ProjectState.REJECTED, ProjectState.WITHDRAWN},
        may_take_back=may_draft and drafted,
        may_look=actor.may_anywhere(Can.MACHINE_READ),
    )
