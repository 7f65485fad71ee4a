-- The backbone: arrivals, cases, persons, letters, events.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle') THEN
        CREATE ROLE passerelle LOGIN;
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO passerelle;

-- Who acts. Stated by every transaction; the policies below read it.
CREATE FUNCTION passerelle_actor_known() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('passerelle.actor', true), '') <> '' $$;
CREATE FUNCTION passerelle_sees_protected() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('passerelle.sees_protected', true), '') = 'on' $$;

-- Blobs, content-addressed. Small ones carry their content; larger ones are in the object store, synced before their row.
CREATE TABLE blob (
    sha256     bytea PRIMARY KEY CHECK (length(sha256) = 32),
    size       bigint NOT NULL CHECK (size >= 0),
    media_type text NOT NULL,
    content    bytea,
    stored_at  timestamptz NOT NULL
);
ALTER TABLE blob ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE person (
    id               uuid PRIMARY KEY,
    family_name      text,
    given_names      text,
    birth            jsonb,
    foreigner_number text,
    description      text,
    -- What searches compare: lower case, no accents, family name first.
    search_name      text NOT NULL DEFAULT '',
    protection       smallint NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL
);
CREATE INDEX person_search_name ON person (search_name text_pattern_ops);
CREATE INDEX person_foreigner_number ON person (foreigner_number) WHERE foreigner_number IS NOT NULL;

CREATE TABLE contact_point (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    kind       smallint NOT NULL,
    lines      text[] NOT NULL,
    as_written text,
    safety     smallint NOT NULL,
    rank       smallint NOT NULL DEFAULT 1,
    ended_on   date,
    protection smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);
CREATE INDEX contact_point_person ON contact_point (person_id, rank);

