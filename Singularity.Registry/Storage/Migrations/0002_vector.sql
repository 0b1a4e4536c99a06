-- Semantic search compares embeddings in the database.
CREATE EXTENSION IF NOT EXISTS vector;
