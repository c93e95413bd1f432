"""The acts on a đề án through the browser: the right people do them, the others are refused, bad input is told."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from khuyencong.core.models import AuditEntry
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import AnnualPlan, PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision.enums import AdjustmentKind
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.files.models import StoredFile
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 bien ban"
DAY = "10/07/2017"


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)
    settings.MEDIA_ROOT = tmp_path


def post(person: people.Person, name: str, pk: int | None = None, /, **data: object):
    return signed_in(person).post(reverse(name, args=[] if pk is None else [pk]), data)


def done(person: people.Person, name: str, pk: int | None = None, /, **data: object) -> None:
    """Do an act that must succeed: only a redirect says so."""
    response = post(person, name, pk, **data)
    assert response.status_code == 302, response.content.decode()


def refused(person: people.Person, name: str, pk: int, sentence: str, /, **data: object) -> None:
    """Try an act that must be told off on its page."""
    response = post(person, name, pk, **data)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def offers(person: people.Person, project: Project, *names: str, pk: int | None = None) -> list[bool]:
    """Say which of the acts the page of ``project`` shows to ``person``."""
    html = signed_in(person).get(reverse("project", args=[project.pk])).content.decode()
    return [f'"{reverse(name, args=[pk or project.pk])}"' in html for name in names]


def test_from_a_draft_to_liquidation_by_the_right_people():  # noqa: PLR0915  the whole walk, one đề án
    workshop = flow.establishment()
    row = {"description": "Máy sấy", "establishment": workshop.pk, "provincial": "50", "counterpart": "150"}
    rows = {f"items-0-{key}": value for key, value in row.items()}
    words = {"name": "Hỗ trợ máy sấy", "kind": "SINGLE", "year": 2017, "content": flow.content("MACHINERY").pk}
    done(people.LAN, "project_new", **words, **rows, **{"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0})
    project = Project.objects.get()

    assert post(people.HOA, "project_submit", project.pk).status_code == 403
    assert post(people.QUE, "project_submit", project.pk).status_code == 404
    done(people.LAN, "project_submit", project.pk)

    assert post(people.LAN, "project_conclude", project.pk, result="PASS").status_code == 403
    done(people.HOA, "project_conclude", project.pk, result="PASS", remarks="")

    province = str(project.province_id)
    assert post(people.LAN, "plan_open", year=2017, fund="LOCAL", province=province).status_code == 403
    done(people.HOA, "plan_open", year=2017, fund="LOCAL", province=province)
    plan = AnnualPlan.objects.get()
    done(people.HOA, "envelope_give", plan.pk, source="PROVINCIAL", amount="300")
    envelope = plan.envelopes.get()
    assert post(people.TUAN, "line_add", project.pk, envelope=envelope.pk, amount="50").status_code == 403
    done(people.HOA, "line_add", project.pk, envelope=envelope.pk, amount="50")
    done(people.HOA, "plan_approve", plan.pk, decision="QĐ 214")
    line = PlanLine.objects.get()

    sign = {"number": "12/HĐ", "partner": "Trung tâm", "amount": "50", "signed_on": DAY, "due_on": "15/12/2017"}
    assert post(people.HOA, "contract_sign", line.pk, **sign).status_code == 403
    done(people.LAN, "contract_sign", line.pk, **sign)
    contract = Contract.objects.get()
    assert post(people.HOA, "payment_request", contract.pk, amount="20", key=uuid4()).status_code == 403
    done(people.LAN, "payment_request", contract.pk, amount="20", key=uuid4())
    payment = contract.payments.get()
    assert post(people.LAN, "payment_check", payment.pk).status_code == 403
    done(people.TUAN, "payment_check", payment.pk)
    done(people.NAM, "payment_approve", payment.pk)
    done(people.TUAN, "payment_pay", payment.pk, voucher="UNC 1", paid_on=DAY)

    event = {"kind": "DEMONSTRATION", "name": "Trình diễn", "place": "An Phú", "opened_on": DAY, "closed_on": DAY}
    done(people.LAN, "event_record", project.pk, **event, own=[workshop.pk], others="")
    item = project.items.get()
    accept = {"accepted_on": DAY, "minutes": "05/BBNT", "cost": "200"}
    assert post(people.QUE, "item_accept", item.pk, **accept).status_code == 404
    done(people.LAN, "item_accept", item.pk, **accept)

    settle = {f"claimed_{item.pk}": "50", "settled_on": DAY}
    assert post(people.HOA, "contract_settle", contract.pk, **settle).status_code == 403
    done(people.TUAN, "contract_settle", contract.pk, **settle)
    done(people.TUAN, "contract_liquidate", contract.pk)
    contract.refresh_from_db()
    assert (contract.state, contract.advanced, contract.settled) == ("LIQUIDATED", 20_000_000, 50_000_000)
    html = signed_in(people.LAN).get(reverse("project", args=[project.pk])).content.decode()
    assert "Đề án đã hoàn thành" in html


def test_national_money_waits_for_the_ministry():
    project = flow.submitted_project(items=[flow.item(source=Source.NATIONAL)])
    done(people.HOA, "project_conclude", project.pk, result="PASS", remarks="")
    refused(people.HOA, "project_conclude", project.pk, "việc này do Cục kết luận", result="PASS", remarks="")
    assert offers(people.HOA, project, "project_conclude") == [False]
    assert offers(people.MINH, project, "project_conclude") == [True]
    done(people.MINH, "project_conclude", project.pk, result="PASS", remarks="")
    project.refresh_from_db()
    assert project.state == "APPROVED"


def test_a_refusal_and_a_return_say_why():
    project = flow.submitted_project()
    refused(people.HOA, "project_conclude", project.pk, "phải nêu lý do", result="RETURN", remarks="  ")
    done(people.HOA, "project_conclude", project.pk, result="RETURN", remarks="Thiếu báo giá")
    project.refresh_from_db()
    assert (project.state, project.submitted_on) == ("DRAFT", None)
    assert "Thiếu báo giá" in signed_in(people.LAN).get(reverse("project", args=[project.pk])).content.decode()


def test_submitting_above_a_ceiling_is_told_and_changes_nothing():
    project = flow.draft(items=[flow.item(support=flow.dong(900), source=Source.NATIONAL)])
    response = signed_in(people.LAN).post(reverse("project_submit", args=[project.pk]), follow=True)
    assert "xin hỗ trợ vượt mức" in response.content.decode()
    project.refresh_from_db()
    assert project.state == "DRAFT"


def test_withdrawing_owes_a_reason():
    project = flow.submitted_project()
    refused(people.LAN, "project_withdraw", project.pk, "Trường này là bắt buộc", reason=" ")
    done(people.LAN, "project_withdraw", project.pk, reason="Cơ sở không còn nhu cầu")
    project.refresh_from_db()
    assert project.state == "WITHDRAWN"
    assert AuditEntry.objects.filter(reason="Cơ sở không còn nhu cầu").exists()


def test_a_page_offers_what_the_state_allows_and_the_actor_may():
    project = flow.draft()
    assert offers(people.LAN, project, "project_edit", "project_submit", "project_withdraw") == [True, True, True]
    assert offers(people.HOA, project, "project_edit", "project_submit", "project_conclude") == [False] * 3
    submitted = flow.submitted_project()
    assert offers(people.LAN, submitted, "project_edit", "project_withdraw", "event_record") == [False, True, False]
    assert offers(people.HOA, submitted, "project_conclude", "line_add") == [True, False]
    approved = flow.approved_project()
    assert offers(people.HOA, approved, "line_add", "adjustment_request", "event_record") == [True, True, False]
    assert offers(people.LAN, approved, "line_add", "adjustment_request", "event_record") == [False, True, True]
    contract = flow.contract()
    shown = ("payment_request", "contract_settle", "contract_liquidate")
    assert offers(people.TUAN, contract.line.project, *shown, pk=contract.pk) == [True, True, False]
    assert offers(people.LAN, contract.line.project, *shown, pk=contract.pk) == [True, False, False]
    flow.settled(contract)
    assert offers(people.TUAN, contract.line.project, *shown, pk=contract.pk) == [True, False, True]


def test_a_plan_that_is_spent_says_how_much_is_left():
    flow.envelope(amount=flow.dong(40))
    project = flow.approved_project()
    envelope = AnnualPlan.objects.get().envelopes.get()
    page = signed_in(people.HOA).get(reverse("line_add", args=[project.pk])).content.decode()
    assert "Ngân sách tỉnh (KCĐP), còn 40 triệu đồng" in page
    refused(people.HOA, "line_add", project.pk, "chỉ còn 40 triệu đồng", envelope=envelope.pk, amount="50")
    refused(people.HOA, "line_add", project.pk, "errorlist", envelope="999", amount="50")
    assert not PlanLine.objects.exists()


def test_without_an_envelope_the_page_says_what_to_do():
    project = flow.approved_project()
    assert "hãy mở kế hoạch" in signed_in(people.HOA).get(reverse("line_add", args=[project.pk])).content.decode()


def test_an_event_finds_its_guests_by_tax_code_or_name_and_tells_every_line_it_cannot():
    project = flow.approved_project(code="FAIR_ATTEND")
    first = flow.establishment(name="Lò gạch Hòa An")
    second = flow.establishment(name="Lò gạch Hòa Bình")
    own = project.items.get().establishment
    data = {"kind": "FAIR", "name": "Hội chợ", "place": "Tuy Hòa", "opened_on": "01/06/2017", "closed_on": "05/06/2017"}
    wrong = post(people.LAN, "event_record", project.pk, **data, others="lo gach hoa an\nlo gach\nkhông ai\n")
    html = wrong.content.decode()
    assert "Dòng 2: có nhiều cơ sở khớp" in html
    assert "Dòng 3: không thấy cơ sở" in html
    assert "Dòng 1" not in html
    assert not Event.objects.exists()
    done(people.LAN, "event_record", project.pk, **data, own=[own.pk], others="lo gach hoa an\r\nLò gạch Hòa Bình\n\n")
    came = set(Attendance.objects.values_list("establishment_id", flat=True))
    assert came == {first.pk, second.pk, own.pk}


def test_an_event_of_tomorrow_is_not_recorded():
    project = flow.approved_project(code="FAIR_ATTEND")
    data = {"kind": "FAIR", "name": "Hội chợ", "place": "Tuy Hòa", "others": ""}
    late = {"opened_on": "01/08/2017", "closed_on": "05/08/2017"}
    refused(people.LAN, "event_record", project.pk, "Chỉ ghi việc đã tổ chức xong", **data, **late)
    bad = {"opened_on": "31/02/2017", "closed_on": "5-6"}
    refused(people.LAN, "event_record", project.pk, "không có trong lịch", **data, **bad)


def test_what_was_recorded_by_mistake_is_removed_with_a_reason():
    project = flow.approved_project(code="FAIR_ATTEND")
    event = flow.event(project, establishments=[flow.establishment().pk, flow.establishment().pk])
    attendance = event.attendances.first()
    assert attendance is not None
    assert post(people.HOA, "attendance_remove", attendance.pk, reason="x").status_code == 403
    assert post(people.QUE, "event_remove", event.pk, reason="x").status_code == 404
    refused(people.LAN, "attendance_remove", attendance.pk, "Trường này là bắt buộc")
    done(people.LAN, "attendance_remove", attendance.pk, reason="Không đến")
    assert event.attendances.count() == 1
    done(people.LAN, "event_remove", event.pk, reason="Ghi nhầm đề án")
    assert not Event.objects.exists()


def test_an_adjustment_is_asked_for_and_decided():
    project = flow.approved_line().project
    ask = {"kind": "STOP", "cause": "NO_COUNTERPART", "explanation": "Cơ sở không đủ vốn", "before": "", "after": ""}
    assert post(people.TUAN, "adjustment_request", project.pk, **ask).status_code == 403
    done(people.LAN, "adjustment_request", project.pk, **ask)
    refused(people.LAN, "adjustment_request", project.pk, "đang chờ quyết định", **ask)
    adjustment = Adjustment.objects.get()
    assert post(people.LAN, "adjustment_decide", adjustment.pk, action="GRANT", decision="QĐ 9").status_code == 403
    refused(
        people.HOA, "adjustment_decide", adjustment.pk, "phải nêu lý do", action="REFUSE", decision="QĐ 9", reason=""
    )
    done(people.HOA, "adjustment_decide", adjustment.pk, action="GRANT", decision="QĐ 9", reason="")
    assert PlanLine.objects.get().state == "STOPPED"
    html = signed_in(people.LAN).get(reverse("project", args=[project.pk])).content.decode()
    assert "Ngừng triển khai" in html


def test_national_money_tells_that_the_minister_decides():
    project = flow.approved_project(items=[flow.item(source=Source.NATIONAL)])
    adjustment = flow.adjustment(project, kind=AdjustmentKind.EXTENSION)
    html = signed_in(people.MINH).get(reverse("adjustment_decide", args=[adjustment.pk])).content.decode()
    assert "Bộ trưởng Bộ Công Thương quyết định: Gia hạn sang năm sau tiếp theo" in html


def accept(client: Client, item: int, name: str, data: bytes, **other: str):
    paper = SimpleUploadedFile(name, data)
    given = {"accepted_on": DAY, "minutes": "05/BBNT", "cost": "200", **other, "paper": paper}
    return client.post(reverse("item_accept", args=[item]), given)


def test_a_paper_is_kept_and_sent_to_whoever_may_see_it():
    project = flow.approved_project(items=[flow.item(), flow.item()])
    first, second = project.items.all()
    assert accept(signed_in(people.LAN), first.pk, "Biên bản số 5.pdf", PDF).status_code == 302
    acceptance = Acceptance.objects.get()
    url = reverse("paper", args=[acceptance.pk])
    response = signed_in(people.HOA).get(url)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert signed_in(people.QUE).get(url).status_code == 404
    theirs = Client()
    theirs.force_login(owner(first.establishment_id))
    assert b"".join(theirs.get(url).streaming_content) == PDF
    other = flow.acceptance(second)
    assert theirs.get(reverse("paper", args=[other.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "other", "sentence"),
    [
        ("virus.pdf", b"MZ\x90", {}, "không phải PDF"),
        ("rong.pdf", b"", {}, "rỗng"),
        ("bb.pdf", PDF, {"accepted_on": "01/08/2017"}, "không thể ở tương lai"),
        ("bb.pdf", PDF, {"cost": "-5"}, "số âm"),
    ],
)
def test_a_bad_acceptance_leaves_no_row_and_no_file(name, data, other, sentence):
    item = flow.approved_project().items.get()
    response = accept(signed_in(people.LAN), item.pk, name, data, **other)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Acceptance.objects.exists()
    assert not StoredFile.objects.exists()
    folders = [default_storage.listdir(place)[1] for place in ("papers/2026/11",) if default_storage.exists(place)]
    assert not any(folders)


def test_an_acceptance_is_cancelled_with_a_reason():
    acceptance = flow.acceptance()
    assert post(people.TUAN, "acceptance_cancel", acceptance.pk, reason="x").status_code == 403
    done(people.LAN, "acceptance_cancel", acceptance.pk, reason="Nhầm cơ sở")
    assert not Acceptance.objects.exists()


def test_a_get_never_does_an_act():
    project = flow.draft()
    assert signed_in(people.LAN).get(reverse("project_submit", args=[project.pk])).status_code == 405
    contract = flow.contract()
    assert signed_in(people.TUAN).get(reverse("contract_liquidate", args=[contract.pk])).status_code == 405


def test_a_contract_of_the_plan_day_and_the_line_of_today(django_user_model):
    line = flow.approved_line()
    early = {"number": "1", "partner": "x", "amount": "50", "signed_on": "01/02/2017", "due_on": "15/12/2017"}
    refused(people.LAN, "contract_sign", line.pk, "từ ngày kế hoạch có hiệu lực", **early)
    assert line.effective_on == date(2017, 2, 20)
    assert Fund(line.envelope.plan.fund) is Fund.LOCAL
