"""Two people at one draft, and what is being typed: nothing of anybody's is lost."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong
from khuyencong.faces.web.projects import part_merging
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import DraftKept, Machine, Project
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.proposals.parts.operations import revise_parts
from khuyencong.flow.proposals.parts.rules import MachineAsk, OutputAsk, Stretch
from khuyencong.ground.access.actor import SYSTEM
from tests import people
from tests.factories import flow
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

KEEP_QUERIES = 18


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def fields_of(html: str) -> dict[str, str]:
    """The page's form as a browser would send it untouched."""
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        checked = attributes.get("type") not in {"checkbox", "radio"} or " checked" in tag
        if "name" in attributes and checked:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(text).removeprefix("\n")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in {"q", "language", "next"}}


def by_another(project: Project, *, name: str = "", drop: int | None = None, **money: int) -> None:
    """Somebody else revises the draft: the first item's money, the name, or one item removed."""
    items = [
        Item(
            row.description,
            row.establishment_id,
            row.content,
            provincial=Dong(money.get("provincial", row.provincial) if at == 0 else row.provincial),
            counterpart=Dong(money.get("counterpart", row.counterpart) if at == 0 else row.counterpart),
            pk=row.pk,
        )
        for at, row in enumerate(project.items.all())
        if at != drop
    ]
    project.refresh_from_db()
    proposals.revise(SYSTEM, project, name=name or project.name, items=items, version=project.version)


def test_changes_that_do_not_meet_are_merged_without_a_question():
    project = flow.draft(items=[flow.item(), flow.item()])
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    mine = {**fields_of(html_of(client, url)), "summary": "Quy mô của tôi", "items-0-counterpart": "200"}
    by_another(project, name="Tên của người kia", provincial=40_000_000)
    response = client.post(url, mine, follow=True)
    assert "Đã gộp cả 2 chỗ mà người khác vừa sửa" in response.content.decode()
    project.refresh_from_db()
    first = project.items.all()[0]
    assert (project.name, project.summary) == ("Tên của người kia", "Quy mô của tôi")
    assert (first.provincial, first.counterpart) == (40_000_000, 200_000_000)


def test_what_both_changed_is_asked_field_by_field_and_either_may_be_taken():
    project = flow.draft()
    began = project.name
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    mine = {**fields_of(html_of(client, url)), "name": "Tên của tôi", "items-0-provincial": "30"}
    by_another(project, name="Tên của người kia", provincial=40_000_000)

    html = client.post(url, mine).content.decode()
    assert "Hai người cùng sửa" in html
    for words in (began, "Tên của tôi", "Tên của người kia", ">30<", ">40<", ">50<"):
        assert words in html
    project.refresh_from_db()
    assert project.name == "Tên của người kia"

    sent = fields_of(html)
    assert sent["version"] == "2"
    row = project.items.get().pk
    sent |= {"take-..name": "theirs", f"take-items.{row}.provincial": "mine"}
    assert client.post(url, sent).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.items.get().provincial) == ("Tên của người kia", 30_000_000)


def test_a_row_that_the_other_removed_and_one_changed_is_asked_and_may_come_back():
    project = flow.draft(items=[flow.item(), flow.item()])
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    mine = {**fields_of(html_of(client, url)), "items-1-provincial": "7"}
    gone = project.items.all()[1]
    by_another(project, drop=1)
    html = client.post(url, mine).content.decode()
    assert "(bỏ hạng mục)" in html
    sent = fields_of(html)
    assert client.post(url, sent).status_code == 302
    assert [row.provincial for row in project.items.all()] == [50_000_000, 7_000_000]
    assert project.items.all()[1].description == gone.description


def test_a_third_change_meanwhile_is_asked_again():
    project = flow.draft()
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    mine = {**fields_of(html_of(client, url)), "name": "Tên của tôi"}
    by_another(project, name="Tên thứ hai")
    sent = fields_of(client.post(url, mine).content.decode())
    by_another(project, name="Tên thứ ba")
    html = client.post(url, sent).content.decode()
    assert "Tên thứ ba" in html
    assert "Hai người cùng sửa" in html


