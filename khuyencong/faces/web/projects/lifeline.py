"""The life of a đề án from need to liquidation, as dated steps and money: a frozen value for the page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, share, show_million, show_percent
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.next_steps import Next, next_steps
from khuyencong.faces.web.projects.records import Records
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.models import SessionItem
from khuyencong.flow.contracts.enums import PaymentKind
from khuyencong.flow.contracts.models import Payment, Recovery
from khuyencong.flow.needs.enums import Channel, NeedAnswer
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState, EventKind

_RESULT_TONES = {Result.PASS: "success", Result.FAIL: "danger", Result.RETURN: "warning"}


@dataclass(frozen=True)
class Step:
    """Something that happened (or, without a date, is next)."""

    date: date | None
    title: str
    text: str = ""
    tone: str = "neutral"
    href: str = ""


@dataclass(frozen=True)
class Part:
    """A bar of money: its amount, and its share of the plan."""

    label: str
    amount: Dong
    text: str
    share: str


@dataclass(frozen=True)
class Money:
    """Đồng planned, contracted, advanced, recovered and settled.

    An advance is part of what is settled or recovered later: never add them.
    """

    planned: Dong
    contracted: Dong
    advanced: Dong
    settled: Dong
    recovered: Dong = Dong(0)

    def parts(self) -> tuple[Part, ...]:
        """Return the bars, each against the plan."""
        named = (
            (_("Kế hoạch"), self.planned),
            (_("Đã ký hợp đồng"), self.contracted),
            (_("Đã tạm ứng"), self.advanced),
            *(((_("Đã thu hồi"), self.recovered),) if self.recovered else ()),
            (_("Đã quyết toán"), self.settled),
        )
        return tuple(Part(label, amount, show_million(amount), self._share(amount)) for label, amount in named)

    def _share(self, amount: Dong) -> str:
        percent = share(amount, self.planned)
        return "–" if percent is None else f"{show_percent(percent)}%"


@dataclass(frozen=True)
class Lifeline:
    """Where a đề án stands, from the rows of every stage: no stage stores another's progress."""

    records: Records
    steps: tuple[Step, ...]
    money: Money
    nexts: tuple[Next, ...]


def lifeline_of(records: Records) -> Lifeline:
    """Put the records in the order of their days, what is next at the end."""
    happened = sorted(_steps(records), key=lambda step: step.date or date.max)
    nexts = next_steps(records)
    coming = tuple(Step(None, following.what, following.who) for following in nexts)
    return Lifeline(records, (*happened, *coming), money_of(records), nexts)


def money_of(records: Records) -> Money:
    """Add up the money of the plan lines in force and of the contracts."""
    return Money(
        Dong(sum(line.current for line in records.lines if line.effective_on is not None)),
        Dong(sum(contract.amount for contract in records.contracts if contract.takes_money)),
        Dong(sum(contract.advanced for contract in records.contracts)),
        Dong(sum(contract.settled for contract in records.contracts)),
        Dong(sum(contract.recovered for contract in records.contracts)),
    )


def _steps(records: Records) -> Iterator[Step]:
    """Yield the steps stage by stage; those of one day keep this order."""
    yield from _need(records)
    yield from _proposal(records)
    yield from _plan(records)
    yield from _contracts(records)
    yield from _work(records)
    yield from _ground(records)
    yield from _settlement(records)
    yield from _after(records)


def _need(records: Records) -> Iterator[Step]:
    need = records.project.need
    if need is None:
        return
    title = _("Cơ sở tự khai nhu cầu") if need.channel == Channel.SELF else _("Ghi nhu cầu của cơ sở")
    yield Step(need.recorded_on, title, need.wish, "success", reverse("need", args=[need.pk]))
    for question in records.asked:
        if question.answered_on and question.answer:
            wanted = question.answer == NeedAnswer.YES
            answer = label_of(NeedAnswer(question.answer))
            text = ", ".join(filter(None, (answer, question.note)))
            yield Step(question.answered_on, _("Hỏi lại nhu cầu"), text, "success" if wanted else "danger")


def _session(row: SessionItem) -> Step:
    council = first_upper(AppraisalLevel(row.session.council.level).label)
    return Step(row.session.held_on, _("Họp hội đồng thẩm định"), f"{council}, {row.session.place}", "info")


def _proposal(records: Records) -> Iterator[Step]:
    project = records.project
    yield Step(project.drafted_on, _("Lập đề án"), tone="success")
    if project.submitted_on:
        yield Step(project.submitted_on, _("Trình Sở Công Thương"), tone="success")
    concluded = {row.conclusion_id: row for row in records.agenda if row.conclusion_id}
    for found in records.conclusions:
        if found.pk in concluded:
            yield _session(concluded[found.pk])
        title = f"{first_upper(label_of(AppraisalLevel(found.level)))}: {label_of(Result(found.result))}"
        yield Step(found.concluded_on, title, found.remarks, _RESULT_TONES[Result(found.result)])
    yield from (_session(row) for row in records.agenda if not row.conclusion_id)
    if project.decided_on:
        passed = project.state == ProjectState.APPROVED
        title = _("Đề án được duyệt") if passed else _("Đề án không được duyệt")
        yield Step(project.decided_on, title, tone="success" if passed else "danger")


