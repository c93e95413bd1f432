"""``khuyencong prepare``: the database as the code wants it, and the pages' files."""

import subprocess
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from config.env import ROOT
from khuyencong.core.scope import NATION
from khuyencong.faces.cli.problems import CommandError
from khuyencong.faces.web import assets
from khuyencong.flow.warning.operations import load_watch_rules
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.operations import load_regulations
from khuyencong.ground.territory.operations import load_units


def run(args: Namespace) -> int:
    """Prepare, and say so."""
    prepare()
    print("Đã sẵn sàng: cơ sở dữ liệu, danh mục hành chính, quy định, tệp giao diện.")
    return 0


def prepare() -> None:
    """Migrate as the owner, load the tables of places and of law, build the pages' files.  Doing it again is safe."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    load_units(SYSTEM, NATION)
    load_regulations(SYSTEM, NATION)
    load_watch_rules(SYSTEM, NATION)
    try:
        assets.build(ROOT)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandError(
            f"Không dựng được tệp giao diện ({error}): hãy kiểm tra kết nối tới kho gói npm rồi chạy lại."
        ) from error
