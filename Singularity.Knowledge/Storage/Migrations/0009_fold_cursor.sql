-- Where observations are folded some time after they were stored: how far they are folded, in order of their positions, and how far whoever acts on folded patterns has
-- acted. One row.
CREATE TABLE fold_cursor (
    is_the_only boolean PRIMARY KEY DEFAULT true CHECK (is_the_only),
    folded      bigint NOT NULL,
    settled     bigint NOT NULL
);

INSERT INTO fold_cursor (folded, settled) SELECT coalesce(max(position), 0), coalesce(max(position), 0) FROM observations;
