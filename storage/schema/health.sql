-- A column beside its own past: the rows of its first page, and the fields filled in the documents read last from it.
ALTER TABLE column_facts ADD COLUMN first_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE column_facts ADD COLUMN fields INTEGER NOT NULL DEFAULT 0;
ALTER TABLE column_facts ADD COLUMN filled INTEGER NOT NULL DEFAULT 0;

-- Did the run poll all portals that were configured then?
ALTER TABLE runs ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;

-- An address that answers "not found": in which run, on how many days while its portal was well, and on which day last.
ALTER TABLE sources ADD COLUMN missing_run INTEGER;
ALTER TABLE sources ADD COLUMN missing_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN missing_on TEXT;
ALTER TABLE documents ADD COLUMN withdrawn_at TEXT;

-- as before, with the day on which a document was withdrawn
DROP VIEW library;
CREATE VIEW library AS
SELECT
    d.id, r.title, r.notice_title, r.doc_number, r.doc_number_printed, r.issuer, r.issuer_type,
    r.signed_date, r.published_date, r.printed_date, r.region, r.division_code, r.level, r.validity, r.openness,
    r.verdict, r.sort, r.score, r.reasons, r.status, r.status_reason,
    d.origin, d.found_at, d.day, r.seen_at AS changed_at, d.withdrawn_at, r.id AS revision,
    (SELECT count(*) FROM revisions WHERE document = d.id) AS revisions,
    (SELECT name FROM baselines WHERE document = d.id) AS baseline,
    (SELECT portal FROM sources WHERE document = d.id ORDER BY portal IS NULL, id LIMIT 1) AS portal,
    (SELECT url FROM sources WHERE document = d.id ORDER BY portal IS NULL, id LIMIT 1) AS url
FROM documents AS d JOIN revisions AS r ON r.id = d.latest;
