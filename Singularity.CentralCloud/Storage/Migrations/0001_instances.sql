-- Instances of Singularity that said hello. Ids are compared and ordered byte by byte.
CREATE TABLE instances (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    version text NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL
);
