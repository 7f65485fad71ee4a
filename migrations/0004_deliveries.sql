-- What comes in with an arrival as files, by every door: a scanned file, a message with its attachments, a deposit.

-- 1 scan, 2 message, 3 deposit.
ALTER TABLE batch ADD COLUMN kind smallint NOT NULL DEFAULT 1;

-- The files of a message or a deposit, in their order. The pages of those that have some are numbered through the whole delivery.
CREATE TABLE part (
    communication_id uuid    NOT NULL REFERENCES communication,
    position         integer NOT NULL CHECK (position > 0),
    name             text    NOT NULL,
    media_type       text    NOT NULL,
    size             bigint  NOT NULL,
    content_sha256   bytea   NOT NULL REFERENCES blob,
    -- The name of the archive that it lay in.
    unpacked_from    text,
    state            smallint NOT NULL,
    reason           text,
    first_page       integer,
    last_page        integer,
    PRIMARY KEY (communication_id, position)
);
CREATE INDEX part_content ON part (content_sha256);

-- An e-mail, as the reader understood it. Its bytes are the content of its communication.
CREATE TABLE message (
    communication_id uuid PRIMARY KEY REFERENCES communication,
    class            smallint NOT NULL,
    message_id       text,
    in_reply_to      text,
    sent_at          timestamptz,
    from_name        text,
    from_address     text,
    -- Where an answer goes; none when nothing may be answered.
    answer_to        text,
    subject          text,
    body             text NOT NULL DEFAULT '',
    -- Without the quoted history and the signature.
    reply_body       text NOT NULL DEFAULT '',
    attachments      integer NOT NULL DEFAULT 0,
    authentication   jsonb,
    protection       smallint NOT NULL DEFAULT 0
);
CREATE INDEX message_message_id ON message (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX message_from ON message (from_address) WHERE from_address IS NOT NULL;

-- A source that is polled: how far it was read, and which process reads it now.
CREATE TABLE source (
    name        text PRIMARY KEY,
    cursor      jsonb,
    holder      uuid,
    lease_until timestamptz,
    -- How the last attempt ended, for the operator; null when all is well.
    trouble     text,
    updated_at  timestamptz NOT NULL
);

-- How a letter leaves: 1 post, 2 e-mail, 3 given at the counter. An e-mail has its address here: it may answer somebody whom
-- nobody has identified yet.
ALTER TABLE letter
    ADD COLUMN medium           smallint NOT NULL DEFAULT 1,
    ADD COLUMN communication_id uuid REFERENCES communication,
    ADD COLUMN email_address    text,
    ADD COLUMN email_message_id text,
    ADD COLUMN left_at          timestamptz,
    ADD COLUMN transport_reply  text;
CREATE UNIQUE INDEX letter_email_message_id ON letter (email_message_id) WHERE email_message_id IS NOT NULL;
CREATE INDEX letter_email_address ON letter (email_address, requested_at) WHERE email_address IS NOT NULL;

CREATE INDEX contact_point_email ON contact_point ((lower(lines[1]))) WHERE kind = 3;
CREATE INDEX contact_point_phone ON contact_point ((lines[1])) WHERE kind = 2;

GRANT SELECT, INSERT, UPDATE ON part, message, source TO passerelle;

ALTER TABLE message ENABLE ROW LEVEL SECURITY;
ALTER TABLE message FORCE ROW LEVEL SECURITY;
CREATE POLICY message_actor ON message USING ((SELECT passerelle_actor_known())
    AND (protection = 0 OR (SELECT passerelle_sees_protected())));
ALTER TABLE part ENABLE ROW LEVEL SECURITY;
ALTER TABLE part FORCE ROW LEVEL SECURITY;
CREATE POLICY part_actor ON part USING ((SELECT passerelle_actor_known()));
