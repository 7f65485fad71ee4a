-- A database role for each service that runs alone: it reaches the tables of its own work and no other. The roles are made by
-- an administrator (deploy/postgres/roles.sql); those that exist are given their rights here, and again at each migration.

CREATE FUNCTION passerelle_grant_services() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- What every arrival and every step of a case touches.
    trunk text[] := ARRAY['communication', 'communication_case', 'evidence', 'residence_case', 'batch', 'envelope', 'part', 'message',
        'suggestion', 'deadline', 'letter', 'exception', 'event_stream', 'job', 'schedule', 'blob'];
    trunk_append text[] := ARRAY['event', 'event_payload'];
    -- What a desk with pages touches.
    desk text[] := ARRAY['staff_account', 'staff_session', 'sign_in_attempt', 'undo', 'person', 'contact_point', 'piece', 'case_piece', 'page'];
    own jsonb := jsonb_build_object(
        'mail',    jsonb_build_array('source', 'contact_point'),
        'post',    to_jsonb(desk || ARRAY['print_run', 'source', 'event_seal']),
        'phone',   to_jsonb(desk || ARRAY['call', 'callback', 'callback_attempt']),
        'counter', to_jsonb(desk || ARRAY['desk', 'desk_file', 'source']),
        'cases',   to_jsonb(desk || ARRAY['print_run', 'event_seal', 'source', 'call', 'callback', 'callback_attempt', 'desk']),
        'api',     to_jsonb(ARRAY['api_key', 'person', 'piece', 'case_piece', 'page', 'contact_point']));
    service text;
    role    text;
    t       text;
BEGIN
    FOR service IN SELECT jsonb_object_keys(own) LOOP
        role := 'passerelle_' || service;
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role);
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
        EXECUTE format('GRANT EXECUTE ON FUNCTION next_case_numbers TO %I', role);
        -- Each process compares the schema with its own version.
        IF to_regclass('_sqlx_migrations') IS NOT NULL THEN
            EXECUTE format('GRANT SELECT ON _sqlx_migrations TO %I', role);
        END IF;
        FOREACH t IN ARRAY trunk LOOP
            EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO %I', t, role);
        END LOOP;
        FOREACH t IN ARRAY trunk_append LOOP
            EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', t, role);
        END LOOP;
        EXECUTE format('GRANT DELETE ON job, schedule, suggestion, communication_case TO %I', role);
        FOR t IN SELECT jsonb_array_elements_text(own -> service) LOOP
            CONTINUE WHEN to_regclass(t) IS NULL;
            EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', t, role);
            -- What is only ever added to stays so: the seals of the log, the files a scanner gave, the attempts to call back.
            CONTINUE WHEN t IN ('event_seal', 'desk_file', 'callback_attempt');
            EXECUTE format('GRANT UPDATE ON %I TO %I', t, role);
            IF t IN ('staff_session', 'sign_in_attempt', 'piece', 'case_piece') THEN
                EXECUTE format('GRANT DELETE ON %I TO %I', t, role);
            END IF;
        END LOOP;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_services FROM PUBLIC;
