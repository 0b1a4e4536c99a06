-- What changed since when, for instances that were not told: writes by their revision, deletions by the number that they took from the same sequence.
CREATE INDEX package_versions_revision ON package_versions (revision);

CREATE TABLE package_deletions (
    ecosystem   text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    version     text COLLATE "C" NOT NULL,
    revision    bigint NOT NULL,
    deleted_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ecosystem, name, version)
);

CREATE INDEX package_deletions_revision ON package_deletions (revision);
CREATE INDEX package_deletions_deleted_at ON package_deletions (deleted_at);
