"""Records of the flow and of consulting, as they stood in July 2017, each made through its operation.

Every function acts as the machine unless told otherwise, and takes the values that a test is about; the rest is a
plausible default.  ``approved_project``, ``approved_line`` and so on go the whole way up to that point.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from khuyencong.branches.consulting import operations as consulting
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION, Scope
from khuyencong.flow.appraisal import operations as appraisal
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole, Result
from khuyencong.flow.appraisal.models import Council, CouncilMember, Opinion, Session, SessionItem
from khuyencong.flow.appraisal.queries import criteria_on
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import PaymentKind
from khuyencong.flow.contracts.models import Addendum, Contract, EstimateLine, Payment, Recovery
from khuyencong.flow.contracts.queries import terms_of
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.needs.enums import Channel
from khuyencong.flow.needs.models import Campaign, Need
from khuyencong.flow.needs.operations import Told
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import ApprovingBody, BatchState, CarryTo, Fund, Source
from khuyencong.flow.planning.models import (
    AnnualPlan,
    Assignment,
    Envelope,
    PlanApprover,
    PlanBatch,
    PlanChange,
    PlanLine,
    Programme,
    Scenario,
    YearClosing,
)
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Project, ProjectPaper, ReviewNote, SupportItem
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.proposals.parts.operations import Parts, hand_paper
from khuyencong.flow.proposals.parts.rules import MachineAsk, OutputAsk, Stretch
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.enums import SeatRole
from khuyencong.flow.settlement.models import Acceptance, FailedAcceptance, Settlement
from khuyencong.flow.settlement.queries import accepted_parts
from khuyencong.flow.supervision import operations as supervision
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentKind, EventKind
from khuyencong.flow.supervision.models import Adjustment, Event
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.regulations.models import ActivityContent, Provision
from tests import people

MILLION = 1_000_000
DRAFTED = date(2017, 1, 10)
SUBMITTED = date(2017, 1, 16)
CONVENED = date(2017, 2, 3)
DECIDED = date(2017, 2, 6)
PLANNED = date(2017, 2, 20)
SIGNED = date(2017, 3, 6)
PAID = date(2017, 3, 20)
HELD = date(2017, 5, 20)
ACCEPTED = date(2017, 6, 5)
SETTLED = date(2017, 6, 20)
DUE = date(2017, 12, 15)
RECORDED = date(2099, 1, 1)
"""The day on which work and money are recorded: after all of them."""

_serial = count(1)


def dong(millions: float) -> Dong:
    """Return an amount given in triệu đồng, such as 50 or 12.5."""
    return Dong(round(millions * MILLION))


def content(code: str = "MACHINERY") -> ActivityContent:
    """Return a content of the tables of law."""
    return ActivityContent.objects.get(code=code)


def establishment(
    place: Scope | None = None, *, name: str = "", today: date = DRAFTED, actor: Actor = SYSTEM
) -> Establishment:
    """Register a household workshop, which needs no tax code."""
    return establishments.register(actor, place or people.place_of(), particulars=particulars(name=name), today=today)


def particulars(*, name: str = "") -> establishments.Particulars:
    """Return what is written about a workshop of one household."""
    return establishments.Particulars(
        name=name or f"Cơ sở đồ gỗ số {next(_serial)}",
        legal_form=LegalForm.HOUSEHOLD,
        tax_code="",
        commune_id=None,
        address="Thôn Phú Ân",
        industry="chế biến gỗ",
    )


def item(place: Scope | None = None, *, support: Dong = Dong(50 * MILLION), source: Source = Source.PROVINCIAL) -> Item:
    """Return a machine for a workshop of its own, half of its cost from the State or less."""
    asked = Item(
        description=f"Máy cưa CNC số {next(_serial)}",
        establishment_id=establishment(place).pk,
        counterpart=Dong(support * 3),
    )
    match source:
        case Source.NATIONAL:
            return replace(asked, national=support)
        case Source.PROVINCIAL:
            return replace(asked, provincial=support)
        case Source.DISTRICT:
            return replace(asked, district=support)


def draft(
    place: Scope | None = None,
    *,
    code: str = "MACHINERY",
    items: Sequence[Item] = (),
    year: int = 2017,
    today: date | None = None,
    kind: ProjectKind = ProjectKind.SINGLE,
    parts: Parts | None = None,
    actor: Actor = SYSTEM,
) -> Project:
    """Draft a đề án with one item unless ``items`` are given; drafted in January of its year."""
    where = place or people.place_of()
    return proposals.draft(
        actor,
        where,
        name=f"Hỗ trợ ứng dụng máy móc số {next(_serial)}",
        kind=kind,
        year=year,
        content=content(code),
        items=items or (item(where),),
        today=today or DRAFTED.replace(year=year),
        parts=parts,
    )


def parts(*, year: int = 2017, price: Dong = Dong(200 * MILLION)) -> Parts:
    """Return an old machine and the new one that replaces it, a promise, and a schedule of one milestone."""
    return Parts(
        place="Cụm công nghiệp Đông Bắc Sông Cầu",
        starts_on=date(year, 3, 1),
        ends_on=date(year, 12, 15),
        machines=[
            MachineAsk(0, "Máy cưa vòng", old=True, made_in=2003),
            MachineAsk(0, "Máy cưa CNC", model="KDT-6022", origin="Đài Loan", unit_price=price, replaces=0),
        ],
        outputs=[OutputAsk("MACHINES", Decimal(1))],
        milestones=[Stretch("Lắp đặt, chạy thử máy", date(year, 4, 1), date(year, 6, 30))],
    )


def paper(project: Project | None = None, *, document: str = "Công văn đề nghị") -> ProjectPaper:
    """Hand in a paper of the registration."""
    return hand_paper(
        SYSTEM,
        project or draft(),
        provision=Provision.objects.get(code="DOCUMENT-A-REGISTER"),
        document=document,
        name="cong-van.pdf",
        data=b"%PDF-1.4",
        now=datetime(2017, 1, 12, tzinfo=UTC),
    )


def submitted_project(
    place: Scope | None = None, *, code: str = "MACHINERY", items: Sequence[Item] = (), year: int = 2017
) -> Project:
    """Draft a đề án and submit it."""
    project = draft(place, code=code, items=items, year=year)
    return proposals.submit(SYSTEM, project, today=SUBMITTED.replace(year=year))


def note(project: Project | None = None, *, place: str = "name", remark: str = "Tên chưa rõ") -> ReviewNote:
    """Return a submitted đề án to its author with one remark."""
    of = project or submitted_project()
    on = SUBMITTED.replace(year=of.year)
    proposals.return_for_work(SYSTEM, of, reason="Bổ sung hồ sơ", today=on, remarks=[proposals.Remark(place, remark)])
    return ReviewNote.objects.get(submission__project=of, submission__returned_on=on, place=place)


def approved_project(
    place: Scope | None = None,
    *,
    code: str = "MACHINERY",
    items: Sequence[Item] = (),
    year: int = 2017,
    decided_on: date | None = None,
) -> Project:
    """Take a đề án through every appraisal that it owes."""
    project = submitted_project(place, code=code, items=items, year=year)
    while project.state == ProjectState.SUBMITTED:
        appraisal.conclude(SYSTEM, project, result=Result.PASS, today=decided_on or DECIDED.replace(year=year))
        project.refresh_from_db()
    return project


def plan(place: Scope | None = None, *, fund: Fund = Fund.LOCAL, year: int = 2017) -> AnnualPlan:
    """Return the plan of a fund, opened now if need be."""
    where = place or people.place_of()
    found = AnnualPlan.objects.filter(province=where.province_id, fund=fund, year=year).first()
    return found or planning.open_plan(SYSTEM, where, year=year, fund=fund)


def envelope(
    place: Scope | None = None,
    *,
    source: Source = Source.PROVINCIAL,
    amount: Dong = Dong(1_000 * MILLION),
    year: int = 2017,
) -> Envelope:
    """Give a plan money of ``source``; an envelope that is there already stays as it is."""
    of = plan(place, fund=source.fund, year=year)
    return of.envelopes.filter(source=source).first() or planning.give_envelope(
        SYSTEM, of, source=source, amount=amount
    )


def line(
    project: Project | None = None,
    *,
    source: Source = Source.PROVINCIAL,
    amount: Dong = Dong(50 * MILLION),
) -> PlanLine:
    """Put a đề án into the open batch of the plan of its province and year."""
    planned = project or approved_project()
    where = Scope(province_id=planned.province_id, organisation_id=planned.centre_id)
    spent = envelope(where, source=source, year=planned.year)
    open_batch(spent.plan)
    return planning.put_in_plan(SYSTEM, spent, project=planned, amount=amount)


def programme(place: Scope | None = None, *, first_year: int = 2016, last_year: int = 2020) -> Programme:
    """Draft a programme with one target and money of two sources."""
    return planning.draft_programme(
        SYSTEM,
        place or Scope(province_id=people.place_of().province_id),
        title=f"Chương trình khuyến công giai đoạn {first_year}–{last_year}",
        first_year=first_year,
        last_year=last_year,
        targets=(planning.Target("result.machinery", 100, "cơ sở"),),
        money={Source.PROVINCIAL: dong(5_000), Source.NATIONAL: dong(8_000)},
    )


def scenario(*projects: Project, of: Envelope | None = None, name: str = "", millions: float = 50) -> Scenario:
    """Draft a scenario that pays each of ``projects`` (a new approved one unless told) the same."""
    spent = of or envelope()
    chosen = projects or (approved_project(year=spent.plan.year),)
    return planning.draft_scenario(
        SYSTEM,
        spent,
        name=name or f"Phương án {next(_serial)}",
        choices=[planning.Choice(project.pk, dong(millions)) for project in chosen],
    )


def assignment(of: PlanBatch | None = None) -> Assignment:
    """Assign an approved batch to the centre of its first line."""
    batch = of or approved_line().batch
    line = batch.lines.select_related("project__centre")[0]
    return planning.assign_batch(
        SYSTEM,
        PlanBatch.objects.get(pk=batch.pk),
        organisation=line.project.centre,
        number=f"QĐ-{next(_serial)}",
        assigned_on=PLANNED.replace(year=line.project.year),
        today=RECORDED,
    )


def approver(province: str = people.PHU_YEN, *, since: date = date(2014, 1, 1)) -> PlanApprover:
    """Say that the people's committee approves the plans of a province."""
    unit = people.province_unit(province)
    return planning.set_approver(
        SYSTEM,
        Scope(province_id=unit.pk),
        body=ApprovingBody.PEOPLES_COMMITTEE,
        name=f"Ủy ban nhân dân tỉnh {unit.name}",
        signer="Chủ tịch",
        symbol="QĐ-UBND",
        since=since,
    )


