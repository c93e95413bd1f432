"""Adjustments through their pages: the edited copy, the Sở's confirmation, who decides, the merge, papers, counts."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.core.errors import Refused
from khuyencong.core.three_way import Side
from khuyencong.faces.web.adjustments.forms import frozen
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.planning.models import PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.supervision.adjusting import operations as adjusting
from khuyencong.flow.supervision.adjusting.queries import copy_of, power_of
from khuyencong.flow.supervision.adjusting.rules import item_key
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentCause, AdjustmentKind
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import SYSTEM, Actor
from khuyencong.ground.regulations.powers import Decider
from tests import people
from tests.factories import flow
from tests.operations import under_operation
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

DAY = people.TODAY
LATER = date(2019, 5, 6)
"""A day on which TT 17/2018 is in force, whose Điều 11 was not read."""


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: DAY)


def planned(source: Source = Source.NATIONAL, millions: float = 180) -> PlanLine:
    """A đề án in an approved plan, with one item of ``millions`` triệu đồng."""
    support = flow.dong(millions)
    project = flow.approved_project(items=[flow.item(support=support, source=source)])
    return flow.approved_line(project, source=source, amount=support)


def ask(
    project: Project, changes: dict[str, Any], *, kind: AdjustmentKind, today: date = DAY, actor: Actor = SYSTEM
) -> Adjustment:
    """Ask for changes of the only item of ``project``, or of its words."""
    base = copy_of(project)
    pk = project.items.get().pk
    changed = {key if key in base else item_key(pk, key): value for key, value in changes.items()}
    return adjusting.request_adjustment(
        actor,
        project,
        kind=kind,
        explanation="Theo công văn của cơ sở",
        cause=AdjustmentCause.PRICE,
        today=today,
        base=base,
        proposed={**base, **changed},
    )


def grant(adjustment: Adjustment, *, actor: Actor = SYSTEM, today: date = DAY, **chosen: Side) -> Adjustment:
    """Grant a request; ``chosen`` by the item's field."""
    keys = {item_key(adjustment.project.items.get().pk, field): side for field, side in chosen.items()}
    return adjusting.decide_adjustment(
        actor, adjustment, action=AdjustmentAction.GRANT, decision="99/QĐ", today=today, chosen=keys
    )


def form_of(person: people.Person, name: str, pk: int, **typed: str) -> dict[str, str]:
    """What the browser would send back from the page, with some fields typed over."""
    copy = signed_in(person).get(reverse(name, args=[pk])).context["copy"]
    sent = {
        field.html_name: field.value() or ""
        for form in (copy.words, *(row for _pk, row in copy.rows))
        for field in form
    }
    return {key: str(value) for key, value in sent.items()} | typed


# ---- The edited copy and its confirmation ----


def _confirm(adjustment: Adjustment) -> None:
    """Confirm at the Sở: not before the request, and not by the centre."""
    confirm = {"confirmation": "15/SCT-QLCN", "confirmed_on": "09/07/2017"}
    url = reverse("adjustment_confirm", args=[adjustment.pk])
    assert "phải từ ngày đề nghị" in signed_in(people.HOA).post(url, confirm).content.decode()
    assert signed_in(people.LAN).post(url, confirm).status_code == 403
    assert signed_in(people.HOA).post(url, {**confirm, "confirmed_on": "10/07/2017"}).status_code == 302


