"""People, their posts and the log."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from khuyencong.core.models import AuditEntry
from khuyencong.core.scope import NATION
from khuyencong.faces.web.people.acts import first_password
from khuyencong.faces.web.people.words import NAMES, tables, told
from khuyencong.flow.proposals import operations as proposals
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.models import Post
from khuyencong.ground.access.roles import SEATS, Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import User
from khuyencong.ground.accounts.operations import open_account
from tests import people
from tests.environment import ROOT
from tests.factories import flow
from tests.web.visitors import ADMIN, owner, signed_in

pytestmark = pytest.mark.django_db
PEOPLE = "/nguoi-dung/"
LOG = "/nhat-ky/"


@pytest.fixture
def admin(db: None) -> Client:
    """The browser of the administrator."""
    return signed_in(ADMIN)


def _page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def _many(number: int) -> None:
    for n in range(number):
        open_account(SYSTEM, NATION, email=f"n{n}@phuyen.example", full_name=f"Người số {n}", password="x")


@pytest.mark.parametrize("person", people.EVERYBODY, ids=lambda person: person.email)
@pytest.mark.parametrize("url", [PEOPLE, f"{PEOPLE}xuat/", f"{PEOPLE}mo-tai-khoan/", f"{PEOPLE}1/"])
def test_only_an_administrator_sees_people(person: people.Person, url: str) -> None:
    response = signed_in(person).get(url)
    assert response.status_code == 403
    assert "Quản trị hệ thống" in response.content.decode()


def test_the_list_says_who_holds_what(admin: Client) -> None:
    people.user(people.LAN)
    _many(1)
    html = _page(admin, PEOPLE)
    assert "Cán bộ trung tâm khuyến công, Trung tâm khuyến công Phú Yên" in html
    assert "chưa có nhiệm vụ" in html
    assert "lan@phuyen.example" in _page(admin, f"{PEOPLE}?q=nguyen thi lan")
    assert "lan@phuyen.example" not in _page(admin, f"{PEOPLE}?posts=none")
    assert "lan@phuyen.example" not in _page(admin, f"{PEOPLE}?role=SYSTEM_ADMIN")
    assert "lan@phuyen.example" in _page(admin, f"{PEOPLE}?role=CENTRE_OFFICER&posts=held")


@pytest.mark.parametrize("rows", [1, 49])
def test_the_list_costs_the_same_however_long_it_is(
    rows: int, admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _many(rows)
    owner(flow.establishment().pk)
    admin.get(PEOPLE)
    with django_assert_num_queries(9):
        admin.get(PEOPLE)


def test_the_workbook_holds_people_and_posts(admin: Client) -> None:
    people.user(people.LAN)
    sent = admin.get(f"{PEOPLE}xuat/?q=lan&role=CENTRE_OFFICER")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(b"".join(sent.streaming_content))).active]
    assert [row[0] for row in rows[1:3]] == ["Tìm: lan", "Vai trò: Cán bộ trung tâm khuyến công"]
    assert rows[-1][:2] == ["Nguyễn Thị Lan", "lan@phuyen.example"]


def test_an_account_is_opened_with_a_password_that_is_shown_once(admin: Client) -> None:
    response = admin.post(f"{PEOPLE}mo-tai-khoan/", {"full_name": "  Ngô  Sơn ", "email": "Son@Coso.example"})
    html = response.content.decode()
    found = re.search(r"<code[^>]*>([^<]+)</code>", html)
    made = User.objects.get(email="son@coso.example")
    assert found is not None
    assert check_password(found[1], made.password)
    assert made.full_name == "Ngô Sơn"
    assert response.headers["Cache-Control"] == "no-store"
    assert found[1] not in _page(admin, reverse("person", args=[made.pk]))
    assert found[1] not in str(list(AuditEntry.objects.filter(table="accounts_user").values("before", "after")))


def test_first_passwords_differ_and_can_be_read_out() -> None:
    made = {first_password() for _one in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"([a-z2-9]{4}-){2}[a-z2-9]{4}", one) and not set(one) & set("ilo01") for one in made)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "không"}, "Địa chỉ thư điện tử không hợp lệ"),
        ({"email": "LAN@phuyen.example"}, "đã có tài khoản"),
        ({"full_name": " "}, "bắt buộc"),
    ],
)
def test_an_account_that_is_not_right_is_not_opened(wrong: dict[str, str], sentence: str, admin: Client) -> None:
    people.user(people.LAN)
    before = User.objects.count()
    response = admin.post(f"{PEOPLE}mo-tai-khoan/", {"full_name": "Sơn", "email": "son@coso.example"} | wrong)
    assert sentence in response.content.decode()
    assert User.objects.count() == before


def _post(**values: str) -> dict[str, str]:
    centre = str(people.centre_of().pk)
    return {"role": "CENTRE_OFFICER", "organisation": centre, "since": "01/07/2017"} | values


def test_a_post_is_given_and_ended(admin: Client) -> None:
    _many(1)
    user = User.objects.get(email="n0@phuyen.example")
    client = Client()
    client.force_login(user)
    assert client.get("/tu-van/").status_code == 403
    assert admin.post(reverse("post_assign", args=[user.pk]), _post()).status_code == 302
    assert client.get("/tu-van/").status_code == 200
    post = Post.objects.get(user=user)
    end = reverse("post_end", args=[post.pk])
    assert "errorlist" in admin.post(end, {"until": "01/08/2017", "reason": ""}).content.decode()
    assert "phải sau ngày bắt đầu" in admin.post(end, {"until": "01/07/2017", "reason": "x"}).content.decode()
    assert admin.post(end, {"until": "01/08/2017", "reason": "Chuyển công tác"}).status_code == 302
    assert client.get("/tu-van/").status_code == 403
    html = _page(admin, reverse("person", args=[user.pk]))
    assert "đã thôi" in html
    assert "Lý do: Chuyển công tác" in html
    assert "từ 01/07/2017 đến trước 01/08/2017" in html


def test_an_owner_gets_a_post_at_an_establishment(admin: Client) -> None:
    _many(1)
    user = User.objects.get(email="n0@phuyen.example")
    there = flow.establishment(name="Cơ sở mộc Phú Ân")
    url = reverse("post_assign", args=[user.pk])
    said = _post(role="ESTABLISHMENT_OWNER", organisation="", establishment="moc phu an")
    assert admin.post(url, said).status_code == 302
    assert Post.objects.get(user=user).establishment == there.pk
    assert "Cơ sở mộc Phú Ân" in _page(admin, reverse("person", args=[user.pk]))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"role": ""}, "bắt buộc"),
        ({"role": "KING"}, "KING"),
        ({"role": "DEPARTMENT_OFFICER"}, "thuộc Sở Công Thương: hãy chọn cơ quan cho phù hợp"),
        ({"role": "ESTABLISHMENT_OWNER"}, "Vai trò này phải có cơ sở."),
        ({"organisation": ""}, "Vai trò này phải có cơ quan, đơn vị."),
        ({"since": "hôm nay"}, "không phải là ngày hợp lệ"),
        ({"role": "ESTABLISHMENT_OWNER", "establishment": "không có đâu"}, "Không tìm thấy cơ sở"),
    ],
)
def test_a_post_that_is_not_right_is_refused(wrong: dict[str, str], sentence: str, admin: Client) -> None:
    _many(1)
    user = User.objects.get(email="n0@phuyen.example")
    response = admin.post(reverse("post_assign", args=[user.pk]), _post(**wrong))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Post.objects.filter(user=user).exists()


def test_a_post_is_not_given_twice(admin: Client) -> None:
    user = people.user(people.LAN)
    response = admin.post(reverse("post_assign", args=[user.pk]), _post())
    assert "đang giữ nhiệm vụ này ở đây rồi" in response.content.decode()


def test_every_role_has_a_seat() -> None:
    assert set(SEATS) == set(Role)
    assert [role for role, seat in SEATS.items() if seat is None] == [Role.ESTABLISHMENT_OWNER]
    assert set(SEATS.values()) == {None, *OrganisationKind}


@pytest.mark.parametrize("person", [people.LAN, people.HOA, people.TUAN], ids=lambda person: person.email)
def test_the_whole_log_is_not_a_provinces_to_read(person: people.Person) -> None:
    client = signed_in(person)
    for url in (LOG, f"{LOG}xuat/"):
        response = client.get(url)
        assert response.status_code == 403
        assert "Chuyên viên Cục" in response.content.decode()
    assert f'href="{LOG}"' not in client.get("/quy-dinh/").content.decode()


@pytest.mark.parametrize("person", [people.MINH, ADMIN], ids=lambda person: person.email)
def test_the_ministry_and_the_administrator_read_the_log(person: people.Person) -> None:
    flow.draft()
    assert "Lập đề án" in _page(signed_in(person), LOG)


def test_the_log_speaks_in_words(admin: Client) -> None:
    lan = people.actor(people.LAN)
    project = flow.draft(actor=lan)
    proposals.withdraw(lan, project, reason="Cơ sở thôi đầu tư")
    html = _page(admin, f"{LOG}?table=proposals_project&change=U")
    assert people.LAN.full_name in html
    assert "Rút đề án" in html
    assert "Lý do: Cơ sở thôi đầu tư" in html
    assert '<del>dự thảo</del> → <ins class="text-decoration-none">đã rút</ins>' in html
    assert f"{project.number} – {project.name}" in html


def test_the_log_names_keys_money_and_days() -> None:
    entry = flow.revenue()
    (line,) = told(AuditEntry.objects.filter(table="consulting_revenueentry"))
    said = {difference.label: difference.after for difference in line.differences}
    assert said["Số tiền"] == "30 triệu đồng"
    assert said["Ngày ghi nhận"] == "05/06/2017"
    assert said["Hợp đồng"] == str(entry.contract)
    assert line.change == "Thêm"


def test_the_log_is_narrowed(admin: Client) -> None:
    flow.draft(actor=people.actor(people.LAN))
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    assert "Lập đề án" in _page(admin, f"{LOG}?person=nguyen thi lan")
    assert "Không có lần ghi nào" in _page(admin, f"{LOG}?person=khong ai")
    assert "Không có lần ghi nào" in _page(admin, f"{LOG}?since={tomorrow}")
    assert "Không có lần ghi nào" in _page(admin, f"{LOG}?until=01/01/2017")
    assert "Không có lần ghi nào" in _page(admin, f"{LOG}?verb=Rút đề án")
    assert "phải từ “Từ ngày” trở đi" in _page(admin, f"{LOG}?since=02/01/2020&until=01/01/2020")
    operation = AuditEntry.objects.filter(verb="Lập đề án")[0].operation
    html = _page(admin, f"{LOG}?operation={operation}")
    assert "cùng một thao tác" in html
    assert "2 lần ghi" in html


@pytest.mark.parametrize("rows", [1, 50])
def test_the_log_costs_the_same_however_long_it_is(
    rows: int, admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        flow.establishment()
    admin.get(LOG)
    with django_assert_num_queries(8):
        admin.get(f"{LOG}?table=establishments_establishment")


def test_the_workbook_of_the_log_holds_its_filter(admin: Client) -> None:
    flow.draft(actor=people.actor(people.LAN))
    sent = admin.get(f"{LOG}xuat/?table=proposals_project&person=lan")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(b"".join(sent.streaming_content))).active]
    assert [row[0] for row in rows[1:3]] == ["Người: lan", "Bản ghi: Đề án khuyến công"]
    assert rows[-1][2:4] == [people.LAN.full_name, "Lập đề án"]
    assert "Trạng thái: dự thảo" in str(rows[-1][8])


def test_every_audited_table_has_the_glossarys_name() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    glossary = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", text, re.MULTILINE))
    assert sorted(name for _table, name in tables()) == sorted(NAMES.values())
    assert {name: glossary.get(name) for name in NAMES} == dict(NAMES)


def test_every_enumeration_of_a_table_has_its_words() -> None:
    """A column held by ``one_of`` is told by its label: a value that no enumeration has would be told raw."""
    flow.draft()
    for line in told(AuditEntry.objects.exclude(table__startswith="territory")[:500]):
        for difference in line.differences:
            assert not re.fullmatch(r"[A-Z]+(_[A-Z]+)+", difference.after), (line.kind, difference)
