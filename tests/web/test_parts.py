"""The page of a draft's machines, outputs and schedule; its papers; the machines of the country."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import Machine, Project
from khuyencong.flow.proposals.parts.queries import papers_of
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.web.visitors import owner, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 10
FORM_QUERIES = 14


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def parts_url(project: Project) -> str:
    return reverse("project_parts", args=[project.pk])


def typed(project: Project, **other: Any) -> dict[str, Any]:
    """What the page sends: one machine with the old one, one output, one milestone."""
    item = project.items.get().pk
    return {
        "place": "Xã An Phú",
        "starts_on": "01/03/2017",
        "ends_on": "15/12/2017",
        "version": "1",
        "machines-TOTAL_FORMS": "1",
        "machines-INITIAL_FORMS": "0",
        "machines-0-item": str(item),
        "machines-0-name": "Máy cưa CNC",
        "machines-0-model": "KDT-6022",
        "machines-0-origin": "Đài Loan",
        "machines-0-quantity": "2",
        "machines-0-unit_price": "185,5",
        "machines-0-old_name": "Máy cưa vòng",
        "machines-0-old_made_in": "2003",
        "outputs-TOTAL_FORMS": "1",
        "outputs-INITIAL_FORMS": "0",
        "outputs-0-measure": "REVENUE",
        "outputs-0-quantity": "12,5",
        "milestones-TOTAL_FORMS": "1",
        "milestones-INITIAL_FORMS": "0",
        "milestones-0-name": "Lắp đặt",
        "milestones-0-starts_on": "01/04/2017",
        "milestones-0-due_on": "30/04/2017",
        **other,
    }


def test_an_officer_fills_in_machines_outputs_and_schedule_and_reads_them_on_the_page() -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    assert lan.post(parts_url(project), typed(project)).status_code == 302
    new = Machine.objects.get(role="NEW")
    assert (new.unit_price, new.quantity, new.replaces and new.replaces.made_in) == (185_500_000, 2, 2003)
    page = html_of(lan, reverse("project", args=[project.pk]))
    for said in ("KDT-6022", "185,5", "Máy cưa vòng", "12,50", "30/04/2017", "Xã An Phú", "So sánh giá"):
        assert said in page


def test_what_was_kept_comes_back_and_is_revised_in_place() -> None:
    project, lan = flow.draft(parts=flow.parts()), signed_in(people.LAN)
    ids = set(Machine.objects.values_list("pk", flat=True))
    page = html_of(lan, parts_url(project))
    assert 'value="KDT-6022"' in page
    new = Machine.objects.get(role="NEW")
    assert new.replaces is not None
    again = {"machines-0-pk": str(new.pk), "machines-0-old_pk": str(new.replaces.pk)}
    assert lan.post(parts_url(project), typed(project, **again)).status_code == 302
    assert set(Machine.objects.values_list("pk", flat=True)) == ids


@pytest.mark.parametrize("prefix", ["machines", "outputs", "milestones"])
def test_one_more_row_without_a_script_loses_nothing_that_was_typed(prefix: str) -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    response = lan.post(parts_url(project), typed(project, more=prefix))
    page = response.content.decode()
    assert f'name="{prefix}-1-pk"' in page
    for said in ("Xã An Phú", "KDT-6022", "185,5", "12,5", "01/04/2017"):
        assert said in page
    assert not Machine.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("machines-0-unit_price", "-5", "là số âm"),
        ("machines-0-name", "", "Hãy ghi “Tên máy móc thiết bị”."),
        ("machines-0-quantity", "0", "số lượng phải từ 1"),
        ("machines-0-item", "999999", "999999"),
        ("ends_on", "01/02/2017", "trước ngày bắt đầu"),
        ("milestones-0-due_on", "31/03/2017", "trước ngày bắt đầu"),
        ("milestones-0-due_on", "31/12/2017", "nằm ngoài thời gian thực hiện"),
        ("milestones-0-starts_on", "31/02/2017", "31/02/2017"),
        ("outputs-0-quantity", "0", "Hãy ghi “Số lượng”."),
        ("outputs-0-quantity", "", "Hãy ghi “Số lượng”."),
    ],
)
def test_wrong_input_gets_a_sentence_keeps_the_typing_and_leaves_no_row(field: str, value: str, sentence: str) -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    response = lan.post(parts_url(project), typed(project, **{field: value}))
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "KDT-6022" in page
    assert not Machine.objects.exists()
    assert not project.milestones.exists()


def test_a_page_of_another_version_that_says_nothing_of_its_beginning_is_asked_about_all_of_it() -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    page = lan.post(parts_url(project), typed(project, version="9")).content.decode()
    assert "Hai người cùng sửa" in page
    assert "KDT-6022" in page
    assert not Machine.objects.exists()


def test_a_row_that_is_empty_or_marked_counts_no_more() -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    blank = {
        "machines-TOTAL_FORMS": "2",
        "machines-1-item": str(project.items.get().pk),
        "machines-1-quantity": "1",
        "outputs-0-DELETE": "on",
    }
    assert lan.post(parts_url(project), typed(project, **blank)).status_code == 302
    assert Machine.objects.filter(role="NEW").count() == 1
    assert not project.outputs.exists()


def test_only_the_centre_fills_in_and_another_province_finds_nothing() -> None:
    project = flow.draft()
    assert signed_in(people.HOA).get(parts_url(project)).status_code == 403
    assert signed_in(people.QUE).get(parts_url(project)).status_code == 404


def test_the_form_asks_as_much_for_three_machines_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lan = signed_in(people.LAN)
    one = flow.parts()
    for parts in (one, flow.Parts(machines=[*one.machines, *[one.machines[1]] * 2], outputs=one.outputs)):
        project = flow.draft(parts=parts)
        lan.get(parts_url(project))
        with django_assert_num_queries(FORM_QUERIES):
            html_of(lan, parts_url(project))


def test_a_flagship_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: date(2018, 8, 28))
    items = [flow.item(source=flow.Source.NATIONAL)]
    project = flow.draft(items=items, kind=ProjectKind.FLAGSHIP, year=2018, today=date(2018, 8, 28))
    page = html_of(signed_in(people.LAN), reverse("project", args=[project.pk]))
    assert "Đề án điểm phải có từ 2 nội dung hoạt động trở lên, đề án này có 1." in page
    assert "Chưa trình được." in page


# ---- Papers ----


def test_a_paper_is_handed_in_read_and_taken_back() -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    url = reverse("project", args=[project.pk])
    assert "Chưa nộp" in html_of(lan, url)
    (step,) = papers_of(project, ["MACHINERY"], on=people.TODAY, steps=["REGISTER"])
    key = f"{step.owed[0].provision.pk}-0"
    file = SimpleUploadedFile("công văn.pdf", b"%PDF-1.4 x")
    hand = reverse("project_hand_in", args=[project.pk])
    assert lan.post(hand, {"owed": key, "paper": file}).status_code == 302
    paper = project.papers.get()
    assert paper.document == step.owed[0].document
    page = html_of(lan, url)
    assert "công văn.pdf" in page
    assert people.LAN.full_name in page
    sent = lan.get(reverse("project_paper", args=[paper.pk]))
    assert b"".join(sent.streaming_content) == b"%PDF-1.4 x"  # type: ignore[attr-defined]
    assert signed_in(people.QUE).get(reverse("project_paper", args=[paper.pk])).status_code == 404
    remove = reverse("project_paper_remove", args=[paper.pk])
    assert lan.post(remove, {"reason": ""}).status_code == 200
    assert lan.post(remove, {"reason": "nhầm tệp"}).status_code == 302
    assert not project.papers.exists()


def test_what_is_no_paper_is_refused_at_its_field() -> None:
    project, lan = flow.draft(), signed_in(people.LAN)
    (step,) = papers_of(project, ["MACHINERY"], on=people.TODAY, steps=["REGISTER"])
    file = SimpleUploadedFile("a.pdf", b"MZ a program")
    data = {"owed": f"{step.owed[0].provision.pk}-0", "paper": file}
    response = lan.post(reverse("project_hand_in", args=[project.pk]), data)
    assert response.status_code == 200
    assert "không phải PDF" in response.content.decode()
    assert not project.papers.exists()


# ---- Machines of the country ----


def sent(price: int = 200) -> Project:
    return proposals.submit(SYSTEM, flow.draft(parts=flow.parts(price=flow.dong(price))), today=flow.SUBMITTED)


def test_prices_are_compared_across_provinces_without_accents() -> None:
    projects = [sent(price) for price in (100, 200, 400)]
    page = html_of(signed_in(people.QUE), reverse("machines") + "?q=may+cua+cnc")
    assert page.count("KDT-6022") == 3
    for price in ("100", "200", "400"):
        assert f">{price} <small>" in page
    assert reverse("project", args=[projects[0].pk]) not in page, "another province's đề án is not opened from here"
    assert reverse("project", args=[projects[0].pk]) in html_of(signed_in(people.LAN), reverse("machines"))


def test_filters_narrow_and_a_range_upside_down_is_told() -> None:
    sent(100)
    sent(400)
    lan = signed_in(people.LAN)
    assert html_of(lan, reverse("machines") + "?least=300").count("KDT-6022") == 1
    assert "Không có máy nào khớp" in html_of(lan, reverse("machines") + "?q=tau+thuy")
    assert "Đơn giá đến phải từ" in html_of(lan, reverse("machines") + "?least=5&most=1")
    assert html_of(lan, reverse("machines") + "?least=abc").count("KDT-6022") == 2


def test_the_list_is_for_staff() -> None:
    workshop = flow.establishment()
    client = Client()
    client.force_login(owner(workshop.pk))
    assert client.get(reverse("machines")).status_code == 403
    assert signed_in(people.MINH).get(reverse("machines")).status_code == 200


def test_the_exports_hold_what_the_list_holds() -> None:
    project = sent(100)
    lan = signed_in(people.LAN)
    book = load_workbook(BytesIO(b"".join(lan.get(reverse("machines_export")).streaming_content)))  # type: ignore[attr-defined]
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]  # type: ignore[union-attr]
    assert {"Máy cưa CNC", 100_000_000, project.number} <= set(cells)
    text = b"".join(lan.get(reverse("machines_csv")).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["Model"], row["Đơn giá (đồng)"]) for row in rows] == [("KDT-6022", "100000000")]


def test_the_list_asks_as_much_for_three_machines_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lan = signed_in(people.LAN)
    for more in (1, 2):
        for _ in range(more):
            sent()
        lan.get(reverse("machines"))
        with django_assert_num_queries(LIST_QUERIES):
            html_of(lan, reverse("machines"))
