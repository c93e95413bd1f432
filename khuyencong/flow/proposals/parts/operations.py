"""Writing the parts of a đề án."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import models

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
from khuyencong.flow.proposals.enums import MachineRole, OutputMeasure, ProjectState
from khuyencong.flow.proposals.models import ExpectedOutput, Machine, Milestone, Project, ProjectPaper, SupportItem
from khuyencong.flow.proposals.parts.rules import (
    MachineAsk,
    OutputAsk,
    Span,
    Stretch,
    machine_faults,
    output_faults,
    schedule_faults,
    span_faults,
)
from khuyencong.ground.files import operations as files
from khuyencong.ground.regulations.enums import ProvisionKind
from khuyencong.ground.regulations.models import Provision

_Row = TypeVar("_Row", bound=models.Model)


@dataclass(frozen=True)
class Parts:
    """All that a đề án says beside its words and its money.  What is left out here is taken away."""

    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    machines: Sequence[MachineAsk] = ()
    outputs: Sequence[OutputAsk] = ()
    milestones: Sequence[Stretch] = ()

    def faults(self, year: int, items: int, *, this_year: int) -> list[tuple[str, str]]:
        """Return (field, sentence) of everything that cannot be, for a đề án of ``year`` with so many items."""
        span = Span(year, self.starts_on, self.ends_on)
        return [
            *span_faults(span),
            *machine_faults(self.machines, items, this_year=this_year),
            *output_faults(self.outputs),
            *schedule_faults(span, self.milestones),
        ]


@operation(Can.PROJECT_DRAFT, verb="Ghi máy móc, kết quả, tiến độ của đề án")
def write_parts(actor: Acting, project: Project, *, items: Sequence[SupportItem], parts: Parts) -> Project:
    """Write ``parts`` over those that are stored; ``items`` are the support items in the order that machines name."""
    require(project.state == ProjectState.DRAFT, "Chỉ sửa được đề án đang dự thảo: hãy đề nghị Sở trả lại.")
    for field, sentence in parts.faults(project.year, len(items), this_year=max(project.year, project.drafted_on.year)):
        raise NotValid(sentence, field=field)
    project.place = squeeze(parts.place)
    project.starts_on, project.ends_on = parts.starts_on, parts.ends_on
    project.save(update_fields=["place", "starts_on", "ends_on"])
    _write_machines(project, items, parts.machines)
    _write_outputs(project, parts.outputs)
    _write_milestones(project, parts.milestones)
    return project


@operation(Can.PROJECT_DRAFT, verb="Sửa máy móc, kết quả, tiến độ của đề án")
def revise_parts(actor: Acting, project: Project, *, parts: Parts, version: int) -> Project:
    """Replace the parts of a draft, if nobody changed it since ``version``; machines name its items by their order."""
    require(
        project.version == version,
        f"Đề án {project.number} vừa được người khác sửa (nay là lần ghi {project.version}): xem lại rồi ghi.",
    )
    project.version += 1
    project.save(update_fields=["version"])
    return write_parts(actor, project, items=list(project.items.all()), parts=parts)


@operation(Can.PROJECT_DRAFT, verb="Nộp giấy tờ của đề án")
def hand_paper(
    actor: Acting,
    project: Project,
    *,
    provision: Provision,
    document: str,
    name: str,
    data: bytes,
    now: datetime,
) -> ProjectPaper:
    """Hand in the file of a paper that ``provision`` asks for; ``document`` is its name there."""
    asked = provision.attributes.get("documents", ()) if provision.kind == ProvisionKind.REQUIRED_DOCUMENT else ()
    require(document in asked, "Giấy tờ này không có trong hồ sơ phải nộp: hãy tải lại trang.", field="paper")
    open_states = {ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.APPROVED}
    require(project.state in open_states, "Đề án đã kết thúc: không nộp thêm giấy tờ được nữa.", field="paper")
    file = files.store(actor, Scope(province_id=project.province_id), name=name, data=data, now=now)
    return ProjectPaper.objects.create(
        project=project,
        provision=provision,
        document=document[:300],
        file=file,
        handed_on=now.date(),
        handed_by_id=actor.id,
    )


@operation(Can.PROJECT_DRAFT, verb="Bỏ giấy tờ nộp nhầm", reason_owed=True)
def take_back_paper(actor: Acting, paper: ProjectPaper, *, reason: str) -> None:
    """Take a paper out of the file of a draft; the stored file itself stays, as the log leads to it."""
    require(paper.project.state == ProjectState.DRAFT, "Đề án đã trình: giấy tờ đã nộp thì không bỏ được.")
    paper.delete()


@operation(Can.ACCEPTANCE_RECORD, verb="Ghi số máy")
def note_serial(actor: Acting, machine: Machine, *, serial: str) -> Machine:
    """Write the serial number of a machine as it was delivered."""
    require(squeeze(serial), "Hãy ghi số máy trên nhãn của máy.", field="serial")
    require(machine.role == MachineRole.NEW, "Chỉ ghi số máy của máy đầu tư mới.", field="serial")
    machine.serial = squeeze(serial)
    machine.folded = _machine_words(machine)
    machine.save(update_fields=["serial", "folded"])
    return machine


def _write_machines(project: Project, items: Sequence[SupportItem], asked: Sequence[MachineAsk]) -> None:
    stored = {row.pk: row for row in Machine.objects.filter(item__project=project)}
    rows = _rows_for(stored, [one.pk for one in asked], Machine)
    for row, one in zip(rows, asked, strict=True):
        row.item, row.role = items[one.item], MachineRole.OLD if one.old else MachineRole.NEW
        row.name, row.model, row.origin = squeeze(one.name), squeeze(one.model), squeeze(one.origin)
        row.specification, row.technology = one.specification.strip(), one.technology.strip()
        row.made_in, row.quantity, row.unit_price = one.made_in, one.quantity, one.unit_price
        row.folded = _machine_words(row)
        row.replaces = None
    _keep([row for row in rows if row.role == MachineRole.OLD])  # the old ones first: the new ones point at them
    for row, one in zip(rows, asked, strict=True):
        row.replaces = rows[one.replaces] if one.replaces is not None else None
    _keep([row for row in rows if row.role == MachineRole.NEW])
    kept = {row.pk for row in rows}
    Machine.objects.filter(pk__in=set(stored) - kept).delete()


def _machine_words(row: Machine) -> str:
    """Return the words by which a machine is found, without accents."""
    return fold(f"{row.name} {row.model} {row.specification} {row.origin} {row.serial}")


def _write_outputs(project: Project, asked: Sequence[OutputAsk]) -> None:
    stored = {row.measure: row for row in project.outputs.all()}
    rows = []
    for one in asked:
        require(one.measure in set(OutputMeasure), "Hãy chọn kết quả trong danh sách.", field="outputs")
        row = stored.pop(one.measure, None) or ExpectedOutput(project=project, measure=one.measure)
        row.quantity = one.quantity
        rows.append(row)
    _keep(rows)
    project.outputs.filter(pk__in=[row.pk for row in stored.values()]).delete()


def _write_milestones(project: Project, asked: Sequence[Stretch]) -> None:
    stored = {row.pk: row for row in project.milestones.all()}
    rows = _rows_for(stored, [one.pk for one in asked], Milestone)
    for order, (row, one) in enumerate(zip(rows, asked, strict=True), start=1):
        require(squeeze(one.name), f"Mốc {order}: hãy ghi tên công việc.", field="milestones")
        row.project, row.order, row.name = project, order, squeeze(one.name)
        row.starts_on, row.due_on = one.starts_on, one.due_on
    _keep(rows)
    kept = {row.pk for row in rows}
    project.milestones.filter(pk__in=set(stored) - kept).delete()


def _keep(rows: Sequence[_Row]) -> None:
    """Write rows of one table: the new ones in one statement."""
    for row in rows:
        if row.pk is not None:
            row.save()
    if new := [row for row in rows if row.pk is None]:
        type(new[0])._base_manager.bulk_create(new)


def _rows_for(stored: Mapping[int, _Row], pks: Sequence[int | None], model: type[_Row]) -> list[_Row]:
    """Return the stored row of each key, a new one where there is none: a row that is revised keeps its identity."""
    named = [pk for pk in pks if pk is not None]
    known = set(named) <= set(stored) and len(named) == len(set(named))
    require(known, "Có dòng không còn trong đề án: hãy tải lại trang.")
    return [stored[pk] if pk is not None else model() for pk in pks]
