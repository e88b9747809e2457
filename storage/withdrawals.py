"""Documents that portals have withdrawn: their address answers "not found" on several days while the portal is well."""

from __future__ import annotations

from datetime import datetime

from storage.database import Store
from storage.events import record_event
from storage.readings import load_reading

GONE_AFTER = 3  # days on which the address was asked for and not found


def note_missing(store: Store, source: int, run: int) -> None:
    """The address of a stored document was not found in this run. Whether that counts, the portal's verdict tells."""
    store.write("UPDATE sources SET missing_run = ? WHERE id = ?", [run, source])


def found_again(store: Store, url: str) -> None:
    """The address answers as it should: what was counted against it is void."""
    store.write(
        "UPDATE sources SET missing_run = NULL, missing_days = 0, missing_on = NULL WHERE url = ?", [url]
    )
    store.write(
        """
        UPDATE documents SET withdrawn_at = NULL
        WHERE withdrawn_at IS NOT NULL AND id = (SELECT document FROM sources WHERE url = ?)
        """,
        [url],
    )


def count_missing(store: Store, portal: str, run: int, now: datetime) -> None:
    """Count a day for each address that this run did not find, in one transaction with the events that tell of it.

    To be called where the portal is well otherwise. A document of which no portal has a page any more is withdrawn;
    until then, and after, it stays stored.
    """
    day, at = now.date().isoformat(), now.isoformat(timespec="seconds")
    missed = store.rows(
        """
        SELECT id, document, url, missing_days FROM sources
        WHERE portal = ? AND missing_run = ? AND coalesce(missing_on, '') != ?
        """,
        [portal, run, day],
    )
    with store.atomic():
        for source in missed:
            days = source["missing_days"] + 1
            store.update("sources", source["id"], {"missing_days": days, "missing_on": day})
            if days < GONE_AFTER:
                continue
            # not due again before the next of its days, whatever it showed before it was gone
            store.update("sources", source["id"], {"visited_at": at, "unconfirmed": None})
            if days == GONE_AFTER and _is_gone(store, source["document"]):
                _withdraw(store, source["document"], portal, source["url"], now)


def _is_gone(store: Store, document: int) -> bool:
    standing = "SELECT 1 FROM sources WHERE document = ? AND portal IS NOT NULL AND missing_days < ?"
    return store.row(standing, [document, GONE_AFTER]) is None


def _withdraw(store: Store, document: int, portal: str, url: str, now: datetime) -> None:
    store.update("documents", document, {"withdrawn_at": now.isoformat(timespec="seconds")})
    revision = int(store.value("SELECT latest FROM documents WHERE id = ?", [document]))
    told = load_reading(store, revision)
    data = {**told.metadata.to_json(), "url": url, "relevance": told.relevance.to_json()}
    record_event(store, "withdrawn", now, document=document, revision=revision, portal=portal, data=data)
