-- Requests of persons whom nobody could name yet, among all that are named.
CREATE INDEX person_nameless ON person (id) WHERE family_name IS NULL AND given_names IS NULL;
