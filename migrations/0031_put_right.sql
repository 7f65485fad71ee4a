-- What the mailroom did by mistake is put right by an opposite entry, with its reason; nothing is erased. Letters that share an envelope. What
-- was scanned of a sealed medical envelope is compared with nothing.

-- An original that was listed by mistake. What two persons saw, two persons take back.
ALTER TABLE original_paper
    ADD COLUMN withdrawn_by uuid,
    ADD COLUMN withdrawn_at timestamptz,
    ADD COLUMN withdrawn_reason text,
    ADD COLUMN withdrawal_seen_by uuid,
    ADD COLUMN withdrawal_seen_at timestamptz,
    ADD CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
    ADD CHECK ((withdrawal_seen_at IS NULL) = (withdrawal_seen_by IS NULL)),
    ADD CHECK (withdrawal_seen_by IS NULL OR (withdrawn_at IS NOT NULL AND withdrawal_seen_by <> withdrawn_by));

-- It is no longer in the house when its last move says so, or when it never was.
CREATE OR REPLACE FUNCTION passerelle_original_gone(original uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT m.fate IS NOT NULL FROM paper_move m WHERE m.original_id = original
                     ORDER BY m.moved_at DESC, m.id DESC LIMIT 1), false)
        OR EXISTS (SELECT FROM original_paper o WHERE o.id = original AND o.withdrawn_at IS NOT NULL
                   AND (NOT o.valuable OR o.withdrawal_seen_at IS NOT NULL))
$$;

-- A person who had not compared a scan with its paper after all. They may compare it later.
ALTER TABLE batch_check
    ADD COLUMN withdrawn_at timestamptz,
    ADD COLUMN withdrawn_reason text,
    ADD CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL));
ALTER TABLE batch_check DROP CONSTRAINT batch_check_pkey, ADD PRIMARY KEY (batch_id, checked_by, checked_at);
CREATE UNIQUE INDEX batch_check_standing ON batch_check (batch_id, checked_by) WHERE withdrawn_at IS NULL;

-- Letters of one case that go to the same address in the same way leave in one envelope: each keeps its own row, and names the row of the
-- letter whose address shows. A registered number is the envelope's, and stands on the rows of all that is in it.
ALTER TABLE postal_item
    ADD COLUMN in_envelope_of uuid REFERENCES postal_item,
    -- Where the letter lies in its pile, from 1, as it was printed.
    ADD COLUMN place integer,
    ADD CHECK (in_envelope_of <> id);
CREATE INDEX postal_item_envelope ON postal_item (in_envelope_of) WHERE in_envelope_of IS NOT NULL;
DROP INDEX postal_item_number;
CREATE UNIQUE INDEX postal_item_envelope_number ON postal_item (registered_number)
    WHERE registered_number IS NOT NULL AND in_envelope_of IS NULL;
CREATE INDEX postal_item_number ON postal_item (registered_number) WHERE registered_number IS NOT NULL;

-- Letters that were noted as handed to the post and had not left. One row for each.
CREATE TABLE hand_over_withdrawn (
    id                uuid PRIMARY KEY,
    letter_id         uuid NOT NULL REFERENCES letter,
    -- The pile whose hand-over was noted.
    print_run_id      uuid NOT NULL REFERENCES print_run,
    handed_at         timestamptz NOT NULL,
    registered_number text,
    withdrawn_by      uuid NOT NULL,
    withdrawn_at      timestamptz NOT NULL,
    reason            text NOT NULL
);
CREATE INDEX hand_over_withdrawn_run ON hand_over_withdrawn (print_run_id, withdrawn_at);
CREATE INDEX hand_over_withdrawn_letter ON hand_over_withdrawn (letter_id);
-- The files of a day: what left on it.
CREATE INDEX postal_item_left ON postal_item (left_at) WHERE left_at IS NOT NULL;

-- Seen with its letter.
ALTER TABLE hand_over_withdrawn ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_over_withdrawn FORCE ROW LEVEL SECURITY;
CREATE POLICY hand_over_withdrawn_actor ON hand_over_withdrawn USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM letter l WHERE l.id = letter_id));

