"""What lists are counted by: repeated beside each document, and never another than its newest revision says."""

from __future__ import annotations

from pathlib import Path

from storage.database import Store, open_store
from storage.documents import reread
from storage.overview import core_values, cube, named_plans, topics
from tests.storage.samples import HOUR, NOW, change, keep, reading

REPEATED = """
    SELECT count(*) FROM documents d JOIN revisions r ON r.id = d.latest
    WHERE d.verdict = r.verdict AND d.level IS r.level
      AND d.province IS coalesce(substr(r.division_code, 1, 2), r.region)
"""


def test_a_document_is_counted_as_its_newest_revision_has_it(store: Store) -> None:
    keep(store, reading(region="河南省开封市", division_code="410200", level="prefecture"))
    change(store, reading("改了。", region="河北省张家口市", division_code="130700", level="prefecture"))
    keep(store, reading("二。", title="乙方案", doc_number="乙政发〔2024〕2号", region="云岭省"), 2)
    reread(
        store,
        reading("二。", title="乙方案", doc_number="乙政发〔2024〕2号", verdict="no", sort="news"),
        url="https://www.yunxi.example/2.html",
        now=NOW + HOUR,
        run=None,
    )
    assert store.value(REPEATED) == 2
    counted = cube(store)
    assert counted.facet("province", {"verdict": "plan"}) == {"13": 1}
    assert counted.facet("verdict", {}) == {"plan": 1, "no": 1}
    assert counted.total({"month": "2024-10", "level": "prefecture"}) == 1
    assert cube(store, topic="T07").total({}) == 2
    assert topics(store) == {"T01": 1, "T07": 1}


def test_only_newest_revisions_of_plans_are_on_a_strip(store: Store) -> None:
    keep(store, reading(region=None))
    newest = change(store, reading("改了。", region=None)).revision
    keep(store, reading("新闻。", title="新闻", doc_number=None, verdict="no", sort="news"), 2)
    assert [(row["revision"], row["name"]) for row in named_plans(store)] == [(newest, "云政发〔2024〕17号")]
    investment = next(row for row in core_values(store) if row["indicator"] == "工业领域设备投资规模")
    assert newest in investment["revisions"]


def test_an_older_store_is_counted_once_it_is_brought_up_to_date(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        keep(store, reading(region="河南省开封市", division_code="410200", level="prefecture"))
        for index in ("documents_bare", "documents_sides", "documents_listed", "targets_values"):
            store.write(f"DROP INDEX {index}")
        for column in ("month", "verdict", "province", "level"):
            store.write(f"ALTER TABLE documents DROP COLUMN {column}")
        store.write("CREATE INDEX revisions_province ON revisions (region)")
        since = "id >= (SELECT id FROM _sqlite_migrations WHERE name = 'documents_by_their_sides')"
        store.write(f"DELETE FROM _sqlite_migrations WHERE {since}")
    with open_store(tmp_path) as store:
        assert store.value(REPEATED) == 1
        assert cube(store).total({"province": "41", "verdict": "plan", "month": "2024-10"}) == 1
