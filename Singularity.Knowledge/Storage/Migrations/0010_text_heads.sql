-- The words of titles and tags alone. Common words are in most texts, but in few titles: where a query has none that is rarer, those texts are the best by far, and their
-- lists are short.
CREATE INDEX pattern_texts_heads ON pattern_texts USING gin (ts_filter(terms, '{a,b}')) WITH (fastupdate = off);

-- How common each word is there is counted with the table; without it queries would not know until a tenth of the table has changed.
ANALYZE pattern_texts;
