-- An evidence that a person recorded by mistake and took back within a day: it stays on record, and counts for nothing.
ALTER TABLE evidence ADD COLUMN withdrawn_at timestamptz;
