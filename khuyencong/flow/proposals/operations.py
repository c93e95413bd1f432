"""Drafting, submitting and deciding proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import refuse_merged
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.queries import registered
from khuyencong.flow.proposals.eligibility import item_verdicts
from khuyencong.flow.proposals.enums import ProjectAction, ProjectKind, ProjectState
from khuyencong.flow.proposals.lifecycle import PROJECT
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.queries import ceiling_of, next_number
from khuyencong.ground.regulations.models import ActivityContent


@dataclass(frozen=True)
class Item:
    """A support item as it is asked for; money in đồng by source."""

    description: str
    establishment_id: int | None = None
    content: ActivityContent | None = None
    national: Dong = Dong(0)
    provincial: Dong = Dong(0)
    district: Dong = Dong(0)
    counterpart: Dong = Dong(0)
    other: Dong = Dong(0)


@operation(Can.PROJECT_DRAFT, verb="Lập đề án")
def draft(
    actor: Acting,
    place: Scope,
    *,
    name: str,
    kind: ProjectKind,
    year: int,
    content: ActivityContent,
    items: Sequence[Item],
    today: date,
    summary: str = "",
) -> Project:
    """Open a đề án with its support items in the province and centre of ``place``."""
    require(squeeze(name), "Tên đề án không được để trống.", field="name")
    require(today in content.valid, f"Nội dung “{content}” không có hiệu lực ngày {today:%d/%m/%Y}.", field="content")
    require(items, "Đề án phải có ít nhất một hạng mục hỗ trợ.", field="items")
    province = owed(place.province_id, "Hãy chọn tỉnh của đề án.", field="province")
    number = next_number(province, year)
    project = Project.objects.create(
        number=number,
        name=squeeze(name),
        kind=kind,
        year=year,
        province_id=province,
        centre_id=owed(place.organisation_id, "Hãy chọn trung tâm thực hiện đề án.", field="centre"),
        content=content,
        summary=summary.strip(),
        drafted_on=today,
        folded=fold(f"{number} {name} {summary}"),
    )
    _write_items(project, items)
    return project


@operation(Can.PROJECT_DRAFT, verb="Lập đề án từ nhu cầu")
def draft_from_need(actor: Acting, need: Need, *, place: Scope, year: int, national: bool, today: date) -> Project:
    """Draft a đề án from a checked need in one step: nothing that was told is typed again.

    An establishment that the register does not know yet is registered.  The support asked for goes to the national
    or the provincial budget; the rest of the cost is the establishment's own.
    """
    workshop = _workshop_of(actor, need, today)
    machine = need.machine or need.content.name
    support = Dong(need.support)
    asked = Item(
        machine[:300],
        workshop.pk,
        need.content,
        national=support if national else Dong(0),
        provincial=Dong(0) if national else support,
        counterpart=Dong(max(0, need.cost - need.support)),
    )
    project = draft(
        actor,
        place,
        name=f"{need.content.name}: {machine} – {workshop.name}"[:300],
        kind=ProjectKind.SINGLE,
        year=year,
        content=need.content,
        items=[asked],
        today=today,
        summary=need.wish,
    )
    project.need = need
    project.save(update_fields=["need"])
    needs.note_proposed(actor, need, establishment_id=workshop.pk, today=today)
    return project


@operation(Can.PROJECT_DRAFT, verb="Sửa đề án")
def revise(
    actor: Acting, project: Project, *, name: str, items: Sequence[Item], version: int, summary: str = ""
) -> Project:
    """Replace the words and the items of a draft, if nobody else did since ``version``."""
    require(project.state == ProjectState.DRAFT, "Chỉ sửa được đề án đang dự thảo: hãy đề nghị Sở trả lại.")
    require(
        project.version == version,
        f"Đề án {project.number} vừa được người khác sửa (nay là lần ghi {project.version}): xem lại rồi ghi.",
    )
    require(items, "Đề án phải có ít nhất một hạng mục hỗ trợ.", field="items")
    project.version += 1
    project.name, project.summary = squeeze(name), summary.strip()
    project.folded = fold(f"{project.number} {name} {summary}")
    project.save(update_fields=["version", "name", "summary", "folded"])
    project.items.all().delete()
    _write_items(project, items)
    return project


@operation(Can.PROJECT_SUBMIT, verb="Trình đề án")
def submit(actor: Acting, project: Project, *, today: date) -> Project:
    """Submit to the Sở.

    What passes a ceiling, or fails a test of eligibility, that was read in its source is refused here.
    """
    step = PROJECT.step(ProjectAction.SUBMIT, ProjectState(project.state))
    items = list(project.items.select_related("content", "establishment"))
    by_id = {item.pk: item for item in items}
    for item in items:
        limit = ceiling_of(item, project, on=today)
        over = limit is not None and limit.binding and limit.amount is not None and item.support > limit.amount
        require(not over, f"“{item}”: xin hỗ trợ vượt mức. {limit.sentence if limit else ''}", field="items")
    for pk, verdict in item_verdicts(items, on=today).items():
        for reason in verdict.blocking:
            raise NotValid(f"“{by_id[pk]}”: {reason.sentence} ({reason.citation})", field="items")
    return _move(project, step.target, submitted_on=today)


@operation(Can.PROJECT_SUBMIT, verb="Rút đề án", reason_owed=True)
def withdraw(actor: Acting, project: Project, *, reason: str) -> Project:
    """Take a proposal back before it is decided."""
    step = PROJECT.step(ProjectAction.WITHDRAW, ProjectState(project.state))
    return _move(project, step.target)


@operation(Can.PROJECT_DECIDE, verb="Trả lại đề án", reason_owed=True)
def return_for_work(actor: Acting, project: Project, *, reason: str) -> Project:
    """Send a submitted proposal back to its author."""
    step = PROJECT.step(ProjectAction.RETURN, ProjectState(project.state))
    return _move(project, step.target, submitted_on=None)


@operation(Can.PROJECT_DECIDE, verb="Phê duyệt đề án")
def approve(actor: Acting, project: Project, *, today: date) -> Project:
    """Approve: the proposal's life ends here and a plan may take it.  Called by the appraisal's conclusion."""
    step = PROJECT.step(ProjectAction.APPROVE, ProjectState(project.state))
    return _move(project, step.target, decided_on=today)


@operation(Can.PROJECT_DECIDE, verb="Từ chối đề án", reason_owed=True)
def reject(actor: Acting, project: Project, *, today: date, reason: str) -> Project:
    """Refuse for good, with a reason."""
    step = PROJECT.step(ProjectAction.REJECT, ProjectState(project.state))
    return _move(project, step.target, decided_on=today)


def _move(project: Project, state: ProjectState, **dates: date | None) -> Project:
    project.state = state
    for field, day in dates.items():
        setattr(project, field, day)
    project.save(update_fields=["state", *dates])
    return project


def _workshop_of(actor: Acting, need: Need, today: date) -> Establishment:
    """Return the establishment of a need: the one it names, the one with its tax code, or one registered now."""
    named = need.establishment or registered(need.province_id, need.tax_code)
    if named is not None:
        return named.merged_into or named
    told = establishments.Particulars(
        name=need.name,
        legal_form=LegalForm(need.legal_form),
        tax_code=need.tax_code,
        commune_id=need.commune_id,
        address=need.address,
        industry=need.industry,
        phone=need.phone,
    )
    return establishments.register(actor, Scope(province_id=need.province_id), particulars=told, today=today)


def _write_items(project: Project, items: Sequence[Item]) -> None:
    refuse_merged([item.establishment_id for item in items], field="items")
    for item in items:
        money = (item.national, item.provincial, item.district, item.counterpart, item.other)
        require(min(money) >= 0, f"“{item.description}”: kinh phí không được âm.", field="items")
        require(squeeze(item.description), "Mỗi hạng mục phải có tên.", field="items")
    SupportItem.objects.bulk_create(
        SupportItem(
            project=project,
            establishment_id=item.establishment_id,
            content=item.content or project.content,
            description=squeeze(item.description),
            national=item.national,
            provincial=item.provincial,
            district=item.district,
            counterpart=item.counterpart,
            other=item.other,
        )
        for item in items
    )
