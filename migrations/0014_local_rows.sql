-- What a prefecture changes in its own rows of the catalogue, proposed by one person and accepted by another, and the signatures under
-- the rows from memory. Nothing here is ever changed or taken away: an undoing is a proposal of its own.

CREATE TABLE local_row (
    id          uuid PRIMARY KEY,
    -- The table and the key of the row, as the catalogue names them.
    kind        text NOT NULL CHECK (kind <> ''),
    row_key     text NOT NULL CHECK (row_key <> ''),
    says        jsonb NOT NULL,
    source      text NOT NULL CHECK (btrim(source) <> ''),
    starts_on   date NOT NULL,
    certainty   text NOT NULL CHECK (certainty IN ('verified', 'secondary', 'memory')),
    reason      text NOT NULL CHECK (btrim(reason) <> ''),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    UNIQUE (id, proposed_by)
);
CREATE INDEX local_row_of ON local_row (kind, row_key, proposed_at);

CREATE TABLE local_row_decision (
    local_row_id uuid PRIMARY KEY,
    proposed_by  uuid NOT NULL,
    -- 1 accepted, 2 refused, 3 withdrawn
    outcome      smallint NOT NULL CHECK (outcome IN (1, 2, 3)),
    reason       text NOT NULL CHECK (btrim(reason) <> ''),
    decided_by   uuid NOT NULL,
    decided_at   timestamptz NOT NULL,
    -- The order in which changes were accepted is the order in which they are applied.
    place        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    FOREIGN KEY (local_row_id, proposed_by) REFERENCES local_row (id, proposed_by),
    -- Four eyes: whoever proposed it may only withdraw it, and nobody else can.
    CONSTRAINT local_row_four_eyes CHECK ((decided_by = proposed_by) = (outcome = 3))
);

CREATE TABLE row_signature (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL,
    row_key    text NOT NULL,
    starts_on  date NOT NULL,
    -- SHA-256 of what the row says: other words or figures need another signature.
    digest     bytea NOT NULL CHECK (length(digest) = 32),
    -- What was signed, in the form whose digest that is.
    content    text NOT NULL,
    note       text NOT NULL,
    signed_by  uuid NOT NULL,
    signed_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX row_signature_once ON row_signature (digest, signed_by);
CREATE INDEX row_signature_of ON row_signature (kind, row_key, signed_at);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['local_row', 'local_row_decision', 'row_signature'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known()))', t || '_actor', t);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON local_row, local_row_decision, row_signature TO passerelle;

-- Every service reads the catalogue; the desk of the officers alone writes it. Called beside passerelle_grant_services.
CREATE FUNCTION passerelle_grant_catalogue() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    FOR service IN SELECT rolname FROM pg_roles
                    WHERE rolname IN ('passerelle_mail', 'passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api') LOOP
        EXECUTE format('GRANT SELECT ON local_row, local_row_decision, row_signature TO %I', service);
        IF service = 'passerelle_cases' THEN
            EXECUTE format('GRANT INSERT ON local_row, local_row_decision, row_signature TO %I', service);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_catalogue FROM PUBLIC;
