"""Components: template files that declare on their first line what they accept, and refuse anything else.

templates/components/card.html begins with

    {# props: title, subtitle="", **attrs | slots: slot, actions #}

A prop without a default is required; `**attrs` gathers hyphenated attributes (hx-get, data-id, aria-label), which
the file writes with `{{ attrs }}`; `slot` is the body of the tag, the other slots are filled by name:

    {% load components %}
    {% c "card" title=project.name %}…{% slot "actions" %}…{% endslot %}{% endc %}
    {% c "icon" name="search" / %}

A component sees its props, its slots and the csrf_token, never the variables of the page around it.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.forms.utils import flatatt
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

Default = str | int | tuple[()] | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a component accepts."""

    required: tuple[str, ...]
    defaults: Mapping[str, Default]
    slots: tuple[str, ...]
    takes_attrs: bool

    def __str__(self) -> str:
        """Write the accepted props and slots as an error message lists them."""
        props = [*self.required, *(f"{name}={value!r}" for name, value in self.defaults.items())]
        return f"props: {', '.join(props) or 'none'}; slots: {', '.join(self.slots) or 'none'}"

    def faults(self, props: Mapping[str, object], slots: Mapping[str, object], *, attrs: bool) -> list[str]:
        """Say everything that is wrong with a call, one sentence each."""
        accepted = {*self.required, *self.defaults}
        faults = [f"unknown prop “{name}”" for name in props if name not in accepted]
        faults += [f"missing prop “{name}”" for name in self.required if name not in props]
        faults += [f"unknown slot “{name}”" for name in slots if name not in self.slots]
        if attrs and not self.takes_attrs:
            faults.append("no hyphenated attributes accepted")
        return faults


@cache
def parse_declaration(first_line: str) -> Declaration:
    """Read a first line such as `{# props: title, level=1, **attrs | slots: slot, actions #}`.

    Raises ValueError for a line of any other form.
    """
    inner = first_line.strip().removeprefix("{#").removesuffix("#}").strip()
    props, bar, slots = inner.partition("| slots:")
    if not inner.startswith("props:"):
        message = f"the first line must be {{# props: … | slots: … #}}, not {first_line!r}"
        raise ValueError(message)
    call = ast.parse(f"f({props.removeprefix('props:').strip()})", mode="eval").body
    if not isinstance(call, ast.Call):
        message = f"cannot read the props in {first_line!r}"
        raise TypeError(message)
    return Declaration(
        required=tuple(ast.unparse(name) for name in call.args),
        defaults={word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg},
        slots=tuple(name.strip() for name in slots.split(",")) if bar else (),
        takes_attrs=any(word.arg is None for word in call.keywords),
    )


def declaration_of(engine: Engine, name: str) -> tuple[Template, Declaration]:
    """Load a component by name, with its declaration; TemplateDoesNotExist when there is none."""
    template = engine.get_template(f"components/{name}.html")
    try:
        return template, parse_declaration(str(template.source).partition("\n")[0])
    except (ValueError, TypeError, SyntaxError) as error:
        message = f"Component “{name}”: {error}"
        raise TemplateSyntaxError(message) from error


class SlotNode(Node):
    """A named slot; its component renders it, and it stands nowhere else."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Refuse, because a slot that renders itself is not directly inside a component."""
        message = f"{{% slot “{self.name}” %}} must stand directly inside {{% c %}}."
        raise TemplateSyntaxError(message)


class ComponentNode(Node):
    """One use of a component."""

    def __init__(self, name: FilterExpression, props: dict[str, FilterExpression], body: NodeList) -> None:
        self.name = name
        self.props = props
        self.nodelist = NodeList(node for node in body if not isinstance(node, SlotNode))
        self.slots = {node.name: node.nodelist for node in body if isinstance(node, SlotNode)}

    def render(self, context: Context) -> SafeString:
        """Check the call against the declaration, then render the file with its props and slots only."""
        name = str(self.name.resolve(context))
        template, declaration = declaration_of(_engine(context), name)
        given = {prop: value.resolve(context) for prop, value in self.props.items()}
        attrs = {prop: given.pop(prop) for prop in tuple(given) if "-" in prop}
        slots = {slot: _stripped(nodelist, context) for slot, nodelist in self.slots.items()}
        if body := _stripped(self.nodelist, context):
            slots["slot"] = body
        if faults := declaration.faults(given, slots, attrs=bool(attrs)):
            message = f"Component “{name}”: {', '.join(faults)}. Accepted: {declaration}"
            raise TemplateSyntaxError(message)
        values: dict[str, Any] = {**dict.fromkeys(declaration.slots, ""), **declaration.defaults, **given, **slots}
        values |= {"attrs": flatatt(attrs), "csrf_token": context.get("csrf_token")}
        return template.render(context.new(values))


def compile_component(parser: Parser, token: Token) -> ComponentNode:
    """Compile `{% c "name" prop=value … %}…{% endc %}`, or `{% c "name" … / %}` without a body."""
    _, *bits = token.split_contents()
    alone = bits[-1:] == ["/"]
    pairs = [bit.partition("=") for bit in bits[1 : -1 if alone else None]]
    if not bits or not all(equals for _, equals, _ in pairs):
        message = f"Write {{% c “name” prop=value … %}}, not {{% {token.contents} %}}."
        raise TemplateSyntaxError(message)
    props = {prop: parser.compile_filter(value) for prop, _, value in pairs}
    if alone:
        return ComponentNode(parser.compile_filter(bits[0]), props, NodeList())
    body = parser.parse(("endc",))
    parser.delete_first_token()
    return ComponentNode(parser.compile_filter(bits[0]), props, body)


def compile_slot(parser: Parser, token: Token) -> SlotNode:
    """Compile `{% slot "name" %}…{% endslot %}`."""
    bits = token.split_contents()
    if len(bits) != 2:  # noqa: PLR2004 - the tag and the name
        message = f"Write {{% slot “name” %}}, not {{% {token.contents} %}}."
        raise TemplateSyntaxError(message)
    body = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(bits[1].strip("\"'"), body)


def _engine(context: Context) -> Engine:
    if context.template is None:
        message = "A component renders inside a template."
        raise TemplateSyntaxError(message)
    return context.template.engine


def _stripped(nodelist: NodeList, context: Context) -> SafeString:
    return mark_safe(nodelist.render(context).strip())  # noqa: S308 - a rendered node list is already escaped
