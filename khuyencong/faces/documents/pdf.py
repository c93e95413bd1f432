"""PDF from the same Word document, by headless LibreOffice where it is installed."""

import logging
import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

TIMEOUT: Final = 120
"""Seconds; a report of the whole country takes about five."""

_PROGRAMS: Final = ("soffice", "libreoffice")
_log = logging.getLogger(__name__)


def to_pdf(docx: bytes) -> bytes | None:
    """Return the document as PDF; ``None`` where LibreOffice is not installed, fails or does not finish.

    Each call has a profile of its own, since two processes cannot share one.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    with TemporaryDirectory(prefix="khuyencong-pdf-") as folder:
        return _convert(program, Path(folder), docx)


def _convert(program: str, folder: Path, docx: bytes) -> bytes | None:
    paper, made = folder / "paper.docx", folder / "paper.pdf"
    paper.write_bytes(docx)
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(paper)]
    # A session of its own, for the program starts others: a timeout must end them all.
    with subprocess.Popen(  # noqa: S603  every word is ours
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    if not made.is_file():
        _log.warning("LibreOffice made no PDF (it ended with %s)", process.returncode)
        return None
    return made.read_bytes()
