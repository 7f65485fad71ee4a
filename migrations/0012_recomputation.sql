-- Dates and urgency are computed again when the catalogue, the facts or the day change.

ALTER TABLE residence_case
    -- The last day of the title or provisional document that the person holds.
    ADD COLUMN covered_until   date,
    -- The last day somebody of the staff worked on the case. What the person sends or says does not count.
    ADD COLUMN touched_on      date,
    -- Urgency, null once nothing is owed: points; band 0 to 3; its place in the queue (the smaller comes first, see law::urgency);
    -- all of it with its reasons; the rule set and the day it was computed for.
    ADD COLUMN urgency_score   smallint,
    ADD COLUMN urgency_band    smallint,
    ADD COLUMN urgency_place   bigint,
    ADD COLUMN urgency_reasons jsonb,
    ADD COLUMN urgency_version text,
    ADD COLUMN urgency_on      date,
    -- A number of the dates with their sentences and rule versions: another one means that something said is another.
    ADD COLUMN clocks_print    bigint;

CREATE INDEX residence_case_urgency ON residence_case (urgency_place, id) INCLUDE (protection, state);

-- One computation of all open cases. `cursor` is the last case done: it commits with the cases, so that whoever takes over goes on there.
CREATE TABLE recomputation (
    id               uuid PRIMARY KEY,
    cause            smallint NOT NULL,
    asked_by         uuid,
    asked_at         timestamptz NOT NULL,
    -- The catalogue it is computed with.
    catalogue_digest text NOT NULL,
    rule_version     text NOT NULL,
    -- Whether the sentences are made anew as well, not the dates alone.
    worded           boolean NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz,
    cursor           uuid,
    total            integer NOT NULL DEFAULT 0,
    looked_at        integer NOT NULL DEFAULT 0,
    dates_changed    integer NOT NULL DEFAULT 0,
    dates_proposed   integer NOT NULL DEFAULT 0,
    reworded         integer NOT NULL DEFAULT 0,
    urgency_changed  integer NOT NULL DEFAULT 0,
    bands_changed    integer NOT NULL DEFAULT 0
);
CREATE INDEX recomputation_asked ON recomputation (asked_at DESC, id DESC);
CREATE INDEX recomputation_unfinished ON recomputation (asked_at, id) WHERE finished_at IS NULL;

-- What changed for whom. Without a recomputation: a fact of this one case changed.
CREATE TABLE recomputation_change (
    id               uuid PRIMARY KEY,
    recomputation_id uuid REFERENCES recomputation,
    case_id          uuid NOT NULL REFERENCES residence_case,
    -- The kind of date; null: the band of urgency.
    deadline_kind    smallint,
    -- A date (ISO 8601) or the word of a band; null: none.
    before           text,
    after            text,
    state            smallint NOT NULL,
    found_at         timestamptz NOT NULL,
    -- The letter that told somebody the date before.
    letter_id        uuid REFERENCES letter,
    decided_by       uuid,
    decided_at       timestamptz,
    reason           text
);
CREATE INDEX recomputation_change_of ON recomputation_change (recomputation_id, id) WHERE recomputation_id IS NOT NULL;
CREATE INDEX recomputation_change_case ON recomputation_change (case_id, id);
-- One proposal for one date.
CREATE UNIQUE INDEX recomputation_change_proposed ON recomputation_change (case_id, deadline_kind) WHERE state = 2;

GRANT SELECT, INSERT, UPDATE ON recomputation, recomputation_change TO passerelle;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['recomputation', 'recomputation_change'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known()))', t || '_actor', t);
    END LOOP;
END $$;

-- Every service that changes a fact of a case computes that case again; the desk of the cases computes all of them.
ALTER FUNCTION passerelle_grant_services() RENAME TO passerelle_grant_services_0008;
CREATE FUNCTION passerelle_grant_services() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    role text;
BEGIN
    PERFORM passerelle_grant_services_0008();
    FOR role IN SELECT rolname FROM pg_roles
                WHERE rolname IN ('passerelle_mail', 'passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api')
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON recomputation_change TO %I', role);
        IF role = 'passerelle_cases' THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE ON recomputation TO %I', role);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_services FROM PUBLIC;

-- What is known already of the cases that are there.
SELECT set_config('passerelle.actor', 'operator:migration', true), set_config('passerelle.sees_protected', 'on', true);
UPDATE residence_case SET touched_on = registered_at::date WHERE registered_at IS NOT NULL;
UPDATE residence_case c SET covered_until = (l.data -> 'held_title' ->> 'expires_on')::date
FROM letter l WHERE l.case_id = c.id AND l.kind = 1 AND l.state <> 6 AND l.data -> 'held_title' ->> 'expires_on' IS NOT NULL;
