-- Names that were mistyped are found by their trigrams.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE INDEX search_documents_lookup_trigrams ON search_documents USING gin (lookup gin_trgm_ops);
