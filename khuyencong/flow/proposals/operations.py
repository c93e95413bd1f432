"""Drafting, submitting and deciding proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

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
from khuyencong.flow.proposals.models import DraftKept, Project, ReviewNote, Submission, SupportItem
from khuyencong.flow.proposals.parts.operations import Parts, write_parts
from khuyencong.flow.proposals.parts.queries import faults_of
from khuyencong.flow.proposals.queries import ceiling_of, next_number
from khuyencong.flow.proposals.review_models import LONGEST_KEPT
from khuyencong.flow.proposals.review_queries import content_in, content_of
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify
from khuyencong.ground.regulations.models import ActivityContent, Provision

KEPT_FOR: Final = timedelta(days=60)
MOST_KEPT: Final = 20
"""How long, and how many pages of one user, what is being typed is kept."""


@dataclass(frozen=True)
class Item:
    """A support item as it is asked for; money in đồng by source.

    ``pk`` is the stored item that it revises; without it the item is new.
    """

    description: str
    establishment_id: int | None = None
    content: ActivityContent | None = None
    national: Dong = Dong(0)
    provincial: Dong = Dong(0)
    district: Dong = Dong(0)
    counterpart: Dong = Dong(0)
    other: Dong = Dong(0)
    pk: int | None = None


@dataclass(frozen=True)
class Remark:
    """What the Sở says of one place of a submission (a key of ``Content.places``); ``reason`` is a coded one."""

    place: str
    remark: str
    reason: Provision | None = None


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
    parts: Parts | None = None,
) -> Project:
    """Open a đề án with its support items, and its ``parts``, in the province and centre of ``place``."""
    require(squeeze(name), "Tên đề án không được để trống.", field="name")
    _owes_force(content, today, field="content")
    require(items, "Đề án phải có ít nhất một hạng mục hỗ trợ.", field="items")
    for other in {item.content for item in items if item.content is not None}:
        _owes_force(other, today, field="items")
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
    rows = _write_items(project, items)
    return project if parts is None else write_parts(actor, project, items=rows, parts=parts)


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
    actor: Acting,
    project: Project,
    *,
    name: str,
    items: Sequence[Item],
    version: int,
    summary: str = "",
    parts: Parts | None = None,
) -> Project:
    """Replace the words and the items of a draft, and its ``parts`` where given, if nobody did since ``version``."""
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
    rows = _write_items(project, items)
    return project if parts is None else write_parts(actor, project, items=rows, parts=parts)


@operation(Can.PROJECT_DRAFT, verb="Giải trình góp ý của Sở")
def answer_notes(actor: Acting, project: Project, *, answers: Mapping[int, str], today: date) -> list[ReviewNote]:
    """Say that remarks (by id) were dealt with, each with words or without."""
    require(project.state == ProjectState.DRAFT, "Chỉ giải trình góp ý khi đề án đang dự thảo.")
    rows = ReviewNote.objects.select_for_update(of=("self",)).filter(submission__project=project, pk__in=answers)
    notes = list(rows.select_related("submission").order_by("pk"))
    require({note.pk for note in notes} == set(answers), "Có góp ý không thuộc đề án này: hãy tải lại trang.")
    for note in notes:
        note.answer = answers[note.pk].strip()
        note.answered_on = max(today, note.submission.returned_on or today)
        note.save(update_fields=["answer", "answered_on"])
    return notes


@operation(Can.PROJECT_DRAFT, verb="Giữ bản đang gõ")
def keep_draft(
    actor: Acting, place: Scope, *, page: UUID, project: Project | None, data: Mapping[str, list[str]], now: datetime
) -> DraftKept:
    """Keep what a page of a draft holds, valid or not, for its user alone.  Not in the log (ADR 11).

    ``place`` is a value and no row: typing waits for nobody's lock.  What is old or beyond the user's twenty goes.
    """
    user = owed(actor.id, "Chỉ người dùng có tài khoản mới giữ được bản đang gõ.")
    size = sum(len(name) + len(value) for name, values in data.items() for value in values)
    require(size <= LONGEST_KEPT, "Bản đang gõ quá dài: hãy ghi đề án để không mất phần đã gõ.")
    DraftKept.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    # A NUL cannot be stored; the form will say so when it is sent.
    clean = {name: [value.replace("\0", "") for value in values] for name, values in data.items() if "\0" not in name}
    written = {"project": project, "data": clean, "kept_at": now}
    kept, _made = DraftKept.objects.update_or_create(user_id=user, page=page, defaults=written)
    newest = DraftKept.objects.filter(user=user).order_by("-kept_at", "-id").values_list("pk", flat=True)
    DraftKept.objects.filter(user=user).exclude(pk__in=list(newest[:MOST_KEPT])).delete()
    return kept


@operation(Can.PROJECT_DRAFT, verb="Bỏ bản đang gõ")
def discard_kept(actor: Acting, place: Scope, *, page: UUID) -> None:
    """Forget what a page of the actor's kept: it was saved, or is not wanted any more."""
    DraftKept.objects.filter(user=actor.id, page=page).delete()