@pytest.mark.parametrize("base", ["", "x:y:z"])
def test_a_page_that_does_not_say_what_it_began_with_is_asked_about_all_that_differs(base: str):
    project = flow.draft()
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    mine = {**fields_of(html_of(client, url)), "base": base, "summary": "Của tôi"}
    by_another(project, name="Tên của người kia")
    html = client.post(url, mine).content.decode()
    assert html.count('value="theirs"') == 2
    project.refresh_from_db()
    assert project.summary == ""


# ---- What is being typed ----


def keep(client: Client, **fields: object):
    return client.post(reverse("draft_keep"), fields)


def test_what_is_typed_is_kept_offered_and_goes_when_it_is_saved():
    client, new = signed_in(people.LAN), reverse("project_new")
    log = AuditEntry.objects.count()
    page = str(uuid4())
    typed = {"name": "Đề án dở", "year": "abc", "items-TOTAL_FORMS": 1, "items-0-description": "Máy", "page": page}
    assert "Đã giữ bản đang gõ lúc" in keep(client, **typed, **{"items-0-provincial": "12,5 tạ"}).content.decode()
    keep(client, **{**typed, "name": "Đề án dở dang"}, **{"items-0-provincial": "12,5 tạ"})
    kept = DraftKept.objects.get()
    assert AuditEntry.objects.count() == log
    html = html_of(client, new)
    assert "Tiếp tục bản đang gõ lúc" in html
    assert "Đề án dở dang" in html
    assert "Đề án dở" not in html_of(signed_in(people.QUE), new)

    back = html_of(client, f"{new}?tiep={kept.pk}")
    for words in ('value="Đề án dở dang"', 'value="abc"', 'value="12,5 tạ"', f'value="{page}"'):
        assert words in back
    assert "errorlist" not in back

    sent = fields_of(back) | {"year": "2017", "kind": "SINGLE", "content": flow.content("MACHINERY").pk}
    assert client.post(new, {**sent, "items-0-provincial": "12,5"}).status_code == 302
    assert Project.objects.get().name == "Đề án dở dang"
    assert not DraftKept.objects.exists()


def test_a_kept_revision_still_knows_what_it_began_with():
    project = flow.draft()
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    typed = {**fields_of(html_of(client, url)), "summary": "Gõ dở"}
    keep(client, **typed)
    by_another(project, name="Tên của người kia")
    kept = DraftKept.objects.get()
    assert kept.project == project
    back = fields_of(html_of(client, f"{url}?tiep={kept.pk}"))
    assert back["summary"] == "Gõ dở"
    assert client.post(url, back).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.summary) == ("Tên của người kia", "Gõ dở")


def test_nobody_sees_or_drops_what_another_types():
    client = signed_in(people.LAN)
    keep(client, name="Của Lan", page=str(uuid4()))
    kept = DraftKept.objects.get()
    other = signed_in(people.QUE)
    assert "Của Lan" not in html_of(other, f"{reverse('project_new')}?tiep={kept.pk}")
    other.post(reverse("draft_discard", args=[kept.pk]))
    assert DraftKept.objects.exists()
    assert keep(other, project=flow.draft().pk, page=str(uuid4())).status_code == 404
    assert keep(signed_in(people.HOA), name="x").status_code == 403
    client.post(reverse("draft_discard", args=[kept.pk]))
    assert not DraftKept.objects.exists()


def test_too_much_is_refused_in_words_and_a_nul_is_no_fault():
    client = signed_in(people.LAN)
    assert "quá dài" in keep(client, summary="x" * 600_000, page=str(uuid4())).content.decode()
    assert not DraftKept.objects.exists()
    keep(client, summary="a\0b", page=str(uuid4()))
    assert DraftKept.objects.get().data["summary"] == ["ab"]


def test_only_the_newest_twenty_pages_of_a_user_are_kept():
    client = signed_in(people.LAN)
    for number in range(22):
        keep(client, name=f"Bản {number}", page=str(uuid4()))
    assert DraftKept.objects.count() == 20
    assert DraftKept.objects.first().data["name"] == ["Bản 21"]


