-- A document that waits for its vector alone wants its anchors too when one that mentioned it goes.
CREATE OR REPLACE FUNCTION forget_what_documents_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_stale (document_id)
    SELECT DISTINCT d.id FROM gone g CROSS JOIN unnest(g.mentions) AS mentioned JOIN search_documents d ON d.lookup = mentioned ORDER BY d.id
    ON CONFLICT (document_id) DO UPDATE SET anchors = true;
    RETURN NULL;
END
$$;
