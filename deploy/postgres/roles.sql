-- The roles and the database of Passerelle. Run once by an administrator of an external server:
--     psql --set=database=passerelle --file=deploy/postgres/roles.sql postgres
-- then give each role its password:  \password passerelle_owner   \password passerelle
-- The private PostgreSQL runs it by itself at each start; what exists is left as it is.
--
-- passerelle_owner  owns the schema, runs the migrations, nothing else.
-- passerelle        the program's daily work in one process: row-level security applies to it, it can neither change the schema nor
--                   alter the event log. Its rights on tables stand in the migrations that make them.
-- passerelle_mail, _post, _phone, _counter, _cases, _api
--                   the same for one service that runs alone: it reaches the tables of its own work and no other (migration 0008).

\set ON_ERROR_STOP 1
\if :{?database}
\else
    \set database passerelle
\endif

SELECT 'CREATE ROLE passerelle_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle_owner') \gexec
SELECT 'CREATE ROLE passerelle LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passerelle') \gexec

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', name)
  FROM unnest(ARRAY['passerelle_mail', 'passerelle_post', 'passerelle_phone', 'passerelle_counter', 'passerelle_cases', 'passerelle_api']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

SELECT format('CREATE DATABASE %I OWNER passerelle_owner ENCODING ''UTF8'' TEMPLATE template0', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO passerelle, passerelle_mail, passerelle_post, passerelle_phone, passerelle_counter,
    passerelle_cases, passerelle_api;

\connect :"database"

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO passerelle_owner;
GRANT USAGE ON SCHEMA public TO passerelle;
