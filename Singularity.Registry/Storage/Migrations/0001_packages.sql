-- Packages, their versions, dependencies and snippets. record is json, not jsonb: the text goes over the wire as it was written.
CREATE SEQUENCE package_revisions;

CREATE TABLE packages (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ecosystem     text COLLATE "C" NOT NULL,
    name          text COLLATE "C" NOT NULL,
    -- the version that was the newest stable one when the registry was last asked; null while only older ones are stored
    head_version  text,
    description   text,
    license       text,
    keywords      text[] NOT NULL DEFAULT '{}',
    search        tsvector NOT NULL DEFAULT ''::tsvector,
    UNIQUE (ecosystem, name)
);

CREATE INDEX packages_search ON packages USING gin (search);
CREATE INDEX packages_keywords ON packages USING gin (keywords);

CREATE TABLE package_versions (
    package_id    bigint NOT NULL REFERENCES packages ON DELETE CASCADE,
    version       text COLLATE "C" NOT NULL,
    revision      bigint NOT NULL,
    record        json NOT NULL,
    snippet_count integer NOT NULL,
    collected_at  timestamptz NOT NULL,
    validated_at  timestamptz NOT NULL,
    PRIMARY KEY (package_id, version)
);

CREATE TABLE dependencies (
    package_id    bigint NOT NULL,
    version       text COLLATE "C" NOT NULL,
    name          text NOT NULL,
    requirement   text NOT NULL,
    kind          text NOT NULL,
    optional      boolean NOT NULL,
    FOREIGN KEY (package_id, version) REFERENCES package_versions ON DELETE CASCADE
);

CREATE INDEX dependencies_version ON dependencies (package_id, version);
CREATE INDEX dependencies_name ON dependencies (name);

CREATE TABLE snippets (
    package_id    bigint NOT NULL,
    version       text COLLATE "C" NOT NULL,
    position      integer NOT NULL,
    id            text NOT NULL,
    kind          text NOT NULL,
    title         text NOT NULL,
    code          text NOT NULL,
    language      text,
    description   text,
    path          text NOT NULL,
    line          integer NOT NULL,
    symbol        text,
    tokens        integer NOT NULL,
    search        tsvector NOT NULL,
    PRIMARY KEY (package_id, version, position),
    FOREIGN KEY (package_id, version) REFERENCES package_versions ON DELETE CASCADE
);

CREATE INDEX snippets_search ON snippets USING gin (search);
