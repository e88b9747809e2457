-- What happened, which edition told it, and to whom that was delivered.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    document INTEGER REFERENCES documents (id),
    revision INTEGER REFERENCES revisions (id),
    portal TEXT,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX events_document ON events (document);
CREATE INDEX events_portal ON events (portal, kind);

CREATE TABLE editions (
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE edition_events (
    event INTEGER PRIMARY KEY REFERENCES events (id),  -- an event is told once
    edition INTEGER NOT NULL REFERENCES editions (id)
) STRICT;
CREATE INDEX edition_events_edition ON edition_events (edition);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL REFERENCES editions (id),
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    raw BLOB NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'refused', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    UNIQUE (message_id, recipient)
) STRICT;
CREATE INDEX outbox_open ON outbox (status) WHERE status IN ('waiting', 'unknown');

CREATE TABLE receipts (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES outbox (id),
    at TEXT NOT NULL,
    status TEXT NOT NULL,
    error TEXT
) STRICT;
CREATE INDEX receipts_message ON receipts (message);
