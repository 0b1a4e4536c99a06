-- What search sees of packages: one row each, of the version that is shown. Filled in the background from packages, and by loads of lists.
CREATE SEQUENCE search_revisions;

-- Their place is taken by search_documents.
ALTER TABLE packages DROP COLUMN search;

CREATE TABLE search_documents (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- null for a row of a loaded list
    package_id     bigint UNIQUE REFERENCES packages ON DELETE CASCADE,
    collected      boolean GENERATED ALWAYS AS (package_id IS NOT NULL) STORED,
    ecosystem      text COLLATE "C" NOT NULL,
    name           text COLLATE "C" NOT NULL,
    -- the name in small letters, for look-ups
    lookup         text COLLATE "C" NOT NULL,
    version        text NOT NULL,
    summary        text NOT NULL,
    keywords       text NOT NULL,
    downloads      bigint NOT NULL,
    license        text,
    -- 0 without advisories, 1 to 4 from low to critical, 5 where one is of unknown severity
    advisory_rank  smallint NOT NULL DEFAULT 0,
    deprecated     boolean NOT NULL DEFAULT false,
    published      timestamptz,
    -- A of the name, B of the parts of its compounds, C of summary and keywords, D what others say of it; positions count, they say nothing of order
    terms          tsvector NOT NULL,
    -- of the README, each word once
    body           tsvector NOT NULL DEFAULT ''::tsvector,
    -- what the summary may name, in small letters
    mentions       text[] NOT NULL DEFAULT '{}',
    anchors        text[] NOT NULL DEFAULT '{}',
    name_length    smallint NOT NULL,
    summary_length smallint NOT NULL,
    body_length    smallint NOT NULL,
    -- rises with every change of what the package itself says
    revision       bigint NOT NULL DEFAULT nextval('search_revisions'),
    UNIQUE (ecosystem, name)
);

CREATE INDEX search_documents_terms ON search_documents USING gin (terms);
CREATE INDEX search_documents_body ON search_documents USING gin (body) WHERE body_length > 0;
CREATE INDEX search_documents_mentions ON search_documents USING gin (mentions);
CREATE INDEX search_documents_lookup ON search_documents (lookup);
CREATE INDEX search_documents_downloads ON search_documents (downloads DESC, id);
CREATE INDEX search_documents_revision ON search_documents (revision);

-- Packages to be read into search_documents, and versions whose snippets want vectors. Only ever added to by writers, so that no writer waits for the indexing.
CREATE TABLE search_pending (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    package_id bigint NOT NULL,
    -- null where only the package's row is concerned
    version    text COLLATE "C"
);

INSERT INTO search_pending (package_id, version) SELECT package_id, version FROM package_versions ORDER BY package_id, version;

-- Documents whose anchors, if so marked, and vectors are to be made anew.
CREATE TABLE search_stale (
    document_id bigint PRIMARY KEY REFERENCES search_documents ON DELETE CASCADE,
    anchors     boolean NOT NULL DEFAULT true
);

-- Versions whose snippets' vectors are to be made anew.
CREATE TABLE snippets_stale (
    package_id bigint NOT NULL,
    version    text COLLATE "C" NOT NULL,
    PRIMARY KEY (package_id, version)
);

-- What scoring asks of the whole: of packages and of snippets. Refreshed in the background; lags a little behind.
CREATE TABLE search_statistics (
    kind            text PRIMARY KEY CHECK (kind IN ('package', 'snippet')),
    documents       bigint NOT NULL,
    name_lengths    bigint NOT NULL,
    summary_lengths bigint NOT NULL,
    body_lengths    bigint NOT NULL,
    version         bigint NOT NULL,
    refreshed_at    timestamptz NOT NULL
);

-- How many have a word, where more than one has.
CREATE TABLE search_terms (
    kind      text NOT NULL REFERENCES search_statistics ON DELETE CASCADE,
    term      text COLLATE "C" NOT NULL,
    documents bigint NOT NULL,
    PRIMARY KEY (kind, term)
);

-- Until when a load of a list asks the indexing of anchors and vectors to wait for its next part.
CREATE TABLE search_loads (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    quiet_until timestamptz NOT NULL
);

CREATE TABLE embedding_models (
    id         smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text COLLATE "C" NOT NULL,
    dimensions integer NOT NULL CHECK (dimensions > 0),
    state      text NOT NULL CHECK (state IN ('building', 'active', 'retired')),
    UNIQUE (name, dimensions)
);

CREATE UNIQUE INDEX embedding_models_active ON embedding_models (state) WHERE state = 'active';

-- What a package that goes said of others is said no more.
CREATE FUNCTION forget_what_documents_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_stale (document_id)
    SELECT DISTINCT d.id FROM gone g CROSS JOIN unnest(g.mentions) AS mentioned JOIN search_documents d ON d.lookup = mentioned ORDER BY d.id
    ON CONFLICT (document_id) DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_documents_said AFTER DELETE ON search_documents
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_what_documents_said();
