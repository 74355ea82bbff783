"""Doubts about what a thing is called, which say nothing against the numbers read of it."""

NO_CONCEPT = "the vocabulary has no such endpoint"
NO_DRUG = "the vocabulary has no drug of this name"
NO_RECORD = "no record has a study of this name"

WORDED_BY_MODEL = "a language model worded it; see the sentence"
ONLY_MODEL = "only the model gave"
"""How a doubt about what a language model read and no rule did begins."""

OF_NAMES = frozenset((NO_CONCEPT, NO_RECORD, NO_DRUG, WORDED_BY_MODEL))
"""The doubts that leave the numbers of a value as sure as they are."""
