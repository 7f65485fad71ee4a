-- The same paper received twice: scanned again, photographed, sent by e-mail and by post. What was read is proposed, never merged.

-- What makes the pages of one paper look alike, apart from what may be shown: an operator that is not leakproof loses its index under
-- a policy. No policy opens the table to be read; the functions below alone do, for the work that compares, never for a screen.
CREATE TABLE page_likeness (
    batch_id      uuid NOT NULL REFERENCES batch,
    page          integer NOT NULL,
    -- Bands of a MinHash of the text; pages that share one are candidates.
    text_bands    integer[] NOT NULL,
    -- Parts of the hash of the picture, and the hash.
    picture_bands integer[] NOT NULL,
    picture       bigint,
    -- How much ink there is in each cell of the written part of the page.
    ink           bytea,
    -- Dates, numbers and addresses written on it: what tells one filled form from another.
    marks         text[] NOT NULL,
    -- Numbers that were proved (machine readable zone, code): the paper's own.
    numbers       text[] NOT NULL,
    PRIMARY KEY (batch_id, page)
);
CREATE INDEX page_likeness_text ON page_likeness USING gin (text_bands);
CREATE INDEX page_likeness_picture ON page_likeness USING gin (picture_bands);
CREATE INDEX page_likeness_numbers ON page_likeness USING gin (numbers);
CREATE INDEX page_likeness_marks ON page_likeness USING gin (marks);
ALTER TABLE page_likeness ENABLE ROW LEVEL SECURITY;
CREATE POLICY page_likeness_kept ON page_likeness FOR INSERT WITH CHECK ((SELECT passerelle_sees_protected()));
GRANT INSERT ON page_likeness TO passerelle;

-- The pages of other communications that look like one, the likeliest first: by their text, by their picture, by a number.
CREATE FUNCTION page_likeness_candidates(of_communication uuid, bands integer[], parts integer[], hash bigint, proved text[], most integer)
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
    WHERE e.communication_id <> of_communication AND (SELECT passerelle_sees_protected())
$$;

-- What was kept of the pages of one communication.
CREATE FUNCTION page_likeness_of(of_communication uuid)
    RETURNS TABLE (batch_id uuid, page integer, text_bands integer[], picture bigint, ink bytea, marks text[], numbers text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.batch_id, l.page, l.text_bands, l.picture, l.ink, l.marks, l.numbers
    FROM envelope e JOIN page_likeness l ON l.batch_id = e.batch_id AND l.page BETWEEN e.first_page AND e.last_page
    WHERE e.communication_id = of_communication AND (SELECT passerelle_sees_protected())
    ORDER BY l.page
$$;

-- Of these marks, those that stand on more pages than papers of one person do: printed on a form, or the postcode of a town.
CREATE FUNCTION page_likeness_common(wanted text[], most integer) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    SELECT mark FROM unnest(wanted) mark
    WHERE (SELECT passerelle_sees_protected())
      AND (SELECT count(*) FROM (SELECT FROM page_likeness l WHERE l.marks @> ARRAY[mark] LIMIT most + 1) seen) > most
$$;
REVOKE ALL ON FUNCTION page_likeness_candidates, page_likeness_of, page_likeness_common FROM PUBLIC;
GRANT EXECUTE ON FUNCTION page_likeness_candidates, page_likeness_of, page_likeness_common TO passerelle;

-- Two pages that may be the same paper, and what a person said of it.
CREATE TABLE resemblance (
    id           uuid PRIMARY KEY,
    later_id     uuid NOT NULL REFERENCES communication,
    later_page   integer NOT NULL,
    earlier_id   uuid NOT NULL REFERENCES communication,
    earlier_page integer NOT NULL,
    -- 1 number, 2 text, 3 picture.
    reason       smallint NOT NULL,
    percent      smallint NOT NULL CHECK (percent BETWEEN 0 AND 100),
    number       text,
    found_at     timestamptz NOT NULL,
    -- 1 the same, 2 another one; null while nobody has said.
    outcome      smallint,
    decided_by   uuid,
    decided_at   timestamptz,
    UNIQUE (later_id, later_page, earlier_id, earlier_page),
    CHECK (later_id <> earlier_id),
    CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL))
);
CREATE INDEX resemblance_earlier ON resemblance (earlier_id);
CREATE INDEX resemblance_open ON resemblance (found_at, later_id, earlier_id) WHERE outcome IS NULL;
GRANT SELECT, INSERT, UPDATE ON resemblance TO passerelle;

-- It is seen by who sees both communications, which the protection of a person hides.
ALTER TABLE resemblance ENABLE ROW LEVEL SECURITY;
ALTER TABLE resemblance FORCE ROW LEVEL SECURITY;
CREATE POLICY resemblance_actor ON resemblance USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = later_id)
    AND EXISTS (SELECT FROM communication c WHERE c.id = earlier_id));

ALTER FUNCTION passerelle_grant_services RENAME TO passerelle_grant_services_before_likeness;
CREATE FUNCTION passerelle_grant_services() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    service text;
BEGIN
    PERFORM passerelle_grant_services_before_likeness();
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_post') THEN
        GRANT INSERT ON page_likeness TO passerelle_post;
        GRANT EXECUTE ON FUNCTION page_likeness_candidates, page_likeness_of, page_likeness_common TO passerelle_post;
    END IF;
    -- Who registers an envelope asks whether it is a repeat, and which evidence that brings.
    FOREACH service IN ARRAY ARRAY['post', 'phone', 'counter', 'cases', 'api'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_' || service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON resemblance TO %I', 'passerelle_' || service);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_services FROM PUBLIC;
