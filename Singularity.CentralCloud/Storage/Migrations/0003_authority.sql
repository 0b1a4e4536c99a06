-- Who answers instances. Another database is another authority, to which they send again what they sent before. One row.
CREATE TABLE authority (
    is_the_only boolean PRIMARY KEY DEFAULT true CHECK (is_the_only),
    id          text COLLATE "C" NOT NULL
);

INSERT INTO authority (id) VALUES (gen_random_uuid()::text);