def test_more_money_is_asked_confirmed_granted_and_merged(minh: Actor) -> None:
    line = planned()
    project, item = line.project, line.project.items.get()
    typed = {"kind": "MORE_MONEY", "cause": "PRICE", "explanation": "Giá máy tăng, CV số 12", "before": "", "after": ""}
    sent = form_of(people.LAN, "adjustment_request", project.pk, **typed) | {f"item-{item.pk}-national": "200"}
    answer = signed_in(people.LAN).post(reverse("adjustment_request", args=[project.pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors

    adjustment = Adjustment.objects.get()
    assert (adjustment.by_department, adjustment.cause) == (False, "PRICE")
    page = signed_in(people.MINH).get(reverse("adjustment", args=[adjustment.pk]))
    html = page.content.decode()
    assert "Bộ trưởng Bộ Công Thương quyết định" in html
    assert "điểm a khoản 2 Điều 11" in html
    assert "Chờ Sở Công Thương xác nhận" in html
    assert [(row.before, row.after) for row in page.context["asked"]] == [("180", "200 triệu đồng")]

    with pytest.raises(Refused, match="Chưa có xác nhận của Sở Công Thương"):
        grant(adjustment, actor=minh)
    _confirm(adjustment)

    decide = {"action": "GRANT", "decision": "2000/QĐ-BCT", "reason": ""}
    refused = signed_in(people.HOA).post(reverse("adjustment_decide", args=[adjustment.pk]), decide)
    assert "Bộ Công Thương (Cục) quyết định điều chỉnh" in refused.content.decode()
    assert signed_in(people.MINH).post(reverse("adjustment_decide", args=[adjustment.pk]), decide).status_code == 302

    line.refresh_from_db()
    item.refresh_from_db()
    line.envelope.refresh_from_db()
    assert (item.national, line.current, line.envelope.committed) == (flow.dong(200),) * 3
    assert line.changes.get().decision == "2000/QĐ-BCT"
    shown = signed_in(people.LAN).get(reverse("adjustment", args=[adjustment.pk]))
    assert [str(row) for row in shown.context["applied"]] == [
        f"kinh phí khuyến công quốc gia của “{item.description}” 180 → 200 triệu đồng"
    ]


def test_a_returned_request_is_edited_and_sent_again() -> None:
    adjustment = ask(planned(Source.PROVINCIAL).project, {"provincial": flow.dong(170)}, kind=AdjustmentKind.LESS_MONEY)
    adjusting.return_adjustment(SYSTEM, adjustment, reason="Thiếu biên bản chào hàng")
    item = adjustment.project.items.get()
    page = signed_in(people.LAN).get(reverse("adjustment_resend", args=[adjustment.pk]))
    assert "Thiếu biên bản chào hàng" in page.content.decode()
    sent = form_of(people.LAN, "adjustment_resend", adjustment.pk, cause="PRICE", explanation="Có biên bản số 3")
    sent[f"item-{item.pk}-provincial"] = "160"
    assert signed_in(people.LAN).post(reverse("adjustment_resend", args=[adjustment.pk]), sent).status_code == 302
    adjustment.refresh_from_db()
    key = item_key(item.pk, "provincial")
    assert (adjustment.state, adjustment.base[key], adjustment.proposed[key]) == (
        "REQUESTED", flow.dong(180), flow.dong(160),
    )  # fmt: skip


def test_a_base_that_this_site_did_not_write_is_refused() -> None:
    project = planned(Source.PROVINCIAL).project
    typed = {"kind": "TIME", "cause": "OTHER", "explanation": "Máy về chậm"}
    sent = form_of(people.LAN, "adjustment_request", project.pk, **typed)
    url = reverse("adjustment_request", args=[project.pk])
    html = signed_in(people.LAN).post(url, {**sent, "base": sent["base"] + "x"}).content.decode()
    assert "Bản đề nghị đã hỏng" in html
    other = frozen(copy_of(planned(Source.PROVINCIAL).project))
    html = signed_in(people.LAN).post(url, {**sent, "base": other, "name": "Tên khác"}).content.decode()
    assert "không thuộc đề án này" in html
    assert not Adjustment.objects.exists()


def test_wrong_money_stands_at_its_field_and_leaves_no_row() -> None:
    line = planned(Source.PROVINCIAL)
    typed = {"kind": "MORE_MONEY", "cause": "PRICE", "explanation": "Giá tăng"}
    sent = form_of(people.LAN, "adjustment_request", line.project_id, **typed)
    item = line.project.items.get().pk
    for value, said in (("-5", "item-"), ("abc", "item-"), ("170", "giảm tổng mức hỗ trợ")):
        url = reverse("adjustment_request", args=[line.project_id])
        html = signed_in(people.LAN).post(url, {**sent, f"item-{item}-provincial": value}).content.decode()
        assert said in html
    assert not Adjustment.objects.exists()


# ---- Who decides ----


@pytest.mark.parametrize(
    ("kind", "source", "today", "expected", "binding"),
    [
        (AdjustmentKind.STOP, Source.NATIONAL, DAY, Decider.MINISTER, True),
        (AdjustmentKind.PLACE, Source.NATIONAL, DAY, Decider.AGENCY, True),
        (AdjustmentKind.MACHINE, Source.NATIONAL, DAY, Decider.AGENCY, True),
        (AdjustmentKind.STOP, Source.NATIONAL, date(2018, 8, 27), Decider.MINISTER, True),
        (AdjustmentKind.STOP, Source.NATIONAL, date(2018, 8, 28), Decider.MINISTER, False),
        (AdjustmentKind.STOP, Source.PROVINCIAL, DAY, Decider.PLAN_APPROVER, False),
    ],
)
def test_the_rule_in_force_on_the_day_of_the_request_says_who_decides(
    kind: AdjustmentKind, source: Source, today: date, expected: Decider, binding: bool
) -> None:
    project = planned(source).project
    power = power_of(flow.adjustment(project, kind=kind, requested_on=today), project)
    assert power.rule is not None
    assert (power.rule.decided_by, power.binding) == (expected, binding)


def test_a_rule_that_was_not_read_warns_and_leaves_the_decision_where_it_was(minh: Actor, lan: Actor) -> None:
    project = planned().project
    adjustment = ask(project, {}, kind=AdjustmentKind.TIME, today=LATER, actor=lan)
    html = signed_in(people.MINH).get(reverse("adjustment_decide", args=[adjustment.pk])).content.decode()
    assert "chưa xác minh" in html
    assert "Chưa có xác nhận của Sở" in html
    assert grant(adjustment, actor=minh, today=LATER).state == "GRANTED"


def test_what_the_department_asks_for_needs_no_confirmation_of_its_own(minh: Actor, hoa: Actor) -> None:
    adjustment = ask(planned().project, {}, kind=AdjustmentKind.PLACE, actor=hoa)
    assert adjustment.by_department
    assert grant(adjustment, actor=minh).state == "GRANTED"


# ---- The merge ----


def test_freed_money_returns_to_its_envelope_and_contracts_limit_it() -> None:
    line = planned(Source.PROVINCIAL)
    flow.contract(line, amount=flow.dong(150))
    below = ask(line.project, {"provincial": flow.dong(149)}, kind=AdjustmentKind.LESS_MONEY)
    with pytest.raises(Refused, match="đã ký hợp đồng"):
        grant(below)
    below.refresh_from_db()
    assert (below.state, line.project.items.get().provincial) == ("REQUESTED", flow.dong(180))
    adjusting.withdraw_adjustment(SYSTEM, below, reason="Đề nghị lại")

    grant(ask(line.project, {"provincial": flow.dong(150)}, kind=AdjustmentKind.LESS_MONEY))
    line.refresh_from_db()
    line.envelope.refresh_from_db()
    assert (line.current, line.envelope.committed) == (flow.dong(150), flow.dong(150))


def test_more_than_the_envelope_holds_is_refused_whole() -> None:
    line = planned(Source.PROVINCIAL, 900)
    adjustment = ask(line.project, {"provincial": flow.dong(1_001)}, kind=AdjustmentKind.MORE_MONEY)
    with pytest.raises(Refused, match="chỉ còn 100 triệu đồng"):
        grant(adjustment)
    assert line.project.items.get().provincial == flow.dong(900)


@pytest.mark.parametrize(("side", "expected"), [(Side.NOW, 190), (Side.PROPOSED, 200)])
def test_a_field_changed_in_both_is_shown_and_must_be_decided(side: Side, expected: int) -> None:
    line = planned(Source.PROVINCIAL)
    first = ask(line.project, {"provincial": flow.dong(200)}, kind=AdjustmentKind.MORE_MONEY)
    base = copy_of(line.project)
    key = item_key(line.project.items.get().pk, "provincial")
    # Another request that was asked for before the first, and is granted before it, under another kind.
    other = Adjustment.objects.get(pk=ask(line.project, {}, kind=AdjustmentKind.TIME).pk)
    other.base, other.proposed = base, {**base, key: int(flow.dong(190))}
    with under_operation():
        other.save()
    grant(other)

    with pytest.raises(Refused, match="hãy chọn giá trị cho từng chỗ"):
        grant(first)
    page = signed_in(people.HOA).get(reverse("adjustment", args=[first.pk]))
    assert [row[1:] for row in page.context["clashes"]] == [("180 triệu đồng", "190 triệu đồng", "200 triệu đồng")]
    url = reverse("adjustment_decide", args=[first.pk])
    data = {"action": "GRANT", "decision": "7/QĐ", "reason": ""}
    assert "hãy chọn giá trị" in signed_in(people.HOA).post(url, data).content.decode()
    assert signed_in(people.HOA).post(url, {**data, "side_0": str(side)}).status_code == 302
    line.refresh_from_db()
    assert (line.project.items.get().provincial, line.current) == (flow.dong(expected), flow.dong(expected))


def test_changes_elsewhere_merge_by_themselves(hoa: Actor) -> None:
    line = planned(Source.PROVINCIAL)
    machine = ask(line.project, {"description": "Máy tiện CNC"}, kind=AdjustmentKind.MACHINE)
    grant(ask(line.project, {"provincial": flow.dong(170)}, kind=AdjustmentKind.LESS_MONEY))
    new = flow.establishment()
    grant(ask(line.project, {"establishment": new.pk}, kind=AdjustmentKind.BENEFICIARY))
    grant(machine, actor=hoa)
    item = line.project.items.get()
    assert (item.description, item.provincial, item.establishment_id) == ("Máy tiện CNC", flow.dong(170), new.pk)


def test_a_stranger_and_a_reader_may_not() -> None:
    adjustment = flow.adjustment()
    assert signed_in(people.QUE).get(reverse("adjustment", args=[adjustment.pk])).status_code == 404
    assert signed_in(people.TUAN).get(reverse("adjustment", args=[adjustment.pk])).status_code == 200
    assert signed_in(people.TUAN).get(reverse("adjustment_letter", args=[adjustment.pk])).status_code == 403
    assert signed_in(people.QUE).get(reverse("adjustments")).context["rows"] == []


# ---- Carrying over, another place, other days, what was accepted ----


def send(project: Project, kind: AdjustmentKind, **typed: str) -> Any:
    """Ask by the page for an adjustment of ``project``, with some fields of the copy typed over."""
    words = {"kind": str(kind), "cause": "LATE_MONEY", "explanation": "Kinh phí giao chậm, CV số 9"}
    sent = form_of(people.LAN, "adjustment_request", project.pk, **words, **typed)
    return signed_in(people.LAN).post(reverse("adjustment_request", args=[project.pk]), sent)


def decide(adjustment: Adjustment, person: people.Person) -> Any:
    """Grant a request by the page."""
    url = reverse("adjustment_decide", args=[adjustment.pk])
    return signed_in(person).post(url, {"action": "GRANT", "decision": "12/QĐ", "reason": ""})


def test_a_granted_carry_over_moves_the_money_and_the_days_to_the_next_year() -> None:
    line = planned(Source.PROVINCIAL)
    answer = send(line.project, AdjustmentKind.NEXT_YEAR, starts_on="01/03/2018", ends_on="30/06/2018")
    assert answer.status_code == 302, answer.context["form"].errors
    adjustment = Adjustment.objects.get()
    assert "hãy mở kế hoạch và giao dự toán trước" in decide(adjustment, people.HOA).content.decode()
    flow.envelope(amount=flow.dong(0), year=2018)
    assert decide(adjustment, people.HOA).status_code == 302

    line.refresh_from_db()
    made = PlanLine.objects.get(carried_from=line)
    assert (line.state, line.carried_to, line.current) == ("CARRIED_OVER", "NEXT_YEAR", 0)
    assert (made.envelope.plan.year, made.current) == (2018, flow.dong(180))
    assert made.project.ends_on == date(2018, 6, 30)
    shown = signed_in(people.LAN).get(reverse("adjustment", args=[adjustment.pk]))
    assert [str(row) for row in shown.context["applied"]] == [
        "ngày kết thúc thực hiện chưa xác định → 30/06/2018",
        "ngày bắt đầu thực hiện chưa xác định → 01/03/2018",
    ]


def test_national_money_goes_to_the_local_budget_by_the_decision_on_a_stop(minh: Actor, lan: Actor) -> None:
    line = planned()
    assert send(line.project, AdjustmentKind.LOCAL_BUDGET).status_code == 302
    adjustment = Adjustment.objects.get()
    power = power_of(adjustment, line.project)
    assert power.rule is not None
    assert (power.rule.decided_by, power.binding) == (Decider.MINISTER, True)
    adjusting.confirm_adjustment(SYSTEM, adjustment, confirmation="15/SCT", confirmed_on=DAY, today=DAY)
    paper = words_of(signed_in(people.MINH).get(reverse("adjustment_decision", args=[adjustment.pk])))
    assert "Kế hoạch đã giao, phần chưa ký hợp đồng\nNgân sách địa phương" in paper
    assert "quyết định điều chỉnh" in decide(adjustment, people.HOA).content.decode()
    assert decide(adjustment, people.MINH).status_code == 302
    line.refresh_from_db()
    line.envelope.refresh_from_db()
    assert (line.state, line.carried_to, line.envelope.committed) == ("CARRIED_OVER", "LOCAL", 0)


@pytest.mark.parametrize(
    ("kind", "signed", "said"),
    [
        (AdjustmentKind.LOCAL_BUDGET, False, "không có kinh phí khuyến công quốc gia"),
        (AdjustmentKind.NEXT_YEAR, True, "không còn kinh phí trong kế hoạch chưa ký hợp đồng"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_and_stays(kind: AdjustmentKind, signed: bool, said: str) -> None:
    line = planned(Source.PROVINCIAL)
    if signed:
        flow.contract(line, amount=flow.dong(150))
    adjustment = ask(line.project, {}, kind=kind)
    with pytest.raises(Refused, match=said):
        grant(adjustment)
    adjustment.refresh_from_db()
    line.refresh_from_db()
    assert (adjustment.state, line.current) == ("REQUESTED", flow.dong(180))


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (AdjustmentKind.TIME, {"place": "Sông Hinh"}, "đổi địa điểm"),
        (AdjustmentKind.PLACE, {"ends_on": "2017-11-30"}, "đổi thời gian"),
        (AdjustmentKind.TIME, {"ends_on": "2018-02-01"}, "kéo dài sang năm sau"),
        (AdjustmentKind.TIME, {"ends_on": "2017-01-01"}, "phải từ ngày bắt đầu"),
    ],
)
def test_another_place_and_other_days_go_by_their_own_kind(
    kind: AdjustmentKind, changes: dict[str, Any], said: str
) -> None:
    project = planned(Source.PROVINCIAL).project
    first = {"starts_on": "2017-05-01", "ends_on": "2017-10-31"}
    grant(ask(project, first, kind=AdjustmentKind.TIME))
    grant(ask(project, {"place": "Tuy Hòa"}, kind=AdjustmentKind.PLACE))
    project.refresh_from_db()
    assert (project.place, project.ends_on) == ("Tuy Hòa", date(2017, 10, 31))
    with pytest.raises(Refused, match=said):
        ask(project, changes, kind=kind)


def test_what_was_accepted_is_not_changed_not_even_by_a_request_of_before() -> None:
    line = planned(Source.PROVINCIAL)
    item = line.project.items.get()
    before = ask(line.project, {"provincial": flow.dong(170)}, kind=AdjustmentKind.LESS_MONEY)
    flow.acceptance(item)
    with pytest.raises(Refused, match=f"Đã nghiệm thu, không điều chỉnh được nữa: {item.description}"):
        grant(before)
    with pytest.raises(Refused, match="Đã nghiệm thu"):
        ask(line.project, {"description": "Máy khác"}, kind=AdjustmentKind.MACHINE)
    item.refresh_from_db()
    assert item.provincial == flow.dong(180)


# ---- The list, the papers, the counts ----

LIST_QUERIES, STATISTICS_QUERIES = 8, 8


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_takes_the_same_queries_whatever_it_holds(count: int) -> None:
    for _ in range(count):
        flow.adjustment()
    browser = signed_in(people.HOA)
    with CaptureQueriesContext(connection) as captured:
        shown = browser.get(reverse("adjustments"))
    assert len(shown.context["rows"]) == count
    assert len(captured) == LIST_QUERIES


def test_the_list_is_narrowed_and_exported() -> None:
    flow.granted(kind=AdjustmentKind.PLACE)
    flow.adjustment(kind=AdjustmentKind.STOP)
    browser = signed_in(people.HOA)
    for query, count in (("kind=STOP", 1), ("state=GRANTED", 1), ("cause=PRICE", 0), ("q=ho tro ung dung", 2)):
        assert len(browser.get(f"{reverse('adjustments')}?{query}").context["rows"]) == count, query
    sent = browser.get(f"{reverse('adjustments_export')}?kind=STOP")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    assert sheet is not None
    assert [row[4] for row in sheet.iter_rows(values_only=True)][-1] == "Ngừng triển khai"


def words_of(response: Any) -> str:
    """All words of a Word document."""
    paper = docx.Document(BytesIO(response.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_papers_say_what_the_request_says(lan: Actor) -> None:
    line = planned()
    adjustment = ask(line.project, {"national": flow.dong(200)}, kind=AdjustmentKind.MORE_MONEY, actor=lan)
    adjusting.confirm_adjustment(SYSTEM, adjustment, confirmation="15/SCT", confirmed_on=DAY, today=DAY)
    letter = words_of(signed_in(people.LAN).get(reverse("adjustment_letter", args=[adjustment.pk])))
    decision = words_of(signed_in(people.MINH).get(reverse("adjustment_decision", args=[adjustment.pk])))
    for text in (letter, decision):
        assert line.project.number in text
        assert "200 triệu đồng" in text
        assert "15/SCT ngày 10/07/2017" in text
        assert "điểm a khoản 2 Điều 11" in text
        assert "{{" not in text
    assert "Kính gửi: Bộ Công Thương (Cục)" in letter
    assert "QUYẾT ĐỊNH:" in decision
    assert "BỘ TRƯỞNG BỘ CÔNG THƯƠNG" in decision
    stop = flow.adjustment(planned(Source.PROVINCIAL).project, kind=AdjustmentKind.STOP)
    assert "Ngừng triển khai đề án" in words_of(
        signed_in(people.HOA).get(reverse("adjustment_decision", args=[stop.pk]))
    )


@pytest.mark.parametrize("count", [1, 20])
def test_the_counts_are_shares_of_the_planned(count: int) -> None:
    projects = [planned(Source.PROVINCIAL, 10).project for _ in range(count + 1)]
    for project in projects[1:]:
        grant(ask(project, {}, kind=AdjustmentKind.PLACE))
    flow.granted(projects[0], kind=AdjustmentKind.STOP)
    browser = signed_in(people.HOA)
    with CaptureQueriesContext(connection) as captured:
        shown = browser.get(f"{reverse('adjustment_statistics')}?year=2017")
    assert len(captured) == STATISTICS_QUERIES
    whole, tables = shown.context["whole"], shown.context["tables"]
    assert (whole.planned, whole.adjusted, whole.stopped) == (count + 1, count, 1)
    causes, contents, provinces = (table.rows for table in tables)
    assert {row.label: (row.adjusted, row.stopped) for row in causes} == {
        "giá máy móc, dịch vụ thay đổi": (count, 0),
        "lý do khác": (0, 1),
    }
    assert [(row.planned, row.adjusted, row.stopped) for row in (*contents, *provinces)] == [(count + 1, count, 1)] * 2
    sent = browser.get(f"{reverse('adjustment_statistics_export')}?year=2017")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "Tỉnh, thành phố"] == ["Phú Yên"]
