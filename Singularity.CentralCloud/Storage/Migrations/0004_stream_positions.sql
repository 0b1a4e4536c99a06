-- How far a stream of observations is taken in.
CREATE TABLE stream_positions (
    stream   text COLLATE "C" PRIMARY KEY,
    -- when the stream was made: one that was made anew counts from 1 again
    created  timestamptz NOT NULL,
    sequence bigint NOT NULL
);
