-- The scanning desk (M3): pages scanned again, the rest of a batch after a jam, separator sheets that were probably missed.
-- The file of a batch is never altered. A page may stand in another place than that of its file: in the place of a page that
-- could not be used, or behind the last page of the batch that its own file continues.

-- Where the page was scanned, once it has been moved; batch_id and number say where it stands.
ALTER TABLE page ADD COLUMN file_batch_id uuid REFERENCES batch;
ALTER TABLE page ADD COLUMN file_number integer;
-- 0 counts, 1 replaced by a new scan, 2 a second scan of a page that stands elsewhere, 3 waits for a person to give it a place, 4 the empty back of
-- a sheet, shown and not counted.
ALTER TABLE page ADD COLUMN standing smallint NOT NULL DEFAULT 0;
-- What does not count is seen with the communication that it was scanned for, which the protection of a person hides.
ALTER TABLE page ADD COLUMN kept_for uuid REFERENCES communication;
ALTER TABLE page ADD CONSTRAINT page_file_whole CHECK ((file_batch_id IS NULL) = (file_number IS NULL));
CREATE INDEX page_file ON page (file_batch_id, file_number) WHERE file_batch_id IS NOT NULL;
CREATE INDEX page_aside ON page (batch_id, number) WHERE standing <> 0;

-- An envelope whose pages were found to belong to another one; it keeps no page of its own.
ALTER TABLE envelope ADD COLUMN part_of uuid REFERENCES envelope;
-- The batch that this one is the rest of, from the sheet at its head; it may still be in reading.
ALTER TABLE batch ADD COLUMN continues uuid REFERENCES batch;
-- What stood where before its pages joined that batch.
ALTER TABLE batch ADD COLUMN joined jsonb;
CREATE INDEX batch_continues ON batch (continues) WHERE continues IS NOT NULL;
-- The number printed on a sheet that continues a batch: the last ten figures of its identifier.
CREATE INDEX batch_code ON batch (upper(right(id::text, 10)));

-- What is to be scanned again, and why.
CREATE TABLE rescan (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    batch_id         uuid NOT NULL REFERENCES batch,
    -- The place of the page; none when the whole envelope is to be scanned again.
    number           integer,
    reason           smallint NOT NULL,
    note             text NOT NULL DEFAULT '',
    asked_by         uuid NOT NULL,
    asked_at         timestamptz NOT NULL,
    -- Scanned again, or withdrawn.
    ended_at         timestamptz,
    withdrawn        boolean NOT NULL DEFAULT false,
    -- What stood where before the new scan took its place.
    placed           jsonb
);
CREATE UNIQUE INDEX rescan_open ON rescan (communication_id, coalesce(number, 0)) WHERE ended_at IS NULL;
CREATE INDEX rescan_asked ON rescan (asked_at, id) WHERE ended_at IS NULL;
CREATE INDEX rescan_code ON rescan (upper(right(id::text, 10)));

-- A separator sheet that was probably missed before a page, with the reasons. A person decides.
CREATE TABLE missed_sheet (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    batch_id         uuid NOT NULL REFERENCES batch,
    page             integer NOT NULL,
    reasons          jsonb NOT NULL,
    proposed_at      timestamptz NOT NULL,
    decided_at       timestamptz,
    decided_by       uuid,
    accepted         boolean,
    CHECK ((decided_at IS NULL) = (accepted IS NULL)),
    UNIQUE (batch_id, page)
);
CREATE INDEX missed_sheet_open ON missed_sheet (communication_id, page) WHERE decided_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON rescan, missed_sheet TO passerelle;

-- Both are seen with their communication.
ALTER TABLE rescan ENABLE ROW LEVEL SECURITY;
ALTER TABLE rescan FORCE ROW LEVEL SECURITY;
CREATE POLICY rescan_actor ON rescan USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = communication_id));
ALTER TABLE missed_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE missed_sheet FORCE ROW LEVEL SECURITY;
CREATE POLICY missed_sheet_actor ON missed_sheet USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = communication_id));

-- What was read is found where the page stands now, what is known of its looks goes with it; what does not count is not found. A page
-- on its way has a negative number.
CREATE FUNCTION search_move_pages() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE page_likeness l SET batch_id = c.batch_id, page = c.number FROM gone g JOIN came c ON c.id = g.id
        WHERE l.batch_id = g.batch_id AND l.page = g.number AND (g.batch_id, g.number) <> (c.batch_id, c.number);
    UPDATE resemblance r SET later_page = c.number FROM gone g JOIN came c ON c.id = g.id JOIN envelope e ON e.batch_id IN (g.batch_id, c.batch_id)
        WHERE r.later_id = e.communication_id AND r.later_page = g.number AND g.number <> c.number;
    UPDATE resemblance r SET earlier_page = c.number FROM gone g JOIN came c ON c.id = g.id JOIN envelope e ON e.batch_id IN (g.batch_id, c.batch_id)
        WHERE r.earlier_id = e.communication_id AND r.earlier_page = g.number AND g.number <> c.number;
    DELETE FROM search_text s USING gone g WHERE s.kind = 1 AND s.source = g.batch_id AND s.page = g.number;
    INSERT INTO search_text (kind, source, page, words)
        SELECT 1, batch_id, number, search_vector(text) FROM came
        WHERE text <> '' AND NOT separator AND standing IN (0, 4) AND number > 0
        ON CONFLICT (kind, source, page) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;
CREATE TRIGGER page_moved AFTER UPDATE ON page REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION search_move_pages();

CREATE FUNCTION passerelle_grant_scanning() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('passerelle_post', 'passerelle_cases') LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON rescan, missed_sheet TO %I', role);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_scanning FROM PUBLIC;
