"""Letters: each goes once, what fails is tried again and in the end shown, and the worker does the daily jobs."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from khuyencong.core.errors import NotAllowed, NotValid
from khuyencong.core.scope import NATION
from khuyencong.faces.cli.working import work
from khuyencong.faces.web import tasks
from khuyencong.faces.web.home.late import tell_late
from khuyencong.faces.web.notices import letters
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.notices import inbox
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.models import Notice
from khuyencong.ground.notices.operations import retry_job
from khuyencong.ground.notices.queries import failed_jobs
from tests import people
from tests.factories import flow
from tests.operations import under_operation

pytestmark = pytest.mark.django_db


def returned_to_lan() -> Project:
    people.user(people.HOA)
    lan = people.actor(people.LAN)
    project = proposals.submit(lan, flow.draft(actor=lan), today=flow.SUBMITTED)
    return proposals.return_for_work(people.actor(people.HOA), project, reason="thiếu báo giá", today=people.TODAY)


def letter_of(notice: Notice) -> Any:
    tasks.mail_notice(notice.pk)
    return mail.outbox[-1]


def test_a_letter_is_what_an_official_would_write_and_goes_once() -> None:
    project = returned_to_lan()
    notice = Notice.objects.get(kind=Kind.PROPOSAL_RETURNED)
    letter = letter_of(notice)
    assert letter.to == [people.LAN.email]
    assert letter.subject == "[Khuyến Công] Đề án được trả lại để hoàn thiện"
    assert letter.body.startswith("Kính gửi ông/bà Nguyễn Thị Lan,\n\nĐề án ")
    assert "thiếu báo giá" in letter.body
    assert f"Xem hồ sơ: http://127.0.0.1:8000/de-an/{project.pk}/" in letter.body
    html = letter.alternatives[0]
    assert "<p>Kính gửi ông/bà Nguyễn Thị Lan,</p>" in html.content
    notice.refresh_from_db()
    assert notice.mailed_at is not None
    assert tasks.mail_notice(notice.pk) is False
    assert len(mail.outbox) == 1


def test_a_name_cannot_put_markup_into_a_letter() -> None:
    returned_to_lan()
    Notice.objects.filter(kind=Kind.PROPOSAL_RETURNED).update(text="<b>Máy & “cưa”</b>")
    letter = letter_of(Notice.objects.get(kind=Kind.PROPOSAL_RETURNED))
    assert "<b>Máy & “cưa”</b>" in letter.body
    assert "&lt;b&gt;Máy &amp; “cưa”&lt;/b&gt;" in letter.alternatives[0].content


def test_nobody_who_left_gets_a_letter() -> None:
    returned_to_lan()
    notice = Notice.objects.get(kind=Kind.PROPOSAL_RETURNED)
    with under_operation():
        type(notice.user).objects.filter(pk=notice.user_id).update(is_active=False)
    assert tasks.mail_notice(notice.pk) is False


def test_the_letter_of_the_day_holds_what_was_not_read_once() -> None:
    returned_to_lan()
    returned_to_lan()
    hoa = people.user(people.HOA)
    assert tasks.daily_digest(0) == 1
    assert tasks.daily_digest(0) == 1  # the first still waits: not twice
    job = ProcrastinateJob.objects.get(task_name="mail_digest")
    assert job.args == {"user": hoa.pk}
    assert tasks.mail_digest(hoa.pk) == 2
    assert tasks.mail_digest(hoa.pk) == 0
    (letter,) = mail.outbox
    assert letter.subject.endswith("2 thông báo")
    assert "1. Đề án " in letter.body
    assert "2. Đề án " in letter.body


def test_what_was_read_is_in_no_digest() -> None:
    returned_to_lan()
    hoa = people.user(people.HOA)
    inbox.mark_read(hoa.pk, now=timezone.now())
    assert tasks.daily_digest(0) == 0


def test_a_letter_that_fails_leaves_its_notice_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    returned_to_lan()
    notice = Notice.objects.get(kind=Kind.PROPOSAL_RETURNED)

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(letters, "send_notice", refuse)
    with pytest.raises(OSError):
        tasks.mail_notice(notice.pk)
    notice.refresh_from_db()
    assert notice.mailed_at is None


def test_attempts_lie_further_and_further_apart() -> None:
    class Job:
        attempts = 0

    waits = []
    for attempt in range(6):
        Job.attempts = attempt
        decision = tasks.RETRY.get_retry_decision(exception=OSError(), job=Job())  # type: ignore[arg-type]
        waits.append(decision.retry_at)
    assert waits == sorted(waits)
    Job.attempts = 6
    assert tasks.RETRY.get_retry_decision(exception=OSError(), job=Job()) is None  # type: ignore[arg-type]


def test_what_is_late_is_told_once_a_day_and_only_the_newest_stays() -> None:
    for person in people.EVERYBODY:
        people.user(person)
    flow.contract()
    day = date(2018, 6, 1)
    assert tell_late(today=day) > 0
    assert tell_late(today=day) > 0
    notices = Notice.objects.filter(kind=Kind.DEADLINE, user__email=people.LAN.email)
    assert notices.count() == 1
    assert "Việc quá hạn" in notices[0].text
    assert not Notice.objects.filter(kind=Kind.DEADLINE, user__email=people.QUE.email).exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_waits_and_keeps_what_failed_for_the_administrator(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The worker's threads end with it: they must leave no connection to be found by the collector.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    returned_to_lan()

    def refuse(*_: object) -> None:
        raise OSError

    send = letters.send_notice
    monkeypatch.setattr(letters, "send_notice", refuse)
    monkeypatch.setattr(app.tasks["mail_notice"], "retry_strategy", None)
    work(wait=False)
    failed = failed_jobs().get()
    assert failed.task_name == "mail_notice"
    monkeypatch.setattr(letters, "send_notice", send)
    with pytest.raises(NotAllowed):
        retry_job(people.actor(people.LAN), NATION, job_id=failed.pk, now=timezone.now())
    retry_job(SYSTEM, NATION, job_id=failed.pk, now=timezone.now())
    with pytest.raises(NotValid):
        retry_job(SYSTEM, NATION, job_id=failed.pk, now=timezone.now())
    work(wait=False)
    assert not ProcrastinateJob.objects.filter(task_name="mail_notice").exists()
    assert people.LAN.email in [address for letter in mail.outbox for address in letter.to]
