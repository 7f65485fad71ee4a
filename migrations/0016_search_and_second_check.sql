-- Search, and the second check (below). Search over everything that was read: pages, messages, marks of envelopes, names of registrations. French, whatever the accents and
-- the forms of words; what is misspelt finds the words that were read and look like it.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- French once more, without accents: both are kept, so that « régularisée » and « regularisee » meet.
CREATE TEXT SEARCH CONFIGURATION french_unaccented (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION french_unaccented ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;

-- What is found, apart from what may be shown: an operator that is not leakproof loses its index under a policy. Nobody is granted
-- these tables and no policy opens them; search_read alone reads them, and gives what the actor may see.
CREATE TABLE search_text (
    -- 1 page (source is the batch), 2 marks of an envelope, 3 message (source is the communication), 4 case.
    kind   smallint NOT NULL,
    source uuid NOT NULL,
    page   integer NOT NULL DEFAULT 0,
    words  tsvector NOT NULL,
    PRIMARY KEY (kind, source, page)
);
CREATE INDEX search_text_words ON search_text USING gin (words);
-- The words that were read, for what is misspelt. Two readings at once may add a word twice: neither waits for the other.
CREATE TABLE search_word (word text NOT NULL);
CREATE INDEX search_word_word ON search_word (word);
CREATE INDEX search_word_alike ON search_word USING gin (word gin_trgm_ops);
-- The envelope of a page, among the many of a batch.
CREATE INDEX envelope_pages ON envelope (batch_id, first_page);
ALTER TABLE search_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_word ENABLE ROW LEVEL SECURITY;

-- Numbers as one word, however they are grouped: `1A 123 456 7890 1` is found as `1a12345678901`, and by its digits alone.
CREATE FUNCTION search_numbers(written text) RETURNS tsvector LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(to_tsvector('simple', string_agg(DISTINCT form, ' ')), '')
    FROM regexp_matches(written, '((?:\m(?:[0-9][A-Z]|[A-Z]{2}) ?)?[0-9](?:[ ./-]?[0-9]){4,}(?: ?[A-Z]{2}\M)?)', 'g') AS found(number),
         unnest(ARRAY[regexp_replace(lower(number[1]), '[^0-9a-z]', '', 'g'), regexp_replace(number[1], '[^0-9]', '', 'g')]) AS form
$$;

-- The words of a text. What is too much for PostgreSQL is not found; nothing is refused for that.
CREATE FUNCTION search_vector(written text) RETURNS tsvector LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    start text := left(written, 100000);
BEGIN
    RETURN to_tsvector('french', start) || to_tsvector('french_unaccented', start) || search_numbers(start);
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN '';
END $$;

CREATE FUNCTION search_add_words(written text) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
    INSERT INTO search_word (word)
    SELECT word FROM (SELECT DISTINCT word FROM regexp_split_to_table(lower(unaccent(left(written, 2000000))), '[^a-z]+') AS word) seen
    WHERE length(word) BETWEEN 4 AND 24 AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = seen.word)
$$;

