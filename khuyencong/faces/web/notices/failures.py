"""Letters and other jobs that were given up: the administrator sees them and lets them be tried again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION
from khuyencong.faces.web.page import Request, deed, page, paginate, show
from khuyencong.ground.notices.operations import retry_job
from khuyencong.ground.notices.queries import addressees, failed_at, failed_jobs

_NAMES: Final = {
    "mail_notice": gettext_lazy("Gửi thư thông báo"),
    "mail_digest": gettext_lazy("Gửi thư tổng hợp hằng ngày"),
    "mail_reset": gettext_lazy("Gửi thư đặt lại mật khẩu"),
    "scan_deadlines": gettext_lazy("Rà việc quá hạn hằng ngày"),
    "daily_digest": gettext_lazy("Lập thư tổng hợp hằng ngày"),
}


@dataclass(frozen=True)
class Failure:
    """A job that was given up.  What it holds is not shown: a letter is its reader's."""

    id: int
    what: str
    whom: str
    attempts: int
    at: datetime | None


@page(Can.JOB_RETRY)
def jobs_failed(request: Request) -> HttpResponse:
    """Show what was given up, the newest first."""
    found = paginate(request, failed_jobs())
    jobs = list(found.object_list)
    times, people = failed_at(jobs), addressees(jobs)
    rows = [
        Failure(
            job.pk,
            str(_NAMES.get(job.task_name, job.task_name)),
            f"{people[job.pk].full_name} ({people[job.pk].email})" if job.pk in people else "",
            job.attempts,
            times.get(job.pk),
        )
        for job in jobs
    ]
    return show(request, "notices/failed.html", {"page": found, "rows": rows, "query": ""})


@page(Can.JOB_RETRY, methods=("POST",))
def job_retry(request: Request, pk: int) -> HttpResponse:
    """Let a job be tried again."""
    return deed(
        request,
        lambda: retry_job(request.actor, NATION, job_id=pk, now=timezone.now()),
        done=_("Việc sẽ được chạy lại ngay."),
        then="jobs_failed",
    )
