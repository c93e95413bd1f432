"""The forms of what a đề án says beside its money: machines with what they replace, outputs, schedule."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from khuyencong.faces.web.fields import DayField, MillionField
from khuyencong.faces.web.projects import choices
from khuyencong.flow.proposals.enums import MachineRole, OutputMeasure
from khuyencong.flow.proposals.models import ExpectedOutput, Machine, Milestone, SupportItem
from khuyencong.flow.proposals.parts.rules import MachineAsk, OutputAsk, Stretch

MOST_ROWS = 100

if TYPE_CHECKING:  # Django's own class takes no arguments when it runs
    _FormSet = forms.BaseFormSet["RowForm"]
else:
    _FormSet = forms.BaseFormSet


class PartsForm(forms.Form):
    """Where and when; ``version`` is what the đề án was when the page was shown."""

    place = forms.CharField(
        label="Địa điểm thực hiện",
        required=False,
        max_length=300,
        help_text="Xã, phường, cụm công nghiệp hoặc làng nghề.",
    )
    starts_on = DayField(label="Bắt đầu", required=False)
    ends_on = DayField(label="Kết thúc", required=False, help_text="Đề án điểm, đề án nhóm: ngày cuối của năm cuối.")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RowForm(forms.Form):
    """A row that counts when something was typed into it; ``owes`` names the fields that it then must have."""

    owes: ClassVar[tuple[str, ...]] = ()
    ignores: ClassVar[frozenset[str]] = frozenset({"pk", "old_pk", "quantity", "item", "DELETE"})
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        """Ask for what a row that says something must say."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if self.blank(cleaned) and not self.errors:
            return cleaned
        for name in self.owes:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Hãy ghi “%(field)s”.") % {"field": self.fields[name].label})
        return cleaned

    def blank(self, cleaned: dict[str, Any]) -> bool:
        """Say whether nothing was typed."""
        return not any(value for name, value in cleaned.items() if name not in self.ignores)


