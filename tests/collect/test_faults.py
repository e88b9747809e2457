"""Every fault that a portal can have, all in one run: each gets its verdict, none is silent, no other portal suffers."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.config import load_config
from crawler.run import run
from pipelines.embedded import ROOT, config_dir
from storage.database import Store, open_store
from tests.collect.conftest import SETTINGS
from tests.collect.faulty import CASES, PORTALS, SEEN_IN_PART, WELL, Case
from tests.farm import Farm
from tests.farm.faults import NAMES

DAYS = (1, 5, 6)  # the first poll, and two with all faults
TOLD = {0: "no", 1: "at once", 2: "at the second run"}  # by the run with the fault
PATIENCE = SETTINGS.replace("timeout_seconds: 4", "timeout_seconds: 8")  # of a busy machine, too
HEAD = """\
# Faults

What portals can do wrong, and what planwatch says of it. Every row is a portal of its own in `tests/collect/faulty.py`; they
are all polled together, three times, and this page is what came out (`tests/collect/test_faults.py` compares the two; `python
-m tests.collect.test_faults > docs/faults.md` makes it anew). A portal is well at its first poll, unless it shows its fault from
the beginning. Certificates are in `tests/collect/test_certificates.py`, private addresses and parsers that stumble in `test_run.py`.

| fault | the portal | verdict | told | reason |
| --- | --- | --- | --- | --- |
"""


@dataclass
class Polled:
    """Three runs over all faulty portals. `verdicts` by run and portal."""

    farm: Farm
    store: Store
    verdicts: tuple[dict[str, str], ...]

    def reason(self, portal: str) -> str:
        """The last verdict's reason without the column's name and without what differs from run to run."""
        told = self.store.value("SELECT reason_en FROM health WHERE portal = ? ORDER BY run DESC", [portal])
        return re.sub(r" \((?!HTTP).*\)$", "", told.removeprefix("通知公告: "))

    def told_in(self, portal: str) -> int:
        """The run after which the trouble was told; 0 for never."""
        told = "SELECT json_extract(data, '$.change') AS change, at FROM events WHERE kind = 'health' AND portal = ?"
        at = [row["at"] for row in self.store.rows(told, [portal]) if row["change"] == "changed"]
        runs = {row["started_at"]: row["id"] for row in self.store.rows("SELECT id, started_at FROM runs")}
        return runs[at[-1]] if at else 0

    def table(self) -> str:
        rows = []
        for case, kind in PORTALS.items():
            told = TOLD[max(self.told_in(kind.id) - (not case.first), 0)]
            cells = (case.fault, case.does, self.verdicts[-1][kind.id], told, self.reason(kind.id))
            rows.append(f"| {' | '.join(cells)} |\n")
        return HEAD + "".join(rows)


def poll(folder: Path) -> Iterator[Polled]:
    config, data = folder / "config", folder / "data"
    shutil.copytree(config_dir(), config, ignore=shutil.ignore_patterns("portals", "baselines"))
    (config / "portals").mkdir()
    (config / "baselines").mkdir()
    shutil.copy(
        config_dir() / "baselines/chaoyang.txt", config / "baselines"
    )  # one will do: nothing here is about comparing
    (config / "settings.yaml").write_text(PATIENCE + "  parallel_requests: 64\n", encoding="utf-8")
    with Farm(config / "baselines", kinds=tuple(PORTALS.values())) as farm:
        (config / "portals/farm.yaml").write_text(farm.portals_yaml(), encoding="utf-8")
        verdicts = []
        for number, day in enumerate(DAYS):
            farm.set_day(day)
            for case, kind in PORTALS.items():
                if case.fault in NAMES and (number or case.first):
                    farm.fault(kind.id, case.fault, case.only)
            result = run(load_config(config), data, now=farm.now)
            verdicts.append({health.portal: health.verdict for health in result.health})
        with open_store(data, create=False, read_only=True) as store:
            yield Polled(farm, store, tuple(verdicts))


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polled]:
    yield from poll(tmp_path_factory.mktemp("faults"))


def named(case: Case) -> str:
    return PORTALS[case].id


def test_there_are_many_faults():
    assert len({(case.fault, case.only, case.has) for case in CASES}) == len(CASES) >= 25


def test_a_portal_that_shows_no_fault_yet_is_well_beside_those_that_do(polled):
    later = {named(case) for case in CASES if not case.first}
    assert {polled.verdicts[0][portal] for portal in later} == {WELL}


def test_every_fault_gets_its_verdict(polled):
    assert polled.verdicts[1] == polled.verdicts[2] == {named(case): case.verdict for case in CASES}


def test_no_fault_is_silent(polled):
    for case in CASES:
        assert bool(polled.told_in(named(case))) == (case.verdict != WELL), case.fault


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == WELL], ids=named)
def test_a_fault_that_is_borne_costs_no_entry_and_invents_none(polled, case):
    portal = polled.farm.portal(named(case))
    seen = portal.publications[: portal.rows] if case.fault in SEEN_IN_PART else portal.publications
    found = polled.store.rows("SELECT url, title, date FROM entries WHERE portal = ?", [portal.id])
    assert Counter(tuple(row.values()) for row in found) == Counter(
        (portal.origin + portal.path_of(each), each.title, each.day) for each in seen
    )


def test_the_table_of_faults_is_what_came_out(polled):
    assert (ROOT / "docs/faults.md").read_text(encoding="utf-8") == polled.table()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.writelines(one.table() for one in poll(Path(folder)))
