"""What the administrator does with letters that failed."""

from datetime import datetime

from procrastinate.contrib.django import app

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation, owed
from khuyencong.core.scope import Scope
from khuyencong.ground.notices.queries import failed_jobs


@operation(Can.JOB_RETRY, verb="Chạy lại việc nền bị lỗi")
def retry_job(actor: Acting, place: Scope, *, job_id: int, now: datetime) -> None:
    """Let a failed job be tried again now."""
    found = failed_jobs().filter(pk=job_id).first()
    owed(found, "Việc này không còn trong danh sách lỗi: có thể đã được chạy lại.")
    app.job_manager.retry_job_by_id(job_id, retry_at=now)
