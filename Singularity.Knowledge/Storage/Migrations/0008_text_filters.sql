-- Filters that leave little of what has a common word: both indexes are read together then.
CREATE INDEX pattern_texts_kind ON pattern_texts (kind);
CREATE INDEX pattern_texts_language ON pattern_texts (language);
