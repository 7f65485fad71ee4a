-- The durable queue: jobs, and the schedule that makes some of them recur.
-- One row per effect (kind, key), whatever its state; a job that is done leaves no row.
-- Neither table holds personal data: payloads carry identifiers, errors carry causes.

CREATE TABLE job (
    id           uuid        PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
    key          text        NOT NULL CHECK (key <> ''),
    payload      jsonb       NOT NULL,
    state        smallint    NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)), -- ready, leased, dead
    run_at       timestamptz NOT NULL,
    attempts     integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    max_attempts integer     NOT NULL CHECK (max_attempts > 0),
    lease_until  timestamptz,
    lease        uuid, -- a new one each time the job is claimed
    again        boolean     NOT NULL DEFAULT false, -- asked for again while it was running
    last_error   text,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    CONSTRAINT job_lease CHECK ((state = 2) = (lease_until IS NOT NULL) AND (state = 2) = (lease IS NOT NULL))
);

CREATE UNIQUE INDEX job_once ON job (kind, key);
CREATE INDEX job_due ON job (kind, (coalesce(lease_until, run_at))) WHERE state <> 3;
CREATE INDEX job_failed ON job (state, updated_at DESC, id DESC) WHERE last_error IS NOT NULL;

-- The table turns over constantly: sweep its dead rows early.
ALTER TABLE job SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CREATE TABLE schedule (
    name          text        PRIMARY KEY,
    kind          text        NOT NULL,
    every_seconds integer     CHECK (every_seconds > 0),
    daily_at      time,
    zone          text,
    next_run_at   timestamptz NOT NULL,
    last_run_at   timestamptz,
    CONSTRAINT schedule_rhythm CHECK (
        (every_seconds IS NOT NULL AND daily_at IS NULL AND zone IS NULL)
        OR (every_seconds IS NULL AND daily_at IS NOT NULL AND zone IS NOT NULL)
    )
);

GRANT SELECT, INSERT, UPDATE, DELETE ON job, schedule TO passerelle;