def carried(of: PlanLine | None = None, *, to: CarryTo = CarryTo.NEXT_YEAR, today: date = HELD) -> PlanLine:
    """Carry a line over; the next year's envelope is opened without money if need be.  Returns the old line."""
    line = of or approved_line()
    plan = line.envelope.plan
    where = Scope(province_id=plan.province_id)
    if to is CarryTo.NEXT_YEAR:
        envelope(where, source=Source(line.envelope.source), amount=Dong(0), year=plan.year + 1)
    planning.carry_over(
        SYSTEM, line, to=to, decision=f"QĐ-{next(_serial)}", today=today, reason="Cơ sở chưa lắp đặt xong máy"
    )
    return PlanLine.objects.get(pk=line.pk)


def closed_year(of: AnnualPlan | None = None) -> YearClosing:
    """Close the year of a plan (one with a contract that took all of its line) on its last day.

    Without a plan said, the first province's whose year is open yet: what was closed has no money left.
    """
    if of is None:
        places = (people.place_of(code) for code in (people.PHU_YEN, people.QUANG_NAM, "45", "51", "64"))
        place = next(it for it in places if not YearClosing.objects.filter(plan__province=it.province_id).exists())
        of = contract(approved_line(approved_project(place))).line.envelope.plan
    plan = of
    return planning.close_year(
        SYSTEM, plan, decision="BC-KC", locks_on=date(plan.year + 1, 2, 1), today=date(plan.year, 12, 31)
    )


