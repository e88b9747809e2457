"""What becomes of a reading, and what of it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storage.database import Store
from storage.entries import mark, visited
from storage.events import events_of
from storage.library import history, list_documents
from storage.models import Attachment
from storage.outbox import open_events
from storage.readings import load_reading
from tests.storage.samples import DAY, NOW, TEXT, change, keep, reading


def told(store: Store) -> list[str]:
    return [event.kind for event in open_events(store)]


def test_a_new_plan_is_told_with_what_an_edition_needs(store: Store) -> None:
    saved = keep(store, reading())
    (event,) = open_events(store)
    assert (event.kind, event.document, event.revision, event.portal) == (
        "new",
        saved.document,
        saved.revision,
        "yunxi",
    )
    assert event.data["doc_number"] == "云政发〔2024〕17号"
    assert event.data["published_date"] == "2024-10-14"
    assert event.data["url"] == "https://www.yunxi.example/1.html"
    assert event.data["relevance"]["sort"] == "plan"


@pytest.mark.parametrize(
    ("origin", "verdict", "published", "events"),
    [
        ("new", "plan", date(2024, 10, 14), ["new"]),
        ("new", "review", date(2024, 10, 14), ["review"]),
        ("new", "no", date(2024, 10, 14), []),
        ("new", "plan", date(2024, 5, 28), ["backfill"]),
        ("backfill", "plan", date(2024, 10, 14), ["backfill"]),
        ("seed", "plan", date(2024, 10, 14), []),
        ("seed", "review", date(2024, 10, 14), []),
    ],
)
def test_what_is_told_of_a_document_seen_first(
    store: Store, origin: str, verdict: str, published: date, events: list[str]
) -> None:
    saved = keep(store, reading(verdict=verdict, published_date=published), origin=origin)
    assert saved.outcome == "new"
    assert told(store) == events


def test_an_old_signature_published_today_is_new(store: Store) -> None:
    keep(store, reading(signed_date=date(2024, 5, 28), published_date=date(2024, 10, 15)))
    assert told(store) == ["new"]


def test_the_same_page_again_changes_nothing(store: Store) -> None:
    first = keep(store, reading())
    again = keep(store, reading(TEXT.replace("\n", "\n\n ").replace("25%", "２５%")), at=NOW + DAY)
    assert (again.document, again.revision, again.outcome) == (first.document, first.revision, "unchanged")
    assert told(store) == ["new"]


def test_a_changed_text_is_a_revision_beside_the_first(store: Store) -> None:
    first = keep(store, reading())
    changed = change(store, reading(TEXT.replace("25%", "30%")), at=NOW + DAY)
    assert (changed.document, changed.outcome) == (first.document, "revised")
    assert load_reading(store, first.revision).main_text == TEXT
    assert "30%" in load_reading(store, changed.revision).main_text
    assert told(store) == ["new", "revised"]
    assert open_events(store)[-1].data["previous"] == first.revision


OTHER, THIRD = TEXT.replace("25%", "30%"), TEXT.replace("25%", "35%")


def shown(store: Store) -> str:
    """The text that a look-up gives."""
    return load_reading(store, list_documents(store)[0]["revision"]).main_text


def visit_daily(store: Store, *texts: str) -> list[str]:
    """What the events are after a page showed these texts, one a day."""
    for day, text in enumerate(texts):
        keep(store, reading(text), at=NOW + day * DAY)
    return told(store)


def test_a_change_seen_once_is_kept_and_neither_shown_nor_told(store: Store) -> None:
    assert visit_daily(store, TEXT, OTHER) == ["new"]
    assert shown(store) == TEXT
    kept = history(store, 1)["revisions"][-1]
    assert (load_reading(store, kept["id"]).main_text, kept["confirmed_at"]) == (OTHER, None)


def test_a_change_that_lasts_is_shown_and_told_once(store: Store) -> None:
    assert visit_daily(store, TEXT, OTHER, OTHER, OTHER) == ["new", "revised"]
    assert shown(store) == OTHER
    assert len(history(store, 1)["revisions"]) == 2


def test_a_change_that_did_not_last_is_never_told(store: Store) -> None:
    assert visit_daily(store, TEXT, OTHER, TEXT, TEXT) == ["new"]
    assert shown(store) == TEXT


def test_a_text_that_goes_on_changing_is_told_when_it_has_settled(store: Store) -> None:
    assert visit_daily(store, TEXT, OTHER, THIRD, THIRD) == ["new", "revised"]
    assert shown(store) == THIRD
    assert open_events(store)[-1].data["previous"] == 1


def test_a_page_that_flaps_daily_is_never_told_and_fills_no_store(store: Store) -> None:
    assert visit_daily(store, TEXT, *(OTHER, TEXT) * 20) == ["new"]
    assert len(history(store, 1)["revisions"]) == 2


def test_a_page_that_flaps_slowly_is_told_once_there_and_once_back(store: Store) -> None:
    assert visit_daily(store, TEXT, *(OTHER, OTHER, TEXT, TEXT) * 10) == ["new", "revised", "revised"]


def test_an_unchanged_answer_ends_the_wait(store: Store) -> None:
    visit_daily(store, TEXT, OTHER)
    visited(store, "https://www.yunxi.example/1.html", NOW + 2 * DAY)
    assert keep(store, reading(OTHER), at=NOW + 3 * DAY).outcome == "unconfirmed"


def test_what_two_addresses_of_a_plan_change_to_is_told_once(store: Store) -> None:
    keep(store, reading())
    keep(store, reading(), number=2)
    for day in range(1, 4):
        for number in (1, 2):
            keep(store, reading(OTHER), number=number, at=NOW + day * DAY)
    assert told(store) == ["new", "source", "revised"]
    assert len(history(store, 1)["revisions"]) == 2


def test_a_revision_of_a_seeded_plan_is_told_as_revision(store: Store) -> None:
    keep(store, reading(), origin="seed")
    change(store, reading(TEXT + "\n三、附则"), origin="seed", at=NOW + DAY)
    assert told(store) == ["revised"]


def test_a_revision_of_what_is_no_plan_is_not_told(store: Store) -> None:
    keep(store, reading(verdict="no", sort="news"))
    assert change(store, reading(TEXT + "！", verdict="no", sort="news"), at=NOW + DAY).outcome == "revised"
    assert told(store) == []


def test_a_page_that_only_now_proves_to_be_a_plan_is_new(store: Store) -> None:
    keep(store, reading("见附件。", verdict="no", sort="other"))
    keep(store, reading(), at=NOW + DAY)
    assert told(store) == ["new"]


def test_a_plan_whose_page_broke_and_came_back_is_not_new_again(store: Store) -> None:
    keep(store, reading())
    change(store, reading("页面维护中", verdict="no", sort="other"), at=NOW + DAY)
    back = keep(store, reading(), at=NOW + 2 * DAY)
    assert load_reading(store, back.revision).main_text == TEXT
    assert told(store) == ["new", "revised", "revised"]


def test_a_copy_that_cannot_be_read_does_not_replace_one_that_could(store: Store) -> None:
    first = keep(store, reading())
    worse = keep(store, reading("", status="unreadable"), at=NOW + DAY)
    assert (worse.revision, worse.outcome) == (first.revision, "unchanged")
    assert load_reading(store, worse.revision).main_text == TEXT


def test_the_plan_on_one_more_portal_is_a_source(store: Store) -> None:
    first = keep(store, reading())
    other = keep(store, reading("转载：\n" + TEXT), portal="yunling", at=NOW + DAY)
    assert (other.document, other.revision, other.outcome) == (
        first.document,
        first.revision,
        "known-elsewhere",
    )
    assert [source["portal"] for source in history(store, first.document)["sources"]] == ["yunxi", "yunling"]
    assert told(store) == ["new", "source"]


def test_a_portal_that_is_being_seeded_is_no_news_of_a_known_plan(store: Store) -> None:
    keep(store, reading())
    keep(store, reading(), portal="yunling", origin="seed")
    assert told(store) == ["new"]


def test_two_portals_with_variants_of_a_text_do_not_take_turns(store: Store) -> None:
    keep(store, reading())
    for day in range(1, 4):
        variant = keep(store, reading(TEXT + "\n（转自云溪市）"), portal="yunling", at=NOW + day * DAY)
        original = keep(store, reading(), at=NOW + day * DAY)
        assert {variant.outcome, original.outcome} <= {"known-elsewhere", "unchanged"}
    assert len(history(store, 1)["revisions"]) == 1


def test_a_change_on_the_second_portal_is_a_revision_as_well(store: Store) -> None:
    keep(store, reading())
    keep(store, reading(), portal="yunling")
    assert change(store, reading(TEXT + "\n三、附则"), portal="yunling", at=NOW + DAY).outcome == "revised"
    assert keep(store, reading(), at=NOW + DAY).outcome == "unchanged"


def test_a_portal_that_has_the_whole_plan_completes_the_notice_of_another(store: Store) -> None:
    """Without this the plan would be taken for known and missed in silence."""
    keep(store, reading("现印发给你们。", verdict="review", sort="other"))
    full = keep(store, reading(), portal="yunling", at=NOW + DAY)
    assert load_reading(store, full.revision).main_text == TEXT
    assert told(store) == ["review", "new"]


def test_a_readable_copy_replaces_an_unreadable_one(store: Store) -> None:
    keep(store, reading("", status="needs-ocr"))
    better = keep(store, reading(), portal="yunling", at=NOW + DAY)
    assert load_reading(store, better.revision).main_text == TEXT


def test_what_is_understood_better_is_taken_over_without_a_revision(store: Store) -> None:
    first = keep(store, reading(validity="有效"))
    again = keep(store, reading(validity="废止"), at=NOW + DAY)
    assert (again.revision, again.outcome) == (first.revision, "unchanged")
    assert list_documents(store)[0]["validity"] == "废止"
    assert load_reading(store, first.revision) == reading(validity="废止")
    assert told(store) == ["new"]


def test_a_better_judgement_of_a_known_text_makes_it_news_once(store: Store) -> None:
    keep(store, reading(verdict="review"))
    for day in range(1, 4):
        keep(store, reading(verdict="plan" if day % 2 else "review"), at=NOW + day * DAY)
    assert told(store) == ["review", "new"]
    assert len(history(store, 1)["revisions"]) == 1


def test_an_unreadable_attachment_is_told_once(store: Store) -> None:
    broken = Attachment(
        "附表.doc", "https://www.yunxi.example/b.doc", status="unreadable", reason="damaged file"
    )
    for day, text in enumerate((TEXT, TEXT + "一", TEXT + "二")):
        keep(store, replace(reading(text), attachments=(broken,)), at=NOW + day * DAY)
    (event,) = [event for event in events_of(store, 1) if event.kind == "attachment"]
    assert (event.data["name"], event.data["status"], event.data["reason"]) == (
        "附表.doc",
        "unreadable",
        "damaged file",
    )


def keep_and_stumble(store: Store) -> None:
    with store.atomic():
        keep(store, reading())
        mark(store, 1, "lost")


def test_a_failed_step_leaves_no_document_and_no_event(store: Store) -> None:
    with pytest.raises(ValueError, match="lost"):
        keep_and_stumble(store)
    assert list_documents(store) == []
    assert told(store) == []
    assert keep(store, reading()).outcome == "new"
    assert told(store) == ["new"]
