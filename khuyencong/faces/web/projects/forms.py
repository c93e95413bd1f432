"""The forms of a draft: the đề án, and its items row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.text import fold
from khuyencong.faces.web.fields import MillionField
from khuyencong.faces.web.projects import choices
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import current, register_of, words
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.operations import Item
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.regulations.models import ActivityContent
from khuyencong.ground.regulations.queries import contents_on
from khuyencong.ground.territory.queries import REFORM

OFFERED = 50
"""How many establishments a select shows at once; the box beside it finds the others."""

MOST_ITEMS = 200
MONEY = ("national", "provincial", "district", "counterpart", "other")

if TYPE_CHECKING:  # Django's own classes take no arguments when they run
    _ModelChoice = forms.ModelChoiceField[Establishment]
    _FormSet = forms.BaseFormSet["ItemForm"]
else:
    _ModelChoice, _FormSet = forms.ModelChoiceField, forms.BaseFormSet


@dataclass(frozen=True)
class Register:
    """The establishments that the actor may name, and those that the selects of one page offer."""

    rows: "QuerySet[Establishment]"
    offered: Sequence[Establishment]

    def options(self) -> choices.Choices:
        """Return the options of a select."""
        return [("", _("– chưa chọn –")), *((str(row.pk), option_label(row)) for row in self.offered)]


def register_for(actor: Actor, chosen: Iterable[int]) -> Register:
    """Return what ``actor`` may choose from: the chosen ones, then the first by name.  One query."""
    rows = visible(actor, Can.ESTABLISHMENT_READ, current(register_of()))
    ids = list(chosen)
    offered = list(rows.order_by("name", "id")[:OFFERED]) if not ids else _with_chosen(rows, ids)
    return Register(rows, offered)


def matching(rows: "QuerySet[Establishment]", text: str) -> "QuerySet[Establishment]":
    """Narrow ``rows`` by words without accents, of the name or the tax code."""
    query = words(text)
    return rows.filter(search=query) if query else rows


def find_one(rows: "QuerySet[Establishment]", text: str) -> tuple[Establishment | None, str]:
    """Find the establishment that ``text`` means, whole names and tax codes first; otherwise say why none."""
    found = list(matching(rows, text)[:OFFERED]) if words(text) else []
    exact = [row for row in found if fold(row.name) == fold(text) or row.tax_code == text.strip()]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0], ""
    if not found:
        return None, _("không thấy cơ sở nào khớp “%(text)s”: hãy đăng ký cơ sở trước.") % {"text": text[:80]}
    return None, _("có nhiều cơ sở khớp “%(text)s”: hãy ghi rõ hơn, hoặc ghi mã số thuế.") % {"text": text[:80]}


def option_label(establishment: Establishment) -> str:
    """Tell one establishment from another of the same name: by its tax code, or its commune."""
    commune = establishment.commune.name if establishment.commune else ""
    return " – ".join(part for part in (establishment.name, establishment.tax_code or commune) if part)


Contents = Mapping[str, ActivityContent]
"""The contents that an item may have instead of the đề án's, by their ids as texts; none: it has the đề án's."""


def item_contents(project: Project | None, stored: Iterable[SupportItem], today: date) -> Contents:
    """Return what the items of a draft may choose from: the contents of the day, and those that they have.

    Only a flagship đề án joins several contents (TT36 Đ.2 k.3 as amended by TT17); a draft of another kind that came
    with several keeps them.  A page without ``project`` offers them all, and hides them by the kind that is chosen.
    """
    held = {str(item.content_id): item.content for item in stored}
    several = project is None or project.kind == ProjectKind.FLAGSHIP or held.keys() - {str(project.content_id)}
    return held | {str(content.pk): content for content in contents_on(today)} if several else {}


class EstablishmentChoice(_ModelChoice):
    """A select that shows a few establishments and accepts every one that the actor may name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Establishment.objects.none(), **kwargs)

    def offer(self, register: Register) -> None:
        """Take the establishments of the page."""
        self.queryset = register.rows
        self.widget.choices = register.options()