def open_batch(of: AnnualPlan) -> PlanBatch:
    """Return the batch of a plan that is open, a supplement opened now if need be."""
    found = of.batches.filter(state=BatchState.DRAFT).first()
    return found or planning.open_supplement(SYSTEM, of)


def approved_line(
    project: Project | None = None,
    *,
    source: Source = Source.PROVINCIAL,
    amount: Dong = Dong(50 * MILLION),
    approved_on: date | None = None,
) -> PlanLine:
    """Put a đề án into the plan, and approve its batch."""
    planned = line(project, source=source, amount=amount)
    of = planned.envelope.plan
    planning.approve_batch(
        SYSTEM,
        of,
        number=planned.batch.number,
        decision=f"QĐ-{next(_serial)}",
        today=approved_on or PLANNED.replace(year=of.year),
    )
    planned.refresh_from_db()
    return planned


def changed_line(of: PlanLine, delta: Dong) -> PlanChange:
    """Add ``delta`` đồng to what a line holds now (below zero: take away)."""
    held = PlanLine.objects.get(pk=of.pk).current
    return planning.change_line(
        SYSTEM, of, to=Dong(held + delta), seen=Dong(held), decision=f"QĐ-{next(_serial)}", today=HELD
    )


def contract(of: PlanLine | None = None, *, amount: Dong | None = None, signed_on: date | None = None) -> Contract:
    """Sign a contract on an approved line, for all that it holds unless ``amount`` says less."""
    on = of or approved_line()
    year = on.project.year
    return contracts.sign(
        SYSTEM,
        on,
        number=f"HĐ-{next(_serial)}",
        partner="Trung tâm Khuyến công",
        amount=amount or Dong(on.current - on.contracted),
        signed_on=signed_on or SIGNED.replace(year=year),
        due_on=DUE.replace(year=year),
        today=RECORDED,
    )


