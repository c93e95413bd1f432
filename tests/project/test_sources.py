"""What the source itself must keep to: where writes and clocks stand, how long things are, no path of one machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.tree import PACKAGE, calls, functions, parsed, short, sources, tracked

LONGEST_FUNCTION = 60
HABITUAL_FUNCTION = 40
LONGEST_FILE = 600
LONGEST_TEMPLATE = 260

WRITES_BY_KEYWORDS = frozenset({"create", "update", "get_or_create", "update_or_create", "aupdate", "acreate"})
"""ORM calls whose values are keywords; ``hashlib``'s and ``dict``'s ``update`` take theirs by place."""

DICTS = (".attrs", ".headers", "context")
"""Names that Django gives to dictionaries."""

WRITES_BARE = frozenset({"save", "delete", "asave", "adelete"})
"""ORM calls without a value by place; a file, a workbook and a storage name what they save or delete."""

WRITES_ALWAYS = frozenset({"bulk_create", "bulk_update", "_raw_delete"})

ALLOWED_WRITES: dict[str, str] = {}
"""``path:line of the function`` → why it writes outside operations."""

SQL_WRITE = re.compile(r"\s*(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|TRUNCATE)\b", re.IGNORECASE)

CLOCKS = frozenset({"timezone.now", "timezone.localdate", "timezone.localtime", "date.today", "datetime.now"})
CLOCKS |= frozenset({"datetime.today", "datetime.utcnow", "time.time", "Now", "functions.Now"})

MACHINE_PATH = re.compile(r"(?<![\w/.:~$}-])/(?:work|root|opt|tmp|home)/\w")
MADE_BY_TOOLS = frozenset({"uv.lock", "package-lock.json"})


PRIVATE = PACKAGE / "ground" / "notices"
"""Writes what is private, which is no operation (ADR 0012)."""

DATABASE_CLOCK = PACKAGE / "core" / "moments.py"
"""Where the database says itself when a row was written."""


LEDGER_HAND = "khuyencong/flow/ledger/entries.py"
"""What operations of several stages call under the locks that they hold: the entries of the ledger."""


def _may_write(path: Path) -> bool:
    operations = path.name == "operations.py" or "operations" in path.parts
    return operations or short(path) == LEDGER_HAND or path.name.endswith("_sql.py") or path.parent == PRIVATE


def _written(path: Path) -> Iterator[str]:
    for call in calls(path):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        on_dict = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith(DICTS)
        by_keywords = name in WRITES_BY_KEYWORDS and call.keywords and not call.args and not on_dict
        bare = name in WRITES_BARE and not call.args
        if by_keywords or bare or name in WRITES_ALWAYS:
            yield f"{short(path)}:{call.lineno} {name}()"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_WRITE.match(node.value):
            yield f"{short(path)}:{node.lineno} {node.value.split()[0]}"


def test_only_operations_write() -> None:
    written = [found for path in sources() if not _may_write(path) for found in _written(path)]
    assert [found for found in written if found not in ALLOWED_WRITES] == []


def _clocks(path: Path) -> Iterator[str]:
    for call in calls(path):
        name = ast.unparse(call.func)
        if name in CLOCKS or any(name.endswith(f".{clock}") for clock in CLOCKS):
            yield f"{short(path)}:{call.lineno} {name}()"


def test_the_clock_enters_at_the_faces() -> None:
    below = [path for path in sources() if PACKAGE / "faces" not in path.parents]
    below.remove(DATABASE_CLOCK)
    assert [found for path in below for found in _clocks(path)] == []


def _lengths() -> list[tuple[int, str]]:
    return [
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{short(path)}:{node.lineno} {node.name}")
        for path in sources()
        for node in functions(path)
    ]


def test_no_function_is_longer_than_a_screen() -> None:
    assert [(length, where) for length, where in _lengths() if length > LONGEST_FUNCTION] == []


def test_nearly_every_function_is_short() -> None:
    lengths = sorted(_lengths())
    length, where = lengths[len(lengths) * 95 // 100]
    assert length <= HABITUAL_FUNCTION, f"one function in twenty is longer than {HABITUAL_FUNCTION} lines: {where}"


@pytest.mark.parametrize(("pattern", "longest"), [("*.py", LONGEST_FILE), ("*.html", LONGEST_TEMPLATE)])
def test_no_file_is_too_long(pattern: str, longest: int) -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob(pattern)}
    assert {path: length for path, length in lengths.items() if length > longest} == {}


def test_no_tracked_file_knows_one_machine() -> None:
    found = []
    for path in tracked():
        if path.name in MADE_BY_TOOLS or "data" in path.parts:
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture, a workbook, a paper
        found += [f"{short(path)}:{number}" for number, line in enumerate(lines, 1) if MACHINE_PATH.search(line)]
    assert found == []


def test_every_operations_module_says_what_it_is_for() -> None:
    assert [
        short(path) for path in sources() if path.name != "__init__.py" and not ast.get_docstring(parsed(path))
    ] == []
