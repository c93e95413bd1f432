"""The order of the house is kept, and would not be kept by accident."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    command = [LINT, "--no-logo", "--no-cache", "--config", str(folder / ".importlinter")]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_house_is_in_order() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@dataclass(frozen=True)
class Plant:
    """A line that must not pass, where it is planted, and the contract that must refuse it."""

    file: str
    line: str
    contract: str


PLANTS = (
    Plant("core/periods.py", "from khuyencong.ground.territory.enums import Level", "Floors:"),
    Plant("flow/planning/queries.py", "from khuyencong.faces.web.page import page", "Floors:"),
    Plant("flow/proposals/models.py", "from khuyencong.branches.consulting.models import ConsultingPlan", "Floors:"),
    Plant("flow/proposals/operations.py", "from khuyencong.flow.contracts.models import Contract", "The flow:"),
    Plant("ground/territory/queries.py", "from khuyencong.ground.accounts.models import Organisation", "The ground:"),
    Plant("figures/indicators/queries.py", "from khuyencong.figures.reporting.values import Figure", "The figures:"),
    Plant("faces/documents/charts.py", "from khuyencong.faces.web.page import page", "The faces:"),
    Plant("branches/consulting/operations.py", "from khuyencong.flow.proposals.models import Project", "A branch"),
    Plant("flow/settlement/rules.py", "from django.db.models import Q", "Values and rules"),
    Plant("core/money.py", "from django.conf import settings", "Values and rules"),
    Plant("flow/contracts/models.py", "from khuyencong.flow.contracts.operations import sign", "Inside a stage:"),
    Plant("ground/files/operations.py", "from config.env import ROOT", "Settings are read"),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the contracts look at."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / ".importlinter", folder)
    only_python = shutil.ignore_patterns("__pycache__", "*.csv", "*.html", "static")
    for package in ("khuyencong", "config"):
        shutil.copytree(ROOT / package, folder / package, ignore=only_python)
    return folder


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.file}: {plant.line}")
def test_a_planted_import_is_refused(copy: Path, plant: Plant) -> None:
    path = copy / "khuyencong" / plant.file
    assert not path.exists() or plant.line not in path.read_text("utf-8")
    clean = path.read_bytes() if path.exists() else None
    try:
        path.write_bytes((clean or b'"""Planted."""\n') + b"\n" + plant.line.encode() + b"\n")
        result = _lint(copy)
    finally:
        path.unlink() if clean is None else path.write_bytes(clean)
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert result.returncode == 1, result.stdout + result.stderr
    assert any(line.startswith(plant.contract) for line in broken), result.stdout


def test_a_folder_without_a_place_is_refused(copy: Path) -> None:
    stray = copy / "khuyencong" / "utils"
    stray.mkdir()
    try:
        (stray / "__init__.py").touch()
        result = _lint(copy)
    finally:
        shutil.rmtree(stray)
    assert result.returncode == 1
    assert "utils" in result.stdout + result.stderr
