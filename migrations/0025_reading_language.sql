-- The language in which the pages of a communication are read, once somebody says another one than French.

-- The language of the text that a page has now, as the files of language data are named.
ALTER TABLE page ADD COLUMN language text NOT NULL DEFAULT 'fra';

-- What a page said when it was read in each of its languages: to go back, and to and fro, without reading again.
CREATE TABLE page_reading (
    page_id     uuid NOT NULL REFERENCES page,
    language    text NOT NULL,
    text_source smallint NOT NULL,
    confidence  real,
    text        text NOT NULL,
    words       jsonb NOT NULL,
    kept_at     timestamptz NOT NULL,
    PRIMARY KEY (page_id, language)
);

-- The language last asked for, and how far the reading in it is.
CREATE TABLE reading_again (
    communication_id uuid PRIMARY KEY REFERENCES communication,
    language         text NOT NULL,
    asked_by         uuid NOT NULL,
    asked_at         timestamptz NOT NULL,
    pages            integer NOT NULL,
    pages_read       integer NOT NULL DEFAULT 0,
    -- Read, given up or taken back.
    ended_at         timestamptz,
    failure          text
);

GRANT SELECT, INSERT, UPDATE ON page_reading, reading_again TO passerelle;

-- Both are seen with their communication.
ALTER TABLE page_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE page_reading FORCE ROW LEVEL SECURITY;
CREATE POLICY page_reading_actor ON page_reading USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM page p JOIN envelope e ON e.batch_id = p.batch_id AND p.number BETWEEN e.first_page AND e.last_page
                JOIN communication c ON c.id = e.communication_id WHERE p.id = page_id));
ALTER TABLE reading_again ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading_again FORCE ROW LEVEL SECURITY;
CREATE POLICY reading_again_actor ON reading_again USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = communication_id));

CREATE FUNCTION passerelle_grant_readings() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_post') THEN
        GRANT SELECT, INSERT, UPDATE ON page_reading, reading_again TO passerelle_post;
    END IF;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_readings FROM PUBLIC;
