"""The console script ``khuyencong``.

Exit status 0: done.  2: the user's mistake, told in one sentence.  1: anything else, told in full.
"""

import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import cast

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable

from khuyencong.core.errors import Refused
from khuyencong.faces.cli.arguments import parser
from khuyencong.faces.cli.problems import CommandError

MISTAKE = 2
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    try:
        args = parser().parse_args(words)
        if args.command == "demo":
            os.environ.setdefault("KHUYENCONG_DEMO", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        return _command(args)(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has left; nothing more is to be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return MISTAKE


def _command(args: Namespace) -> Callable[[Namespace], int]:
    """Load the command's module now that Django is ready: models cannot be imported before."""
    module, _, function = args.run.partition(":")
    found = getattr(importlib.import_module(f"khuyencong.faces.cli.{module}"), function)
    return cast("Callable[[Namespace], int]", found)


def _sentence(error: Exception) -> str | None:
    """Return what to say about somebody's mistake; ``None`` for a fault of the program."""
    match error:
        case Refused() | CommandError():
            return str(error)
        case ImproperlyConfigured():
            return f"Cấu hình chưa đúng: {error}"
        case OperationalError():
            return f"Không kết nối được cơ sở dữ liệu: {str(error).strip()}"
        case ProgrammingError() if isinstance(error.__cause__, UndefinedTable):
            return "Cơ sở dữ liệu chưa được chuẩn bị: hãy chạy khuyencong prepare trước."
    return None
