-- The opening of the post (M1): what was counted, what was scanned by hand, what was found in a drop box or handed over by a prison,
-- before any scanner saw it. An envelope of the scanner is matched to it later, by its label or its number.

CREATE TABLE opened_envelope (
    id               uuid PRIMARY KEY,
    -- Printed on its arrival label.
    label            text NOT NULL UNIQUE,
    class            smallint NOT NULL,
    -- Of a registered letter: as it was scanned, and its letters and figures alone.
    number           text,
    number_plain     text,
    -- Where it comes from: the name of the drop box, the prison.
    origin           text,
    opened_on        date NOT NULL,
    opened_at        timestamptz NOT NULL,
    opened_by        uuid NOT NULL,
    -- A better evidence than the reception, with its proof in words.
    evidence_kind    smallint,
    evidence_on      date,
    evidence_proof   text,
    -- Entered later, from the paper register: when it was really opened stands in opened_on, when it was typed in opened_at.
    from_register    boolean NOT NULL DEFAULT false,
    witness          text,
    communication_id uuid REFERENCES communication,
    matched_at       timestamptz,
    -- Sent on unopened (sealed medical envelopes, mail for another service), and to whom.
    forwarded_at     timestamptz,
    forwarded_to     text,
    taken_back_at    timestamptz,
    CHECK (evidence_on IS NULL OR evidence_on <= opened_on),
    CHECK ((evidence_on IS NULL) = (evidence_kind IS NULL)),
    CHECK ((communication_id IS NULL) = (matched_at IS NULL))
);
CREATE UNIQUE INDEX opened_envelope_number ON opened_envelope (number_plain) WHERE number_plain IS NOT NULL AND taken_back_at IS NULL;
CREATE INDEX opened_envelope_day ON opened_envelope (opened_on, opened_at, id);
CREATE INDEX opened_envelope_waiting ON opened_envelope (opened_at, id)
    WHERE communication_id IS NULL AND forwarded_at IS NULL AND taken_back_at IS NULL;
CREATE INDEX opened_envelope_communication ON opened_envelope (communication_id) WHERE communication_id IS NOT NULL;

-- How many envelopes of a class were counted on a day; a later count replaces an earlier one and leaves it in the book.
CREATE TABLE opening_count (
    id         uuid PRIMARY KEY,
    opened_on  date NOT NULL,
    class      smallint NOT NULL,
    envelopes  integer NOT NULL CHECK (envelopes >= 0),
    counted_by uuid NOT NULL,
    counted_at timestamptz NOT NULL
);
CREATE INDEX opening_count_day ON opening_count (opened_on, class, counted_at DESC, id DESC);

-- The drop box is emptied: when, by whom, before whom, whether its seal was whole.
CREATE TABLE drop_box_opening (
    id         uuid PRIMARY KEY,
    box        text NOT NULL,
    opened_on  date NOT NULL,
    opened_at  timestamptz NOT NULL,
    opened_by  uuid NOT NULL,
    witness    text NOT NULL,
    seal_whole boolean NOT NULL,
    envelopes  integer NOT NULL CHECK (envelopes >= 0)
);
CREATE INDEX drop_box_opening_box ON drop_box_opening (box, opened_at DESC);

GRANT SELECT, INSERT, UPDATE ON opened_envelope TO passerelle;
GRANT SELECT, INSERT ON opening_count, drop_box_opening TO passerelle;

-- Once matched it is seen with its communication, which the protection of a person hides.
ALTER TABLE opened_envelope ENABLE ROW LEVEL SECURITY;
ALTER TABLE opened_envelope FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_envelope_actor ON opened_envelope USING ((SELECT passerelle_actor_known())
    AND (communication_id IS NULL OR EXISTS (SELECT FROM communication c WHERE c.id = communication_id)));
ALTER TABLE opening_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE opening_count FORCE ROW LEVEL SECURITY;
CREATE POLICY opening_count_actor ON opening_count USING ((SELECT passerelle_actor_known()));
ALTER TABLE drop_box_opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE drop_box_opening FORCE ROW LEVEL SECURITY;
CREATE POLICY drop_box_opening_actor ON drop_box_opening USING ((SELECT passerelle_actor_known()));

CREATE FUNCTION passerelle_grant_opening() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_post') THEN
        GRANT SELECT, INSERT, UPDATE ON opened_envelope TO passerelle_post;
        GRANT SELECT, INSERT ON opening_count, drop_box_opening TO passerelle_post;
    END IF;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_opening FROM PUBLIC;
