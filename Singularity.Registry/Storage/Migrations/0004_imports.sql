-- Imports of lockfiles: jobs and the packages that they have to collect.
CREATE TABLE jobs (
    id          text COLLATE "C" PRIMARY KEY,
    kind        text NOT NULL,
    title       text NOT NULL,
    created_at  timestamptz NOT NULL
);

CREATE TABLE job_items (
    job_id      text COLLATE "C" NOT NULL REFERENCES jobs ON DELETE CASCADE,
    purl        text COLLATE "C" NOT NULL,
    position    bigint GENERATED ALWAYS AS IDENTITY,
    state       text NOT NULL CHECK (state IN ('waiting', 'held', 'collected', 'failed')),
    attempts    integer NOT NULL DEFAULT 0,
    -- waiting items are taken when this moment has passed: the end of a lease, or of a pause between attempts
    not_before  timestamptz NOT NULL,
    bytes       bigint NOT NULL DEFAULT 0,
    code        integer,
    error       text,
    ended_at    timestamptz,
    PRIMARY KEY (job_id, purl)
);

CREATE INDEX job_items_waiting ON job_items (position) WHERE state = 'waiting';