GRANT SELECT, INSERT ON hand_over_withdrawn TO passerelle;
GRANT UPDATE (withdrawn_at, withdrawn_reason) ON batch_check TO passerelle;
GRANT UPDATE (withdrawn_by, withdrawn_at, withdrawn_reason, withdrawal_seen_by, withdrawal_seen_at) ON original_paper TO passerelle;

CREATE FUNCTION passerelle_grant_put_right() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    FOR service IN SELECT rolname FROM pg_roles WHERE rolname IN ('passerelle_post', 'passerelle_cases') LOOP
        EXECUTE format('GRANT SELECT, INSERT ON hand_over_withdrawn TO %I', service);
        EXECUTE format('GRANT UPDATE (withdrawn_at, withdrawn_reason) ON batch_check TO %I', service);
        EXECUTE format('GRANT UPDATE (withdrawn_by, withdrawn_at, withdrawn_reason, withdrawal_seen_by, withdrawal_seen_at)
                        ON original_paper TO %I', service);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_put_right FROM PUBLIC;

-- Nothing of a sealed medical envelope is looked at, by people or by machines (I-22): neither its pages as candidates, nor for themselves.
CREATE OR REPLACE FUNCTION page_likeness_candidates(of_communication uuid, bands integer[], parts integer[], hash bigint, proved text[], most integer)
    RETURNS TABLE (communication_id uuid, batch_id uuid, page integer, ink bytea, marks text[], numbers text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    WITH rare AS MATERIALIZED (
        -- A band that hundreds of pages have is of a printed form: it tells nothing, and would have them all compared.
        SELECT coalesce(array_agg(band), '{}') AS bands FROM unnest(bands) band
        WHERE (SELECT count(*) FROM (SELECT FROM page_likeness l WHERE l.text_bands && ARRAY[band] LIMIT 501) seen) <= 500
    ), alike AS (
        (SELECT l.batch_id, l.page, 0 AS likely FROM page_likeness l WHERE l.numbers && proved LIMIT most)
        UNION ALL
        (SELECT l.batch_id, l.page, -(SELECT count(*)::integer FROM unnest(l.text_bands) b WHERE b = ANY (r.bands))
         FROM rare r JOIN page_likeness l ON l.text_bands && r.bands ORDER BY 3, l.batch_id DESC LIMIT most)
        UNION ALL
        (SELECT l.batch_id, l.page, bit_count((l.picture # hash)::bit(64))::integer
         FROM page_likeness l WHERE l.picture_bands && parts AND bit_count((l.picture # hash)::bit(64)) <= 14
         ORDER BY 3, l.batch_id DESC LIMIT most)
    )
    SELECT DISTINCT e.communication_id, l.batch_id, l.page, l.ink, l.marks, l.numbers
    FROM alike a
    JOIN page_likeness l ON l.batch_id = a.batch_id AND l.page = a.page
    JOIN envelope e ON e.batch_id = l.batch_id AND l.page BETWEEN e.first_page AND e.last_page
    WHERE e.communication_id <> of_communication AND e.sealed IS NULL AND (SELECT passerelle_sees_protected())
$$;
CREATE OR REPLACE FUNCTION page_likeness_of(of_communication uuid)
    RETURNS TABLE (batch_id uuid, page integer, text_bands integer[], picture bigint, ink bytea, marks text[], numbers text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.batch_id, l.page, l.text_bands, l.picture, l.ink, l.marks, l.numbers
    FROM envelope e JOIN page_likeness l ON l.batch_id = e.batch_id AND l.page BETWEEN e.first_page AND e.last_page
    WHERE e.communication_id = of_communication AND e.sealed IS NULL AND (SELECT passerelle_sees_protected())
    ORDER BY l.page
$$;

-- What was proposed, or said, before the envelope was sealed is not seen by anybody while it is; shown again, it stands as before.
DROP POLICY resemblance_actor ON resemblance;
CREATE POLICY resemblance_actor ON resemblance USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = later_id)
    AND EXISTS (SELECT FROM communication c WHERE c.id = earlier_id)
    AND NOT EXISTS (SELECT FROM envelope e WHERE e.communication_id = later_id AND e.sealed IS NOT NULL)
    AND NOT EXISTS (SELECT FROM envelope e WHERE e.communication_id = earlier_id AND e.sealed IS NOT NULL));
