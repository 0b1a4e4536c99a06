-- What an instance last said of itself, and the machines that spoke under its id.
ALTER TABLE instances
    ADD COLUMN environment text,
    ADD COLUMN machine text COLLATE "C",
    ADD COLUMN backlog bigint,
    ADD COLUMN backlog_since timestamptz,
    -- since when the id seems to be in use on two machines; null when it does not
    ADD COLUMN conflict_since timestamptz;

CREATE TABLE instance_machines (
    instance_id text COLLATE "C" NOT NULL REFERENCES instances ON DELETE CASCADE,
    machine     text COLLATE "C" NOT NULL,
    last_seen   timestamptz NOT NULL,
    -- when it last spoke again after another machine had, which one that was replaced does not
    returned_at timestamptz,
    PRIMARY KEY (instance_id, machine)
);

-- Messages of the stream that could not be taken in.
CREATE TABLE parked (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject    text NOT NULL,
    sequence   bigint NOT NULL,
    reason     text NOT NULL,
    -- of the message; the body is cut at the longest that an observation may be
    size       bigint NOT NULL,
    body       bytea NOT NULL,
    -- of the body; with it, since a stream that was made anew counts from 1 again
    digest     bytea NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    tries      integer NOT NULL,
    UNIQUE (sequence, digest)
);

-- Patterns that are promoted, or were: the authority's own state, which no observation carries.
CREATE TABLE promotions (
    pattern_id   text COLLATE "C" PRIMARY KEY,
    promoted_at  timestamptz NOT NULL,
    -- null while it is promoted
    demoted_at   timestamptz,
    -- with which it last changed
    score        json NOT NULL,
    is_published boolean NOT NULL
);

CREATE INDEX promotions_unpublished ON promotions (pattern_id) WHERE NOT is_published;
CREATE INDEX promotions_promoted ON promotions (pattern_id) WHERE demoted_at IS NULL;
