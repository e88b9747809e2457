-- The bigrams of each clause of the plan, by which the likest clauses of all plans are found (pipelines/compare/likest.py).
ALTER TABLE sketches ADD COLUMN features BLOB;
ALTER TABLE sketches ADD COLUMN counts BLOB;
