"""The filter of the register, and the particulars of an establishment."""

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.fields import DayField, OptionalMillionField, ReasonField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.operations import Particulars
from khuyencong.flow.establishments.queries import RegisterFilter, communes_of

MOST_WORKERS = 1_000_000
DETAILS = (
    "founded_on",
    "workers",
    "vsic_code",
    "phone",
    "registered_capital",
    "woman_owned",
    "minority_owned",
    "craft_village",
)
"""Fields that the form and the operation's particulars name alike."""


class EstablishmentFilterForm(forms.Form):
    """What the register is narrowed by."""

    q = forms.CharField(label="Tên, địa chỉ, ngành nghề, mã số thuế", required=False, max_length=100)
    legal_form = forms.ChoiceField(label="Loại hình", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    vsic = forms.RegexField(
        r"^\d{1,5}$",
        label="Mã ngành (những số đầu)",
        required=False,
        max_length=5,
        error_messages={"invalid": "Mã ngành chỉ gồm 1 đến 5 số, ví dụ 16."},
    )
    owner = forms.ChoiceField(label="Chủ cơ sở", required=False)
    craft_village = forms.BooleanField(label="Trong làng nghề được công nhận", required=False)
    certified = forms.BooleanField(label="Có sản phẩm được chứng nhận", required=False)
    merged = forms.BooleanField(label="Chỉ hồ sơ trùng đã gộp", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "legal_form": choices.members(LegalForm),
            "province": choices.provinces(request.actor, Can.ESTABLISHMENT_READ),
            "owner": [("woman", _("Do phụ nữ làm chủ")), ("minority", _("Do đồng bào dân tộc thiểu số làm chủ"))],
        }
        narrow_fields(self, options)

    def narrow(self) -> RegisterFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return RegisterFilter(
            search=kept.get("q", ""),
            province_id=int(kept["province"]) if kept.get("province") else None,
            legal_form=kept.get("legal_form", ""),
            vsic=kept.get("vsic", ""),
            owner=kept.get("owner", ""),
            craft_village=bool(kept.get("craft_village")),
            certified=bool(kept.get("certified")),
            merged=bool(kept.get("merged")),
        )


class ParticularsForm(forms.Form):
    """What is written about an establishment."""

    name = forms.CharField(label="Tên cơ sở", max_length=200)
    legal_form = forms.ChoiceField(label="Loại hình", choices=choices.members(LegalForm))
    tax_code = forms.CharField(
        label="Mã số thuế",
        required=False,
        max_length=20,
        help_text="10 hoặc 13 số, hoặc số định danh 12 số. Hộ kinh doanh, tổ hợp tác chưa có thì để trống.",
    )
    commune = forms.ChoiceField(label="Xã, phường", required=False)
    address = forms.CharField(label="Địa chỉ (thôn, số nhà, đường)", required=False, max_length=200)
    phone = forms.CharField(label="Điện thoại", required=False, max_length=20)
    industry = forms.CharField(label="Ngành nghề sản xuất", max_length=200)
    vsic_code = forms.CharField(
        label="Mã ngành kinh tế (VSIC)", required=False, max_length=5, help_text="2 đến 5 số, ví dụ 1629."
    )
    founded_on = DayField(label="Ngày thành lập", required=False)
    registered_capital = OptionalMillionField(label="Vốn đăng ký")
    workers = forms.IntegerField(label="Số lao động", required=False, min_value=0, max_value=MOST_WORKERS)
    craft_village = forms.CharField(
        label="Làng nghề được công nhận",
        required=False,
        max_length=200,
        help_text="Tên làng nghề theo quyết định của UBND cấp tỉnh; để trống nếu không ở trong làng nghề.",
    )
    woman_owned = forms.BooleanField(label="Do phụ nữ làm chủ", required=False)
    minority_owned = forms.BooleanField(label="Do đồng bào dân tộc thiểu số làm chủ", required=False)
    reason = ReasonField(required=False, help_text="Vì sao sửa, ví dụ số giấy đăng ký mới.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, province_id: int | None, day: date, editing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = commune_choices(province_id, day) if province_id else []
        for name, mode in (("tax_code", "numeric"), ("vsic_code", "numeric"), ("phone", "tel")):
            self.fields[name].widget.attrs.update(inputmode=mode, autocomplete="off")
        if not editing:
            del self.fields["reason"], self.fields["version"]

    def particulars(self) -> Particulars:
        """Return the particulars as operations take them."""
        data = self.cleaned_data
        return Particulars(
            name=data["name"],
            legal_form=LegalForm(data["legal_form"]),
            tax_code=data["tax_code"],
            commune_id=int(data["commune"]) if data["commune"] else None,
            address=data["address"],
            industry=data["industry"],
            **{name: data[name] for name in DETAILS},
        )


def commune_choices(province_id: int, day: date) -> list[tuple[str, Any]]:
    """Return the communes of the map of ``day``, under their districts while there were some.  One query."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    flat: list[tuple[str, Any]] = []
    for unit in communes_of(province_id, day).select_related("parent").order_by("parent__folded", "folded"):
        parent = unit.parent
        if parent is not None and parent.pk != province_id:
            groups[parent.name].append((str(unit.pk), unit.name))
        else:
            flat.append((str(unit.pk), unit.name))
    return [("", "– chưa rõ –"), *flat, *groups.items()]


def stored(establishment: Establishment) -> dict[str, Any]:
    """Return the particulars of ``establishment`` as the form begins."""
    names = ("name", "legal_form", "tax_code", "address", "industry", *DETAILS)
    return {**{name: getattr(establishment, name) for name in names}, "commune": establishment.commune_id or ""}
