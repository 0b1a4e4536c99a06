-- Who last gathered what was observed here; null before anybody did. Another authority has yet to hear all of it.
ALTER TABLE instance ADD COLUMN authority text COLLATE "C";

-- The ids under which was observed in this database: the present one, and those that it had before.
CREATE TABLE instance_ids (
    id text COLLATE "C" PRIMARY KEY
);

INSERT INTO instance_ids (id) SELECT id FROM instance UNION SELECT o.instance_id FROM outbox JOIN observations o USING (position);
