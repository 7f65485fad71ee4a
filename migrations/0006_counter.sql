-- The counter: which deposit a desk is receiving, and the files that its scanner gave.

CREATE TABLE desk (
    name             text PRIMARY KEY,
    -- The deposit that the scanner's next files belong to.
    communication_id uuid REFERENCES communication,
    opened_by        uuid,
    opened_at        timestamptz NOT NULL
);

-- A file of the desk's scanner that was taken: found again after a crash, it is not taken twice.
CREATE TABLE desk_file (
    desk             text  NOT NULL,
    content_sha256   bytea NOT NULL REFERENCES blob,
    communication_id uuid  NOT NULL REFERENCES communication,
    taken_at         timestamptz NOT NULL,
    PRIMARY KEY (desk, content_sha256)
);

CREATE INDEX communication_counter ON communication (account, received_at DESC, id DESC) INCLUDE (state, protection) WHERE channel = 4;

GRANT SELECT, INSERT, UPDATE ON desk TO passerelle;
GRANT SELECT, INSERT ON desk_file TO passerelle;
