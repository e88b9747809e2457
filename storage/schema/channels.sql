-- A message goes by mail, or over a channel whose name is its recipient; how to read `raw` depends on it.
ALTER TABLE outbox ADD COLUMN via TEXT NOT NULL DEFAULT 'mail' CHECK (via IN ('mail', 'channel'));
CREATE INDEX outbox_recipient ON outbox (recipient);
