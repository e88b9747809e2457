"""Word files that no reader here understands (Word 95, RTF, ODT, damaged ones), by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.readers.file_text import FileText, Unreadable
from pipelines.readers.sniff import DOC, ODT, OLE, RTF
from pipelines.readers.word import read_docx

CONVERTIBLE = (DOC, ODT, OLE, RTF)


def office() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return shutil.which("soffice")


def read_by_office(data: bytes, media_type: str) -> FileText:
    """The text of a file, converted to DOCX. Only a child process that can be killed should ask for it.

    Raises `Unreadable` where LibreOffice is not installed, or cannot read the file either.
    """
    program = office()
    if program is None:
        raise Unreadable("LibreOffice, which might read it, is not installed")
    with TemporaryDirectory(prefix="planwatch-") as folder:
        source = Path(folder, "file")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx"]
        subprocess.run(
            [*command, "--outdir", folder, str(source)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        made = source.with_suffix(".docx")
        if not made.exists():
            raise Unreadable("LibreOffice cannot read it either")
        return replace(read_docx(made.read_bytes()), media_type=media_type)
