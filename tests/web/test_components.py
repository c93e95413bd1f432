"""Components refuse what they do not declare; every page they make is safe, named and within budget."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import django
import pytest
from django import forms
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, TemplateSyntaxError
from django.urls import path
from pytest_django.fixtures import Settings

if not django_settings.configured:  # runs alone as well
    django_settings.configure(USE_I18N=True, LANGUAGE_CODE="vi", STATIC_URL="/static/")
    django.setup()

from khuyencong.core.components import declaration_of, parse_declaration
from khuyencong.faces import web
from khuyencong.faces.web.assets import ICONS
from khuyencong.faces.web.samples import samples

TEMPLATES: Final = Path(web.__file__).parent / "templates"
COMPONENTS: Final = sorted(file.stem for file in (TEMPLATES / "components").glob("*.html"))
FILES: Final = sorted(
    file for file in TEMPLATES.rglob("*.html") if file.parent.name in {"components", "layout", "errors"}
)
SAMPLE: Final = {
    "box.html": "{# props: title, level=2, items=(), **attrs | slots: slot, actions #}\n"
    "<h{{ level }}{{ attrs }}>{{ title }}</h{{ level }}>{{ outside }}[{{ slot }}|{{ actions }}]",
    "bare.html": "{# props: #}\n<hr>",
    "wrong.html": "<p>no declaration</p>",
}


def _nothing(_: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path(f"{name}/", _nothing, name=name) for name in ("set_language", "account_login", "account_logout")]


@pytest.fixture(autouse=True)
def _plain_settings(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Find the project's templates, and three components made for the tests."""
    folder = tmp_path / "components"
    folder.mkdir()
    for name, text in SAMPLE.items():
        (folder / name).write_text(text, "utf-8")
    return Engine(
        dirs=[str(tmp_path), str(TEMPLATES)],
        libraries={
            "components": "khuyencong.core.templatetags.components",
            "show": "khuyencong.faces.web.templatetags.show",
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
        },
        builtins=["khuyencong.core.templatetags.components"],
    )


def _render(engine: Engine, source: str, **values: object) -> str:
    return engine.from_string(source).render(Context(values)).strip()


def test_a_component_gets_its_props_slots_and_nothing_else(engine: Engine) -> None:
    source = '{% c "box" title=name %} body {% slot "actions" %} <b>{{ name }}</b> {% endslot %}{% endc %}'
    assert _render(engine, source, name="A & B", outside="x") == "<h2>A &amp; B</h2>[body|<b>A &amp; B</b>]"


def test_a_component_without_a_body_closes_itself(engine: Engine) -> None:
    assert _render(engine, '{% c "box" title="T" level=3 / %}!') == "<h3>T</h3>[|]!"


def test_hyphenated_attributes_are_written_where_the_component_asks(engine: Engine) -> None:
    source = '{% c "box" title="T" hx-get=url data-id="7" / %}'
    assert _render(engine, source, url="/a?b&c") == '<h2 data-id="7" hx-get="/a?b&amp;c">T</h2>[|]'


def test_components_nest(engine: Engine) -> None:
    source = '{% c "box" title="1" %}{% c "box" title="2" %}in{% slot "actions" %}a{% endslot %}{% endc %}{% endc %}'
    assert _render(engine, source) == "<h2>1</h2>[<h2>2</h2>[in|a]|]"


def test_a_blank_slot_counts_as_none(engine: Engine) -> None:
    assert _render(engine, '{% c "bare" %}\n  {% if no %}x{% endif %}\n{% endc %}') == "<hr>"


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('{% c "box" / %}', "missing prop “title”"),
        ('{% c "box" title="T" colour="red" / %}', "unknown prop “colour”"),
        ('{% c "box" title="T" %}{% slot "footer" %}{% endslot %}{% endc %}', "unknown slot “footer”"),
        ('{% c "bare" %}text{% endc %}', "unknown slot “slot”"),
        ('{% c "bare" data-x="1" / %}', "no hyphenated attributes accepted"),
    ],
)
def test_what_is_not_declared_is_refused_with_what_is(engine: Engine, source: str, fault: str) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        _render(engine, source)
    name = source.split('"')[1]
    assert f"Component “{name}”: {fault}. Accepted: {declaration_of(engine, name)[1]}" in str(caught.value)