def numbered(of: PlanLine | None = None) -> Contract:
    """Sign a contract that gets the next number of its centre's year."""
    on = of or approved_line()
    return contracts.sign(
        SYSTEM,
        on,
        partner="Trung tâm Khuyến công",
        amount=Dong(on.current),
        signed_on=SIGNED.replace(year=on.project.year),
        due_on=DUE.replace(year=on.project.year),
        today=RECORDED,
    )


def standing_in(person: people.Person) -> Actor:
    """Return somebody who may do everything in the name of ``person``: what they sign is signed by them."""
    return replace(SYSTEM, id=people.user(person).pk, label=person.full_name)


def requested(
    on: Contract | None = None,
    *,
    amount: Dong = Dong(10 * MILLION),
    day: date | None = None,
    kind: PaymentKind = PaymentKind.ADVANCE,
    papers: Sequence[contracts.Paper] = (),
    progress: Decimal | None = None,
) -> Payment:
    """Let Lan ask for money of a contract."""
    of = on or contract()
    return contracts.request_payment(
        standing_in(people.LAN),
        of,
        key=uuid4(),
        kind=kind,
        amount=amount,
        papers=papers,
        progress=progress,
        today=day or PAID.replace(year=of.signed_on.year),
    )


def checked(payment: Payment | None = None) -> Payment:
    """Let Tuấn find the papers of a request in order."""
    asked = payment or requested()
    assert asked.requested_on is not None
    return contracts.check_payment(standing_in(people.TUAN), asked, today=asked.requested_on)


def approved(payment: Payment | None = None) -> Payment:
    """Let Nam approve what Lan asked for and Tuấn checked."""
    found = checked(payment)
    assert found.requested_on is not None
    return contracts.approve_payment(standing_in(people.NAM), found, today=found.requested_on)


def paid(payment: Payment | None = None, *, voucher: str = "") -> Payment:
    """Take a request to its voucher."""
    of = approved(payment)
    assert of.approved_on is not None
    return contracts.pay(
        standing_in(people.TUAN),
        of,
        voucher=voucher or f"PC-{next(_serial)}",
        paid_on=of.approved_on,
        today=RECORDED,
    )


