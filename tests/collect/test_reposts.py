"""One matter on many portals: one document with many sources, and a superior's text is never a county's plan."""

from __future__ import annotations


def test_what_several_portals_post_is_one_document_with_several_sources(watch):
    watch.run()
    with watch.store() as store:
        (central,) = store.rows("SELECT id, verdict, sort FROM library WHERE doc_number = '国发〔2024〕7号'")
        assert (central["verdict"], central["sort"]) == ("no", "central")
        portals = store.rows("SELECT DISTINCT portal FROM sources WHERE document = ?", [central["id"]])
        assert len([row for row in portals if row["portal"]]) >= 3

        plan = store.rows("SELECT id FROM library WHERE portal = 'kaifeng' AND verdict = 'plan'")
        assert len(plan) == 1  # in two channels of the portal
        sources = "SELECT count(*) FROM sources WHERE document = ? AND portal = 'kaifeng'"
        assert store.value(sources, [plan[0]["id"]]) == 2
        assert store.value("SELECT count(*) FROM events WHERE kind IN ('new', 'backfill')") == 0
