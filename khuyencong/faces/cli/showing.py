"""``khuyencong demo``: the article's half-year, built from records, printed, written, served."""

import os
import sys
from argparse import Namespace
from datetime import date
from time import monotonic
from typing import Final

from django.conf import settings
from django.utils import timezone

from khuyencong.core.periods import Period
from khuyencong.faces.cli.builders import build as build_report
from khuyencong.faces.cli.demo import people
from khuyencong.faces.cli.demo.build import build
from khuyencong.faces.cli.reports import write
from khuyencong.faces.cli.setting_up import prepare
from khuyencong.figures.reporting.queries import Request

ARTICLE: Final = Request("central-highlands", Period.parse("2017H1"), map_date=date(2017, 6, 30))
"""What the article tells: the first half of 2017 in the Centre and the Central Highlands, on the map of its day."""


def run(args: Namespace) -> int:
    """Prepare, build the data unless they are there, show the report, then serve."""
    began = monotonic()
    print("Chuẩn bị cơ sở dữ liệu, danh mục và tệp giao diện …", flush=True)
    prepare()
    print("Dựng dữ liệu mẫu của 15 tỉnh, năm 2016 và 2017 …", flush=True)
    if not build(today=timezone.localdate()):
        print("Dữ liệu mẫu đã có, giữ nguyên.")
    now = timezone.localtime()
    print(f"\n{build_report(ARTICLE, 'text', now=now).decode()}")
    for fmt in ("docx", "xlsx"):
        path = settings.VAR / "out" / f"bao-cao-{ARTICLE.area}-{ARTICLE.period.code}.{fmt}"
        write(path, build_report(ARTICLE, fmt, now=now))
        print(f"Đã ghi {path}")
    _introduce()
    print(f"\nXong sau {monotonic() - began:.0f} giây.", flush=True)
    if not args.no_serve:
        _serve_afresh(args.port)
    return 0


def _serve_afresh(port: int) -> None:
    """Become ``khuyencong serve``.

    A new program, not a fork of this one: the chart engine that drew the paper's picture holds threads, and a worker
    forked from a process with threads would wait for them for ever at its first chart.
    """
    sys.stdout.flush()
    words = ["-m", "khuyencong.faces.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606  our own program, with our own words


def _introduce() -> None:
    """Print the accounts of the demonstration."""
    print(f"\nTài khoản dùng thử, mật khẩu chung là {people.PASSWORD}:")
    for person in people.PEOPLE:
        print(f"  {person.email:28} {person.full_name}, {person.role.label}")
