"""Two wrote the same record: what was typed stays in the form, and each field says what is stored now."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from khuyencong.core.formats import show_date

LONGEST_SHOWN = 500


def set_beside(form: forms.Form, stored: Mapping[str, Any], version: int) -> None:
    """Write at each field of a bound form the ``stored`` value where another was typed; carry ``version`` from now on.

    The next time the form is sent it was seen beside what is stored, and replaces it.
    """
    for name, value in stored.items():
        field = form.fields[name]
        now = _shown(field, value)
        if now != _shown(field, form.cleaned_data.get(name)):
            form[name].help_text = _("Đang lưu: %(value)s") % {"value": now[:LONGEST_SHOWN] or _("(trống)")}
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix("version")] = str(version)
    form.data = data


def _shown(field: forms.Field, value: Any) -> str:
    """Return a value as its control shows it."""
    if isinstance(field, forms.BooleanField):
        return _("có") if value else _("không")
    if isinstance(field, forms.ChoiceField):
        return dict(_flat(field.choices)).get(str(value), "") if value else ""
    if value is None:
        return ""
    return show_date(value) if isinstance(value, date) else str(field.prepare_value(value))


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    """Yield the options of a select, those in groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
