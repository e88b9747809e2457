-- A text that a portal shows in place of a stored one counts from its second sight on.
ALTER TABLE revisions ADD COLUMN confirmed_at TEXT;  -- null: seen once, and not the document's text (yet)
UPDATE revisions SET confirmed_at = seen_at;
ALTER TABLE sources ADD COLUMN unconfirmed INTEGER REFERENCES revisions (id);  -- what it showed last, seen once

-- as before, of confirmed revisions
DROP VIEW library;
CREATE VIEW library AS
SELECT
    d.id, r.title, r.notice_title, r.doc_number, r.doc_number_printed, r.issuer, r.issuer_type,
    r.signed_date, r.published_date, r.printed_date, r.region, r.division_code, r.level, r.validity, r.openness,
    r.verdict, r.sort, r.score, r.reasons, r.status, r.status_reason,
    d.origin, d.found_at, d.day, r.confirmed_at AS changed_at, d.withdrawn_at, r.id AS revision,
    (SELECT count(*) FROM revisions WHERE document = d.id AND confirmed_at IS NOT NULL) AS revisions,
    (SELECT name FROM baselines WHERE document = d.id) AS baseline,
    (SELECT portal FROM sources WHERE document = d.id ORDER BY portal IS NULL, id LIMIT 1) AS portal,
    (SELECT url FROM sources WHERE document = d.id ORDER BY portal IS NULL, id LIMIT 1) AS url
FROM documents AS d JOIN revisions AS r ON r.id = d.latest;
