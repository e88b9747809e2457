"""What became of a message that was handed over, whichever way it went."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message.

    `status`: sent; waiting (surely not taken, worth another try); refused (for good); unknown (the content went out
    and no reply came back). `hopeless` means that no other message would fare better now: the server is down, or
    it takes neither the login nor the sender.
    """

    status: str
    reason: str | None = None
    hopeless: bool = False