def test_keeping_costs_the_same_however_much_is_typed(django_assert_num_queries: DjangoAssertNumQueries):
    client = signed_in(people.LAN)
    keep(client, page=str(uuid4()))
    with django_assert_num_queries(KEEP_QUERIES):
        keep(client, page=str(uuid4()), **{f"items-{at}-description": "Máy" for at in range(100)})


# ---- Machines, outputs, schedule ----


def parts_by_another(project: Project, **said: object) -> None:
    """Somebody else revises the machines, outputs and schedule: ``price``, ``quantity``, ``place`` or ``drop``."""
    project.refresh_from_db()
    rows = part_merging.stored_rows(project)
    new = [
        MachineAsk(
            0,
            str(said.get("name", row["name"])),
            model=row["model"],
            origin=row["origin"],
            quantity=row["quantity"],
            unit_price=Dong(int(str(said.get("price", row["unit_price"] or 0)))),
            pk=row["pk"],
        )
        for row in rows["machines"]
    ]
    told = flow.Parts(
        place=str(said.get("place", project.place)),
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        machines=[] if said.get("drop") else new,
        outputs=[OutputAsk(row["measure"], row["quantity"]) for row in rows["outputs"]],
        milestones=[Stretch(row["name"], row["starts_on"], row["due_on"], row["pk"]) for row in rows["milestones"]],
    )
    revise_parts(SYSTEM, project, parts=told, version=project.version)


def parts_open() -> tuple[Project, Client, str, dict[str, str]]:
    project = flow.draft(parts=flow.parts())
    client, url = signed_in(people.LAN), reverse("project_parts", args=[project.pk])
    return project, client, url, fields_of(html_of(client, url))


def test_machines_of_two_people_are_merged_without_a_question():
    project, client, url, mine = parts_open()
    parts_by_another(project, place="Cụm công nghiệp Hòa An")
    mine |= {"machines-0-unit_price": "222", "outputs-0-quantity": "7,5"}
    html = client.post(url, mine, follow=True).content.decode()
    assert "chỗ mà người khác vừa sửa" in html
    project.refresh_from_db()
    new = Machine.objects.get(item__project=project, role="NEW")
    assert (project.place, new.unit_price) == ("Cụm công nghiệp Hòa An", 222_000_000)
    assert project.outputs.all()[0].quantity == Decimal("7.5")


def test_a_price_that_both_changed_is_asked_and_nothing_typed_is_lost():
    project, client, url, mine = parts_open()
    parts_by_another(project, price=333_000_000)
    mine |= {"machines-0-unit_price": "222", "machines-0-technology": "Quy trình tôi gõ"}
    html = client.post(url, mine).content.decode()
    assert "Hai người cùng sửa" in html
    assert ">222<" in html
    assert ">333<" in html
    assert "Quy trình tôi gõ" in html
    new = Machine.objects.get(item__project=project, role="NEW")
    sent = fields_of(html) | {f"take-machines.{new.pk}.unit_price": "theirs"}
    assert client.post(url, sent).status_code == 302
    new.refresh_from_db()
    assert (new.unit_price, new.technology) == (333_000_000, "Quy trình tôi gõ")


def test_a_machine_that_the_other_removed_and_one_changed_comes_back_if_it_is_wanted():
    project, client, url, mine = parts_open()
    parts_by_another(project, drop=True)
    mine |= {"machines-0-unit_price": "222"}
    html = client.post(url, mine).content.decode()
    assert "(bỏ dòng)" in html
    assert client.post(url, fields_of(html)).status_code == 302
    assert Machine.objects.get(item__project=project, role="NEW").unit_price == 222_000_000


def test_an_untouched_page_takes_all_that_the_other_wrote():
    project, client, url, mine = parts_open()
    parts_by_another(project, drop=True)
    assert client.post(url, mine).status_code == 302
    assert not Machine.objects.filter(item__project=project).exists()


def test_typed_machines_are_kept_and_offered_on_their_own_page_alone():
    project, client, url, mine = parts_open()
    mine |= {"machines-0-specification": "Công suất 9 kW"}
    assert client.post(reverse("draft_keep"), mine).status_code == 200
    left = DraftKept.objects.get()
    assert f"?tiep={left.pk}" in html_of(client, url)
    assert "?tiep=" not in html_of(client, reverse("project_edit", args=[project.pk]))
    again = html_of(client, f"{url}?tiep={left.pk}")
    assert "Công suất 9 kW" in again
    assert client.post(url, fields_of(again)).status_code == 302
    assert Machine.objects.get(item__project=project, role="NEW").specification == "Công suất 9 kW"
    assert not DraftKept.objects.exists()