CREATE FUNCTION search_add(of_kind smallint, of_source uuid, written text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO search_text (kind, source, words) VALUES (of_kind, of_source, search_vector(written))
        ON CONFLICT (kind, source, page) DO UPDATE SET words = excluded.words;
    PERFORM search_add_words(written);
END $$;

CREATE FUNCTION search_add_pages() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO search_text (kind, source, page, words)
        SELECT 1, batch_id, number, search_vector(text) FROM added WHERE text <> '' AND NOT separator
        ON CONFLICT (kind, source, page) DO UPDATE SET words = excluded.words;
    PERFORM search_add_words(string_agg(text, ' ')) FROM added WHERE text <> '' AND NOT separator;
    RETURN NULL;
END $$;
CREATE FUNCTION search_add_envelope() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM search_add(2::smallint, NEW.communication_id, concat_ws(' ', NEW.serial, NEW.registered_number, NEW.postmark_office));
    RETURN NULL;
END $$;
CREATE FUNCTION search_add_message() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM search_add(3::smallint, NEW.communication_id, concat_ws(' ', NEW.from_name, NEW.from_address, NEW.subject, NEW.body));
    RETURN NULL;
END $$;
CREATE FUNCTION search_add_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM search_add(4::smallint, NEW.id, NEW.search_text);
    RETURN NULL;
END $$;

CREATE TRIGGER page_searched AFTER INSERT ON page REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_add_pages();
CREATE TRIGGER envelope_searched AFTER INSERT OR UPDATE OF serial, registered_number, postmark_office ON envelope FOR EACH ROW
    WHEN (NEW.serial IS NOT NULL OR NEW.registered_number IS NOT NULL OR NEW.postmark_office IS NOT NULL)
    EXECUTE FUNCTION search_add_envelope();
CREATE TRIGGER message_searched AFTER INSERT OR UPDATE OF from_name, from_address, subject, body ON message FOR EACH ROW
    EXECUTE FUNCTION search_add_message();
CREATE TRIGGER case_searched AFTER UPDATE OF search_text ON residence_case FOR EACH ROW
    WHEN (NEW.search_text IS DISTINCT FROM OLD.search_text) EXECUTE FUNCTION search_add_case();

-- The query of one term: any of its spellings, in any form; a number also by its beginning.
CREATE FUNCTION search_term(spellings jsonb) RETURNS tsquery LANGUAGE plpgsql STABLE
    SET search_path = public, pg_temp SET client_min_messages = warning AS $$
DECLARE
    one tsquery;
    spelling text;
    any_of   tsquery;
BEGIN
    FOR spelling IN SELECT jsonb_array_elements_text(spellings) LOOP
        one := plainto_tsquery('french', spelling) || plainto_tsquery('french_unaccented', spelling);
        any_of := coalesce(any_of || one, one);
        IF spelling ~ '^[0-9a-z]*[0-9]{3}[0-9a-z]*$' THEN
            any_of := any_of || to_tsquery('simple', quote_literal(spelling) || ':*');
        END IF;
    END LOOP;
    RETURN any_of;
END $$;
CREATE FUNCTION search_any(terms jsonb) RETURNS tsquery LANGUAGE plpgsql STABLE
    SET search_path = public, pg_temp SET client_min_messages = warning AS $$
DECLARE
    one tsquery;
    spellings jsonb;
    any_of     tsquery;
BEGIN
    FOR spellings IN SELECT jsonb_array_elements(terms) LOOP
        one := search_term(spellings);
        any_of := coalesce(any_of || one, one, any_of);
    END LOOP;
    RETURN any_of;
END $$;

-- The communications in which every term was read, on whichever page, the latest received first: with the page that has most of the
-- terms (0: none has) and how many have one. What is protected is left out before it is counted, and again by the policies of whoever asks.
CREATE FUNCTION search_read(terms jsonb, since date, until date, most integer)
    RETURNS TABLE (communication_id uuid, page integer, pages bigint)
    -- Always by the index of words, whatever the statistics of a young table say.
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    WITH wanted AS MATERIALIZED (
        SELECT n, query FROM (SELECT n, search_term(spellings) AS query FROM jsonb_array_elements(terms) WITH ORDINALITY AS t(spellings, n)) q
        WHERE numnode(query) > 0
    ), read AS MATERIALIZED (
        SELECT w.n, s.kind, s.source, s.page FROM wanted w JOIN search_text s ON s.words @@ w.query
    ), hit AS (
        SELECT r.n, e.communication_id, r.page FROM read r CROSS JOIN LATERAL (
            SELECT communication_id, last_page FROM envelope
            WHERE r.kind = 1 AND batch_id = r.source AND first_page <= r.page ORDER BY first_page DESC LIMIT 1) e
        WHERE r.page <= e.last_page
        UNION ALL
        SELECT r.n, r.source, 0 FROM read r WHERE r.kind IN (2, 3)
        UNION ALL
        SELECT r.n, l.communication_id, 0 FROM read r
            JOIN residence_case k ON r.kind = 4 AND k.id = r.source AND (k.protection = 0 OR (SELECT passerelle_sees_protected()))
            JOIN communication_case l ON l.case_id = r.source
    ), whole AS (
        SELECT communication_id FROM hit GROUP BY communication_id HAVING count(DISTINCT n) = (SELECT count(*) FROM wanted)
    ), seen AS (
        SELECT c.id, c.received_at FROM whole JOIN communication c ON c.id = whole.communication_id
        WHERE (SELECT passerelle_actor_known()) AND (c.protection = 0 OR (SELECT passerelle_sees_protected()))
          AND c.channel <> 3 AND (since IS NULL OR c.received_on >= since) AND (until IS NULL OR c.received_on <= until)
        ORDER BY c.received_at DESC, c.id DESC LIMIT most
    ), paged AS (
        SELECT h.communication_id, h.page, count(DISTINCT h.n) AS matched FROM hit h JOIN seen ON seen.id = h.communication_id GROUP BY 1, 2
    )
    SELECT p.communication_id, (array_agg(p.page ORDER BY (p.page = 0), p.matched DESC, p.page))[1], count(*) FILTER (WHERE p.page > 0)
    FROM paged p GROUP BY p.communication_id
$$;

-- The pages of one communication in which a term was read; only for who has been shown it.
CREATE FUNCTION search_pages(of_communication uuid, terms jsonb) RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT s.page FROM communication c
    JOIN envelope e ON e.communication_id = c.id
    JOIN search_text s ON s.kind = 1 AND s.source = e.batch_id AND s.page BETWEEN e.first_page AND e.last_page
    WHERE c.id = of_communication AND (SELECT passerelle_actor_known()) AND (c.protection = 0 OR (SELECT passerelle_sees_protected()))
      AND s.words @@ search_any(terms)
    ORDER BY s.page
$$;

-- Words that were read and look like this one; never shown, only searched for.
CREATE FUNCTION search_alike(wanted text) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.25 AS $$
    SELECT word FROM (SELECT DISTINCT word FROM search_word WHERE word % wanted) w
    WHERE (SELECT passerelle_actor_known()) ORDER BY similarity(word, wanted) DESC, word LIMIT 60
$$;

-- What was read before there was a search.
SELECT set_config('passerelle.actor', 'migration', true), set_config('passerelle.sees_protected', 'on', true);
INSERT INTO search_text (kind, source, page, words)
    SELECT 1, batch_id, number, search_vector(text) FROM page WHERE text <> '' AND NOT separator;
INSERT INTO search_text (kind, source, words)
    SELECT 2, communication_id, search_vector(concat_ws(' ', serial, registered_number, postmark_office)) FROM envelope
    WHERE serial IS NOT NULL OR registered_number IS NOT NULL OR postmark_office IS NOT NULL
    UNION ALL SELECT 3, communication_id, search_vector(concat_ws(' ', from_name, from_address, subject, body)) FROM message
    UNION ALL SELECT 4, id, search_vector(search_text) FROM residence_case WHERE registered_at IS NOT NULL;
INSERT INTO search_word (word)
    SELECT DISTINCT word
    FROM (SELECT text FROM page WHERE NOT separator
          UNION ALL SELECT concat_ws(' ', from_name, from_address, subject, left(body, 100000)) FROM message
          UNION ALL SELECT search_text FROM residence_case WHERE registered_at IS NOT NULL) read(written),
         regexp_split_to_table(lower(unaccent(written)), '[^a-z]+') AS word
    WHERE length(word) BETWEEN 4 AND 24;
SELECT set_config('passerelle.actor', '', true), set_config('passerelle.sees_protected', '', true);

REVOKE ALL ON FUNCTION search_read, search_pages, search_alike, search_add FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_read, search_pages, search_alike TO passerelle;

-- Who struck the postmark, when it is not La Poste (CRPA L. 112-1: any authorised operator).
ALTER TABLE envelope ADD COLUMN postmark_operator text;

-- A second person reads an envelope again, without seeing what the first one read.
CREATE TABLE second_check (
    communication_id uuid PRIMARY KEY REFERENCES communication,
    -- Sum of: 1 registered, 2 uncertain, 4 drawn.
    reasons    smallint NOT NULL CHECK (reasons > 0),
    first_by   uuid NOT NULL,
    first_at   timestamptz NOT NULL,
    first      jsonb NOT NULL,
    second_by  uuid CHECK (second_by <> first_by),
    second_at  timestamptz,
    second     jsonb,
    outcome    smallint,
    settled_at timestamptz,
    CHECK ((second IS NULL) = (second_by IS NULL) AND (outcome IS NULL OR second IS NOT NULL))
);
CREATE INDEX second_check_open ON second_check (first_at, communication_id) WHERE outcome IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON second_check TO passerelle;

-- It is seen with its communication, which the protection of a person hides.
ALTER TABLE second_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_check FORCE ROW LEVEL SECURITY;
CREATE POLICY second_check_actor ON second_check USING ((SELECT passerelle_actor_known())
    AND EXISTS (SELECT FROM communication c WHERE c.id = communication_id));

-- The roles of services that run alone: the mailroom searches and checks; every desk that registers owes checks, and takes them back.
CREATE FUNCTION passerelle_grant_search_and_second_check() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles
        WHERE rolname IN ('passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api') LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON second_check TO %I', role);
        IF role = 'passerelle_post' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION search_read, search_pages, search_alike TO %I', role);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION passerelle_grant_search_and_second_check FROM PUBLIC;
