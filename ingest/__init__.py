"""Reads records (later: documents) and turns them into N-Triples."""
