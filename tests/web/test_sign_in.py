"""Signing in and out, and one's own password."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from khuyencong.core.models import AuditEntry
from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.web.middleware import real_address
from khuyencong.faces.web.tasks import mail_reset
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.operations import assign_post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import User
from khuyencong.ground.accounts.operations import open_account
from tests import people
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/login/"
CHANGE = "/tai-khoan/password/change/"
RESET = "/tai-khoan/password/reset/"
NEW = "biển rộng sông dài 2017"
ENGLISH = re.compile(r"\b(password|sign in|sign up|email address|forgot|remember|please|your)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _attempts_forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _let_letters_go() -> None:
    """Do as the worker does with the letters that wait; the queue holds an account and no link."""
    for job in ProcrastinateJob.objects.filter(task_name="mail_reset"):
        assert set(job.args) == {"user"}
        mail_reset(**job.args)


def _sign_in(client: Client, email: str = people.LAN.email, password: str = people.PASSWORD) -> str:
    response = client.post(LOGIN, {"login": email, "password": password})
    return response.headers.get("Location", "") or response.content.decode()


def _words(html: str) -> str:
    """Return what a reader sees: neither tags nor the switch to English."""
    shown = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)).replace("English", "")


def test_the_right_password_opens_the_first_page() -> None:
    people.user(people.LAN)
    client = Client()
    assert _sign_in(client, people.LAN.email.upper()) == reverse("home")
    assert client.get("/tu-van/").status_code == 200


def test_one_goes_on_to_the_page_that_was_asked_for() -> None:
    people.user(people.LAN)
    client = Client()
    asked = client.get("/tu-van/?year=2017").headers["Location"]
    page = client.get(asked).content.decode()
    assert 'name="next" value="/tu-van/?year=2017"' in page
    response = client.post(
        LOGIN, {"login": people.LAN.email, "password": people.PASSWORD, "next": "/tu-van/?year=2017"}
    )
    assert response.headers["Location"] == "/tu-van/?year=2017"
    outside = Client().post(
        LOGIN, {"login": people.LAN.email, "password": people.PASSWORD, "next": "https://x.example/"}
    )
    assert outside.headers["Location"] == reverse("home")


@pytest.mark.parametrize(("email", "password"), [(people.LAN.email, "sai"), ("khong@ai.example", people.PASSWORD)])
def test_a_wrong_password_and_a_wrong_address_read_the_same(email: str, password: str) -> None:
    people.user(people.LAN)
    html = _sign_in(Client(), email, password)
    assert "Thư điện tử hoặc mật khẩu không đúng" in html
    assert password not in html


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"login": "", "password": "x"}, "Hãy nhập địa chỉ thư điện tử."),
        ({"login": people.LAN.email, "password": ""}, "Hãy nhập mật khẩu."),
        ({"login": "không", "password": "x"}, "Địa chỉ thư điện tử không hợp lệ"),
    ],
)
def test_what_is_missing_is_said_at_its_field(said: dict[str, str], sentence: str) -> None:
    assert sentence in Client().post(LOGIN, said).content.decode()


def test_guessing_is_stopped() -> None:
    people.user(people.LAN)
    client = Client()
    for _attempt in range(5):
        _sign_in(client, password="sai")
    assert "Đăng nhập sai quá nhiều lần" in _sign_in(client)


def test_too_many_requests_get_a_page_of_their_own() -> None:
    client = Client()
    for _attempt in range(30):
        client.post(LOGIN, {"login": "", "password": ""})
    response = client.post(LOGIN, {"login": "", "password": ""})
    assert response.status_code == 429
    assert "Quá nhiều yêu cầu" in response.content.decode()


def test_an_account_that_is_off_is_told_so(settings: Settings) -> None:
    user = people.user(people.LAN)
    assert user.is_active
    html = Client().get("/tai-khoan/inactive/").content.decode()
    assert "đã ngừng hoạt động" in html


def test_signing_out_is_asked_for_and_done_by_post() -> None:
    client = signed_in(people.LAN)
    assert "Đăng xuất khỏi hệ thống?" in client.get("/tai-khoan/logout/").content.decode()
    assert client.get("/tu-van/").status_code == 200
    assert client.post("/tai-khoan/logout/").headers["Location"] == LOGIN
    assert client.get("/tu-van/").status_code == 302


def test_a_password_is_changed_and_the_log_knows_that_and_no_more() -> None:
    user = people.user(people.LAN)
    client = Client()
    _sign_in(client)
    response = client.post(CHANGE, {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW})
    assert response.status_code == 302
    assert client.get("/tu-van/").status_code == 200
    assert _sign_in(Client(), password=NEW) == reverse("home")
    entry = AuditEntry.objects.get(table="accounts_user", row=user.pk, change="U")
    assert (entry.actor, entry.actor_label, entry.verb) == (user.pk, people.LAN.full_name, "Tự quản lý tài khoản")
    assert (entry.before, entry.after) == ({"password": "***"}, {"password": "***"})
    assert "đã đổi (không ghi giá trị)" in signed_in(people.MINH).get("/nhat-ky/?change=U").content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"oldpassword": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"password2": "khác hẳn"}, "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"password1": "ngắn", "password2": "ngắn"}, "Mật khẩu quá ngắn"),
        ({"password1": "password", "password2": "password"}, "quá phổ biến"),
        ({"password1": "lan@phuyen.example", "password2": "lan@phuyen.example"}, "quá giống với họ tên hoặc địa chỉ"),
        ({"password1": "", "password2": ""}, "Hãy nhập mật khẩu."),
    ],
)
def test_a_password_that_is_not_right_is_refused(said: dict[str, str], sentence: str) -> None:
    user = people.user(people.LAN)
    values = {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW} | said
    assert sentence in signed_in(people.LAN).post(CHANGE, values).content.decode()
    user.refresh_from_db()
    assert check_password(people.PASSWORD, user.password)


def test_a_forgotten_password_is_set_anew_by_a_link() -> None:
    user = people.user(people.LAN)
    client = Client()
    assert client.post(RESET, {"email": people.LAN.email}).status_code == 302
    _let_letters_go()
    (letter,) = mail.outbox
    assert letter.subject == "[Khuyến Công] Đặt lại mật khẩu"
    assert not ENGLISH.search(letter.body.replace("password/reset", ""))
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert link is not None
    at = client.get(link[1]).headers["Location"]
    assert "Mật khẩu mới" in client.get(at).content.decode()
    assert client.post(at, {"password1": NEW, "password2": NEW}).status_code == 302
    user.refresh_from_db()
    assert check_password(NEW, user.password)
    assert "không đúng, đã dùng rồi" in Client().get(link[1]).content.decode()
    entry = AuditEntry.objects.get(table="accounts_user", row=user.pk, change="U")
    assert entry.actor_label == "Khách"


def test_nobody_learns_whether_an_address_has_an_account() -> None:
    people.user(people.LAN)
    known = Client().post(RESET, {"email": people.LAN.email})
    unknown = Client().post(RESET, {"email": "khong@ai.example"})
    _let_letters_go()
    assert known.headers["Location"] == unknown.headers["Location"]
    assert [letter.to for letter in mail.outbox] == [[people.LAN.email]]


@pytest.mark.parametrize("key", ["1-abc-def", f"{'1' * 3}-set-password", "zzz-c8x1ab-0123456789abcdef"])
def test_a_link_that_was_made_up_is_told_so_and_writes_nothing(key: str) -> None:
    people.user(people.LAN)
    response = Client().get(f"{RESET}key/{key}/")
    assert response.status_code == 200
    assert "Liên kết không dùng được" in response.content.decode()


def test_nobody_opens_an_account_from_outside() -> None:
    before = User.objects.count()
    said = {"email": "x@x.example", "password1": NEW, "password2": NEW}
    assert "Không tự mở tài khoản" in Client().post("/tai-khoan/signup/", said).content.decode()
    assert User.objects.count() == before


def test_the_address_belongs_to_the_post_and_is_not_changed_here() -> None:
    client = signed_in(people.LAN)
    assert people.LAN.email in client.get("/tai-khoan/email/").content.decode()
    assert client.post("/tai-khoan/email/", {"email": "x@x.example", "action_add": ""}).status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        LOGIN,
        RESET,
        f"{RESET}done/",
        f"{RESET}key/done/",
        f"{RESET}key/1-abc-def/",
        "/tai-khoan/signup/",
        "/tai-khoan/inactive/",
        "/tai-khoan/confirm-email/",
        "/tai-khoan/confirm-email/none/",
    ],
)
def test_every_page_of_the_entrance_is_ours_and_in_vietnamese(url: str) -> None:
    response = Client().get(url)
    html = response.content.decode()
    assert response.status_code in {200, 404} or "Location" in response.headers
    if response.status_code == 200:
        assert 'class="kc-plain"' in html
        assert not ENGLISH.search(_words(html)), ENGLISH.search(_words(html))


@pytest.mark.parametrize("url", [CHANGE, "/tai-khoan/email/", "/tai-khoan/logout/", "/tai-khoan/reauthenticate/"])
def test_every_page_of_ones_account_is_ours_and_in_vietnamese(url: str) -> None:
    html = signed_in(people.LAN).get(url).content.decode()
    assert "kc-head" in html
    assert not ENGLISH.search(_words(html)), ENGLISH.search(_words(html))


def _demonstration() -> None:
    user = open_account(
        SYSTEM, NATION, email="lan@demo.khuyencong.vn", full_name="Trần Thị Lan", password="khuyencong-demo"
    )
    place = Scope(organisation_id=people.organisation(OrganisationKind.CENTRE, people.PHU_YEN).pk)
    assign_post(SYSTEM, place, user=user, role=Role.CENTRE_OFFICER, since=people.SINCE)


def test_a_demonstration_shows_its_accounts(settings: Settings) -> None:
    settings.DEMO = True
    _demonstration()
    html = Client().get(LOGIN).content.decode()
    assert "Cán bộ trung tâm khuyến công" in html
    assert 'data-kc-sign-in="lan@demo.khuyencong.vn"' in html
    assert "khuyencong-demo" in html
    assert "kc/sign_in.js" in html


def test_elsewhere_no_account_is_shown() -> None:
    _demonstration()
    html = Client().get(LOGIN).content.decode()
    assert "demo.khuyencong.vn" not in html
    assert "sign_in.js" not in html


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "seen"),
    [
        ((), "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (("10.0.0.0/8",), "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.0.0.1", "203.0.113.9, 10.2.3.4", "203.0.113.9"),
        (("10.0.0.0/8",), "10.0.0.1", "", "10.0.0.1"),
        (("10.0.0.0/8",), "203.0.113.1", "6.6.6.6", "203.0.113.1"),
        (("10.0.0.0/8", "fd00::1"), "fd00::1", "không phải địa chỉ", "fd00::1"),
    ],
)
def test_only_a_trusted_proxy_says_who_the_visitor_is(
    proxies: tuple[str, ...], remote: str, forwarded: str, seen: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = proxies
    found: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    real_address(answer)(rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded))
    assert found == [seen]
