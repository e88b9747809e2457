-- What `planwatch portals check` saw last of a column; apart from runs, which it neither seeds nor judges.
CREATE TABLE checks (
    portal TEXT NOT NULL,
    "column" TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason_zh TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    entries INTEGER NOT NULL,
    dated INTEGER NOT NULL,
    newest TEXT,
    sample TEXT NOT NULL,  -- the first rows, as JSON
    PRIMARY KEY (portal, "column")
) STRICT, WITHOUT ROWID;
