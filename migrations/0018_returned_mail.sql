-- What leaves by post, one row each time it leaves: its registered number, and what the post said of it since. What was asked of a
-- person by a letter that came back is in doubt: the date stays, nothing counts against the person.

CREATE TABLE postal_item (
    id                uuid PRIMARY KEY,
    letter_id         uuid NOT NULL REFERENCES letter,
    print_run_id      uuid NOT NULL REFERENCES print_run,
    contact_point_id  uuid REFERENCES contact_point,
    -- Without spaces, upper case. None: simple post.
    registered_number text,
    numbered_by       uuid,
    left_at           timestamptz,
    -- First presentation, and what followed (CPCE R. 1-1-6).
    presented_on      date,
    notice_left       boolean NOT NULL DEFAULT false,
    collected_on      date,
    refused_on        date,
    came_back_on      date,
    return_reason     smallint,
    told_by           uuid,
    told_at           timestamptz,
    UNIQUE (letter_id, print_run_id),
    CHECK (collected_on IS NULL OR refused_on IS NULL),
    CHECK (presented_on IS NULL OR (coalesce(collected_on, presented_on) >= presented_on AND coalesce(refused_on, presented_on) >= presented_on)),
    CHECK ((came_back_on IS NULL) = (return_reason IS NULL))
);
CREATE UNIQUE INDEX postal_item_number ON postal_item (registered_number) WHERE registered_number IS NOT NULL;
CREATE INDEX postal_item_run ON postal_item (print_run_id);
CREATE INDEX postal_item_waiting ON postal_item (left_at)
    WHERE registered_number IS NOT NULL AND left_at IS NOT NULL AND presented_on IS NULL AND came_back_on IS NULL;
CREATE INDEX postal_item_back ON postal_item (came_back_on) WHERE came_back_on IS NOT NULL;

INSERT INTO postal_item (id, letter_id, print_run_id, contact_point_id, left_at)
    SELECT gen_random_uuid(), id, print_run_id, contact_point_id, handed_at FROM letter WHERE state = 5 AND print_run_id IS NOT NULL;

-- A letter whose short number (its last eight digits, printed at its foot) is typed by hand.
CREATE INDEX letter_short_number ON letter ((right(replace(id::text, '-', ''), 8)));

-- Pieces asked for (CRPA L. 114-5). No limit before the letter left, nor while nobody knows whether it arrived.
CREATE TABLE complement_request (
    id             uuid PRIMARY KEY,
    case_id        uuid NOT NULL REFERENCES residence_case,
    letter_id      uuid NOT NULL UNIQUE REFERENCES letter,
    items          jsonb NOT NULL,
    requested_by   uuid NOT NULL,
    requested_at   timestamptz NOT NULL,
    limit_on       date,
    in_doubt_since timestamptz,
    answered_on    date,
    answered_by    uuid REFERENCES communication,
    CHECK (limit_on IS NULL OR in_doubt_since IS NULL)
);
CREATE INDEX complement_request_case ON complement_request (case_id, requested_at);

ALTER TABLE deadline ADD COLUMN in_doubt_since timestamptz;
-- It says that a delay runs from its presentation: it does not leave without a registered number.
ALTER TABLE letter ADD COLUMN registered boolean NOT NULL DEFAULT false;

ALTER TABLE postal_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE postal_item FORCE ROW LEVEL SECURITY;
CREATE POLICY postal_item_actor ON postal_item USING ((SELECT passerelle_actor_known()));
ALTER TABLE complement_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE complement_request FORCE ROW LEVEL SECURITY;
CREATE POLICY complement_request_actor ON complement_request USING ((SELECT passerelle_actor_known()));

GRANT SELECT, INSERT, UPDATE ON postal_item, complement_request TO passerelle;

-- What services that run alone may reach, beside what they could before.
ALTER FUNCTION passerelle_grant_services RENAME TO passerelle_grant_services_before_returns;
CREATE FUNCTION passerelle_grant_services() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    PERFORM passerelle_grant_services_before_returns();
    FOREACH service IN ARRAY ARRAY['post', 'phone', 'counter', 'cases', 'mail', 'api'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_' || service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON postal_item, complement_request TO %I', 'passerelle_' || service);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_services FROM PUBLIC;
