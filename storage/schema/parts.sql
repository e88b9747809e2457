-- What was read from a revision's text. Parts are ordered: their key is the revision and the place in it, from 0.
CREATE TABLE evidence (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    source TEXT NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflicts (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clauses (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    clause TEXT NOT NULL,
    level INTEGER NOT NULL,
    marker TEXT NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    modality TEXT,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE units (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    clause TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    etc INTEGER NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX units_name ON units (name);

CREATE TABLE topics (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    clause TEXT NOT NULL,
    topic TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_topic ON topics (topic);

CREATE TABLE targets (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    clause TEXT NOT NULL,
    indicator TEXT NOT NULL,
    comparator TEXT NOT NULL,
    value REAL,
    value_to REAL,  -- upper end of a range
    unit TEXT NOT NULL,
    deadline_year INTEGER,
    base_year INTEGER,
    kind TEXT NOT NULL,
    core INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX targets_indicator ON targets (indicator);

CREATE TABLE citations (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    title TEXT,
    doc_number TEXT,
    number_key TEXT,
    quote TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX citations_number ON citations (number_key);

CREATE TABLE attachments (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    media_type TEXT,
    sha256 TEXT,
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
