-- The day from which a letter counts was read wrongly. A date only moves earlier, or is corrected by two persons (I-03): one reads the
-- envelope otherwise, says why and which page shows it; another one accepts or refuses.

CREATE TABLE date_correction (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    -- What the first person says stands on it.
    reading          jsonb NOT NULL,
    before_on        date NOT NULL,
    before_kind      smallint NOT NULL,
    after_on         date NOT NULL,
    after_kind       smallint NOT NULL,
    reason           text NOT NULL CHECK (reason <> ''),
    -- The page that shows it, by its place in the envelope, and the part of it: left, top, width, height.
    page             integer NOT NULL CHECK (page > 0),
    part             text,
    proposed_by      uuid NOT NULL,
    proposed_at      timestamptz NOT NULL,
    -- 1 accepted, 2 refused, 3 taken back by who proposed it.
    outcome          smallint,
    decided_by       uuid,
    decided_at       timestamptz,
    answer           text,
    CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)),
    CHECK (CASE WHEN outcome = 3 THEN decided_by = proposed_by ELSE decided_by <> proposed_by END),
    CHECK (outcome IS DISTINCT FROM 2 OR answer <> '')
);
CREATE UNIQUE INDEX date_correction_open ON date_correction (communication_id) WHERE outcome IS NULL;
CREATE INDEX date_correction_communication ON date_correction (communication_id, proposed_at);

-- As visible as its communication.
ALTER TABLE date_correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE date_correction FORCE ROW LEVEL SECURITY;
CREATE POLICY date_correction_actor ON date_correction USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = communication_id));

GRANT SELECT, INSERT ON date_correction TO passerelle;
GRANT UPDATE (outcome, decided_by, decided_at, answer) ON date_correction TO passerelle;

-- The mailroom proposes and decides; every desk that takes a registration back ends what was proposed of it.
CREATE FUNCTION passerelle_grant_date_corrections() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles
        WHERE rolname IN ('passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api') LOOP
        EXECUTE format('GRANT SELECT, UPDATE (outcome, decided_by, decided_at, answer) ON date_correction TO %I', role);
        IF role = 'passerelle_post' THEN
            EXECUTE format('GRANT INSERT ON date_correction TO %I', role);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_date_corrections FROM PUBLIC;
