-- Facts that make a case urgent and that no date tells, as somebody declared or proved them, and bands decided by an officer
-- (domain section 7, R-30, I-18). Words are those of the law engine.

CREATE TABLE urgency_signal (
    id            uuid PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES residence_case,
    signal        text NOT NULL,
    -- The day it is about: a contract, an exam, the end of a removal delay.
    about_on      date,
    declared_on   date NOT NULL,
    -- What was said, in a few words.
    said          text NOT NULL DEFAULT '',
    recorded_by   uuid NOT NULL,
    recorded_at   timestamptz NOT NULL,
    -- A paper or a record proves it. A proof is never asked for.
    proved_by     uuid,
    proved_at     timestamptz,
    withdrawn_by  uuid,
    withdrawn_at  timestamptz,
    withdrawal    text,
    protection    smallint NOT NULL DEFAULT 0,
    CHECK ((proved_by IS NULL) = (proved_at IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawal IS NULL))
);
-- Said ten times, a fact is one fact.
CREATE UNIQUE INDEX urgency_signal_standing ON urgency_signal (case_id, signal, coalesce(about_on, 'infinity'::date)) WHERE withdrawn_at IS NULL;

-- What was noted of a case that was merged counts for the case it was merged into.
CREATE INDEX residence_case_merged ON residence_case (merged_into, id) WHERE merged_into IS NOT NULL;

CREATE TABLE band_override (
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES residence_case,
    band        smallint NOT NULL CHECK (band BETWEEN 0 AND 3),
    -- The band that the facts gave then.
    computed    smallint CHECK (computed BETWEEN 0 AND 3),
    reason      text NOT NULL CHECK (reason <> ''),
    decided_by  uuid NOT NULL,
    decided_at  timestamptz NOT NULL,
    decided_on  date NOT NULL,
    -- Its last day, by the rules of the day it was decided.
    until       date NOT NULL,
    -- Taken back, or replaced by another one.
    ended_by    uuid,
    ended_at    timestamptz,
    protection  smallint NOT NULL DEFAULT 0,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX band_override_standing ON band_override (case_id) WHERE ended_at IS NULL;
CREATE INDEX band_override_recent ON band_override (until, id) INCLUDE (protection);

-- As protected as their case, whenever that changes.
CREATE FUNCTION urgency_follows_protection() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE urgency_signal SET protection = NEW.protection WHERE case_id = NEW.id AND protection <> NEW.protection;
    UPDATE band_override SET protection = NEW.protection WHERE case_id = NEW.id AND protection <> NEW.protection;
    RETURN NULL;
END $$;
CREATE TRIGGER residence_case_urgency AFTER UPDATE OF protection ON residence_case
    FOR EACH ROW WHEN (OLD.protection <> NEW.protection) EXECUTE FUNCTION urgency_follows_protection();

GRANT SELECT, INSERT, UPDATE ON urgency_signal, band_override TO passerelle;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['urgency_signal', 'band_override'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known())
            AND (protection = 0 OR (SELECT passerelle_sees_protected())))', t || '_actor', t);
    END LOOP;
END $$;

-- Every service computes urgency and, by the trigger, follows protection; the desk of the officers alone declares and decides.
CREATE FUNCTION passerelle_grant_urgency() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    FOR service IN SELECT rolname FROM pg_roles
                    WHERE rolname IN ('passerelle_mail', 'passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api') LOOP
        EXECUTE format('GRANT SELECT, UPDATE ON urgency_signal, band_override TO %I', service);
        IF service = 'passerelle_cases' THEN
            EXECUTE format('GRANT INSERT ON urgency_signal, band_override TO %I', service);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_urgency FROM PUBLIC;
