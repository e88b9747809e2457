"""The raw bytes of every page and file, kept once under their SHA-256 and never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from storage.errors import translated

SHARD = 2  # leading digits of the hash that name the folder: 256 folders


class Archive:
    """A folder of files named by the SHA-256 of what they hold: `ab/ab12…`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep `data`; gives its SHA-256 in hex.

        The file is complete and on the disk before it gets its name, so that a kill leaves no half file.
        Raises StoreFull, or StoreError where the folder cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        with translated(path):
            if path.exists():
                os.utime(path)  # in use again, so that pruning does not take it for forgotten
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._write(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes kept under this hash. Raises KeyError where there are none."""
        path = self.path(sha256)
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise KeyError(sha256) from error

    def path(self, sha256: str) -> Path:
        """Where the bytes of this hash lie, or would lie."""
        return self.folder / sha256[:SHARD] / sha256

    def hashes(self) -> Iterator[str]:
        """The hash of everything kept, in order."""
        return (path.name for path in sorted(self.folder.glob("??/*")) if not path.name.startswith("."))

    def leftovers(self) -> Iterator[Path]:
        """Files that a kill left half written; nothing refers to them."""
        return self.folder.glob(".*")

    def damaged(self) -> Iterator[str]:
        """The names of files that no longer hold what they are named for."""
        return (name for name in self.hashes() if hashlib.sha256(self.get(name)).hexdigest() != name)

    def _write(self, path: Path, data: bytes) -> None:
        # made in one folder and moved to its own: ext4 looks for a place near a file's first folder, each time anew
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
