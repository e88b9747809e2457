-- A document is a thing that was issued; what is known of it stands in its newest revision, `latest`.
-- number_key, title_key, issuer and signed_date of that revision are repeated here: they are its logical key.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    number_key TEXT,
    title_key TEXT,
    issuer TEXT,
    signed_date TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('seed', 'new', 'backfill', 'file')),
    found_at TEXT NOT NULL,
    day TEXT NOT NULL,  -- under which it is listed: published, else signed, else found
    latest INTEGER REFERENCES revisions (id)
) STRICT;
CREATE INDEX documents_number ON documents (number_key);
CREATE INDEX documents_title ON documents (title_key);
CREATE INDEX documents_signed ON documents (signed_date);
CREATE INDEX documents_day ON documents (day);
CREATE INDEX documents_latest ON documents (latest);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    url TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    run INTEGER REFERENCES runs (id),
    page_sha256 TEXT,
    text_key TEXT NOT NULL,
    reading_key TEXT NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT,
    verdict TEXT NOT NULL,
    sort TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    title TEXT,
    notice_title TEXT,
    doc_number TEXT,
    doc_number_printed TEXT,
    issuer TEXT,
    issuer_type TEXT,
    signed_date TEXT,
    published_date TEXT,
    printed_date TEXT,
    region TEXT,
    division_code TEXT,
    level TEXT,
    validity TEXT,
    openness TEXT
) STRICT;
CREATE INDEX revisions_document ON revisions (document);
CREATE INDEX revisions_text ON revisions (text_key);

-- apart from the fields, so that looking through many documents does not read their texts
CREATE TABLE texts (
    revision INTEGER PRIMARY KEY REFERENCES revisions (id),
    main_text TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    url TEXT NOT NULL UNIQUE,
    portal TEXT,
    "column" TEXT,
    page_sha256 TEXT,
    text_key TEXT NOT NULL,
    found_at TEXT NOT NULL,
    visited_at TEXT NOT NULL
) STRICT;
CREATE INDEX sources_document ON sources (document);
CREATE INDEX sources_portal ON sources (portal);
