"""A reading comes back as it was stored, every part can be queried, and nothing is stored without evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from storage.database import Store
from storage.models import Evidence, Reading
from storage.readings import FIELDS, load_reading
from tests.storage.samples import keep, reading, whole


@pytest.mark.parametrize(
    "found",
    [whole(), reading(), replace(Reading(whole().metadata, whole().relevance, ""), status="unreadable")],
)
def test_a_reading_comes_back_as_it_was_stored(store: Store, found: Reading) -> None:
    assert load_reading(store, keep(store, found).revision) == found


def test_an_unknown_revision_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        load_reading(store, 7)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_without_evidence_does_not_reach_the_store(store: Store, field: str) -> None:
    found = whole()
    evidence = dict.fromkeys(found.metadata.evidence, Evidence("label", " "))
    unset: dict[str, Any] = {name: None for name in FIELDS if name != field}
    bare = replace(found.metadata, **unset, evidence=evidence)
    with pytest.raises(ValueError, match=f"^{field} = "):
        keep(store, replace(found, metadata=bare))
    assert store.value("SELECT count(*) FROM documents") == 0


def test_the_issuer_speaks_for_its_region(store: Store) -> None:
    found = reading(
        region="云岭省云溪市", division_code="999900", level="prefecture", issuer_type="government"
    )
    said = {name: quote for name, quote in found.metadata.evidence.items() if name in ("title", "issuer")}
    lean = replace(found.metadata, doc_number=None, signed_date=None, published_date=None, evidence=said)
    assert keep(store, replace(found, metadata=lean)).outcome == "new"


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("SELECT source FROM evidence WHERE field = 'doc_number'", "label"),
        ("SELECT value FROM conflicts WHERE field = 'issuer'", "云溪市发展和改革委员会"),
        ("SELECT heading FROM clauses WHERE clause = '2.1'", "推进住宅老旧电梯更新"),
        ("SELECT clause FROM units WHERE name = '市发展改革委' AND role = '牵头'", "1"),
        ("SELECT clause FROM topics WHERE topic = 'T07'", "2.1"),
        ("SELECT value FROM targets WHERE deadline_year = 2027", 25),
        ("SELECT value_to - value FROM targets WHERE comparator = '范围'", 3),
        ("SELECT count(*) FROM citations WHERE number_key = '国发20247号'", 1),
        ("SELECT reason FROM attachments WHERE status = 'needs-ocr'", "no text layer"),
        ("SELECT validity FROM library WHERE division_code = '999900'", "有效"),
    ],
)
def test_every_part_can_be_queried(store: Store, sql: str, answer: object) -> None:
    keep(store, whole())
    assert store.value(sql) == answer
