"""Names for everything that can stand in the place of the page that was asked for."""

from __future__ import annotations

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

# Failure of a download -> name. The first type that fits decides.
DOWNLOAD_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "oversize"),  # Scrapy cancels at DOWNLOAD_MAXSIZE and nowhere else
    (CannotResolveHostError, "unreachable"),
    (DownloadConnectionRefusedError, "unreachable"),
    (DownloadFailedError, "unreachable"),
    (ResponseDataLossError, "unreachable"),
    (ConnectError, "unreachable"),
    (ConnectionDone, "unreachable"),
    (ConnectionLost, "unreachable"),
    (OSError, "unreachable"),
    (UnsupportedURLSchemeError, "refused"),
    (IgnoreRequest, "refused"),
)
# Words in what Scrapy says -> name, where the type tells less.
SAID = {
    "Forbidden by robots.txt": "robots",
    "max redirections": "redirects",
    "certificate verify failed": "certificate",
    "DOWNLOAD_MAXSIZE": "oversize",
}
# What OpenSSL says where a server has nothing to offer that is still trusted today.
OLD_TLS = re.compile(
    r"'SSL routines', '[^']*', '([^']*(?:protocol|handshake failure|legacy renegotiation|too small|too weak|ecpoint|wrong curve|signature type)[^']*)'",
    re.IGNORECASE,
)
# Twisted's list of failures, of which only the words are of use.
TWISTED = re.compile(r"^\[<twisted\.python\.failure\.Failure [\w.]+: (.*)>\]$", re.DOTALL)


class Fault(IgnoreRequest):
    """A request that brought no page.

    `name`: blocked, home-page, no-page, soft-404, missing, garbled, stub, oversize, timeout, unreachable, certificate,
    old-tls, server-error, bad-status, robots, redirects, refused, exception. `detail` is the same in words, `status` that of
    the answer, if there was one.
    """

    def __init__(self, name: str, detail: str, status: int | None = None) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name
        self.detail = detail
        self.status = status


DOWNLOAD_ERRORS = tuple(kind for kind, _ in DOWNLOAD_FAILURES)


def fault_of(error: BaseException) -> Fault:
    """The fault that an error of a download, or of our own code, amounts to."""
    if isinstance(error, Fault):
        return error
    words = str(error)
    for sign, name in SAID.items():
        if isinstance(error, DOWNLOAD_ERRORS) and sign in words:
            return Fault(name, sign)
    if isinstance(error, DOWNLOAD_ERRORS) and (told := OLD_TLS.search(words)):
        return Fault("old-tls", told[1])
    for kind, name in DOWNLOAD_FAILURES:
        if isinstance(error, kind):
            return Fault(name, TWISTED.sub(r"\1", words))
    return Fault("exception", f"{type(error).__name__}: {words}")
