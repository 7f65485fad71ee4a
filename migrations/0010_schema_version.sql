-- A program that serves every desk under the application's own role compares the schema with its own version too; 0008 let the
-- roles of single services do so only.
DO $$
BEGIN
    IF to_regclass('_sqlx_migrations') IS NOT NULL THEN
        GRANT SELECT ON _sqlx_migrations TO passerelle;
    END IF;
END $$;