def test_a_discarded_page_of_machines_leads_back_to_them():
    _project, client, url, mine = parts_open()
    client.post(reverse("draft_keep"), mine)
    response = client.post(reverse("draft_discard", args=[DraftKept.objects.get().pk]))
    assert response["Location"] == url


def test_remarks_stand_at_the_machine_the_output_and_the_day_that_they_are_about():
    project = flow.draft(parts=flow.parts())
    proposals.submit(SYSTEM, project, today=flow.SUBMITTED)
    new = Machine.objects.get(item__project=project, role="NEW")
    out = project.outputs.all()[0]
    said = {f"machine.{new.pk}": "Thiếu báo giá", f"expectedoutput.{out.pk}": "Quá cao", "ends_on": "Quá dài"}
    said[f"machine.{new.replaces_id}"] = "Ghi năm sản xuất"
    remarks = [proposals.Remark(place, words) for place, words in said.items()]
    proposals.return_for_work(SYSTEM, project, today=flow.SUBMITTED, reason="Bổ sung", remarks=remarks)
    html = html_of(signed_in(people.LAN), reverse("project_parts", args=[project.pk]))
    for words in said.values():
        assert html.count(words) == 1
    parts_by_another(project, drop=True)
    html = html_of(signed_in(people.LAN), reverse("project_parts", args=[project.pk]))
    assert "Thiếu báo giá" in html


def of_two_contents(first: str, second: str = "TRAINING") -> list[Item]:
    """Two items of a flagship, each with a content."""
    return [replace(flow.item(), content=flow.content(code)) for code in (first, second)]


def with_content(project: Project, code: str) -> None:
    """Somebody else gives the first item of ``project`` another content."""
    rows = list(project.items.all())
    items = [
        Item(
            row.description,
            row.establishment_id,
            flow.content(code) if at == 0 else row.content,
            provincial=Dong(row.provincial),
            counterpart=Dong(row.counterpart),
            pk=row.pk,
        )
        for at, row in enumerate(rows)
    ]
    project.refresh_from_db()
    proposals.revise(SYSTEM, project, name=project.name, items=items, version=project.version)


def test_the_content_of_a_flagships_item_is_merged_or_asked_like_any_other_field():
    project = flow.draft(items=of_two_contents("MACHINERY"), kind=ProjectKind.FLAGSHIP)
    client, url = signed_in(people.LAN), reverse("project_edit", args=[project.pk])
    opened = fields_of(html_of(client, url))
    assert opened["items-0-content"] == ""
    with_content(project, "BRAND")
    assert client.post(url, {**opened, "summary": "Của tôi"}).status_code == 302
    assert [row.content.code for row in project.items.all()] == ["BRAND", "TRAINING"]

    mine = fields_of(html_of(client, url)) | {"items-0-content": str(flow.content("PACKAGING").pk)}
    with_content(project, "MACHINERY")
    html = client.post(url, mine).content.decode()
    assert "Nội dung của hạng mục" in html
    for words in ("(theo nội dung của đề án)", flow.content("BRAND").name, flow.content("PACKAGING").name):
        assert f"<span>{words}</span>" in html or f">{words}</td>" in html
    assert client.post(url, fields_of(html)).status_code == 302
    assert [row.content.code for row in project.items.all()] == ["PACKAGING", "TRAINING"]


def test_the_contents_of_what_is_being_typed_are_kept():
    client, new = signed_in(people.LAN), reverse("project_new")
    training = str(flow.content("TRAINING").pk)
    typed = {"kind": "FLAGSHIP", "items-TOTAL_FORMS": 1, "items-0-content": training, "page": str(uuid4())}
    keep(client, **typed)
    assert fields_of(html_of(client, f"{new}?tiep={DraftKept.objects.get().pk}"))["items-0-content"] == training
