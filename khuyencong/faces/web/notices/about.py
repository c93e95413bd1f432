"""The page of the row that a notice is about."""

from typing import Final

from django.urls import reverse

from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.models import Notice

_PAGES: Final = {
    "needs_need": "need",
    "proposals_project": "project",
    "appraisal_council": "council",
    "appraisal_session": "session",
    "planning_annualplan": "plan",
}
"""Tables whose rows notices are about, and the page of such a row."""


def path_of(notice: Notice) -> str:
    """Return the path of the page that a notice leads to; the list of notices where it leads nowhere."""
    if notice.kind == Kind.DEADLINE:
        return reverse("home")
    name = _PAGES.get(notice.about_table)
    return reverse(name, args=[notice.about_row]) if name else reverse("notices")
