-- The numbers under which requests are known to the online service (ANEF), so that what comes by another door joins them (R-23), and
-- reports of blockages as facts of a case (R-69, R-110).

CREATE TABLE online_request (
    case_id      uuid NOT NULL REFERENCES residence_case,
    -- Normalised: without spaces, capitals.
    number       text NOT NULL CHECK (number <> ''),
    noted_at     timestamptz NOT NULL,
    -- Noted by mistake.
    withdrawn_at timestamptz,
    PRIMARY KEY (case_id, number, noted_at)
);
CREATE UNIQUE INDEX online_request_standing ON online_request (number, case_id) WHERE withdrawn_at IS NULL;

-- As visible as its case.
ALTER TABLE online_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE online_request FORCE ROW LEVEL SECURITY;
CREATE POLICY online_request_actor ON online_request USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM residence_case c WHERE c.id = case_id));

GRANT SELECT, INSERT ON online_request TO passerelle;
GRANT UPDATE (withdrawn_at) ON online_request TO passerelle;

-- Every service computes urgency, to which reports belong; programs bring numbers, desks note them.
CREATE FUNCTION passerelle_grant_online_requests() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    FOR service IN SELECT rolname FROM pg_roles
                    WHERE rolname IN ('passerelle_mail', 'passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api') LOOP
        EXECUTE format('GRANT SELECT ON online_request, blockage_report TO %I', service);
        IF service IN ('passerelle_post', 'passerelle_cases', 'passerelle_api') THEN
            EXECUTE format('GRANT INSERT ON online_request TO %I', service);
            EXECUTE format('GRANT UPDATE (withdrawn_at) ON online_request TO %I', service);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_online_requests FROM PUBLIC;
