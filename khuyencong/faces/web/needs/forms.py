"""The forms of the needs survey: the filter, what is told, and the small acts on a need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.establishments.forms import commune_choices
from khuyencong.faces.web.fields import DayField, MillionField, ReasonField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.forms import find_one
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.needs.enums import Channel, NeedAnswer, NeedState
from khuyencong.flow.needs.models import Campaign, Need
from khuyencong.flow.needs.operations import Told
from khuyencong.flow.needs.queries import NeedFilter, open_campaigns
from khuyencong.ground.access.actor import visible
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.regulations.queries import contents_on

NATIONAL, PROVINCIAL = "national", "provincial"
LONGEST_ID = 19
"""Digits of a number that no id has."""


class NeedFilterForm(forms.Form):
    """What the list of needs is narrowed by."""

    q = forms.CharField(label="Cơ sở, nhu cầu, mã số thuế, điện thoại", required=False, max_length=100)
    year = forms.ChoiceField(label="Năm ghi", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    channel = forms.ChoiceField(label="Ai khai", required=False)
    content = forms.ChoiceField(label="Nội dung", required=False)
    campaign = forms.ChoiceField(label="Đợt khảo sát", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        rows = visible(request.actor, Can.NEED_READ, Campaign.objects.order_by("-year", "-opens_on"))
        options = {
            "year": choices.years(request.today),
            "state": choices.members(NeedState),
            "channel": choices.members(Channel),
            "content": choices.contents(),
            "campaign": [(str(pk), title) for pk, title in rows.values_list("pk", "title")],
            "province": choices.provinces(request.actor, Can.NEED_READ),
        }
        if not options["campaign"]:
            del options["campaign"], self.fields["campaign"]
        narrow_fields(self, options)

    def narrow(self) -> NeedFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        numbers = {name: int(kept[name]) if kept.get(name) else None for name in ("year", "content", "campaign")}
        return NeedFilter(
            search=kept.get("q", ""),
            year=numbers["year"],
            state=kept.get("state", ""),
            content_id=numbers["content"],
            campaign_id=numbers["campaign"],
            province_id=int(kept["province"]) if kept.get("province") else None,
            channel=kept.get("channel", ""),
        )


@dataclass(frozen=True)
class Options:
    """What the selects of the form offer, read once for a page, a message of many forms, or a sheet."""

    province_id: int
    contents: Mapping[str, ActivityContent]
    communes: Sequence[Any]
    campaigns: Mapping[str, Campaign]


def options_of(province_id: int, today: date) -> Options:
    """Read the contents, communes and open campaigns of a province on a day.  Three queries."""
    return Options(
        province_id,
        {str(content.pk): content for content in contents_on(today)},
        commune_choices(province_id, today),
        {str(found.pk): found for found in open_campaigns(province_id, today)},
    )


class NeedForm(forms.Form):
    """What is told about a need: first who, then what, then how much."""

    client_id = forms.UUIDField(
        label="Mã phiếu trên máy",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "required"), "Phiếu bị hỏng: hãy mở lại trang rồi ghi lại."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    establishment = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    name = forms.CharField(label="Tên cơ sở", max_length=200)
    phone = forms.CharField(label="Điện thoại", required=False, max_length=20)
    tax_code = forms.CharField(
        label="Mã số thuế hoặc số định danh",
        required=False,
        max_length=20,
        help_text="10, 13 hoặc 12 số. Chưa có thì ghi điện thoại.",
    )
    legal_form = forms.ChoiceField(label="Loại hình", choices=choices.members(LegalForm), initial=LegalForm.HOUSEHOLD)
    industry = forms.CharField(label="Ngành nghề sản xuất", max_length=200)
    commune = forms.ChoiceField(label="Xã, phường", required=False)
    address = forms.CharField(label="Địa chỉ (thôn, số nhà, đường)", required=False, max_length=200)
    content = forms.ChoiceField(label="Muốn được hỗ trợ về")
    machine = forms.CharField(label="Máy móc, thiết bị", required=False, max_length=300)
    wish = forms.CharField(
        label="Nhu cầu bằng lời của cơ sở", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    cost = MillionField(label="Tổng chi phí dự kiến", required=False)
    support = MillionField(label="Đề nghị hỗ trợ", required=False)
    wanted_by = DayField(label="Cần trước ngày", required=False)
    campaign = forms.ChoiceField(label="Đợt khảo sát", required=False)

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        contents = [(pk, content.name) for pk, content in options.contents.items()]
        self._offer("content", [("", _("– chọn nội dung –")), *contents])
        self._offer("commune", options.communes)
        if options.campaigns:
            titles = [(pk, found.title) for pk, found in options.campaigns.items()]
            self._offer("campaign", [*titles, ("", _("– ngoài đợt khảo sát –"))])
        else:
            del self.fields["campaign"]
        for name, mode in (("phone", "tel"), ("tax_code", "numeric")):
            self.fields[name].widget.attrs.update(inputmode=mode, autocomplete="off")

    def _offer(self, name: str, offered: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def clean_establishment(self) -> int | None:
        """Return an id that a column can hold."""
        found: int | None = self.cleaned_data["establishment"]
        return found if found is not None and len(str(found)) < LONGEST_ID else None

    @property
    def client(self) -> UUID:
        """The id of the filled form."""
        found: UUID = self.cleaned_data["client_id"]
        return found

    def campaign_chosen(self) -> Campaign | None:
        """Return the campaign that was chosen."""
        return self.options.campaigns.get(self.cleaned_data.get("campaign", ""))

    def told(self) -> Told:
        """Return what was told as operations take it."""
        data = self.cleaned_data
        same = ("name", "industry", "wish", "tax_code", "phone", "address", "machine", "cost", "support", "wanted_by")
        return Told(
            legal_form=LegalForm(data["legal_form"]),
            content=self.options.contents[data["content"]],
            commune_id=int(data["commune"]) if data.get("commune") else None,
            establishment_id=data.get("establishment"),
            **{name: data[name] for name in same},
        )


class PublicNeedForm(NeedForm):
    """The form of the public link: the campaign is the link's, and a trap stands for machines that fill everything."""

    trap = forms.CharField(required=False)
    """Seen by nobody; only a program fills it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("campaign", "establishment", "version"):
            self.fields.pop(name, None)
        self.fields["phone"].required = True
        self.fields["phone"].help_text = _("Để trung tâm liên hệ, và để anh/chị tra cứu phiếu sau này.")

    def clean_trap(self) -> str:
        """Refuse what a program filled."""
        if self.cleaned_data["trap"]:
            raise ValidationError(_("Không ghi được phiếu này."))
        return ""


class LookUpForm(forms.Form):
    """Code and telephone: together they are known to the establishment alone."""

    code = forms.CharField(label="Mã tra cứu", max_length=20, help_text="Tám chữ và số, ví dụ K7M2-9QDX.")
    phone = forms.CharField(label="Số điện thoại đã khai", max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs.update(inputmode="tel", autocomplete="tel")
        self.fields["code"].widget.attrs.update(autocapitalize="characters", autocomplete="off")


class CampaignForm(forms.Form):
    """A survey of the actor's province."""

    year = forms.IntegerField(label="Khảo sát cho kế hoạch năm", min_value=choices.FIRST_YEAR, max_value=2100)
    title = forms.CharField(label="Tên đợt khảo sát", max_length=200)
    opens_on = DayField(label="Mở từ ngày")
    closes_on = DayField(label="Đến hết ngày")


