"""``khuyencong report``: one consolidated report as text, JSON, Word or Excel."""

import errno
import sys
from argparse import Namespace
from pathlib import Path
from typing import Final

from django.utils import timezone

from khuyencong.core.periods import Cutoff
from khuyencong.faces.cli.builders import BINARY, build
from khuyencong.faces.cli.problems import CommandError
from khuyencong.figures.reporting.queries import Request

_REASONS: Final = {
    errno.ENOENT: "thư mục không có và không tạo được",
    errno.ENOTDIR: "một phần của đường dẫn là tệp chứ không phải thư mục",
    errno.EISDIR: "đó là thư mục",
    errno.EACCES: "không có quyền ghi ở đó",
    errno.EPERM: "không có quyền ghi ở đó",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "ổ đĩa đã đầy",
}


def run(args: Namespace) -> int:
    """Build the report that the arguments ask for."""
    if args.format in BINARY and args.out is None:
        raise CommandError(f"Dạng {args.format} phải ghi ra tệp: hãy thêm --out, ví dụ --out bao-cao.{args.format}")
    cutoff, now = Cutoff(args.cutoff), timezone.localtime()
    map_date = args.map_date or min(args.period.last_day(cutoff), now.date())
    data = build(Request(args.area, args.period, map_date, cutoff), args.format, now=now)
    if args.out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write(args.out, data)
        print(f"Đã ghi {args.out}")
    return 0


def write(path: Path, data: bytes) -> None:
    """Write a file; where that cannot be done the sentence says which and why."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        why = _REASONS.get(error.errno or 0) or error.strerror or str(error)
        raise CommandError(f"Không ghi được tệp {path}: {why}.") from None
