"""A second reader of documents: a language model that the user brings, and the checks."""
