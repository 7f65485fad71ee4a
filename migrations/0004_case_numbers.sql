-- The first arrivals of a year come by several doors at once: one makes the sequence, the others wait for it.
CREATE OR REPLACE FUNCTION next_case_numbers(year_of_reception integer, department integer, wanted integer)
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
