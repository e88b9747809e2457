"""A stored plan whose page changes: looked at twice before it is told, over whole runs against the farm."""

from __future__ import annotations

import json
from collections.abc import Iterator

from click.testing import CliRunner

from crawler.cli import main
from tests.collect.conftest import SETTINGS, Watch

WAS, NOW = "分别超过90%、75%", "分别超过90%、80%"
PORTAL = "kaifeng"


def days(watch: Watch, *texts: str) -> Iterator[tuple[int, list[str]]]:
    """The days on which the portal shows these words, each with the kinds of events that the run left."""
    patient = SETTINGS.replace(
        "timeout_seconds: 4", "timeout_seconds: 60"
    )  # nothing here is about a slow portal
    (watch.config / "settings.yaml").write_text(patient, encoding="utf-8")
    for day, text in enumerate(texts, 1):
        watch.farm.rewrite(PORTAL, WAS if text != WAS else "", text)
        watch.run(day=day, portals=(PORTAL,))
        with watch.store() as store:
            events = store.rows("SELECT kind FROM events WHERE at = ?", [watch.farm.now.isoformat()])
            yield day, [event["kind"] for event in events if event["kind"] != "health"]


def told(watch: Watch, *texts: str) -> dict[int, list[str]]:
    """The days on which something was told, and what."""
    return {day: events for day, events in days(watch, *texts) if events}


def last_change(watch: Watch) -> str:
    words = ["--data", str(watch.data), "history", "汴政〔2024〕8号", "--diff", "--json"]
    return CliRunner().invoke(main, words).stdout


def test_a_change_is_told_on_the_day_after_it_was_seen_first(watch: Watch) -> None:
    assert told(watch, WAS, NOW, NOW, NOW) == {3: ["revised"]}
    (finding,) = json.loads(last_change(watch))["findings"]
    assert finding["kind"] == "raised"
    assert finding["summary"]["zh"].endswith("由75%提高到80%。")


def test_a_change_that_is_taken_back_is_not_told_nor_is_a_page_that_flaps(watch: Watch) -> None:
    assert told(watch, WAS, NOW, WAS, WAS, NOW, WAS, NOW, WAS) == {}
    assert last_change(watch).strip() == "null"
    with watch.store() as store:
        assert store.value("SELECT count(*) FROM editions") == 0
