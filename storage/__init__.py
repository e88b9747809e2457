"""The only floor that knows SQLite; no parsing and no network here."""
