"""The case: a paper with its sources, drafted, joined, audited, and kept in a folder."""
