-- Uses are by far the most observations: they are added up in rows of their own, so that a use rewrites neither what its pattern says nor what was counted day by day
-- and instance by instance. Folded patterns hold no uses from now on; whoever reads one adds these.
CREATE TABLE pattern_tallies (
    pattern_id  text COLLATE "C" PRIMARY KEY,
    -- uses under this very id
    own         json NOT NULL,
    -- of a pattern that stands for others: the uses of those
    merged      json
) WITH (fillfactor = 70);

CREATE FUNCTION pg_temp.tally(ids text[]) RETURNS json LANGUAGE sql AS $$
    SELECT json_build_object(
        'successes', sum(u.successes), 'failures', sum(u.failures),
        'byInstance', (SELECT json_agg(json_build_object('instanceId', i.instance_id, 'successes', i.successes, 'failures', i.failures) ORDER BY i.instance_id)
            FROM (SELECT instance_id, sum(successes) AS successes, sum(failures) AS failures FROM pattern_uses WHERE pattern_id = ANY (ids) GROUP BY instance_id) i),
        'byDay', (SELECT json_agg(json_build_object('day', d.day, 'successes', d.successes, 'failures', d.failures) ORDER BY d.day)
            FROM (SELECT day, sum(successes) AS successes, sum(failures) AS failures FROM pattern_uses WHERE pattern_id = ANY (ids) GROUP BY day) d))
    FROM pattern_uses u WHERE u.pattern_id = ANY (ids) HAVING count(*) > 0
$$;

INSERT INTO pattern_tallies (pattern_id, own) SELECT pattern_id, pg_temp.tally(ARRAY[pattern_id]) FROM (SELECT DISTINCT pattern_id FROM pattern_uses) used;

INSERT INTO pattern_tallies AS known (pattern_id, own, merged)
SELECT p.id, '{"successes":0,"failures":0,"byInstance":[],"byDay":[]}', pg_temp.tally(others.ids)
FROM patterns p CROSS JOIN LATERAL (SELECT array_agg(o.id) AS ids FROM patterns o WHERE o.group_id = p.group_id AND o.state = 'merged') others
WHERE p.state = 'live' AND others.ids IS NOT NULL
ON CONFLICT (pattern_id) DO UPDATE SET merged = excluded.merged;

DROP TABLE pattern_uses;
