-- Words are cut and stemmed by the services, alike for texts and queries; search_format says how. Rows of another format are indexed anew in the background.
ALTER TABLE package_versions ADD COLUMN search_format smallint NOT NULL DEFAULT 0;
ALTER TABLE package_versions ALTER COLUMN search_format DROP DEFAULT;

CREATE INDEX package_versions_search_format ON package_versions (search_format);

-- Checking each of a version's thousands of snippets against the row that the same transaction has just written cost as much as storing them. Snippets are written
-- only beside their version's locked row, and go with it, by statement.
ALTER TABLE snippets DROP CONSTRAINT snippets_package_id_version_fkey;

CREATE FUNCTION delete_snippets_of_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM snippets s USING gone g WHERE s.package_id = g.package_id AND s.version = g.version;
    RETURN NULL;
END
$$;

CREATE TRIGGER snippets_go_with_their_version AFTER DELETE ON package_versions
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_snippets_of_versions();
