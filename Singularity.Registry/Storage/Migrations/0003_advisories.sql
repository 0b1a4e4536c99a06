-- Advisories in the OSV format, and which packages each is about. document is json, not jsonb: it may hold \u0000, and goes out as it came.
CREATE TABLE advisories (
    id          text COLLATE "C" PRIMARY KEY,
    modified    timestamptz NOT NULL,
    withdrawn   timestamptz,
    document    json NOT NULL
);

-- name is the key under which advisories and packages meet: for cargo in small letters with _ for -
CREATE TABLE advisory_packages (
    ecosystem   text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    advisory_id text COLLATE "C" NOT NULL REFERENCES advisories ON DELETE CASCADE,
    PRIMARY KEY (ecosystem, name, advisory_id)
);

CREATE INDEX advisory_packages_advisory ON advisory_packages (advisory_id);

-- how current the dumps of each ecosystem are
CREATE TABLE advisory_feeds (
    ecosystem   text COLLATE "C" PRIMARY KEY,
    as_of       timestamptz NOT NULL,
    loaded_at   timestamptz NOT NULL
);

-- when the OSV API was last asked about a package
CREATE TABLE advisory_checks (
    ecosystem   text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    checked_at  timestamptz NOT NULL,
    PRIMARY KEY (ecosystem, name)
);

-- packages whose stored records do not show the newest advisories yet; the stamp tells whether the row changed while it was worked on
CREATE SEQUENCE advisory_stamps;

CREATE TABLE advisory_pending (
    ecosystem   text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    stamp       bigint NOT NULL DEFAULT nextval('advisory_stamps'),
    PRIMARY KEY (ecosystem, name)
);

-- 0 without advisories, 1 to 4 from low to critical, 5 where one is of unknown severity
ALTER TABLE package_versions ADD COLUMN advisory_rank smallint NOT NULL DEFAULT 0;

CREATE INDEX packages_advisory_name ON packages (ecosystem, (CASE WHEN ecosystem = 'cargo' THEN replace(lower(name), '-', '_') ELSE name END));
