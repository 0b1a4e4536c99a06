-- Who observes in this database: one instance, however many processes and machines share it. One row at most.
CREATE TABLE instance (
    is_the_only boolean PRIMARY KEY DEFAULT true CHECK (is_the_only),
    id          text COLLATE "C" NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
