-- Of each plan's newest text a sketch, by which plans with text in common are found (pipelines/compare/sketches.py).
CREATE TABLE sketches (
    revision INTEGER PRIMARY KEY REFERENCES revisions (id),
    reading_key TEXT NOT NULL,
    sketch BLOB NOT NULL
) STRICT;

-- What a comparison is with: all baselines together, or the superior plan that the plan cites.
ALTER TABLE comparisons ADD COLUMN beside TEXT NOT NULL DEFAULT 'baselines'
    CHECK (beside IN ('baselines', 'superior'));
