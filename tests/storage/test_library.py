"""Looking documents up, by filters and by any of their names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storage.baselines import name_baseline
from storage.database import Store
from storage.library import find, history, list_documents
from tests.storage.samples import DAY, NOW, TEXT, change, keep, reading


@pytest.fixture
def three(store: Store) -> Store:
    """1: the plan of 云溪; 2: an older one of 云岭 for review, found on another portal; 3: news without any date."""
    keep(store, reading(region="云岭省云溪市", level="prefecture"))
    older = {"title": "云岭省实施方案", "doc_number": "云岭政〔2024〕3号", "issuer": "云岭省人民政府"}
    dates: dict[str, Any] = {"published_date": None, "signed_date": date(2024, 4, 1)}
    keep(
        store,
        reading("省方案", verdict="review", region="云岭省", level="province", **older, **dates),
        2,
        portal="yunling",
    )
    undated: dict[str, Any] = {
        "doc_number": None,
        "published_date": None,
        "signed_date": None,
        "issuer": None,
    }
    keep(store, reading("要闻", verdict="no", sort="news", title="云溪召开会议", **undated), 3, origin="seed")
    return store


def ids(store: Store, **filters: Any) -> list[int]:
    return [row["id"] for row in list_documents(store, **filters)]


def test_the_latest_stand_first_by_publication_else_signature_else_discovery(three: Store) -> None:
    assert ids(three) == [3, 1, 2]
    assert [row["day"] for row in list_documents(three)] == ["2024-10-15", "2024-10-14", "2024-04-01"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"region": "云岭"}, [1, 2]),
        ({"region": "云溪"}, [1]),
        ({"level": "province"}, [2]),
        ({"portal": "yunling"}, [2]),
        ({"verdict": "plan"}, [1]),
        ({"sort": "news"}, [3]),
        ({"status": "read"}, [3, 1, 2]),
        ({"origin": "seed"}, [3]),
        ({"issuer": "云岭省"}, [2]),
        ({"title": "方案"}, [1, 2]),
        ({"since": "2024-10-14"}, [3, 1]),
        ({"until": "2024-10-14"}, [1, 2]),
        ({"topic": "T07", "verdict": "review"}, [2]),
        ({"run": 1}, []),
        ({"baseline": True}, []),
        ({"baseline": False, "level": None}, [3, 1, 2]),
        ({"limit": 1, "offset": 1}, [1]),
    ],
)
def test_filters_combine(three: Store, filters: dict[str, Any], expected: list[int]) -> None:
    assert ids(three, **filters) == expected


def test_an_unknown_filter_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no filter named colour"):
        list_documents(store, colour="red")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("2", [2]),
        ("云政发〔2024〕17号", [1]),
        ("云政发[2024]17号", [1]),
        ("云政发 （2024） 17 号", [1]),
        ("https://www.yunxi.example/3.html", [3]),
        ("云岭省实施方案", [2]),
        ("云溪市人民政府关于印发《云溪市推动大规模设备更新和消费品以旧换新行动方案》的通知", [1]),
        ("方案", [1, 2]),
        ("yunling-plan", [2]),
        ("云政发〔2024〕18号", []),
        ("99", []),
        ("", []),
        ("〔〕", []),
    ],
)
def test_a_document_is_found_by_any_name(three: Store, query: str, expected: list[int]) -> None:
    name_baseline(three, "yunling-plan", 2, NOW)
    assert [row["id"] for row in find(three, query)] == expected


def test_a_history_has_revisions_sources_and_events_in_order(store: Store) -> None:
    keep(store, reading())
    change(store, reading(TEXT + "\n三、附则"), at=NOW + DAY)
    keep(store, reading(TEXT + "\n四、附则"), at=NOW + 2 * DAY)
    keep(store, reading(), portal="yunling", at=NOW + 2 * DAY)
    told = history(store, 1)
    assert told["document"]["revisions"] == 2
    assert [row["seen_at"][:10] for row in told["revisions"]] == ["2024-10-15", "2024-10-16", "2024-10-17"]
    assert [bool(row["confirmed_at"]) for row in told["revisions"]] == [True, True, False]
    assert [row["portal"] for row in told["sources"]] == ["yunxi", "yunling"]
    assert [event.kind for event in told["events"]] == ["new", "revised", "source"]
    with pytest.raises(KeyError):
        history(store, 2)
