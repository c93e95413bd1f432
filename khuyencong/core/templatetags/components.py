"""`{% load components %}`: the tags c and slot, and the filter that dresses a form control."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

from khuyencong.core.components import compile_component, compile_slot

register = template.Library()
register.tag("c", compile_component)
register.tag("slot", compile_slot)


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a bound field's widget with the class that its kind has in the style sheet; boxes have none."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return field.as_widget()
    kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
    classes = [kind, *str(widget.attrs.get("class", "")).split(), *(["is-invalid"] if field.errors else [])]
    return field.as_widget(attrs={"class": " ".join(classes)})