def _plan(records: Records) -> Iterator[Step]:
    source = {line.pk: label_of(Source(line.envelope.source)) for line in records.lines}
    for line in records.lines:
        if line.effective_on:
            decision = line.envelope.plan.decision or ""
            text = _("%(money)s triệu đồng, %(source)s; %(decision)s")
            words = {"money": show_million(Dong(line.amount)), "source": source[line.pk], "decision": decision}
            yield Step(line.effective_on, _("Giao kế hoạch"), text % words, "success")
        if line.stopped_on:
            yield Step(line.stopped_on, _("Ngừng triển khai"), first_upper(source[line.pk]), "danger")
    for change in records.changes:
        text = f"{signed(change.delta)} {_('triệu đồng')}, {source[change.line_id]}; {change.decision}"
        yield Step(change.decided_on, _("Điều chỉnh kinh phí kế hoạch"), text, "warning")


def _contracts(records: Records) -> Iterator[Step]:
    for contract in records.contracts:
        title = _("Ký hợp đồng %(number)s") % {"number": contract.number}
        text = _("%(money)s triệu đồng, %(partner)s")
        words = {"money": show_million(Dong(contract.amount)), "partner": contract.partner}
        yield Step(contract.signed_on, title, text % words, "info", f"#hop-dong-{contract.pk}")
    for entry in records.paid:
        title = first_upper(label_of(PaymentKind(entry.kind)))
        yield Step(entry.paid_on, title, _moved(entry, records), "info")


def _moved(entry: Payment | Recovery, records: Records) -> str:
    """Say how much was paid or came back, by which voucher, under which contract."""
    number = next((contract.number for contract in records.contracts if contract.pk == entry.contract_id), "")
    words = {"money": show_million(Dong(entry.amount)), "voucher": entry.voucher or "", "number": number}
    return _("%(money)s triệu đồng, chứng từ %(voucher)s, hợp đồng %(number)s") % words


def _work(records: Records) -> Iterator[Step]:
    came = Counter(attendance.event_id for attendance in records.attendances)
    for event in records.events:
        guests = _("%(n)s cơ sở tham gia") % {"n": came[event.pk]} if came[event.pk] else ""
        text = ", ".join(filter(None, (event.place, guests)))
        title = f"{first_upper(label_of(EventKind(event.kind)))}: {event.name}"
        yield Step(event.closed_on, title, text, "success", f"#su-kien-{event.pk}")
    for request in records.adjustments:
        kind = label_of(AdjustmentKind(request.kind))
        title = _("Đề nghị điều chỉnh: %(kind)s") % {"kind": kind}
        yield Step(request.requested_on, title, request.explanation, "warning")
        if request.decided_on:
            granted = request.state == AdjustmentState.GRANTED
            title = f"{first_upper(kind)}: {label_of(AdjustmentState(request.state))}"
            yield Step(request.decided_on, title, request.decision or "", "success" if granted else "danger")


def _ground(records: Records) -> Iterator[Step]:
    """Yield what was seen on the ground: reports, visits, obstacles."""
    for report in records.reports:
        title = _("Báo cáo tiến độ tháng %(month)s: %(percent)s%%")
        words = {"month": f"{report.round.month:%m/%Y}", "percent": report.percent}
        yield Step(report.reported_on, title % words, report.done, "info", reverse("progress_one", args=[report.pk]))
    for visit in records.visits:
        title = _("Kiểm tra thực tế, biên bản %(number)s") % {"number": visit.number}
        yield Step(visit.held_on, title, visit.conclusion, "info", reverse("inspection", args=[visit.pk]))
    for obstacle in records.obstacles:
        href = reverse("obstacle", args=[obstacle.pk])
        yield Step(obstacle.raised_on, _("Vướng mắc"), obstacle.description, "warning", href)
        if obstacle.resolved_on:
            yield Step(obstacle.resolved_on, _("Đã tháo gỡ vướng mắc"), obstacle.outcome, "success", href)


def _after(records: Records) -> Iterator[Step]:
    """Yield what happened after the settlement: money that came back, the end of contracts, surveys of the effect."""
    for entry in records.recoveries:
        yield Step(entry.recovered_on, _("Thu hồi kinh phí"), _moved(entry, records), "warning")
    for contract in records.contracts:
        if contract.liquidated_on:
            title = _("Thanh lý hợp đồng %(number)s") % {"number": contract.number}
            yield Step(contract.liquidated_on, title, "", "success")
    for survey in records.surveys:
        if survey.surveyed_on:
            used = _("còn sử dụng") if survey.in_use else _("không còn sử dụng")
            jobs = _("%(used)s, tăng thêm %(jobs)s việc làm") % {"used": used, "jobs": survey.new_jobs}
            title = _("Khảo sát hiệu quả lần %(round)s") % {"round": survey.round}
            yield Step(survey.surveyed_on, title, jobs, "success" if survey.in_use else "danger")


def _settlement(records: Records) -> Iterator[Step]:
    days = Counter(accepted.accepted_on for accepted in records.acceptances)
    for day, count in days.items():
        papers = ", ".join(sorted({found.minutes for found in records.acceptances if found.accepted_on == day}))
        yield Step(day, _("Nghiệm thu %(count)s hạng mục") % {"count": count}, papers, "success")
    for settled in records.settlements:
        money = _("%(money)s triệu đồng") % {"money": show_million(Dong(settled.amount))}
        title = _("Quyết toán hợp đồng %(number)s") % {"number": settled.contract.number}
        yield Step(settled.settled_on, title, money, "success")


def signed(delta: int) -> str:
    """Write a change of money in triệu đồng with its sign."""
    return f"{'+' if delta > 0 else '−'}{show_million(Dong(abs(delta)))}"
