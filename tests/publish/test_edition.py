"""What goes into an edition, and whether there is one at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.publish.differences import place
from pipelines.publish.edition import Edition, News, Source, make_edition
from storage.models import Event
from tests.publish.samples import (
    COMPARISON,
    KAIFENG,
    NOW,
    OWN,
    SOURCES,
    clause,
    document,
    event,
    full_edition,
)

WELL, BROKEN, BLOCKED, RECOVERED = SOURCES


def edition_of(*events: Event, sources: tuple[Source, ...] = ()) -> Edition:
    documents = {each.id: each for each in (document(1), document(2))}
    return make_edition(News(events, documents, {10: COMPARISON}, sources), NOW)


def test_the_counts_come_from_what_is_told() -> None:
    counts = full_edition().counts
    assert (counts.new, counts.revised, counts.backfill, counts.review) == (1, 1, 1, 1)
    assert (counts.unreadable, counts.troubled, counts.recovered) == (1, 2, 1)


def test_a_plan_is_told_with_its_five_heaviest_findings() -> None:
    (news,) = edition_of(event(1, "new", 1)).plans
    weights = [finding.weight for finding in COMPARISON.findings]
    assert weights == sorted(weights, reverse=True)
    assert [difference.summary_zh for difference in news.differences] == [
        finding.summary_zh for finding in COMPARISON.findings[:5]
    ]
    assert dict(news.kinds) == {"copied": 2, "raised": 1, "lowered": 1, "new": 1, "omitted": 1}


def test_both_sides_of_a_finding_are_quoted_with_their_place_in_the_text() -> None:
    raised = edition_of(event(1, "new", 1)).plans[0].differences[0]
    assert (raised.place, raised.quote) == ("一、总体要求", "关键工序数控化率达到80%")
    assert [(side.plan.name, side.place, side.quote) for side in raised.sides] == [
        ("zhangjiakou", "一、主要目标", "关键工序数控化率分别超过90%、78%"),
        ("kaifeng", "一、总体目标", "规模以上工业企业关键工序数控化率达到75%"),
    ]


def test_what_the_plan_omits_has_no_place_in_it_and_baselines_without_a_quote_are_named() -> None:
    omitted = edition_of(event(1, "new", 1)).plans[0].differences[3]
    assert omitted.place is None
    assert [side.plan.name for side in omitted.sides] == ["kaifeng"]
    assert [side.plan.name for side in omitted.more] == ["zhangjiakou"]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("2.2", "二、（二）实施老旧冷库节能改造"),
        ("1.1", "一、总体要求"),  # a dash begins the line: the heading above says where it is
        ("2.1.1", "二、（一）推进重点行业设备更新改造1."),
        ("9", "9"),
        (None, None),
    ],
)
def test_a_place_is_told_as_the_text_prints_it(id: str | None, expected: str | None) -> None:
    plan = replace(OWN, clauses=(*OWN.clauses, clause("1.1", "——", ""), clause("2.1.1", "1.", "")))
    assert place(plan, id) == expected


def test_targets_stand_against_the_range_of_the_baselines() -> None:
    rows = edition_of(event(1, "new", 1)).plans[0].targets
    assert [(row.name_zh, row.position, row.baselines) for row in rows] == [
        ("关键工序数控化率", "above", 2),
        ("二手车交易量", "below", 2),
        ("老旧冷库节能改造", "alone", 0),
    ]
    lowest, highest = rows[0].lowest, rows[0].highest
    assert lowest is not None
    assert highest is not None
    assert (lowest.target.value, highest.target.value) == (75, 78)
    assert lowest.plan == KAIFENG


def test_a_document_is_told_once_as_what_weighs_most() -> None:
    edition = edition_of(
        event(1, "new", 1), event(2, "revised", 1), event(3, "revised", 2), event(4, "revised", 2)
    )
    assert [news.document.id for news in edition.plans] == [1]
    assert [each.id for each in edition.revisions] == [2]


def test_an_attachment_is_told_once() -> None:
    file = {"name": "附件.doc", "url": "https://x.example/a.doc", "status": "encrypted", "reason": None}
    edition = edition_of(event(1, "attachment", 1, **file), event(2, "attachment", 2, **file))
    assert [(news.name, news.status) for news in edition.attachments] == [("附件.doc", "encrypted")]


def test_sources_are_told_when_they_change_and_while_told_trouble_lasts() -> None:
    edition = edition_of(
        event(1, "health", portal="kaifeng", change="changed"),
        event(2, "health", portal="wuqing", change="recovered"),
        sources=SOURCES,
    )
    assert [(news.source.portal, news.change) for news in edition.sources] == [
        ("kaifeng", "changed"),
        ("wuqing", "recovered"),
        ("lixia", "standing"),
    ]
    assert (edition.well, edition.unsure) == (1, 0)


def test_trouble_that_is_not_certain_yet_counts_neither_as_well_nor_as_told() -> None:
    edition = edition_of(event(1, "new", 1), sources=(WELL, replace(BLOCKED, told=False)))
    assert (edition.sources, edition.well, edition.unsure) == ((), 1, 1)


@pytest.mark.parametrize(
    ("events", "empty"),
    [
        ([], True),
        ([event(1, "source", 1, "lixia", url="https://x.example/")], True),
        ([event(1, "health", portal="kaifeng", change="changed")], False),
        ([event(1, "backfill", 1)], False),
        ([event(1, "review", 1)], False),
    ],
    ids=["a quiet day", "a known plan elsewhere", "a source that broke", "an old plan", "a plan perhaps"],
)
def test_an_edition_is_made_only_of_news(events: list[Event], empty: bool) -> None:
    assert edition_of(*events, sources=SOURCES).is_empty == empty
