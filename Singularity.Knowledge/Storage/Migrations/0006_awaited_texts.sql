-- Patterns whose texts changed with so many others that they are sorted in later.
CREATE TABLE awaited_texts (
    pattern_id text COLLATE "C" PRIMARY KEY
);
