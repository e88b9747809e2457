"""`python -m tests.farm --day 2`: serves the farm by hand until Ctrl-C."""

from __future__ import annotations

import argparse
from pathlib import Path
from threading import Event

from .farm import Farm

HERE = Path(__file__).resolve().parent
TEXTS = (HERE.parent / "_config" / "baselines", HERE.parents[1] / "config" / "baselines")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.farm", description="Serves the portal farm on loopback."
    )
    parser.add_argument(
        "--day", type=int, default=1, help="day of the farm's calendar (1 is 14 October 2024)"
    )
    parser.add_argument("--delays", type=float, default=0.0, help="seconds that every answer takes")
    parser.add_argument(
        "--texts", type=Path, default=next(filter(Path.is_dir, TEXTS), None), help="the plan texts"
    )
    parser.add_argument("--yaml", action="store_true", help="print the portals as configuration")
    options = parser.parse_args()
    with Farm(options.texts, options.day, options.delays) as farm:
        print(farm.portals_yaml() if options.yaml else "\n".join(listing(farm)), flush=True)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


def listing(farm: Farm) -> list[str]:
    """The portals and their columns, one line each."""
    lines = [f"day {farm.day}, {farm.now:%Y-%m-%d %H:%M %Z}; Ctrl-C ends"]
    for name, origin in farm.addresses.items():
        portal = farm.portal(name)
        lines.append(f"{name:12} {origin}/  {portal.site} ({portal.adapter})")
        lines += [f"{'':12} {origin}{column.path}  {column.name}" for column in portal.columns]
    return lines


if __name__ == "__main__":
    main()
