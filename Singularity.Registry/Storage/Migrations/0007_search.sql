-- What search knows of every package, one row each.
CREATE TABLE search_documents (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ecosystem     text COLLATE "C" NOT NULL,
    name          text COLLATE "C" NOT NULL,
    version       text COLLATE "C" NOT NULL,
    summary       text NOT NULL DEFAULT '',
    keywords      text NOT NULL DEFAULT '',
    downloads     bigint NOT NULL DEFAULT 0,
    license       text,
    advisory_rank smallint NOT NULL DEFAULT 0,
    deprecated    boolean NOT NULL DEFAULT false,
    published     timestamptz,
    revision      bigint NOT NULL DEFAULT nextval('package_revisions'),
    -- false for packages that were loaded from a list and have no stored version
    collected     boolean NOT NULL,
    UNIQUE (ecosystem, name)
);

CREATE INDEX search_documents_revision ON search_documents (revision);