class ProjectForm(forms.Form):
    """The words of a đề án."""

    name = forms.CharField(label="Tên đề án", max_length=300)
    kind = forms.ChoiceField(label="Loại")
    year = forms.IntegerField(label="Năm kế hoạch", min_value=choices.FIRST_YEAR, max_value=2100)
    content = forms.ChoiceField(label="Nội dung khuyến công")
    summary = forms.CharField(
        label="Mục tiêu, quy mô", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contents = {str(content.pk): content for content in contents_on(today)}
        self._offer("kind", choices.members(ProjectKind))
        self._offer("content", [("", _("– chọn nội dung –")), *((pk, c.name) for pk, c in self.contents.items())])
        self.fields["year"].widget.attrs.update(inputmode="numeric")

    def _offer(self, name: str, offered: choices.Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class RevisionForm(forms.Form):
    """What of a draft may still be changed; ``version`` is what it was when the page was shown."""

    name = forms.CharField(label="Tên đề án", max_length=300)
    summary = forms.CharField(
        label="Mục tiêu, quy mô", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ItemForm(forms.Form):
    """One support item: what is bought, for whom, and who pays how much; ``item`` is the stored row that it revises."""

    item = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    description = forms.CharField(label="Hạng mục, máy móc thiết bị", max_length=300)
    content = forms.ChoiceField(label="Nội dung của hạng mục", required=False)
    find = forms.CharField(
        label="Tìm cơ sở", required=False, max_length=100, help_text="Gõ một phần tên (không cần dấu) hoặc mã số thuế."
    )
    establishment = EstablishmentChoice(label="Đơn vị thụ hưởng", required=False)
    national = MillionField(label="Khuyến công quốc gia", required=False, help_text="")
    provincial = MillionField(label="Khuyến công tỉnh", required=False, help_text="")
    district = MillionField(label="Khuyến công huyện", required=False, help_text="")
    counterpart = MillionField(label="Đối ứng của cơ sở", required=False, help_text="")
    other = MillionField(label="Nguồn khác", required=False, help_text="")

    def __init__(self, *args: Any, register: Register, contents: Contents, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contents = contents
        own = self.fields["content"]
        assert isinstance(own, forms.ChoiceField)
        own.choices = [("", _("Theo nội dung của đề án")), *((pk, content.name) for pk, content in contents.items())]
        if not contents:
            del self.fields["content"]
        field = self.fields["establishment"]
        assert isinstance(field, EstablishmentChoice)
        field.offer(register)
        self.register = register
        find = {"hx-get": reverse_lazy("establishment_options"), "hx-trigger": "input changed delay:300ms, search"}
        target = {"hx-target": f"#{self['establishment'].auto_id}", "hx-include": "this", "hx-swap": "innerHTML"}
        self.fields["find"].widget.attrs.update({**find, **target, "autocomplete": "off"})
        if today >= REFORM and not self.initial.get("district"):
            del self.fields["district"]  # districts ended, and their budgets with them

    def clean(self) -> dict[str, Any]:
        """Take the words of the search box for a choice when they mean one establishment (a page without scripts)."""
        cleaned: dict[str, Any] = super().clean() or {}
        text = cleaned.get("find", "")
        if text and not cleaned.get("establishment") and "establishment" not in self.errors:
            cleaned["establishment"], fault = find_one(self.register.rows, text)
            if fault:
                self.add_error("establishment", choices.first_upper(fault))
        return cleaned

    def asked(self, *, own_content: bool = True) -> Item:
        """Return the item as operations take it; without ``own_content`` it has the đề án's."""
        cleaned = self.cleaned_data
        establishment = cleaned.get("establishment")
        money = {source: cleaned[source] for source in MONEY if source in cleaned}
        named = establishment.pk if establishment else None
        content = self.contents.get(cleaned.get("content", "")) if own_content else None
        return Item(cleaned["description"], named, content, pk=cleaned.get("item"), **money)


class BaseItems(_FormSet):
    """The rows; one that was marked for removal counts no more, faults included."""

    def items(self, *, own_contents: bool = True) -> list[Item]:
        """Return the items that are kept; without ``own_contents`` all have the đề án's content."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.asked(own_content=own_contents) for form in kept if form.cleaned_data.get("description")]

    def add_fields(self, form: "ItemForm", index: int | None) -> None:
        """Say what the removal box removes."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Bỏ hạng mục này"


ItemSet = forms.formset_factory(
    ItemForm,
    formset=BaseItems,
    extra=0,
    min_num=1,
    max_num=MOST_ITEMS,
    absolute_max=MOST_ITEMS,
    validate_max=True,
    can_delete=True,
)


def chosen_in(data: QueryDict | Mapping[str, Any]) -> list[int]:
    """Return the ids of the establishments that a posted set of rows names."""
    named = (str(value) for key, value in data.items() if key.endswith("-establishment"))
    return [int(value) for value in named if value.isdecimal() and len(value) < 19]  # noqa: PLR2004  a bigint


def rows_of(items: Iterable[SupportItem], content: int | None) -> list[dict[str, Any]]:
    """Return stored items as the rows of a form begin; one with the đề án's ``content`` (an id) has none of its own."""
    return [
        {
            "item": item.pk,
            "description": item.description,
            "content": "" if item.content_id == content else str(item.content_id),
            "establishment": item.establishment_id,
            **{source: getattr(item, source) or "" for source in MONEY},
        }
        for item in items
    ]


def _with_chosen(rows: "QuerySet[Establishment]", chosen: list[int]) -> list[Establishment]:
    first = rows.order_by("name", "id").values_list("pk", flat=True)[:OFFERED]
    return list(rows.filter(Q(pk__in=chosen) | Q(pk__in=list(first))).order_by("name", "id"))