def advance(on: Contract | None = None, *, amount: Dong = Dong(10 * MILLION), paid_on: date | None = None) -> Payment:
    """Advance money on a contract with every paper: asked for, checked, approved and paid on one day."""
    of = on or contract()
    terms = terms_of(of)
    papers = [contracts.Paper(name, "01") for name in terms.documents] if terms else []
    return paid(requested(of, amount=amount, day=paid_on, papers=papers, progress=Decimal(100)))


def recovered(on: Contract | None = None, *, amount: Dong = Dong(5 * MILLION)) -> Recovery:
    """Recover a part of an advance."""
    of = on or advance().contract
    of.refresh_from_db()
    return contracts.recover(
        SYSTEM,
        of,
        amount=amount,
        recovered_on=HELD.replace(year=of.signed_on.year),
        voucher=f"NT-{next(_serial)}",
        key=uuid4(),
        reason="Không dùng hết",
        today=RECORDED,
    )


def addendum(on: Contract | None = None, *, amount: Dong | None = None) -> Addendum:
    """Sign an addendum that gives more time, or another amount."""
    of = on or contract()
    return contracts.add_addendum(
        SYSTEM,
        of,
        number=f"PL-{next(_serial)}",
        signed_on=HELD.replace(year=of.signed_on.year),
        amount=amount or Dong(of.amount),
        due_on=of.due_on + timedelta(days=30),
        reason="Máy về chậm",
        today=RECORDED,
    )


def estimated(on: Contract | None = None) -> list[EstimateLine]:
    """Write a detailed estimate of one line."""
    of = on or contract()
    line = contracts.Estimated("Mua máy cưa CNC", Decimal(1), Dong(of.amount), Dong(of.amount))
    return contracts.set_estimate(SYSTEM, of, lines=[line])


def acceptance(of: SupportItem | None = None, *, accepted_on: date | None = None) -> Acceptance:
    """Accept one item, the first of a new approved đề án unless told."""
    accepted = of or approved_project().items.get()
    return settlement.accept(
        SYSTEM,
        accepted,
        accepted_on=accepted_on or ACCEPTED.replace(year=accepted.project.year),
        minutes=f"BB-{next(_serial)}",
        cost=Dong(accepted.cost),
        today=RECORDED,
    )


def failed_acceptance(of: SupportItem | None = None) -> FailedAcceptance:
    """Let the acceptance of an item fail."""
    return settlement.refuse(
        SYSTEM,
        of or approved_project().items.get(),
        held_on=ACCEPTED,
        minutes=f"BB-{next(_serial)}",
        explanation="Máy chưa chạy",
        remedy="Lắp lại mô tơ",
        remedy_due_on=SETTLED,
        today=RECORDED,
    )


def acceptance_file(of: Acceptance | None = None) -> Acceptance:
    """Fill the file of an acceptance: three people, a machine with its number, the vouchers of every source."""
    accepted = of or acceptance()
    number = next(_serial)
    vouchers = [
        settlement.VoucherTold(
            payer, f"HĐ{number}{payer.column}", ACCEPTED, "Công ty Cơ khí Tuy Hòa", "Mua máy", amount, "4400123456"
        )
        for payer, amount in accepted_parts(accepted).items()
        if amount
    ]
    people_there = (
        settlement.Seat("Nguyễn Thị Lan", "Trung tâm Khuyến công", SeatRole.CHAIR),
        settlement.Seat("Võ Văn Tám", "Sở Công Thương", SeatRole.SECRETARY),
        settlement.Seat("Ngô Sơn", "Chủ cơ sở", SeatRole.BENEFICIARY),
    )
    machine = settlement.Machinery("Máy cưa CNC", "CNC-1325", f"SN-{number}", "Việt Nam", 1, Dong(accepted.cost))
    add = settlement.AcceptanceFile(people_there, (machine,), vouchers)
    return settlement.fill_file(SYSTEM, accepted, add=add, today=RECORDED)


def settled(of: Contract | None = None, *, claimed: Dong | None = None, settled_on: date | None = None) -> Settlement:
    """Settle a contract in full unless ``claimed`` says less."""
    on = of or contract()
    return settlement.settle(
        SYSTEM,
        on,
        claimed=claimed or Dong(on.amount),
        accepted_cost=Dong(on.amount * 4),
        settled_on=settled_on or SETTLED.replace(year=on.signed_on.year),
        today=RECORDED,
    )