class MachineForm(RowForm):
    """A machine that is bought, and the one that it replaces."""

    owes = ("name", "item")
    old_pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    item = forms.ChoiceField(label="Thuộc hạng mục hỗ trợ", required=False)
    name = forms.CharField(label="Tên máy móc thiết bị", required=False, max_length=300)
    model = forms.CharField(label="Ký hiệu, model", required=False, max_length=100)
    origin = forms.CharField(label="Xuất xứ", required=False, max_length=100)
    made_in = forms.IntegerField(label="Năm sản xuất", required=False)
    quantity = forms.IntegerField(label="Số lượng", required=False, initial=1)
    unit_price = MillionField(label="Đơn giá (triệu đồng)", required=False, help_text="")
    specification = forms.CharField(
        label="Thông số kỹ thuật", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    technology = forms.CharField(
        label="Quy trình công nghệ", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    old_name = forms.CharField(label="Thay cho máy đang dùng", required=False, max_length=300)
    old_made_in = forms.IntegerField(label="Năm sản xuất của máy đang dùng", required=False)
    old_specification = forms.CharField(label="Thông số của máy đang dùng", required=False, max_length=300)

    def __init__(self, *args: Any, items: Sequence[SupportItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(item.pk), f"{number}. {item.description}") for number, item in enumerate(items, start=1)]
        for name in ("made_in", "quantity", "old_made_in"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class OutputForm(RowForm):
    """One promised output."""

    owes = ("measure", "quantity")
    ignores = frozenset({"pk", "DELETE"})
    measure = forms.ChoiceField(label="Kết quả", required=False)
    quantity = forms.DecimalField(
        label="Số lượng",
        required=False,
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        offered = [(one, f"{choices.first_upper(one.label)} ({one.unit})") for one in OutputMeasure]
        field.choices = [("", _("– chọn kết quả –")), *((str(one), label) for one, label in offered)]


class MilestoneForm(RowForm):
    """One stretch of the schedule."""

    owes = ("name", "starts_on", "due_on")
    name = forms.CharField(label="Công việc", required=False, max_length=300)
    starts_on = DayField(label="Bắt đầu", required=False, help_text="")
    due_on = DayField(label="Hoàn thành", required=False, help_text="")


class BaseRows(_FormSet):
    """The rows; one that was marked for removal, or says nothing, counts no more."""

    def kept(self) -> Iterator[dict[str, Any]]:
        """Yield what the rows say that count."""
        for form in self.forms:
            if form not in self.deleted_forms and form.cleaned_data and not form.blank(form.cleaned_data):
                yield form.cleaned_data

    def add_fields(self, form: RowForm, index: int | None) -> None:
        """Say what the removal box removes."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Bỏ dòng này"


def _set_of(form: type[RowForm]) -> Any:
    return forms.formset_factory(
        form, formset=BaseRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True, can_delete=True
    )


MachineSet, OutputSet, MilestoneSet = _set_of(MachineForm), _set_of(OutputForm), _set_of(MilestoneForm)


def machines_asked(rows: BaseRows, items: Sequence[SupportItem]) -> list[MachineAsk]:
    """Return the machines as operations take them: the new ones, and behind them the old ones that they replace."""
    at = {str(item.pk): number for number, item in enumerate(items)}
    said = list(rows.kept())
    new: list[MachineAsk] = []
    old: list[MachineAsk] = []
    place_of: dict[int, int] = {}
    for row in said:
        replaces = None
        if row["old_name"]:
            known = row["old_pk"]
            replaces = place_of.get(known) if known else None
            if replaces is None:
                replaces = len(said) + len(old)
                old.append(_old(row, at))
                if known:
                    place_of[known] = replaces
        new.append(_new(row, at, replaces))
    return [*new, *old]


def outputs_asked(rows: BaseRows) -> list[OutputAsk]:
    """Return the outputs as operations take them."""
    return [OutputAsk(row["measure"], row["quantity"]) for row in rows.kept()]


def milestones_asked(rows: BaseRows) -> list[Stretch]:
    """Return the schedule as operations take it."""
    return [Stretch(row["name"], row["starts_on"], row["due_on"], row["pk"]) for row in rows.kept()]


def machine_rows(machines: Iterable[Machine]) -> list[dict[str, Any]]:
    """Return stored machines as the rows of a form begin."""
    plain = ("pk", "name", "model", "origin", "made_in", "quantity", "specification", "technology")
    rows = []
    for machine in machines:
        if machine.role != MachineRole.NEW:
            continue
        row = {name: getattr(machine, name) for name in plain}
        row |= {"item": str(machine.item_id), "unit_price": machine.unit_price or ""}
        if old := machine.replaces:
            row |= {"old_pk": old.pk, "old_name": old.name, "old_made_in": old.made_in}
            row |= {"old_specification": old.specification}
        rows.append(row)
    return rows


def output_rows(outputs: Iterable[ExpectedOutput]) -> list[dict[str, Any]]:
    """Return stored outputs as the rows of a form begin."""
    return [{"pk": row.pk, "measure": row.measure, "quantity": row.amount} for row in outputs]


def milestone_rows(milestones: Iterable[Milestone]) -> list[dict[str, Any]]:
    """Return the stored schedule as the rows of a form begin."""
    return [{name: getattr(row, name) for name in ("pk", "name", "starts_on", "due_on")} for row in milestones]


def typed_rows(data: QueryDict, prefix: str, form: type[RowForm]) -> list[dict[str, Any]]:
    """Return what was typed so far into a set of rows: not judged yet."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    count = min(int(total), MOST_ROWS - 1) if total.isascii() and total.isdigit() else 0
    names = form.base_fields
    return [{name: data.get(f"{prefix}-{at}-{name}", "") for name in names} for at in range(count)]


def _new(row: dict[str, Any], at: dict[str, int], replaces: int | None) -> MachineAsk:
    return MachineAsk(
        item=at.get(row["item"], -1),
        name=row["name"],
        model=row["model"],
        specification=row["specification"],
        origin=row["origin"],
        made_in=row["made_in"],
        quantity=1 if row["quantity"] is None else row["quantity"],
        unit_price=row["unit_price"],
        technology=row["technology"],
        replaces=replaces,
        pk=row["pk"],
    )


def _old(row: dict[str, Any], at: dict[str, int]) -> MachineAsk:
    return MachineAsk(
        item=at.get(row["item"], -1),
        name=row["old_name"],
        old=True,
        specification=row["old_specification"],
        made_in=row["old_made_in"],
        pk=row["old_pk"],
    )
