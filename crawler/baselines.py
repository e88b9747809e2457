"""The known plans as they ship: one text file a plan in `config/baselines`, named by its stem."""

from __future__ import annotations

from pathlib import Path

from crawler.errors import ConfigError
from pipelines.reading import read_file
from storage.models import Reading


def read_baselines(config: Path) -> dict[str, Reading]:
    """Name -> reading of every plan in the configuration's `baselines` folder.

    Raises ConfigError where the folder holds none: without baselines no plan can be compared.
    """
    folder = config / "baselines"
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise ConfigError(f"{folder}: no baseline (NAME.txt) lies here; a plan is compared with these")
    return {path.stem: read_file(path.read_bytes(), name=path.name) for path in files}
