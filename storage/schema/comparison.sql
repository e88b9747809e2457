-- The known plans, and how stored revisions differ from them.
CREATE TABLE baselines (
    name TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    revision INTEGER NOT NULL REFERENCES revisions (id),
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE comparisons (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    reading_key TEXT NOT NULL,
    baseline_set TEXT NOT NULL,
    made_at TEXT NOT NULL,
    UNIQUE (revision, reading_key, baseline_set)
) STRICT;

CREATE TABLE comparison_baselines (
    comparison INTEGER NOT NULL REFERENCES comparisons (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pairs (
    comparison INTEGER NOT NULL REFERENCES comparisons (id),
    position INTEGER NOT NULL,
    clause TEXT NOT NULL,
    baseline TEXT NOT NULL,
    baseline_clause TEXT NOT NULL,
    score REAL NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    comparison INTEGER NOT NULL REFERENCES comparisons (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    clause TEXT,
    topic TEXT,
    quote TEXT NOT NULL,
    weight REAL NOT NULL,
    summary_zh TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_kind ON findings (kind);

CREATE TABLE finding_baselines (
    comparison INTEGER NOT NULL REFERENCES comparisons (id),
    finding INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    clause TEXT,
    quote TEXT NOT NULL,
    PRIMARY KEY (comparison, finding, position)
) STRICT, WITHOUT ROWID;