class TermForm(forms.Form):
    """The last day of a survey."""

    closes_on = DayField(label="Đến hết ngày")


class CheckForm(forms.Form):
    """Which establishment of the register the need is of."""

    establishment = forms.CharField(
        label="Cơ sở trong danh sách",
        required=False,
        max_length=200,
        help_text="Tên hoặc mã số thuế. Chưa có trong danh sách thì để trống: khi lập đề án, cơ sở được đăng ký luôn.",
    )

    def __init__(self, *args: Any, register: "QuerySet[Establishment]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register

    def clean_establishment(self) -> int | None:
        """Find the one establishment that is meant, among those the actor may see."""
        text = self.cleaned_data["establishment"].strip()
        if not text:
            return None
        found, fault = find_one(self.register, text)
        if found is None:
            raise ValidationError(choices.first_upper(fault))
        return found.pk


class ConfirmForm(forms.Form):
    """The question "vẫn còn nhu cầu?", and its answer."""

    asked_on = DayField(label="Ngày hỏi")
    answer = forms.ChoiceField(
        label="Trả lời",
        required=False,
        choices=[("", "Chưa trả lời"), *choices.members(NeedAnswer)],
        widget=forms.RadioSelect,
    )
    answered_on = DayField(label="Ngày trả lời", required=False)
    note = forms.CharField(label="Ghi chú", required=False, max_length=300, help_text="Ai trả lời, qua đâu.")


class DropForm(forms.Form):
    """Why a need is let go."""

    reason = ReasonField(help_text="Ví dụ: cơ sở đã tự đầu tư; không thuộc đối tượng hỗ trợ.")


class DraftForm(forms.Form):
    """The two things that a need does not say: for which year, and from whose money."""

    year = forms.IntegerField(label="Năm kế hoạch", min_value=choices.FIRST_YEAR, max_value=2100)
    fund = forms.ChoiceField(
        label="Đề nghị từ nguồn",
        choices=[(PROVINCIAL, "Khuyến công tỉnh"), (NATIONAL, "Khuyến công quốc gia")],
        widget=forms.RadioSelect,
    )


def stored(need: Need) -> dict[str, str]:
    """Return a need as its form shows it, each field as text: what pages begin with and what phones are sent."""
    return {
        "client_id": str(need.client_id),
        "version": str(need.version),
        "establishment": str(need.establishment_id or ""),
        **{name: getattr(need, name) for name in ("name", "phone", "tax_code", "legal_form", "industry")},
        **{name: getattr(need, name) for name in ("address", "machine", "wish")},
        "commune": str(need.commune_id or ""),
        "content": str(need.content_id),
        "cost": show_million(Dong(need.cost)) if need.cost else "",
        "support": show_million(Dong(need.support)) if need.support else "",
        "wanted_by": f"{need.wanted_by:%d/%m/%Y}" if need.wanted_by else "",
        "campaign": str(need.campaign_id or ""),
    }


def about(establishment: Establishment) -> Mapping[str, str]:
    """Return what the register knows of an establishment, so that nobody types it again."""
    same = ("name", "phone", "legal_form", "industry", "address")
    return {
        **{name: getattr(establishment, name) for name in same},
        "establishment": str(establishment.pk),
        "tax_code": establishment.tax_code or "",
        "commune": str(establishment.commune_id or ""),
    }
