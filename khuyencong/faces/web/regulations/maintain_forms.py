"""Forms that maintain the law: a norm, another rule, an instrument, a content, an end."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from khuyencong.core.errors import Refused
from khuyencong.core.formats import parse_number, show_quantity
from khuyencong.core.money import Dong
from khuyencong.faces.web.fields import DayField, MillionField, ReasonField
from khuyencong.ground.regulations.attributes import ATTRIBUTES, Attribute, Shape
from khuyencong.ground.regulations.enums import (
    AREA_LABELS,
    CASES,
    MONEY_ATTRIBUTES,
    Confidence,
    ProvisionKind,
    attribute_label,
)
from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, Provision, SupportNorm
from khuyencong.ground.regulations.versions import NormTerms, Origin, ProvisionTerms

if TYPE_CHECKING:  # Django's own class takes no arguments when it runs
    _InstrumentChoice = forms.ModelChoiceField[LegalInstrument]
else:
    _InstrumentChoice = forms.ModelChoiceField

Choices = Sequence[tuple[str, str]]
TIERS: Final = ("registered_capital", "workers")
SEVERAL: Final = "Giữ phím Ctrl để chọn nhiều nội dung"
DEFAULT_SOURCE: Final = "văn bản của cơ quan ban hành"


class NumberField(forms.CharField):
    """A number in the Vietnamese habit ("12,5"), cleaned to a ``Decimal``; an empty one is ``None``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> Any:
        """Return a ``Decimal`` or ``None``."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except Refused as refusal:
            raise ValidationError(refusal.message) from None


class InstrumentChoice(_InstrumentChoice):
    """A select of instruments by number and title."""

    def label_from_instance(self, obj: LegalInstrument) -> str:
        """Name an instrument in one line."""
        return f"{obj.number} – {obj.title}"[:110] if obj.number else obj.title[:110]


class OriginForm(forms.Form):
    """Where a rule comes from and on which days it holds; forms of rules begin with it."""

    instrument = InstrumentChoice(LegalInstrument.objects.none(), label="Văn bản", required=False)
    article = forms.CharField(label="Điều khoản", required=False, max_length=120, help_text="Ví dụ: khoản 4 Điều 8")
    since = DayField(label="Có hiệu lực từ ngày")
    until = DayField(label="Ngày cuối có hiệu lực (nếu đã biết)", required=False)
    source = forms.CharField(label="Nguồn đã đọc", max_length=300, initial=DEFAULT_SOURCE)
    confidence = forms.ChoiceField(
        label="Độ tin cậy",
        choices=[(c.value, c.label) for c in Confidence],
        initial=Confidence.READ.value,
        help_text="Chỉ quy định đã đọc văn bản mới được dùng để chặn; còn lại chỉ cảnh báo.",
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, instruments: "QuerySet[LegalInstrument]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["instrument"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = instruments

    def origin(self, article: str = "") -> Origin:
        """Return what was said, once the form is valid; ``article`` where it is not the form that says it."""
        said = self.cleaned_data
        return Origin(
            said["since"],
            said["instrument"],
            said["source"],
            Confidence(said["confidence"]),
            said.get("article") or article,
            said["until"],
            said["note"],
        )


class NormForm(OriginForm):
    """A norm: its level, and what it depends on."""

    percent = NumberField(label="Tỷ lệ tối đa, %", required=False, help_text="Để trống nếu chỉ có mức tiền")
    cap = MillionField(label="Mức tối đa", required=False, help_text="Triệu đồng; để trống nếu chỉ có tỷ lệ")
    unit = forms.CharField(label="Đơn vị tính", required=False, max_length=60, help_text="Ví dụ: cơ sở, mô hình")
    condition = forms.CharField(
        label="Điều kiện ghi trong văn bản", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    tier = forms.ChoiceField(
        label="Mức tùy theo",
        required=False,
        choices=[("", "không tùy theo số nào"), *((name, attribute_label(name)) for name in TIERS)],
    )
    tier_from = NumberField(label="Từ (kể cả số này)", required=False, help_text="Vốn: triệu đồng; lao động: người")
    tier_to = NumberField(label="Đến (kể cả số này)", required=False)
    areas = forms.MultipleChoiceField(
        label="Chỉ tại địa bàn", required=False, choices=list(AREA_LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    case = forms.ChoiceField(
        label="Trường hợp",
        required=False,
        choices=[
            ("", "mọi trường hợp"),
            *((f"{name}:{word}", label) for name, words in CASES.items() for word, label in words.items()),
        ],
    )
    factor_of = forms.CharField(label="Bằng bội số của mức (mã)", required=False, max_length=60, help_text="Ví dụ: N5")
    factor = NumberField(label="Hệ số", required=False, help_text="Ví dụ: 1,5")

    field_order = (
        "scope", "content", "percent", "cap", "unit", "since", "until", "instrument", "article", "condition", "tier",
        "tier_from", "tier_to", "areas", "case", "factor_of", "factor", "source", "confidence", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, kept: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = dict(kept or {})

    def clean(self) -> dict[str, Any]:
        """Refuse a tier without what it is by, and a multiple without its number."""
        said = super().clean() or {}
        if (said.get("tier_from") is not None or said.get("tier_to") is not None) and not said.get("tier"):
            self.add_error("tier", "Hãy chọn mức tùy theo số nào.")
        if bool(said.get("factor_of")) is not (said.get("factor") is not None):
            self.add_error("factor", "Hãy ghi cả mã của mức gốc và hệ số.")
        return said

    def terms(self) -> NormTerms:
        """Return what the norm says, once the form is valid."""
        said = self.cleaned_data
        return NormTerms(
            self.origin(),
            percent=said["percent"],
            cap=int(said["cap"]) or None,
            unit=said["unit"],
            condition=said["condition"],
            attributes=self._attributes(said),
        )

    def _attributes(self, said: Mapping[str, Any]) -> dict[str, Any]:
        made = {key: value for key, value in self._kept.items() if key not in {"tier", "area", "when", "factor"}}
        if name := said["tier"]:
            scale = 1_000_000 if name in MONEY_ATTRIBUTES else 1
            ends = {"from": said["tier_from"], "to": said["tier_to"]}
            made["tier"] = {"attribute": name} | {k: int(v * scale) for k, v in ends.items() if v is not None}
        if said["areas"]:
            made["area"] = said["areas"]
        if said["case"]:
            key, _, word = said["case"].partition(":")
            made["when"] = {key: word}
        if said["factor_of"]:
            base = (self._kept.get("factor") or {}).get("content")
            made["factor"] = {"of": said["factor_of"], "by": str(said["factor"])} | ({"content": base} if base else {})
        return made


class NewNormForm(NormForm):
    """A norm where there is none yet: whose it is, and for which content."""

    scope = forms.ChoiceField(label="Áp dụng cho")
    content = forms.ModelChoiceField(ActivityContent.objects.none(), label="Nội dung khuyến công")

    def __init__(self, *args: Any, scopes: Choices, contents: "QuerySet[ActivityContent]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]  # a choice field
        self.fields["content"].queryset = contents  # type: ignore[attr-defined]  # a model choice field


class InstrumentForm(OriginForm):
    """An instrument of law."""

    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 28/2018/TT-BTC")
    title = forms.CharField(label="Trích yếu", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    issuer = forms.CharField(label="Cơ quan ban hành", required=False, max_length=200)
    issued_on = DayField(label="Ngày ban hành", required=False)
    scope = forms.ChoiceField(label="Phạm vi")

    field_order = ("number", "title", "issuer", "scope", "issued_on", "since", "until", "source", "confidence", "note")

    def __init__(self, *args: Any, scopes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, instruments=LegalInstrument.objects.none(), **kwargs)
        del self.fields["instrument"], self.fields["article"]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]  # a choice field

    def origin(self, article: str = "") -> Origin:
        """Return the instrument's own days and source: it is its own ground."""
        said = self.cleaned_data
        confidence = Confidence(said["confidence"])
        return Origin(said["since"], None, said["source"], confidence, article, said["until"], said["note"])


