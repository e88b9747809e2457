"""The only floor that knows SQLite: one database and one archive of raw bytes; no parsing and no network here.

database (open, transactions), errors, migrations and schema/; archive (raw bytes); documents, with identity, keys,
readings and events under it; entries (list pages), runs (facts, health); baselines, comparisons; outbox; search;
maintenance. `models` are the words of the domain, which every other floor speaks, too.
"""
