"""Pages of notices: one's own and nobody else's, opened by a POST, and a bell that costs the page nothing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app

from khuyencong.flow.proposals import operations as proposals
from khuyencong.ground.notices.enums import Kind, Way
from khuyencong.ground.notices.models import Notice
from khuyencong.ground.notices.queries import ways_of
from tests import people
from tests.factories import flow
from tests.web.visitors import ADMIN, signed_in

pytestmark = pytest.mark.django_db
LIST = "/thong-bao/"


@pytest.fixture
def hoa_browser() -> Client:
    return signed_in(people.HOA)


def submitted() -> Notice:
    project = proposals.submit(people.actor(people.LAN), flow.draft(), today=flow.SUBMITTED)
    return Notice.objects.get(about_row=project.pk)


def test_the_list_shows_ones_own_and_opening_marks_it_read(hoa_browser: Client) -> None:
    notice = submitted()
    html = hoa_browser.get(LIST).content.decode()
    assert notice.text in html.replace("&quot;", '"')
    assert "1 thông báo chưa đọc" in html
    answer = hoa_browser.post(f"{LIST}{notice.pk}/mo/")
    assert answer["Location"] == f"/de-an/{notice.about_row}/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "0 thông báo chưa đọc" in hoa_browser.get(LIST).content.decode()
    assert notice.text not in hoa_browser.get(f"{LIST}?unread=on").content.decode()


def test_somebody_elses_notice_is_not_there(hoa_browser: Client) -> None:
    notice = submitted()
    que = signed_in(people.QUE)
    assert que.post(f"{LIST}{notice.pk}/mo/").status_code == 404
    assert notice.text not in que.get(LIST).content.decode()


def test_the_bell_tells_how_many(hoa_browser: Client) -> None:
    assert hoa_browser.get(f"{LIST}chua-doc/").content.decode().strip() == ""
    submitted()
    submitted()
    found = hoa_browser.get(f"{LIST}chua-doc/").content.decode()
    assert re.sub(r"<[^>]+>", "", found).split() == ["2", "chưa", "đọc"]
    assert 'hx-get="/thong-bao/chua-doc/"' in hoa_browser.get("/").content.decode()


def test_everything_is_marked_read_at_once(hoa_browser: Client) -> None:
    submitted()
    submitted()
    hoa_browser.post(f"{LIST}da-doc/")
    assert not Notice.objects.filter(read_at=None).exists()


def test_the_list_costs_the_same_at_one_and_at_many(hoa_browser: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            hoa_browser.get(LIST)
        return len(seen)

    submitted()
    alone = cost()
    for _ in range(5):
        submitted()
    assert cost() == alone


def test_preferences_are_kept_and_nonsense_is_refused(hoa_browser: Client) -> None:
    user = people.user(people.HOA)
    ways = {str(kind): str(way) for kind, way in ways_of(user.pk).items()}
    hoa_browser.post(f"{LIST}cach-nhan/", ways | {"PROPOSAL_SUBMITTED": "NONE"})
    assert ways_of(user.pk)[Kind.PROPOSAL_SUBMITTED] is Way.NONE
    answer = hoa_browser.post(f"{LIST}cach-nhan/", ways | {"PROPOSAL_SUBMITTED": "?"})
    assert answer.status_code == 200
    assert ways_of(user.pk)[Kind.PROPOSAL_SUBMITTED] is Way.NONE


def test_an_administrator_sees_what_failed_and_lets_it_run_again(hoa_browser: Client) -> None:
    notice = submitted()
    app.configure_task("mail_notice").defer(notice=notice.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 7 RETURNING id")
        job = cursor.fetchone()[0]
    assert hoa_browser.get(f"{LIST}viec-loi/").status_code == 403
    admin = signed_in(ADMIN)
    html = admin.get(f"{LIST}viec-loi/").content.decode()
    assert "Gửi thư thông báo" in html
    assert people.HOA.email in html
    assert notice.text not in html
    admin.post(f"{LIST}viec-loi/{job}/chay-lai/")
    assert "Không có việc nào bị lỗi" in admin.get(f"{LIST}viec-loi/").content.decode()
    assert "không còn trong danh sách" in admin.post(f"{LIST}viec-loi/{job}/chay-lai/", follow=True).content.decode()