-- A demande. Nothing but how it came and when is mandatory (R-02, I-01).
CREATE TABLE residence_case (
    id                  uuid PRIMARY KEY,
    reference           text NOT NULL UNIQUE,
    state               smallint NOT NULL,
    frozen              boolean NOT NULL DEFAULT false,
    protection          smallint NOT NULL DEFAULT 0,
    kind                smallint,
    person_id           uuid REFERENCES person,
    title_code          text,
    catalogue_version   text,
    ground_text         text,
    first_channel       smallint NOT NULL,
    channel_basis       text,
    initial_prefecture  text NOT NULL,
    current_prefecture  text NOT NULL,
    received_at         timestamptz NOT NULL,
    received_on         date NOT NULL,
    evidence_on         date NOT NULL,
    evidence_kind       smallint NOT NULL,
    registered_at       timestamptz,
    next_deadline_on    date,
    merged_into         uuid REFERENCES residence_case,
    -- What searches compare: reference digits, person, lower case and without accents.
    search_text         text NOT NULL DEFAULT '',
    CHECK (evidence_on <= received_on)
);
CREATE INDEX residence_case_list ON residence_case (received_at DESC, id DESC) INCLUDE (protection, state);
CREATE INDEX residence_case_state ON residence_case (state, received_at DESC, id DESC) INCLUDE (protection);
CREATE INDEX residence_case_person ON residence_case (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX residence_case_search ON residence_case (search_text text_pattern_ops);
CREATE INDEX residence_case_due ON residence_case (next_deadline_on, id) INCLUDE (protection, state);

-- Sequences of case references, one per year and département: gaps are allowed, waiting is not. The first arrivals of a year
-- come by several doors at once: one makes the sequence, the others wait for it.
CREATE FUNCTION next_case_numbers(year_of_reception integer, department integer, wanted integer)
    RETURNS SETOF integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text := format('case_number_%s_%s', year_of_reception, department);
BEGIN
    IF to_regclass(name) IS NULL THEN
        -- CREATE SEQUENCE IF NOT EXISTS fails when another transaction is about to commit the same one.
        PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I AS integer MAXVALUE 9999999 CACHE 1', name);
    END IF;
    RETURN QUERY EXECUTE format('SELECT nextval(%L)::integer FROM generate_series(1, $1)', name) USING wanted;
END $$;
REVOKE ALL ON FUNCTION next_case_numbers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_case_numbers TO passerelle;

CREATE TABLE communication (
    id             uuid PRIMARY KEY,
    direction      smallint NOT NULL,
    channel        smallint NOT NULL,
    nature         smallint NOT NULL,
    state          smallint NOT NULL,
    -- Where it came from and its name there: the key that makes an arrival unique.
    account        text NOT NULL,
    external_id    text NOT NULL,
    content_sha256 bytea REFERENCES blob,
    received_at    timestamptz NOT NULL,
    received_on    date NOT NULL,
    owner_role     smallint,
    outcome_due    date,
    outcome        text,
    protection     smallint NOT NULL DEFAULT 0,
    UNIQUE (account, external_id)
);
CREATE INDEX communication_to_index ON communication (received_at, id) INCLUDE (state, protection) WHERE state <= 2;

CREATE TABLE communication_case (
    communication_id uuid NOT NULL REFERENCES communication,
    case_id          uuid NOT NULL REFERENCES residence_case,
    PRIMARY KEY (communication_id, case_id)
);
CREATE INDEX communication_case_case ON communication_case (case_id);

-- Every evidence of when the applicant acted, kept for ever (4.2).
CREATE TABLE evidence (
    communication_id uuid NOT NULL REFERENCES communication,
    kind             smallint NOT NULL,
    date             date NOT NULL,
    proof            text NOT NULL,
    recorded_by      text NOT NULL,
    recorded_at      timestamptz NOT NULL,
    PRIMARY KEY (communication_id, kind, date)
);

-- A file as the scanner left it: immutable.
CREATE TABLE batch (
    id             uuid PRIMARY KEY,
    folder         text NOT NULL,
    file_name      text NOT NULL,
    content_sha256 bytea NOT NULL REFERENCES blob,
    received_at    timestamptz NOT NULL,
    state          smallint NOT NULL,
    page_count     integer,
    pages_read     integer NOT NULL DEFAULT 0,
    read_at        timestamptz,
    UNIQUE (folder, content_sha256)
);
CREATE INDEX batch_received ON batch (received_at DESC, id DESC);

CREATE TABLE envelope (
    id                uuid PRIMARY KEY,
    batch_id          uuid NOT NULL REFERENCES batch,
    communication_id  uuid NOT NULL UNIQUE REFERENCES communication,
    position          integer NOT NULL,
    serial            text,
    first_page        integer,
    last_page         integer,
    separator_page    integer,
    declared_pages    integer,
    scanned_pages     integer,
    postmark_on       date,
    postmark_office   text,
    legibility        smallint,
    registered_number text,
    UNIQUE (batch_id, position)
);

CREATE TABLE page (
    id            uuid PRIMARY KEY,
    batch_id      uuid NOT NULL REFERENCES batch,
    number        integer NOT NULL,
    width_px      integer NOT NULL,
    height_px     integer NOT NULL,
    dpi           real,
    rotated       smallint NOT NULL,
    skew          real NOT NULL,
    blank         boolean NOT NULL,
    separator     boolean NOT NULL,
    text_source   smallint NOT NULL,
    confidence    real,
    text          text NOT NULL,
    words         jsonb NOT NULL,
    codes         jsonb NOT NULL,
    error         text,
    screen_sha256    bytea REFERENCES blob,
    thumbnail_sha256 bytea REFERENCES blob,
    UNIQUE (batch_id, number)
);

-- A reading proposed to a person; it changes nothing by itself (R-106).
CREATE TABLE suggestion (
    id               uuid PRIMARY KEY,
    communication_id uuid NOT NULL REFERENCES communication,
    field            text NOT NULL,
    value            jsonb NOT NULL,
    origin           text NOT NULL,
    confidence       real NOT NULL,
    page             integer
);
CREATE INDEX suggestion_communication ON suggestion (communication_id, field, confidence DESC);

-- A piece belongs to a person; its status is per case (I-08).
CREATE TABLE piece (
    id               uuid PRIMARY KEY,
    person_id        uuid REFERENCES person,
    communication_id uuid NOT NULL REFERENCES communication,
    kind             smallint NOT NULL,
    first_page       integer NOT NULL,
    last_page        integer NOT NULL,
    content_sha256   bytea NOT NULL REFERENCES blob,
    received_on      date NOT NULL,
    created_at       timestamptz NOT NULL,
    CHECK (first_page <= last_page)
);
CREATE INDEX piece_communication ON piece (communication_id);
CREATE TABLE case_piece (
    case_id  uuid NOT NULL REFERENCES residence_case,
    piece_id uuid NOT NULL REFERENCES piece,
    status   text NOT NULL CHECK (status IN ('missing', 'requested', 'received', 'illegible', 'refused', 'accepted', 'not_needed')),
    PRIMARY KEY (case_id, piece_id)
);

CREATE TABLE deadline (
    id            uuid PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES residence_case,
    kind          smallint NOT NULL,
    due_on        date NOT NULL,
    computed_from date NOT NULL,
    rule          text NOT NULL,
    rule_version  text NOT NULL,
    source        text NOT NULL,
    because       jsonb NOT NULL,
    state         text NOT NULL CHECK (state IN ('open', 'met', 'cancelled')),
    created_at    timestamptz NOT NULL
);
CREATE INDEX deadline_case ON deadline (case_id, due_on);
CREATE UNIQUE INDEX deadline_open ON deadline (case_id, kind) WHERE state = 'open';

CREATE TABLE letter (
    id               uuid PRIMARY KEY,
    case_id          uuid NOT NULL REFERENCES residence_case,
    kind             smallint NOT NULL,
    -- One per case, kind, competent service and cause.
    service          text NOT NULL,
    cause            text NOT NULL,
    state            smallint NOT NULL,
    contact_point_id uuid REFERENCES contact_point,
    -- Everything the letter says, as it was decided; the PDF is made from it.
    data             jsonb NOT NULL,
    rule             text NOT NULL,
    rule_version     text NOT NULL,
    pdf_sha256       bytea REFERENCES blob,
    pages            integer,
    held_reason      text,
    print_run_id     uuid,
    requested_at     timestamptz NOT NULL,
    prepared_at      timestamptz,
    approved_by      uuid,
    approved_at      timestamptz,
    printed_at       timestamptz,
    handed_at        timestamptz,
    protection       smallint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX letter_once ON letter (case_id, kind, service, cause) WHERE state <> 6;
CREATE INDEX letter_state ON letter (state, requested_at, id) INCLUDE (protection);
CREATE INDEX letter_case ON letter (case_id);

CREATE TABLE print_run (
    id         uuid PRIMARY KEY,
    made_by    uuid NOT NULL,
    made_at    timestamptz NOT NULL,
    letters    integer NOT NULL,
    pdf_sha256 bytea REFERENCES blob,
    handed_at  timestamptz,
    handed_by  uuid
);
ALTER TABLE letter ADD FOREIGN KEY (print_run_id) REFERENCES print_run;

-- What needs a person's eye (M7).
CREATE TABLE exception (
    id               uuid PRIMARY KEY,
    kind             smallint NOT NULL,
    -- One open exception for one cause.
    key              text NOT NULL,
    batch_id         uuid REFERENCES batch,
    communication_id uuid REFERENCES communication,
    case_id          uuid REFERENCES residence_case,
    detail           jsonb NOT NULL,
    owner_role       smallint NOT NULL,
    opened_at        timestamptz NOT NULL,
    ended_at         timestamptz,
    ended_by         text,
    outcome          text,
    UNIQUE (key)
);
CREATE INDEX exception_open ON exception (opened_at, id) WHERE ended_at IS NULL;

-- Append-only log. A chain per stream; the payload lies apart and can be erased by a proven purge without breaking the chain.
CREATE TABLE event_stream (
    stream text PRIMARY KEY,
    seq    bigint NOT NULL,
    hash   bytea NOT NULL
);
CREATE TABLE event (
    id        uuid PRIMARY KEY,
    stream    text NOT NULL,
    seq       bigint NOT NULL,
    kind      text NOT NULL,
    actor     text NOT NULL,
    at        timestamptz NOT NULL,
    digest    bytea NOT NULL,
    prev_hash bytea NOT NULL,
    hash      bytea NOT NULL,
    UNIQUE (stream, seq)
);
CREATE TABLE event_payload (
    event_id uuid PRIMARY KEY REFERENCES event,
    salt     bytea NOT NULL,
    payload  bytea NOT NULL
);
-- The heads of all chains in one signed line a day, so that truncation shows.
CREATE TABLE event_seal (
    sealed_on date PRIMARY KEY,
    streams   bigint NOT NULL,
    root      bytea NOT NULL,
    sealed_at timestamptz NOT NULL
);

-- What a person did and may take back for 24 hours (I-27).
CREATE TABLE undo (
    id       uuid PRIMARY KEY,
    user_id  uuid NOT NULL,
    action   text NOT NULL,
    target   uuid NOT NULL,
    before   jsonb NOT NULL,
    done_at  timestamptz NOT NULL,
    undone_at timestamptz
);
CREATE INDEX undo_target ON undo (target, done_at DESC);

GRANT SELECT, INSERT, UPDATE ON
    blob, person, contact_point, residence_case, communication, communication_case, evidence, batch, envelope, page, suggestion,
    piece, case_piece, deadline, letter, print_run, exception, event_stream, undo TO passerelle;
GRANT DELETE ON suggestion, case_piece, piece, communication_case TO passerelle;
GRANT SELECT, INSERT ON event, event_payload, event_seal TO passerelle;

-- No actor, no protected row; protected persons only for those who may see them.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['person', 'contact_point', 'residence_case', 'communication', 'letter'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known())
            AND (protection = 0 OR (SELECT passerelle_sees_protected())))', t || '_actor', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['evidence', 'piece', 'case_piece', 'deadline', 'event', 'event_payload', 'page', 'envelope', 'suggestion', 'exception'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT passerelle_actor_known()))', t || '_actor', t);
    END LOOP;
END $$;
