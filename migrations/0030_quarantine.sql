-- Files of messages and deposits that may harm the machine of whoever opens them: kept, dated and read like all others, but given out
-- only once a person has released them (R-102).

CREATE TABLE quarantine (
    communication_id uuid        NOT NULL,
    position         integer     NOT NULL,
    finding          smallint    NOT NULL,
    -- What the antivirus calls it.
    named            text        NOT NULL DEFAULT '',
    found_at         timestamptz NOT NULL,
    released_by      uuid,
    released_at      timestamptz,
    reason           text,
    PRIMARY KEY (communication_id, position),
    FOREIGN KEY (communication_id, position) REFERENCES part,
    CHECK ((released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (reason IS NULL))
);

-- As visible as its communication.
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantine FORCE ROW LEVEL SECURITY;
CREATE POLICY quarantine_actor ON quarantine USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication m WHERE m.id = communication_id));

GRANT SELECT, INSERT ON quarantine TO passerelle;
GRANT UPDATE (released_by, released_at, reason) ON quarantine TO passerelle;

-- The mailroom alone reads files, and gives them out.
CREATE FUNCTION passerelle_grant_quarantine() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_post') THEN
        GRANT SELECT, INSERT ON quarantine TO passerelle_post;
        GRANT UPDATE (released_by, released_at, reason) ON quarantine TO passerelle_post;
    END IF;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_quarantine FROM PUBLIC;
