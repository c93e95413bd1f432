"""Drafting, submitting and deciding proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
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


@operation(Can.PROJECT_DRAFT, verb="Sửa đề án")
def revise(actor: Acting, project: Project, *, name: str, items: Sequence[Item], summary: str = "") -> Project:
    """Replace the words and the items of a draft."""
    require(project.state == ProjectState.DRAFT, "Chỉ sửa được đề án đang dự thảo: hãy đề nghị Sở trả lại.")
    require(items, "Đề án phải có ít nhất một hạng mục hỗ trợ.", field="items")
    project.name, project.summary = squeeze(name), summary.strip()
    project.folded = fold(f"{project.number} {name} {summary}")
    project.save(update_fields=["name", "summary", "folded"])
    project.items.all().delete()
    _write_items(project, items)
    return project


@operation(Can.PROJECT_SUBMIT, verb="Trình đề án")
def submit(actor: Acting, project: Project, *, today: date) -> Project:
    """Submit to the Sở.  What passes a ceiling that was read in its source is refused here."""
    step = PROJECT.step(ProjectAction.SUBMIT, ProjectState(project.state))
    for item in project.items.select_related("content", "establishment"):
        limit = ceiling_of(item, project, on=today)
        over = limit is not None and limit.binding and limit.amount is not None and item.support > limit.amount
        require(not over, f"“{item}”: xin hỗ trợ vượt mức. {limit.sentence if limit else ''}", field="items")
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


def _write_items(project: Project, items: Sequence[Item]) -> None:
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
