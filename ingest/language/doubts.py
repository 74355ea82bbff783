"""Doubts about what a thing is called, which say nothing against the numbers read of it."""

NO_CONCEPT = "the vocabulary has no such endpoint"
NO_DRUG = "the vocabulary has no drug of this name"
NO_RECORD = "no record has a study of this name"

NO_DRUG = "the vocabulary has no drug of this name"

OF_NAMES = frozenset((NO_CONCEPT, NO_RECORD, NO_DRUG))
"""The doubts that leave the numbers of a value as sure as they are."""
