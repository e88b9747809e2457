"""Measure, print, publish, and say which figures are under their floors."""

from __future__ import annotations

import sys

from benchmarks.accuracy import measure
from benchmarks.accuracy.page import PAGE, read_floors, tables, under_floor, with_figures


def main() -> int:
    measured, floors = measure(), read_floors()
    print("\n".join(tables(measured, floors)))
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), measured, floors), encoding="utf-8")
    low = under_floor(measured, floors)
    print("\n".join(low), file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
