-- How far this database has read what an authority keeps. A backup holds the cursor together with what came before it.
CREATE TABLE sync_cursors (
    -- an instance whose observations alone were read, or * for all
    of_instance text COLLATE "C" PRIMARY KEY,
    position    bigint NOT NULL
);
