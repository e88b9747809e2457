"""What may be wrong with a configuration; apart from what reads it, so that catching it costs nothing."""

from __future__ import annotations


class ConfigError(Exception):
    """A mistake in the configuration; the message reads `file:line: key: what was expected`."""
