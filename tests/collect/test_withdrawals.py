"""What goes: a plan whose page is gone on three days while its portal is well, and a portal without configuration."""

from __future__ import annotations

from storage.events import events_of
from storage.runs import health_board


def plan_of(watch) -> tuple[int, str]:
    """Yunting's stored plan, and the path of its page."""
    url = watch.farm.url_of_plan("yunting")
    with watch.store() as store:
        document = store.value("SELECT document FROM sources WHERE url = ?", [url])
    return document, url.removeprefix(watch.farm.addresses["yunting"])


def is_withdrawn(watch, document: int) -> bool:
    with watch.store() as store:
        return store.value("SELECT withdrawn_at FROM documents WHERE id = ?", [document]) is not None


def times_told(watch, document: int) -> int:
    with watch.store() as store:
        return sum(event.kind == "withdrawn" for event in events_of(store, document))


def test_a_page_that_is_gone_on_three_days_tells_that_its_plan_was_withdrawn(watch):
    watch.run(day=2, portals=("yunting",))
    document, path = plan_of(watch)
    watch.farm.fault("yunting", "410", only=path)
    seen = []
    for day in (3, 3, 4, 5):  # twice on one day counts once
        result = watch.run(day=day, portals=("yunting",))
        assert [health.verdict for health in result.health] == ["well"]
        seen.append(is_withdrawn(watch, document))
    assert seen == [False, False, False, True]
    assert times_told(watch, document) == 1
    assert result.published.edition is not None

    watch.farm.fault("yunting", None)
    watch.run(day=9, portals=("yunting",))  # the seventh day after it was found
    assert not is_withdrawn(watch, document)


def test_a_portal_that_is_not_well_withdraws_nothing(watch):
    watch.run(day=2, portals=("yunting",))
    document, _ = plan_of(watch)
    watch.farm.fault("yunting", "404")
    for day in (3, 4, 5):
        assert watch.run(day=day, portals=("yunting",)).exit_code == 1
    assert not is_withdrawn(watch, document)


def test_a_portal_that_left_the_configuration_leaves_the_board(watch):
    def board() -> list[str]:
        with watch.store() as store:
            return [state.portal for state in health_board(store)]

    watch.configure_only("yunting", "wuqing")
    watch.run()
    watch.run(portals=("yunting",))
    assert board() == ["wuqing", "yunting"]
    watch.configure_only("yunting")
    watch.run()
    assert board() == ["yunting"]
