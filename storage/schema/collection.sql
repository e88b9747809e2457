-- What is known of portals: runs, list pages and their rows, what a run saw, and its verdicts.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    exit_code INTEGER,
    portals TEXT NOT NULL
) STRICT;

CREATE TABLE "columns" (
    portal TEXT NOT NULL,
    url TEXT NOT NULL,
    walking INTEGER NOT NULL,  -- a walk over its list pages has begun and not reached its end
    seeded_at TEXT,
    PRIMARY KEY (portal, url)
) STRICT;

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    "column" TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('seed', 'new')),
    state TEXT NOT NULL,
    found_at TEXT NOT NULL,
    run INTEGER REFERENCES runs (id),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    document INTEGER REFERENCES documents (id),
    UNIQUE (portal, "column", url)
) STRICT;
CREATE INDEX entries_url ON entries (portal, url);
CREATE INDEX entries_pending ON entries (portal) WHERE state = 'pending';
CREATE INDEX entries_newest ON entries (portal, "column", date);

CREATE TABLE validators (
    url TEXT PRIMARY KEY,
    portal TEXT,
    "column" TEXT,  -- of a list page; null of any other
    etag TEXT,
    last_modified TEXT,
    stored_at TEXT NOT NULL
) STRICT;

CREATE TABLE column_facts (
    run INTEGER NOT NULL REFERENCES runs (id),
    portal TEXT NOT NULL,
    "column" TEXT NOT NULL,
    requested INTEGER NOT NULL,
    status INTEGER,
    not_modified INTEGER NOT NULL,
    fault TEXT,
    detail TEXT,
    entries INTEGER NOT NULL,
    dated INTEGER NOT NULL,
    titled INTEGER NOT NULL,
    newest TEXT,
    new_entries INTEGER NOT NULL,
    canary INTEGER,
    details_failed INTEGER NOT NULL,
    details_read INTEGER NOT NULL,
    PRIMARY KEY (portal, "column", run)
) STRICT;
CREATE INDEX column_facts_run ON column_facts (run);

CREATE TABLE health (
    portal TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (id),
    verdict TEXT NOT NULL,
    reason_zh TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (portal, run)
) STRICT, WITHOUT ROWID;