def test_a_refusal_lists_every_prop_and_slot(engine: Engine) -> None:
    assert str(declaration_of(engine, "box")[1]) == "props: title, level=2, items=(); slots: slot, actions"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% c "box" "title" / %}', "Write {% c “name” prop=value … %}"),
        ("{% c %}", "Write {% c “name” prop=value … %}"),
        ("{% slot %}{% endslot %}", "Write {% slot “name” %}"),
        ('{% slot "a" %}{% endslot %}', "must stand directly inside {% c %}"),
        ('{% c "wrong" / %}', "Component “wrong”: the first line must be"),
    ],
)
def test_a_tag_that_cannot_be_read_says_how_to_write_it(engine: Engine, source: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        _render(engine, source)
    assert message in str(caught.value)


def test_a_default_may_hold_a_comma_or_a_bar() -> None:
    assert parse_declaration('{# props: a, b="x, y | z" | slots: slot #}').defaults == {"b": "x, y | z"}


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_declares_what_it_accepts(engine: Engine, name: str) -> None:
    declaration_of(engine, name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_is_in_the_gallery(name: str) -> None:
    assert f'{{% c "{name}"' in _all_text(TEMPLATES / "gallery.html", TEMPLATES / "components")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_part_is_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 60


def test_every_icon_is_in_the_sprite() -> None:
    """So that adding an icon to a page without adding it to assets.py fails here and not in a browser."""
    used = set(re.findall(r'{% c "icon" name="([^"]+)"|\bicon="([a-z0-9-]+)"', _all_text(TEMPLATES)))
    assert {one or other for one, other in used} <= set(ICONS)


def test_no_template_has_inline_script_or_style() -> None:
    html = re.sub(r"{%.*?%}", "", _all_text(TEMPLATES))
    assert not re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", html)


def test_the_gallery_renders_in_vietnamese_with_its_data(engine: Engine) -> None:
    page = engine.get_template("gallery.html").render(Context({"samples": samples(), "nav": [], "csrf_token": "t"}))
    assert '<html lang="vi">' in page
    assert "Hỗ trợ máy sấy cá ngừ" in page
    assert not re.search(r"{{|{%|\sstyle=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["403", "404", "500"])
def test_error_pages_need_no_context(engine: Engine, code: str) -> None:
    assert "Về trang đầu" in engine.get_template(f"errors/{code}.html").render(Context())


def test_pagination_keeps_the_query(engine: Engine) -> None:
    page = SimpleNamespace(number=2, num_pages=3, count=50, has_previous=True, has_next=True)
    links = _links(_render(engine, '{% c "pagination" page=page query=query / %}', page=page, query="q=máy&year=2017"))
    assert links == [f"?q=máy&amp;year=2017&amp;page={number}" for number in (1, 1, 3, 3)]


def test_a_single_page_has_no_links(engine: Engine) -> None:
    page = SimpleNamespace(number=1, num_pages=1, count=4, has_previous=False, has_next=False)
    assert _links(_render(engine, '{% c "pagination" page=page / %}', page=page)) == []


class Signing(forms.Form):
    """A form with one of each way to label."""

    signed_on = forms.DateField(label="Ngày ký", help_text="Ngày trên văn bản.")
    final = forms.BooleanField(label="Bản chính", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_wrong_field_says_so_to_a_screen_reader(engine: Engine) -> None:
    html = _render(engine, '{% c "field" field=form.signed_on / %}', form=Signing({"signed_on": "mai"}))
    assert 'aria-describedby="id_signed_on_helptext id_signed_on_error"' in html
    assert 'id="id_signed_on_helptext"' in html
    assert 'id="id_signed_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control is-invalid"' in html


def test_a_choice_among_buttons_has_a_legend(engine: Engine) -> None:
    html = _render(engine, '{% c "field" field=form.kind / %}', form=Signing())
    assert html.startswith("<fieldset")
    assert "<legend>Loại" in html


def test_form_errors_link_to_their_fields(engine: Engine) -> None:
    form = Signing({"kind": "a"})
    assert _links(_render(engine, '{% c "form_errors" form=form / %}', form=form)) == ["#id_signed_on"]
    assert _render(engine, '{% c "form_errors" form=form / %}', form=Signing()) == ""


def _links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', html)


def _all_text(*paths: Path) -> str:
    files = [file for one in paths for file in ([one] if one.is_file() else sorted(one.rglob("*.html")))]
    return "\n".join(file.read_text("utf-8") for file in files)
