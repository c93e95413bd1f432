"""The forms of councils, sessions, opinions and conclusions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from khuyencong.faces.web.fields import DayField
from khuyencong.faces.web.projects import choices
from khuyencong.flow.appraisal.enums import AppraisalLevel, CouncilRole, Reply
from khuyencong.flow.appraisal.models import CouncilMember
from khuyencong.flow.appraisal.operations import Judgement, Seat
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.accounts.models import User
from khuyencong.ground.regulations.models import Provision

MOST_MEMBERS = 30


class SeatField(forms.CharField):
    """Members as lines "họ và tên; chức vụ, đơn vị"; an e-mail in place of the name is a user's account."""

    def __init__(self, *, role: CouncilRole, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role = role

    def clean(self, value: Any) -> Any:
        """Return seats; each line that names nobody is told with its number."""
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_MEMBERS:
            raise forms.ValidationError(_("Nhiều nhất %(n)s thành viên.") % {"n": MOST_MEMBERS})
        seats, faults = [], []
        for number, line in enumerate(lines, start=1):
            who, _semicolon, title = (part.strip() for part in line.partition(";"))
            if not title:
                faults.append(f"Dòng {number}: hãy ghi “họ và tên; chức vụ, đơn vị”.")
            elif len(who) > 100 or len(title) > 200:  # noqa: PLR2004  the columns' own lengths
                faults.append(f"Dòng {number}: họ tên nhiều nhất 100, chức vụ nhiều nhất 200 ký tự.")
            elif "@" not in who:
                seats.append(Seat(self.role, title, name=who))
            elif user := User.objects.filter(email__iexact=who, is_active=True).first():
                seats.append(Seat(self.role, title, user_id=user.pk))
            else:
                faults.append(f"Dòng {number}: không có tài khoản “{who}”.")
        if faults:
            raise forms.ValidationError(faults)
        return seats


class CouncilForm(forms.Form):
    """A new council."""

    level = forms.ChoiceField(label="Cấp thẩm định", widget=forms.RadioSelect)
    year = forms.IntegerField(label="Năm kế hoạch", min_value=choices.FIRST_YEAR, max_value=2100)
    decision = forms.CharField(label="Số quyết định thành lập", max_length=60)
    established_on = DayField(label="Ngày thành lập")
    chair = SeatField(
        role=CouncilRole.CHAIR,
        label="Chủ tịch hội đồng",
        max_length=320,
        help_text="Thư điện tử của tài khoản (hoặc họ và tên); chức vụ, đơn vị",
    )
    secretary = SeatField(
        role=CouncilRole.SECRETARY,
        label="Ủy viên thư ký",
        max_length=320,
        help_text="Nên là người có tài khoản: thư ký ghi ý kiến thay các thành viên không có tài khoản.",
    )
    members = SeatField(
        role=CouncilRole.MEMBER,
        label="Các ủy viên",
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một người: thư điện tử của tài khoản (hoặc họ và tên); chức vụ, đơn vị",
    )

    def __init__(self, *args: Any, levels: Iterable[AppraisalLevel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "level", [(str(level), choices.first_upper(level.label)) for level in levels])

    def seats(self) -> list[Seat]:
        """Return all members."""
        return [*self.cleaned_data["chair"], *self.cleaned_data["secretary"], *self.cleaned_data["members"]]


class CallForm(forms.Form):
    """When and where a session is, and what it appraises."""

    held_on = DayField(label="Ngày họp")
    place = forms.CharField(label="Địa điểm", max_length=200)
    projects = forms.MultipleChoiceField(label="Đề án", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, ready: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(project.pk): project for project in ready}
        _offer(self, "projects", _project_choices(self.ready))

    def chosen(self) -> list[Project]:
        """Return the đề án that were chosen."""
        return [self.ready[pk] for pk in self.cleaned_data["projects"]]


class AgendaForm(forms.Form):
    """One more đề án for a session."""

    project = forms.ChoiceField(label="Đề án", widget=forms.RadioSelect)

    def __init__(self, *args: Any, ready: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(project.pk): project for project in ready}
        _offer(self, "project", _project_choices(self.ready))


class PresentForm(forms.Form):
    """Who came."""

    present = forms.MultipleChoiceField(label="Thành viên có mặt", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Iterable[CouncilMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "present", [(str(row.pk), f"{row.name} – {row.title}") for row in members])


class ReplyForm(forms.Form):
    """What an invited member answers."""

    reply = forms.ChoiceField(label="Trả lời", widget=forms.RadioSelect, choices=choices.members(Reply))


class OpinionForm(forms.Form):
    """Pass or fail and remarks by every criterion; points where the council gives them."""

    def __init__(self, *args: Any, criteria: Sequence[Provision], most: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for number, row in enumerate(criteria, start=1):
            self.fields[f"passed_{row.pk}"] = forms.ChoiceField(
                label=f"{number}. {row.text}",
                widget=forms.RadioSelect,
                choices=[("yes", _("Đạt")), ("no", _("Không đạt"))],
            )
            if most is not None:
                self.fields[f"points_{row.pk}"] = forms.IntegerField(
                    label=_("Điểm tiêu chí %(number)s (0 – %(most)s)") % {"number": number, "most": most},
                    required=False,
                    min_value=0,
                    max_value=most,
                )
            self.fields[f"remarks_{row.pk}"] = forms.CharField(
                label=_("Nhận xét tiêu chí %(number)s") % {"number": number},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def judged(self) -> list[Judgement]:
        """Return what was said, by criterion."""
        said = self.cleaned_data
        return [
            Judgement(
                row.pk, said[f"passed_{row.pk}"] == "yes", said[f"remarks_{row.pk}"], said.get(f"points_{row.pk}")
            )
            for row in self.criteria
        ]


def _offer(form: forms.Form, name: str, offered: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = offered


def _project_choices(ready: dict[str, Project]) -> list[tuple[str, str]]:
    return [(pk, f"{project.number} – {project.name}") for pk, project in ready.items()]
