-- Accounts of the staff, their sessions, and the sign-in attempts that slow a guesser down.

CREATE TABLE staff_account (
    id                  uuid PRIMARY KEY,
    -- Lower case: two accounts cannot differ by case alone.
    login               text NOT NULL UNIQUE CHECK (login = lower(login) AND login <> ''),
    name                text NOT NULL CHECK (name <> ''),
    roles               smallint[] NOT NULL,
    -- PHC string (argon2id).
    password_hash       text NOT NULL,
    active              boolean NOT NULL DEFAULT true,
    created_at          timestamptz NOT NULL,
    password_changed_at timestamptz NOT NULL
);

CREATE TABLE staff_session (
    -- SHA-256 of the token that only the browser holds.
    token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
    account_id   uuid NOT NULL REFERENCES staff_account,
    opened_at    timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    -- The message to show on the next page, and its undo.
    flash        jsonb
);
CREATE INDEX staff_session_account ON staff_session (account_id);
CREATE INDEX staff_session_seen ON staff_session (seen_at);

CREATE TABLE sign_in_attempt (
    id           uuid PRIMARY KEY,
    -- SHA-256 of the login as typed: people type passwords into the wrong field.
    login_digest bytea NOT NULL CHECK (length(login_digest) = 32),
    attempted_at timestamptz NOT NULL,
    succeeded    boolean NOT NULL DEFAULT false
);
CREATE INDEX sign_in_attempt_login ON sign_in_attempt (login_digest, attempted_at DESC);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt (attempted_at);

GRANT SELECT, INSERT, UPDATE ON staff_account TO passerelle;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_session, sign_in_attempt TO passerelle;
