"""Every sentence of the pages has its English, with the same blanks to fill."""

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

from khuyencong.faces.web.context import _MENU
from khuyencong.faces.web.regulations.views import TABS
from khuyencong.faces.web.reports.content import _COLUMNS
from tests.environment import ROOT

FACES = ROOT / "khuyencong" / "faces"
CATALOGUE = FACES / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"})
VALUES = {
    "web/context.py": [label for label, *_rest in _MENU],
    "web/regulations/views.py": [tab.label for tab in TABS.values()],
    "web/reports/content.py": [head for _code, head in _COLUMNS],
}
"""What a `_(variable)` of each file may be: makemessages cannot see it, so it stands in the catalogue by hand."""

_WORDS = r"""u(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"\b(?:_|n?gettext)\(({_WORDS})(?:, ({_WORDS}))?")
_BLANK = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|%|</?\w+[^>]*>")
_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d)\])? )?(".*")$')


def _calls(path: Path) -> Iterator[ast.expr]:
    """Give what each translation call of a Python file is given, those inside f-strings too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield from node.args[: 2 if node.func.id.startswith("n") else 1]


@cache
def _said() -> dict[str, str]:
    """Return every msgid of the faces, with a file that says it."""
    said: dict[str, str] = {}
    for path in (*FACES.rglob("*.html"), *FACES.rglob("*.txt")):
        for found in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
            said.update({ast.literal_eval(words): path.name for words in found if words})
    for path in FACES.rglob("*.py"):
        said.update({str(words.value): path.name for words in _calls(path) if isinstance(words, ast.Constant)})
    return said | {value: name for name, values in VALUES.items() for value in values}


@cache
def _written() -> dict[tuple[str, int], str]:
    """Return the catalogue's text as (msgid, plural form) → English; the head is no message."""
    written: dict[tuple[str, int], str] = {}
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[tuple[str, int], str] = {}
        key = ("", 0)
        for line in filter(None, map(_LINE.match, block.splitlines())):
            key = (line[1], int(line[2] or 0)) if line[1] else key
            parts[key] = parts.get(key, "") + ast.literal_eval(line[3])
        forms = {form: text for (kind, form), text in parts.items() if kind == "msgstr"}
        for said in {parts.get(("msgid", 0), ""), parts.get(("msgid_plural", 0), "")} - {""}:
            written.update({(said, form): text for form, text in forms.items()})
    return written


def test_every_sentence_is_in_english() -> None:
    missing = {said: name for said, name in _said().items() if not _written().get((said, 0))}
    assert not missing, "docs/translation.md says how to renew"
    assert all(_written().values())


def test_the_words_found_are_those_of_the_pages() -> None:
    """The search itself is right: it sees both kinds of tag, plurals, f-strings and values."""
    said = _said()
    assert {"Lọc danh sách", "Trang %(number)s / %(last)s", "%(number)s việc đang chờ.", "tăng", "KCQG"} <= said.keys()


def test_the_blanks_are_the_same() -> None:
    wrong = [
        (said, text)
        for (said, _form), text in _written().items()
        if Counter(_BLANK.findall(said)) != Counter(_BLANK.findall(text))
    ]
    assert not wrong


def test_nothing_is_guessed_left_over_or_twice() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    assert not re.search(r"^#,.*fuzzy", text, re.MULTILINE), "a guess of makemessages: translate it"
    assert "\n#~" not in text, "docs/translation.md says how they come back"
    left = {said for said, _form in _written()} - _said().keys()
    assert not left, "no page says this any more: take it out"
    said = re.findall(r'^msgid (".*"(?:\n".*")*)', text, re.MULTILINE)
    assert len(said) == len(set(said))


def test_variables_are_known() -> None:
    """A new `_(variable)` is named here, or makemessages would miss its values in silence."""
    found = {
        path.relative_to(FACES).as_posix()
        for path in FACES.rglob("*.py")
        for words in _calls(path)
        if not isinstance(words, ast.Constant)
    }
    assert found == VALUES.keys()


def test_the_compiled_catalogue_is_in_step() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    compiled = {key if isinstance(key, tuple) else (key, 0): text for key, text in catalogue.items() if key}
    written = _written()
    assert all(written.get(key) == text for key, text in compiled.items())
    assert set(written.values()) == set(compiled.values()), "msgfmt the .po again"