def event(
    project: Project | None = None,
    *,
    kind: EventKind = EventKind.FAIR,
    establishments: Sequence[int] = (),
    closed_on: date = HELD,
    organised: bool = True,
) -> Event:
    """Record a fair (or a demonstration) that an approved đề án held, with those who came."""
    return supervision.record_event(
        SYSTEM,
        project or approved_project(code="FAIR_ORGANISE"),
        kind=kind,
        name=f"Hội chợ số {next(_serial)}",
        place="Tuy Hòa",
        opened_on=closed_on,
        closed_on=closed_on,
        establishments=establishments,
        organised=organised,
        today=RECORDED,
    )


def adjustment(
    project: Project | None = None, *, kind: AdjustmentKind = AdjustmentKind.TIME, requested_on: date = HELD
) -> Adjustment:
    """Ask for an adjustment of an approved đề án."""
    return adjusting.request_adjustment(
        SYSTEM, project or approved_project(), kind=kind, explanation="Máy về chậm", today=requested_on
    )


def granted(
    project: Project | None = None, *, kind: AdjustmentKind = AdjustmentKind.TIME, decided_on: date = HELD
) -> Adjustment:
    """Ask for an adjustment and grant it on the same day."""
    return adjusting.decide_adjustment(
        SYSTEM,
        adjustment(project, kind=kind, requested_on=decided_on),
        action=AdjustmentAction.GRANT,
        decision=f"QĐ-{next(_serial)}",
        today=decided_on,
    )


def consulting_plan(
    centre: Organisation | None = None, *, jobs: int = 10, revenue: Dong = Dong(500 * MILLION), year: int = 2017
) -> ConsultingPlan:
    """Give a centre its plan of consulting for a year."""
    return consulting.set_plan(
        SYSTEM, centre or people.centre_of(), year=year, jobs=jobs, revenue=revenue, today=date(year, 1, 15)
    )


def consulting_contract(
    centre: Organisation | None = None,
    *,
    value: Dong = Dong(80 * MILLION),
    signed_on: date = SIGNED,
    advised_on: date | None = HELD,
) -> ConsultingContract:
    """Sign a consulting job, and hand the advice over unless ``advised_on`` is ``None``."""
    job = consulting.sign_job(
        SYSTEM,
        centre or people.centre_of(),
        number=f"TV-{next(_serial)}",
        client="Hợp tác xã Phú Ân",
        service=ServiceKind.ENERGY_AUDIT,
        value=value,
        signed_on=signed_on,
        today=RECORDED,
    )
    if advised_on is None:
        return job
    return consulting.hand_over(SYSTEM, job, advised_on=advised_on, today=RECORDED)


def revenue(
    of: ConsultingContract | None = None, *, amount: Dong = Dong(30 * MILLION), recognised_on: date = ACCEPTED
) -> RevenueEntry:
    """Recognise revenue of a consulting contract."""
    return consulting.recognise(
        SYSTEM,
        of or consulting_contract(),
        amount=amount,
        recognised_on=recognised_on,
        invoice=f"HĐĐT-{next(_serial)}",
        today=RECORDED,
    )


def campaign(place: Scope | None = None, *, year: int = 2018, title: str = "") -> Campaign:
    """Open a survey of a province that runs through the second half of 2017."""
    return needs.open_campaign(
        SYSTEM,
        place or people.place_of(),
        year=year,
        title=title or f"Khảo sát nhu cầu đợt {next(_serial)}",
        opens_on=date(2017, 7, 1),
        closes_on=date(2017, 12, 31),
    )


def told(**other: Any) -> Told:
    """Return what a household tells of a saw that it wishes for; each time another household."""
    number = next(_serial)
    plain = Told(
        name=f"Cơ sở mộc số {number}",
        legal_form=LegalForm.HOUSEHOLD,
        industry="chế biến gỗ",
        content=content(),
        wish="Cần máy cưa thay máy cũ",
        phone=f"09{number:08d}",
        machine="Máy cưa CNC",
        cost=dong(300),
        support=dong(100),
    )
    return replace(plain, **other)


