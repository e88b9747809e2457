-- From what sides a document is looked for most: repeated here from its newest revision, as its logical key is, so
-- that a list, and the counts beside it, read one index and no revision.
ALTER TABLE documents ADD COLUMN verdict TEXT NOT NULL DEFAULT 'no';
ALTER TABLE documents ADD COLUMN province TEXT;  -- the first two digits of its division code, else its region's name
ALTER TABLE documents ADD COLUMN level TEXT;
ALTER TABLE documents ADD COLUMN month TEXT GENERATED ALWAYS AS (substr(day, 1, 7)) VIRTUAL;
UPDATE documents SET (verdict, province, level) = (
    SELECT r.verdict, coalesce(substr(r.division_code, 1, 2), r.region), r.level FROM revisions r WHERE r.id = latest
) WHERE latest IS NOT NULL;
CREATE INDEX documents_sides ON documents (verdict, province, level, month);
CREATE INDEX documents_listed ON documents (verdict, day DESC, id DESC);
DROP INDEX revisions_province;

-- All values of an indicator, without a look at the rows of the targets.
CREATE INDEX targets_values ON targets (core, indicator, unit, kind, value, revision);
