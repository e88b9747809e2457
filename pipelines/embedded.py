"""Where the data that ships with the program lies: beside the packages in a checkout, inside them in a wheel."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def config_dir() -> Path:
    """The default configuration: `crawler/_config` of an installed wheel, else `config` of the checkout."""
    installed = installed_config()
    return installed if installed.is_dir() else ROOT / "config"


def installed_config() -> Path:
    """Where a wheel carries the default configuration. The next version overwrites it, so nothing is written there."""
    return ROOT / "crawler" / "_config"