class ContentForm(OriginForm):
    """A content of promotion."""

    name = forms.CharField(label="Tên nội dung", max_length=300)
    name_en = forms.CharField(label="Tên tiếng Anh", required=False, max_length=300)
    group = forms.TypedChoiceField(
        label="Nhóm của Điều 4 Nghị định 45/2012", coerce=int, choices=[(n, f"Nhóm {n}") for n in range(1, 10)]
    )
    unit = forms.CharField(label="Đơn vị tính", required=False, max_length=60)

    field_order = ("name", "name_en", "group", "unit", "instrument", "article", "since", "until")


class EndForm(forms.Form):
    """The last day of a rule, and why it ends."""

    last_day = DayField(label="Ngày cuối có hiệu lực")
    reason = ReasonField(help_text="Ví dụ: số văn bản bãi bỏ")


class KindForm(forms.Form):
    """Which kind of rule is added: its form follows."""

    kind = forms.ChoiceField(label="Loại quy định", choices=[(kind.value, kind.label) for kind in ProvisionKind])


class ProvisionForm(OriginForm):
    """Any other rule: its words, and what its kind holds."""

    text = forms.CharField(label="Nội dung quy định", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, kind: ProvisionKind, contents: Iterable[ActivityContent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._attributes = ATTRIBUTES[kind]
        offered = [(content.code, content.name) for content in contents]
        for attribute in self._attributes:
            self.fields[attribute.name] = _field_of(attribute, offered)
        names = [attribute.name for attribute in self._attributes]
        self.order_fields(["text", *names, "since", "until", "instrument", "article", "source", "confidence", "note"])

    def terms(self) -> ProvisionTerms:
        """Return what the rule says, once the form is valid."""
        said = self.cleaned_data
        attributes = {a.name: _stored(a, said[a.name]) for a in self._attributes}
        return ProvisionTerms(self.origin(), said["text"], attributes)


def norm_initial(norm: SupportNorm) -> dict[str, Any]:
    """Return a stored norm as its form begins with it; the new version's days are for a person to write."""
    attributes = norm.attributes
    tier, factor = attributes.get("tier") or {}, attributes.get("factor") or {}
    scale = 1_000_000 if tier.get("attribute") in MONEY_ATTRIBUTES else 1
    case = next(iter((attributes.get("when") or {}).items()), None)
    return {
        "percent": "" if norm.percent is None else show_quantity(norm.percent),
        "cap": "" if norm.cap is None else Dong(norm.cap),
        "unit": norm.unit,
        "condition": norm.condition,
        "tier": tier.get("attribute", ""),
        "tier_from": _shown(tier.get("from"), scale),
        "tier_to": _shown(tier.get("to"), scale),
        "areas": attributes.get("area") or [],
        "case": f"{case[0]}:{case[1]}" if case else "",
        "factor_of": factor.get("of", ""),
        "factor": show_quantity(Decimal(factor["by"])) if factor else "",
        "article": norm.article,
    }


def provision_initial(provision: Provision) -> dict[str, Any]:
    """Return a stored rule as its form begins with it."""
    begun: dict[str, Any] = {"text": provision.text, "article": provision.article}
    for attribute in ATTRIBUTES[ProvisionKind(provision.kind)]:
        value = provision.attributes.get(attribute.name)
        begun[attribute.name] = "\n".join(map(str, value)) if attribute.shape is Shape.LINES and value else value
    return begun


def instruments_on(day: date) -> "QuerySet[LegalInstrument]":
    """Return the instruments that a rule may still be read from: those not ended before ``day``."""
    rows = LegalInstrument.objects.exclude(valid__fully_lt=(day, None))
    return rows.order_by("-issued_on", "code")


def _shown(number: int | None, scale: int) -> str:
    return "" if number is None else show_quantity(Decimal(number) / scale)


def _field_of(attribute: Attribute, contents: Choices) -> forms.Field:
    options: dict[str, Any] = {"label": attribute.label, "required": attribute.owed}
    chosen = list((attribute.choices or {}).items())
    several = {"choices": contents, "widget": forms.SelectMultiple(attrs={"size": 8}), "help_text": SEVERAL}
    shapes: dict[Shape, tuple[type[forms.Field], dict[str, Any]]] = {
        Shape.WORD: (forms.CharField, {"max_length": 200}),
        Shape.FLAG: (forms.BooleanField, {"required": False}),
        Shape.CHOICE: (forms.ChoiceField, {"choices": [("", "– chưa chọn –"), *chosen]}),
        Shape.MANY: (forms.MultipleChoiceField, {"choices": chosen, "widget": forms.CheckboxSelectMultiple}),
        Shape.CONTENTS: (forms.MultipleChoiceField, several),
        Shape.LINES: (forms.CharField, {"max_length": 8000, "widget": forms.Textarea(attrs={"rows": 4})}),
        Shape.NUMBER: (forms.IntegerField, {"min_value": attribute.least, "max_value": attribute.most}),
        Shape.MONEY: (MillionField, {}),
        Shape.PERCENT: (NumberField, {}),
    }
    made, more = shapes[attribute.shape]
    return made(**(options | more))


def _stored(attribute: Attribute, value: Any) -> Any:
    match attribute.shape:
        case Shape.LINES:
            return [line.strip() for line in value.splitlines() if line.strip()]
        case Shape.PERCENT:
            return None if value is None else f"{value.normalize():f}"
        case Shape.MONEY:
            return int(value) or None
        case _:
            return value
