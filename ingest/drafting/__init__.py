"""Drafting: a document that was read becomes a record, nearly right, for a person to correct."""
