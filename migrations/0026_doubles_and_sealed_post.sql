-- Pages that are one sheet fed twice, sealed medical envelopes that were scanned by mistake, and what is taken back at the opening.

-- Of a page that is a second scan of one that stands in the same envelope: which.
ALTER TABLE page ADD COLUMN double_of uuid REFERENCES page;
-- 5: a page of a sealed medical envelope that was scanned by mistake. It is kept and shown to nobody (I-22).
COMMENT ON COLUMN page.standing IS '0 counts, 1 replaced, 2 double, 3 without a place, 4 empty back, 5 sealed';
CREATE INDEX page_sealed ON page (file_batch_id, batch_id) WHERE standing = 5;

-- Two pages of one envelope that look the same: perhaps one sheet, fed twice. A person decides.
CREATE TABLE double_page (
    later_id         uuid NOT NULL REFERENCES page,
    earlier_id       uuid NOT NULL REFERENCES page,
    communication_id uuid NOT NULL REFERENCES communication,
    -- How much of the picture is the same, in hundredths.
    percent          smallint NOT NULL,
    -- They come from two files: the scanner had stopped between them.
    after_jam        boolean NOT NULL,
    proposed_at      timestamptz NOT NULL,
    decided_at       timestamptz,
    decided_by       uuid,
    accepted         boolean,
    CHECK ((decided_at IS NULL) = (accepted IS NULL)),
    PRIMARY KEY (later_id, earlier_id)
);
CREATE INDEX double_page_open ON double_page (communication_id) WHERE decided_at IS NULL;

-- Why nothing of an envelope is shown: who said so, where its pages stood, what was read on them.
ALTER TABLE envelope ADD COLUMN sealed jsonb;

-- What can be read of a postmark that gives no whole date: `1? NOV 26`.
ALTER TABLE envelope ADD COLUMN postmark_seen text;

-- The batch whose fronts this one holds the backs of, said by its folder or its sheet; that one may still be in reading.
ALTER TABLE batch ADD COLUMN backs_of uuid REFERENCES batch;
-- What stood where before backs were laid behind the fronts of this batch.
ALTER TABLE batch ADD COLUMN collated jsonb;
CREATE INDEX batch_backs_of ON batch (backs_of) WHERE backs_of IS NOT NULL;

-- A drop box that was not emptied after all.
ALTER TABLE drop_box_opening ADD COLUMN taken_back_at timestamptz;
-- Bags and trays of post that came on a day, counted before anything is sorted; a later count replaces an earlier one.
CREATE TABLE opening_bags (
    id         uuid PRIMARY KEY,
    opened_on  date NOT NULL,
    bags       integer NOT NULL CHECK (bags >= 0),
    counted_by uuid NOT NULL,
    counted_at timestamptz NOT NULL
);
CREATE INDEX opening_bags_day ON opening_bags (opened_on, counted_at DESC, id DESC);

GRANT SELECT, INSERT, UPDATE ON double_page TO passerelle;
GRANT UPDATE ON drop_box_opening TO passerelle;
GRANT SELECT, INSERT ON opening_bags TO passerelle;

-- Seen with its communication.
ALTER TABLE double_page ENABLE ROW LEVEL SECURITY;
ALTER TABLE double_page FORCE ROW LEVEL SECURITY;
CREATE POLICY double_page_actor ON double_page USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = communication_id));
ALTER TABLE opening_bags ENABLE ROW LEVEL SECURITY;
ALTER TABLE opening_bags FORCE ROW LEVEL SECURITY;
CREATE POLICY opening_bags_actor ON opening_bags USING ((SELECT passerelle_actor_known()));

CREATE FUNCTION passerelle_grant_doubles() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    FOR service IN SELECT rolname FROM pg_roles WHERE rolname IN ('passerelle_post', 'passerelle_cases') LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON double_page TO %I', service);
        IF service = 'passerelle_post' THEN
            EXECUTE format('GRANT UPDATE ON drop_box_opening TO %I', service);
            EXECUTE format('GRANT SELECT, INSERT ON opening_bags TO %I', service);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_doubles FROM PUBLIC;
