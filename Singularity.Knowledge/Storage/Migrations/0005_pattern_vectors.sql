-- Vectors come later than texts, and change when the model does: apart from the texts, whose rows cost a hundred index entries each time that they are written.
CREATE TABLE pattern_vectors (
    pattern_id     text COLLATE "C" PRIMARY KEY REFERENCES pattern_texts ON DELETE CASCADE,
    -- of the content that the vector is of, or is to be of
    content_digest bytea NOT NULL,
    -- null while it waits; vectors of different models are never compared: each model has an index of its own, made when it is first used
    model          integer REFERENCES knowledge_models,
    -- null also where the model knows none of the words
    embedding      vector
);

INSERT INTO pattern_vectors (pattern_id, content_digest, model, embedding) SELECT pattern_id, content_digest, model, embedding FROM pattern_texts;
CREATE INDEX pattern_vectors_model ON pattern_vectors (model);
ALTER TABLE pattern_texts DROP COLUMN model, DROP COLUMN embedding;
