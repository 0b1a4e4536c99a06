-- Observations, and what they come to. body is json, not jsonb: the text is passed on as it came. Ids are ULIDs: ordered byte by byte, they are ordered by time.
CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE observations (
    -- the cursor of those who read on: one writer at a time takes numbers and commits, so none below a visible one appears later
    position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          text COLLATE "C" NOT NULL UNIQUE,
    pattern_id  text COLLATE "C" NOT NULL,
    -- of merges, proposed or confirmed: the other pattern
    other_id    text COLLATE "C",
    instance_id text COLLATE "C" NOT NULL,
    -- null for what this version did not understand
    type        text COLLATE "C",
    wall_ms     bigint NOT NULL,
    counter     integer NOT NULL,
    schema      integer NOT NULL,
    digest      bytea NOT NULL,
    body        json NOT NULL
);

-- uses are counted below and need not be read again
CREATE INDEX observations_pattern ON observations (pattern_id) WHERE type IS DISTINCT FROM 'used';
CREATE INDEX observations_other ON observations (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX observations_instance ON observations (instance_id, wall_ms, counter);

CREATE TABLE pattern_uses (
    pattern_id  text COLLATE "C" NOT NULL,
    instance_id text COLLATE "C" NOT NULL,
    -- days since 1970-01-01 UTC
    day         integer NOT NULL,
    successes   bigint NOT NULL,
    failures    bigint NOT NULL,
    PRIMARY KEY (pattern_id, instance_id, day)
);

CREATE TABLE patterns (
    id           text COLLATE "C" PRIMARY KEY,
    -- the smallest id of those that merges have made one
    group_id     text COLLATE "C" NOT NULL,
    state        text COLLATE "C" NOT NULL,
    content_hash text COLLATE "C",
    view         json NOT NULL
);

CREATE INDEX patterns_group ON patterns (group_id);
CREATE INDEX patterns_content_hash ON patterns (content_hash);

-- Observations of this instance that are not yet with the authority.
CREATE TABLE outbox (
    position    bigint PRIMARY KEY REFERENCES observations
);

CREATE TABLE knowledge_models (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text COLLATE "C" NOT NULL,
    dimensions  integer NOT NULL,
    UNIQUE (name, dimensions)
);

-- What an authority answered, for when it is away.
CREATE TABLE cached_patterns (
    id          text COLLATE "C" PRIMARY KEY,
    authority   text NOT NULL,
    view        json NOT NULL,
    fetched_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);

CREATE INDEX cached_patterns_fetched_at ON cached_patterns (fetched_at);

-- What search looks at, of live patterns and of cached ones. Apart from patterns, whose rows change with every use: these change with the content alone.
CREATE TABLE pattern_texts (
    pattern_id     text COLLATE "C" PRIMARY KEY,
    is_cached      boolean NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    language       text COLLATE "C",
    tags           text[] COLLATE "C" NOT NULL,
    purls          text[] COLLATE "C" NOT NULL,
    content_hash   text COLLATE "C" NOT NULL,
    -- of the whole content, tags and packages included
    content_digest bytea NOT NULL,
    terms          tsvector NOT NULL,
    -- vectors of different models are never compared: each model has an index of its own, made when it is first used
    model          integer REFERENCES knowledge_models,
    embedding      vector
);

CREATE INDEX pattern_texts_terms ON pattern_texts USING gin (terms) WITH (fastupdate = off);
CREATE INDEX pattern_texts_tags ON pattern_texts USING gin (tags);
CREATE INDEX pattern_texts_purls ON pattern_texts USING gin (purls);
CREATE INDEX pattern_texts_content_hash ON pattern_texts (content_hash);
CREATE INDEX pattern_texts_model ON pattern_texts (model);
