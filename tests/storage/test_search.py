"""Search finds exactly what holds the words, from one character to a sentence, and shows where."""

from __future__ import annotations

import random
import re

import pytest

from pipelines.embedded import config_dir
from storage.database import Store, open_store
from storage.models import Reading
from storage.search import search, snippet
from tests.storage.samples import DAY, NOW, change, keep, reading


def paragraph(text: str) -> Reading:
    return reading(text, title=None, doc_number=None, issuer=None, signed_date=None, published_date=None)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The paragraphs of the real plans."""
    lines = [
        line.strip()
        for path in sorted((config_dir() / "baselines").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return sorted({line for line in lines if line})


@pytest.fixture(scope="module")
def library(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store in which each paragraph is a document; the id is its number in `texts`, from 1."""
    store = open_store(tmp_path_factory.mktemp("library"))
    with store.atomic():
        for number, text in enumerate(texts):
            keep(store, paragraph(text), number=number)
    return store


def found(store: Store, query: str) -> set[int]:
    return {row["id"] for row in search(store, query, limit=10_000)}


def holding(texts: list[str], query: str) -> set[int]:
    return {number for number, text in enumerate(texts, 1) if query in re.sub(r"[ 　]", "", text)}


@pytest.mark.parametrize("length", [1, 2, 3, 4, 17])
def test_any_words_of_this_length_are_found_wherever_they_stand_and_nowhere_else(
    library: Store, texts: list[str], length: int
) -> None:
    chosen = random.Random(f"words of {length}")
    runs = [run for text in texts for run in re.findall(r"[一-鿿]+", text) if len(run) >= length]
    for run in chosen.sample(runs, 40):
        start = chosen.randrange(len(run) - length + 1)
        query = run[start : start + length]
        assert found(library, query) == holding(texts, query), query


def test_a_quotation_is_found_with_its_punctuation(library: Store, texts: list[str]) -> None:
    chosen = random.Random("quotations")
    for text in chosen.sample([text for text in texts if len(text) > 60 and " " not in text], 40):
        start = chosen.randrange(len(text) - 30)
        query = text[start : start + 30]
        assert found(library, query) >= holding(texts, query), query


def test_words_with_a_space_between_must_all_occur(library: Store, texts: list[str]) -> None:
    assert found(library, "电梯 改造") == holding(texts, "电梯") & holding(texts, "改造")
    assert found(library, "电梯 不会出现的词") == set()


@pytest.mark.parametrize(("text", "query"), [
    ("增长１２．５％以上", "12.5%"),
    ("新增NEV充电桩", "nev"),
    ("执行 GB/T 9704-2012 标准", "gb/t 9704"),
    ("设备　更新和消 费品", "设备更新和消费品"),
    ("更新电梯㎡改造", "电梯"),
    ("第3.2类", "3.2"),
])  # fmt: skip
def test_width_case_and_typesetting_do_not_matter(store: Store, text: str, query: str) -> None:
    keep(store, paragraph(text))
    (row,) = search(store, query)
    assert row["hits"], row["snippet"]


@pytest.mark.parametrize(
    "query", ["", "   ", "%", "（）", '"', "*", "NEAR(", "a:b OR", "'; DROP TABLE documents"]
)
def test_nothing_that_is_typed_breaks_the_search(store: Store, query: str) -> None:
    keep(store, reading())
    assert search(store, query) == []


@pytest.mark.parametrize(
    "query", ["云政发〔2024〕17号", "云政发[2024] 17 号", "云政发（2024）17号", "云政发〔2024〕"]
)
def test_a_document_is_found_by_its_number_in_any_spelling(store: Store, query: str) -> None:
    saved = keep(store, reading("正文不提文号。"))
    keep(store, reading("另文。", title="另一方案", doc_number="云政发〔2023〕17号"), number=2)
    assert found(store, query) == {saved.document}


def test_a_title_counts_more_than_a_mention(store: Store) -> None:
    keep(store, reading("电梯。" * 3, title="关于供热的通知", doc_number=None))
    titled = keep(store, reading("正文。", title="老旧电梯更新方案", doc_number=None), number=2)
    assert search(store, "电梯")[0]["id"] == titled.document


def test_only_the_newest_text_is_searched(store: Store) -> None:
    keep(store, reading("原来的说法"))
    change(store, reading("后来的说法"), at=NOW + DAY)
    assert [row["snippet"] for row in search(store, "说法")] == ["后来的说法"]
    assert search(store, "原来") == []


def test_a_better_title_of_the_same_text_is_found_and_the_old_one_is_not(store: Store) -> None:
    keep(store, reading(title="关于某事的通知"))
    keep(store, reading(title="行动方案"), at=NOW + DAY)
    assert search(store, "某事") == []
    assert len(search(store, "行动方案")) == 1


def test_pages_and_filters_narrow_the_answer(store: Store) -> None:
    for number, verdict in enumerate(["plan", "review", "no"] * 2):
        keep(store, reading(f"电梯{number}", verdict=verdict, doc_number=f"云政发〔2024〕{number}号"), number)
    assert len(search(store, "电梯", verdict="review")) == 2
    pages = [search(store, "电梯", limit=4, offset=offset) for offset in (0, 4)]
    assert sorted(row["id"] for page in pages for row in page) == [1, 2, 3, 4, 5, 6]


def test_a_snippet_shows_the_first_hit_and_marks_every_one() -> None:
    text = "开头。" * 30 + "\n更新老旧电梯300部，电 梯安全。" + "结尾。" * 30
    shown = snippet(text, "电梯")
    marked = [shown["snippet"][start:end] for start, end in shown["hits"]]
    assert marked == ["电梯", "电 梯"]
    assert shown["snippet"].startswith("…")
    assert shown["snippet"].endswith("…")
    assert "\n" not in shown["snippet"]
    assert len(shown["snippet"]) < 80


def test_a_snippet_without_a_hit_is_how_the_text_begins() -> None:
    assert snippet("一、总体要求", "标题里的词") == {"snippet": "一、总体要求", "hits": []}