def need(
    place: Scope | None = None,
    *,
    of: Told | None = None,
    client_id: UUID | None = None,
    campaign: Campaign | None = None,
    channel: Channel = Channel.STAFF,
    actor: Actor = SYSTEM,
    today: date = people.TODAY,
) -> Need:
    """Record a need."""
    return needs.record_need(
        actor,
        place or people.place_of(),
        told=of or told(),
        client_id=client_id or uuid4(),
        channel=channel,
        today=today,
        campaign=campaign,
    )


def checked_need(place: Scope | None = None, *, of: Told | None = None, today: date = people.TODAY) -> Need:
    """Record a need and check it."""
    return needs.check_need(SYSTEM, need(place, of=of, today=today))


def council(
    level: AppraisalLevel = AppraisalLevel.BASE, *, province: str = people.PHU_YEN, year: int = 2017
) -> Council:
    """Establish a council of Hoa (chair), Minh (secretary) and two outsiders."""
    base = level is AppraisalLevel.BASE
    seats = (
        appraisal.Seat(CouncilRole.CHAIR, "Phó Giám đốc Sở Công Thương", people.user(people.HOA).pk),
        appraisal.Seat(CouncilRole.SECRETARY, "Chuyên viên Cục", people.user(people.MINH).pk),
        appraisal.Seat(CouncilRole.MEMBER, "Chuyên viên Sở Tài chính", name="Võ Văn Tám"),
        appraisal.Seat(CouncilRole.MEMBER, "Giảng viên Trường Đại học Phú Yên", name="Đinh Thị Út"),
    )
    return appraisal.establish_council(
        SYSTEM,
        Scope(province_id=people.province_unit(province).pk) if base else NATION,
        level=level,
        year=year,
        decision=f"QĐ-{next(_serial)}",
        established_on=DRAFTED,
        members=seats,
        today=DRAFTED,
    )


def called_session(*projects: Project, of: Council | None = None, held_on: date = CONVENED) -> Session:
    """Call a session on some submitted đề án, one new one unless told; its council is new too."""
    return appraisal.call_session(
        SYSTEM,
        of or council(),
        held_on=held_on,
        place="Phòng họp Sở Công Thương",
        projects=projects or (submitted_project(),),
        today=SUBMITTED,
    )


def held_session(*projects: Project, of: Council | None = None) -> Session:
    """Call a session and hold it with every member present."""
    session = called_session(*projects, of=of)
    present = [row.member_id for row in session.invitations.all()]
    return appraisal.hold_session(SYSTEM, session, present=present, today=CONVENED)


def opinions(
    item: SessionItem, member: CouncilMember | None = None, *, passed: bool = True, points: int | None = None
) -> list[Opinion]:
    """Let a member (the chair unless told) say the same by every criterion; the secretary writes for an outsider."""
    said_by = member or item.session.council.members.get(role=CouncilRole.CHAIR)
    writer = said_by.user or item.session.council.members.get(role=CouncilRole.SECRETARY).user
    assert writer is not None
    judged = [
        appraisal.Judgement(row.pk, passed, "" if passed else "Chưa thuyết minh rõ", points)
        for row in criteria_on(item.session.held_on)
    ]
    return appraisal.opine(actor_of(writer, today=CONVENED), said_by, item=item, judged=judged, today=CONVENED)


def concluded_item(item: SessionItem | None = None, *, result: Result = Result.PASS) -> SessionItem:
    """Conclude a đề án at its session, after the chair's opinion; refusals for an incomplete file."""
    of = item or held_session().items.get()
    opinions(of, passed=result is Result.PASS)
    refused = result is not Result.PASS
    appraisal.conclude_item(
        SYSTEM,
        of,
        result=result,
        today=CONVENED,
        remarks="Thiếu báo giá" if refused else "",
        reasons=("REFUSAL-FILE_INCOMPLETE",) if refused else (),
    )
    of.refresh_from_db()
    return of


def closed_session(*projects: Project) -> Session:
    """Hold a session, pass everything on its agenda, and close it."""
    session = held_session(*projects)
    for item in session.items.all():
        concluded_item(item)
    return appraisal.close_session(SYSTEM, session, today=CONVENED)
