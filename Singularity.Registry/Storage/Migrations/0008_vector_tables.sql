-- Vectors by model. A null vector says that the text has none. The HNSW index of each model is made when the model is first used.
CREATE TABLE search_vectors (
    document_id bigint NOT NULL REFERENCES search_documents ON DELETE CASCADE,
    model_id    smallint NOT NULL REFERENCES embedding_models,
    vector      vector CHECK (vector_norm(vector) > 0),
    PRIMARY KEY (document_id, model_id)
);

CREATE TABLE snippet_vectors (
    package_id  bigint NOT NULL,
    version     text COLLATE "C" NOT NULL,
    position    integer NOT NULL,
    -- a version's snippets may be written anew before their vectors are: those of other snippets are not used
    snippet_id  text NOT NULL,
    model_id    smallint NOT NULL REFERENCES embedding_models,
    vector      vector CHECK (vector_norm(vector) > 0),
    PRIMARY KEY (package_id, version, position, model_id)
);

CREATE FUNCTION delete_snippet_vectors_of_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM snippet_vectors s USING gone g WHERE s.package_id = g.package_id AND s.version = g.version;
    RETURN NULL;
END
$$;

CREATE TRIGGER snippet_vectors_go_with_their_version AFTER DELETE ON package_versions
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_snippet_vectors_of_versions();
