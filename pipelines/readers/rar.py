"""RAR: like ZIP, with the help of whatever program that unpacks it is installed. Stored members need none."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

from pipelines.readers.archive import Member, read_members
from pipelines.readers.file_text import Encrypted, FileText, Unreadable
from pipelines.readers.sniff import RAR

UNPACKERS = "unrar, unar, 7z or bsdtar"


def read_rar(data: bytes, read_member: Callable[[bytes], FileText]) -> FileText:
    """The text of every member; `read_member` reads one. Raises `Encrypted`, `TooLarge` or `Unreadable`."""
    import rarfile  # here, as few runs meet a RAR

    def unpacked(member: rarfile.RarInfo) -> bytes:
        try:
            return bytes(archive.read(member))
        except rarfile.RarCannotExec as error:
            raise OSError(f"unpacking it takes {UNPACKERS}, and none is installed") from error
        except rarfile.Error as error:
            raise OSError(str(error) or type(error).__name__) from error

    try:
        with rarfile.RarFile(io.BytesIO(data), charset="gb18030", errors="strict") as archive:
            members = [
                Member(one.filename, one.file_size, one.needs_password(), partial(unpacked, one))
                for one in archive.infolist()
                if one.is_file()
            ]
            if archive.needs_password() and not members:
                raise Encrypted("the archive asks for a password")
            return read_members(RAR, members, read_member)
    except rarfile.Error as error:
        raise Unreadable(f"the archive is damaged: {error}") from error


def unpacker() -> str | None:
    """The program that would unpack a RAR here; None where there is none."""
    import rarfile

    try:
        return str(rarfile.tool_setup().open_cmdline(None, "")[0])
    except rarfile.RarCannotExec:
        return None
