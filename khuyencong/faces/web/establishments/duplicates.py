"""Likely duplicates, merging them, and taking a merge back."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Cleaned, Fact, perform, posted
from khuyencong.faces.web.establishments.acts import act_on
from khuyencong.faces.web.establishments.views import register_crumb
from khuyencong.faces.web.fields import ReasonField
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.forms import find_one, option_label
from khuyencong.flow.establishments import operations
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import current, likely_duplicates, register_of
from khuyencong.ground.access.actor import get, visible

SHOWN = 100
"""Pairs on the page: the likeliest first, the others come when these are settled."""


class MergeForm(forms.Form):
    """Which record is the duplicate, and why."""

    duplicate = forms.CharField(
        label="Hồ sơ trùng (sẽ gộp vào cơ sở này)",
        max_length=200,
        help_text="Mã hồ sơ (số), mã số thuế, hoặc tên.",
    )
    reason = ReasonField(help_text="Căn cứ để biết hai hồ sơ là một, ví dụ số giấy đăng ký kinh doanh.")

    def __init__(self, *args: Any, register: "QuerySet[Establishment]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register

    def clean_duplicate(self) -> Establishment:
        """Find the one establishment that is meant, among those the actor may merge."""
        text = self.cleaned_data["duplicate"].strip()
        if text.isdecimal() and len(text) < 10:  # noqa: PLR2004  shorter than any tax code
            found = self.register.filter(pk=int(text)).first()
            if found is not None:
                return found
        found, fault = find_one(self.register, text)
        if found is None:
            raise ValidationError(first_upper(fault))
        return found


@page(Can.ESTABLISHMENT_MERGE)
def establishment_duplicates(request: Request) -> HttpResponse:
    """List pairs that may be one establishment."""
    rows = visible(request.actor, Can.ESTABLISHMENT_MERGE, Establishment.objects.all())
    pairs = likely_duplicates(rows, SHOWN)
    context = {"pairs": pairs, "most": SHOWN if len(pairs) == SHOWN else 0, "crumbs": (register_crumb(),)}
    return show(request, "establishments/duplicates.html", context)


@page(Can.ESTABLISHMENT_MERGE, methods=("GET", "POST"))
def establishment_merge(request: Request, pk: int) -> HttpResponse:
    """Merge a duplicate into this establishment."""
    keep = get(request.actor, Can.ESTABLISHMENT_MERGE, register_of(), pk)
    register = visible(request.actor, Can.ESTABLISHMENT_MERGE, current(register_of())).exclude(pk=pk)
    asked = request.GET.get("trung", "")
    other = register.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None  # noqa: PLR2004
    form = MergeForm(posted(request), register=register, initial={"duplicate": str(other.pk) if other else ""})
    base = act_on(
        keep,
        title=_("Gộp hồ sơ trùng"),
        button=_("Gộp"),
        done=_("Đã gộp hồ sơ trùng: trang này cho thấy cả hai."),
        intro=_("Hồ sơ trùng giữ nguyên lịch sử, không dùng cho việc mới nữa; có thể tách ra khi gộp nhầm."),
    )
    act = base if other is None else replace(base, facts=(*base.facts, Fact(_("Hồ sơ trùng"), option_label(other))))

    def do(data: Cleaned) -> object:
        said = {"duplicate": data["duplicate"], "reason": data["reason"]}
        return operations.merge(request.actor, keep, **said, today=request.today)

    return perform(request, form, act, do)


@page(Can.ESTABLISHMENT_MERGE, methods=("GET", "POST"))
def establishment_unmerge(request: Request, pk: int) -> HttpResponse:
    """Take a merge back."""
    found = get(request.actor, Can.ESTABLISHMENT_MERGE, register_of(), pk)
    act = act_on(
        found,
        title=_("Tách hồ sơ đã gộp"),
        button=_("Tách"),
        done=_("Đã tách: đây lại là một cơ sở riêng."),
        intro=_("Đang gộp vào: %(name)s") % {"name": found.merged_into.name if found.merged_into else "–"},
        tone="danger",
    )
    form = WhyForm(posted(request))
    return perform(request, form, act, lambda data: operations.unmerge(request.actor, found, reason=data["reason"]))