@operation(Can.PROJECT_SUBMIT, verb="Trình đề án")
def submit(actor: Acting, project: Project, *, today: date) -> Project:
    """Submit to the Sở.

    What passes a ceiling, fails a test of eligibility, or lacks what its kind demands, by a rule that was read in its
    source, is refused here.
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
    for fault in faults_of(project, items, on=today):
        require(not fault.blocks, f"{fault.sentence} ({fault.citation})", field=fault.field)
    _move(project, step.target, submitted_on=today)
    _freeze(project)
    notify(actor, Kind.PROPOSAL_SUBMITTED, project)
    return project


@operation(Can.PROJECT_SUBMIT, verb="Rút đề án", reason_owed=True)
def withdraw(actor: Acting, project: Project, *, reason: str) -> Project:
    """Take a proposal back before it is decided."""
    step = PROJECT.step(ProjectAction.WITHDRAW, ProjectState(project.state))
    if project.need is not None:
        needs.give_back_withdrawn(actor, project.need)
    return _move(project, step.target)


@operation(Can.PROJECT_DECIDE, verb="Trả lại đề án", reason_owed=True)
def return_for_work(
    actor: Acting, project: Project, *, reason: str, today: date, remarks: Sequence[Remark] = ()
) -> Project:
    """Send a submitted proposal back to its author, with remarks on what was submitted."""
    step = PROJECT.step(ProjectAction.RETURN, ProjectState(project.state))
    # A đề án that was submitted before rounds were kept: nobody could change it since.
    submission = project.submissions.filter(returned_on=None).last() or _freeze(project)
    places = content_in(submission).places()
    for said in remarks:
        require(said.place in places, "Chỗ góp ý không có trong bản đã trình: hãy tải lại trang.", field="remarks")
        require(said.remark.strip(), f"Hãy ghi góp ý về “{places.get(said.place)}”.", field="remarks")
    require(len({said.place for said in remarks}) == len(remarks), "Mỗi chỗ ghi một góp ý.", field="remarks")
    submission.returned_on, submission.returned_for = max(today, submission.submitted_on), reason.strip()
    submission.save(update_fields=["returned_on", "returned_for"])
    ReviewNote.objects.bulk_create(
        ReviewNote(
            submission=submission,
            place=said.place,
            label=places[said.place][:300],
            remark=said.remark.strip(),
            reason=said.reason,
        )
        for said in remarks
    )
    notify(actor, Kind.PROPOSAL_RETURNED, project, reason=reason)
    return _move(project, step.target, submitted_on=None)


@operation(Can.PROJECT_DECIDE, verb="Phê duyệt đề án")
def approve(actor: Acting, project: Project, *, today: date) -> Project:
    """Approve: the proposal's life ends here and a plan may take it.  Called by the appraisal's conclusion."""
    step = PROJECT.step(ProjectAction.APPROVE, ProjectState(project.state))
    notify(actor, Kind.PROPOSAL_APPROVED, project)
    return _move(project, step.target, decided_on=today)


@operation(Can.PROJECT_DECIDE, verb="Từ chối đề án", reason_owed=True)
def reject(actor: Acting, project: Project, *, today: date, reason: str) -> Project:
    """Refuse for good, with a reason."""
    step = PROJECT.step(ProjectAction.REJECT, ProjectState(project.state))
    if project.need is not None:
        needs.give_back_refused(actor, project.need)
    notify(actor, Kind.PROPOSAL_REJECTED, project, reason=reason)
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


def _freeze(project: Project) -> Submission:
    """Keep what is submitted, under the lock of the đề án: rounds count on without a gap."""
    return Submission.objects.create(
        project=project,
        round=project.submissions.count() + 1,
        submitted_on=owed(project.submitted_on, "Đề án chưa được trình."),
        content=content_of(project).as_json(),
    )


def _write_items(project: Project, items: Sequence[Item]) -> list[SupportItem]:
    """Write ``items``: those that revise a stored one keep its row, the others are new, what is missing goes.

    Return their rows in the order in which they were asked for.
    """
    refuse_merged([item.establishment_id for item in items], field="items")
    for item in items:
        money = (item.national, item.provincial, item.district, item.counterpart, item.other)
        require(min(money) >= 0, f"“{item.description}”: kinh phí không được âm.", field="items")
        require(squeeze(item.description), "Mỗi hạng mục phải có tên.", field="items")
    stored = {row.pk: row for row in project.items.all()}
    revised = [item.pk for item in items if item.pk is not None]
    known = set(revised) <= set(stored) and len(revised) == len(set(revised))
    require(known, "Có hạng mục không còn trong đề án: hãy tải lại trang.", field="items")
    project.items.exclude(pk__in=revised).delete()
    new: list[SupportItem] = []
    rows = []
    for item in items:
        row = stored[item.pk] if item.pk is not None else SupportItem(project=project)
        row.establishment_id, row.content = item.establishment_id, item.content or project.content
        row.description = squeeze(item.description)
        row.national, row.provincial, row.district = item.national, item.provincial, item.district
        row.counterpart, row.other = item.counterpart, item.other
        rows.append(row)
        if item.pk is None:
            new.append(row)
        else:
            row.save()
    SupportItem.objects.bulk_create(new)
    return rows


def _owes_force(content: ActivityContent, today: date, *, field: str) -> None:
    require(today in content.valid, f"Nội dung “{content}” không có hiệu lực ngày {today:%d/%m/%Y}.", field=field)
