-- Where each paper lies: places with labels, and moves that are only ever added to. Originals are listed, kept apart, and sent back.
-- What was scanned is destroyed only after two persons checked it and the time to keep it is over.

CREATE TABLE paper_place (
    id         uuid PRIMARY KEY,
    -- On its label, capitals and digits.
    code       text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9]{1,12}$'),
    kind       smallint NOT NULL,
    name       text NOT NULL,
    made_by    uuid NOT NULL,
    made_at    timestamptz NOT NULL
);

CREATE TABLE original_paper (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    description      text NOT NULL,
    valuable         boolean NOT NULL DEFAULT false,
    logged_by        uuid NOT NULL,
    logged_at        timestamptz NOT NULL,
    -- Money and identity papers are seen by two persons.
    witnessed_by     uuid,
    witnessed_at     timestamptz,
    CHECK (witnessed_by IS NULL OR witnessed_by <> logged_by)
);
CREATE INDEX original_paper_communication ON original_paper (communication_id);

-- One of an envelope, an original, a place (a box on a shelf); into a place, or out of the house.
CREATE TABLE paper_move (
    id               uuid PRIMARY KEY,
    communication_id uuid REFERENCES communication,
    original_id      uuid REFERENCES original_paper,
    place_id         uuid REFERENCES paper_place,
    to_place_id      uuid REFERENCES paper_place,
    fate             smallint,
    detail           text,
    moved_by         uuid NOT NULL,
    moved_at         timestamptz NOT NULL,
    CHECK (num_nonnulls(communication_id, original_id, place_id) = 1),
    CHECK (num_nonnulls(to_place_id, fate) = 1),
    CHECK (place_id IS NULL OR place_id <> to_place_id)
);
CREATE INDEX paper_move_communication ON paper_move (communication_id, moved_at DESC, id DESC) WHERE communication_id IS NOT NULL;
CREATE INDEX paper_move_original ON paper_move (original_id, moved_at DESC, id DESC) WHERE original_id IS NOT NULL;
CREATE INDEX paper_move_place ON paper_move (place_id, moved_at DESC, id DESC) WHERE place_id IS NOT NULL;
CREATE INDEX paper_move_to ON paper_move (to_place_id, moved_at DESC) WHERE to_place_id IS NOT NULL;
CREATE INDEX envelope_serial ON envelope (serial) WHERE serial IS NOT NULL;

-- The scan of a batch was compared with its paper, page by page.
CREATE TABLE batch_check (
    batch_id   uuid NOT NULL REFERENCES batch,
    checked_by uuid NOT NULL,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (batch_id, checked_by)
);

-- A blockage, or an error of the administration, that somebody reports by any door (R-110). The day that counts is that of what brought it.
CREATE TABLE blockage_report (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    kind             smallint NOT NULL,
    words            text NOT NULL,
    blocked_since    date,
    reported_by      uuid NOT NULL,
    reported_at      timestamptz NOT NULL,
    answered_by      uuid,
    answered_at      timestamptz,
    answer           text,
    UNIQUE (communication_id, kind),
    CHECK ((answered_at IS NULL) = (answer IS NULL))
);
CREATE INDEX blockage_report_open ON blockage_report (reported_at, id) WHERE answered_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON blockage_report TO passerelle;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['paper_place', 'original_paper', 'paper_move', 'batch_check', 'blockage_report'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known()))', t || '_actor', t);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON paper_place, original_paper, paper_move, batch_check TO passerelle;
GRANT UPDATE (witnessed_by, witnessed_at) ON original_paper TO passerelle;

ALTER FUNCTION passerelle_grant_services RENAME TO passerelle_grant_services_before_papers;
CREATE FUNCTION passerelle_grant_services() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    PERFORM passerelle_grant_services_before_papers();
    FOREACH service IN ARRAY ARRAY['post', 'cases'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_' || service);
        EXECUTE format('GRANT SELECT, INSERT ON paper_place, original_paper, paper_move, batch_check TO %I', 'passerelle_' || service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON blockage_report TO %I', 'passerelle_' || service);
        EXECUTE format('GRANT UPDATE (witnessed_by, witnessed_at) ON original_paper TO %I', 'passerelle_' || service);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_services FROM PUBLIC;
