"""Who is told what: news narrowed to what a reader asked for, and nothing kept back for want of knowing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.publish.edition import Document, Edition, News, make_edition
from pipelines.publish.render import render
from pipelines.publish.subscription import Subscription, narrowed
from storage.models import Clause
from tests.publish.samples import COMPARISON, NOW, SOURCES, document, event, full_news


def edition_for(wish: Subscription, news: News | None = None) -> Edition:
    return make_edition(narrowed(news or full_news(), wish), NOW)


def with_topics(one: Document, *topics: str) -> Document:
    clause = Clause("1", 1, "一、", "标题", "", 0, 0, topics=topics)
    return replace(one, reading=replace(one.reading, clauses=(clause,)))


def news_of(*documents: Document) -> News:
    events = [event(each.id, "new", each.id) for each in documents]
    return News(events, {each.id: each for each in documents}, {10: COMPARISON}, SOURCES)


def test_without_a_wish_everything_is_told() -> None:
    assert edition_for(Subscription()) == make_edition(full_news(), NOW)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Subscription(regions=("青岚省",)), [1]),
        (Subscription(regions=("河北省", "云溪市")), [1]),
        (Subscription(regions=("河北省",)), []),
        (Subscription(levels=("prefecture",)), [1]),
        (Subscription(levels=("province", "county")), []),
        (Subscription(topics=("T09",)), [1]),
        (Subscription(topics=("T10",)), []),
        (Subscription(keywords=("电梯", "冷库")), [1]),
        (Subscription(keywords=("电梯",)), []),
        (Subscription(regions=("青岚省",), keywords=("电梯",)), []),
    ],
)
def test_one_of_each_kind_of_wish_is_enough_and_every_kind_must_hold(
    wish: Subscription, told: list[int]
) -> None:
    found = with_topics(document(1), "T09")
    found = replace(found, reading=replace(found.reading, main_text="改造老旧冷库120座"))
    assert [news.document.id for news in edition_for(wish, news_of(found)).plans] == told


def test_what_is_not_known_of_a_plan_keeps_it_from_nobody() -> None:
    unknown = document(1, region=None, level=None)
    wish = Subscription(regions=("河北省",), levels=("county",), topics=("T09",), kinds=("lowered",))
    news = replace(news_of(unknown), comparisons={})
    assert len(edition_for(wish, news).plans) == 1


def test_only_the_findings_asked_for_are_told_and_a_plan_without_any_is_left_out() -> None:
    (plan,) = edition_for(Subscription(kinds=("lowered", "omitted"))).plans
    assert [difference.kind for difference in plan.differences] == ["lowered", "omitted"]
    assert edition_for(Subscription(kinds=("remnant",))).plans == ()


def test_sources_follow_the_regions_and_are_counted_among_these() -> None:
    edition = edition_for(Subscription(regions=("河南省",)))
    assert [news.source.portal for news in edition.sources] == ["kaifeng"]
    assert edition.well == 0
    assert edition.counts.troubled == 1
    assert edition.plans == ()


def test_the_reader_is_told_by_what_the_news_was_chosen() -> None:
    wish = Subscription(("青岚省",), ("prefecture",), ("T09",), ("raised", "lowered"), ("冷库",))
    rendered = render(edition_for(Subscription(regions=("青岚省",))), "zh", wish)
    told = "按订阅条件选编：地区：青岚省；层级：市级；主题：住宅电梯；差异类别：加码、打折；关键词：冷库"
    assert told in rendered.text
    assert told in rendered.html
    english = render(edition_for(Subscription(regions=("青岚省",))), "en", wish).text
    assert (
        "Chosen by your subscription: regions: 青岚省, levels: prefecture, topics: residential lifts"
        in english
    )
    assert "按订阅条件" not in render(edition_for(Subscription()), "zh").text
