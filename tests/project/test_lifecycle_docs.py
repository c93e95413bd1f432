"""``docs/lifecycles.md`` is what the tables of the code say, and the command writes just that."""

from pathlib import Path

import pytest

from khuyencong.core.lifecycle_sql import governed
from khuyencong.faces.cli.docs import LIFECYCLES, lifecycles
from khuyencong.faces.cli.main import main
from tests.project.tree import ROOT, assert_golden


def test_the_document_is_as_the_tables_say() -> None:
    assert_golden(ROOT / LIFECYCLES, lifecycles())


def test_the_command_writes_it_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "--out", str(tmp_path)]) == 0
    written = tmp_path / LIFECYCLES
    assert capsys.readouterr().out == f"{written}\n"
    assert written.read_text(encoding="utf-8") == lifecycles()


def test_every_lifecycle_and_every_step_is_in_it() -> None:
    text = lifecycles()
    for model, table in governed():
        section = text.partition(f"`{model.__name__}` (`{model._meta.db_table}`)")[2].partition("\n## ")[0]
        assert table.mermaid() in section
        for step in table.steps:
            row = next(line for line in section.splitlines() if line.startswith(f"| {step.text} (`{step.action}`)"))
            assert f"`{step.capability}`" in row
            assert row.endswith("| yes |") is step.reason_owed
