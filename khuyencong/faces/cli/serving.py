"""``khuyencong serve``: the pages, by granian."""

import errno
import os
import socket
from argparse import Namespace
from contextlib import nullcontext

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from khuyencong.faces.cli.problems import CommandError
from khuyencong.faces.cli.working import worker_beside

THREADS = 4
"""Requests that one worker answers at once; each holds one database connection."""


def run(args: Namespace) -> int:
    """Serve until interrupted."""
    _claim(args.host, args.port)
    here = {"KHUYENCONG_URL": os.environ.get("KHUYENCONG_URL") or address(args.host, args.port)}
    with nullcontext() if args.no_work else worker_beside(here):
        serve(args.host, args.port, args.workers)
    return 0


def serve(host: str, port: int, workers: int = 1) -> None:
    """Print the address, then serve until interrupted."""
    print(f"Mở trang: {address(host, port)}/   (Ctrl+C để dừng)", flush=True)
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


def address(host: str, port: int) -> str:
    """Return the address of the site as this machine sees it."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _claim(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, in words of ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Cổng {port} đang có chương trình khác dùng: hãy chọn cổng khác bằng --port."
                ) from None
            raise CommandError(f"Không mở được địa chỉ {host}, cổng {port}: {error.strerror or error}.") from None
