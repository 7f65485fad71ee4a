-- Provisional documents: what an officer established of a case, and each document prepared, signed, given (CESEDA R. 431-12 to
-- R. 431-15-4, L. 433-3). Words are those of the law engine.

-- The facts of a case that its document depends on. NULL: nobody has said yet; the page of the case asks.
CREATE TABLE document_facts (
    case_id          uuid PRIMARY KEY REFERENCES residence_case,
    article          text,
    nature           text CHECK (nature IN ('first', 'renewal')),
    way              text CHECK (way IN ('online', 'offline')),
    listed           boolean,
    -- The first recorded blockage, when it is earlier than the evidence date.
    diligence_on     date,
    in_time          boolean,
    complete         boolean,
    -- 'nothing': the person holds no title.
    held             text CHECK (held IN ('nothing', 'four_year', 'resident', 'agreement', 'card', 'long_stay_visa')),
    held_expiry      date,
    held_article     text,
    held_number      text,
    -- A document that runs and was not issued here.
    current_kind     text,
    current_to       date,
    grown_up_here    boolean,
    decision         text CHECK (decision IN ('pending', 'granted', 'refused')),
    commission       boolean,
    reflection_since date,
    ofii             text CHECK (ofii IN ('nothing', 'certificate', 'report', 'missed')),
    asylum_seeker    boolean,
    work_permit      boolean,
    long_stay_visa   boolean,
    one_year_here    boolean,
    recorded_by      text,
    recorded_at      timestamptz,
    -- The last day covered by the title held and by documents that the person has. NULL: nothing, or without end.
    covered_until    date,
    protection       smallint NOT NULL DEFAULT 0,
    CHECK ((held IS NULL OR held = 'nothing') = (held_expiry IS NULL)),
    CHECK ((current_kind IS NULL) = (current_to IS NULL))
);
CREATE INDEX document_facts_ending ON document_facts (covered_until, case_id) INCLUDE (protection) WHERE covered_until IS NOT NULL;

CREATE TABLE provisional_document (
    id            uuid PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES residence_case,
    -- Its place among the documents of the case: the number that it prints.
    rank          integer NOT NULL CHECK (rank > 0),
    state         smallint NOT NULL,
    kind          text NOT NULL,
    from_on       date NOT NULL,
    -- NULL: until the card is handed over.
    to_on         date,
    proves_stay   boolean NOT NULL,
    -- 'allowed', 'limited', 'not_allowed', with the text that says so.
    work          text NOT NULL CHECK (work IN ('allowed', 'limited', 'not_allowed')),
    work_text     text NOT NULL,
    basis         jsonb NOT NULL,
    mentions      jsonb NOT NULL,
    third_party   text NOT NULL,
    rule          text NOT NULL,
    rule_version  text NOT NULL,
    -- Every row of the catalogue it rests on, and what the officer must confirm.
    rests_on      jsonb NOT NULL,
    to_confirm    jsonb NOT NULL,
    because       jsonb NOT NULL,
    certainty     text NOT NULL,
    -- What the engine was given; the paper is made from it again, never from the columns above.
    facts         jsonb NOT NULL,
    replaces      uuid REFERENCES provisional_document,
    replaced_by   uuid REFERENCES provisional_document,
    reason        text,
    letter_id     uuid REFERENCES letter,
    prepared_by   text NOT NULL,
    prepared_at   timestamptz NOT NULL,
    issued_by     uuid,
    issued_at     timestamptz,
    left_at       timestamptz,
    ended_by      text,
    ended_at      timestamptz,
    withdrawal    smallint,
    protection    smallint NOT NULL DEFAULT 0,
    UNIQUE (case_id, rank),
    CHECK (to_on IS NULL OR to_on >= from_on),
    CHECK ((state = 1) = (issued_at IS NULL AND ended_at IS NULL))
);
-- One document of a case waits for its signature.
CREATE UNIQUE INDEX provisional_document_prepared ON provisional_document (case_id) INCLUDE (protection) WHERE state = 1;
CREATE INDEX provisional_document_letter ON provisional_document (letter_id) WHERE letter_id IS NOT NULL;
CREATE INDEX provisional_document_to_sign ON provisional_document (from_on, id) INCLUDE (protection) WHERE state = 1;

-- A document is as protected as its case, whenever that changes.
CREATE FUNCTION passerelle_follow_case_protection() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE document_facts SET protection = NEW.protection WHERE case_id = NEW.id AND protection <> NEW.protection;
    UPDATE provisional_document SET protection = NEW.protection WHERE case_id = NEW.id AND protection <> NEW.protection;
    RETURN NULL;
END $$;
CREATE TRIGGER residence_case_documents AFTER UPDATE OF protection ON residence_case
    FOR EACH ROW WHEN (OLD.protection <> NEW.protection) EXECUTE FUNCTION passerelle_follow_case_protection();

GRANT SELECT, INSERT, UPDATE ON document_facts, provisional_document TO passerelle;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['document_facts', 'provisional_document'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known())
            AND (protection = 0 OR (SELECT passerelle_sees_protected())))', t || '_actor', t);
    END LOOP;
END $$;

-- As 0008 for these tables: every desk registers, hands over or takes back. Called again at each migration.
CREATE FUNCTION passerelle_grant_documents() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['passerelle_mail', 'passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api'] LOOP
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE ON document_facts, provisional_document TO %I', role);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_documents FROM PUBLIC;
