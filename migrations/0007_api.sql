-- Programs of counters, support structures and the online service: their keys, and what each filed.

CREATE TABLE api_key (
    id           uuid PRIMARY KEY,
    name         text NOT NULL CHECK (name <> ''),
    channel      smallint NOT NULL,
    -- The source that its arrivals are unique at; several keys may share it.
    account      text NOT NULL CHECK (account <> ''),
    scopes       smallint[] NOT NULL,
    states_dates boolean NOT NULL DEFAULT false,
    -- SHA-256 of the token, which is shown once and kept nowhere.
    digest       bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
GRANT SELECT, INSERT, UPDATE ON api_key TO passerelle;

-- Who filed a case through a program that may see its own filings and nothing else (R-08).
ALTER TABLE residence_case ADD COLUMN filed_by text;
CREATE INDEX residence_case_filed ON residence_case (filed_by, received_at DESC, id DESC) INCLUDE (protection, state)
    WHERE filed_by IS NOT NULL;

CREATE FUNCTION passerelle_sees_only() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('passerelle.sees_only', true), '') $$;
CREATE POLICY residence_case_filer ON residence_case AS RESTRICTIVE FOR SELECT
    USING ((SELECT passerelle_sees_only()) = '' OR filed_by = (SELECT passerelle_sees_only()));
