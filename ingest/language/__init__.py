"""The language of papers: tokens, words, numbers, and the mentions of known and new names."""
