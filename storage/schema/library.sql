-- What look-ups read: each document as it stands in its newest revision.
CREATE VIEW library AS
SELECT
    d.id, r.title, r.notice_title, r.doc_number, r.doc_number_printed, r.issuer, r.issuer_type,
    r.signed_date, r.published_date, r.printed_date, r.region, r.division_code, r.level, r.validity, r.openness,
    r.verdict, r.sort, r.score, r.reasons, r.status, r.status_reason,
    d.origin, d.found_at, d.day, r.seen_at AS changed_at, r.id AS revision,
    (SELECT count(*) FROM revisions WHERE document = d.id) AS revisions,
    (SELECT name FROM baselines WHERE document = d.id) AS baseline,
    (SELECT portal FROM sources WHERE document = d.id ORDER BY portal IS NULL, id LIMIT 1) AS portal,
    (SELECT url FROM sources WHERE document = d.id ORDER BY portal IS NULL, id LIMIT 1) AS url
FROM documents AS d JOIN revisions AS r ON r.id = d.latest;

-- The search index keeps no text of its own: rowid is the revision, storage/search.py makes the tokens.
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, number, body, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
