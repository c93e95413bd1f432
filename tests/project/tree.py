"""The source tree as data for the project's lints of itself."""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.environment import ROOT

PACKAGE = ROOT / "khuyencong"
REGENERATE = "KHUYENCONG_GOLDEN"


def sources(folder: Path = PACKAGE) -> list[Path]:
    """Return the package's Python files, migrations apart: Django writes those."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    """Name a file from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a file."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method in a file."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def tracked() -> list[Path]:
    """Return the files that are in the repository or would be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def assert_golden(path: Path, text: str) -> None:
    """Compare ``text`` with a golden file, or write the file when asked to."""
    if os.environ.get(REGENERATE):
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == kept, (
        f"{short(path)} no longer says what the code does. If the change is meant, run the test again with"
        f" {REGENERATE}=1 and commit the file."
    )
