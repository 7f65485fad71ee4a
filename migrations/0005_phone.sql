-- The telephone: calls, their recordings, callbacks and their attempts.

-- One call, which is one communication. The codes are those of CallState, CallChoice and CallOutcome.
CREATE TABLE call (
    communication_id  uuid PRIMARY KEY REFERENCES communication,
    -- The operator's name of the call; a call noted by hand has one of ours.
    sid               text NOT NULL UNIQUE,
    number_called     text NOT NULL,
    -- As the operator showed it, and as understood (E.164).
    caller_as_shown   text NOT NULL,
    caller            text,
    -- The number belongs to an unsafe contact point or to a protected person: nothing is disclosed, nothing is sent to it.
    guarded           boolean NOT NULL DEFAULT false,
    language          text NOT NULL DEFAULT 'fr',
    state             smallint NOT NULL,
    choice            smallint,
    reference_typed   text,
    started_at        timestamptz NOT NULL,
    ended_at          timestamptz,
    agent             uuid,
    outcome           smallint,
    summary           text,
    recording_sid     text,
    recording_seconds integer,
    recording_sha256  bytea REFERENCES blob,
    protection        smallint NOT NULL DEFAULT 0
);
CREATE INDEX call_open ON call (started_at, communication_id) INCLUDE (protection, state) WHERE state < 6;
CREATE INDEX call_caller ON call (caller) WHERE caller IS NOT NULL;

CREATE TABLE callback (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    case_id          uuid REFERENCES residence_case,
    -- None while no safe number is known.
    number           text,
    reason           text NOT NULL,
    due_on           date NOT NULL,
    state            smallint NOT NULL,
    planned_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    protection       smallint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX callback_open ON callback (communication_id) WHERE state IN (1, 3);
CREATE INDEX callback_due ON callback (due_on, id) INCLUDE (protection, state) WHERE state IN (1, 3);

CREATE TABLE callback_attempt (
    callback_id uuid NOT NULL REFERENCES callback,
    number      integer NOT NULL CHECK (number > 0),
    at          timestamptz NOT NULL,
    on_day      date NOT NULL,
    half_day    smallint NOT NULL,
    result      smallint NOT NULL,
    words       text NOT NULL,
    agent       uuid NOT NULL,
    PRIMARY KEY (callback_id, number)
);

GRANT SELECT, INSERT, UPDATE ON call, callback TO passerelle;
GRANT SELECT, INSERT ON callback_attempt TO passerelle;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['call', 'callback'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known())
            AND (protection = 0 OR (SELECT passerelle_sees_protected())))', t || '_actor', t);
    END LOOP;
END $$;
ALTER TABLE callback_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE callback_attempt FORCE ROW LEVEL SECURITY;
CREATE POLICY callback_attempt_actor ON callback_attempt USING ((SELECT passerelle_actor_known()));

-- A call and its callbacks are as protected as their communication, whoever changes that, also a service that does not reach calls.
CREATE FUNCTION call_follows_protection() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE call SET protection = NEW.protection WHERE communication_id = NEW.id;
    UPDATE callback SET protection = NEW.protection WHERE communication_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER call_follows_protection AFTER UPDATE OF protection ON communication
    FOR EACH ROW WHEN (OLD.protection IS DISTINCT FROM NEW.protection AND NEW.channel = 3) EXECUTE FUNCTION call_follows_protection();
