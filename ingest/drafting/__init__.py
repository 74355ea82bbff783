"""Drafting: from a parsed document to a draft record for a person to correct."""
